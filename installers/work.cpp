#include "installers/work.h"

#include <QMap>
#include <algorithm>
#include <array>

namespace installers {

namespace {

constexpr std::array names{
    "preflight", "ready",        "backup",    "backup-verify",         "page-up",       "stopped",   "backup-final",
    "install",   "migrate",      "verify",    "contract-before-start", "opened-intent", "page-down", "reveal",
    "contract",  "rolling-back", "going-back"};

/// Appends items with ids of the form HOP/NAME, numbered apart where a catalog uses a name twice.
class Builder {
public:
    explicit Builder(QString prefix) : m_prefix(std::move(prefix)) {}

    void add(std::size_t hop, State state, Action action, const char* name, std::optional<HopStep> step = {})
    {
        add(hop, state, action, QString::fromLatin1(name), std::move(step));
    }
    void add(std::size_t hop, State state, const std::vector<HopStep>& steps)
    {
        for (const HopStep& step : steps)
            add(hop, state, Action::step, QString::fromStdString(step.step.id.text), step);
    }
    void add(std::size_t hop, State state, Action action, const QString& name, std::optional<HopStep> step)
    {
        QString id = m_prefix + QString::number(hop + 1) + QLatin1Char('/') + name;
        const int uses = ++m_uses[id];
        if (uses > 1)
            id += QLatin1Char('#') + QString::number(uses);
        m_items.push_back(WorkItem{id, state, hop, action, std::move(step)});
    }
    [[nodiscard]] std::vector<WorkItem> take() { return std::move(m_items); }

private:
    QString m_prefix;
    QMap<QString, int> m_uses;
    std::vector<WorkItem> m_items;
};

bool hasPage(const planner::Site& site) { return site.maintenance.kind != planner::SiteMaintenance::Kind::none; }

bool pageTakesPort(const planner::Site& site)
{
    return site.maintenance.kind == planner::SiteMaintenance::Kind::page && site.service &&
           site.maintenance.listen.ends_with(":" + std::to_string(site.service->port));
}

bool hasAutostart(const planner::Site& site) { return site.service && !site.service->autostartOff.empty(); }

void addOpening(Builder& builder, std::size_t hop, State state, bool pageIsUp, bool autostartIsOff,
                const planner::Site& site)
{
    const bool pageFirst = pageIsUp && pageTakesPort(site);
    if (pageFirst)
        builder.add(hop, state, Action::pageDown, "page-down");
    if (site.service)
        builder.add(hop, state, Action::startPublic, "open");
    if (pageIsUp && !pageFirst)
        builder.add(hop, state, Action::pageDown, "page-down");
    if (autostartIsOff)
        builder.add(hop, state, Action::autostartOn, "autostart-on");
}

bool hasOwnPrivatePort(const planner::Site& site)
{
    return site.service && site.service->privatePort != 0 && site.service->privatePort != site.service->port;
}

bool opens(const WorkItem& item)
{
    return item.action == Action::pageDown || item.action == Action::startPublic || item.action == Action::autostartOn;
}

/// Whether the work has come so far that visitors are, or may be, let in again.
bool isOpeningAt(std::size_t next, const std::vector<WorkItem>& work)
{
    return std::any_of(work.begin(), work.begin() + static_cast<std::ptrdiff_t>(next) + 1, opens);
}

void addHop(Builder& builder, std::size_t hop, const HopWork& work, const planner::Site& site, bool last)
{
    builder.add(hop, State::backupFinal, Action::takeFinalBackup, "backup-final");
    builder.add(hop, State::backupFinal, Action::verifyFinalBackup, "backup-final-verify");
    builder.add(hop, State::install, work.install);
    builder.add(hop, State::migrate, work.migrate);
    if (site.service)
        builder.add(hop, State::verify, Action::startPrivate, "start-private");
    builder.add(hop, State::verify, work.verify);
    if (last && site.maintenance.hold) {
        if (!site.maintenance.allow.empty())
            builder.add(hop, State::verify, Action::letIn, "let-in");
        builder.add(hop, State::verify, Action::hold, "hold");
        if (!site.maintenance.allow.empty())
            builder.add(hop, State::verify, Action::shutOut, "shut-out");
    }
    if (site.service)
        builder.add(hop, State::verify, Action::stopPrivate, "stop-private");
    if (!last) {
        builder.add(hop, State::contractBefore, work.reveal);
        builder.add(hop, State::contractBefore, work.contract);
        builder.add(hop, State::contractBefore, Action::record, "record");
    }
}

}  // namespace

QString to_string(State state) { return QString::fromLatin1(names.at(static_cast<std::size_t>(state))); }

std::vector<WorkItem> forwardWork(const planner::Plan& plan, const std::vector<HopWork>& hops,
                                  const planner::Site& site)
{
    Builder builder{QString()};
    for (std::size_t hop = 0; hop < plan.hops.size(); ++hop) {
        const HopWork& work = hops[hop];
        const bool last = hop + 1 == plan.hops.size();
        builder.add(hop, hop == 0 ? State::preflight : State::backupFinal, work.preflight);
        if (hop == 0) {
            builder.add(hop, State::backup, Action::takeBackup, "backup");
            builder.add(hop, State::backupVerify, Action::verifyBackup, "backup-verify");
            if (hasPage(site))
                builder.add(hop, State::pageUp, Action::pageUp, "page-up");
            if (hasAutostart(site))
                builder.add(hop, State::stopped, Action::autostartOff, "autostart-off");
            if (site.service)
                builder.add(hop, State::stopped, Action::stopService, "stop");
            if (hasPage(site))
                builder.add(hop, State::stopped, Action::confirmPage, "confirm-page");
        }
        addHop(builder, hop, work, site, last);
        if (last) {
            builder.add(hop, State::openedIntent, Action::intendToOpen, "opened-intent");
            addOpening(builder, hop, State::pageDown, hasPage(site), hasAutostart(site), site);
            builder.add(hop, State::pageDown, Action::record, "record");
            builder.add(hop, State::reveal, work.reveal);
            builder.add(hop, State::contract, work.contract);
            if (site.backupKind == planner::BackupKind::copy)
                builder.add(hop, State::contract, Action::dropBeside, "drop-originals");
        }
    }
    return builder.take();
}

std::vector<WorkItem> rollbackWork(std::size_t hop, const Touched& touched, bool restoreData, const planner::Site& site)
{
    Builder builder{QStringLiteral("rollback/")};
    if (touched.letIn)
        builder.add(hop, State::rollingBack, Action::shutOut, "shut-out");
    if (site.service && touched.service)
        builder.add(hop, State::rollingBack, Action::stopService, "stop");
    if (restoreData)
        builder.add(hop, State::rollingBack, Action::restoreData, "restore");
    if (touched.packages)
        builder.add(hop, State::rollingBack, Action::packagesBack, "packages-back");
    if (touched.code)
        builder.add(hop, State::rollingBack, Action::switchBack, "switch-back");
    const bool somethingToVerify = touched.data || touched.code;
    if (somethingToVerify && hasOwnPrivatePort(site)) {
        builder.add(hop, State::rollingBack, Action::startPrivate, "start-private");
        builder.add(hop, State::rollingBack, Action::stopPrivate, "stop-private");
    }
    addOpening(builder, hop, State::rollingBack, touched.pageUp, touched.autostart, site);
    if (restoreData)
        builder.add(hop, State::rollingBack, Action::dropBeside, "drop-replaced");
    return builder.take();
}

std::vector<WorkItem> goingBackWork(std::size_t hop, const std::vector<WorkItem>& undone, const Touched& touched,
                                    const planner::Site& site)
{
    Builder builder{QStringLiteral("back/")};
    const State state = State::goingBack;
    const auto addUndone = [&](bool switches) {
        for (auto step = undone.rbegin(); step != undone.rend(); ++step) {
            if ((step->state == State::reveal) == switches)
                builder.add(hop, state, Action::undoStep,
                            QStringLiteral("undo-") + step->id.section(QLatin1Char('/'), 1), step->step);
        }
    };
    addUndone(true);
    if (hasPage(site))
        builder.add(hop, state, Action::pageUp, "page-up");
    if (hasAutostart(site))
        builder.add(hop, state, Action::autostartOff, "autostart-off");
    if (site.service)
        builder.add(hop, state, Action::stopService, "stop");
    if (hasPage(site))
        builder.add(hop, state, Action::confirmPage, "confirm-page");
    addUndone(false);
    if (touched.packages)
        builder.add(hop, state, Action::packagesBack, "packages-back");
    builder.add(hop, state, Action::switchBack, "switch-back");
    if (hasOwnPrivatePort(site)) {
        builder.add(hop, state, Action::startPrivate, "start-private");
        builder.add(hop, state, Action::stopPrivate, "stop-private");
    }
    addOpening(builder, hop, state, hasPage(site), hasAutostart(site), site);
    return builder.take();
}

std::vector<WorkItem> againBefore(const WorkItem& next, const std::vector<WorkItem>& forward,
                                  const std::function<bool(const QString&)>& isDone)
{
    Builder builder{QStringLiteral("again/")};
    bool verifying = false;
    bool lettingIn = false;
    for (const WorkItem& item : forward) {
        if (item.id == next.id)
            break;
        if (!isDone(item.id))
            continue;
        if (item.action == Action::pageUp)
            builder.add(next.hop, next.state, item.action, "page-up");
        else if (item.action == Action::autostartOff)
            builder.add(next.hop, next.state, item.action, "autostart-off");
        else if (item.action == Action::stopService)
            builder.add(next.hop, next.state, item.action, "stop");
        else if (item.action == Action::confirmPage)
            builder.add(next.hop, next.state, item.action, "confirm-page");
        else if (item.action == Action::startPrivate)
            verifying = true;
        else if (item.action == Action::stopPrivate)
            verifying = false;
        else if (item.action == Action::letIn)
            lettingIn = true;
        else if (item.action == Action::shutOut)
            lettingIn = false;
    }
    if (verifying && next.action != Action::stopPrivate)
        builder.add(next.hop, next.state, Action::startPrivate, "start-private");
    // What goes on past the hold has no use for it.
    if (lettingIn && next.action == Action::hold)
        builder.add(next.hop, next.state, Action::letIn, "let-in");
    return builder.take();
}

std::vector<WorkItem> againBeforeRollback(std::size_t next, const std::vector<WorkItem>& work, const Touched& touched,
                                          const std::function<bool(const QString&)>& isDone)
{
    Builder builder{QStringLiteral("rollback/again/")};
    const WorkItem& item = work[next];
    if (isOpeningAt(next, work))
        return {};
    if (touched.pageUp)
        builder.add(item.hop, item.state, Action::pageUp, "page-up");
    const bool stopped =
        std::any_of(work.begin(), work.begin() + static_cast<std::ptrdiff_t>(next),
                    [&](const auto& past) { return past.action == Action::stopService && isDone(past.id); });
    if (stopped)
        builder.add(item.hop, item.state, Action::stopService, "stop");
    return builder.take();
}

std::vector<WorkItem> againBeforeGoingBack(std::size_t next, const std::vector<WorkItem>& work,
                                           const std::function<bool(const QString&)>& isDone)
{
    Builder builder{QStringLiteral("back/again/")};
    if (isOpeningAt(next, work))
        return {};
    for (std::size_t i = 0; i < next; ++i) {
        const WorkItem& item = work[i];
        const bool asserted = item.action == Action::pageUp || item.action == Action::autostartOff ||
                              item.action == Action::stopService || item.action == Action::confirmPage;
        if (asserted && isDone(item.id))
            builder.add(item.hop, item.state, item.action, item.id.section(QLatin1Char('/'), -1), {});
    }
    return builder.take();
}

}  // namespace installers
