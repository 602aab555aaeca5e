#include "app/demo/postgres_cluster.h"

#include "app/demo/server_account.h"
#include "app/demo/text_file.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRandomGenerator>
#include <algorithm>
#include <array>

namespace demo {

namespace {

constexpr auto superuser = "postgres";
constexpr auto role = "ledger";

QString newPassword()
{
    std::array<quint32, 4> words{};
    QRandomGenerator::system()->fillRange(words.data(), static_cast<qsizetype>(words.size()));
    return QString::fromLatin1(
        QByteArray(reinterpret_cast<const char*>(words.data()), static_cast<qsizetype>(sizeof words)).toHex());
}

/// Readable by its owner alone from the beginning.
Made<void> writeSecret(const QString& path, const QString& text)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly | QIODevice::NewOnly, QFileDevice::ReadOwner | QFileDevice::WriteOwner) ||
        file.write(text.toUtf8()) < 0 || !file.flush()) {
        return problem(ProblemCode::cannotWrite, QStringLiteral("%1: %2").arg(path, file.errorString()));
    }
    return {};
}

}  // namespace

PostgresCluster::PostgresCluster(const QString& siteFolder) : m_folder(siteFolder + QStringLiteral("/postgresql")) {}

Made<QString> PostgresCluster::programs()
{
    const QDir versions(QStringLiteral("/usr/lib/postgresql"));
    QStringList names = versions.entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    std::sort(names.begin(), names.end(), [](const QString& a, const QString& b) { return a.toInt() > b.toInt(); });
    for (const QString& name : names) {
        const QString folder = versions.filePath(name) + QStringLiteral("/bin");
        if (QFileInfo(folder + QStringLiteral("/initdb")).isExecutable()) {
            return folder;
        }
    }
    return problem(ProblemCode::packageMissing, QStringLiteral("postgresql"));
}

Made<void> PostgresCluster::make(int port) const
{
    const auto account = ServerAccount::find();
    const auto bin = programs();
    if (!account || !bin) {
        return tl::make_unexpected(account ? bin.error() : account.error());
    }
    const QString password = newPassword();
    const QString ownPassword = newPassword();
    const QString passwordFile = m_folder + QStringLiteral("/password");
    if (!QDir().mkpath(m_folder)) {
        return problem(ProblemCode::cannotWrite, m_folder);
    }
    auto made =
        account->checkReach(m_folder)
            .and_then([&] { return account->own(m_folder); })
            .and_then([&] { return writeSecret(passwordFile, password + QLatin1Char('\n')); })
            .and_then([&] { return account->own(passwordFile); })
            .and_then([&] {
                return writeSecret(
                    m_folder + QStringLiteral("/passwords"),
                    QStringLiteral("*:*:*:%1:%2\n*:*:*:%3:%4\n")
                        .arg(QLatin1StringView(superuser), password, QLatin1StringView(role), ownPassword));
            })
            .and_then([&] {
                return account->run(*bin + QStringLiteral("/initdb"),
                                    {QStringLiteral("--pgdata=") + dataFolder(), QStringLiteral("--encoding=SQL_ASCII"),
                                     QStringLiteral("--locale=C"), QStringLiteral("--auth=scram-sha-256"),
                                     QStringLiteral("--username=") + QLatin1StringView(superuser),
                                     QStringLiteral("--pwfile=") + passwordFile},
                                    m_folder);
            })
            .and_then([&](const QByteArray&) -> Made<void> {
                QFile::remove(passwordFile);
                QFile settings(dataFolder() + QStringLiteral("/postgresql.conf"));
                const QByteArray text = "port = " + QByteArray::number(port) +
                                        "\nlisten_addresses = '127.0.0.1'\nunix_socket_directories = ''\n"
                                        "shared_buffers = 64MB\nmax_connections = 40\n";
                if (!settings.open(QIODevice::WriteOnly | QIODevice::Append) || settings.write(text) < 0) {
                    return problem(ProblemCode::cannotWrite, settings.fileName());
                }
                return {};
            });
    if (!made) {
        return made;
    }
    return account
        ->run(*bin + QStringLiteral("/pg_ctl"),
              {QStringLiteral("start"), QStringLiteral("-D"), dataFolder(), QStringLiteral("-l"),
               m_folder + QStringLiteral("/log"), QStringLiteral("-w"), QStringLiteral("-s")},
              m_folder)
        .and_then([&](const QByteArray&) {
            return query(connectionOf(QLatin1StringView(superuser), QStringLiteral("postgres"), port),
                         "CREATE ROLE ledger LOGIN CREATEDB PASSWORD '" + ownPassword.toLatin1() +
                             "';\nCREATE DATABASE ledger OWNER ledger;\n");
        })
        .map([](const QByteArray&) {});
}

Made<void> PostgresCluster::load(const QStringList& scripts, int port) const
{
    const auto bin = programs();
    if (!bin) {
        return tl::make_unexpected(bin.error());
    }
    QStringList call{QStringLiteral("-Xqwo/dev/null"), QStringLiteral("-vON_ERROR_STOP=1"), QStringLiteral("-d"),
                     connection(port)};
    for (const QString& script : scripts) {
        call << QStringLiteral("-f") << script;
    }
    return runProgram(*bin + QStringLiteral("/psql"), call).map([](const QByteArray&) {});
}

Made<qint64> PostgresCluster::size(int port) const
{
    return query(connection(port), "SELECT pg_database_size(current_database())").map([](const QByteArray& answer) {
        return answer.trimmed().toLongLong();
    });
}

Made<void> PostgresCluster::stop() const
{
    if (!QFileInfo::exists(dataFolder() + QStringLiteral("/postmaster.pid"))) {
        return {};
    }
    const auto account = ServerAccount::find();
    const auto bin = programs();
    if (!account || !bin) {
        return tl::make_unexpected(account ? bin.error() : account.error());
    }
    // A file that a power cut left is no running server.
    if (!account->run(*bin + QStringLiteral("/pg_ctl"), {QStringLiteral("status"), QStringLiteral("-D"), dataFolder()},
                      m_folder)) {
        return {};
    }
    return account
        ->run(*bin + QStringLiteral("/pg_ctl"),
              {QStringLiteral("stop"), QStringLiteral("-D"), dataFolder(), QStringLiteral("-m"), QStringLiteral("fast"),
               QStringLiteral("-w"), QStringLiteral("-s")},
              m_folder)
        .map([](const QByteArray&) {});
}

QString PostgresCluster::connection(int port) const
{
    return connectionOf(QLatin1StringView(role), QLatin1StringView(role), port);
}

QString PostgresCluster::connectionOf(const QString& user, const QString& database, int port) const
{
    QString file = m_folder + QStringLiteral("/passwords");
    file.replace(QLatin1Char('\\'), QStringLiteral("\\\\")).replace(QLatin1Char('\''), QStringLiteral("\\'"));
    return QStringLiteral("host=127.0.0.1 port=%1 dbname=%2 user=%3 passfile='%4'").arg(port).arg(database, user, file);
}

Made<QByteArray> PostgresCluster::query(const QString& connection, const QByteArray& sql) const
{
    const auto bin = programs();
    if (!bin) {
        return tl::make_unexpected(bin.error());
    }
    return runProgram(*bin + QStringLiteral("/psql"),
                      {QStringLiteral("-XqwAt"), QStringLiteral("-vON_ERROR_STOP=1"), QStringLiteral("-d"), connection},
                      sql);
}

}  // namespace demo
