#pragma once

#include <QString>

/// Mounts that only this process and its children see.
namespace mounts {

/// Gives the process its own mounts, as root or by a user namespace of its own. Call it first thing in main: there may
/// be one thread only. Why not; empty: done.
[[nodiscard]] QString separate();

/// A file system in memory of that size on the folder, which is made.
[[nodiscard]] bool mountMemory(const QString& folder, qint64 bytes);
/// As soon as nobody uses it any more.
void unmount(const QString& folder);

/// Takes all room that is left on the file system of the folder, in a file of that name in it.
[[nodiscard]] bool fill(const QString& folder);
/// Gives it back.
void makeRoom(const QString& folder);

}  // namespace mounts
