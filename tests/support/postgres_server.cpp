#include "tests/support/postgres_server.h"

#include "tests/support/free_port.h"

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <algorithm>
#include <cerrno>
#include <csignal>
#include <grp.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace support {

namespace {

constexpr int limit = 60'000;

QString superuser() { return QString::fromLatin1(PostgresServer::user); }

/// Whom the server belongs to where this process is root, whom initdb refuses.
const passwd* ordinaryUser()
{
    for (const char* const name : {"postgres", "nobody"}) {
        if (const passwd* const user = ::getpwnam(name))
            return user;
    }
    return nullptr;
}

/// Lets the process run as an ordinary user and end with this one.
void demote(QProcess& process, int signalAtEnd)
{
    const passwd* const user = ::geteuid() == 0 ? ordinaryUser() : nullptr;
    const uid_t uid = user == nullptr ? ::getuid() : user->pw_uid;
    const gid_t gid = user == nullptr ? ::getgid() : user->pw_gid;
    const pid_t parent = ::getpid();
    process.setChildProcessModifier([=] {
        if (user != nullptr && (::setgroups(0, nullptr) != 0 || ::setgid(gid) != 0 || ::setuid(uid) != 0))
            ::_exit(126);
        ::umask(077);
        ::prctl(PR_SET_PDEATHSIG, signalAtEnd);  // what changes the user forgets it
        if (::getppid() != parent)
            ::_exit(126);
    });
}

bool finished(QProcess& process, const char* what)
{
    const bool ok =
        process.waitForFinished(limit) && process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
    if (!ok)
        qWarning("%s: %s", what, process.readAll().constData());
    return ok;
}

QString base()
{
    const QString memory = QStringLiteral("/dev/shm");
    return QFileInfo(memory).isWritable() ? memory : QDir::tempPath();
}

/// Folders of test processes that were killed.
void removeStale()
{
    const QDir folder(base());
    for (const QString& name : folder.entryList({QStringLiteral("cairn-pg-*")}, QDir::Dirs)) {
        const pid_t pid = name.section(QLatin1Char('-'), 2, 2).toInt();
        if (pid > 1 && ::kill(pid, 0) != 0 && errno == ESRCH)
            QDir(folder.filePath(name)).removeRecursively();
    }
}

bool appendTo(const QString& path, const QString& text)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly | QIODevice::Append) && file.write(text.toUtf8()) >= 0;
}

}  // namespace

QString PostgresServer::programs()
{
    const QDir versions(QStringLiteral("/usr/lib/postgresql"));
    QStringList names = versions.entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    std::sort(names.begin(), names.end(), [](const QString& a, const QString& b) { return a.toInt() > b.toInt(); });
    for (const QString& name : names) {
        const QString folder = versions.filePath(name) + QStringLiteral("/bin");
        if (QFileInfo(folder + QStringLiteral("/initdb")).isExecutable() &&
            QFileInfo(folder + QStringLiteral("/postgres")).isExecutable())
            return folder;
    }
    return {};
}

QString PostgresServer::missing()
{
    if (programs().isEmpty())
        return QStringLiteral("There is no PostgreSQL server in /usr/lib/postgresql: install postgresql (./dev setup)");
    if (::geteuid() == 0 && ordinaryUser() == nullptr)
        return QStringLiteral("PostgreSQL refuses root, and there is neither a user postgres nor nobody");
    return {};
}

PostgresServer::PostgresServer() = default;

PostgresServer::~PostgresServer()
{
    stop(Stop::fast);
    if (!m_folder.isEmpty())
        QDir(m_folder).removeRecursively();
}

std::unique_ptr<PostgresServer> PostgresServer::start(const PostgresOptions& options)
{
    removeStale();
    std::unique_ptr<PostgresServer> server(new PostgresServer);
    if (!server->initialise(options) || !server->launch())
        return nullptr;
    return server;
}

