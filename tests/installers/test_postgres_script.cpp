#include "installers/postgres_script.h"

#include <QtTest/QtTest>

namespace {

using installers::CommandUse;

QString lines(const installers::PostgresScript& script)
{
    QStringList texts;
    for (const installers::PostgresStatement& statement : script.statements)
        texts.append(QStringLiteral("%1:%2").arg(statement.line).arg(QString::fromStdString(statement.text)));
    return texts.join(QLatin1Char('|'));
}

QString commands(const installers::PostgresScript& script)
{
    QStringList texts;
    for (const installers::PsqlCommand& command : script.commands)
        texts.append(QStringLiteral("%1:%2(%3)")
                         .arg(command.line)
                         .arg(QString::fromStdString(command.name), QString::fromStdString(command.argument)));
    return texts.join(QLatin1Char('|'));
}

installers::PostgresStatement only(const QString& text)
{
    const auto script = installers::readPostgresScript(text.toStdString());
    return script.statements.size() == 1 ? script.statements.front() : installers::PostgresStatement();
}

}  // namespace

/// Where psql would end a statement, and what no transaction of ours can hold.
class TestPostgresScript : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void splits_data();
    void splits();
    void findsCommands_data();
    void findsCommands();
    void judgesCommands_data();
    void judgesCommands();
    void knowsWhatATransactionCannotHold_data();
    void knowsWhatATransactionCannotHold();
    void namesIndexes_data();
    void namesIndexes();
};

void TestPostgresScript::splits_data()
{
    QTest::addColumn<QString>("script");
    QTest::addColumn<QString>("statements");
    const auto row = [](const char* name, const char* script, const char* statements) {
        QTest::newRow(name) << QString::fromUtf8(script) << QString::fromUtf8(statements);
    };
    row("nothing", "  -- a comment; with a semicolon\n;;", "");
    row("two, with lines", "SELECT 1;\n\nSELECT 2;", "1:SELECT 1;|3:SELECT 2;");
    row("a last one without a semicolon", "SELECT 1;\nSELECT 2 -- end", "1:SELECT 1;|2:SELECT 2");
    row("a byte order mark", "\xEF\xBB\xBFSELECT 1;", "1:SELECT 1;");
    row("in a string", "SELECT 'a;''b;';", "1:SELECT 'a;''b;';");
    row("a backslash is a letter", "SELECT 'a\\';SELECT 2;", "1:SELECT 'a\\';|1:SELECT 2;");
    row("but not in an escape string", "SELECT E'a\\';b';", "1:SELECT E'a\\';b';");
    row("a name that ends in e", "SELECT 1 AS the'a\\';", "1:SELECT 1 AS the'a\\';");
    row("in a name", "SELECT \"a;\"\"b;\";", "1:SELECT \"a;\"\"b;\";");
    row("in nested comments", "SELECT /* ; /* ; */ ; */ 1;", "1:SELECT /* ; /* ; */ ; */ 1;");
    row("in a dollar quote", "DO $$ BEGIN COMMIT; END $$;", "1:DO $$ BEGIN COMMIT; END $$;");
    row("in a tagged one", "DO $a$ $$;$$ ; $a$;SELECT 1;", "1:DO $a$ $$;$$ ; $a$;|1:SELECT 1;");
    row("a parameter is no quote", "PREPARE p AS SELECT $1;SELECT $2;", "1:PREPARE p AS SELECT $1;|1:SELECT $2;");
    row("a name with dollars", "SELECT a$b$c;SELECT 1;", "1:SELECT a$b$c;|1:SELECT 1;");
    row("in parentheses", "CREATE RULE r AS ON DELETE TO t DO (SELECT 1; SELECT 2);SELECT 3;",
        "1:CREATE RULE r AS ON DELETE TO t DO (SELECT 1; SELECT 2);|1:SELECT 3;");
    row("in a body of SQL",
        "CREATE OR REPLACE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; "
        "END;SELECT 3;",
        "1:CREATE OR REPLACE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; "
        "END;|1:SELECT 3;");
    row("data of COPY", "COPY t FROM stdin;\n1\tSELECT ';\n\\.\nSELECT 1;", "1:COPY t FROM stdin;|4:SELECT 1;");
    row("COPY from elsewhere", "COPY t FROM 'stdin';\nSELECT 1;", "1:COPY t FROM 'stdin';|2:SELECT 1;");
    row("sent by a command", "SELECT 1 \\gset\nSELECT 2;", "1:SELECT 1|2:SELECT 2;");
    row("two in one message", "BEGIN\\; SELECT 1;", "1:BEGIN|1:SELECT 1;");
    row("an open quote swallows the rest", "SELECT 'a;\nSELECT 2;", "1:SELECT 'a;\nSELECT 2;");
}

void TestPostgresScript::splits()
{
    QFETCH(QString, script);
    QTEST(lines(installers::readPostgresScript(script.toStdString())), "statements");
}

void TestPostgresScript::findsCommands_data()
{
    QTest::addColumn<QString>("script");
    QTest::addColumn<QString>("found");
    const auto row = [](const char* name, const char* script, const char* found) {
        QTest::newRow(name) << QString::fromUtf8(script) << QString::fromUtf8(found);
    };
    row("none in strings and comments", "SELECT '\\! a'; -- \\! b\n/* \\! c */", "");
    row("one", "SELECT 1;\n\\set limit 'a b'  \n", "2:set(limit 'a b')");
    row("two on a line", "\\set a 1 \\! rm -rf /", "1:set(a 1)|1:!(rm -rf /)");
    row("a backslash in quotes", "\\set a '1 \\' \\! 2'", "1:set(a '1 \\' \\! 2')");
    row("SQL goes on after two", "\\set a 1 \\\\ COMMIT;", "1:set(a 1)|1:\\()");
    row("in a statement", "SELECT 1\n\\ir x.sql\n;", "2:ir(x.sql)");
}

