#include "installers/probe.h"

#include "installers/drivers/command.h"
#include "installers/drivers/sql.h"

#include <QDir>
#include <QFileInfo>
#include <array>

namespace installers {

namespace {

ProbeAnswer answerOf(const QString& text)
{
    struct Word {
        const char* text;
        ProbeAnswer answer;
    };
    constexpr std::array<Word, 6> words{Word{"done", ProbeAnswer::done},        Word{"1", ProbeAnswer::done},
                                        Word{"not-done", ProbeAnswer::notDone}, Word{"0", ProbeAnswer::notDone},
                                        Word{"partial", ProbeAnswer::partial},  Word{"running", ProbeAnswer::running}};
    for (const Word& word : words) {
        if (text == QLatin1String(word.text))
            return word.answer;
    }
    return ProbeAnswer::unknown;
}

ProbeAnswer answerOf(const ProgramResult& result)
{
    constexpr std::array answers{ProbeAnswer::done, ProbeAnswer::notDone, ProbeAnswer::partial, ProbeAnswer::running};
    if (result.end != ProgramResult::End::exited || result.code < 0 || result.code >= static_cast<int>(answers.size()))
        return ProbeAnswer::unknown;
    return answers.at(static_cast<std::size_t>(result.code));
}

ProbeAnswer ask(const StepContext& context, const catalog::Probe& probe)
{
    if (!probe.exists.empty()) {
        auto path = context.placeholders.expand(QString::fromStdString(probe.exists));
        if (!path)
            return ProbeAnswer::unknown;
        return QFileInfo::exists(QDir(context.paths.site).absoluteFilePath(*path)) ? ProbeAnswer::done
                                                                                   : ProbeAnswer::notDone;
    }
    if (!probe.run.empty()) {
        auto arguments = context.placeholders.expand(probe.run);
        if (!arguments)
            return ProbeAnswer::unknown;
        ProgramCall call;
        call.arguments = *arguments;
        call.workingFolder = context.paths.site;
        call.fence = context.fence;
        return answerOf(context.world.run(call));
    }
    const auto query = probe.query.find(databaseKindOf(context.site));
    if (query == probe.query.end())
        return ProbeAnswer::unknown;
    const auto text = sqlDriverFor(context.site).ask(context, query->second);
    return text ? answerOf(*text) : ProbeAnswer::unknown;
}

}  // namespace

ProbeAnswer probeStep(const StepContext& context, const StepDriver& driver)
{
    if (!context.step.step.probe)
        return driver.probe(context);
    // A package that dpkg calls half-made is not done, whatever else is there already.
    if (driver.mends()) {
        if (const ProbeAnswer answer = driver.probe(context); answer != ProbeAnswer::done)
            return answer;
    }
    return ask(context, *context.step.step.probe);
}

Done<void> undoStep(const StepContext& context)
{
    const auto& undo = context.step.step.undo;
    if (undo && !undo->run.empty())
        return runStepProgram(context, undo->run);
    if (undo) {
        const auto script = undo->sql.find(databaseKindOf(context.site));
        if (script != undo->sql.end())
            return sqlDriverFor(context.site).runScript(context, script->second);
    }
    return tl::unexpected(RunProblem{RunProblemCode::notSupported, context.name, {}, context.name});
}

}  // namespace installers
