#include "installers/way_back.h"

#include "installers/maintenance.h"
#include "installers/preflight.h"
#include "installers/state_file.h"
#include "installers/text.h"
#include "installers/touched.h"
#include "planner/way_back.h"

#include <QFileInfo>
#include <algorithm>
#include <utility>

namespace installers {

namespace {

using Answer = planner::WayBack::Answer;

QString stamp(const QDateTime& at) { return at.isValid() ? at.toUTC().toString(Qt::ISODate) : QString(); }

QString reasonOf(const planner::WayBack& way)
{
    const auto number = [](const std::optional<catalog::SchemaVersion>& schema) {
        return schema ? QString::number(schema->value) : QString();
    };
    switch (way.answer) {
    case Answer::downgrade:
        return QStringLiteral("downgrade");
    case Answer::checkpoint:
        return QStringLiteral("checkpoint ") + text(way.checkpoint);
    case Answer::compatUnknown:
        return QStringLiteral("compat-unknown");
    case Answer::compatAboveSchema:
        return QStringLiteral("compat-above-schema %1 %2").arg(number(way.compat), number(way.schema));
    case Answer::open:
        break;
    }
    return {};
}

/// When the step was last done; invalid: never.
QDateTime doneAt(const std::vector<Entry>& entries, const QString& step)
{
    QDateTime at;
    for (const Entry& entry : entries) {
        if (entry.kind == Entry::Kind::result && entry.step == step && entry.outcome == QLatin1String("done"))
            at = entry.at;
    }
    return at;
}

/// Contract steps that are still to come leave the database as it works with the old release.
planner::Applied appliedBy(const History& history, const std::vector<WorkItem>& forward, const planner::Hop& hop)
{
    bool waits = false;
    for (const WorkItem& item : forward) {
        if (!item.step || item.step->phase != catalog::Phase::contract || item.step->release != hop.to)
            continue;
        if (history.begun(item.id))
            return planner::Applied::contracted;
        waits = true;
    }
    return waits ? planner::Applied::expanded : planner::Applied::contracted;
}

/// The set with the data as the hop found it, where it is still there; else the one from before the run.
void findBackup(WayBack& way, const planner::Site& site, const std::vector<Entry>& entries, const QString& run,
                std::size_t hop)
{
    const QString number = QString::number(hop + 1);
    const QString sets = SitePaths(site).backups + QLatin1Char('/') + run;
    const std::pair<QString, QString> known[] = {
        {sets + QStringLiteral("/hop-") + number, number + QStringLiteral("/backup-final")},
        {sets + QStringLiteral("/online"), QStringLiteral("1/backup")}};
    for (const auto& [folder, step] : known) {
        if (!QFileInfo::exists(folder + QStringLiteral("/manifest.json")))
            continue;
        way.backup = folder;
        way.backedUp = doneAt(entries, step);
        return;
    }
}

/// What speaks against taking the opened hop back.
void judge(WayBack& way, const planner::Site& site, const History& history, const CopiedRun& copied,
           const std::vector<WorkItem>& forward)
{
    const planner::Hop& hop = copied.plan.hops.back();
    if (const QString installed = installedVersion(site); history.finalEnd && installed != way.to)
        way.problems.push_back(RunProblem{RunProblemCode::rollbackOtherVersion, installed, way.to, {}});
    const planner::WayBack answer = planner::wayBackOf(copied.catalog, hop, appliedBy(history, forward, hop));
    if (answer.answer != Answer::open)
        way.problems.push_back(
            RunProblem{RunProblemCode::rollbackNeedsRestore,
                       way.from,
                       QStringList{reasonOf(answer), way.to, way.backup, stamp(way.backedUp), stamp(way.opened)}.join(
                           QLatin1Char('\n')),
                       {}});
    for (const WorkItem& item : forward) {
        if (item.hop + 1 == copied.plan.hops.size() && history.begun(item.id) && staysGoingBack(item))
            way.problems.push_back(RunProblem{RunProblemCode::rollbackStepStays, item.id, {}, item.id});
    }
}

}  // namespace

WayBack wayBackOf(const planner::Site& site, const std::vector<Entry>& entries, const History& history,
                  const CopiedRun& copied, const std::vector<HopWork>& work)
{
    WayBack way;
    if (history.finalEnd && *history.finalEnd != QLatin1String("done")) {
        way.problems.push_back(RunProblem{RunProblemCode::rollbackNothing, history.run, *history.finalEnd, {}});
        return way;
    }
    const std::vector<WorkItem> forward = forwardWork(copied.plan, work, site);
    const bool opened = hasOpened(history, forward);
    const auto next =
        std::find_if(forward.begin(), forward.end(), [&](const WorkItem& item) { return !history.item(item.id).done; });
    std::size_t hop = opened || next == forward.end() ? copied.plan.hops.size() - 1 : next->hop;
    if (history.rollingBack)
        hop = static_cast<std::size_t>(*history.rollingBack);
    way.kind = opened ? WayBack::Kind::opened : WayBack::Kind::unfinished;
    way.from = text(copied.plan.hops[hop].from.text);
    way.to = text(copied.plan.hops[hop].to.text);
    way.restores = !opened && touchedBy(hop, history, forward, site).data &&
                   !dataMayStay(hop, history, forward, copied.plan, site);
    findBackup(way, site, entries, history.run, hop);
    if (!opened)
        return way;
    way.opened = doneAt(entries, QString::number(hop + 1) + QStringLiteral("/opened-intent"));
    if (!history.goingBack)
        judge(way, site, history, copied, forward);
    return way;
}

std::vector<RunProblem> checkGoingBack(const RunContext& context, const History& history)
{
    const QString old = text(context.plan.hops.back().from.text);
    std::vector<RunProblem> problems = checkPrograms(context, old);
    const QString target = history.currentAt.value(static_cast<int>(context.plan.hops.size()) - 1);
    const QString folder = target.startsWith(QLatin1Char('/')) ? target : context.paths.release(target);
    if (!target.isEmpty() && !QFileInfo(folder).isDir())
        problems.push_back(RunProblem{RunProblemCode::oldReleaseMissing, folder, {}, {}});
    if (auto page = makeMaintenance(context, {})->check(); !page)
        problems.push_back(page.error());
    return problems;
}

WayBack wayBack(const planner::Site& site)
{
    const SitePaths paths(site);
    const auto nothing = [](RunProblem problem) {
        WayBack way;
        way.problems.push_back(std::move(problem));
        return way;
    };
    const std::unique_ptr<Journal> journal = Journal::openReadOnly(paths.journal);
    const auto run = journal ? journal->newestRun() : Done<QString>();
    if (!run || run->isEmpty())
        return nothing(run ? RunProblem{RunProblemCode::rollbackNothing, {}, {}, {}} : run.error());
    const auto entries = journal->entries(*run);
    const auto history = entries ? historyOf(*entries) : std::nullopt;
    if (!history)
        return nothing(RunProblem{RunProblemCode::rollbackNothing, {}, {}, {}});
    const auto copied = readRunFolder(RunFolder{paths.run(*run), history->copiesDigest});
    const auto work = copied ? workOf(copied->plan, copied->catalog.catalog)
                             : Done<std::vector<HopWork>>(tl::unexpected(copied.error()));
    planner::Site asBegun = site;
    asBegun.maintenance.hold = history->hold;
    return work ? wayBackOf(asBegun, *entries, *history, *copied, *work) : nothing(work.error());
}

}  // namespace installers