bool PostgresServer::initialise(const PostgresOptions& options)
{
    static int count = 0;
    m_folder = QStringLiteral("%1/cairn-pg-%2-%3").arg(base()).arg(QCoreApplication::applicationPid()).arg(++count);
    m_port = freePort();
    const QString data = m_folder + QStringLiteral("/data");
    const QString secret = m_folder + QStringLiteral("/password");
    if (!QDir().mkpath(m_folder) || !appendTo(secret, QString::fromLatin1(password) + QLatin1Char('\n')))
        return false;
    const passwd* const owner = ::geteuid() == 0 ? ordinaryUser() : nullptr;
    for (const QString& path : {m_folder, secret}) {
        if (owner != nullptr && ::chown(QFile::encodeName(path).constData(), owner->pw_uid, owner->pw_gid) != 0)
            return false;
    }
    QProcess initdb;
    initdb.setProcessChannelMode(QProcess::MergedChannels);
    initdb.setWorkingDirectory(m_folder);
    demote(initdb, SIGKILL);
    initdb.start(programs() + QStringLiteral("/initdb"),
                 {QStringLiteral("--pgdata=") + data, QStringLiteral("--no-sync"),
                  QStringLiteral("--username=") + superuser(), QStringLiteral("--pwfile=") + secret,
                  QStringLiteral("--auth-local=trust"), QStringLiteral("--auth-host=scram-sha-256"),
                  QStringLiteral("--encoding=UTF8"), QStringLiteral("--locale=C")});
    if (!finished(initdb, "initdb"))
        return false;
    QFile::remove(secret);
    QString settings = QStringLiteral("port = %1\nlisten_addresses = '127.0.0.1'\nunix_socket_directories = '%2'\n"
                                      "unix_socket_permissions = 0777\nfsync = %3\nmax_connections = 40\n"
                                      "shared_buffers = 16MB\nautovacuum = off\nlog_min_messages = fatal\n")
                           .arg(m_port)
                           .arg(m_folder, options.fsync ? QStringLiteral("on") : QStringLiteral("off"));
    settings += options.settings.join(QLatin1Char('\n')) + QLatin1Char('\n');
    return appendTo(data + QStringLiteral("/postgresql.conf"), settings) &&
           ::chmod(QFile::encodeName(m_folder), 0755) == 0;
}

bool PostgresServer::launch()
{
    m_server = std::make_unique<QProcess>();
    m_server->setProcessChannelMode(QProcess::MergedChannels);
    m_server->setStandardOutputFile(QProcess::nullDevice());
    m_server->setWorkingDirectory(m_folder);
    demote(*m_server, SIGQUIT);
    m_server->start(programs() + QStringLiteral("/postgres"),
                    {QStringLiteral("-D"), m_folder + QStringLiteral("/data")});
    const QDeadlineTimer until(limit);
    while (m_server->waitForStarted(limit) && isRunning() && !until.hasExpired()) {
        if (QProcess::execute(programs() + QStringLiteral("/pg_isready"),
                              {QStringLiteral("-q"), QStringLiteral("-d"), conninfo(superuser())}) == 0)
            return true;
        m_server->waitForFinished(20);
    }
    qWarning("PostgreSQL does not start in %s", qPrintable(m_folder));
    return false;
}

bool PostgresServer::isRunning() const
{
    // Without an event loop only a wait notices that a process has ended.
    return m_server && m_server->state() == QProcess::Running && !m_server->waitForFinished(1);
}

void PostgresServer::stop(Stop how)
{
    if (!isRunning())
        return;
    ::kill(static_cast<pid_t>(m_server->processId()), how == Stop::fast ? SIGINT : SIGQUIT);
    if (!m_server->waitForFinished(limit))
        m_server->kill();
    m_server->waitForFinished(limit);
    m_server.reset();
}

bool PostgresServer::startAgain()
{
    stop(Stop::fast);
    return launch();
}

QString PostgresServer::conninfo(const QString& database) const
{
    return QStringLiteral("host=%1 port=%2 user=%3 dbname=%4").arg(m_folder).arg(m_port).arg(superuser(), database);
}

QString PostgresServer::tcpConninfo(const QString& database) const
{
    return QStringLiteral("host=127.0.0.1 port=%1 user=%2 dbname=%3").arg(m_port).arg(superuser(), database);
}

QString PostgresServer::uri(const QString& database) const
{
    return QStringLiteral("postgresql:///%1?host=%2&port=%3&user=%4")
        .arg(database, m_folder)
        .arg(m_port)
        .arg(superuser());
}

bool PostgresServer::createDatabase(const QString& name) const
{
    const QString quoted = QString(name).replace(QLatin1Char('"'), QStringLiteral("\"\""));
    // A statement each: neither may be in a transaction, which several in one string are.
    return run(superuser(), QStringLiteral("DROP DATABASE IF EXISTS \"%1\" WITH (FORCE)").arg(quoted)) &&
           run(superuser(), QStringLiteral("CREATE DATABASE \"%1\"").arg(quoted));
}

std::optional<QString> PostgresServer::run(const QString& database, const QString& sql) const
{
    QProcess psql;
    psql.start(programs() + QStringLiteral("/psql"),
               {QStringLiteral("-XAtq"), QStringLiteral("-v"), QStringLiteral("ON_ERROR_STOP=1"), QStringLiteral("-d"),
                conninfo(database), QStringLiteral("-c"), sql});
    if (!psql.waitForFinished(limit) || psql.exitStatus() != QProcess::NormalExit || psql.exitCode() != 0) {
        qWarning("%s: %s", qPrintable(sql), psql.readAllStandardError().constData());
        return std::nullopt;
    }
    return QString::fromUtf8(psql.readAllStandardOutput()).trimmed();
}

}  // namespace support
