#include "catalog/encode.h"
#include "catalog/load.h"
#include "catalog/outline.h"
#include "generated.h"

#include <QtTest/QtTest>
#include <chrono>
#include <cstdlib>

using namespace catalog;

namespace {

constexpr unsigned catalogs = 300;

QByteArray contents(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void put(const QString& path, const QByteArray& bytes)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("cannot write %s", qPrintable(path));
}

QByteArray described(const Errors& errors)
{
    QByteArray text;
    for (const Error& error : errors)
        text += QByteArray::number(int(error.code)) + " at " + QByteArray::number(error.place.line) + ":" +
                QByteArray::number(error.place.column) + " " + QByteArray::fromStdString(error.subject) + "\n";
    return text;
}

/// The catalog without what a plan does not read.
Catalog withoutInstalls(Catalog catalog)
{
    catalog.scripts.clear();
    for (Release& release : catalog.releases)
        release.install = {};
    return catalog;
}

}  // namespace

class TestCatalogForms : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;

    QString path(const char* name) { return m_folder.filePath(QString::fromLatin1(name)); }
    std::string text(const char* name) { return path(name).toStdString(); }

    Loaded sample(unsigned seed)
    {
        put(path("sample.yaml"), QByteArray::fromStdString(writeYaml(generatedCatalog(seed))));
        return load(text("sample.yaml")).value();
    }

