#include "app/cli/progress.h"

#include "app/shared/quantity_text.h"
#include "app/shared/run_text.h"
#include "app/shared/step_text.h"
#include "app/shared/terminal_safe.h"

#include <QCoreApplication>
#include <algorithm>
#include <csignal>

namespace cli {

namespace {

using installers::RunEvent;

constexpr int barWidth = 20;
constexpr std::chrono::milliseconds tickTime{500};

struct ProgressText {
    Q_DECLARE_TR_FUNCTIONS(Progress)
};

/// Threads inherit the mask of the one that makes them.
class SignalsBlocked {
public:
    SignalsBlocked()
    {
        sigset_t every;
        sigfillset(&every);
        pthread_sigmask(SIG_SETMASK, &every, &m_before);
    }
    ~SignalsBlocked() { pthread_sigmask(SIG_SETMASK, &m_before, nullptr); }
    SignalsBlocked(const SignalsBlocked&) = delete;
    SignalsBlocked& operator=(const SignalsBlocked&) = delete;

private:
    sigset_t m_before{};
};

QString counted(const RunEvent& event)
{
    return event.total > 0 ? ProgressText::tr("step %1 of %2").arg(event.position).arg(event.total) : QString();
}

/// hop 2 of 7: 3.4.2 > 4.2.7
QString hopText(const RunEvent& event, const QStringList& hops)
{
    const QString title = hops.value(event.hop);
    return title.isEmpty() ? ProgressText::tr("hop %1 of %2").arg(event.hop + 1).arg(event.hops)
                           : ProgressText::tr("hop %1 of %2: %3").arg(event.hop + 1).arg(event.hops).arg(title);
}

/// What stays on a terminal when the live line has moved on.
bool isWorthKeeping(const RunEvent& event)
{
    return event.kind != RunEvent::Kind::stepBegins && event.kind != RunEvent::Kind::stateEnters &&
           (event.kind != RunEvent::Kind::stepEnds || event.took >= std::chrono::seconds(1));
}

QString joined(QStringList parts)
{
    parts.removeAll(QString());
    return parts.join(QStringLiteral("  "));
}

}  // namespace

QString progressBar(int position, int total, int width)
{
    const int filled = total > 0 ? std::clamp(position * width / total, 0, width) : 0;
    return QLatin1Char('[') + QString(filled, QLatin1Char('#')) + QString(width - filled, QLatin1Char('.')) +
           QLatin1Char(']');
}

QString eventLine(const RunEvent& event, const QStringList& hops)
{
    switch (event.kind) {
    case RunEvent::Kind::hopBegins:
        return hopText(event, hops.isEmpty() ? QStringList(event.hop, QString()) << event.text : hops);
    case RunEvent::Kind::stepBegins:
        //: %1 is "step 3 of 90", %2 "hop 1, backing up".
        return joined({ProgressText::tr("%1, %2: begins").arg(counted(event), app::stepText(event.step)), event.text});
    case RunEvent::Kind::stepGoesOn:
        //: %1 is "step 3 of 90", %2 the step, %3 and %4 numbers.
        return ProgressText::tr("%1, %2: batch %3 is done, %4 rows so far")
            .arg(counted(event), app::stepText(event.step), event.text.section(QLatin1Char(' '), 0, 0),
                 event.text.section(QLatin1Char(' '), 1));
    case RunEvent::Kind::stepEnds:
        return joined({ProgressText::tr("%1, %2: done in %3")
                           .arg(counted(event), app::stepText(event.step), app::elapsedText(event.took)),
                       event.text});
    case RunEvent::Kind::stepFails:
        return joined({ProgressText::tr("%1, %2: failed").arg(counted(event), app::stepText(event.step)), event.text});
    case RunEvent::Kind::stateEnters:
        return joined({app::stateText(event.state), event.text});
    case RunEvent::Kind::rollsBack:
        return joined({ProgressText::tr("rolling back %1").arg(hopText(event, hops)), event.text});
    case RunEvent::Kind::note:
        return app::stateText(event.text);
    }
    return {};
}

Progress::Progress(Console& console, QStringList hops)
    : m_console(console),
      m_hops(std::move(hops)),
      m_live(console.streams().errScreen == Screen::terminal),
      m_stepBegan(console.streams().now())
{
    if (m_live) {
        const SignalsBlocked blocked;
        m_ticker = std::thread([this] { tick(); });
    }
}

Progress::~Progress()
{
    {
        const std::lock_guard lock(m_mutex);
        m_ended = true;
    }
    m_wake.notify_all();
    if (m_ticker.joinable()) {
        m_ticker.join();
    }
    eraseLive();
}

void Progress::tick()
{
    std::unique_lock lock(m_mutex);
    while (!m_wake.wait_for(lock, tickTime, [this] { return m_ended; })) {
        drawLive();
    }
}

void Progress::event(const RunEvent& event)
{
    const std::lock_guard lock(m_mutex);
    const QString line = app::terminalSafe(eventLine(event, m_hops)).simplified();
    if (!m_live) {
        m_console.progress(app::momentText(event.at.isValid() ? event.at : m_console.streams().now()) +
                           QStringLiteral("  ") + line + QLatin1Char('\n'));
        return;
    }
    if (event.kind == RunEvent::Kind::stepBegins || event.kind == RunEvent::Kind::stateEnters) {
        m_stepBegan = m_console.streams().now();
    } else if (isWorthKeeping(event)) {
        keepLine(line);
    }
    m_current = event;
    drawLive();
}

void Progress::keepLine(const QString& text)
{
    eraseLive();
    m_console.progress(text.left(m_console.streams().width) + QLatin1Char('\n'));
}

void Progress::drawLive()
{
    const qint64 elapsed = m_stepBegan.msecsTo(m_console.streams().now());
    const QString what = m_current.step.isEmpty() ? app::stateText(m_current.state) : app::stepName(m_current.step);
    const QString hop = m_current.hops > 0 ? hopText(m_current, m_hops) : QString();
    const QString line = joined({progressBar(m_current.position, m_current.total, barWidth), hop, counted(m_current),
                                 what, app::durationText(std::chrono::seconds(std::max<qint64>(elapsed, 0) / 1000))});
    eraseLive();
    m_console.progress(app::terminalSafe(line).left(std::max(1, m_console.streams().width - 1)));
    m_drawn = true;
}

void Progress::eraseLive()
{
    if (m_drawn) {
        m_console.progress(QStringLiteral("\r\x1b[K"));
        m_drawn = false;
    }
}

}  // namespace cli
