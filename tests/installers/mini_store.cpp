#include "tests/installers/mini_store.h"

#include <csignal>
#include <sqlite3.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace mini {

namespace {

class SqliteStore : public Store {
public:
    explicit SqliteStore(const std::string& path)
    {
        constexpr int patience = 5000;
        if (sqlite3_open_v2(path.c_str(), &m_database, SQLITE_OPEN_READWRITE, nullptr) == SQLITE_OK)
            sqlite3_busy_timeout(m_database, patience);
    }
    ~SqliteStore() override { sqlite3_close(m_database); }
    std::optional<std::string> ask(const std::string& statement) override
    {
        sqlite3_stmt* query = nullptr;
        std::optional<std::string> answer;
        if (sqlite3_prepare_v2(m_database, statement.c_str(), -1, &query, nullptr) == SQLITE_OK &&
            sqlite3_step(query) == SQLITE_ROW)
            answer = reinterpret_cast<const char*>(sqlite3_column_text(query, 0));
        if (answer && sqlite3_step(query) != SQLITE_DONE)
            answer.reset();
        return sqlite3_finalize(query) == SQLITE_OK ? answer : std::nullopt;
    }

private:
    sqlite3* m_database = nullptr;
};

/// A psql at the other end of a socket: it ends when this process does, whichever way.
class PostgresStore : public Store {
public:
    PostgresStore(const std::string& psql, const std::string& conninfo)
    {
        int ends[2] = {-1, -1};
        if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
            return;
        m_psql = ::fork();
        if (m_psql == 0) {
            ::dup2(ends[1], STDIN_FILENO);
            ::dup2(ends[1], STDOUT_FILENO);
            ::execl(psql.c_str(), "psql", "-XAtq", "-d", conninfo.c_str(), nullptr);
            ::_exit(127);
        }
        ::close(ends[1]);
        m_socket = ends[0];
    }
    ~PostgresStore() override
    {
        ::close(m_socket);
        if (m_psql > 0)
            ::waitpid(m_psql, nullptr, 0);
    }
    std::optional<std::string> ask(const std::string& statement) override
    {
        const std::string line = statement + ";\n\\echo .\n";
        std::string answer;
        if (::send(m_socket, line.data(), line.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(line.size()))
            return std::nullopt;
        while (answer != ".\n" && !answer.ends_with("\n.\n")) {
            char bytes[256];
            const ssize_t got = ::read(m_socket, bytes, sizeof bytes);
            if (got <= 0)
                return std::nullopt;
            answer.append(bytes, static_cast<std::size_t>(got));
        }
        return answer == ".\n" ? std::nullopt : std::optional(answer.substr(0, answer.find('\n')));
    }

private:
    pid_t m_psql = -1;
    int m_socket = -1;
};

}  // namespace

std::unique_ptr<Store> Store::open(const std::string& where)
{
    if (!where.starts_with("pg:"))
        return std::make_unique<SqliteStore>(where);
    const std::string rest = where.substr(3);
    const std::size_t colon = rest.find(':');
    return std::make_unique<PostgresStore>(rest.substr(0, colon), rest.substr(colon + 1));
}

}  // namespace mini
