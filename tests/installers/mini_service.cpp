// The product of the runner's tests: `mini-service start DATABASE VERSION SCHEMA PORT PIDFILE` becomes a service that
// answers every request with its version, `mini-service stop PIDFILE` ends it. GET /write/NUMBER stores the number and
// is answered when it is committed. Started against a schema it does not know, it fails. Plain POSIX, so that hundreds
// of starts take no time.
#include "tests/installers/mini_store.h"

#include <arpa/inet.h>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <netinet/in.h>
#include <string>
#include <sys/file.h>
#include <sys/socket.h>
#include <unistd.h>

namespace {

int schemaOf(const std::string& database)
{
    const auto answer = mini::Store::open(database)->ask("SELECT schema FROM meta");
    return answer ? std::atoi(answer->c_str()) : -1;
}

/// A later release may have left word that its database works with this schema, too.
bool worksWith(const std::string& database, int schema)
{
    const int found = schemaOf(database);
    if (found <= schema)
        return found == schema;
    const auto compat = mini::Store::open(database)->ask("SELECT compat FROM meta");
    return compat && std::atoi(compat->c_str()) <= schema && !compat->empty();
}

int listenAt(int port)
{
    const int server = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int yes = 1;
    ::setsockopt(server, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::bind(server, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 || ::listen(server, 16) != 0)
        return -1;
    return server;
}

/// The number of "GET /write/NUMBER HTTP/1.1"; 0: another request.
long numberIn(const std::string& request)
{
    constexpr const char* prefix = "GET /write/";
    return request.starts_with(prefix) ? std::atol(request.c_str() + std::strlen(prefix)) : 0;
}

/// The database is opened by the first request that writes.
[[noreturn]] void serve(int server, const std::string& version, const std::string& database)
{
    std::unique_ptr<mini::Store> store;
    while (true) {
        const int client = ::accept4(server, nullptr, nullptr, SOCK_CLOEXEC);
        if (client < 0)
            continue;
        char bytes[4096];
        const ssize_t got = ::read(client, bytes, sizeof bytes);
        const long number = got > 0 ? numberIn(std::string(bytes, static_cast<std::size_t>(got))) : 0;
        bool stored = true;
        if (number > 0) {
            if (!store)
                store = mini::Store::open(database);
            stored = store->ask("INSERT INTO request(id) VALUES(" + std::to_string(number) + ") RETURNING id") ==
                     std::to_string(number);
            if (!stored)
                store.reset();
        }
        const std::string body = stored ? "mini " + version + "\n" : "not stored\n";
        const std::string answer =
            std::string("HTTP/1.1 ") + (stored ? "200 OK" : "500 Error") +
            "\r\nContent-Type: text/plain\r\nConnection: close\r\nContent-Length: " + std::to_string(body.size()) +
            "\r\n\r\n" + body;
        if (got > 0 && ::write(client, answer.data(), answer.size()) < 0)
            std::perror("write");
        ::close(client);
    }
}

int start(const std::string& database, const std::string& version, int schema, int port, const char* pidFile)
{
    if (database != "none" && !worksWith(database, schema)) {
        std::fprintf(stderr, "release %s wants schema %d, found %d\n", version.c_str(), schema, schemaOf(database));
        return 3;
    }
    const int lock = ::open(pidFile, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (lock < 0 || ::flock(lock, LOCK_EX | LOCK_NB) != 0) {
        std::fprintf(stderr, "already running\n");
        return 4;
    }
    const int server = listenAt(port);
    if (server < 0) {
        std::perror("listen");
        return 5;
    }
    if (::fork() != 0)
        return 0;
    ::setsid();
    const std::string pid = std::to_string(::getpid()) + "\n";
    if (::ftruncate(lock, 0) != 0 || ::pwrite(lock, pid.data(), pid.size(), 0) < 0)
        return 6;
    serve(server, version, database);
}

int stop(const char* pidFile)
{
    for (int tries = 0; tries < 500; ++tries) {
        const int lock = ::open(pidFile, O_RDWR | O_CLOEXEC);
        if (lock < 0 || ::flock(lock, LOCK_EX | LOCK_NB) == 0) {
            if (lock >= 0)
                ::close(lock);
            return 0;
        }
        ::close(lock);
        int pid = 0;
        std::ifstream(pidFile) >> pid;
        if (pid > 1)
            ::kill(pid, SIGKILL);
        ::usleep(2000);
    }
    return 7;
}

}  // namespace

int main(int argc, char** argv)
{
    ::signal(SIGPIPE, SIG_IGN);
    if (argc == 7 && std::string(argv[1]) == "start")
        return start(argv[2], argv[3], std::atoi(argv[4]), std::atoi(argv[5]), argv[6]);
    if (argc == 3 && std::string(argv[1]) == "stop")
        return stop(argv[2]);
    return 2;
}
