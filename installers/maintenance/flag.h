#pragma once

#include "installers/maintenance.h"

namespace installers {

/// A file whose being there makes the web server in front answer 503.
class FlagMaintenance : public Maintenance {
public:
    explicit FlagMaintenance(const RunContext& context);
    Done<void> check() override;
    Done<void> up() override;
    Done<void> confirm() override;
    Done<void> down() override;
    bool isUp() override;

private:
    QString m_file;
};

}  // namespace installers
