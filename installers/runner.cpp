#include "installers/runner.h"

#include "installers/backup_pruning.h"
#include "installers/drivers/sql.h"
#include "installers/durable.h"
#include "installers/fence.h"
#include "installers/full_disk.h"
#include "installers/machine.h"
#include "installers/postgres_preflight.h"
#include "installers/preflight.h"
#include "installers/problem_names.h"
#include "installers/report.h"
#include "installers/run_folder.h"
#include "installers/site_shape.h"
#include "installers/state_file.h"
#include "installers/text.h"
#include "installers/touched.h"
#include "installers/trust_check.h"
#include "installers/way_back.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

namespace installers {

namespace {

using Code = RunProblemCode;
using Problems = std::vector<RunProblem>;

constexpr std::chrono::milliseconds orphanPatience{60'000};
constexpr std::chrono::milliseconds runnerPatience{2'000};

RunProblem forState(RunProblem problem, const QString& state)
{
    if (problem.code == Code::internal)
        return RunProblem{Code::stateNotWritable, state, problem.detail, {}};
    return problem;
}

enum class Hold { no, beforeOpening };

QString detailOf(const planner::Plan& plan, Hold hold)
{
    QJsonArray hops;
    for (const planner::Hop& hop : plan.hops)
        hops.append(
            QJsonObject{{QStringLiteral("from"), text(hop.from.text)},
                        {QStringLiteral("to"), text(hop.to.text)},
                        {QStringLiteral("planned"),
                         hop.mode == planner::Mode::online ? QStringLiteral("online") : QStringLiteral("maintenance")},
                        {QStringLiteral("mode"), QStringLiteral("maintenance")}});
    const QJsonObject detail{{QStringLiteral("product"), text(plan.product.text)},
                             {QStringLiteral("site"), text(plan.site)},
                             {QStringLiteral("from"), text(plan.from.text)},
                             {QStringLiteral("to"), text(plan.to.text)},
                             {QStringLiteral("plan"), text(plan.digest.text())},
                             {QStringLiteral("catalog"), text(plan.catalog.digest.text())},
                             {QStringLiteral("hold"), hold == Hold::beforeOpening},
                             {QStringLiteral("hops"), hops}};
    return QString::fromUtf8(QJsonDocument(detail).toJson(QJsonDocument::Compact));
}

/// Why a confirmation is none.
std::optional<RunProblem> confirmationProblem(const std::optional<History>& history, const Confirming& confirming)
{
    if (!isName(confirming.by))
        return RunProblem{Code::confirmationUnnamed, confirming.step, confirming.by, {}};
    if (!history || history->finalEnd)
        return RunProblem{
            Code::confirmationLate, history ? history->run : QString(), history ? *history->finalEnd : QString(), {}};
    if (!history->waitsFor)
        return RunProblem{Code::confirmationMisplaced, confirming.step, {}, {}};
    const QString& awaited = history->waitsFor->step;
    if (confirming.step != awaited && confirming.step != awaited.section(QLatin1Char('/'), 1))
        return RunProblem{Code::confirmationMisplaced, confirming.step, awaited, {}};
    return std::nullopt;
}

QString nameOfProcess(const ProcessIdentity& process)
{
    return QStringLiteral("%1@%2:%3").arg(process.user, process.host).arg(process.pid);
}

}  // namespace

int exitCode(RunEnd end)
{
    switch (end) {
    case RunEnd::done:
        return 0;
    case RunEnd::blocked:
        return 3;
    case RunEnd::invalidInput:
        return 5;
    case RunEnd::untrusted:
        return 6;
    case RunEnd::rolledBack:
        return 20;
    case RunEnd::stuck:
        return 21;
    case RunEnd::waiting:
        return 22;
    case RunEnd::busy:
        return 23;
    }
    return 1;
}

struct Runner::Private {
    World& world;
    RunWatcher& watcher;

    void note(const QString& state, const QString& words, RunEvent::Kind kind = RunEvent::Kind::stateEnters);
    RunReport refuse(const RunRequest& request, const Problems& problems);
    RunReport refuse(const planner::Site& site, const RunProblem& problem);
    Done<qint64> appendStart(Journal& journal, const QString& run, const Entry& entry);
    RunReport carryOut(const RunContext& context, const std::vector<HopWork>& work, const RunFolder& copies,
                       Journal& journal, const planner::Site& site, Course course = Course::onward);
    RunReport goOn(const planner::Site& site, const std::optional<Confirming>& confirming, Course course);
    Done<QString> nextRun(Journal& journal);
    Done<void> removeNeverBegun(Journal& journal, const SitePaths& paths);
    RunReport held(const planner::Site& site, const Done<std::vector<Entry>>& entries, const RunProblem& problem);
    RunReport cannot(const planner::Site& site, const RunProblem& problem);
    RunReport refused(const planner::Site& site, const std::vector<Entry>& entries, const Problems& problems);
    void tidy(const SitePaths& paths, bool stateWasThere);
    void prune(const RunContext& context, Journal& journal);
};

void Runner::Private::note(const QString& state, const QString& words, RunEvent::Kind kind)
{
    RunEvent event;
    event.kind = kind;
    event.at = world.now();
    event.state = state;
    event.text = words;
    watcher.event(event);
}

RunReport Runner::Private::refuse(const RunRequest& request, const Problems& problems)
{
    return refusedReport(request.plan, request.site, problems, world.now());
}

RunReport Runner::Private::refuse(const planner::Site& site, const RunProblem& problem)
{
    RunReport report = refusedReport({}, site, {problem}, world.now());
    report.product = text(site.product.text);
    return report;
}

Done<qint64> Runner::Private::appendStart(Journal& journal, const QString& run, const Entry& entry)
{
    Entry complete = entry;
    complete.run = run;
    complete.at = world.now();
    return journal.append(complete);
}

/// Goes on from wherever the journal stands, and reports.
RunReport Runner::Private::carryOut(const RunContext& context, const std::vector<HopWork>& work,
                                    const RunFolder& copies, Journal& journal, const planner::Site& site, Course course)
{
    auto entries = journal.entries(context.run);
    const auto removed = durable::remove(context.paths.pause);
    if (!removed)
        return held(site, entries, forState(removed.error(), context.paths.state));
    Entry fence;
    fence.kind = Entry::Kind::fence;
    fence.subject = nameOfProcess(world.self());
    auto epoch = appendStart(journal, context.run, fence);
    if (!epoch)
        return held(site, entries, withFullDisk(context, work, epoch.error()).front());
    entries = journal.entries(context.run);
    const std::optional<History> history = entries ? historyOf(*entries) : std::nullopt;
    if (!history)
        return refuse(site, entries ? RunProblem{Code::noRun, context.run, {}, {}} : entries.error());
    Machine machine(Machine::Parts{context, work, copies, journal, watcher, *epoch, course}, *history);
    const RunEnd end = machine.go();
    entries = journal.entries(context.run);
    if (!entries)
        return refuse(site, entries.error());
    if (end == RunEnd::done)
        prune(context, journal);
    RunReport report = reportOf(*entries, site, false);
    report.end = end;
    if (machine.journalProblem())
        report.problems.push_back(*machine.journalProblem());
    return report;
}

/// A runner that cannot even write that it is there. A site that a run has begun to change is then not as it was.
RunReport Runner::Private::held(const planner::Site& site, const Done<std::vector<Entry>>& entries,
                                const RunProblem& problem)
{
    const std::optional<History> history = entries ? historyOf(*entries) : std::nullopt;
    if (!history || history->items.isEmpty())
        return refuse(site, problem);
    RunReport report = reportOf(*entries, site, false);
    report.end = RunEnd::stuck;
    report.problems.push_back(problem);
    return report;
}

/// The same where the journal cannot be opened for writing.
RunReport Runner::Private::cannot(const planner::Site& site, const RunProblem& problem)
{
    const std::unique_ptr<Journal> journal = Journal::openReadOnly(SitePaths(site).journal);
    const auto run = journal ? journal->newestRun() : Done<QString>();
    const auto entries = journal && run ? journal->entries(*run) : Done<std::vector<Entry>>();
    const std::optional<History> history = entries ? historyOf(*entries) : std::nullopt;
    if (endFor(problem.code) != RunEnd::blocked || !history || history->finalEnd)
        return refuse(site, problem);
    return held(site, entries, problem);
}

/// Where somebody wanted a way back that there is not: the run stands as it stood.
RunReport Runner::Private::refused(const planner::Site& site, const std::vector<Entry>& entries,
                                   const Problems& problems)
{
    RunReport report = refuse(site, problems.front());
    report.problems = problems;
    const RunReport stands = reportOf(entries, site, false);
    if (stands.end == RunEnd::stuck || stands.end == RunEnd::waiting)
        report.nextCommand = stands.nextCommand;
    return report;
}

/// A preflight that refuses leaves nothing behind where there was nothing.
void Runner::Private::tidy(const SitePaths& paths, bool stateWasThere)
{
    if (stateWasThere)
        return;
    if (const auto removed = durable::remove(paths.state); !removed)
        note(QStringLiteral("preflight"), removed.error().detail, RunEvent::Kind::note);
}

/// Old backups that cannot be removed are no reason to call a run that is done anything else.
void Runner::Private::prune(const RunContext& context, Journal& journal)
{
    if (const auto pruned = pruneBackups(context.paths, context.site.keepBackups, journal); !pruned)
        note(QStringLiteral("done"), pruned.error().subject + QStringLiteral(": ") + pruned.error().detail,
             RunEvent::Kind::note);
}

/// The new run's id, unless another is not finished.
Done<QString> Runner::Private::nextRun(Journal& journal)
{
    const auto newest = journal.newestRun();
    if (!newest)
        return tl::unexpected(newest.error());
    if (!newest->isEmpty()) {
        auto entries = journal.entries(*newest);
        if (!entries)
            return tl::unexpected(entries.error());
        const std::optional<History> history = historyOf(*entries);
        if (history && !history->finalEnd)
            return tl::unexpected(RunProblem{Code::unfinishedRun, *newest, history->began.toString(Qt::ISODate), {}});
    }
    const QString base = world.now().toUTC().toString(QStringLiteral("yyyyMMdd'T'HHmmss'Z'"));
    QString id = base;
    for (int suffix = 2;; ++suffix) {
        auto entries = journal.entries(id);
        if (!entries)
            return tl::unexpected(entries.error());
        if (entries->empty())
            break;
        id = base + QLatin1Char('-') + QString::number(suffix);
    }
    return id;
}

/// What runners left that were killed before their runs had begun: copies, which may be large. A folder that is not
/// named as runs are, or in which something has run, is somebody else's, or a run's whose journal is gone.
Done<void> Runner::Private::removeNeverBegun(Journal& journal, const SitePaths& paths)
{
    static const QRegularExpression runName(QStringLiteral("^[0-9]{8}T[0-9]{6}Z(-[0-9]+)?$"));
    for (const QString& name : QDir(paths.runs).entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        if (!runName.match(name).hasMatch() || QFileInfo::exists(paths.run(name) + QStringLiteral("/output")))
            continue;
        auto entries = journal.entries(name);
        if (!entries)
            return tl::unexpected(entries.error());
        if (!entries->empty())
            continue;
        if (const auto removed = durable::remove(paths.run(name)); !removed)
            return tl::unexpected(forState(removed.error(), paths.state));
    }
    return {};
}

Runner::Runner(World& world, RunWatcher& watcher) : m_private(new Private{world, watcher}) {}

Runner::~Runner() = default;

RunReport Runner::run(const RunRequest& request)
{
    Private& self = *m_private;
    self.note(QStringLiteral("preflight"), {});
    Problems problems = checkRequest(request);
    if (!problems.empty())
        return self.refuse(request, problems);
    auto work = workOf(request.plan, request.catalog.catalog);
    if (!work)
        return self.refuse(request, {work.error()});
    const SitePaths paths(request.site);
    const QString artefacts = request.artefacts.isEmpty() ? paths.artefacts : request.artefacts;
    problems = checkArtefacts(*work, artefacts);
    if (!problems.empty())
        return self.refuse(request, problems);

    const bool stateWasThere = QFileInfo::exists(paths.state);
    if (auto made = durable::makeFolder(paths.runs); !made)
        return self.refuse(request, {forState(made.error(), paths.state)});
    auto fence = Fence::take(paths.fence, self.world, runnerPatience);
    if (!fence)
        return self.refuse(request, {fence.error()});
    auto journal = Journal::open(paths.journal);
    if (!journal)
        return self.refuse(request, {journal.error()});
    auto id = self.nextRun(**journal);
    if (!id)
        return self.refuse(request, {id.error()});
    problems = checkInstalled(request);
    if (!problems.empty()) {
        journal->reset();
        self.tidy(paths, stateWasThere);
        return self.refuse(request, problems);
    }
    if (auto removed = self.removeNeverBegun(**journal, paths); !removed)
        return self.refuse(request, {removed.error()});

    self.note(QStringLiteral("ready"), {});
    auto copies = makeRunFolder(request, *work, paths.run(*id), artefacts, self.world);
    if (!copies) {
        const auto removed = durable::remove(paths.run(*id));
        journal->reset();
        self.tidy(paths, stateWasThere);
        return self.refuse(request, {copies.error()});
    }
    const QString product = text(request.catalog.catalog.product.name.empty() ? request.plan.product.text
                                                                              : request.catalog.catalog.product.name);
    planner::Site site = request.site;
    site.maintenance.hold = site.maintenance.hold || request.holdBeforeOpening;
    const RunContext context{self.world, site, paths, request.plan, product, *id, copies->path, (*fence)->descriptor()};
    problems = checkSite(context, *work, text(request.plan.from.text));
    if (!problems.empty()) {
        const auto removed = durable::remove(paths.run(*id));
        journal->reset();
        self.tidy(paths, stateWasThere);
        return self.refuse(request, problems);
    }
    if (const auto stale = checkTrust(request, self.world.now().date())) {
        const auto removed = durable::remove(paths.run(*id));
        journal->reset();
        self.tidy(paths, stateWasThere);
        return self.refuse(request, {*stale});
    }
    self.world.boundary("before-run");
    Entry begin;
    begin.kind = Entry::Kind::run;
    begin.state = QStringLiteral("ready");
    begin.subject = copies->digest;
    begin.detail = detailOf(request.plan, site.maintenance.hold ? Hold::beforeOpening : Hold::no);
    if (auto begun = self.appendStart(**journal, *id, begin); !begun)
        return self.refuse(request, {begun.error()});
    if (const auto told = rememberSequence(request); !told)
        self.note(QStringLiteral("ready"), told.error().subject + QStringLiteral(": ") + told.error().detail,
                  RunEvent::Kind::note);
    self.world.boundary("run-begun");
    return self.carryOut(context, *work, *copies, **journal, site);
}

RunReport Runner::resume(const planner::Site& site, const std::optional<Confirming>& confirming)
{
    return m_private->goOn(site, confirming, Course::onward);
}

RunReport Runner::rollBack(const planner::Site& site) { return m_private->goOn(site, {}, Course::back); }

RunReport Runner::Private::goOn(const planner::Site& site, const std::optional<Confirming>& confirming, Course course)
{
    const SitePaths paths(site);
    const bool back = course == Course::back;
    const RunProblem nothing =
        back ? RunProblem{Code::rollbackNothing, {}, {}, {}} : RunProblem{Code::noRun, text(site.name), {}, {}};
    if (!QFileInfo::exists(paths.journal))
        return refuse(site, nothing);
    auto fence = Fence::take(paths.fence, world, orphanPatience);
    if (!fence)
        return cannot(site, fence.error());
    auto journal = Journal::open(paths.journal);
    if (!journal)
        return cannot(site, journal.error());
    if (databaseKindOf(site) == catalog::DatabaseKind::postgresql) {
        if (auto alone = awaitOwnSessions(world, site, **journal, orphanPatience); !alone)
            return cannot(site, alone.error());
    }
    auto newest = (*journal)->newestRun();
    if (!newest)
        return refuse(site, newest.error());
    auto entries = (*journal)->entries(*newest);
    if (!entries)
        return refuse(site, entries.error());
    const std::optional<History> history = historyOf(*entries);
    if (confirming) {
        if (const auto problem = confirmationProblem(history, *confirming)) {
            RunReport report = refuse(site, *problem);
            report.nextCommand = reportOf(*entries, site, false).nextCommand;
            return report;
        }
    }
    if (!history || (history->finalEnd && !back))
        return refuse(site, nothing);

    const RunFolder copies{paths.run(*newest), history->copiesDigest};
    const auto stop = [&](RunEnd end, const Problems& problems) {
        Done<qint64> told;
        for (const RunProblem& problem : problems) {
            Entry cause;
            cause.kind = Entry::Kind::problem;
            cause.hop = history->hop;
            cause.state = history->state;
            cause.outcome = nameOf(problem.code);
            cause.subject = problem.subject;
            cause.detail = problem.detail;
            told = told.and_then([&](qint64) { return appendStart(**journal, *newest, cause); });
        }
        Entry entry;
        entry.kind = Entry::Kind::end;
        entry.hop = history->hop;
        entry.state = history->state;
        entry.outcome = nameOf(end);
        if (told)
            told = appendStart(**journal, *newest, entry);
        auto all = (*journal)->entries(*newest);
        RunReport report = all ? reportOf(*all, site, false) : refuse(site, problems.front());
        report.end = end;
        if (all && !told)
            report.problems.insert(report.problems.end(), problems.begin(), problems.end());
        return report;
    };
    auto checked = checkRunFolder(copies);
    auto copied = checked ? readRunFolder(copies) : Done<CopiedRun>(tl::unexpected(checked.error()));
    auto work = copied ? workOf(copied->plan, copied->catalog.catalog)
                       : Done<std::vector<HopWork>>(tl::unexpected(copied.error()));
    if (!work && history->finalEnd)
        return refuse(site, work.error());
    if (!work) {
        // Without the plan nobody can tell how far it got, except that no step of it had begun.
        const bool touched = !history->items.isEmpty();
        return stop(touched ? RunEnd::stuck : endFor(work.error().code), {work.error()});
    }
    if (copied->plan.site != site.name || copied->plan.product != site.product)
        return refuse(site, RunProblem{Code::planForOtherSite, text(copied->plan.site), text(site.name), {}});

    if (const QString key = firstChange(copied->site, shapeOf(site)); !key.isEmpty())
        return held(site, entries, RunProblem{Code::siteChanged, key, text(site.path), {}});

    planner::Site asBegun = site;
    asBegun.maintenance.hold = history->hold;
    const catalog::Product& product = copied->catalog.catalog.product;
    const RunContext context{world,
                             asBegun,
                             paths,
                             copied->plan,
                             text(product.name.empty() ? product.id.text : product.name),
                             *newest,
                             copies.path,
                             (*fence)->descriptor()};
    if (back && (history->finalEnd || (!history->goingBack && !history->rollingBack))) {
        const WayBack way = wayBackOf(asBegun, *entries, *history, *copied, *work);
        Problems problems = way.problems;
        if (problems.empty() && way.kind == WayBack::Kind::opened)
            problems = checkGoingBack(context, *history);
        if (!problems.empty())
            return refused(site, *entries, problems);
    } else if (!hasTouchedSite(*history, forwardWork(copied->plan, *work, asBegun))) {
        note(QStringLiteral("preflight"), {});
        Problems problems = checkSite(context, *work, text(copied->plan.from.text));
        if (!problems.empty()) {
            const Problems causes = withFullDisk(context, *work, problems.front());
            problems.erase(problems.begin());
            problems.insert(problems.begin(), causes.begin(), causes.end());
            return stop(RunEnd::blocked, problems);
        }
    }
    if (confirming) {
        Entry confirmed;
        confirmed.kind = Entry::Kind::note;
        confirmed.hop = history->hop;
        confirmed.state = history->state;
        confirmed.step = history->waitsFor->step;
        confirmed.outcome = QStringLiteral("confirmed");
        confirmed.subject = confirming->by.trimmed();
        if (auto told = appendStart(**journal, *newest, confirmed); !told)
            return held(site, entries, told.error());
    }
    return carryOut(context, *work, copies, **journal, asBegun, course);
}

bool Runner::requestPause(const planner::Site& site)
{
    return durable::write(SitePaths(site).pause, "pause\n").has_value();
}

}  // namespace installers
