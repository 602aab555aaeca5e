#include "app/cli/program.h"

#include "app/cli/cairn.h"
#include "app/cli/exit_code.h"
#include "app/shared/language.h"
#include "installers/world.h"

#include <QCoreApplication>
#include <QFile>
#include <QStringDecoder>
#include <QThread>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <fcntl.h>
#include <optional>
#include <sys/ioctl.h>
#include <unistd.h>
#include <utility>

namespace cli {

namespace {

constexpr int usualWidth = 80;

struct Program {
    Q_DECLARE_TR_FUNCTIONS(Program)
};

/// Qt says on stderr that it takes UTF-8 for a locale that is none; that is what is wanted here.
void silent(QtMsgType, const QMessageLogContext&, const QString&) {}

std::unique_ptr<QCoreApplication> makeApplication(int& count, char** values)
{
    const QtMessageHandler before = qInstallMessageHandler(silent);
    auto application = std::make_unique<QCoreApplication>(count, values);
    qInstallMessageHandler(before);
    return application;
}

/// Nothing when an argument is not UTF-8: it could only be guessed what it names.
std::optional<QStringList> readArguments(int count, char** values)
{
    QStringList arguments;
    for (int i = 1; i < count; ++i) {
        QStringDecoder decoder(QStringConverter::Utf8, QStringConverter::Flag::Stateless);
        const QString argument = decoder(QByteArrayView(values[i]));
        if (decoder.hasError()) {
            return std::nullopt;
        }
        arguments.push_back(argument);
    }
    return arguments;
}

/// A reader that went away is an error of writing, not the end of the process. A handler rather than SIG_IGN, which
/// the programs of a run would inherit.
void readerGone(int) {}

/// A standard descriptor that is closed would become the first file that is opened, such as a catalog, and an answer
/// would be written into that. In its place comes what can be written to or read from as little.
void closeGaps()
{
    for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        if (::fcntl(descriptor, F_GETFD) == -1 && errno == EBADF) {
            // The lowest free number is this one.
            static_cast<void>(::open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY));
        }
    }
}

int terminalWidth()
{
    winsize size{};
    return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : usualWidth;
}

Screen screenOf(int descriptor) { return isatty(descriptor) == 1 ? Screen::terminal : Screen::pipe; }

app::Colour wantedColour()
{
    return qEnvironmentVariableIsEmpty("NO_COLOR") && qgetenv("TERM") != "dumb" ? app::Colour::terminal
                                                                                : app::Colour::none;
}

}  // namespace

int runProgram(int argc, char** argv, std::function<std::unique_ptr<installers::World>()> makeWorld)
{
    closeGaps();
    std::signal(SIGPIPE, readerGone);
    const std::unique_ptr<QCoreApplication> application = makeApplication(argc, argv);
    app::installLanguage(*application);

    QFile out;
    QFile err;
    const bool outOpen = out.open(STDOUT_FILENO, QIODevice::WriteOnly | QIODevice::Unbuffered);
    const bool errOpen = err.open(STDERR_FILENO, QIODevice::WriteOnly | QIODevice::Unbuffered);
    if (!outOpen || !errOpen) {
        return code(Exit::internalError);
    }
    const std::optional<QStringList> arguments = readArguments(argc, argv);
    if (!arguments) {
        err.write(Program::tr("cairn: An argument is not UTF-8. Write the command in that encoding.").toUtf8() + '\n');
        return code(Exit::usage);
    }
    const Streams streams{
        out,
        err,
        screenOf(STDOUT_FILENO),
        screenOf(STDERR_FILENO),
        terminalWidth(),
        wantedColour(),
        [] { return QDateTime::currentDateTime(); },
        [](std::chrono::milliseconds time) { QThread::msleep(static_cast<unsigned long>(time.count())); },
        std::move(makeWorld)};
    return main(*arguments, streams);
}

}  // namespace cli
