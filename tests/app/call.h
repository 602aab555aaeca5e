#pragma once

#include "app/cli/cairn.h"

#include <QBuffer>
#include <QString>
#include <QStringList>

/// What one call of the command line did.
struct Called {
    int code = -1;
    QString out;
    QString err;
};

struct CallSettings {
    cli::Screen screen = cli::Screen::pipe;
    int width = 100;
    QDateTime now = QDateTime(QDate(2026, 11, 20), QTime(10, 0), Qt::UTC);
};

/// Calls the command line in this process, with buffers for its streams and a clock that stands still.
inline Called call(const QStringList& arguments, const CallSettings& settings = {})
{
    QBuffer out;
    QBuffer err;
    out.open(QIODevice::WriteOnly);
    err.open(QIODevice::WriteOnly);
    const cli::Streams streams{out,
                               err,
                               settings.screen,
                               settings.screen,
                               settings.width,
                               app::Colour::none,
                               [&settings] { return settings.now; },
                               [](std::chrono::milliseconds) {},
                               [] { return std::unique_ptr<installers::World>(); }};
    Called called;
    called.code = cli::main(arguments, streams);
    called.out = QString::fromUtf8(out.data());
    called.err = QString::fromUtf8(err.data());
    return called;
}

/// Words as a shell would split them; no quoting.
inline QStringList words(const char* line)
{
    return QString::fromUtf8(line).split(QLatin1Char(' '), Qt::SkipEmptyParts);
}
