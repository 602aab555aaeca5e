#include "installers/service.h"

#include "installers/driver.h"
#include "installers/durable.h"

#include <algorithm>

namespace installers {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds betweenHealthChecks{40};
constexpr milliseconds answerLimit{5000};
constexpr int httpFound = 200;

}  // namespace

int Service::privatePort() const
{
    if (!exists())
        return 0;
    const int port = m_context.site.service->privatePort;
    return port != 0 ? port : publicPort();
}

Done<void> Service::call(const std::vector<std::string>& program, const QString& version, int port, const char* what,
                         FenceUse fence, std::optional<milliseconds> limit)
{
    const QString name = QStringLiteral("service ") + QString::fromLatin1(what);
    auto arguments = placeholdersFor(m_context, version, version, port).expand(program);
    if (!arguments)
        return tl::unexpected(arguments.error());
    ProgramCall call;
    call.arguments = *arguments;
    call.workingFolder = m_context.paths.site;
    call.fence = fence == FenceUse::inherit ? m_context.fence : -1;
    if (limit)
        call.timeout = *limit;
    if (fence == FenceUse::leave) {
        const QString folder = m_context.runFolder + QStringLiteral("/output");
        if (auto made = durable::makeFolder(folder); !made)
            return made;
        call.outputFile = folder + QStringLiteral("/service-") + version + QStringLiteral(".log");
    }
    const ProgramResult result = m_context.world.run(call);
    if (!result.succeeded())
        return tl::unexpected(programProblem(m_context.world, m_context.paths.fence, result, name));
    return {};
}

/// Whether the text stands there by itself: 3.2.1 is not in 13.2.1, 3.2.10 or 3.2.1-rc1.
bool Service::says(const QString& answer, const QString& expected)
{
    const auto isWord = [](QChar c) { return c.isLetterOrNumber() || c == QLatin1Char('_'); };
    const auto isJoint = [](QChar c) { return QStringLiteral(".-+~:").contains(c); };
    for (qsizetype at = answer.indexOf(expected); at >= 0; at = answer.indexOf(expected, at + 1)) {
        const QString before = answer.left(at).right(2);
        const QString after = answer.mid(at + expected.size(), 2);
        const bool wordBegins = !expected.isEmpty() && isWord(expected.front());
        const bool wordEnds = !expected.isEmpty() && isWord(expected.back());
        const bool joinedBefore = !before.isEmpty() && (isWord(before.back()) ||
                                                        (before.back() == QLatin1Char('.') && isWord(before.front())));
        const bool joinedAfter =
            !after.isEmpty() && (isWord(after.front()) || (after.size() == 2 && isJoint(after[0]) && isWord(after[1])));
        if (!(wordBegins && joinedBefore) && !(wordEnds && joinedAfter))
            return true;
        if (expected.isEmpty())
            break;
    }
    return false;
}

Done<void> Service::start(const QString& version, int port)
{
    if (!exists() || healthy(version, port))
        return {};
    // What does not answer may still run, half started by a runner that was killed.
    if (auto stopped = stop(version); !stopped)
        return stopped;
    m_context.world.boundary("before-start");
    if (auto started = call(m_context.site.service->start, version, port, "start", FenceUse::leave); !started)
        return started;
    m_context.world.boundary("started");
    const milliseconds until = m_context.world.steady() + m_context.site.service->healthTimeout;
    while (true) {
        auto answer = healthy(version, port);
        if (answer || m_context.world.steady() >= until)
            return answer;
        m_context.world.sleep(betweenHealthChecks);
    }
}

bool Service::answers(const QString& version, int port)
{
    const planner::SiteService& service = *m_context.site.service;
    if (!service.healthRun.empty())
        return healthy(version, port).has_value();
    const auto url =
        placeholdersFor(m_context, version, version, port).expand(QString::fromStdString(service.healthUrl));
    return url && !url->isEmpty() && m_context.world.get(*url, answerLimit).status == httpFound;
}

Done<void> Service::stop(const QString& version)
{
    if (!exists())
        return {};
    auto stopped = call(m_context.site.service->stop, version, publicPort(), "stop", FenceUse::inherit);
    if (!stopped)
        return stopped;
    // What it says is not believed: a service that goes on writes what no backup has.
    const milliseconds until = m_context.world.steady() + m_context.site.service->healthTimeout;
    while (answers(version, publicPort()) || (privatePort() != publicPort() && answers(version, privatePort()))) {
        if (m_context.world.steady() >= until)
            return tl::unexpected(RunProblem{RunProblemCode::stepFailed, QStringLiteral("service stop"),
                                             QStringLiteral("it ended well, but the service still answers"),
                                             QStringLiteral("service stop")});
        m_context.world.sleep(betweenHealthChecks);
    }
    // What it wrote last is in the backup that follows; the original must not know less of it after a power cut.
    durable::flushEverything();
    return {};
}

Done<void> Service::healthy(const QString& version, int port)
{
    if (!exists())
        return {};
    const planner::SiteService& service = *m_context.site.service;
    const Placeholders values = placeholdersFor(m_context, version, version, port);
    if (!service.healthRun.empty()) {
        auto called = call(service.healthRun, version, port, "health", FenceUse::inherit,
                           std::max<milliseconds>(service.healthTimeout, answerLimit));
        if (!called && called.error().code == RunProblemCode::orphan)
            return called;
        if (!called)
            return tl::unexpected(RunProblem{RunProblemCode::serviceNotHealthy,
                                             QString::fromStdString(service.healthRun.front()),
                                             called.error().detail,
                                             {}});
        return {};
    }
    if (service.healthUrl.empty())
        return {};
    auto url = values.expand(QString::fromStdString(service.healthUrl));
    auto expected = values.expand(QString::fromStdString(service.healthExpect));
    if (!url || !expected)
        return tl::unexpected(url ? expected.error() : url.error());
    const HttpAnswer answer = m_context.world.get(*url, answerLimit);
    if (answer.status == httpFound && says(QString::fromUtf8(answer.body), *expected))
        return {};
    const QString found =
        answer.status == 0
            ? QStringLiteral("no answer")
            : QStringLiteral("%1 %2").arg(answer.status).arg(QString::fromUtf8(answer.body.left(200)).trimmed());
    return tl::unexpected(RunProblem{RunProblemCode::serviceNotHealthy, *url, found, {}});
}

Done<void> Service::setAutostart(Autostart autostart, const QString& version)
{
    if (!exists())
        return {};
    const auto& program =
        autostart == Autostart::off ? m_context.site.service->autostartOff : m_context.site.service->autostartOn;
    if (program.empty())
        return {};
    return call(program, version, publicPort(), autostart == Autostart::off ? "autostart off" : "autostart on",
                FenceUse::inherit);
}

}  // namespace installers
