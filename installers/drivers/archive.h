#pragma once

#include "installers/driver.h"
#include "installers/file_tree.h"

namespace installers {

/// An archive (whatever libarchive reads) that becomes the release's folder: unpacked to releases/.VERSION.partial,
/// flushed, renamed to releases/VERSION; then releases/current points at it. What stands there from before, such as the
/// first of two archives, is kept below what is new.
///
/// Archives are hostile: absolute paths, `..`, links that lead out of the folder, writing through links, devices, pipes
/// and bombs are refused, and nothing of a refused archive is left. Owners, set-user bits and extended attributes are
/// not taken over.
class ArchiveDriver : public StepDriver {
public:
    [[nodiscard]] Done<void> check(const StepContext& context) const override;
    [[nodiscard]] Done<void> act(const StepContext& context) const override;
    /// Done when everything in the archive is in the release's folder byte for byte and `current` points there. More
    /// files may be there: services write beside their code.
    [[nodiscard]] ProbeAnswer probe(const StepContext& context) const override;
};

struct ArchiveLimits {
    qint64 bytes = qint64(64) << 30;
    qint64 ratio = 400;  ///< unpacked bytes for each packed one, once they are more than `floor`
    qint64 floor = qint64(256) << 20;
    int entries = 2'000'000;
};

/// What is in the archive, checked as it would be for unpacking. Errors: a detail that says which entry and why.
[[nodiscard]] Done<TreeManifest> manifestOfArchive(const QString& archive, const ArchiveLimits& limits = {});

/// Unpacks into an existing folder and flushes every file.
[[nodiscard]] Done<void> unpack(
    const QString& archive, const QString& folder, const ArchiveLimits& limits = {},
    const std::function<void()>& afterEach = [] {});

}  // namespace installers
