#pragma once

#include "app/cli/console.h"

#include <QFileDevice>
#include <memory>
#include <optional>
#include <string_view>

namespace cli {

/// A long answer, written in pieces: to stdout, or to a file that appears when all of it is written and not before;
/// devices and pipes get it at once.
/// Collects small pieces, so that a row costs no system call.
class AnswerStream {
public:
    /// `file`: empty or "-" is stdout.
    AnswerStream(Console& console, const QString& file);

    [[nodiscard]] bool isOpen() const { return m_file == nullptr || m_file->isOpen(); }
    void write(std::string_view utf8);
    /// Leaves the file as it was.
    void discard();
    /// Writes what is left. Tells what went wrong and gives an exit code then.
    [[nodiscard]] std::optional<int> finish();

private:
    void flush();

    Console& m_console;
    QString m_path;
    std::unique_ptr<QFileDevice> m_file;
    QByteArray m_collected;
    bool m_failed = false;
};

}  // namespace cli
