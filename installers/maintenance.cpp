#include "installers/maintenance.h"

#include "installers/maintenance/command.h"
#include "installers/maintenance/flag.h"
#include "installers/maintenance/page.h"

namespace installers {

namespace {

/// For sites that show nothing: visitors find the service stopped.
class NoMaintenance : public Maintenance {
public:
    Done<void> check() override { return {}; }
    Done<void> up() override { return {}; }
    Done<void> confirm() override { return {}; }
    Done<void> down() override { return {}; }
    bool isUp() override { return false; }
};

}  // namespace

Done<void> Maintenance::letIn()
{
    return tl::unexpected(RunProblem{RunProblemCode::allowListUnsupported, QStringLiteral("maintenance"), {}, {}});
}

std::unique_ptr<Maintenance> makeMaintenance(const RunContext& context, const QDateTime& until)
{
    switch (context.site.maintenance.kind) {
    case planner::SiteMaintenance::Kind::flag:
        return std::make_unique<FlagMaintenance>(context, until);
    case planner::SiteMaintenance::Kind::page:
        return std::make_unique<PageMaintenance>(context, until);
    case planner::SiteMaintenance::Kind::command:
        return std::make_unique<CommandMaintenance>(context);
    case planner::SiteMaintenance::Kind::none:
        break;
    }
    return std::make_unique<NoMaintenance>();
}

}  // namespace installers
