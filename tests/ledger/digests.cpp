#include "tests/ledger/digests.h"

#include <QCryptographicHash>
#include <QRegularExpression>

namespace ledger {

demo::Made<QMap<QString, ArtefactEntry>> buildEntries(const QString& catalogFolder)
{
    const auto sources = demo::ProductSources::read(catalogFolder + QStringLiteral("/product"));
    if (!sources) {
        return tl::make_unexpected(sources.error());
    }
    QMap<QString, ArtefactEntry> entries;
    for (const demo::BuiltRelease& release : sources->releases()) {
        const auto bytes = sources->files(release).and_then(demo::pack);
        if (!bytes) {
            return tl::make_unexpected(bytes.error());
        }
        entries.insert(release.artefact(),
                       {bytes->size(), QCryptographicHash::hash(*bytes, QCryptographicHash::Sha256).toHex()});
    }
    return entries;
}

QString withEntries(const QString& yaml, const QMap<QString, ArtefactEntry>& entries)
{
    static const QRegularExpression pattern(
        QStringLiteral(R"(\{name: (?<name>[^,]+), size: \d+, sha256: [0-9a-f]{64}\})"));
    QString text;
    qsizetype end = 0;
    for (auto match = pattern.globalMatch(yaml); match.hasNext();) {
        const QRegularExpressionMatch found = match.next();
        const QString name = found.captured(QStringLiteral("name"));
        text += yaml.mid(end, found.capturedStart() - end);
        const auto entry = entries.find(name);
        text += entry == entries.end()
                    ? found.captured()
                    : QStringLiteral("{name: %1, size: %2, sha256: %3}")
                          .arg(name, QString::number(entry->size), QString::fromLatin1(entry->sha256));
        end = found.capturedEnd();
    }
    return text + yaml.mid(end);
}

}  // namespace ledger
