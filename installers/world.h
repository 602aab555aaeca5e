#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QMap>
#include <QString>
#include <QStringList>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>

namespace installers {

/// What a program left behind. `output` holds the last `ProgramCall::outputLimit` bytes of both streams.
struct ProgramResult {
    enum class End { exited, signalled, timedOut, notStarted };
    End end = End::notStarted;
    int code = -1;
    QByteArray output;
    [[nodiscard]] bool succeeded() const { return end == End::exited && code == 0; }
};

/// A program as an argument list; never a shell string.
struct ProgramCall {
    QStringList arguments;  ///< the program first
    QString workingFolder;
    QMap<QString, QString> environment;  ///< added to the runner's own
    std::chrono::milliseconds timeout{std::chrono::minutes(10)};
    qsizetype outputLimit = 64 * 1024;
    bool inheritFence = true;  ///< false for what starts services and for the page
};

/// The clock and the processes of one machine, passed in so that tests can bring their own.
class World {
public:
    virtual ~World() = default;
    [[nodiscard]] virtual QDateTime now() const = 0;
    virtual void sleep(std::chrono::milliseconds duration) = 0;
    [[nodiscard]] virtual ProgramResult run(const ProgramCall& call) = 0;
};

}  // namespace installers
