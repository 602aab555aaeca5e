#pragma once

#include "installers/maintenance.h"

namespace installers {

/// The site's own programs. The probe's exit code 0 means up.
class CommandMaintenance : public Maintenance {
public:
    explicit CommandMaintenance(const RunContext& context) : m_context(context) {}
    Done<void> check() override;
    Done<void> up() override;
    Done<void> confirm() override;
    Done<void> down() override;
    bool isUp() override;

private:
    [[nodiscard]] Done<void> call(const std::vector<std::string>& program);
    const RunContext& m_context;
};

}  // namespace installers
