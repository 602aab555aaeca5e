#pragma once

#include "installers/maintenance.h"

namespace installers {

/// The built-in page: cairn-page, a process of its own that outlives the runner and binds its port as soon as the
/// stopped service leaves it.
class PageMaintenance : public Maintenance {
public:
    PageMaintenance(const RunContext& context, QDateTime until);
    Done<void> check() override;
    Done<void> up() override;
    Done<void> confirm() override;
    Done<void> down() override;
    bool isUp() override;
    [[nodiscard]] bool takesServicePort() const override;

private:
    [[nodiscard]] QString listen() const;
    [[nodiscard]] QString pidFile() const;
    const RunContext& m_context;
    QDateTime m_until;
};

}  // namespace installers
