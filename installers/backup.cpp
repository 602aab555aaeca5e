#include "installers/backup.h"

#include "installers/durable.h"

#include <QFileInfo>

namespace installers {

namespace {

using Place = DataMember::Place;

const QString keptKey = QStringLiteral("kept");

RunProblem differs(const QString& what) { return RunProblem{RunProblemCode::backupDiffers, what, {}, {}}; }

RunProblem forBackups(RunProblem problem, const QString& backups)
{
    if (problem.code == RunProblemCode::internal &&
        (problem.subject + QLatin1Char('/')).startsWith(backups + QLatin1Char('/')))
        problem.code = RunProblemCode::backupNotWritable;
    return problem;
}

QString numbered(const QString& folder, std::size_t number)
{
    return folder + QLatin1Char('/') + QString::number(number);
}

QJsonObject describe(QJsonObject told, const DataMember& member)
{
    told.insert(QStringLiteral("kind"), QLatin1String(member.kind()));
    told.insert(QStringLiteral("name"), member.name());
    told.insert(QStringLiteral("where"), member.where());
    return told;
}

/// The members that a set is about, as the kinds that it was taken with.
Done<DataMembers> membersOfSet(const std::vector<QJsonObject>& told, const RunContext& context, const QString& folder)
{
    if (told.size() != context.site.data.size())
        return tl::unexpected(differs(folder));
    DataMembers members;
    for (std::size_t i = 0; i < told.size(); ++i) {
        const DataKind* const kind = kindNamed(told[i].value(QStringLiteral("kind")).toString());
        if (kind == nullptr)
            return tl::unexpected(differs(folder));
        members.push_back(kind->make(context.site.data[i], context));
        if (members.back()->name() != told[i].value(QStringLiteral("name")).toString() ||
            members.back()->where() != told[i].value(QStringLiteral("where")).toString())
            return tl::unexpected(differs(members.back()->name()));
    }
    return members;
}

}  // namespace

QString Backup::folder(const QString& name) const
{
    return m_context.paths.backups + QLatin1Char('/') + m_context.run + QLatin1Char('/') + name;
}

DataSwap Backup::swapOf(const QString& name, Way way) const
{
    // Whoever goes back never finishes what was begun on the way forward.
    const QString marker = way == Way::forward ? QStringLiteral(".keep") : QStringLiteral(".swap");
    return DataSwap(folder(name) + marker, m_context.world);
}

Done<std::vector<QJsonObject>> Backup::told(const QString& name) const
{
    return readManifest(folder(name)).map([](const BackupManifest& manifest) { return manifest.members; });
}

Done<QString> Backup::begin(const QString& name)
{
    const QString partial = folder(name) + QStringLiteral(".partial");
    for (const QString& old : {partial, folder(name), verifiedMark(folder(name))}) {
        if (auto removed = durable::remove(old); !removed)
            return tl::unexpected(forBackups(removed.error(), m_context.paths.backups));
    }
    if (auto made = durable::makeFolder(partial); !made)
        return tl::unexpected(forBackups(made.error(), m_context.paths.backups));
    return partial;
}

Done<void> Backup::complete(const QString& name, const BackupManifest& manifest)
{
    const QString partial = folder(name) + QStringLiteral(".partial");
    return writeManifest(partial, manifest)
        .and_then([&] { return durable::rename(partial, folder(name)); })
        .map_error([&](const RunProblem& problem) { return forBackups(problem, m_context.paths.backups); });
}

Done<void> Backup::take(const QString& name, Consistency consistency, const QString& version)
{
    auto partial = begin(name);
    if (!partial)
        return tl::unexpected(partial.error());
    BackupManifest manifest{m_context.run, version, m_context.world.now(), consistency == Consistency::quiesced, {}};
    const DataMembers members = membersOf(m_context);
    for (std::size_t i = 0; i < members.size(); ++i) {
        auto taken = members[i]->take(numbered(*partial, i), consistency);
        if (!taken)
            return tl::unexpected(forBackups(taken.error(), m_context.paths.backups));
        manifest.members.push_back(describe(*taken, *members[i]));
    }
    return complete(name, manifest);
}

std::vector<SwapItem> Backup::copiesOf(const DataMembers& members)
{
    std::vector<SwapItem> items;
    for (const auto& member : members) {
        if (member->canCopy())
            items.push_back(SwapItem{member.get(), {}});
    }
    return items;
}

/// Whether an earlier attempt got as far as the end.
Done<bool> Backup::isKept(const QString& name, const DataMembers& members)
{
    const auto all = told(name);
    if (!all || all->size() != members.size())
        return false;
    for (std::size_t i = 0; i < members.size(); ++i) {
        if (!members[i]->canCopy())
            continue;
        auto beside = members[i]->identity(Place::beside);
        if (!beside)
            return tl::unexpected(beside.error());
        if (beside->isEmpty() || *beside != (*all)[i].value(keptKey).toString())
            return false;
    }
    return true;
}

Done<void> Backup::keepOriginals(const QString& name, const QString& version)
{
    const DataMembers members = membersOf(m_context);
    const std::vector<SwapItem> copies = copiesOf(members);
    DataSwap swap = swapOf(name, Way::forward);
    if (auto begun = swap.isBegun(copies); !begun || *begun)
        return begun ? swap.finish(copies) : tl::unexpected(begun.error());
    if (auto kept = isKept(name, members); !kept || *kept)
        return kept ? swap.forget() : tl::unexpected(kept.error());
    auto partial = begin(name);
    if (!partial)
        return tl::unexpected(partial.error());
    BackupManifest manifest{m_context.run, version, m_context.world.now(), true, {}};
    for (std::size_t i = 0; i < members.size(); ++i) {
        auto stored = members[i]->canCopy() ? members[i]
                                                  ->copyBeside()
                                                  .and_then([&] { return members[i]->identity(Place::live); })
                                                  .map([](const QString& live) {
                                                      return QJsonObject{{keptKey, live}};
                                                  })
                                            : members[i]->take(numbered(*partial, i), Consistency::quiesced);
        if (!stored)
            return tl::unexpected(forBackups(stored.error(), m_context.paths.backups));
        manifest.members.push_back(describe(*stored, *members[i]));
    }
    return complete(name, manifest).and_then([&] { return swap.begin(copies); }).and_then([&] {
        return swap.finish(copies);
    });
}

Done<void> Backup::verify(const QString& name)
{
    const auto all = told(name);
    if (!all)
        return tl::unexpected(all.error());
    auto members = membersOfSet(*all, m_context, folder(name));
    const QString elsewhere = m_context.paths.backups + QStringLiteral("/.verify");
    auto made = durable::remove(elsewhere).and_then([&] { return durable::makeFolder(elsewhere); });
    if (!members || !made)
        return tl::unexpected(members ? made.error() : members.error());
    for (std::size_t i = 0; i < members->size(); ++i) {
        DataMember& member = *(*members)[i];
        Done<void> proved;
        if ((*all)[i].contains(keptKey))
            proved = member.identity(Place::beside).and_then([&](const QString& beside) -> Done<void> {
                if (beside != (*all)[i].value(keptKey).toString())
                    return tl::unexpected(differs(member.name()));
                return {};
            });
        else
            proved = member.verify(StoredMember{numbered(folder(name), i), (*all)[i]}, numbered(elsewhere, i));
        if (!proved)
            return proved;
    }
    return durable::remove(elsewhere).and_then([&] { return markVerified(folder(name), m_context.world.now()); });
}

Done<void> Backup::restore(const QString& name)
{
    // Without a set no copy has taken an original's place yet.
    if (m_context.site.backupKind == planner::BackupKind::copy && !QFileInfo::exists(folder(name)))
        return {};
    const auto all = told(name);
    if (!all)
        return tl::unexpected(all.error());
    const auto members = membersOfSet(*all, m_context, folder(name));
    if (!members)
        return tl::unexpected(members.error());
    std::vector<SwapItem> items;
    items.reserve(members->size());
    for (std::size_t i = 0; i < members->size(); ++i)
        items.push_back(SwapItem{(*members)[i].get(), StoredMember{numbered(folder(name), i), (*all)[i]}});
    DataSwap swap = swapOf(name, Way::back);
    if (auto begun = swap.isBegun(items); !begun || *begun)
        return begun ? swap.finish(items) : tl::unexpected(begun.error());
    auto forgotten = swap.forget().and_then([&] { return swapOf(name, Way::forward).forget(); });
    if (!forgotten)
        return forgotten;
    std::vector<SwapItem> back;
    for (const SwapItem& item : items) {
        const QString kept = item.stored.told.value(keptKey).toString();
        if (kept.isEmpty()) {
            if (auto put = item.member->putBeside(item.stored); !put)
                return put;
        } else if (auto live = item.member->settle().and_then([&] { return item.member->identity(Place::live); });
                   !live || *live == kept) {
            if (!live)
                return tl::unexpected(live.error());
            continue;  // was never exchanged, or is back already
        } else if (auto beside = item.member->identity(Place::beside); !beside || *beside != kept) {
            return tl::unexpected(beside ? differs(item.member->name()) : beside.error());
        }
        back.push_back(item);
    }
    return swap.begin(back).and_then([&] { return swap.finish(back); });
}

Done<void> Backup::dropBeside()
{
    for (const auto& member : membersOf(m_context)) {
        if (auto dropped = member->dropBeside(); !dropped)
            return dropped;
    }
    return {};
}

}  // namespace installers
