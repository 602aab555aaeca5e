#include "catalog/schema/review.h"

#include <QDir>
#include <QTemporaryDir>
#include <QtTest>

/// What scripts for SQLite come to, tried on a database in memory.
class TestSchemaSqlite : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void scriptsAreClassified_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, const char* sql, const char* expected) {
            QTest::newRow(name) << QString::fromUtf8(sql) << QString::fromUtf8(expected);
        };
        row("create table", "CREATE TABLE x (a)", "create-table expand");
        row("nullable column", "ALTER TABLE t ADD COLUMN x", "add-column expand");
        row("column with a constant", "ALTER TABLE t ADD COLUMN x INTEGER NOT NULL DEFAULT 1",
            "add-column-default expand");
        row("NOT NULL without a default", "ALTER TABLE t ADD COLUMN x INTEGER NOT NULL",
            "fails-with-rows contract | add-column-not-null contract");
        row("a default that is not constant", "ALTER TABLE t ADD COLUMN x DEFAULT (random())",
            "fails-with-rows contract | add-column-default expand");
        row("unique column", "ALTER TABLE t ADD COLUMN x UNIQUE", "fails opaque");
        row("column with a check", "ALTER TABLE t ADD COLUMN x INTEGER CHECK (x > 0)",
            "add-column expand | add-column-check expand");
        row("rename column", "ALTER TABLE t RENAME COLUMN a TO x", "rename-column contract");
        row("rename table", "ALTER TABLE t RENAME TO x", "rename-table contract | create-table expand");
        row("drop column", "ALTER TABLE t DROP COLUMN a", "drop-column contract");
        row("drop an indexed column", "ALTER TABLE t DROP COLUMN i", "fails opaque");
        row("unique index", "CREATE UNIQUE INDEX x ON t (a)", "create-unique-index contract");
        row("index", "CREATE INDEX x ON t (a)", "create-index expand");
        row("drop table", "DROP TABLE other", "drop-table contract");
        row("drop view", "DROP VIEW v", "drop-view contract");
        row("drop trigger", "DROP TRIGGER tr", "drop-trigger contract");
        row("drop index", "DROP INDEX t_i", "drop-index neutral");
        row("update", "UPDATE t SET a = 1", "move-data migrate");
        row("query", "SELECT 1", "query neutral");
        row("setting", "PRAGMA foreign_keys = ON", "session neutral");
        row("a file is never touched", "ATTACH 'x.db' AS x", "other opaque");
        row("nor written", "VACUUM INTO 'x.db'", "other opaque");
        row("no statement", "CRAETE TABLE x (a)", "syntax-error opaque");
        row("a command of sqlite3", ".read x.sql\n", "psql-command opaque");
        row("rebuilt with a column more",
            "CREATE TABLE t_new (id INTEGER PRIMARY KEY, a TEXT, i INTEGER, more TEXT); INSERT INTO t_new (id, a, i) "
            "SELECT "
            "id, a, i FROM t; DROP TABLE t; ALTER TABLE t_new RENAME TO t; CREATE INDEX t_i ON t (i); CREATE TRIGGER "
            "tr AFTER "
            "UPDATE ON t BEGIN SELECT 1; END",
            "rebuild-table neutral | move-data migrate | rebuild-table neutral | add-column expand | rebuild-table "
            "neutral | "
            "rebuild-table neutral");
        row("rebuilt with NOT NULL",
            "CREATE TABLE t_new (id INTEGER PRIMARY KEY, a TEXT NOT NULL, i INTEGER); INSERT INTO t_new SELECT * FROM "
            "t; DROP "
            "TABLE t; ALTER TABLE t_new RENAME TO t; CREATE INDEX t_i ON t (i); CREATE TRIGGER tr AFTER UPDATE ON t "
            "BEGIN "
            "SELECT 1; END",
            "rebuild-table neutral | move-data migrate | rebuild-table neutral | set-not-null contract | rebuild-table "
            "neutral "
            "| rebuild-table neutral");
        row("made and dropped at once", "CREATE TABLE x (a); DROP TABLE x",
            "rebuild-table neutral | rebuild-table neutral");
    }
    void scriptsAreClassified()
    {
        QFETCH(const QString, sql);
        QFETCH(const QString, expected);
        QTemporaryDir folder;
        const QString before = QDir::currentPath();
        QDir::setCurrent(folder.path());
        const schema::UnitReview review = reviewOf({base(), sql.toStdString()});
        QDir::setCurrent(before);
        QStringList seen;
        for (const schema::StatementReview& statement : review.statements) {
            for (const schema::Verdict& verdict : statement.verdicts) {
                const std::string_view id = schema::rowOf(verdict.operation).id;
                const std::string_view phase = schema::nameOf(verdict.phase);
                seen << QString::fromUtf8(id.data(), static_cast<qsizetype>(id.size())) + QLatin1Char(' ') +
                            QString::fromUtf8(phase.data(), static_cast<qsizetype>(phase.size()));
            }
        }
        QCOMPARE(seen.join(QStringLiteral(" | ")), expected);
        QVERIFY(QDir(folder.path()).isEmpty());
    }

    void branchesKnowWhatCameBefore()
    {
        const std::unique_ptr<schema::Reviewer> first = schema::makeSqliteReviewer();
        (void)first->review("base", {{"base.sql", base()}});
        const std::unique_ptr<schema::Reviewer> second = first->branch();
        const schema::UnitReview dropped = first->review("a", {{"a.sql", "ALTER TABLE t DROP COLUMN a;"}});
        const schema::UnitReview again = second->review("b", {{"b.sql", "ALTER TABLE t DROP COLUMN a;"}});
        QCOMPARE(dropped.level(), schema::Level::error);
        QCOMPARE(again.statements.front().verdicts.front().operation, schema::Operation::dropColumn);
    }

    void reasonsAreTakenFromComments()
    {
        const schema::UnitReview review =
            reviewOf({base(), "-- cairn: accept because nobody reads it\nALTER TABLE t DROP COLUMN a;\n"
                              "DROP VIEW v; -- cairn: becuase\n"});
        QCOMPARE(schema::levelOf(review.statements[0]), schema::Level::note);
        QCOMPARE(review.statements[0].remark->reason, std::string("nobody reads it"));
        QCOMPARE(review.statements[1].badRemarks.size(), std::size_t{1});
        QCOMPARE(schema::levelOf(review.statements[1]), schema::Level::error);
    }

    void loopsWithoutEndAreStopped()
    {
        const schema::UnitReview review =
            reviewOf({"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n;"});
        QVERIFY(!review.statements.front().error.empty());
    }

private:
    static std::string base()
    {
        return "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, i INTEGER); CREATE INDEX t_i ON t (i); CREATE TABLE "
               "other (id "
               "INTEGER PRIMARY KEY); CREATE VIEW v AS SELECT id FROM other; CREATE TRIGGER tr AFTER UPDATE ON t BEGIN "
               "SELECT 1; "
               "END;";
    }
    static schema::UnitReview reviewOf(const std::vector<std::string>& units)
    {
        const std::unique_ptr<schema::Reviewer> reviewer = schema::makeSqliteReviewer();
        schema::UnitReview last;
        for (const std::string& unit : units)
            last = reviewer->review("unit", {{"unit.sql", unit}});
        return last;
    }
};

QTEST_GUILESS_MAIN(TestSchemaSqlite)
#include "test_schema_sqlite.moc"
