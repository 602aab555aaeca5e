#include "app/cli/console.h"

#include "app/shared/error_text.h"
#include "app/shared/terminal_safe.h"

#include <QCoreApplication>
#include <algorithm>

namespace cli {

namespace {

constexpr int narrowest = 40;
constexpr int widest = 100;

struct Diagnostics {
    Q_DECLARE_TR_FUNCTIONS(Diagnostics)
};

/// Empty when everything was written, else the system's words.
QString writeAll(QIODevice& device, const QByteArray& bytes)
{
    qint64 written = 0;
    while (written < bytes.size()) {
        const qint64 now = device.write(bytes.constData() + written, bytes.size() - written);
        if (now <= 0) {
            return device.errorString();
        }
        written += now;
    }
    return {};
}

}  // namespace

app::TextStyle Console::style() const
{
    app::TextStyle style;
    style.width = m_streams.outScreen == Screen::terminal ? std::clamp(m_streams.width, narrowest, widest) : widest;
    style.colour = m_streams.outScreen == Screen::terminal ? m_streams.colour : app::Colour::none;
    return style;
}

void Console::answer(const QString& text) { answer(text.toUtf8()); }

void Console::answer(const QByteArray& utf8)
{
    if (m_failure.isEmpty()) {
        m_failure = writeAll(m_streams.out, utf8);
    }
}

void Console::answer(const app::Page& page) { answer(app::writeText(page, style())); }

void Console::note(const QString& text)
{
    // There is nowhere to say that stderr is closed.
    static_cast<void>(writeAll(m_streams.err, app::terminalSafe(text).toUtf8() + '\n'));
}

void Console::complain(const QString& sentence)
{
    //: A diagnostic of the command line; %1 is a whole sentence.
    note(Diagnostics::tr("cairn: %1").arg(sentence));
}

void Console::warn(const QString& sentence)
{
    //: A diagnostic of the command line; %1 is a whole sentence.
    note(Diagnostics::tr("cairn: warning: %1").arg(sentence));
}

void Console::complain(const catalog::Error& error) { complain(app::placedSentence(error)); }

void Console::complain(const catalog::Errors& errors)
{
    for (const catalog::Error& error : errors) {
        complain(error);
    }
    if (errors.size() >= catalog::maximumErrors) {
        complain(
            Diagnostics::tr("There may be more; these are the first %n.", nullptr, static_cast<int>(errors.size())));
    }
}

void Console::progress(const QString& text) { static_cast<void>(writeAll(m_streams.err, text.toUtf8())); }

void Console::hint(const QString& sentence)
{
    if (m_streams.errScreen == Screen::terminal) {
        note(sentence);
    }
}

}  // namespace cli
