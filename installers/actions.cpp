#include "installers/actions.h"

#include "installers/backup.h"
#include "installers/drivers/sql.h"
#include "installers/durable.h"
#include "installers/maintenance.h"
#include "installers/probe.h"
#include "installers/service.h"
#include "installers/state_file.h"
#include "installers/text.h"

#include <QFile>
#include <QFileInfo>

namespace installers {

namespace {

using catalog::StepKind;

constexpr std::chrono::milliseconds runningLimit{60'000};
constexpr std::chrono::milliseconds runningInterval{200};

QString backupName(const WorkItem& item)
{
    if (item.action == Action::takeBackup || item.action == Action::verifyBackup)
        return QStringLiteral("online");
    return QStringLiteral("hop-%1").arg(item.hop + 1);
}

QDateTime expectedEnd(const RunContext& context)
{
    const planner::Estimate& downtime = context.plan.downtime;
    if (downtime.missing > 0 || downtime.sum.count() <= 0)
        return {};
    return context.world.now().addSecs(downtime.sum.count());
}

/// Everything a step's driver and probe may use, with what it borrows.
struct StepGround {
    Placeholders values;
    StepContext context;
    StepGround(const RunContext& run, const WorkItem& item)
        : values(placeholdersFor(run, text(run.plan.hops[item.hop].from.text), text(run.plan.hops[item.hop].to.text),
                                 item.state == State::reveal || item.state == State::contract
                                     ? Service(run).publicPort()
                                     : Service(run).privatePort())),
          context{run.world,
                  run.site,
                  run.paths,
                  values,
                  *item.step,
                  run.run,
                  text(item.step->step.id.text),
                  text(run.plan.hops[item.hop].to.text),
                  run.runFolder,
                  run.fence}
    {
    }
};

/// Whether the step's marker is committed together with what it does.
bool isMarked(const HopStep& step)
{
    return step.step.driver == catalog::Driver::sql &&
           (step.step.kind == StepKind::tx || step.step.kind == StepKind::batch);
}

}  // namespace

Actions::Actions(const RunContext& context, const std::vector<HopWork>& work, const RunFolder& copies,
                 const History& history, Told told)
    : m_context(context), m_work(work), m_copies(copies), m_history(history), m_told(std::move(told))
{
}

QString Actions::versionOf(const WorkItem& item) const
{
    const planner::Hop& hop = m_context.plan.hops[item.hop];
    const bool leaves = item.action == Action::stopService || item.action == Action::autostartOff;
    const bool old = item.state == State::goingBack
                         ? !leaves
                         : item.state == State::rollingBack || leaves || item.action == Action::takeBackup ||
                               item.action == Action::takeFinalBackup;
    return text(old ? hop.from.text : hop.to.text);
}

Done<void> Actions::act(const WorkItem& item, int attempt)
{
    Service service(m_context);
    Backup backup(m_context);
    const QString version = versionOf(item);
    const QDateTime until = item.state == State::goingBack ? QDateTime() : expectedEnd(m_context);
    const auto maintenance = [&] { return makeMaintenance(m_context, until); };
    switch (item.action) {
    case Action::takeBackup:
        return backup.take(backupName(item), Backup::Consistency::online, version);
    case Action::takeFinalBackup:
        return m_context.site.backupKind == planner::BackupKind::copy
                   ? backup.keepOriginals(backupName(item), version)
                   : backup.take(backupName(item), Backup::Consistency::quiesced, version);
    case Action::verifyBackup:
    case Action::verifyFinalBackup:
        return backup.verify(backupName(item));
    case Action::pageUp:
        return maintenance()->up();
    case Action::confirmPage:
        return maintenance()->confirm();
    case Action::pageDown:
        return maintenance()->down();
    case Action::autostartOff:
        return service.setAutostart(Service::Autostart::off, version);
    case Action::autostartOn:
        return service.setAutostart(Service::Autostart::on, version);
    case Action::stopService:
    case Action::stopPrivate:
        return service.stop(version);
    case Action::startPrivate:
        return service.start(version, service.privatePort());
    case Action::startPublic:
        return open(version);
    case Action::letIn:
        return maintenance()->letIn();
    case Action::shutOut:
        return maintenance()->shutOut();
    case Action::hold:
        return m_history.heldAt == item.id ? Done<void>()
                                           : tl::unexpected(RunProblem{RunProblemCode::holds, item.id, {}, item.id});
    case Action::step:
        return actStep(item);
    case Action::record:
        return record(item);
    case Action::intendToOpen:
        return attempt > 1 ? verifyAgain(item) : Done<void>();
    case Action::restoreData:
        return backup.restore(backupName(item));
    case Action::dropBeside:
        return backup.dropBeside();
    case Action::packagesBack:
        return packagesBack(item);
    case Action::switchBack:
        return switchBack(item);
    case Action::undoStep:
        return takeBack(item);
    }
    return tl::unexpected(RunProblem{RunProblemCode::internal, item.id, {}, item.id});
}

Done<void> Actions::actStep(const WorkItem& item)
{
    StepGround ground(m_context, item);
    ground.context.progress = [&](const QString& words) { m_told(item, words); };
    ground.context.before = m_history.item(item.id).before;
    ground.context.confirmedBy = m_history.item(item.id).confirmedBy;
    const StepDriver* const driver = driverFor(item.step->step.driver, m_context.site);
    if (driver == nullptr)
        return tl::unexpected(RunProblem{RunProblemCode::notSupported, ground.context.name, {}, ground.context.name});
    if (auto intact = checkCopies(ground.context); !intact)
        return intact;
    // A migration that an earlier run applied, and whose data was kept, is not applied twice.
    if (isMarked(*item.step) && driver->probe(ground.context) == ProbeAnswer::done)
        return {};
    if (auto acted = driver->act(ground.context); !acted) {
        // Nobody may act beside what a failed program left at work where the fence does not reach.
        const bool asks = item.step->step.driver != catalog::Driver::manual && !isMarked(*item.step) &&
                          (item.step->step.probe || driver->mends());
        if (asks && awaitProbe(ground.context, *driver) == ProbeAnswer::running)
            return tl::unexpected(
                RunProblem{RunProblemCode::stepRunning, ground.context.name, {}, ground.context.name});
        return acted;
    }
    if (item.step->step.probe && item.step->step.driver != catalog::Driver::manual &&
        probeStep(ground.context, *driver) != ProbeAnswer::done)
        return tl::unexpected(
            stepFailed(ground.context, QStringLiteral("it ended well, but its probe does not say done")));
    return {};
}

/// A byte changed in the run's own copy stops the run, also while it is under way.
Done<void> Actions::checkCopies(const StepContext& context) const
{
    const auto& undo = context.step.step.undo;
    for (const auto* const scripts : {&context.step.step.sql, undo ? &undo->sql : nullptr}) {
        const auto script =
            scripts == nullptr ? context.step.step.sql.end() : scripts->find(databaseKindOf(m_context.site));
        if (scripts == nullptr || script == scripts->end())
            continue;
        for (const std::string& file : sqlDriverFor(m_context.site).filesOf(context, script->second)) {
            if (auto intact = checkCopy(m_copies, scriptPath(m_copies.path, file)); !intact)
                return intact;
        }
    }
    return context.step.step.artefact.empty() ? Done<void>() : checkCopy(m_copies, artefactPath(context));
}

/// Where the page sits on the service's own port it is back as long as the service does not come up.
Done<void> Actions::open(const QString& version)
{
    Service service(m_context);
    const auto maintenance = makeMaintenance(m_context, {});
    if (!maintenance->takesServicePort())
        return service.start(version, service.publicPort());
    if (maintenance->isUp()) {
        if (auto down = maintenance->down(); !down)
            return down;
    }
    auto started = service.start(version, service.publicPort());
    if (!started && service.stop(version) && !maintenance->up())
        started.error().detail += QStringLiteral(" (and the page cannot be put up again)");
    return started;
}

/// A runner was killed between the decision to open and the opening: the release has to prove itself once more.
Done<void> Actions::verifyAgain(const WorkItem& item)
{
    Service service(m_context);
    if (!service.exists() || service.privatePort() == service.publicPort())
        return {};
    const QString version = versionOf(item);
    return service.stop(version).and_then([&] { return service.start(version, service.privatePort()); }).and_then([&] {
        return service.stop(version);
    });
}

Done<void> Actions::record(const WorkItem& item)
{
    const planner::Plan& plan = m_context.plan;
    return writeState(m_context.site,
                      InstalledState{text(plan.product.text), text(plan.site), text(plan.hops[item.hop].to.text),
                                     m_context.run, m_context.world.now()});
}

QString Actions::before(const WorkItem& item) const
{
    if (item.action != Action::step)
        return {};
    const StepGround ground(m_context, item);
    const StepDriver* const driver = driverFor(item.step->step.driver, m_context.site);
    return driver == nullptr ? QString() : driver->before(ground.context);
}

/// The last one first: what came later may lean on what came earlier.
Done<void> Actions::packagesBack(const WorkItem& item)
{
    const std::vector<WorkItem> forward = forwardWork(m_context.plan, m_work, m_context.site);
    for (auto step = forward.rbegin(); step != forward.rend(); ++step) {
        if (step->hop != item.hop || step->action != Action::step || !m_history.begun(step->id) ||
            step->step->step.driver != catalog::Driver::deb)
            continue;
        StepGround ground(m_context, *step);
        ground.context.before = m_history.item(step->id).before;
        for (const ReleaseFile& package : step->step->oldPackages) {
            const QString path = artefactPath(m_context.runFolder, package);
            if (auto intact = QFileInfo::exists(path) ? checkCopy(m_copies, path) : Done<void>(); !intact)
                return intact;
        }
        if (auto back = driverFor(catalog::Driver::deb, m_context.site)->putBack(ground.context); !back)
            return back;
    }
    return {};
}

Done<void> Actions::switchBack(const WorkItem& item)
{
    const planner::Hop& hop = m_context.plan.hops[item.hop];
    const std::optional<InstalledState> state = readState(m_context.site);
    if (state && state->version == text(hop.to.text) && hop.to != hop.from) {
        auto back = *state;
        back.version = text(hop.from.text);
        back.at = m_context.world.now();
        if (auto written = writeState(m_context.site, back); !written)
            return written;
    }
    const QString target = m_history.currentAt.value(static_cast<int>(item.hop));
    if (target.isEmpty())
        return {};
    return durable::pointLink(m_context.paths.current, target);
}

Done<void> Actions::takeBack(const WorkItem& item)
{
    const StepGround ground(m_context, item);
    return checkCopies(ground.context).and_then([&] { return undoStep(ground.context); });
}

Actions::Recovery Actions::recover(const WorkItem& item)
{
    return item.action == Action::step ? recoverStep(item) : Recovery::actAgain;
}

ProbeAnswer Actions::awaitProbe(const StepContext& context, const StepDriver& driver) const
{
    ProbeAnswer answer = probeStep(context, driver);
    const std::chrono::milliseconds until = m_context.world.steady() + runningLimit;
    while (answer == ProbeAnswer::running && m_context.world.steady() < until) {
        m_context.world.sleep(runningInterval);
        answer = probeStep(context, driver);
    }
    return answer;
}

Actions::Recovery Actions::recoverStep(const WorkItem& item)
{
    const StepKind kind = item.step->step.kind;
    const StepGround ground(m_context, item);
    const StepDriver* const driver = driverFor(item.step->step.driver, m_context.site);
    if (driver == nullptr)
        return Recovery::isUnknown;
    const bool marked = isMarked(*item.step);
    if (item.step->step.driver == catalog::Driver::manual || kind == StepKind::pure ||
        (kind == StepKind::ensure && !item.step->step.probe))
        return Recovery::actAgain;
    const ProbeAnswer answer = marked ? driver->probe(ground.context) : awaitProbe(ground.context, *driver);
    switch (answer) {
    case ProbeAnswer::done:
        return Recovery::wasDone;
    case ProbeAnswer::notDone:
        return Recovery::actAgain;
    case ProbeAnswer::partial:
        if (kind == StepKind::ensure || driver->mends())
            return Recovery::actAgain;
        return item.step->step.undo && checkCopies(ground.context) && undoStep(ground.context) ? Recovery::actAgain
                                                                                               : Recovery::hasFailed;
    case ProbeAnswer::running:
        return Recovery::isRunning;
    case ProbeAnswer::unknown:
        break;
    }
    return kind == StepKind::ensure && answer == ProbeAnswer::unknown ? Recovery::actAgain : Recovery::isUnknown;
}

}  // namespace installers
