#include "installers/machine.h"

#include "installers/full_disk.h"
#include "installers/problem_names.h"
#include "installers/text.h"
#include "installers/touched.h"

#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <algorithm>

namespace installers {

namespace {

constexpr int patientAttempts = 3;
constexpr std::chrono::milliseconds betweenAttempts{250};
constexpr std::chrono::milliseconds betweenWords{1000};

/// Not between the page's going down and the service's coming up: nobody would be there for visitors.
bool mayPauseBefore(const WorkItem& next)
{
    return next.state != State::pageDown && next.action != Action::startPublic;
}

bool endsHop(const WorkItem& item, const std::vector<WorkItem>& all)
{
    const auto next = &item + 1;
    return next == all.data() + all.size() || next->hop != item.hop;
}

}  // namespace

Machine::Machine(const Parts& parts, History history)
    : m_parts(parts),
      m_history(std::move(history)),
      m_forward(forwardWork(parts.context.plan, parts.work, parts.context.site)),
      m_actions(parts.context, parts.work, m_parts.copies, m_history,
                [this](const WorkItem& item, const QString& words) { goesOn(item, words); }),
      m_resumed(!m_history.items.isEmpty())
{
}

bool Machine::forwardOnly() const { return hasOpened(m_history, m_forward); }

RunEnd Machine::go()
{
    if (m_history.goingBack)
        return goBack(static_cast<std::size_t>(*m_history.goingBack));
    if (m_history.rollingBack)
        return rollBack(static_cast<std::size_t>(*m_history.rollingBack));
    if (m_parts.course == Course::back)
        return turnBack();
    // A runner that was killed after a step had failed and before it decided what that means.
    for (const WorkItem& item : m_forward) {
        const ItemHistory past = m_history.item(item.id);
        if (past.failed && !past.open && !past.done && !forwardOnly())
            return failForward(item);
    }
    return forward();
}

RunEnd Machine::forward()
{
    m_total = m_forward.size();
    for (std::size_t i = 0; i < m_forward.size(); ++i) {
        const WorkItem& item = m_forward[i];
        m_position = i + 1;
        if (!m_history.item(item.id).done) {
            if (m_hopChecked != item.hop) {
                m_hopChecked = item.hop;
                if (auto intact = checkRunFolder(m_parts.copies); !intact) {
                    fail(intact.error(), item);
                    return end(hasTouchedSite(m_history, m_forward) ? RunEnd::stuck : RunEnd::untrusted);
                }
            }
            if (!beginHop(item) || !enter(item, to_string(item.state)))
                return end(RunEnd::stuck);
            if (const std::optional<RunEnd> ended = assertBefore(item))
                return *ended;
            const Step step = forwardOnly() ? performPatiently(item) : perform(item);
            if (step == Step::stuck || (step == Step::failed && forwardOnly()))
                return end(RunEnd::stuck);
            if (step == Step::failed)
                return failForward(item);
            if (step == Step::paused)
                return end(RunEnd::waiting);
        }
        if (endsHop(item, m_forward) && !endHop(item.hop, "done"))
            return end(RunEnd::stuck);
        if (i + 1 < m_forward.size() && !m_history.item(m_forward[i + 1].id).done && mayPauseBefore(m_forward[i + 1]) &&
            pauseAsked()) {
            tell(RunEvent::Kind::note, item, QStringLiteral("pause"));
            return end(RunEnd::waiting);
        }
    }
    return end(RunEnd::done);
}

/// Between a crash and its resume a machine may have started again, and with it the old service; a page may be gone.
std::optional<RunEnd> Machine::assertBefore(const WorkItem& next)
{
    if (!m_resumed)
        return std::nullopt;
    m_resumed = false;
    if (forwardOnly())
        return std::nullopt;
    const auto isDone = [&](const QString& id) { return m_history.item(id).done; };
    for (const WorkItem& again : againBefore(next, m_forward, isDone)) {
        const Step step = perform(again);
        if (step == Step::stuck)
            return end(RunEnd::stuck);
        if (step == Step::failed)
            return failForward(again);
    }
    return std::nullopt;
}

RunEnd Machine::failForward(const WorkItem& item)
{
    if (!hasTouchedSite(m_history, m_forward))
        return end(RunEnd::blocked);
    return decide(State::rollingBack, item.hop) ? rollBack(item.hop) : end(RunEnd::stuck);
}

/// From here on the run goes back, whoever resumes it.
bool Machine::decide(State back, std::size_t hop)
{
    Entry entry;
    entry.kind = Entry::Kind::state;
    entry.hop = static_cast<int>(hop);
    entry.state = to_string(back);
    m_parts.context.world.boundary("before-rollback");
    if (!append(entry))
        return false;
    m_parts.context.world.boundary("rollback-decided");
    m_history.state = entry.state;
    m_history.hop = entry.hop;
    return true;
}

/// Somebody wants the way back although nothing has failed, or something has after the opening.
RunEnd Machine::turnBack()
{
    if (forwardOnly()) {
        const std::size_t last = m_parts.context.plan.hops.size() - 1;
        return decide(State::goingBack, last) ? goBack(last) : end(RunEnd::stuck);
    }
    const WorkItem& next = *std::find_if(m_forward.begin(), m_forward.end(),
                                         [&](const WorkItem& item) { return !m_history.item(item.id).done; });
    ItemHistory& past = m_history.items[next.id];
    if (past.open && next.action == Action::step && m_actions.recover(next) == Actions::Recovery::isRunning) {
        fail(RunProblem{RunProblemCode::stepRunning, next.id, {}, next.id}, next);
        return end(RunEnd::stuck);
    }
    return decide(State::rollingBack, next.hop) ? rollBack(next.hop) : end(RunEnd::stuck);
}

RunEnd Machine::rollBack(std::size_t hop)
{
    const planner::Site& site = m_parts.context.site;
    const Touched touched = touchedBy(hop, m_history, m_forward, site);
    const bool restores = touched.data && !dataMayStay(hop, m_history, m_forward, m_parts.context.plan, site);
    const std::vector<WorkItem> work = rollbackWork(hop, touched, restores, site);
    const auto isDone = [&](const QString& id) { return m_history.item(id).done; };
    return carryBack(work, "rolled-back",
                     [&](std::size_t next) { return againBeforeRollback(next, work, touched, isDone); });
}

RunEnd Machine::goBack(std::size_t hop)
{
    std::vector<WorkItem> undone;
    std::copy_if(m_forward.begin(), m_forward.end(), std::back_inserter(undone), [&](const WorkItem& item) {
        return item.hop == hop && m_history.begun(item.id) && isUndoneGoingBack(item);
    });
    const planner::Site& site = m_parts.context.site;
    const std::vector<WorkItem> work = goingBackWork(hop, undone, touchedBy(hop, m_history, m_forward, site), site);
    const auto isDone = [&](const QString& id) { return m_history.item(id).done; };
    return carryBack(work, "taken-back", [&](std::size_t next) { return againBeforeGoingBack(next, work, isDone); });
}

/// `again`: what a resumed run asserts before it goes on with the work's item of that position.
RunEnd Machine::carryBack(const std::vector<WorkItem>& work, const char* outcome,
                          const std::function<std::vector<WorkItem>(std::size_t)>& again)
{
    m_total = work.size();
    if (!work.empty())
        tell(RunEvent::Kind::rollsBack, work.front());
    for (std::size_t i = 0; i < work.size(); ++i) {
        m_position = i + 1;
        if (m_history.item(work[i].id).done)
            continue;
        if (m_resumed) {
            m_resumed = false;
            for (const WorkItem& asserted : again(i)) {
                if (performPatiently(asserted) != Step::ok)
                    return end(RunEnd::stuck);
            }
        }
        if (performPatiently(work[i]) != Step::ok)
            return end(RunEnd::stuck);
        if (i + 1 < work.size() && mayPauseBefore(work[i + 1]) && pauseAsked())
            return end(RunEnd::waiting);
    }
    return endHop(static_cast<std::size_t>(m_history.hop), outcome) ? end(RunEnd::rolledBack) : end(RunEnd::stuck);
}

Machine::Step Machine::performPatiently(const WorkItem& item)
{
    for (int attempt = 1;; ++attempt) {
        const Step step = perform(item);
        if (step != Step::failed || attempt == patientAttempts)
            return step;
        m_parts.context.world.sleep(betweenAttempts);
    }
}

Machine::Step Machine::recover(const WorkItem& item, ItemHistory& past)
{
    const Actions::Recovery recovery = m_actions.recover(item);
    if (recovery == Actions::Recovery::actAgain)
        return Step::ok;
    if (recovery == Actions::Recovery::isRunning) {
        fail(RunProblem{RunProblemCode::stepRunning, item.id, {}, item.id}, item);
        return Step::stuck;
    }
    if (recovery == Actions::Recovery::isUnknown) {
        fail(RunProblem{RunProblemCode::stepUnknown, item.id, {}, item.id}, item);
        return Step::stuck;
    }
    Entry entry;
    entry.kind = Entry::Kind::result;
    entry.hop = static_cast<int>(item.hop);
    entry.state = to_string(item.state);
    entry.step = item.id;
    entry.attempt = past.attempts;
    entry.intent = past.intent;
    entry.outcome = QString::fromLatin1(recovery == Actions::Recovery::wasDone ? "done" : "failed");
    entry.detail = QStringLiteral("found by its probe");
    if (recovery == Actions::Recovery::hasFailed)
        fail(RunProblem{RunProblemCode::stepFailed, item.id, entry.detail, item.id}, item);
    if (!append(entry))
        return Step::stuck;
    past.open = false;
    past.done = recovery == Actions::Recovery::wasDone;
    past.failed = !past.done;
    return past.done ? Step::ok : Step::failed;
}

Machine::Step Machine::perform(const WorkItem& item)
{
    World& world = m_parts.context.world;
    ItemHistory& past = m_history.items[item.id];
    if (past.open) {
        const Step recovered = recover(item, past);
        if (recovered != Step::ok || past.done)
            return recovered;
    }
    Entry entry;
    entry.kind = Entry::Kind::intent;
    entry.hop = static_cast<int>(item.hop);
    entry.state = to_string(item.state);
    entry.step = item.id;
    entry.attempt = past.attempts + 1;
    entry.input = m_parts.copies.digest;
    entry.fence = m_parts.fence;
    if (past.attempts == 0)
        past.before = m_actions.before(item);
    entry.subject = past.before;
    world.boundary("before-intent");
    const std::optional<qint64> intent = append(entry);
    if (!intent)
        return Step::stuck;
    ++past.attempts;
    past.open = true;
    past.intent = *intent;
    world.boundary("after-intent");
    tell(RunEvent::Kind::stepBegins, item);

    QElapsedTimer timer;
    timer.start();
    const Done<void> acted = m_actions.act(item, past.attempts);
    world.boundary("after-act");
    // It is asked for its probe when the run goes on.
    if (!acted && acted.error().code == RunProblemCode::pauseRequested) {
        tell(RunEvent::Kind::note, item, QStringLiteral("pause"));
        return Step::paused;
    }
    if (!acted && acted.error().code == RunProblemCode::holds)
        return hold(item);
    if (!acted && acted.error().code == RunProblemCode::confirmationDoubted)
        fail(acted.error(), item);
    if (!acted && (acted.error().code == RunProblemCode::confirmationMissing ||
                   acted.error().code == RunProblemCode::confirmationDoubted))
        return waitFor(item);
    entry.kind = Entry::Kind::result;
    entry.input.clear();
    entry.subject.clear();
    entry.intent = *intent;
    entry.outcome = QString::fromLatin1(acted ? "done" : "failed");
    entry.tookMs = timer.elapsed();
    if (!acted)
        fail(acted.error(), item);
    // What still works may yet do what it was asked to: without a RESULT nobody trusts the step either way.
    if (!acted &&
        (acted.error().code == RunProblemCode::orphan || acted.error().code == RunProblemCode::orphanSession ||
         acted.error().code == RunProblemCode::stepRunning))
        return Step::stuck;
    if (!append(entry))
        return Step::stuck;
    past.open = false;
    past.done = acted.has_value();
    past.failed = !past.done;
    world.boundary("after-result");
    if (acted)
        tell(RunEvent::Kind::stepEnds, item, {}, entry.tookMs);
    return acted ? Step::ok : Step::failed;
}

/// Without a RESULT: whoever resumes asks for the step again.
Machine::Step Machine::waitFor(const WorkItem& item)
{
    Entry entry;
    entry.kind = Entry::Kind::note;
    entry.hop = static_cast<int>(item.hop);
    entry.state = to_string(item.state);
    entry.step = item.id;
    entry.outcome = QStringLiteral("waits");
    entry.detail = text(item.step->step.text);
    if (!append(entry))
        return Step::stuck;
    tell(RunEvent::Kind::note, item, QStringLiteral("waiting"));
    return Step::paused;
}

/// Likewise: whoever resumes after this word wants the release to be opened.
Machine::Step Machine::hold(const WorkItem& item)
{
    Entry entry;
    entry.kind = Entry::Kind::note;
    entry.hop = static_cast<int>(item.hop);
    entry.state = to_string(item.state);
    entry.step = item.id;
    entry.outcome = QStringLiteral("holds");
    m_parts.context.world.boundary("before-hold");
    if (!append(entry))
        return Step::stuck;
    tell(RunEvent::Kind::note, item, QStringLiteral("waiting"));
    return Step::paused;
}

bool Machine::enter(const WorkItem& item, const QString& state)
{
    if (m_history.state == state && m_history.hop == static_cast<int>(item.hop))
        return true;
    Entry entry;
    entry.kind = Entry::Kind::state;
    entry.hop = static_cast<int>(item.hop);
    entry.state = state;
    if (!append(entry))
        return false;
    m_history.state = state;
    m_history.hop = entry.hop;
    tell(RunEvent::Kind::stateEnters, item);
    return true;
}

bool Machine::beginHop(const WorkItem& item)
{
    const int number = static_cast<int>(item.hop);
    if (m_history.currentAt.contains(number))
        return true;
    Entry entry;
    entry.kind = Entry::Kind::hop;
    entry.hop = number;
    entry.outcome = QStringLiteral("begun");
    entry.detail = QFile::symLinkTarget(m_parts.context.paths.current);
    const QFileInfo target(entry.detail);
    // Relative as the archive driver writes it, so that a site that was moved finds its releases.
    if (!entry.detail.isEmpty() && target.absolutePath() == m_parts.context.paths.releases)
        entry.detail = target.fileName();
    if (!append(entry))
        return false;
    m_history.currentAt.insert(number, entry.detail);
    const planner::Hop& hop = m_parts.context.plan.hops[item.hop];
    tell(RunEvent::Kind::hopBegins, item, QStringLiteral("%1 > %2").arg(text(hop.from.text), text(hop.to.text)));
    return true;
}

bool Machine::endHop(std::size_t hop, const char* outcome)
{
    if (m_history.endedHops.value(static_cast<int>(hop)) == QLatin1String(outcome))
        return true;
    m_history.endedHops.insert(static_cast<int>(hop), QString::fromLatin1(outcome));
    Entry entry;
    entry.kind = Entry::Kind::hop;
    entry.hop = static_cast<int>(hop);
    entry.outcome = QString::fromLatin1(outcome);
    return append(entry).has_value();
}

bool Machine::pauseAsked() const
{
    return m_parts.context.world.pauseRequested() || QFileInfo::exists(m_parts.context.paths.pause);
}

RunEnd Machine::end(RunEnd end)
{
    Entry entry;
    entry.kind = Entry::Kind::end;
    entry.hop = m_history.hop;
    entry.state = m_history.state;
    entry.outcome = nameOf(end);
    m_parts.context.world.boundary("before-end");
    if (!m_journalFailed && !append(entry))
        return RunEnd::stuck;
    return end;
}

std::optional<qint64> Machine::append(Entry entry)
{
    entry.run = m_parts.context.run;
    entry.at = m_parts.context.world.now();
    auto seq = m_parts.journal.append(entry);
    if (seq)
        return *seq;
    m_journalFailed = true;
    m_journalProblem = withFullDisk(m_parts.context, m_parts.work, seq.error()).front();
    return std::nullopt;
}

void Machine::fail(const RunProblem& problem, const WorkItem& item)
{
    for (const RunProblem& cause : withFullDisk(m_parts.context, m_parts.work, problem))
        keep(cause, item);
}

void Machine::keep(const RunProblem& problem, const WorkItem& item)
{
    Entry entry;
    entry.kind = Entry::Kind::problem;
    entry.hop = static_cast<int>(item.hop);
    entry.state = to_string(item.state);
    entry.step = item.id;
    entry.outcome = nameOf(problem.code);
    entry.subject = problem.subject;
    entry.detail = problem.detail;
    m_history.problems.push_back(problem);
    if (append(entry))
        tell(RunEvent::Kind::stepFails, item,
             problem.code == RunProblemCode::confirmationDoubted ? QString() : problem.detail);
}

void Machine::goesOn(const WorkItem& item, const QString& words)
{
    const std::chrono::milliseconds now = m_parts.context.world.steady();
    if (m_goesOnTold && now - *m_goesOnTold < betweenWords)
        return;
    m_goesOnTold = now;
    Entry entry;
    entry.kind = Entry::Kind::note;
    entry.hop = static_cast<int>(item.hop);
    entry.state = to_string(item.state);
    entry.step = item.id;
    entry.detail = words;
    if (append(entry))
        tell(RunEvent::Kind::stepGoesOn, item, words);
}

void Machine::tell(RunEvent::Kind kind, const WorkItem& item, const QString& text, qint64 tookMs)
{
    RunEvent event;
    event.kind = kind;
    event.at = m_parts.context.world.now();
    event.hop = static_cast<int>(item.hop);
    event.hops = static_cast<int>(m_parts.context.plan.hops.size());
    event.state = to_string(item.state);
    event.step = item.id;
    event.position = static_cast<int>(m_position);
    event.total = static_cast<int>(m_total);
    event.text = text;
    event.took = std::chrono::milliseconds(tookMs);
    m_parts.watcher.event(event);
}

}  // namespace installers
