#pragma once

#include "tests/ledger/failure.h"

#include <optional>
#include <sys/types.h>

namespace ledger {

/// Who serves this site: a write lock on the pid file, held by the serving process as long as it lives. The system
/// knows the holder (F_GETLK), so a stale file, a reused process number and two starters at once do no harm. The file's
/// text is only a note for others: "PID VERSION PORT" once the service answers. A pid file without a lock was dropped:
/// after a power cut its number may belong to anybody.
class PidLock {
public:
    explicit PidLock(QString path) : m_path(std::move(path)) {}
    PidLock(const PidLock&) = delete;
    PidLock& operator=(const PidLock&) = delete;

    /// Takes the lock for the rest of this process' life.
    [[nodiscard]] Result<void> take();
    [[nodiscard]] Result<void> note(const QString& text) const;

    /// Of another process; must not be called by the holder, whom it would cost the lock.
    [[nodiscard]] std::optional<pid_t> holder() const;
    [[nodiscard]] QString noted() const;

private:
    QString m_path;
    int m_descriptor = -1;  ///< open until the process ends
};

}  // namespace ledger
