#include "app/cli/output.h"

#include "app/cli/exit_code.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QSaveFile>
#include <algorithm>

namespace cli {

namespace {

struct OutputText {
    Q_DECLARE_TR_FUNCTIONS(Output)
};

QString name(Format format)
{
    switch (format) {
    case Format::text:
        return QStringLiteral("text");
    case Format::json:
        return QStringLiteral("json");
    case Format::markdown:
        return QStringLiteral("markdown");
    case Format::html:
        return QStringLiteral("html");
    case Format::dot:
        return QStringLiteral("dot");
    case Format::ical:
        return QStringLiteral("ical");
    case Format::csv:
        return QStringLiteral("csv");
    case Format::table:
        return QStringLiteral("table");
    case Format::sarif:
        return QStringLiteral("sarif");
    }
    return {};
}

}  // namespace

Usage<Format> readFormat(const QString& option, const std::vector<Format>& offered)
{
    if (option.isNull()) {
        return offered.front();
    }
    QStringList known;
    for (const Format format : offered) {
        known.push_back(name(format));
    }
    return oneOf(QStringLiteral("--format"), option, known).map([&](const QString& found) {
        return offered[static_cast<std::size_t>(known.indexOf(found))];
    });
}

QString written(const app::Page& page, Format format, const app::TextStyle& style)
{
    switch (format) {
    case Format::markdown:
        return app::writeMarkdown(page);
    case Format::html:
        return app::writeHtml(page);
    default:
        return app::writeText(page, style);
    }
}

bool isStream(const QString& path)
{
    const QFileInfo there(path);
    return there.exists() && !there.isFile() && !there.isDir();
}

catalog::Result<void> writeFile(const QString& path, const QByteArray& bytes)
{
    const auto failure = [&path](const QString& words) {
        const std::string subject = QStringLiteral("%1 (%2)").arg(path, words).toStdString();
        return tl::unexpected(catalog::Error{catalog::ErrorCode::cannotWrite, {}, subject, {}, {}});
    };
    if (QFileInfo(path).isDir()) {
        return failure(OutputText::tr("it is a folder"));
    }
    if (isStream(path)) {
        QFile device(path);
        if (!device.open(QIODevice::WriteOnly | QIODevice::Unbuffered) || device.write(bytes) != bytes.size()) {
            return failure(device.errorString());
        }
        return {};
    }
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit()) {
        return failure(file.errorString());
    }
    return {};
}

std::optional<int> deliver(const QString& text, const QString& file, Console& console)
{
    if (file.isEmpty() || file == QStringLiteral("-")) {
        console.answer(text);
        return std::nullopt;
    }
    const catalog::Result<void> done = writeFile(file, text.toUtf8());
    if (!done) {
        console.complain(done.error());
        return code(Exit::internalError);
    }
    return std::nullopt;
}

int tell(const UsageError& error, Console& console)
{
    console.complain(error.sentence);
    const QString command = error.command.isEmpty() ? QString() : error.command + QLatin1Char(' ');
    console.complain(OutputText::tr("`cairn %1--help` shows what there is.").arg(command));
    return code(Exit::usage);
}

}  // namespace cli
