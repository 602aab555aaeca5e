#include "app/shared/schema_text.h"
#include "tests/app/call.h"
#include "tests/app/enumerators.h"
#include "tests/app/folder.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest>

/// `cairn catalog classify` on plain folders of scripts and on catalogs.
class TestClassify : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<Folder>();
        m_folder->write(QStringLiteral("m/1_base.sql"), "CREATE TABLE t (id int PRIMARY KEY, a int);\n");
        m_folder->write(QStringLiteral("m/2_drop.up.sql"), "\nALTER TABLE t\n  DROP COLUMN a;\n");
        m_folder->write(QStringLiteral("m/2_drop.down.sql"), "ALTER TABLE t ADD COLUMN a int;\n");
        m_folder->write(QStringLiteral("m/10_index.sql"), "CREATE INDEX ON t (id);\n");
    }

    void aDroppedColumnExitsThree()
    {
        const Called called = classify({});
        QCOMPARE(called.code, 3);
        QVERIFY2(called.out.contains(QStringLiteral("2_drop.up.sql:2:1")), qPrintable(called.out));
        QVERIFY2(called.out.contains(QStringLiteral("public.t.a: Drops a column. Older releases that use it fail.")),
                 qPrintable(called.out));
        QVERIFY(called.out.indexOf(QStringLiteral("2_drop.up.sql")) <
                called.out.indexOf(QStringLiteral("10_index.sql")));
        QVERIFY(called.out.contains(QStringLiteral("2_drop.down.sql")));
        QCOMPARE(called.err, QString());
    }

    void levelsDecideTheExitCode_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("failOn");
        QTest::addColumn<int>("code");
        QTest::newRow("an error fails") << "m"
                                        << "error" << 3;
        QTest::newRow("never") << "m"
                               << "never" << 0;
        QTest::newRow("a warning passes") << "m/10_index.sql"
                                          << "error" << 0;
        QTest::newRow("a warning fails when asked") << "m/10_index.sql"
                                                    << "warning" << 3;
        QTest::newRow("nothing to note") << "m/1_base.sql"
                                         << "note" << 0;
    }
    void levelsDecideTheExitCode()
    {
        QFETCH(const QString, file);
        QFETCH(const QString, failOn);
        QFETCH(const int, code);
        const Called called =
            call({QStringLiteral("catalog"), QStringLiteral("classify"), m_folder->path(file),
                  QStringLiteral("--database"), QStringLiteral("postgresql:15"), QStringLiteral("--fail-on"), failOn});
        QCOMPARE(called.code, code);
    }

    void jsonNamesEveryStatement()
    {
        const QJsonObject all = QJsonDocument::fromJson(classify({"--format", "json"}).out.toUtf8()).object();
        QCOMPARE(all[QStringLiteral("format")].toString(), QStringLiteral("cairn-schema-changes/1"));
        const QJsonArray steps = all[QStringLiteral("steps")].toArray();
        QCOMPARE(steps.size(), 3);
        const QJsonObject statement = steps[1][QStringLiteral("statements")][0].toObject();
        QCOMPARE(statement[QStringLiteral("line")].toInt(), 2);
        const QJsonValue change = statement[QStringLiteral("changes")][0];
        QCOMPARE(change[QStringLiteral("operation")].toString(), QStringLiteral("drop-column"));
        QCOMPARE(change[QStringLiteral("lock")].toString(), QStringLiteral("access exclusive"));
    }

    void sarifHasARuleForEachResult()
    {
        const QJsonObject log = QJsonDocument::fromJson(classify({"--format", "sarif"}).out.toUtf8()).object();
        QCOMPARE(log[QStringLiteral("version")].toString(), QStringLiteral("2.1.0"));
        const QJsonValue run = log[QStringLiteral("runs")][0];
        QStringList rules;
        for (const QJsonValue rule :
             run[QStringLiteral("tool")][QStringLiteral("driver")][QStringLiteral("rules")].toArray())
            rules << rule[QStringLiteral("id")].toString();
        const QJsonArray results = run[QStringLiteral("results")].toArray();
        QCOMPARE(results.size(), 2);
        for (const QJsonValue result : results) {
            QVERIFY(rules.contains(result[QStringLiteral("ruleId")].toString()));
            QVERIFY(!result[QStringLiteral("message")][QStringLiteral("text")].toString().isEmpty());
        }
    }

    void catalogsAreClassifiedByRelease()
    {
        const Called called = call(words("catalog classify ledger --database postgresql:15 --format json"));
        QCOMPARE(called.code, 3);
        const QJsonObject all = QJsonDocument::fromJson(called.out.toUtf8()).object();
        QStringList releases;
        for (const QJsonValue step : all[QStringLiteral("steps")].toArray())
            releases << step[QStringLiteral("name")].toString();
        QVERIFY(releases.contains(QStringLiteral("3.4.0")));
        QVERIFY(releases.contains(QStringLiteral("4.2.7")));
    }

    void badCallsAreToldWhatIsRight_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("told");
        QTest::newRow("no path") << words("--database sqlite") << 2 << "Which scripts?";
        QTest::newRow("no database") << words(".") << 2 << "--database postgresql:15";
        QTest::newRow("a server without a version") << words(". --database postgresql") << 2 << "postgresql:15";
        QTest::newRow("another database") << words(". --database mysql:8") << 2 << "postgresql:15";
        QTest::newRow("an unknown level") << words(". --database postgresql:15 --fail-on bad") << 2 << "--fail-on";
        QTest::newRow("no such file") << words("nowhere --database postgresql:15") << 5 << "nowhere";
    }
    void badCallsAreToldWhatIsRight()
    {
        QFETCH(const QStringList, arguments);
        QFETCH(const int, code);
        QFETCH(const QString, told);
        const Called called = call(QStringList{QStringLiteral("catalog"), QStringLiteral("classify")} + arguments);
        QCOMPARE(called.code, code);
        QVERIFY2(called.err.contains(told), qPrintable(called.err));
        QCOMPARE(called.out, QString());
    }

    void whatCannotBeReadIsToldBesideTheRest()
    {
        m_folder->write(QStringLiteral("m/3_latin.sql"), "SELECT '\xe9';\n");
        m_folder->write(QStringLiteral("m/4_broken.sql"),
                        "SELECT 1;\nALTER TABLE t ADD COLUMN {{name}} int;\nSELECT 2;\n");
        const Called called = classify({});
        QCOMPARE(called.code, 5);
        QVERIFY2(called.err.contains(QStringLiteral("3_latin.sql")), qPrintable(called.err));
        QVERIFY2(called.out.contains(QStringLiteral("4_broken.sql:2:")), qPrintable(called.out));
        QVERIFY2(called.out.contains(QStringLiteral("It looks like a template")), qPrintable(called.out));
    }

    void everyOperationHasASentence_data()
    {
        QTest::addColumn<int>("value");
        for (const auto& [value, name] : enumeratorsOf<schema::Operation>())
            QTest::newRow(std::string(name).c_str()) << static_cast<int>(value);
    }
    void everyOperationHasASentence()
    {
        QFETCH(const int, value);
        const QString text = app::sentence(static_cast<schema::Operation>(value));
        QVERIFY(text.endsWith(QLatin1Char('.')));
        if (static_cast<schema::Operation>(value) != schema::Operation::other)
            QVERIFY(text != app::sentence(schema::Operation::other));
    }

    void everyHazardAndRecipeHasASentence()
    {
        for (const auto& [value, name] : enumeratorsOf<schema::Hazard>())
            QVERIFY(app::sentence(schema::Note{static_cast<schema::Hazard>(value), "x"}).endsWith(QLatin1Char('.')));
        for (const auto& [value, name] : enumeratorsOf<schema::Recipe>())
            QCOMPARE(app::sentence(static_cast<schema::Recipe>(value)).isEmpty(),
                     static_cast<schema::Recipe>(value) == schema::Recipe::none);
    }

private:
    Called classify(const std::vector<const char*>& more) const
    {
        QStringList arguments{QStringLiteral("catalog"), QStringLiteral("classify"),
                              m_folder->path(QStringLiteral("m")), QStringLiteral("--database"),
                              QStringLiteral("postgresql:15")};
        for (const char* word : more)
            arguments << QString::fromUtf8(word);
        return call(arguments);
    }

    std::unique_ptr<Folder> m_folder;
};

QTEST_GUILESS_MAIN(TestClassify)
#include "test_classify.moc"
