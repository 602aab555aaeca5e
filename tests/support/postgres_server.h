#pragma once

#include <QString>
#include <QStringList>
#include <chrono>
#include <memory>
#include <optional>

class QProcess;

namespace support {

struct PostgresOptions {
    bool fsync = false;      ///< on where a test is about what a power cut leaves
    QStringList settings{};  ///< further lines of postgresql.conf: "max_connections = 20"
};

/// A PostgreSQL server of the machine's newest installed version, with its data in a folder of its own in memory, on
/// loopback and on a socket in that folder. It runs as an ordinary user, also for root, and ends with this process
/// however that ends. Over the socket everybody is trusted; over TCP the password is asked for.
class PostgresServer {
public:
    /// Why there can be none here, in words for QSKIP; empty: there can.
    [[nodiscard]] static QString missing();
    /// Nothing: it did not start, and what the server said was printed.
    [[nodiscard]] static std::unique_ptr<PostgresServer> start(const PostgresOptions& options = {});
    ~PostgresServer();
    PostgresServer(const PostgresServer&) = delete;
    PostgresServer& operator=(const PostgresServer&) = delete;

    /// The superuser, and what it has to say over TCP. A word that is found in a journal or log is a leak.
    static constexpr const char* user = "postgres";
    static constexpr const char* password = "Xyzzy-17-plugh";

    /// Makes an empty database, dropping one of that name with whoever is connected.
    [[nodiscard]] bool createDatabase(const QString& name) const;
    /// Runs SQL and gives what it selects, fields separated by |, rows by line feeds; nothing when it fails, the
    /// error being printed.
    [[nodiscard]] std::optional<QString> run(const QString& database, const QString& sql) const;

    [[nodiscard]] QString socketFolder() const { return m_folder; }
    [[nodiscard]] int port() const { return m_port; }
    /// libpq's keywords: what a site file says. Over the socket, no password needed.
    [[nodiscard]] QString conninfo(const QString& database) const;
    /// The same over TCP, where the password is asked for.
    [[nodiscard]] QString tcpConninfo(const QString& database) const;
    /// The first as psql's URI.
    [[nodiscard]] QString uri(const QString& database) const;
    /// The folder of psql, pg_dump and the rest.
    [[nodiscard]] static QString programs();

    enum class Stop { fast, crash };
    void stop(Stop how);
    [[nodiscard]] bool startAgain();
    [[nodiscard]] bool isRunning() const;

private:
    PostgresServer();
    [[nodiscard]] bool initialise(const PostgresOptions& options);
    [[nodiscard]] bool launch();
    QString m_folder;
    int m_port = 0;
    std::unique_ptr<QProcess> m_server;
};

}  // namespace support
