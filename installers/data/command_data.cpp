#include "installers/data/command_data.h"

#include "installers/driver.h"
#include "installers/durable.h"
#include "installers/file_tree.h"
#include "installers/text.h"
#include "installers/world_posix.h"

namespace installers {

bool CommandData::covers(const planner::SiteData& entry, const RunContext&)
{
    return entry.kind == planner::SiteData::Kind::command;
}

std::unique_ptr<DataMember> CommandData::make(const planner::SiteData& entry, const RunContext& context)
{
    return std::make_unique<CommandData>(context, entry);
}

RunProblem CommandData::failed(const QString& words) const
{
    return RunProblem{RunProblemCode::dataBackupFailed, name(), words, {}};
}

Done<QStringList> CommandData::expand(const std::vector<std::string>& program, const QString& backup,
                                      const QString& scratch) const
{
    Placeholders values = placeholdersFor(m_context, text(m_context.plan.from.text), text(m_context.plan.to.text),
                                          m_context.site.service ? m_context.site.service->port : 0);
    values.set(QStringLiteral("backup"), backup);
    if (!scratch.isEmpty())
        values.set(QStringLiteral("scratch"), scratch);
    return values.expand(program);
}

Done<QByteArray> CommandData::call(const std::vector<std::string>& program, const QString& backup,
                                   const QString& scratch) const
{
    auto arguments = expand(program, backup, scratch);
    if (!arguments)
        return tl::unexpected(arguments.error());
    ProgramCall call;
    call.arguments = *arguments;
    call.workingFolder = m_context.paths.site;
    call.timeout = m_entry.timeout;
    call.fence = m_context.fence;
    const ProgramResult result = m_context.world.run(call);
    if (result.leftBehind)
        return tl::unexpected(programProblem(m_context.world, m_context.paths.fence, result, name()));
    if (!result.succeeded())
        return tl::unexpected(failed(arguments->value(0) + QStringLiteral(": ") + lastWords(result)));
    durable::flushEverything();
    return result.output;
}

Done<void> CommandData::check()
{
    const QString anywhere = m_context.paths.backups;
    for (const auto* const program : {&m_entry.backup, &m_entry.verify, &m_entry.restore, &m_entry.size}) {
        if (program->empty())
            continue;
        auto arguments = expand(*program, anywhere, program == &m_entry.verify ? anywhere : QString());
        if (!arguments)
            return tl::unexpected(arguments.error());
        if (findProgram(arguments->value(0), m_context.paths.site).isEmpty())
            return tl::unexpected(RunProblem{RunProblemCode::programMissing, arguments->value(0), name(), {}});
    }
    return {};
}

Done<DataSize> CommandData::size()
{
    if (m_entry.size.empty())
        return DataSize{};
    auto printed = call(m_entry.size, m_context.paths.backups);
    if (!printed)
        return tl::unexpected(printed.error());
    constexpr qsizetype shown = 100;
    bool isNumber = false;
    const qint64 bytes = printed->trimmed().toLongLong(&isNumber);
    if (!isNumber || bytes < 0)
        return tl::unexpected(failed(QStringLiteral("size printed no number of bytes: %1")
                                         .arg(QString::fromUtf8(printed->trimmed().left(shown)))));
    return DataSize{0, bytes, {}, m_entry.verify.empty() ? 0 : bytes, {}};
}

Done<QJsonObject> CommandData::take(const QString& to, Consistency)
{
    auto saved = durable::makeFolder(to).and_then([&] { return call(m_entry.backup, to); });
    if (!saved)
        return tl::unexpected(saved.error());
    m_context.world.boundary("copying");
    auto tree =
        manifestOf(to).and_then([&](const TreeManifest& found) { return flushTree(to).map([&] { return found; }); });
    if (!tree)
        return tl::unexpected(tree.error());
    if (tree->isEmpty())
        return tl::unexpected(failed(QStringLiteral("backup left nothing in {backup}")));
    return QJsonObject{{QStringLiteral("digest"), digestOf(*tree)}, {QStringLiteral("bytes"), sizeOf(*tree)}};
}

Done<void> CommandData::putBeside(const StoredMember& stored)
{
    auto tree = manifestOf(stored.folder);
    if (!tree || digestOf(*tree) != stored.told.value(QStringLiteral("digest")).toString())
        return tl::unexpected(RunProblem{RunProblemCode::backupDiffers, name(), {}, {}});
    return {};
}

Done<void> CommandData::verify(const StoredMember& stored, const QString& scratch)
{
    if (auto same = putBeside(stored); !same || m_entry.verify.empty())
        return same;
    auto looked = durable::remove(scratch).and_then([&] { return durable::makeFolder(scratch); }).and_then([&] {
        return call(m_entry.verify, stored.folder, scratch);
    });
    if (!looked)
        return tl::unexpected(looked.error().code == RunProblemCode::dataBackupFailed
                                  ? RunProblem{RunProblemCode::backupDiffers, name(), looked.error().detail, {}}
                                  : looked.error());
    // A program that looks at a backup may not alter it.
    return putBeside(stored).and_then([&] { return durable::remove(scratch); });
}

Done<void> CommandData::exchange(const StoredMember& stored)
{
    return call(m_entry.restore, stored.folder).map([](const QByteArray&) {});
}

}  // namespace installers
