#pragma once

#include "installers/world.h"

#include <memory>

namespace installers {

struct PosixWorldOptions {
    QString pageProgram;         ///< cairn-page; findOwnProgram() knows the usual places
    bool handleSignals = false;  ///< SIGHUP and SIGPIPE ignored, SIGINT and SIGTERM ask to pause, until it is gone
};

/// This machine. At most one with handleSignals at a time. URLs need a QCoreApplication; calls come from one thread.
class PosixWorld : public World {
public:
    explicit PosixWorld(PosixWorldOptions options = {});
    ~PosixWorld() override;

    [[nodiscard]] QDateTime now() const override;
    void sleep(std::chrono::milliseconds duration) override;
    [[nodiscard]] ProgramResult run(const ProgramCall& call) override;
    [[nodiscard]] bool launch(const ProgramCall& call) override;
    [[nodiscard]] HttpAnswer get(const QString& url, std::chrono::milliseconds timeout) override;
    [[nodiscard]] ProcessIdentity self() const override;
    [[nodiscard]] bool isAlive(const ProcessIdentity& process) const override;
    [[nodiscard]] std::vector<ProcessName> holders(const QString& path) const override;
    [[nodiscard]] std::vector<ProcessName> programsWith(const QStringList& beginnings) const override;
    void signal(qint64 pid, Signal signal) override;
    [[nodiscard]] bool pauseRequested() const override;
    [[nodiscard]] QString pageProgram() const override;

private:
    struct Private;
    std::unique_ptr<Private> m_private;
};

/// The program's absolute path: with a slash as it stands below `workingFolder`, else from PATH. Empty: not found or
/// not executable.
[[nodiscard]] QString findProgram(const QString& program, const QString& workingFolder);

}  // namespace installers
