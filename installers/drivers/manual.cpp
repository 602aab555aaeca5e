#include "installers/drivers/manual.h"

#include "installers/confirmation.h"
#include "installers/durable.h"
#include "installers/probe.h"
#include "installers/text.h"

#include <algorithm>

namespace installers {

bool isName(const QString& by)
{
    constexpr qsizetype longest = 200;
    const bool readable = std::all_of(by.begin(), by.end(), [](QChar c) { return c.isPrint(); });
    return readable && !by.trimmed().isEmpty() && by.size() <= longest;
}

Done<void> ManualDriver::check(const StepContext& context) const
{
    if (context.step.step.text.empty())
        return tl::unexpected(RunProblem{RunProblemCode::notSupported, context.name, {}, context.name});
    return {};
}

Done<void> ManualDriver::act(const StepContext& context) const
{
    if (context.confirmedBy.isEmpty())
        return tl::unexpected(
            RunProblem{RunProblemCode::confirmationMissing, context.name, text(context.step.step.text), context.name});
    if (context.step.step.probe && probeStep(context, *this) != ProbeAnswer::done)
        return tl::unexpected(
            RunProblem{RunProblemCode::confirmationDoubted, context.name, context.confirmedBy, context.name});
    durable::flushEverything();
    return {};
}

ProbeAnswer ManualDriver::probe(const StepContext&) const { return ProbeAnswer::unknown; }

}  // namespace installers
