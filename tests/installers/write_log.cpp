#include "tests/installers/write_log.h"

#include <QDir>
#include <QFile>
#include <QMap>
#include <QStringList>
#include <functional>

namespace power {

namespace {

using Kind = Operation::Kind;

struct Call {
    QByteArray name;
    QList<QByteArray> arguments;
    QByteArray result;
    [[nodiscard]] qint64 value() const { return result.split('<').first().trimmed().split(' ').first().toLongLong(); }
};

/// At commas that are in no string, bracket or brace.
QList<QByteArray> split(const QByteArray& text)
{
    QList<QByteArray> parts;
    int depth = 0;
    bool quoted = false;
    qsizetype from = 0;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '"')
            quoted = !quoted;
        else if (!quoted && (c == '[' || c == '{' || c == '('))
            ++depth;
        else if (!quoted && (c == ']' || c == '}' || c == ')'))
            --depth;
        else if (!quoted && depth == 0 && c == ',') {
            parts.append(text.mid(from, i - from).trimmed());
            from = i + 1;
        }
    }
    parts.append(text.mid(from).trimmed());
    return parts;
}

std::optional<Call> callOf(const QByteArray& line)
{
    const qsizetype open = line.indexOf('(');
    const qsizetype sign = line.lastIndexOf(" = ");
    const qsizetype close = line.lastIndexOf(')', sign);
    if (open < 0 || sign < 0 || close < open)
        return std::nullopt;
    Call call;
    call.name = line.left(open);
    call.arguments = split(line.mid(open + 1, close - open - 1));
    call.result = line.mid(sign + 3).trimmed();
    return call;
}

/// "\x41\x42" or <\x41\x42>.
QByteArray decoded(const QByteArray& text)
{
    QByteArray hex;
    hex.reserve(text.size() / 2);
    for (qsizetype i = text.indexOf("\\x"); i >= 0 && i + 3 < text.size() && text[i] == '\\'; i += 4)
        hex.append(text.mid(i + 2, 2));
    return QByteArray::fromHex(hex);
}

QString pathOf(const QByteArray& descriptor)
{
    const qsizetype open = descriptor.indexOf('<');
    return open < 0 ? QString() : QFile::decodeName(decoded(descriptor.mid(open)));
}

QString pathOf(const QByteArray& folder, const QByteArray& name)
{
    const QString path = QFile::decodeName(decoded(name));
    return QDir::cleanPath(path.startsWith(QLatin1Char('/')) ? path : pathOf(folder) + QLatin1Char('/') + path);
}

/// Of "[{iov_base="…", iov_len=N}, …]", together.
QByteArray vectorOf(const QByteArray& text)
{
    QByteArray bytes;
    const QByteArray key("iov_base=");
    for (qsizetype at = text.indexOf(key); at >= 0; at = text.indexOf(key, at + 1))
        bytes.append(decoded(text.mid(at + key.size())));
    return bytes;
}

const QByteArray here("AT_FDCWD");

/// Where a program was whose call names no folder: strace shows none, so these are absolute in all that we run.
QString absolute(const QByteArray& name) { return QDir::cleanPath(QFile::decodeName(decoded(name))); }

class Reader {
public:
    std::vector<Operation> operations;

    void add(const Call& call)
    {
        if (call.result.startsWith('-') || call.result.startsWith('?'))
            return;
        const auto& a = call.arguments;
        const QByteArray& name = call.name;
        if (name == "openat" || name == "open" || name == "creat")
            return opened(call, name == "openat" ? a.value(2)
                                : name == "open" ? a.value(1)
                                                 : "O_CREAT|O_TRUNC|O_WRONLY");
        if (name == "write")
            return put({Kind::write, pathOf(a[0]), {}, decoded(a[1]).left(call.value())});
        if (name == "pwrite64")
            return put({Kind::write, pathOf(a[0]), {}, decoded(a[1]).left(call.value()), a[3].toLongLong()});
        if (name == "writev")
            return put({Kind::write, pathOf(a[0]), {}, vectorOf(a[1]).left(call.value())});
        if (name == "pwritev" || name == "pwritev2")
            return put({Kind::write, pathOf(a[0]), {}, vectorOf(a[1]).left(call.value()), a[3].toLongLong()});
        if (name == "lseek")
            return put({Kind::seek, pathOf(a[0]), {}, {}, call.value()});
        if (name == "ftruncate")
            return put({Kind::cut, pathOf(a[0]), {}, {}, a[1].toLongLong()});
        if (name == "truncate")
            return put({Kind::cut, absolute(a[0]), {}, {}, a[1].toLongLong()});
        if (name == "copy_file_range")
            return put({Kind::copy, pathOf(a[2]), pathOf(a[0]), {}, call.value()});
        if (name == "sendfile")
            return put({Kind::copy, pathOf(a[0]), pathOf(a[1]), {}, call.value()});
        if (name == "fsync" || name == "fdatasync")
            return put({Kind::flush, pathOf(a[0])});
        if (name == "sync" || name == "syncfs")
            return put({Kind::flushAll, name == "sync" ? QString() : pathOf(a[0])});
        names(call);
    }

private:
    void put(Operation operation) { operations.push_back(std::move(operation)); }