void TestPostgresScript::findsCommands()
{
    QFETCH(QString, script);
    QTEST(commands(installers::readPostgresScript(script.toStdString())), "found");
}

void TestPostgresScript::judgesCommands_data()
{
    QTest::addColumn<QString>("script");
    QTest::addColumn<CommandUse>("use");
    const auto row = [](const char* script, CommandUse use) {
        QTest::newRow(script) << QString::fromUtf8(script) << use;
    };
    for (const char* const script : {"\\set x 1", "\\unset x", "\\if :x", "\\endif", "\\echo a", "\\gset p_", "\\gexec",
                                     "\\g", "\\q", "\\set ON_ERROR_STOP on", "\\set ON_ERROR_STOP",
                                     "\\set ON_ERROR_STOP 1", "\\set AUTOCOMMIT on", "\\pset format csv"})
        row(script, CommandUse::harmless);
    for (const char* const script : {"\\i a.sql", "\\ir a.sql", "\\include a.sql", "\\include_relative a.sql"})
        row(script, CommandUse::includes);
    for (const char* const script : {"\\! ls",
                                     "\\set x `ls`",
                                     "\\echo `ls`",
                                     "\\c other",
                                     "\\connect other",
                                     "\\copy t from x",
                                     "\\o file",
                                     "\\w file",
                                     "\\g file",
                                     "\\g |ls",
                                     "\\set ON_ERROR_STOP off",
                                     "\\set ON_ERROR_STOP 0",
                                     "\\unset ON_ERROR_STOP",
                                     "\\set ON_ERROR_ROLLBACK on",
                                     "\\set AUTOCOMMIT off",
                                     "\\password",
                                     "\\lo_import x",
                                     "\\cd /",
                                     "\\setenv A b",
                                     "\\watch",
                                     "\\nonsense"})
        row(script, CommandUse::refused);
}

void TestPostgresScript::judgesCommands()
{
    QFETCH(QString, script);
    const auto read = installers::readPostgresScript(script.toStdString());
    QCOMPARE(read.commands.size(), std::size_t{1});
    QTEST(installers::useOf(read.commands.front()), "use");
}

void TestPostgresScript::knowsWhatATransactionCannotHold_data()
{
    QTest::addColumn<QString>("script");
    QTest::addColumn<QString>("words");
    const auto row = [](const char* script, const char* words) {
        QTest::newRow(script) << QString::fromUtf8(script) << QString::fromUtf8(words);
    };
    row("begin;", "BEGIN");
    row("START /* x */ TRANSACTION ISOLATION LEVEL SERIALIZABLE;", "START TRANSACTION");
    row("commit;", "COMMIT");
    row("END;", "END");
    row("ABORT;", "ABORT");
    row("ROLLBACK;", "ROLLBACK");
    row("PREPARE TRANSACTION 'x';", "PREPARE TRANSACTION");
    row("VACUUM FULL t;", "VACUUM");
    row("CREATE DATABASE x;", "CREATE DATABASE");
    row("ALTER SYSTEM SET work_mem = 1;", "ALTER SYSTEM");
    row("CREATE UNIQUE INDEX CONCURRENTLY i ON t (a);", "CREATE INDEX CONCURRENTLY");
    row("create index concurrently on t (a);", "CREATE INDEX CONCURRENTLY");
    row("DROP INDEX CONCURRENTLY i;", "DROP INDEX CONCURRENTLY");
    row("REINDEX TABLE CONCURRENTLY t;", "REINDEX CONCURRENTLY");
    row("ALTER TABLE t DETACH PARTITION p CONCURRENTLY;", "DETACH PARTITION CONCURRENTLY");
    row("CREATE INDEX i ON t (a);", "");
    row("ROLLBACK TO SAVEPOINT a;", "");
    row("SAVEPOINT a;", "");
    row("PREPARE p AS SELECT 1;", "");
    row("REFRESH MATERIALIZED VIEW CONCURRENTLY v;", "");
    row("SELECT 'COMMIT';", "");
    row("\"commit\";", "");
    row("DO $$ BEGIN END $$;", "");
}

void TestPostgresScript::knowsWhatATransactionCannotHold()
{
    QFETCH(QString, script);
    QTEST(QString::fromStdString(installers::outsideTransaction(only(script))), "words");
}

void TestPostgresScript::namesIndexes_data()
{
    QTest::addColumn<QString>("script");
    QTest::addColumn<QString>("index");
    QTest::addColumn<QString>("table");
    const auto row = [](const char* script, const char* index, const char* table) {
        QTest::newRow(script) << QString::fromUtf8(script) << QString::fromUtf8(index) << QString::fromUtf8(table);
    };
    row("CREATE INDEX CONCURRENTLY i ON t (a);", "i", "t");
    row("CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS \"I x\" ON ONLY app.\"T\" USING btree (a);", "\"I x\"",
        "app.\"T\"");
    row("CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON a . b(c);", "i", "a.b");
    row("CREATE INDEX CONCURRENTLY ON t (a);", "", "");
    row("CREATE INDEX i ON t (a);", "", "");
}

void TestPostgresScript::namesIndexes()
{
    QFETCH(QString, script);
    const auto made = installers::concurrentIndexOf(only(script)).value_or(installers::ConcurrentIndex());
    QTEST(QString::fromStdString(made.index), "index");
    QTEST(QString::fromStdString(made.table), "table");
}

QTEST_GUILESS_MAIN(TestPostgresScript)
#include "test_postgres_script.moc"
