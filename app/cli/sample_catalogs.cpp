#include "app/cli/sample_catalogs.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

namespace cli {

namespace {

QStringList sampleFolders()
{
    const QString program = QCoreApplication::applicationDirPath();
    return {QStringLiteral(CAIRN_SAMPLES_IN_SOURCE),
            QDir::cleanPath(program + QStringLiteral("/" CAIRN_SAMPLES_FROM_BIN)),
            QDir::cleanPath(program + QStringLiteral("/" CAIRN_SAMPLES_FROM_LIBEXEC))};
}

}  // namespace

QStringList sampleCatalogs()
{
    for (const QString& folder : sampleFolders()) {
        QStringList names = QDir(folder).entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name);
        if (!names.isEmpty()) {
            return names;
        }
    }
    return {};
}

bool isBareName(const QString& text)
{
    return !text.isEmpty() && !text.contains(QLatin1Char('/')) && !text.contains(QLatin1Char('.'));
}

QString catalogPath(const QString& text)
{
    if (!isBareName(text) || QFileInfo::exists(text)) {
        return text;
    }
    for (const QString& folder : sampleFolders()) {
        QString place = folder + QLatin1Char('/') + text;
        if (QFileInfo(place).isDir()) {
            return place;
        }
    }
    return text;
}

}  // namespace cli
