#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QMap>
#include <QString>
#include <QStringList>
#include <QtGlobal>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace installers {

/// What a program left behind. `output` holds the last `ProgramCall::outputLimit` bytes of both streams.
struct ProgramResult {
    enum class End { exited, signalled, timedOut, notStarted };
    End end = End::notStarted;
    int code = -1;  ///< exit code or signal; notStarted: errno
    QByteArray output;
    bool leftBehind = false;  ///< descendants still hold the fence: nobody may act until they have ended
    qint64 pid = 0;           ///< of the program itself, which may have ended
    [[nodiscard]] bool succeeded() const { return end == End::exited && code == 0 && !leftBehind; }
};

/// A program as an argument list; never a shell string.
struct ProgramCall {
    QStringList arguments;  ///< the program first
    QString workingFolder;
    QMap<QString, QString> environment;  ///< added to the runner's own
    std::chrono::milliseconds timeout{std::chrono::minutes(10)};
    std::chrono::milliseconds grace{5'000};  ///< between TERM and KILL
    qsizetype outputLimit = 64 * 1024;
    /// How long to wait, once the program itself has ended, for those that it left behind with the fence.
    std::chrono::milliseconds orphanPatience{60'000};
    /// The locked descriptor that the child and all its descendants hold; -1 for what starts services and for the page,
    /// which would hold it for as long as they serve.
    int fence = -1;
    /// Where both streams go; empty: a pipe. What starts a service needs a file, because a service that keeps its
    /// starter's streams dies of the first line it writes after the pipe is gone.
    QString outputFile;
};

/// What a URL answered. Status 0: nothing did.
struct HttpAnswer {
    int status = 0;
    QByteArray body;
    QMap<QByteArray, QByteArray> headers;  ///< names in lower case
};

/// A process that cannot be mistaken for a later one of the same number.
struct ProcessIdentity {
    qint64 pid = 0;
    QString started;  ///< the system's own mark of when it began; empty where there is none
    QString user;
    QString host;
};

struct ProcessName {
    qint64 pid = 0;
    QString command;
};

/// The clock, the processes and the network of one machine, passed in so that tests can bring their own.
class World {
public:
    World() = default;
    virtual ~World() = default;
    World(const World&) = delete;
    World& operator=(const World&) = delete;

    [[nodiscard]] virtual QDateTime now() const = 0;
    /// Time that only goes forward, whatever happens to the clock; since some moment in the past.
    [[nodiscard]] virtual std::chrono::milliseconds steady() const
    {
        return std::chrono::duration_cast<std::chrono::milliseconds>(
            std::chrono::steady_clock::now().time_since_epoch());
    }
    virtual void sleep(std::chrono::milliseconds duration) = 0;
    /// Runs a program in its own process group and waits for it; with a fence also for its descendants that hold it,
    /// at most `orphanPatience`, without one not for what it leaves behind. After the timeout the group gets TERM, and
    /// KILL when the grace is over or when the program itself has ended. A program of another user, such as sudo's, can
    /// only be left behind.
    [[nodiscard]] virtual ProgramResult run(const ProgramCall& call) = 0;
    /// Starts a program in a session of its own, which outlives the runner and is nobody's child. False: not started.
    [[nodiscard]] virtual bool launch(const ProgramCall& call) = 0;
    [[nodiscard]] virtual HttpAnswer get(const QString& url, std::chrono::milliseconds timeout) = 0;

    [[nodiscard]] virtual ProcessIdentity self() const = 0;
    /// True also where it cannot be known, as for a process of another host.
    [[nodiscard]] virtual bool isAlive(const ProcessIdentity& process) const = 0;
    /// Who has the file open, this process left out; those that the system hides are missing.
    [[nodiscard]] virtual std::vector<ProcessName> holders(const QString& path) const = 0;
    /// Programs with an argument that begins with one of the texts; also those of other users and without the fence.
    [[nodiscard]] virtual std::vector<ProcessName> programsWith(const QStringList& beginnings) const
    {
        Q_UNUSED(beginnings)
        return {};
    }
    enum class Signal { terminate, kill };
    virtual void signal(qint64 pid, Signal signal) = 0;

    /// Whether a person (SIGINT, SIGTERM) asked to pause after the step.
    [[nodiscard]] virtual bool pauseRequested() const = 0;
    /// The program cairn-page; empty: not found.
    [[nodiscard]] virtual QString pageProgram() const = 0;

    /// Called at each point where a crash must be survived. Does nothing, except in the tests that crash there.
    virtual void boundary(const char* name) { Q_UNUSED(name) }
};

}  // namespace installers
