#include "installers/maintenance/page.h"

#include "installers/maintenance/page_lock.h"

#include <QFile>

namespace installers {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds pollInterval{20};
constexpr milliseconds startLimit{15'000};
constexpr milliseconds answerLimit{2000};
constexpr milliseconds termLimit{5000};
constexpr int serviceUnavailable = 503;

}  // namespace

PageMaintenance::PageMaintenance(const RunContext& context, QDateTime until)
    : m_context(context), m_until(std::move(until))
{
}

QString PageMaintenance::listen() const { return QString::fromStdString(m_context.site.maintenance.listen); }

QString PageMaintenance::pidFile() const { return m_context.paths.state + QStringLiteral("/page.pid"); }

Done<void> PageMaintenance::check()
{
    const QString program = m_context.world.pageProgram();
    if (program.isEmpty())
        return tl::unexpected(RunProblem{
            RunProblemCode::programMissing, QStringLiteral("cairn-page"), QStringLiteral("maintenance"), {}});
    if (listen().section(QLatin1Char(':'), -1).toInt() <= 0)
        return tl::unexpected(RunProblem{RunProblemCode::maintenanceNotUp, listen(), {}, {}});
    return {};
}

Done<void> PageMaintenance::up()
{
    if (isUp())
        return {};
    ProgramCall call;
    call.arguments = {m_context.world.pageProgram(),
                      QStringLiteral("--listen"),
                      listen(),
                      QStringLiteral("--product"),
                      m_context.product,
                      QStringLiteral("--title"),
                      QString::fromStdString(m_context.site.name),
                      QStringLiteral("--until"),
                      m_until.isValid() ? m_until.toUTC().toString(Qt::ISODate) : QString(),
                      QStringLiteral("--pid-file"),
                      pidFile()};
    call.workingFolder = m_context.paths.state;
    call.outputFile = m_context.paths.state + QStringLiteral("/page.log");
    if (!m_context.world.launch(call))
        return tl::unexpected(
            RunProblem{RunProblemCode::programMissing, call.arguments.value(0), QStringLiteral("maintenance"), {}});
    for (milliseconds waited{0}; waited < startLimit; waited += pollInterval) {
        if (isUp())
            return {};
        m_context.world.sleep(pollInterval);
    }
    return tl::unexpected(RunProblem{RunProblemCode::maintenanceNotUp, listen(), QStringLiteral("not started"), {}});
}

Done<void> PageMaintenance::confirm()
{
    // A page that something ended since it was put up is put up again.
    if (auto raised = up(); !raised)
        return raised;
    HttpAnswer answer;
    const milliseconds until = m_context.world.steady() + startLimit;
    while (m_context.world.steady() < until) {
        answer = m_context.world.get(QStringLiteral("http://%1/").arg(listen()), answerLimit);
        if (answer.status == serviceUnavailable && answer.headers.contains("retry-after"))
            return {};
        m_context.world.sleep(pollInterval);
    }
    return tl::unexpected(
        RunProblem{RunProblemCode::maintenanceNotUp, listen(), QStringLiteral("status %1").arg(answer.status), {}});
}

Done<void> PageMaintenance::down()
{
    World::Signal signal = World::Signal::terminate;
    for (milliseconds waited{0}; waited < 2 * termLimit; waited += pollInterval) {
        const qint64 pid = PageLock::owner(pidFile());
        if (pid == 0)
            return {};
        if (waited == milliseconds(0) || waited == termLimit) {
            m_context.world.signal(pid, signal);
            signal = World::Signal::kill;
        }
        m_context.world.sleep(pollInterval);
    }
    return tl::unexpected(RunProblem{RunProblemCode::maintenanceNotUp, listen(), QStringLiteral("does not end"), {}});
}

bool PageMaintenance::isUp() { return PageLock::owner(pidFile()) != 0; }

bool PageMaintenance::takesServicePort() const
{
    return m_context.site.service && listen().section(QLatin1Char(':'), -1).toInt() == m_context.site.service->port;
}

}  // namespace installers
