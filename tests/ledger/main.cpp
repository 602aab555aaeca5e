// ledger-server: the engine of the demo product. One program serves every release: what a release can do is in its
// folder.
//   serve     --release FOLDER --database WHERE --port N --pid-file FILE
//   start     the same as a daemon; returns when it answers
//   stop      --pid-file FILE
//   check     --release FOLDER --database WHERE   schema, queries and data are what the release relies on
//   balances  --release FOLDER --database WHERE   code, tab, cents
//   sql       --database WHERE                    statements from standard input, rows to standard output
// WHERE is a SQLite file, or a PostgreSQL connection as libpq takes it. Messages go to standard error; the exit codes
// are in failure.h.

#include "tests/ledger/daemon.h"
#include "tests/ledger/pid_lock.h"
#include "tests/ledger/service.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QSocketNotifier>
#include <QTextStream>
#include <QThread>
#include <csignal>
#include <sys/signalfd.h>

namespace {

using namespace ledger;

struct Arguments {
    QString release;
    QString database;
    QString pidFile;
    quint16 port = 0;
};

Result<Book> openBook(const Arguments& arguments)
{
    return ReleaseFolder::read(arguments.release, kindOf(arguments.database))
        .and_then([&arguments](ReleaseFolder&& release) { return Book::open(std::move(release), arguments.database); });
}

int serve(const Arguments& arguments, const Ready& ready)
{
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    sigprocmask(SIG_BLOCK, &signals, nullptr);
    int count = 1;
    QByteArray name("ledger-server");
    char* names[] = {name.data(), nullptr};
    QCoreApplication application(count, names);
    const auto give = [&ready](const Failure& failure) {
        ready(&failure);
        return static_cast<int>(failure.code);
    };

    PidLock lock(arguments.pidFile);
    if (auto taken = lock.take(); !taken) {
        return give(taken.error());
    }
    auto book = openBook(arguments);
    if (!book) {
        return give(book.error());
    }
    if (auto prepared = book->prepareToServe(); !prepared) {
        return give(prepared.error());
    }
    const QString version = book->release().version;
    Service service(*std::move(book));
    if (auto listening = service.listen(arguments.port); !listening) {
        return give(listening.error());
    }
    QSocketNotifier notifier(signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK), QSocketNotifier::Read);
    QObject::connect(&notifier, &QSocketNotifier::activated, &application, &QCoreApplication::quit);
    const QString text =
        QStringLiteral("%1 %2 %3").arg(QCoreApplication::applicationPid()).arg(version).arg(arguments.port);
    if (auto noted = lock.note(text); !noted) {
        return give(noted.error());
    }
    ready(nullptr);
    return QCoreApplication::exec();
}

/// Starting what already runs is fine; another release or port is not.
Result<void> start(const Arguments& arguments)
{
    auto started = startDaemon([&arguments](const Ready& ready) { return serve(arguments, ready); });
    if (started || started.error().code != ExitCode::alreadyRunning) {
        return started;
    }
    const auto release = ReleaseFolder::read(arguments.release, kindOf(arguments.database));
    const PidLock lock(arguments.pidFile);
    for (int attempt = 0; attempt < 400 && lock.holder() && lock.noted().isEmpty(); ++attempt) {
        QThread::msleep(25);
    }
    const QString running = lock.noted().section(QLatin1Char(' '), 1);
    if (release && running == QStringLiteral("%1 %2").arg(release->version).arg(arguments.port)) {
        return {};
    }
    return fail(ExitCode::alreadyRunning, QStringLiteral("already running: Ledger %1").arg(running));
}

Result<void> printBalances(const Arguments& arguments)
{
    auto book = openBook(arguments);
    if (!book) {
        return tl::make_unexpected(book.error());
    }
    const auto balances = book->balances();
    if (!balances) {
        return tl::make_unexpected(balances.error());
    }
    QTextStream output(stdout);
    for (const Book::Balance& balance : *balances) {
        output << balance.account << '\t' << balance.cents << '\n';
    }
    return {};
}

Result<void> filter(const Arguments& arguments)
{
    QFile input;
    QFile output;
    if (!input.open(stdin, QIODevice::ReadOnly) || !output.open(stdout, QIODevice::WriteOnly)) {
        return fail(ExitCode::usage, QStringLiteral("no standard input or output"));
    }
    const auto database = Database::open(arguments.database);
    return database ? (*database)->filter(input, output) : tl::make_unexpected(database.error());
}

Result<void> perform(const QString& command, const Arguments& arguments)
{
    if (command == QStringLiteral("start")) {
        return start(arguments);
    }
    if (command == QStringLiteral("stop")) {
        return stopDaemon(arguments.pidFile);
    }
    if (command == QStringLiteral("check")) {
        return openBook(arguments).and_then([](Book&& book) { return book.check(); });
    }
    if (command == QStringLiteral("balances")) {
        return printBalances(arguments);
    }
    if (command == QStringLiteral("sql")) {
        return filter(arguments);
    }
    return fail(ExitCode::usage, QStringLiteral("unknown command %1").arg(command));
}

}  // namespace

int main(int argc, char** argv)
{
    QStringList words;
    for (int index = 0; index < argc; ++index) {
        words.append(QString::fromLocal8Bit(argv[index]));
    }
    QCommandLineParser parser;
    const QCommandLineOption release(QStringLiteral("release"), {}, QStringLiteral("folder"));
    const QCommandLineOption database(QStringLiteral("database"), {}, QStringLiteral("where"));
    const QCommandLineOption port(QStringLiteral("port"), {}, QStringLiteral("number"));
    const QCommandLineOption pidFile(QStringLiteral("pid-file"), {}, QStringLiteral("file"));
    parser.addOptions({release, database, port, pidFile});
    const bool parsed = parser.parse(words) && parser.positionalArguments().size() == 1;
    const auto absolute = [&parser](const QCommandLineOption& option) {
        return parser.isSet(option) ? QFileInfo(parser.value(option)).absoluteFilePath() : QString();
    };
    const bool file = kindOf(parser.value(database)) == DatabaseKind::sqlite;
    const Arguments arguments{absolute(release), file ? absolute(database) : parser.value(database), absolute(pidFile),
                              parser.value(port).toUShort()};
    const QString command = parsed ? parser.positionalArguments().constFirst() : QString();

    if (command == QStringLiteral("serve")) {
        return serve(arguments, [](const Failure* failure) {
            if (failure != nullptr) {
                QTextStream(stderr) << "ledger-server: " << failure->message << '\n';
            }
        });
    }
    const auto done = parsed ? perform(command, arguments) : fail(ExitCode::usage, parser.errorText());
    if (!done) {
        QTextStream(stderr) << "ledger-server: " << done.error().message << '\n';
        return static_cast<int>(done.error().code);
    }
    return static_cast<int>(ExitCode::ok);
}
