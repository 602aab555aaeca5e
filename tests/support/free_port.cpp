#include "tests/support/free_port.h"

#include <QCoreApplication>
#include <QTcpServer>
#include <algorithm>
#include <cstddef>
#include <string>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace support {

namespace {

/// A name among the machine's processes that goes with this one: while a service is stopped its port looks free to
/// others.
bool reserve(int port)
{
    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    const std::string name = "cairn-test-port-" + std::to_string(port);
    std::copy(name.begin(), name.end(), address.sun_path + 1);
    const int held = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 + name.size());
    if (held >= 0 && ::bind(held, reinterpret_cast<const sockaddr*>(&address), size) == 0)
        return true;  // held for as long as the process lives
    ::close(held);
    return false;
}

}  // namespace

int freePort()
{
    constexpr int lowest = 10000;  // demo sites take theirs from 18080 on
    constexpr int pairs = 4000;
    const auto isFree = [](int port) {
        QTcpServer server;
        return server.listen(QHostAddress(QHostAddress::LocalHost), static_cast<quint16>(port));
    };
    for (int i = 0; i < pairs; ++i) {
        const int port = lowest + 2 * static_cast<int>((QCoreApplication::applicationPid() + i) % pairs);
        if (reserve(port) && isFree(port) && isFree(port + 1))
            return port;
    }
    return lowest;
}

}  // namespace support
