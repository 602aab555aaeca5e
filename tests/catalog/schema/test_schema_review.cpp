#include "tests/catalog/schema/postgres_review.h"

#include <QtTest>
#include <algorithm>

/// What a unit comes to in the end, what stands around its statements, and texts that are hard to read.
class TestSchemaReview : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void levelsFollowTheNetEffect_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::addColumn<int>("level");
        const auto row = [](const char* name, const char* sql, schema::Level level) {
            QTest::newRow(name) << QString::fromUtf8(sql) << static_cast<int>(level);
        };
        using schema::Level;
        row("a table made here may be changed",
            "CREATE TABLE x (a int); ALTER TABLE x DROP COLUMN a; CREATE INDEX ON x (a);", Level::none);
        row("a column made here may be dropped", "ALTER TABLE t ADD COLUMN x int; ALTER TABLE t DROP COLUMN x;",
            Level::note);
        row("a column demanded in two steps", "ALTER TABLE t ADD COLUMN x int; ALTER TABLE t ALTER x SET NOT NULL;",
            Level::error);
        row("a default that goes again",
            "ALTER TABLE t ADD COLUMN x int NOT NULL DEFAULT 1; ALTER TABLE t ALTER x DROP DEFAULT;", Level::error);
        row("a default that stays", "ALTER TABLE t ADD COLUMN x int NOT NULL DEFAULT 1;", Level::note);
        row("NOT NULL taken back", "ALTER TABLE t ALTER a SET NOT NULL; ALTER TABLE t ALTER a DROP NOT NULL;",
            Level::warning);
        row("a view made again", "DROP VIEW v; CREATE VIEW v AS SELECT id, a, b FROM t;", Level::note);
        row("a table renamed behind a view", "ALTER TABLE t RENAME TO t2; CREATE VIEW t AS SELECT * FROM t2;",
            Level::warning);
        row("a table renamed", "ALTER TABLE t RENAME TO t2;", Level::error);
        row("a check over a new column", "ALTER TABLE t ADD COLUMN x int; ALTER TABLE t ADD CHECK (x > 0) NOT VALID;",
            Level::note);
        row("a foreign key from a new column",
            "ALTER TABLE t ADD COLUMN x int; ALTER TABLE t ADD FOREIGN KEY (x) REFERENCES o NOT VALID;", Level::note);
        row("a check that replaces one",
            "ALTER TABLE t DROP CONSTRAINT c; ALTER TABLE t ADD CONSTRAINT c CHECK (a > 1) NOT VALID;", Level::warning);
        row("a unique index over a new column",
            "ALTER TABLE t ADD COLUMN x int; CREATE UNIQUE INDEX CONCURRENTLY ON t (x);", Level::note);
        row("accepted", "-- cairn: accept because nobody runs it\nDROP TABLE t;", Level::note);
        row("accepted behind", "DROP TABLE t; -- cairn: accept because nobody runs it", Level::note);
        row("accepted without a reason", "-- cairn: accept\nDROP TABLE t;", Level::error);
        row("concurrently in a transaction", "BEGIN; CREATE INDEX CONCURRENTLY ON t (a); COMMIT;", Level::error);
        row("concurrently behind one", "BEGIN; COMMIT; CREATE INDEX CONCURRENTLY ON t (a);", Level::none);
        row("in a block", "DO $$ BEGIN IF true THEN ALTER TABLE t DROP COLUMN a; END IF; END $$;", Level::error);
        row("in a text of a block", "DO $$ BEGIN EXECUTE 'ALTER TABLE t DROP ' || 'COLUMN a'; END $$;", Level::error);
        row("in a formatted text", "DO $$ BEGIN EXECUTE format('ALTER TABLE %I DROP COLUMN a', 't'); END $$;",
            Level::error);
        row("in a function that is called",
            "CREATE FUNCTION go() RETURNS void LANGUAGE plpgsql AS $$ BEGIN DROP TABLE t; END $$; SELECT go();",
            Level::error);
        row("in a function that is not called",
            "CREATE FUNCTION go() RETURNS void LANGUAGE plpgsql AS $$ BEGIN DROP TABLE t; END $$;", Level::none);
        row("guarded creation",
            "DO $$ BEGIN CREATE TYPE m AS ENUM ('x'); EXCEPTION WHEN duplicate_object THEN NULL; END $$;", Level::none);
        row("rows that are copied", "COPY t (id) FROM stdin;\n1\n2;\n\\.\nALTER TABLE t DROP COLUMN a;\n",
            Level::error);
        row("psql's settings", "\\set ON_ERROR_STOP on\nSELECT 1;", Level::none);
        row("psql's includes", "\\i other.sql\nSELECT 1;", Level::warning);
        row("no statement", "ALTER TABEL t;", Level::error);
        row("a quote that never ends", "SELECT 'abc;\nDROP TABLE t;", Level::error);
        row("a comment that never ends", "SELECT 1; /* abc;\nDROP TABLE t;", Level::error);
        row("a byte order mark",
            "\xEF\xBB\xBF"
            "SELECT 1;",
            Level::none);
        row("nothing", "-- nothing\n;;\n", Level::none);
    }
    void levelsFollowTheNetEffect()
    {
        QFETCH(const QString, sql);
        QFETCH(const int, level);
        QCOMPARE(static_cast<int>(given::reviewOf({base(), sql.toStdString()}).level()), level);
    }

    void serversDiffer_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::addColumn<int>("server");
        QTest::addColumn<QString>("expected");
        QTest::newRow("a default on 10") << "ALTER TABLE t ADD x int DEFAULT 1" << 100
                                         << "add-column-default expand mostly/yes access exclusive +R";
        QTest::newRow("a default on 11") << "ALTER TABLE t ADD x int DEFAULT 1" << 110
                                         << "add-column-default expand mostly/yes access exclusive";
        QTest::newRow("a checked NOT NULL on 11")
            << "ALTER TABLE t ALTER b SET NOT NULL" << 110 << "set-not-null expand yes/yes access exclusive +V";
        QTest::newRow("a checked NOT NULL on 12")
            << "ALTER TABLE t ALTER b SET NOT NULL" << 120 << "set-not-null expand yes/yes access exclusive";
    }
    void serversDiffer()
    {
        QFETCH(const QString, sql);
        QFETCH(const int, server);
        QFETCH(const QString, expected);
        const schema::UnitReview review = given::reviewOf({base(), sql.toStdString()}, server);
        QCOMPARE(given::written(review.statements.front().verdicts.front()), expected);
    }

    void statementsOfLaterServersAreTold()
    {
        const schema::UnitReview review = given::reviewOf({"CREATE PROCEDURE p() LANGUAGE sql AS 'SELECT 1';"}, 100);
        QVERIFY(review.statements.front().verdicts.front().has(schema::Hazard::notInServer));
        QCOMPARE(review.level(), schema::Level::error);
    }

    void placesCountLinesAndCharacters()
    {
        const schema::UnitReview review = given::reviewOf(
            {"-- \xC3\xA4\n  SELECT '\xC3\xA4', 1; SELECT 2;\nSELECT 'x', $$;\n$$;\n\n  DROP TABEL x;"});
        QCOMPARE(review.statements.size(), std::size_t{4});
        const auto place = [&](std::size_t i) {
            return QStringLiteral("%1:%2").arg(review.statements[i].place.line).arg(review.statements[i].place.column);
        };
        QCOMPARE(place(0), QStringLiteral("2:3"));
        QCOMPARE(place(1), QStringLiteral("2:18"));
        QCOMPARE(place(2), QStringLiteral("3:1"));
        QCOMPARE(place(3), QStringLiteral("6:8"));
    }

    void oneStatementThatEndsTheReaderCostsOnlyItself_data()
    {
        QTest::addColumn<QString>("bad");
        QTest::addColumn<int>("operation");
        QString deep = QStringLiteral("SELECT 1");
        for (int i = 0; i < 100000; ++i)
            deep += QStringLiteral(" + 1");
        QTest::newRow("too deep") << deep << static_cast<int>(schema::Operation::unread);
        QTest::newRow("a body that aborts the parser") << "CREATE FUNCTION f() RETURNS int LANGUAGE sql RETURN 1"
                                                       << static_cast<int>(schema::Operation::createObject);
        QTest::newRow("a byte 0") << QStringLiteral("SELECT ") + QChar(0)
                                  << static_cast<int>(schema::Operation::unread);
    }
    void oneStatementThatEndsTheReaderCostsOnlyItself()
    {
        QFETCH(const QString, bad);
        QFETCH(const int, operation);
        const schema::UnitReview review =
            given::reviewOf({"ALTER TABLE t DROP COLUMN a;" + bad.toStdString() + ";DROP TABLE t;"});
        QCOMPARE(review.statements.size(), std::size_t{3});
        QCOMPARE(review.statements[0].verdicts.front().operation, schema::Operation::dropColumn);
        QCOMPARE(static_cast<int>(review.statements[1].verdicts.front().operation), operation);
        QCOMPARE(review.statements[2].verdicts.front().operation, schema::Operation::dropTable);
    }

    void aMissingReaderIsAVerdict()
    {
        const std::unique_ptr<schema::StatementReader> reader = schema::makeReaderProcess({"/nowhere/cairn-sql"});
        const std::vector<schema::ReadAnswer> answers = reader->read({"SELECT 1", "SELECT 2"});
        QCOMPARE(answers.size(), std::size_t{2});
        for (const schema::ReadAnswer& answer : answers)
            QCOMPARE(answer.failure, schema::ReadFailure::readerMissing);
    }

    void aReaderThatAnswersNothingIsGivenUp()
    {
        const std::unique_ptr<schema::StatementReader> reader = schema::makeReaderProcess({"/bin/false"});
        const std::vector<schema::ReadAnswer> answers = reader->read({"SELECT 1", "SELECT 2"});
        QCOMPARE(answers[1].failure, schema::ReadFailure::readerEnded);
    }

private:
    static std::string base()
    {
        return "CREATE TABLE o (id int PRIMARY KEY); CREATE TABLE t (id int PRIMARY KEY, a int, b int, CONSTRAINT c "
               "CHECK (a > "
               "0), CONSTRAINT there CHECK (b IS NOT NULL)); CREATE VIEW v AS SELECT id, a FROM t;";
    }
};

QTEST_GUILESS_MAIN(TestSchemaReview)
#include "test_schema_review.moc"
