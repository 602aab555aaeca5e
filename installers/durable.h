#pragma once

#include "installers/problem.h"

#include <QByteArray>
#include <QString>

/// Changes of files that survive a power cut: what a function has returned from is on the disk, names included.
namespace installers::durable {

/// Flushes a file's, or a folder's, content. A folder's content is its names.
[[nodiscard]] Done<void> flush(const QString& path);

/// Flushes all that anybody has written anywhere: after programs that nobody knows the files of, which may lie on
/// several disks and are seldom flushed by who wrote them.
void flushEverything();

/// Replaces or creates the file as a whole: readers see the old bytes or the new ones.
[[nodiscard]] Done<void> write(const QString& path, const QByteArray& bytes);

/// Renames within one file system; replaces a file, never a folder that is not empty.
[[nodiscard]] Done<void> rename(const QString& from, const QString& to);

/// Puts `fresh` where `old` is, and `old` where `fresh` was, in one step where the file system can; where it cannot,
/// with a moment in which `old` is missing. Without `old` it is a rename.
[[nodiscard]] Done<void> exchange(const QString& fresh, const QString& old);

/// Where exchange() puts `old` meanwhile on a file system that cannot; a crash may leave it there.
[[nodiscard]] QString asideOf(const QString& fresh);

/// Makes `link` a symbolic link to `target`, in one step when there was one before.
[[nodiscard]] Done<void> pointLink(const QString& link, const QString& target);

/// Creates the folder with its parents; does nothing when it is there.
[[nodiscard]] Done<void> makeFolder(const QString& path);

/// Removes a file, a link or a folder with all that is in it, never following links. Missing is fine.
[[nodiscard]] Done<void> remove(const QString& path);

/// The system's last error as a problem about the path.
[[nodiscard]] RunProblem systemProblem(const QString& path, int error);

}  // namespace installers::durable
