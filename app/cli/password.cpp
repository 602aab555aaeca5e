#include "app/cli/password.h"

#include <QFile>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

namespace cli {

namespace {

constexpr std::size_t longestPassword = 1024;

/// The first line, read byte by byte: what follows is somebody else's.
catalog::Result<std::string> firstLine(int descriptor, const std::string& name)
{
    std::string line;
    char byte = 0;
    while (line.size() <= longestPassword) {
        const ssize_t count = ::read(descriptor, &byte, 1);
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0) {
            return tl::unexpected(
                catalog::Error{catalog::ErrorCode::fileUnreadable, {name, 0, 0}, std::strerror(errno), {}, {}});
        }
        if (count == 0 || byte == '\n') {
            break;
        }
        line += byte;
    }
    if (line.ends_with('\r')) {
        line.pop_back();
    }
    return line;
}

catalog::Result<std::string> fromFile(const QString& path)
{
    const int descriptor = ::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) {
        return tl::unexpected(
            catalog::Error{errno == ENOENT ? catalog::ErrorCode::fileMissing : catalog::ErrorCode::fileUnreadable,
                           {path.toStdString(), 0, 0},
                           std::strerror(errno),
                           {},
                           {}});
    }
    catalog::Result<std::string> line = firstLine(descriptor, path.toStdString());
    ::close(descriptor);
    return line;
}

catalog::Result<std::string> fromTerminal(const QString& prompt)
{
    const int terminal = ::open("/dev/tty", O_RDWR | O_CLOEXEC);
    termios before{};
    if (terminal < 0 || ::tcgetattr(terminal, &before) != 0) {
        if (terminal >= 0) {
            ::close(terminal);
        }
        return tl::unexpected(catalog::Error{catalog::ErrorCode::passwordMissing, {}, {}, {}, {}});
    }
    termios silent = before;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    ::tcsetattr(terminal, TCSAFLUSH, &silent);
    const QByteArray words = prompt.toUtf8();
    bool asked = ::write(terminal, words.constData(), static_cast<std::size_t>(words.size())) == words.size();
    catalog::Result<std::string> line = firstLine(terminal, "/dev/tty");
    ::tcsetattr(terminal, TCSAFLUSH, &before);
    asked = ::write(terminal, "\n", 1) == 1 && asked;
    ::close(terminal);
    if (!asked) {
        return tl::unexpected(catalog::Error{catalog::ErrorCode::passwordMissing, {}, {}, {}, {}});
    }
    return line;
}

}  // namespace

catalog::Result<std::string> askPassword(const PasswordSource& source, const QString& prompt)
{
    if (!source.file.isEmpty()) {
        return fromFile(source.file);
    }
    if (!source.descriptor.isEmpty()) {
        bool isNumber = false;
        const int number = source.descriptor.toInt(&isNumber);
        return firstLine(isNumber ? number : -1, source.descriptor.toStdString());
    }
    if (qEnvironmentVariableIsSet("CAIRN_KEY_PASSWORD")) {
        return qgetenv("CAIRN_KEY_PASSWORD").toStdString();
    }
    return fromTerminal(prompt);
}

}  // namespace cli
