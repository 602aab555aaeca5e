#include "installers/report.h"

#include "installers/fence.h"
#include "installers/history.h"
#include "installers/paths.h"
#include "installers/problem_names.h"
#include "installers/text.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMap>
#include <QRegularExpression>
#include <algorithm>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace installers {

namespace {

using std::chrono::milliseconds;

QString forShell(QString word)
{
    static const QRegularExpression plain(QStringLiteral("^[\\w./:@%+=,-]+$"));
    if (plain.match(word).hasMatch())
        return word;
    return QLatin1Char('\'') + word.replace(QLatin1Char('\''), QStringLiteral("'\\''")) + QLatin1Char('\'');
}

QString commandFor(const QString& verb, const planner::Site& site)
{
    return QStringLiteral("cairn %1 --site %2").arg(verb, forShell(text(site.path)));
}

QString nextCommand(RunEnd end, const planner::Site& site)
{
    switch (end) {
    case RunEnd::stuck:
    case RunEnd::waiting:
        return commandFor(QStringLiteral("resume"), site);
    case RunEnd::busy:
        return commandFor(QStringLiteral("status"), site);
    case RunEnd::done:
    case RunEnd::blocked:
    case RunEnd::untrusted:
    case RunEnd::invalidInput:
    case RunEnd::rolledBack:
        break;
    }
    return {};
}

std::vector<HopReport> hopsOf(const Entry& run)
{
    std::vector<HopReport> hops;
    const QJsonObject detail = QJsonDocument::fromJson(run.detail.toUtf8()).object();
    const QJsonArray list = detail.value(QStringLiteral("hops")).toArray();
    for (const auto& value : list) {
        HopReport hop;
        hop.from = value.toObject().value(QStringLiteral("from")).toString();
        hop.to = value.toObject().value(QStringLiteral("to")).toString();
        hop.planned = value.toObject().value(QStringLiteral("planned")).toString();
        hop.mode = value.toObject().value(QStringLiteral("mode")).toString();
        hops.push_back(hop);
    }
    return hops;
}

/// How far a run has come in time, entry by entry, whatever happens to the wall clock: within one runner a step takes
/// what the runner measured, and what lies between steps is short; between two runners the wall clock is all there is.
class RunTime {
public:
    [[nodiscard]] milliseconds at(const Entry& entry)
    {
        const milliseconds passed{m_last.isValid() ? std::max<qint64>(0, m_last.msecsTo(entry.at)) : 0};
        m_last = entry.at;
        if (entry.kind == Entry::Kind::fence)
            m_now += passed;
        else if (entry.kind == Entry::Kind::result && m_intents.contains(entry.intent))
            m_now = std::max(m_now, m_intents.value(entry.intent) + milliseconds(entry.tookMs));
        else
            m_now += std::min(passed, m_working ? longestWork : longestPause);
        if (entry.kind == Entry::Kind::intent)
            m_intents.insert(entry.seq, m_now);
        m_working = entry.kind == Entry::Kind::intent || (m_working && entry.kind == Entry::Kind::note);
        return m_now;
    }

private:
    static constexpr milliseconds longestPause{10'000};
    static constexpr milliseconds longestWork{3'600'000};  ///< of a step that says something and has no result yet
    QDateTime m_last;
    bool m_working = false;
    milliseconds m_now{0};
    QMap<qint64, milliseconds> m_intents;
};

/// From the moment the service is stopped, or the hop before has ended, to the moment it answers again, or the hop
/// ends.
class Downtime {
public:
    void take(const Entry& entry, milliseconds now, std::vector<HopReport>& hops)
    {
        const bool stops = entry.kind == Entry::Kind::intent && entry.step.endsWith(QLatin1String("/stop")) &&
                           (entry.state == QLatin1String("stopped") || entry.state == QLatin1String("going-back"));
        const bool opens = entry.kind == Entry::Kind::result && entry.outcome == QLatin1String("done") &&
                           entry.step.endsWith(QLatin1String("/open"));
        if (stops && !m_down) {
            m_down = true;
            m_since = now;
            m_before = milliseconds(0);
            if (entry.hop >= 0 && entry.hop < static_cast<int>(hops.size()))
                m_before = hops[static_cast<std::size_t>(entry.hop)].downtime;
        }
        if (!m_down || entry.hop < 0 || entry.hop >= static_cast<int>(hops.size()))
            return;
        hops[static_cast<std::size_t>(entry.hop)].downtime = m_before + now - m_since;
        if (opens)
            m_down = false;
        else if (entry.kind == Entry::Kind::hop && entry.outcome != QLatin1String("begun")) {
            m_since = now;
            m_before = milliseconds(0);
        }
    }

private:
    bool m_down = false;
    milliseconds m_since{0};
    milliseconds m_before{0};  ///< of an earlier time that the same hop had it down
};

/// `begun`: when each hop did, in the run's own time.
void takeHop(const Entry& entry, milliseconds now, std::vector<HopReport>& hops, QMap<int, milliseconds>& begun)
{
    if (entry.hop < 0 || entry.hop >= static_cast<int>(hops.size()))
        return;
    HopReport& hop = hops[static_cast<std::size_t>(entry.hop)];
    if (entry.outcome == QLatin1String("begun")) {
        hop.began = entry.at;
        begun.insert(entry.hop, now);
        hop.result = QStringLiteral("open");
    } else if (entry.outcome == QLatin1String("taken-back")) {
        hop.result = entry.outcome;  // when it was done, and how long that took, stays true
    } else {
        hop.ended = entry.at;
        hop.took = now - begun.value(entry.hop, now);
        hop.result = entry.outcome;
    }
}

/// Whether somebody holds the fence, without taking part in the race for it longer than a moment.
bool isFenceHeld(const QString& path)
{
    const int descriptor = ::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return false;
    const bool held = ::flock(descriptor, LOCK_SH | LOCK_NB) != 0;
    ::close(descriptor);
    return held;
}

}  // namespace

RunReport reportOf(const std::vector<Entry>& entries, const planner::Site& site, bool alive)
{
    RunReport report;
    const std::optional<History> history = historyOf(entries);
    if (!history)
        return report;
    RunTime time;
    Downtime downtime;
    QMap<int, milliseconds> begun;
    for (const Entry& entry : entries) {
        const milliseconds now = time.at(entry);
        if (entry.kind == Entry::Kind::run) {
            const QJsonObject detail = QJsonDocument::fromJson(entry.detail.toUtf8()).object();
            report.product = detail.value(QStringLiteral("product")).toString();
            report.site = detail.value(QStringLiteral("site")).toString();
            report.from = detail.value(QStringLiteral("from")).toString();
            report.to = detail.value(QStringLiteral("to")).toString();
            report.hops = hopsOf(entry);
        }
        downtime.take(entry, now, report.hops);
        if (entry.kind == Entry::Kind::hop)
            takeHop(entry, now, report.hops, begun);
        if (entry.kind == Entry::Kind::end) {
            report.ended = entry.at;
            report.took = now;
        }
    }
    report.run = history->run;
    report.began = history->began;
    report.state = history->state;
    report.problems = history->problems;
    if (!history->lastEnd.isEmpty())
        report.end = endNamed(history->lastEnd);
    else if (alive)
        report.end = RunEnd::busy;
    else
        report.end = RunEnd::waiting;  // its runner was killed: resume goes on
    if (report.end == RunEnd::stuck) {
        for (HopReport& hop : report.hops) {
            if (hop.result == QLatin1String("open"))
                hop.result = QStringLiteral("stuck");
        }
    }
    if (report.end == RunEnd::busy || (report.end == RunEnd::waiting && history->lastEnd.isEmpty()))
        report.ended = QDateTime();
    report.nextCommand = nextCommand(report.end, site);
    report.confirmations = history->confirmations;
    report.isHeld = report.end == RunEnd::waiting && !history->heldAt.isEmpty() &&
                    !history->item(history->heldAt).done && !history->rollingBack;
    if (report.end == RunEnd::waiting && history->waitsFor) {
        report.waitsFor = history->waitsFor;
        report.nextCommand += QStringLiteral(" --confirm %1 --by \"YOUR NAME\"").arg(forShell(report.waitsFor->step));
    }
    return report;
}

RunReport refusedReport(const planner::Plan& plan, const planner::Site& site, const std::vector<RunProblem>& problems,
                        const QDateTime& at)
{
    RunReport report;
    report.product = text(plan.product.text);
    report.site = text(site.name);
    report.from = text(plan.from.text);
    report.to = text(plan.to.text);
    report.state = QStringLiteral("preflight");
    report.began = at;
    report.ended = at;
    report.problems = problems;
    report.end = problems.empty() ? RunEnd::blocked : endFor(problems.front().code);
    report.nextCommand = nextCommand(report.end, site);
    if (!problems.empty() && problems.front().code == RunProblemCode::unfinishedRun)
        report.nextCommand = commandFor(QStringLiteral("resume"), site);
    return report;
}

std::optional<RunReport> report(const planner::Site& site)
{
    const SitePaths paths(site);
    const std::unique_ptr<Journal> journal = Journal::openReadOnly(paths.journal);
    if (!journal)
        return std::nullopt;
    const auto run = journal->newestRun();
    if (!run || run->isEmpty())
        return std::nullopt;
    const auto entries = journal->entries(*run);
    if (!entries)
        return std::nullopt;
    RunReport report = reportOf(*entries, site, isFenceHeld(paths.fence));
    if (report.end == RunEnd::done || report.end == RunEnd::waiting || report.end == RunEnd::stuck) {
        report.wayBack = wayBack(site);
        report.wayBackCommand = commandFor(QStringLiteral("rollback"), site);
    }
    return report;
}

}  // namespace installers
