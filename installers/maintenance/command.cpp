#include "installers/maintenance/command.h"

#include "installers/driver.h"

namespace installers {

Done<void> CommandMaintenance::call(const std::vector<std::string>& program)
{
    const planner::Plan& plan = m_context.plan;
    const int port = m_context.site.service ? m_context.site.service->port : 0;
    auto arguments =
        placeholdersFor(m_context, QString::fromStdString(plan.from.text), QString::fromStdString(plan.to.text), port)
            .expand(program);
    if (!arguments)
        return tl::unexpected(arguments.error());
    ProgramCall call;
    call.arguments = *arguments;
    call.workingFolder = m_context.paths.site;
    call.fence = m_context.fence;
    const ProgramResult result = m_context.world.run(call);
    if (result.leftBehind)
        return tl::unexpected(programProblem(m_context.world, m_context.paths.fence, result, arguments->value(0)));
    if (!result.succeeded())
        return tl::unexpected(RunProblem{RunProblemCode::maintenanceNotUp, arguments->value(0), lastWords(result), {}});
    return {};
}

Done<void> CommandMaintenance::check()
{
    const planner::SiteMaintenance& programs = m_context.site.maintenance;
    if (programs.up.empty() || programs.down.empty())
        return tl::unexpected(RunProblem{RunProblemCode::maintenanceNotUp, QStringLiteral("maintenance"), {}, {}});
    return {};
}

Done<void> CommandMaintenance::up() { return call(m_context.site.maintenance.up); }

Done<void> CommandMaintenance::confirm()
{
    return m_context.site.maintenance.probe.empty() ? Done<void>() : call(m_context.site.maintenance.probe);
}

Done<void> CommandMaintenance::down() { return call(m_context.site.maintenance.down); }

bool CommandMaintenance::isUp()
{
    return !m_context.site.maintenance.probe.empty() && call(m_context.site.maintenance.probe);
}

}  // namespace installers
