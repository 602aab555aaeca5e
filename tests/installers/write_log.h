#pragma once

#include <QByteArray>
#include <QString>
#include <optional>
#include <vector>

/// What processes did to files, in order, as strace saw it: of every process, its children and theirs.
namespace power {

struct Operation {
    enum class Kind {
        open,  ///< for writing; makes the file where `makes`, empties it where `empties`
        write,
        seek,  ///< of the file's sequential position
        cut,   ///< to the length `offset`
        copy,  ///< from `other` at its sequential position, `offset` bytes, to the sequential position of `path`
        flush,
        flushAll,
        rename,
        exchange,
        link,     ///< `other` is the new name
        symlink,  ///< `bytes` is the target
        makeFolder,
        remove,
        mode
    };
    Kind kind{};
    QString path{};   ///< absolute
    QString other{};  ///< rename: the new name
    QByteArray bytes{};
    qint64 offset = -1;  ///< -1: at the sequential position, or at the end where `appends`
    int mode = 0;
    bool makes = false;
    bool empties = false;
    bool appends = false;
};

/// strace's options for such a log. -xx: paths and bytes are hexadecimal, so that nothing is ambiguous.
[[nodiscard]] QStringList straceOptions(const QString& log);

/// Nothing: a line cannot be read, which is printed.
[[nodiscard]] std::optional<std::vector<Operation>> readWriteLog(const QString& log);

}  // namespace power
