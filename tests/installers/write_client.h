#pragma once

#include <QString>
#include <QtGlobal>
#include <atomic>
#include <thread>
#include <vector>

namespace mini {

/// A client that writes numbers through the mini product's service, one after another, from its making until stop(),
/// and keeps what the service acknowledged.
class WriteClient {
public:
    explicit WriteClient(int port);
    ~WriteClient();
    WriteClient(const WriteClient&) = delete;
    WriteClient& operator=(const WriteClient&) = delete;

    struct Acknowledged {
        int number = 0;
        qint64 sent = 0;      ///< milliseconds since 1970
        qint64 answered = 0;  ///< likewise
        QString version;      ///< who answered: "mini 2.0"
    };
    /// `sent` numbers were tried, 1 to `sent`.
    struct Log {
        std::vector<Acknowledged> acknowledged;
        int sent = 0;
    };
    /// Writes once more and tells.
    [[nodiscard]] Log stop();

private:
    void write(int port);
    std::atomic<bool> m_stop = false;
    Log m_log;
    std::thread m_thread;
};

}  // namespace mini
