#pragma once

#include "installers/backup.h"
#include "installers/paths.h"
#include "installers/world_posix.h"
#include "tests/installers/mini_site.h"

#include <QFile>
#include <QTemporaryDir>

namespace mini {

/// What a test's world throws where a runner would have been killed. Nothing in the product catches it.
struct Killed {};

/// Ends the call at the boundary of the number `killAt`, from 1; 0: never. Not while a program runs: it would outlive
/// the runner, and the fence, which is not there, keeps the next one from overtaking it.
class KillingWorld : public installers::PosixWorld {
public:
    void boundary(const char* name) override
    {
        if (qstrcmp(name, "child-runs") == 0)
            return;
        visited.append(QString::fromLatin1(name));
        if (visited.size() == killAt)
            throw Killed{};
    }
    /// Waiting takes no time.
    void sleep(std::chrono::milliseconds duration) override { m_slept += duration; }
    [[nodiscard]] std::chrono::milliseconds steady() const override { return PosixWorld::steady() + m_slept; }
    QStringList visited;
    int killAt = 0;

private:
    std::chrono::milliseconds m_slept{0};
};

/// Runs the call, and whether it got through.
template <typename Call>
[[nodiscard]] bool survives(KillingWorld& world, int killAt, const Call& call)
{
    world.visited.clear();
    world.killAt = killAt;
    bool whole = true;
    try {
        call();
    } catch (const Killed&) {
        whole = false;
    }
    world.killAt = 0;
    return whole;
}

/// The mini product's site at rest, and what backups of it want.
struct BackupGround {
    explicit BackupGround(const SiteOptions& given) : options(given)
    {
        made = makeSite(folder.path(), options);
        stopService(folder.path());
    }
    [[nodiscard]] QString path(const char* below) const { return folder.filePath(QLatin1String(below)); }
    [[nodiscard]] bool put(const char* below, const QByteArray& bytes) const
    {
        QFile file(path(below));
        return file.open(QIODevice::WriteOnly | QIODevice::Truncate) && file.write(bytes) == bytes.size();
    }
    SiteOptions options;
    QTemporaryDir folder{scratchTemplate(QStringLiteral("backup"))};
    SiteGuard guard{folder.path()};
    KillingWorld world;
    planner::Site site = siteIn(folder.path(), options);
    installers::SitePaths paths{site};
    planner::Plan plan;
    installers::RunContext context{
        world, site, paths, plan, QStringLiteral("Mini"), QStringLiteral("r1"), paths.run(QStringLiteral("r1")), -1};
    bool made = false;
};

/// "done", or what went wrong.
[[nodiscard]] inline QString told(const installers::Done<void>& done)
{
    return done ? QStringLiteral("done") : done.error().subject + QLatin1Char('|') + done.error().detail;
}

}  // namespace mini
