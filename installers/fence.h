#pragma once

#include "installers/problem.h"
#include "installers/world.h"

#include <QString>
#include <chrono>
#include <memory>

namespace installers {

/// The right to change a site: an exclusive lock on STATE/fence that belongs to an open file description, so that every
/// child that inherited the descriptor goes on holding it after the runner is gone. Released when all have ended.
///
/// The file says who took it (pid, start mark, user, host, since): that is for people, and tells a living runner from
/// orphans of a dead one; only the lock decides. Roads not taken: a pid file (a marker that a crash leaves behind, and
/// numbers come again); POSIX record locks (not inherited, and lost when any descriptor of the file is closed); killing
/// children together with the runner (a vendor's program that is cut off in the middle is worse than one that ends).
/// flock(2) is not passed on by every network file system: a state folder belongs on a local one.
class Fence {
public:
    ~Fence();
    Fence(const Fence&) = delete;
    Fence& operator=(const Fence&) = delete;

    /// Takes the fence; where orphans of a dead runner hold it, waits for them at most `patience`.
    /// Errors: siteBusy (subject: who, detail: since when), orphan (subject: the processes), stateNotWritable.
    [[nodiscard]] static Done<std::unique_ptr<Fence>> take(const QString& path, World& world,
                                                           std::chrono::milliseconds patience);

    /// For ProgramCall::fence: 10 or above, closed by exec unless it is handed over.
    [[nodiscard]] int descriptor() const { return m_descriptor; }

private:
    explicit Fence(int descriptor);
    int m_descriptor;
};

/// For people: 123 (command), 124 (command)
[[nodiscard]] QString describe(const std::vector<ProcessName>& processes);

/// Who wrote the fence's file last, whether or not they still hold it.
struct FenceOwner {
    ProcessIdentity process;
    QString since;  ///< UTC, ISO 8601
};
[[nodiscard]] std::optional<FenceOwner> readFenceOwner(const QString& path);

}  // namespace installers
