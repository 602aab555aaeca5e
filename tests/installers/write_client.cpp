#include "tests/installers/write_client.h"

#include <QDateTime>
#include <arpa/inet.h>
#include <chrono>
#include <netinet/in.h>
#include <string>
#include <sys/socket.h>
#include <unistd.h>

namespace mini {

namespace {

constexpr std::chrono::milliseconds betweenWrites{7};

/// Everything that the port answers; empty: nobody does, or not in time.
std::string answerOf(int port, const std::string& request)
{
    const int client = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const timeval patience{2, 0};
    ::setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    std::string answer;
    if (::connect(client, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 &&
        ::send(client, request.data(), request.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(request.size())) {
        char bytes[1024];
        for (ssize_t got = ::read(client, bytes, sizeof bytes); got > 0; got = ::read(client, bytes, sizeof bytes))
            answer.append(bytes, static_cast<std::size_t>(got));
    }
    ::close(client);
    return answer;
}

}  // namespace

WriteClient::WriteClient(int port) : m_thread([this, port] { write(port); }) {}

WriteClient::~WriteClient()
{
    m_stop = true;
    if (m_thread.joinable())
        m_thread.join();
}

WriteClient::Log WriteClient::stop()
{
    m_stop = true;
    if (m_thread.joinable())
        m_thread.join();
    return m_log;
}

void WriteClient::write(int port)
{
    for (bool last = false; !last;) {
        last = m_stop;
        Acknowledged one;
        one.number = ++m_log.sent;
        one.sent = QDateTime::currentMSecsSinceEpoch();
        const std::string answer = answerOf(port, "GET /write/" + std::to_string(one.number) +
                                                      " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        one.answered = QDateTime::currentMSecsSinceEpoch();
        const std::size_t body = answer.find("\r\n\r\n");
        if (answer.starts_with("HTTP/1.1 200") && body != std::string::npos) {
            one.version = QString::fromStdString(answer.substr(body + 4)).trimmed();
            m_log.acknowledged.push_back(one);
        }
        if (!last)
            std::this_thread::sleep_for(betweenWrites);
    }
}

}  // namespace mini
