#include "catalog/schema/action_json.h"
#include "catalog/schema/reader_process.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace schema {

namespace {

constexpr std::size_t largestStatement = 16U * 1024 * 1024;
constexpr std::size_t largestAnswer = 256U * 1024 * 1024;
constexpr int mostEndsInARow = 200;

/// A running cairn-sql and the socket that is its stdin and stdout.
class Child {
public:
    Child() = default;
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;
    ~Child() { end(); }

    [[nodiscard]] bool running() const { return m_pid > 0; }
    [[nodiscard]] int socket() const { return m_socket; }

    bool start(const std::string& program)
    {
        std::array<int, 2> ends{};
        if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) {
            return false;
        }
        posix_spawn_file_actions_t actions;
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_adddup2(&actions, ends[1], STDIN_FILENO);
        posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
        std::string path = program;
        std::array<char*, 2> arguments{path.data(), nullptr};
        pid_t pid = 0;
        const int failure = ::posix_spawn(&pid, path.c_str(), &actions, nullptr, arguments.data(), environ);
        posix_spawn_file_actions_destroy(&actions);
        ::close(ends[1]);
        if (failure != 0) {
            ::close(ends[0]);
            return false;
        }
        ::fcntl(ends[0], F_SETFL, O_NONBLOCK);
        m_pid = pid;
        m_socket = ends[0];
        return true;
    }

    void end()
    {
        if (m_pid <= 0) {
            return;
        }
        ::close(m_socket);
        ::kill(m_pid, SIGKILL);
        while (::waitpid(m_pid, nullptr, 0) < 0 && errno == EINTR) {
        }
        m_pid = 0;
        m_socket = -1;
    }

private:
    pid_t m_pid = 0;
    int m_socket = -1;
};

class ReaderProcess : public StatementReader {
public:
    explicit ReaderProcess(ReaderProcessOptions options) : m_options(std::move(options)) {}

    std::vector<ReadAnswer> read(const std::vector<std::string_view>& statements) override
    {
        m_statements = &statements;
        m_answers.assign(statements.size(), {});
        m_next = 0;
        m_queued = 0;
        int endsInARow = 0;
        while (refuseUnsendable(), m_next < statements.size()) {
            if (!m_child.running() && !start()) {
                failTheRest(ReadFailure::readerMissing);
                break;
            }
            const std::size_t before = m_next;
            const ReadFailure failure = exchange();
            endsInARow = m_next > before ? 0 : endsInARow + 1;
            if (failure != ReadFailure::none) {
                giveUpOnOne(failure);
            }
            if (endsInARow > mostEndsInARow) {
                failTheRest(ReadFailure::readerEnded);
            }
        }
        return std::move(m_answers);
    }

private:
    bool start()
    {
        m_sending.clear();
        m_received.clear();
        m_queued = m_next;
        return m_child.start(m_options.program);
    }

    [[nodiscard]] bool isSendable(std::size_t index) const
    {
        const std::string_view text = (*m_statements)[index];
        return text.size() <= largestStatement && text.find('\0') == std::string_view::npos;
    }

    void refuseUnsendable()
    {
        while (m_next < m_statements->size() && !isSendable(m_next)) {
            m_answers[m_next].failure =
                (*m_statements)[m_next].size() > largestStatement ? ReadFailure::tooLarge : ReadFailure::nulByte;
            ++m_next;
        }
    }

    void failTheRest(ReadFailure failure)
    {
        for (; m_next < m_statements->size(); ++m_next) {
            m_answers[m_next].failure = failure;
        }
    }

    void queueMore()
    {
        constexpr std::size_t enough = 1U << 16;
        m_queued = std::max(m_queued, m_next);
        while (m_sending.size() < enough && m_queued < m_statements->size()) {
            if (isSendable(m_queued)) {
                const std::string_view text = (*m_statements)[m_queued];
                m_sending += m_answers[m_queued].bodiesSkipped ? "n " : "b ";
                m_sending += std::to_string(text.size());
                m_sending += '\n';
                m_sending += text;
            }
            ++m_queued;
        }
    }

    /// Talks until all answers are there or the child has failed.
    ReadFailure exchange()
    {
        while (m_next < m_statements->size()) {
            queueMore();
            pollfd waiting{m_child.socket(), static_cast<short>(POLLIN | (m_sending.empty() ? 0 : POLLOUT)), 0};
            const int ready = ::poll(&waiting, 1, static_cast<int>(m_options.patience.count()));
            if (ready < 0 && errno == EINTR) {
                continue;
            }
            if (ready <= 0) {
                return ReadFailure::readerSlow;
            }
            if ((waiting.revents & POLLOUT) != 0) {
                send();
            }
            if ((waiting.revents & (POLLIN | POLLHUP | POLLERR)) != 0 && !receive()) {
                return ReadFailure::readerEnded;
            }
            refuseUnsendable();
        }
        return ReadFailure::none;
    }

    void send()
    {
        const ssize_t sent = ::send(m_child.socket(), m_sending.data(), m_sending.size(), MSG_NOSIGNAL);
        if (sent > 0) {
            m_sending.erase(0, static_cast<std::size_t>(sent));
        }
    }

    bool receive()
    {
        std::array<char, 1U << 16> buffer{};
        const ssize_t got = ::recv(m_child.socket(), buffer.data(), buffer.size(), 0);
        if (got < 0) {
            return errno == EAGAIN || errno == EINTR;
        }
        if (got == 0 || m_received.size() > largestAnswer) {
            return false;
        }
        m_received.append(buffer.data(), static_cast<std::size_t>(got));
        std::size_t start = 0;
        for (std::size_t end = m_received.find('\n'); end != std::string::npos; end = m_received.find('\n', start)) {
            refuseUnsendable();
            std::optional<ReadStatement> statement =
                readStatement(std::string_view(m_received).substr(start, end - start));
            if (!statement || m_next >= m_statements->size()) {
                return false;
            }
            m_answers[m_next++].statement = std::move(*statement);
            start = end + 1;
        }
        m_received.erase(0, start);
        return true;
    }

    /// The first statement without an answer is the one that the child failed on. It may have been the body of a block:
    /// then the statement gets a second chance without.
    void giveUpOnOne(ReadFailure failure)
    {
        m_child.end();
        ReadAnswer& answer = m_answers[m_next];
        if (!answer.bodiesSkipped) {
            answer.bodiesSkipped = true;
            return;
        }
        answer.failure = failure;
        answer.bodiesSkipped = false;
        ++m_next;
    }

    ReaderProcessOptions m_options;
    Child m_child;
    const std::vector<std::string_view>* m_statements = nullptr;
    std::vector<ReadAnswer> m_answers;
    std::string m_sending;
    std::string m_received;
    std::size_t m_next = 0;    ///< the first without an answer
    std::size_t m_queued = 0;  ///< the first that was not handed to the child yet
};

}  // namespace

std::unique_ptr<StatementReader> makeReaderProcess(ReaderProcessOptions options)
{
    return std::make_unique<ReaderProcess>(std::move(options));
}

}  // namespace schema
