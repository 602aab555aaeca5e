#include "catalog/load.h"
#include "catalog/schema/derive.h"
#include "tests/catalog/schema/postgres_review.h"

#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

/// What the scripts of a chain of releases say about the numbers that the catalog declares.
class TestSchemaDerive : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theSamplesNumbersFollowFromItsScripts_data()
    {
        QTest::addColumn<int>("database");
        QTest::newRow("postgresql") << static_cast<int>(catalog::DatabaseKind::postgresql);
        QTest::newRow("sqlite") << static_cast<int>(catalog::DatabaseKind::sqlite);
    }
    void theSamplesNumbersFollowFromItsScripts()
    {
        QFETCH(const int, database);
        const std::string sample = qEnvironmentVariable("CAIRN_SOURCE_DIR").toStdString() + "/catalog/samples/ledger";
        catalog::Checked<catalog::Loaded> loaded = catalog::load(sample);
        QVERIFY(loaded.has_value());
        const catalog::Catalog declared = loaded->catalog;
        for (catalog::Release& release : loaded->catalog.releases) {
            release.compat.reset();
            release.compatExpanded.reset();
        }
        const auto kind = static_cast<catalog::DatabaseKind>(database);
        const std::vector<schema::DerivedCompat> derived = derive(loaded->catalog, kind);
        QCOMPARE(derived.size(), declared.releases.size());
        const std::int64_t oldest = declared.releases.front().compat->value;
        QStringList differences;
        for (const schema::DerivedCompat& one : derived) {
            const catalog::Release& release = declared.at(one.release);
            const auto compare = [&](const char* what, std::int64_t is, std::int64_t should) {
                if (std::max(is, oldest) != should)
                    differences << QStringLiteral("%1 %2: derived %3, declared %4")
                                       .arg(QString::fromStdString(release.version.text), QString::fromUtf8(what))
                                       .arg(is)
                                       .arg(should);
            };
            compare("compat", one.compat.value, release.compat->value);
            QVERIFY2(one.compatExpanded.value <= release.compatExpanded.value_or(*release.compat).value,
                     release.version.text.c_str());
            if (release.compatExpanded && release.migrations && !release.migrations->empty())
                compare("compat_expanded", one.compatExpanded.value, release.compatExpanded->value);
        }
        QCOMPARE(differences.join(QLatin1Char('\n')), QString());
    }

    void aCompatBelowTheScriptsNamesTheStatement_data()
    {
        QTest::addColumn<QString>("second");
        QTest::addColumn<int>("compat");
        QTest::addColumn<int>("code");  ///< of the one finding; -1: none
        const int below = static_cast<int>(catalog::FindingCode::compatBelowScripts);
        const int unproven = static_cast<int>(catalog::FindingCode::compatUnproven);
        QTest::newRow("dropped too early") << "ALTER TABLE t DROP COLUMN a;" << 1 << below;
        QTest::newRow("declared right") << "ALTER TABLE t DROP COLUMN a;" << 2 << -1;
        QTest::newRow("said to be retired")
            << "-- cairn: retired 0.9 because 0.9 read it last\nALTER TABLE t DROP COLUMN a;" << 1 << -1;
        QTest::newRow("said to be harmless")
            << "-- cairn: neutral because nobody reads it\nALTER TABLE t DROP COLUMN a;" << 1 << -1;
        QTest::newRow("accepted is still a break")
            << "-- cairn: accept because the window is long\nALTER TABLE t DROP COLUMN a;" << 1 << below;
        QTest::newRow("made and dropped at once") << "CREATE TABLE x (a int); DROP TABLE x;" << 1 << -1;
        QTest::newRow("nobody knows") << "CALL fix_everything();" << 1 << unproven;
        QTest::newRow("expanding") << "ALTER TABLE t ADD COLUMN b int;" << 1 << -1;
        QTest::newRow("added and then demanded")
            << "ALTER TABLE t ADD COLUMN b int NOT NULL DEFAULT 1;\nALTER TABLE t ALTER b "
               "DROP DEFAULT;"
            << 1 << below;
    }
    void aCompatBelowTheScriptsNamesTheStatement()
    {
        QFETCH(const QString, second);
        QFETCH(const int, compat);
        QFETCH(const int, code);
        QTemporaryDir folder;
        const QByteArray yaml =
            "cairn: 1\nproduct: {id: p}\nreleases:\n"
            "  - {version: \"0.9\", schema: 0, compat: 0, migrations: []}\n"
            "  - {version: \"1.0\", schema: 1, compat: 1, migrations: [{id: a, sql: {postgresql: a.sql}}]}\n"
            "  - {version: \"2.0\", schema: 2, compat: " +
            QByteArray::number(compat) + ", migrations: [{id: b, sql: {postgresql: b.sql}}]}\n";
        write(folder, "catalog.yaml", yaml);
        write(folder, "a.sql", "CREATE TABLE t (id int PRIMARY KEY, a int);\n");
        write(folder, "b.sql", second.toUtf8());
        const catalog::Checked<catalog::Loaded> loaded = catalog::load(folder.path().toStdString());
        QVERIFY(loaded.has_value());
        const std::vector<catalog::Finding> findings =
            schema::checkCompat(loaded->catalog, derive(loaded->catalog, catalog::DatabaseKind::postgresql));
        if (code < 0) {
            QCOMPARE(findings.size(), std::size_t{0});
            return;
        }
        QCOMPARE(findings.size(), std::size_t{1});
        QCOMPARE(static_cast<int>(findings[0].code), code);
        QCOMPARE(findings[0].place.file, std::string("b.sql"));
        QCOMPARE(findings[0].subject, std::string("2.0"));
        QCOMPARE(findings[0].expected, std::vector<std::string>{"2"});
    }

private:
    static std::vector<schema::DerivedCompat> derive(const catalog::Catalog& catalog, catalog::DatabaseKind database)
    {
        const std::unique_ptr<schema::StatementReader> reader = given::statementReader();
        std::unique_ptr<schema::Reviewer> reviewer = database == catalog::DatabaseKind::sqlite
                                                         ? schema::makeSqliteReviewer()
                                                         : schema::makePostgresReviewer(*reader, 150);
        return schema::deriveCompat(catalog, schema::reviewHistory(catalog, database, std::move(reviewer)));
    }
    static void write(const QTemporaryDir& folder, const char* name, const QByteArray& bytes)
    {
        QFile file(folder.filePath(QString::fromUtf8(name)));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(bytes), bytes.size());
    }
};

QTEST_GUILESS_MAIN(TestSchemaDerive)
#include "test_schema_derive.moc"
