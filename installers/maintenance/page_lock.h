#pragma once

#include <QString>

namespace installers {

/// The file that says which process is the page, and is locked for as long as it lives: numbers of processes come
/// again, locks do not outlive their owner.
class PageLock {
public:
    PageLock() = default;
    ~PageLock();
    PageLock(const PageLock&) = delete;
    PageLock& operator=(const PageLock&) = delete;

    /// Locks the file and writes this process's number into it. False: another page has it, or it cannot be written.
    [[nodiscard]] bool take(const QString& path);
    /// The page's process; 0: none runs.
    [[nodiscard]] static qint64 owner(const QString& path);

private:
    int m_descriptor = -1;
};

}  // namespace installers
