// ledger-pack CATALOG: builds the artefacts of the sample catalog from its sources and writes their sizes and digests
// into its releases-*.yaml. To be run after a change below product/.

#include "app/demo/text_file.h"
#include "tests/ledger/digests.h"

#include <QDir>
#include <QTextStream>

namespace {

demo::Made<int> rewrite(const QString& catalog)
{
    const auto entries = ledger::buildEntries(catalog);
    if (!entries) {
        return tl::make_unexpected(entries.error());
    }
    int changed = 0;
    const QFileInfoList files = QDir(catalog).entryInfoList({QStringLiteral("*.yaml")}, QDir::Files, QDir::Name);
    for (const QFileInfo& file : files) {
        const auto old = demo::readFile(file.filePath(), demo::ProblemCode::catalogMissing);
        if (!old) {
            return tl::make_unexpected(old.error());
        }
        const QByteArray text = ledger::withEntries(QString::fromUtf8(*old), *entries).toUtf8();
        if (text == *old) {
            continue;
        }
        if (auto written = demo::writeFile(file.filePath(), text); !written) {
            return tl::make_unexpected(written.error());
        }
        ++changed;
    }
    return changed;
}

}  // namespace

int main(int argc, char** argv)
{
    if (argc != 2) {
        QTextStream(stderr) << "usage: ledger-pack CATALOG-FOLDER\n";
        return 2;
    }
    const auto changed = rewrite(QString::fromLocal8Bit(argv[1]));
    if (!changed) {
        QTextStream(stderr) << "ledger-pack: " << changed.error().subject << '\n';
        return 1;
    }
    QTextStream(stdout) << *changed << " files changed\n";
    return 0;
}
