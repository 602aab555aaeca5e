#pragma once

#include "app/shared/page.h"
#include "catalog/error.h"
#include "installers/world.h"

#include <QDateTime>
#include <QIODevice>
#include <QString>
#include <chrono>
#include <functional>
#include <memory>

namespace cli {

enum class Screen { pipe, terminal };

/// The outside of one call of the command line, so that a test can bring its own.
struct Streams {
    QIODevice& out;
    QIODevice& err;
    Screen outScreen = Screen::pipe;
    Screen errScreen = Screen::pipe;
    int width = 100;  ///< of the terminal, in columns
    app::Colour colour = app::Colour::none;
    std::function<QDateTime()> now;
    std::function<void(std::chrono::milliseconds)> sleep;
    std::function<std::unique_ptr<installers::World>()> makeWorld;  ///< called only by what touches a site
};

/// Writes answers to stdout and everything else to stderr, in UTF-8. A failed write is remembered and told once, at
/// the end, by whoever asks failed().
class Console {
public:
    explicit Console(const Streams& streams) : m_streams(streams) {}

    /// Answers: text that goes to stdout as it is.
    void answer(const QString& text);
    void answer(const QByteArray& utf8);
    /// An answer for people, fitted to the terminal.
    void answer(const app::Page& page);

    /// Diagnostics: one line each on stderr.
    void complain(const QString& sentence);
    void warn(const QString& sentence);
    void complain(const catalog::Error& error);
    void complain(const catalog::Errors& errors);
    /// As it is, for progress.
    void progress(const QString& text);
    /// One line of help for a person; nothing on a pipe.
    void hint(const QString& sentence);

    [[nodiscard]] const Streams& streams() const { return m_streams; }
    [[nodiscard]] app::TextStyle style() const;
    [[nodiscard]] bool failed() const { return !m_failure.isEmpty(); }
    [[nodiscard]] const QString& failure() const { return m_failure; }

private:
    void note(const QString& text);
    const Streams& m_streams;
    QString m_failure;
};

}  // namespace cli
