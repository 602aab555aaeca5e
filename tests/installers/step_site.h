#pragma once

#include "installers/runner.h"
#include "installers/world_posix.h"

#include <QByteArray>
#include <QString>
#include <QTemporaryDir>
#include <functional>

/// A site without a service, whose product is nothing but the steps that a test writes.
namespace steps {

/// The real world, with less patience, and with a clock that a test may turn.
class World : public installers::PosixWorld {
public:
    World() : PosixWorld(installers::PosixWorldOptions{}) {}
    [[nodiscard]] QDateTime now() const override
    {
        return (stands.isValid() ? stands : PosixWorld::now()).addMSecs(turned.count());
    }
    [[nodiscard]] installers::ProgramResult run(const installers::ProgramCall& call) override
    {
        installers::ProgramCall impatient = call;
        impatient.orphanPatience = patience;
        return PosixWorld::run(impatient);
    }
    void boundary(const char* name) override { atBoundary(name); }
    /// A runner of this process that is not at work any more was killed, as far as others can see.
    [[nodiscard]] bool isAlive(const installers::ProcessIdentity& process) const override
    {
        return process.pid != self().pid && PosixWorld::isAlive(process);
    }
    [[nodiscard]] std::chrono::milliseconds steady() const override { return PosixWorld::steady() + m_slept; }
    /// A minute's patience is over after a few looks.
    void sleep(std::chrono::milliseconds duration) override
    {
        constexpr int haste = 50;
        PosixWorld::sleep(duration / haste);
        m_slept += duration * haste;
    }

    std::chrono::milliseconds turned{0};
    QDateTime stands;  ///< the moment at which the clock stands still; invalid: it goes on
    std::chrono::milliseconds patience{200};
    std::function<void(const char*)> atBoundary = [](const char*) {};

private:
    std::chrono::milliseconds m_slept{0};
};

class Site {
public:
    Site();

    /// `releases` is the catalog's list of them from its first line on; plans from 1.0 to `to`. False: one of them
    /// cannot be read, with the reasons as warnings.
    [[nodiscard]] bool plan(const QByteArray& releases, const char* to = "2.0");
    [[nodiscard]] installers::RunReport run();
    [[nodiscard]] installers::RunReport resume(const std::optional<installers::Confirming>& confirming = {});

    [[nodiscard]] QString path(const char* below) const { return folder.filePath(QLatin1String(below)); }
    [[nodiscard]] QByteArray read(const char* below) const;
    [[nodiscard]] bool write(const char* below, const QByteArray& bytes, bool executable = false) const;
    /// What the site's state folder says is installed.
    [[nodiscard]] QString installed() const;
    /// `{name: …, size: …, sha256: …}` of a file below artefacts/.
    [[nodiscard]] QByteArray artefact(const char* name) const;
    /// A query over the journal, in one text.
    [[nodiscard]] QString journal(const char* query) const;

    QTemporaryDir folder;
    World world;
    planner::Site site;
    installers::RunRequest request;
    QStringList begun;  ///< steps, in their order
    std::function<void(const installers::RunEvent&)> atEvent = [](const installers::RunEvent&) {};
};

/// Ends a runner at a boundary as a kill would, except that what it holds open is closed in good order.
struct Crash {};

/// What went wrong, for QVERIFY2.
[[nodiscard]] QByteArray words(const installers::RunReport& report);

}  // namespace steps
