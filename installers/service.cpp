#include "installers/service.h"

#include "installers/driver.h"
#include "installers/durable.h"

namespace installers {

namespace {

constexpr std::chrono::milliseconds betweenHealthChecks{40};
constexpr std::chrono::milliseconds answerLimit{5000};

}  // namespace

int Service::privatePort() const
{
    if (!exists())
        return 0;
    const int port = m_context.site.service->privatePort;
    return port != 0 ? port : publicPort();
}

Done<void> Service::call(const std::vector<std::string>& program, const QString& version, int port, const char* what,
                         FenceUse fence)
{
    const QString name = QStringLiteral("service ") + QString::fromLatin1(what);
    auto arguments = placeholdersFor(m_context, version, version, port).expand(program);
    if (!arguments)
        return tl::unexpected(arguments.error());
    ProgramCall call;
    call.arguments = *arguments;
    call.workingFolder = m_context.paths.site;
    call.fence = fence == FenceUse::inherit ? m_context.fence : -1;
    if (fence == FenceUse::leave) {
        const QString folder = m_context.runFolder + QStringLiteral("/output");
        if (auto made = durable::makeFolder(folder); !made)
            return made;
        call.outputFile = folder + QStringLiteral("/service-") + version + QStringLiteral(".log");
    }
    const ProgramResult result = m_context.world.run(call);
    if (!result.succeeded())
        return tl::unexpected(RunProblem{RunProblemCode::stepFailed, name, lastWords(result), name});
    return {};
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
    std::chrono::milliseconds waited{0};
    const std::chrono::milliseconds limit = m_context.site.service->healthTimeout;
    while (true) {
        auto answer = healthy(version, port);
        if (answer || waited >= limit)
            return answer;
        m_context.world.sleep(betweenHealthChecks);
        waited += betweenHealthChecks;
    }
}

Done<void> Service::stop(const QString& version)
{
    if (!exists())
        return {};
    return call(m_context.site.service->stop, version, publicPort(), "stop", FenceUse::inherit);
}

Done<void> Service::healthy(const QString& version, int port)
{
    if (!exists())
        return {};
    const planner::SiteService& service = *m_context.site.service;
    const Placeholders values = placeholdersFor(m_context, version, version, port);
    if (!service.healthRun.empty()) {
        auto called = call(service.healthRun, version, port, "health", FenceUse::inherit);
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
    if (answer.status == 200 && QString::fromUtf8(answer.body).contains(*expected))
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
