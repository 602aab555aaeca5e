#pragma once

#include "installers/dpkg.h"

#include <vector>

namespace installers {

/// Whether dpkg would install the file here after the earlier ones: architecture, conflicts, and dependencies by what
/// is installed and by the earlier files, without a network. Nothing is changed.
///
/// `dpkg --no-act --install` looks at conflicts but not at dependencies. Those are judged by dpkg too: in a copy of its
/// database, where the files are entered as unpacked, it is asked to configure them. Road not taken: reading Depends
/// ourselves, with alternatives, versions, virtual packages and architectures.
/// Errors: packageUnfit (subject: the file; detail: dpkg's words).
[[nodiscard]] Done<void> rehearse(const StepContext& context, const Dpkg& dpkg, const std::vector<DebFile>& earlier,
                                  const DebFile& file);

}  // namespace installers
