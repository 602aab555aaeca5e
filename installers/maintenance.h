#pragma once

#include "installers/run_context.h"

#include <memory>

namespace installers {

/// How visitors are told that the site is being upgraded. One pair of files for each kind and one line in
/// maintenance.cpp. Every call may be repeated after a crash.
class Maintenance {
public:
    virtual ~Maintenance() = default;
    /// What is in the way, before anything is touched.
    [[nodiscard]] virtual Done<void> check() = 0;
    /// Whether letIn() is possible.
    [[nodiscard]] virtual bool hasAllowList() const { return false; }
    [[nodiscard]] virtual Done<void> up() = 0;
    /// Whether visitors really see it, now that the service is stopped. Errors: maintenanceNotUp.
    [[nodiscard]] virtual Done<void> confirm() = 0;
    [[nodiscard]] virtual Done<void> down() = 0;
    [[nodiscard]] virtual bool isUp() = 0;
    /// Lets the site's allow-list through, or nobody any more. Whoever puts the page up, or takes it down, shuts out.
    /// Errors: allowListUnsupported (subject: the kind of page).
    [[nodiscard]] virtual Done<void> letIn();
    [[nodiscard]] virtual Done<void> shutOut() { return {}; }
    /// Whether it has to be down before the service can have its public port back.
    [[nodiscard]] virtual bool takesServicePort() const { return false; }
};

/// Borrows the context. `until`: when it is expected to end, in UTC; invalid: not known.
[[nodiscard]] std::unique_ptr<Maintenance> makeMaintenance(const RunContext& context, const QDateTime& until);

}  // namespace installers
