#pragma once

#include "installers/paths.h"
#include "installers/run_context.h"
#include "installers/runner.h"
#include "installers/world_posix.h"
#include "tests/installers/mini_site.h"

#include <QFile>
#include <QTemporaryDir>
#include <functional>

namespace mini {

/// Keeps what a run tells, and calls somebody at each event.
class Watcher : public installers::RunWatcher {
public:
    using Call = std::function<void(const installers::RunEvent&)>;
    explicit Watcher(Call call = [](const installers::RunEvent&) {}) : m_call(std::move(call)) {}
    void event(const installers::RunEvent& event) override
    {
        events.push_back(event);
        if (event.kind == installers::RunEvent::Kind::stepBegins)
            begun.append(event.step);
        m_call(event);
    }
    std::vector<installers::RunEvent> events;
    QStringList begun;  ///< steps

private:
    Call m_call;
};

[[nodiscard]] inline installers::PosixWorldOptions withPage()
{
    installers::PosixWorldOptions options;
    options.pageProgram = pageProgram();
    return options;
}

/// One hop behind a flag file, at a port of this process.
[[nodiscard]] inline SiteOptions oneHop()
{
    static const int port = freePort();
    SiteOptions options;
    options.port = port;
    options.hops = 1;
    options.maintenance = planner::SiteMaintenance::Kind::flag;
    options.slowMilliseconds = 1;
    return options;
}

/// A site's folder and the context that backups and pages want.
struct SiteGround {
    QTemporaryDir folder{mini::scratchTemplate(QStringLiteral("site"))};
    mini::SiteGuard guard{folder.path()};
    installers::PosixWorld world{withPage()};
    planner::Site site = mini::siteIn(folder.path(), oneHop());
    installers::SitePaths paths{site};
    planner::Plan plan;
    installers::RunContext context{
        world, site, paths, plan, QStringLiteral("Mini <1>"), QStringLiteral("r1"), paths.run(QStringLiteral("r1"))};
};

/// A mini site of one or more hops with its service running.
struct RunGround {
    explicit RunGround(int hops = 1, planner::SiteMaintenance::Kind kind = planner::SiteMaintenance::Kind::flag,
                       bool compatible = false)
    {
        options.compatible = compatible;
        options.port = mini::freePort();
        options.hops = hops;
        options.maintenance = kind;
        options.slowMilliseconds = 1;
        made = mini::makeSite(folder.path(), options);
        request = mini::requestIn(folder.path(), options);
    }
    installers::RunReport run(Watcher& watcher) { return installers::Runner(world, watcher).run(request); }
    installers::RunReport resume(Watcher& watcher) { return installers::Runner(world, watcher).resume(request.site); }
    installers::RunReport rollBack(Watcher& watcher)
    {
        return installers::Runner(world, watcher).rollBack(request.site);
    }
    /// Runs until the step has been done, and pauses there.
    installers::RunReport pauseAfter(const char* step)
    {
        Watcher watcher([&](const installers::RunEvent& event) {
            if (event.kind == installers::RunEvent::Kind::stepBegins && event.step == QLatin1String(step))
                paused = installers::Runner::requestPause(request.site);
        });
        return run(watcher);
    }
    [[nodiscard]] QString path(const char* below) const { return folder.filePath(QLatin1String(below)); }
    [[nodiscard]] int answer(int port)
    {
        return world.get(QStringLiteral("http://127.0.0.1:%1/").arg(port), std::chrono::milliseconds(2000)).status;
    }

    QTemporaryDir folder{mini::scratchTemplate(QStringLiteral("hostile"))};
    mini::SiteGuard guard{folder.path()};
    installers::PosixWorld world{withPage()};
    mini::SiteOptions options;
    installers::RunRequest request;
    bool made = false;
    bool paused = false;
};

[[nodiscard]] inline bool put(const QString& path, const QByteArray& bytes)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly | QIODevice::Truncate) && file.write(bytes) == bytes.size();
}

inline void flipByte(const QString& path, qint64 fromEnd)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadWrite))
        return;
    file.seek(file.size() - fromEnd);
    const QByteArray byte = file.read(1);
    file.seek(file.size() - fromEnd);
    file.write(byte == "x" ? "y" : "x");
}

}  // namespace mini