    void names(const Call& call)
    {
        const auto& a = call.arguments;
        const QByteArray& name = call.name;
        if (name == "rename")
            put({Kind::rename, absolute(a[0]), absolute(a[1])});
        else if (name == "renameat" || name == "renameat2")
            put({a.value(4).contains("EXCHANGE") ? Kind::exchange : Kind::rename, pathOf(a[0], a[1]),
                 pathOf(a[2], a[3])});
        else if (name == "link")
            put({Kind::link, absolute(a[0]), absolute(a[1])});
        else if (name == "linkat")
            put({Kind::link, pathOf(a[0], a[1]), pathOf(a[2], a[3])});
        else if (name == "symlink")
            put({Kind::symlink, absolute(a[1]), {}, decoded(a[0])});
        else if (name == "symlinkat")
            put({Kind::symlink, pathOf(a[1], a[2]), {}, decoded(a[0])});
        else if (name == "mkdir")
            put({Kind::makeFolder, absolute(a[0]), {}, {}, -1, a[1].toInt(nullptr, 8)});
        else if (name == "mkdirat")
            put({Kind::makeFolder, pathOf(a[0], a[1]), {}, {}, -1, a[2].toInt(nullptr, 8)});
        else if (name == "unlink" || name == "rmdir")
            put({Kind::remove, absolute(a[0])});
        else if (name == "unlinkat")
            put({Kind::remove, pathOf(a[0], a[1])});
        else if (name == "chmod")
            put({Kind::mode, absolute(a[0]), {}, {}, -1, a[1].toInt(nullptr, 8)});
        else if (name == "fchmod")
            put({Kind::mode, pathOf(a[0]), {}, {}, -1, a[1].toInt(nullptr, 8)});
        else if (name == "fchmodat")
            put({Kind::mode, pathOf(a[0], a[1]), {}, {}, -1, a[2].toInt(nullptr, 8)});
    }

    void opened(const Call& call, const QByteArray& flags)
    {
        Operation operation{Kind::open, pathOf(call.result)};
        operation.makes = flags.contains("O_CREAT");
        operation.empties = flags.contains("O_TRUNC");
        operation.appends = flags.contains("O_APPEND");
        operation.mode = operation.makes ? call.arguments.last().toInt(nullptr, 8) : 0;
        put(operation);
    }
};

}  // namespace

QStringList straceOptions(const QString& log)
{
    return {QStringLiteral("-f"),
            QStringLiteral("-y"),
            QStringLiteral("-xx"),
            QStringLiteral("-qq"),
            QStringLiteral("-s"),
            QStringLiteral("1000000"),
            QStringLiteral("-e"),
            QStringLiteral("signal=none"),
            QStringLiteral("-e"),
            QStringLiteral("trace=open,openat,creat,write,pwrite64,writev,pwritev,pwritev2,lseek,ftruncate,truncate,"
                           "copy_file_range,sendfile,fsync,fdatasync,sync,syncfs,rename,renameat,renameat2,link,linkat,"
                           "symlink,symlinkat,mkdir,mkdirat,unlink,unlinkat,rmdir,chmod,fchmod,fchmodat"),
            QStringLiteral("-o"),
            log};
}

std::optional<std::vector<Operation>> readWriteLog(const QString& log)
{
    QFile file(log);
    if (!file.open(QIODevice::ReadOnly))
        return std::nullopt;
    Reader reader;
    QMap<QByteArray, QByteArray> unfinished;  ///< by process
    const QByteArray cutShort(" <unfinished ...>");
    const QByteArray resumed(" resumed>");
    while (!file.atEnd()) {
        const QByteArray line = file.readLine().trimmed();
        const qsizetype space = line.indexOf(' ');
        const QByteArray process = line.left(space);
        QByteArray text = line.mid(space + 1).trimmed();
        if (text.startsWith("+++") || text.startsWith("---"))
            continue;
        if (text.endsWith(cutShort)) {
            unfinished[process] = text.chopped(cutShort.size());
            continue;
        }
        if (text.startsWith("<..."))
            text = unfinished.take(process) + text.mid(text.indexOf(resumed) + resumed.size());
        const auto call = callOf(text);
        if (!call && text.contains(" = ?"))
            continue;  // the process ended in it
        if (!call) {
            qWarning("not understood: %s", line.left(300).constData());
            return std::nullopt;
        }
        reader.add(*call);
    }
    return reader.operations;
}

}  // namespace power