private Q_SLOTS:
    void everyFormGivesTheSameCatalog()
    {
        std::size_t releases = 0;
        std::size_t installs = 0;
        for (unsigned seed = 0; seed < catalogs; ++seed) {
            const Node document = generatedCatalog(seed);
            put(path("a.yaml"), QByteArray::fromStdString(writeYaml(document)));
            const auto loaded = load(text("a.yaml"));
            if (!loaded)
                QFAIL(("seed " + QByteArray::number(seed) + ": " + described(loaded.error())).constData());
            releases += loaded->catalog.releases.size();
            for (const Release& release : loaded->catalog.releases)
                installs += release.install.empty() ? 0 : 1;

            put(path("b.json"), QByteArray::fromStdString(writeJson(document, 1)));
            put(path("c.yaml"), QByteArray::fromStdString(exportYaml(loaded->catalog)));
            put(path("d.json"), QByteArray::fromStdString(writeJson(encode(loaded->catalog))));
            const auto written = compile(loaded->catalog, text("e.cairn"));
            QVERIFY(written.has_value());
            for (const char* name : {"b.json", "c.yaml", "d.json", "e.cairn"}) {
                const auto again = load(text(name));
                if (!again)
                    QFAIL(("seed " + QByteArray::number(seed) + " as " + name + ": " + described(again.error()))
                              .constData());
                QVERIFY2(again->catalog == loaded->catalog, (QByteArray::number(seed) + " as " + name).constData());
                QCOMPARE(again->digest, loaded->digest);
            }
            const auto planning = load(text("e.cairn"), LoadScope::planning);
            QVERIFY(planning.has_value());
            QVERIFY(planning->catalog == withoutInstalls(loaded->catalog));
            QCOMPARE(planning->digest, loaded->digest);
            for (std::size_t i = 0; i < loaded->catalog.releases.size(); ++i) {
                const auto release = static_cast<ReleaseIndex>(i);
                QVERIFY(encodeOutline(planning->installOf(release)) == encodeOutline(loaded->installOf(release)));
            }
            QVERIFY(encode(loaded->catalog) == encode(load(text("c.yaml"))->catalog));
        }
        QVERIFY(releases > 1000);
        QVERIFY(installs > 200);
    }

    void differentCatalogsHaveDifferentDigests()
    {
        std::set<std::string> digests;
        for (unsigned seed = 0; seed < 40; ++seed)
            digests.insert(sample(seed).digest.text());
        QCOMPARE(digests.size(), std::size_t{40});
        Loaded loaded = sample(3);
        loaded.catalog.scripts["sql/more.sql"] = "SELECT 1;\n";
        QVERIFY(digestOf(loaded.catalog) != loaded.digest);
    }

    void compilingTwiceGivesTheSameBytes()
    {
        for (unsigned seed = 0; seed < 20; ++seed) {
            const Loaded loaded = sample(seed);
            QVERIFY(compile(loaded.catalog, text("one.cairn")).has_value());
            QVERIFY(compile(loaded.catalog, text("two.cairn")).has_value());
            QCOMPARE(contents(path("one.cairn")), contents(path("two.cairn")));
        }
    }

    void aFailedWriteLeavesTheOldFile()
    {
        const Loaded loaded = sample(1);
        const auto nowhere = compile(loaded.catalog, text("no/such/folder/a.cairn"));
        QVERIFY(!nowhere);
        QCOMPARE(int(nowhere.error().code), int(ErrorCode::cannotWrite));
        QVERIFY(QDir().mkpath(path("taken.cairn/inside")));
        QVERIFY(!compile(loaded.catalog, text("taken.cairn")));
        QVERIFY(QFileInfo::exists(path("taken.cairn/inside")));
        QVERIFY(!QFileInfo::exists(path("taken.cairn.part")));
    }

    void aReadOnlyFolderWillDo()
    {
        const Loaded loaded = sample(2);
        QVERIFY(QDir().mkpath(path("read only?#%")));
        const QString file = path("read only?#%/a.cairn");
        QVERIFY(compile(loaded.catalog, file.toStdString()).has_value());
        QVERIFY(QFile::setPermissions(path("read only?#%"), QFile::ReadOwner | QFile::ExeOwner));
        QCOMPARE(load(file.toStdString())->digest, loaded.digest);
        QCOMPARE(QDir(path("read only?#%")).entryList(QDir::Files).size(), 1);
        QVERIFY(QFile::setPermissions(path("read only?#%"), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    }

    void truncatedFilesAreDamaged()
    {
        const Loaded loaded = sample(5);
        QVERIFY(compile(loaded.catalog, text("whole.cairn")).has_value());
        const QByteArray whole = contents(path("whole.cairn"));
        for (qsizetype length = 0; length < whole.size(); length += 997) {
            put(path("cut.cairn"), whole.left(length));
            for (const LoadScope scope : {LoadScope::planning, LoadScope::everything})
                QVERIFY(!load(text("cut.cairn"), scope));
        }
        put(path("cut.cairn"), whole.left(whole.size() - 4096));
        QCOMPARE(int(load(text("cut.cairn")).error().front().code), int(ErrorCode::storeDamaged));
        put(path("cut.cairn"), whole + QByteArray(4096, '\0'));
        QVERIFY(!load(text("cut.cairn")));
    }

    void flippedBitsAreFoundOrChangeNothing()
    {
        const Loaded loaded = sample(7);
        QVERIFY(compile(loaded.catalog, text("whole.cairn")).has_value());
        const QByteArray whole = contents(path("whole.cairn"));
        const Catalog planned = withoutInstalls(loaded.catalog);
        int found = 0;
        int harmless = 0;
        std::srand(1);
        // Every byte of the first page's header, then a sample of all the rest.
        for (qsizetype at = 0; at < whole.size(); at += at < 200 ? 1 : 1 + std::rand() % 60) {
            QByteArray flipped = whole;
            flipped[at] = static_cast<char>(flipped[at] ^ (1 << (std::rand() % 8)));
            put(path("flip.cairn"), flipped);
            const auto everything = load(text("flip.cairn"));
            const auto planning = load(text("flip.cairn"), LoadScope::planning);
            if (everything) {
                QVERIFY2(everything->catalog == loaded.catalog, QByteArray::number(at).constData());
                QCOMPARE(everything->digest, loaded.digest);
            }
            if (planning) {
                QVERIFY2(planning->catalog == planned, QByteArray::number(at).constData());
                QCOMPARE(planning->digest, loaded.digest);
            }
            (everything ? harmless : found) += 1;
        }
        qInfo("%d of %d flips were found, the others changed nothing", found, found + harmless);
        QVERIFY(found > 100);
        QVERIFY(harmless > 0);
    }

    void anSqliteFileThatIsNoCatalogIsForeign()
    {
        const Loaded loaded = sample(9);
        QVERIFY(compile(loaded.catalog, text("a.cairn")).has_value());
        QByteArray bytes = contents(path("a.cairn"));
        bytes[68] = 'X';
        put(path("b.sqlite"), bytes);
        QCOMPARE(int(load(text("b.sqlite")).error().front().code), int(ErrorCode::storeForeign));
        bytes = contents(path("a.cairn"));
        bytes[63] = 1;
        put(path("b.cairn"), bytes);
        const Error error = load(text("b.cairn")).error().front();
        QCOMPARE(int(error.code), int(ErrorCode::formatVersion));
        QCOMPARE(error.place.file, text("b.cairn"));
    }
};

QTEST_GUILESS_MAIN(TestCatalogForms)
#include "test_catalog_forms.moc"
