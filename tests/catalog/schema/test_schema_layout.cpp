#include "catalog/schema/layout.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

/// Folders of scripts as people keep them: what is a step, in which order, and what is left out.
class TestSchemaLayout : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void foldersBecomeSteps_data()
    {
        QTest::addColumn<QStringList>("files");
        QTest::addColumn<QString>("steps");
        const auto row = [](const char* name, const char* files, const char* steps) {
            QTest::newRow(name) << QString::fromUtf8(files).split(QLatin1Char(' ')) << QString::fromUtf8(steps);
        };
        row("numbered", "10_c.sql 2_b.sql 1_a.sql", "1_a.sql 2_b.sql 10_c.sql");
        row("dates", "20240102_b.sql 20231231_a.sql", "20231231_a.sql 20240102_b.sql");
        row("up and down", "1_a.up.sql 1_a.down.sql 2_b_undo.sql 2_b.sql", "1_a.up.sql 2_b.sql");
        row("one folder each", "2_b/up.sql 2_b/down.sql 1_a/up.sql 1_a/down.sql", "1_a 2_b");
        row("one folder each, one file", "20240102_b/migration.sql 20240101_a/migration.sql", "20240101_a 20240102_b");
        row("folders of versions", "1.10/1.sql 1.9/2.sql 1.9/1.sql", "1.9/1.sql 1.9/2.sql 1.10/1.sql");
        row("flyway", "V10__c.sql V2.1__b.sql V2__a.sql U2__a.sql R__views.sql",
            "V2__a.sql V2.1__b.sql V10__c.sql R__views.sql");
        row("by suffix", "1.sql 1.pg.sql 2.sqlite.sql 2.sql 3.mysql.sql", "1.pg.sql 2.sql");
        row("by folder", "postgres/1.sql sqlite/1.sql mysql/1.sql", "postgres/1.sql");
        row("hidden and foreign files", "1.sql .2.sql readme.md", "1.sql");
    }
    void foldersBecomeSteps()
    {
        QFETCH(const QStringList, files);
        QFETCH(const QString, steps);
        const QTemporaryDir folder;
        for (const QString& file : files)
            write(folder, file, "SELECT 1;\n");
        QCOMPARE(stepsOf(folder), steps);
    }

    void sqitchPlansOrderTheirChanges()
    {
        const QTemporaryDir folder;
        write(folder, QStringLiteral("sqitch.plan"),
              "%syntax-version=1.0.0\n%project=p\n\nschema 2024-01-01T00:00:00Z A <a@b> # x\nusers [schema] "
              "2024-01-02T00:00:00Z "
              "A <a@b>\n@v1 2024-01-03T00:00:00Z A <a@b>\nschema [schema@v1] 2024-01-04T00:00:00Z A <a@b>\n");
        for (const char* file : {"deploy/schema@v1.sql", "deploy/schema.sql", "deploy/users.sql", "revert/users.sql"})
            write(folder, QString::fromUtf8(file), "SELECT 1;\n");
        QCOMPARE(stepsOf(folder), QStringLiteral("schema@v1 users schema"));
    }

    void changesetsAreStepsOfTheirOwn()
    {
        const QTemporaryDir folder;
        write(folder, QStringLiteral("log.sql"),
              "--liquibase formatted sql\n\n--changeset ann:1\nSELECT 1;\n--rollback DROP TABLE x;\n\n--changeset "
              "bob:2\nSELECT "
              "2;\n");
        const catalog::Result<schema::Chain> chain =
            schema::readChain(folder.path().toStdString(), catalog::DatabaseKind::postgresql);
        QVERIFY(chain.has_value());
        QCOMPARE(chain->steps.size(), std::size_t{2});
        QCOMPARE(chain->steps[1].name, std::string("bob:2"));
        QCOMPARE(chain->steps[1].scripts[0].text.find("SELECT 1"), std::string::npos);
        const std::string& text = chain->steps[1].scripts[0].text;
        QCOMPARE(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(text.find("SELECT 2")), '\n'), 7);
    }

    void sectionsThatLeadBackAreLeftOut_data()
    {
        QTest::addColumn<QString>("text");
        for (const char* text : {"-- +goose Up\nSELECT 1;\n-- +goose Down\nDROP TABLE t;\n",
                                 "-- migrate:up\nSELECT 1;\n-- migrate:down\nDROP TABLE t;\n",
                                 "-- +migrate Down\nDROP TABLE t;\n-- +migrate Up\nSELECT 1;\n",
                                 "# --- !Ups\n-- !Ups\nSELECT 1;\n-- !Downs\nDROP TABLE t;\n"})
            QTest::newRow(text) << QString::fromUtf8(text);
    }
    void sectionsThatLeadBackAreLeftOut()
    {
        QFETCH(const QString, text);
        const std::string forward = schema::forwardPart(text.toStdString());
        QVERIFY(forward.find("SELECT 1;") != std::string::npos);
        QVERIFY(forward.find("DROP") == std::string::npos);
        QCOMPARE(forward.size(), static_cast<std::size_t>(text.toUtf8().size()));
    }

    void numbersCountAsNumbers()
    {
        QVERIFY(schema::isBefore("2_a", "10_a"));
        QVERIFY(schema::isBefore("1_a", "01_b"));
        QVERIFY(schema::isBefore("1.9/z", "1.10/a"));
        QVERIFY(!schema::isBefore("a", "a"));
    }

    void filesThatCannotBeReadAreProblems()
    {
        const QTemporaryDir folder;
        write(folder, QStringLiteral("1.sql"), "SELECT 1;\n");
        write(folder, QStringLiteral("2.sql"), "SELECT '\xE9';\n");
        write(folder, QStringLiteral("3.sql"), "");
        const catalog::Result<schema::Chain> chain =
            schema::readChain(folder.path().toStdString(), catalog::DatabaseKind::sqlite);
        QCOMPARE(chain->problems.size(), std::size_t{1});
        QCOMPARE(chain->problems[0].code, catalog::ErrorCode::notUtf8);
        QCOMPARE(chain->steps.size(), std::size_t{2});
    }

private:
    static void write(const QTemporaryDir& folder, const QString& name, const QByteArray& bytes)
    {
        const QString path = folder.filePath(name);
        QVERIFY(QDir().mkpath(QFileInfo(path).path()));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(bytes), bytes.size());
    }
    static QString stepsOf(const QTemporaryDir& folder)
    {
        const catalog::Result<schema::Chain> chain =
            schema::readChain(folder.path().toStdString(), catalog::DatabaseKind::postgresql);
        QStringList names;
        if (chain) {
            for (const schema::Step& step : chain->steps)
                names << QString::fromStdString(step.name);
        }
        return names.join(QLatin1Char(' '));
    }
};

QTEST_GUILESS_MAIN(TestSchemaLayout)
#include "test_schema_layout.moc"
