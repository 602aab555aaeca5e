#pragma once

#include "installers/problem.h"

#include <QByteArray>
#include <QMap>
#include <QString>
#include <QStringList>
#include <functional>

namespace installers {

/// What one name in a folder stands for.
struct TreeEntry {
    enum class Kind { file, folder, link };
    Kind kind = Kind::file;
    quint32 mode = 0;  ///< permission bits
    qint64 size = 0;   ///< files, in bytes
    QString content;   ///< files: SHA-256 in hexadecimal digits; links: where they point
    bool operator==(const TreeEntry&) const = default;
};

/// Everything below a folder by its path relative to it, `/` between names. Owners and times are copied, but they are
/// not part of what is compared. Sockets, pipes and devices are left out: no copy of them means anything.
using TreeManifest = QMap<QString, TreeEntry>;

/// SHA-256 of a file in hexadecimal digits.
[[nodiscard]] Done<QString> digestOfFile(const QString& path);

[[nodiscard]] Done<TreeManifest> manifestOf(const QString& folder);
[[nodiscard]] QByteArray toJson(const TreeManifest& manifest);
/// One digest over the whole manifest.
[[nodiscard]] QString digestOf(const TreeManifest& manifest);
/// The first path that is not the same in both; empty when there is none.
[[nodiscard]] QString firstDifference(const TreeManifest& a, const TreeManifest& b);
/// The bytes of all files.
[[nodiscard]] qint64 sizeOf(const TreeManifest& manifest);
[[nodiscard]] Done<qint64> sizeOfTree(const QString& folder);

/// Puts on the disk what others wrote below a folder: files, links and names.
[[nodiscard]] Done<void> flushTree(const QString& folder);

struct TreeCopy {
    QString from;
    QString to;                               ///< must not be there yet
    QStringList leaveOut;                     ///< paths relative to `from`
    std::function<void()> afterEach = [] {};  ///< called when an entry was copied
};

/// Copies a folder with modes, times and, where the system allows it, owners; every file is on the disk afterwards.
/// The manifest is of the bytes that were read, so that comparing it with manifestOf(to) finds what the disk got wrong.
[[nodiscard]] Done<TreeManifest> copyTree(const TreeCopy& copy);

}  // namespace installers
