#include "installers/driver.h"

#include "installers/drivers/archive.h"
#include "installers/drivers/command.h"
#include "installers/drivers/deb.h"
#include "installers/drivers/manual.h"
#include "installers/drivers/sql.h"
#include "installers/durable.h"
#include "installers/fence.h"

#include <QFile>

namespace installers {

const StepDriver* driverFor(catalog::Driver driver, const planner::Site& site)
{
    static const CommandDriver command;
    static const ArchiveDriver archive;
    static const DebDriver deb;
    static const ManualDriver manual;
    switch (driver) {
    case catalog::Driver::sql:
        return &sqlDriverFor(site);
    case catalog::Driver::command:
        return &command;
    case catalog::Driver::archive:
        return &archive;
    case catalog::Driver::manual:
        return &manual;
    case catalog::Driver::deb:
        return &deb;
    case catalog::Driver::ansible:
        break;
    }
    return nullptr;
}

RunProblem stepFailed(const StepContext& context, const QString& detail)
{
    return RunProblem{RunProblemCode::stepFailed, context.name, detail, context.name};
}

RunProblem programProblem(World& world, const QString& fencePath, const ProgramResult& result, const QString& name)
{
    if (result.leftBehind) {
        const QString holders = describe(world.holders(fencePath));
        return RunProblem{RunProblemCode::orphan, holders.isEmpty() ? QString::number(result.pid) : holders,
                          lastWords(result), name};
    }
    return RunProblem{RunProblemCode::stepFailed, name, lastWords(result), name};
}

QString lastWords(const ProgramResult& result)
{
    constexpr qsizetype kept = 2000;
    const QString words = QString::fromUtf8(result.output).trimmed().right(kept);
    switch (result.end) {
    case ProgramResult::End::exited:
        return QStringLiteral("exit code %1: %2").arg(result.code).arg(words);
    case ProgramResult::End::signalled:
        return QStringLiteral("signal %1: %2").arg(result.code).arg(words);
    case ProgramResult::End::timedOut:
        return QStringLiteral("timed out: %1").arg(words);
    case ProgramResult::End::notStarted:
        break;
    }
    return QStringLiteral("not started (errno %1)").arg(result.code);
}

void keepOutput(const StepContext& context, const QByteArray& output)
{
    const QString folder = context.runFolder + QStringLiteral("/output");
    if (!durable::makeFolder(folder))
        return;
    QString name = context.name;
    name.replace(QLatin1Char('/'), QLatin1Char('_'));
    QFile file(folder + QLatin1Char('/') + name + QStringLiteral(".log"));
    if (file.open(QIODevice::WriteOnly | QIODevice::Append))
        file.write(output);
}

QString scriptPath(const QString& runFolder, const std::string& script)
{
    return runFolder + QStringLiteral("/scripts/") + QString::fromStdString(script);
}

QString artefactPath(const StepContext& context)
{
    return artefactPath(context.runFolder,
                        ReleaseFile{catalog::Version{context.to.toStdString()}, context.step.step.artefact});
}

QString artefactPath(const QString& runFolder, const ReleaseFile& file)
{
    return runFolder + QStringLiteral("/artefacts/") + QString::fromStdString(file.release.text) + QLatin1Char('/') +
           QString::fromStdString(file.name);
}

}  // namespace installers
