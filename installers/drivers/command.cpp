#include "installers/drivers/command.h"

#include "installers/durable.h"
#include "installers/secrets.h"

namespace installers {

Done<void> CommandDriver::check(const StepContext& context) const
{
    if (context.step.step.run.empty() || context.step.step.kind == catalog::StepKind::batch)
        return tl::unexpected(RunProblem{RunProblemCode::notSupported, context.name, {}, context.name});
    if (auto arguments = context.placeholders.expand(context.step.step.run); !arguments)
        return tl::unexpected(arguments.error());
    return {};
}

Done<void> CommandDriver::act(const StepContext& context) const
{
    return runStepProgram(context, context.step.step.run);
}

ProbeAnswer CommandDriver::probe(const StepContext&) const { return ProbeAnswer::unknown; }

Done<void> runStepProgram(const StepContext& context, const std::vector<std::string>& program)
{
    auto arguments = context.placeholders.expand(program);
    if (!arguments)
        return tl::unexpected(arguments.error());
    ProgramCall call;
    call.arguments = *arguments;
    call.workingFolder = context.paths.site;
    for (const auto& [name, value] : context.step.step.environment) {
        auto expanded = context.placeholders.expand(QString::fromStdString(value));
        if (!expanded)
            return tl::unexpected(expanded.error());
        call.environment.insert(QString::fromStdString(name), *expanded);
    }
    if (context.step.step.timeout)
        call.timeout = *context.step.step.timeout;
    call.fence = context.fence;
    ProgramResult result = context.world.run(call);
    result.output = Secrets(context.site, context.paths).redacted(result.output);
    keepOutput(context, result.output);
    if (!result.succeeded())
        return tl::unexpected(programProblem(context.world, context.paths.fence, result, context.name));
    // A RESULT that lasts must not outlive what it is about.
    durable::flushEverything();
    return {};
}

}  // namespace installers
