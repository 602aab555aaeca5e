#include "app/demo/journal_2011.h"
#include "app/demo/journal_copy.h"
#include "app/demo/text_file.h"
#include "tests/ledger/book.h"
#include "tests/ledger/content.h"
#include "tests/ledger/generations.h"
#include "tests/ledger/numbered_parameters.h"
#include "tests/ledger/trial.h"
#include "tests/support/postgres_server.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QtTest/QtTest>

using namespace ledger;

namespace {

constexpr int entries = 200;

}  // namespace

/// The same releases on PostgreSQL, compared with what they make of a SQLite file.
class TestLedgerPostgresql : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void statementsAreTakenApart_data();
    void statementsAreTakenApart();
    void holdsWhatSqliteHolds_data();
    void holdsWhatSqliteHolds();
    void balancesAndChecksAgree_data();
    void balancesAndChecksAgree();
    void booksAlike_data();
    void booksAlike();
    void everyReleaseStartsAgainstItsOwnSchema();
    void conversionRunsOnce_data();
    void conversionRunsOnce();
    void withoutTheConversionTheNextLineRefuses_data();
    void withoutTheConversionTheNextLineRefuses();
    void damageIsFound_data();
    void damageIsFound();

private:
    QString makeSqlite();
    bool makePostgres(const QString& sqlite);
    QString copyOf(const QString& generation);
    QString sqliteCopyOf(const QString& generation);
    static QString nameOf(const QString& generation);
    static void addRows(const QStringList& versions);

    QTemporaryDir m_folder{scratchTemplate()};
    std::unique_ptr<Trial> m_trial;
    std::unique_ptr<support::PostgresServer> m_server;
    QByteArray m_balances;  ///< of every account, as 3.2.1 counts them in the SQLite file
    int m_copies = 0;
};

QString TestLedgerPostgresql::nameOf(const QString& generation)
{
    return QStringLiteral("ledger_") + QString(generation).replace(QLatin1Char('.'), QLatin1Char('_'));
}

QString TestLedgerPostgresql::makeSqlite()
{
    QStringList scripts;
    for (const char* name : {"m0300-base.sql", "m0310-currency.sql", "m0320-attachments.sql"}) {
        const auto text = demo::readFile(sampleCatalog() + QStringLiteral("/sql/") + QLatin1StringView(name),
                                         demo::ProblemCode::catalogMissing);
        scripts.append(text ? QString::fromUtf8(*text) : QString());
    }
    const QString file = m_folder.filePath(QStringLiteral("3.2.1.db"));
    return demo::makeJournal({file, scripts, entries, 1}) ? file : QString();
}

/// Latin-1 lives in a database that knows bytes alone.
bool TestLedgerPostgresql::makePostgres(const QString& sqlite)
{
    const QString name = nameOf(QStringLiteral("3.2.1"));
    const QString copy = m_folder.filePath(QStringLiteral("copy.sql"));
    if (!demo::writeCopy(sqlite, copy) ||
        !m_server->run(QStringLiteral("postgres"),
                       QStringLiteral("CREATE DATABASE %1 ENCODING 'SQL_ASCII' TEMPLATE template0").arg(name))) {
        return false;
    }
    const QString sql = sampleCatalog() + QStringLiteral("/sql/");
    QStringList call{QStringLiteral("-Xqo/dev/null"), QStringLiteral("-vON_ERROR_STOP=1"), QStringLiteral("-d"),
                     m_server->conninfo(name)};
    for (const QString& script :
         {sql + QStringLiteral("m0300-base.pg.sql"), sql + QStringLiteral("m0310-currency.pg.sql"),
          sql + QStringLiteral("m0320-attachments.pg.sql"), copy}) {
        call << QStringLiteral("-f") << script;
    }
    return QProcess::execute(support::PostgresServer::programs() + QStringLiteral("/psql"), call) == 0;
}

void TestLedgerPostgresql::initTestCase()
{
    if (const QString why = support::PostgresServer::missing(); !why.isEmpty()) {
        QSKIP(qPrintable(why));
    }
    auto trial = Trial::make(m_folder.path());
    QVERIFY2(trial, qPrintable(trial ? QString() : trial.error()));
    m_trial = *std::move(trial);
    m_server = support::PostgresServer::start();
    QVERIFY(m_server);

    const QString first = makeSqlite();
    QVERIFY(!first.isEmpty());
    QVERIFY(makePostgres(first));
    const auto balances = m_trial->control(QStringLiteral("3.2.1"), {QStringLiteral("balances"), first});
    QVERIFY(balances && balances->contains("1920\t"));
    m_balances = *balances;
    QString previous;
    for (const QString& version : generations()) {
        if (!previous.isEmpty()) {
            const QString file = m_folder.filePath(version + QStringLiteral(".db"));
            QVERIFY(QFile::copy(m_folder.filePath(previous + QStringLiteral(".db")), file));
            QVERIFY(
                m_server->run(QStringLiteral("postgres"),
                              QStringLiteral("CREATE DATABASE %1 TEMPLATE %2").arg(nameOf(version), nameOf(previous))));
            for (const QString& database : {file, m_server->conninfo(nameOf(version))}) {
                const auto hopped = m_trial->hop(previous, version, database);
                QVERIFY2(hopped, qPrintable(hopped ? QString() : version + QStringLiteral(": ") + hopped.error()));
            }
        }
        previous = version;
    }
}

QString TestLedgerPostgresql::copyOf(const QString& generation)
{
    const QString name = QStringLiteral("copy_%1").arg(++m_copies);
    const QString sql = QStringLiteral("CREATE DATABASE %1 TEMPLATE %2").arg(name, nameOf(generation));
    return m_server->run(QStringLiteral("postgres"), sql) ? m_server->conninfo(name) : QString();
}

QString TestLedgerPostgresql::sqliteCopyOf(const QString& generation)
{
    const QString copy = m_folder.filePath(QStringLiteral("copy-%1.db").arg(++m_copies));
    return QFile::copy(m_folder.filePath(generation + QStringLiteral(".db")), copy) ? copy : QString();
}

void TestLedgerPostgresql::addRows(const QStringList& versions)
{
    QTest::addColumn<QString>("version");
    for (const QString& version : versions) {
        QTest::newRow(qPrintable(version)) << version;
    }
}

void TestLedgerPostgresql::statementsAreTakenApart_data()
{
    QTest::addColumn<QByteArray>("sql");
    QTest::addColumn<QByteArray>("first");
    QTest::addColumn<QByteArrayList>("names");
    QTest::addColumn<QByteArray>("rest");
    const auto row = [](const char* name, const char* sql, const char* first, const QByteArrayList& names,
                        const char* rest) {
        QTest::newRow(name) << QByteArray(sql) << QByteArray(first) << names << QByteArray(rest);
    };
    row("one", "SELECT 1;\n", "SELECT 1", {}, "\n");
    row("two", "SELECT 1; SELECT 2", "SELECT 1", {}, " SELECT 2");
    row("without an end", "SELECT 2", "SELECT 2", {}, "");
    row("nothing but a comment", "-- it's; done\n", "", {}, "");
    row("parameters get numbers", "SELECT :id, :date, :id", "SELECT $1, $2, $1", {":id", ":date"}, "");
    row("quotes hide everything", "SELECT ':id;--', 'it''s :id', \":id;\";x", "SELECT ':id;--', 'it''s :id', \":id;\"",
        {}, "x");
    row("comment within", "SELECT 1 -- :id; '\n+ :id;", "SELECT 1 + $1", {":id"}, "");
    row("cast is no parameter", "SELECT 'a'::text, :cents::bigint", "SELECT 'a'::text, $1::bigint", {":cents"}, "");
}

void TestLedgerPostgresql::statementsAreTakenApart()
{
    QFETCH(QByteArray, sql);
    const NumberedStatement taken = takeStatement(sql);
    QTEST(taken.sql, "first");
    QTEST(taken.names, "names");
    QTEST(sql, "rest");
}

void TestLedgerPostgresql::holdsWhatSqliteHolds_data() { addRows(generations()); }

void TestLedgerPostgresql::holdsWhatSqliteHolds()
{
    QFETCH(QString, version);
    const auto sqlite = contentOf(m_folder.filePath(version + QStringLiteral(".db")));
    const auto postgres = contentOf(m_server->conninfo(nameOf(version)));
    QVERIFY2(sqlite, qPrintable(sqlite ? QString() : sqlite.error().message));
    QVERIFY2(postgres, qPrintable(postgres ? QString() : postgres.error().message));
    QCOMPARE(sqlite->value(QStringLiteral("entry")).size(), entries);
    QCOMPARE(difference(*sqlite, *postgres), QString());
}

void TestLedgerPostgresql::balancesAndChecksAgree_data() { addRows(generations()); }

void TestLedgerPostgresql::balancesAndChecksAgree()
{
    QFETCH(QString, version);
    const QString database = m_server->conninfo(nameOf(version));
    const auto balances = m_trial->control(version, {QStringLiteral("balances"), database});
    QVERIFY2(balances, qPrintable(balances ? QString() : balances.error()));
    QCOMPARE(*balances, m_balances);
    const auto checked = m_trial->control(version, {QStringLiteral("check"), database});
    QVERIFY2(checked, qPrintable(checked ? QString() : checked.error()));
}

void TestLedgerPostgresql::booksAlike_data()
{
    // Those that book in another way than the one before, and the newest.
    addRows(QStringLiteral("3.2.1 4.0.0 4.1.0 4.2.0 5.0.0 6.0.0 6.2.0 7.0.0 7.2.0 8.0.0 8.1.0 9.0.0 9.6.0")
                .split(QLatin1Char(' ')));
}

void TestLedgerPostgresql::booksAlike()
{
    QFETCH(QString, version);
    const QStringList databases{sqliteCopyOf(version), copyOf(version)};
    for (const QString& database : databases) {
        auto folder = ReleaseFolder::read(m_trial->release(version), kindOf(database));
        QVERIFY(folder);
        auto book = Book::open(*std::move(folder), database);
        QVERIFY2(book && book->prepareToServe(), qPrintable(book ? QString() : book.error().message));
        for (const qint64 cents : {qint64{123456}, qint64{-7}, qint64{5'000'000'000'005}}) {
            const auto id = book->post({QStringLiteral("2031-02-24"),
                                        QStringLiteral("Påske"),
                                        {{QStringLiteral("1920"), cents}, {QStringLiteral("3000"), -cents}}});
            QVERIFY2(id, qPrintable(id ? QString() : id.error().message));
        }
        const auto refused = book->post({QStringLiteral("2031-02-24"),
                                         QStringLiteral("x"),
                                         {{QStringLiteral("1920"), 5}, {QStringLiteral("none"), -5}}});
        QVERIFY(!refused);
        QCOMPARE(static_cast<int>(refused.error().code), static_cast<int>(ExitCode::usage));
        const auto checked = book->check();
        QVERIFY2(checked, qPrintable(checked ? QString() : checked.error().message));
        const auto page = book->rows(QStringLiteral("entries"), 0, 1, 0);
        QVERIFY(page);
        QCOMPARE(page->at(0)[QStringLiteral("text")].toString(), QStringLiteral("Påske"));
        QCOMPARE(page->at(0)[QStringLiteral("postings")].toInt(), 2);
    }
    const auto sqlite = contentOf(databases[0]);
    const auto postgres = contentOf(databases[1]);
    QVERIFY(sqlite && postgres);
    QCOMPARE(sqlite->value(QStringLiteral("entry")).size(), entries + 3);
    QCOMPARE(difference(*sqlite, *postgres), QString());
}

void TestLedgerPostgresql::everyReleaseStartsAgainstItsOwnSchema()
{
    int started = 0;
    for (const catalog::Release& release : m_trial->loaded().catalog.releases) {
        const QString version = QString::fromStdString(release.version.text);
        const bool carriesItBack = version == QStringLiteral("4.2.7") || version == QStringLiteral("5.2.4");
        for (const QString& generation : generations()) {
            if (m_trial->at(generation).schema != release.schema || release.schema->value < 32) {
                continue;
            }
            const QString database = carriesItBack ? copyOf(generation) : m_server->conninfo(nameOf(generation));
            if (carriesItBack) {
                const auto hopped = m_trial->hop(generation, version, database);
                QVERIFY2(hopped, qPrintable(hopped ? QString() : hopped.error()));
            }
            auto folder = ReleaseFolder::read(m_trial->release(version), DatabaseKind::postgresql);
            QVERIFY2(folder, qPrintable(version));
            const auto book = Book::open(*std::move(folder), database);
            QVERIFY2(book, qPrintable(book ? QString() : book.error().message));
            ++started;
        }
    }
    QVERIFY(started > 60);
}

void TestLedgerPostgresql::conversionRunsOnce_data()
{
    QTest::addColumn<QString>("version");
    QTest::addColumn<QString>("program");
    QTest::newRow("texts") << QStringLiteral("4.2.0") << QStringLiteral("convert-utf8");
    QTest::newRow("amounts") << QStringLiteral("5.0.0") << QStringLiteral("convert-money");
    QTest::newRow("seals") << QStringLiteral("7.2.0") << QStringLiteral("convert-seal");
}

void TestLedgerPostgresql::conversionRunsOnce()
{
    QFETCH(QString, version);
    QFETCH(QString, program);
    const QString database = copyOf(version);
    const auto before = contentOf(database);
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("LEDGER_SERVER"), serverProgram());
    process.setProcessEnvironment(environment);
    process.start(m_trial->release(version) + QStringLiteral("/bin/") + program, {database});
    QVERIFY(process.waitForFinished());
    QCOMPARE(process.exitCode(), 0);
    const auto after = contentOf(database);
    QVERIFY(before && after);
    QCOMPARE(difference(*before, *after), QString());
}

void TestLedgerPostgresql::withoutTheConversionTheNextLineRefuses_data()
{
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("without");
    QTest::addColumn<QByteArray>("undo");
    const auto row = [](const char* name, const char* before, const char* without, const char* undo) {
        QTest::newRow(name) << QString::fromLatin1(before) << QString::fromLatin1(without) << QByteArray(undo);
    };
    row("texts", "4.2.0", "5.2.4", "UPDATE account SET encoding = 'latin-1' WHERE id = 3");
    row("amounts", "5.2.0", "6.2.4", "UPDATE posting SET cents = NULL WHERE id = 7");
    row("seals", "7.2.0", "8.4.2", "DELETE FROM seal WHERE entry = 7");
    row("amount that nobody can read", "4.2.0", "5.0.0", "UPDATE posting SET amount = '12,3' WHERE id = 7");
    row("office of an unknown notation", "4.2.0", "5.0.0", "UPDATE office SET notation = 'xx' WHERE id = 2");
}

void TestLedgerPostgresql::withoutTheConversionTheNextLineRefuses()
{
    QFETCH(QString, before);
    QFETCH(QString, without);
    QFETCH(QByteArray, undo);
    const QString database = copyOf(before);
    {
        const auto connection = Database::open(database);
        QVERIFY(connection);
        QVERIFY((*connection)->execute(undo));
    }
    QVERIFY(!m_trial->hop(before, without, database));
}

void TestLedgerPostgresql::damageIsFound_data()
{
    QTest::addColumn<QString>("version");
    QTest::addColumn<QByteArray>("damage");
    QTest::addColumn<QString>("words");
    const auto row = [](const char* name, const char* version, const char* damage, const char* words) {
        QTest::newRow(name) << QString::fromLatin1(version) << QByteArray(damage) << QString::fromLatin1(words);
    };
    row("seal", "9.6.0", "UPDATE entry SET seal = seal + 1 WHERE id = 100", "seal is broken");
    row("seal that is gone", "7.2.0", "DELETE FROM seal WHERE entry = 7", "without a seal");
    row("entry that does not balance", "5.0.0", "UPDATE posting SET cents = cents + 1 WHERE id = 1",
        "does not balance");
    row("balance of a period", "6.2.0",
        "UPDATE period_balance SET cents = cents + 1 WHERE (period, account) IN (SELECT period, account FROM "
        "period_balance LIMIT 1)",
        "balance of a period");
}

void TestLedgerPostgresql::damageIsFound()
{
    QFETCH(QString, version);
    QFETCH(QByteArray, damage);
    QFETCH(QString, words);
    const QString database = copyOf(version);
    const auto connection = Database::open(database);
    QVERIFY(connection);
    QVERIFY((*connection)->execute(damage));
    const auto checked = m_trial->control(version, {QStringLiteral("check"), database});
    QVERIFY(!checked);
    QVERIFY2(checked.error().contains(words), qPrintable(checked.error()));
    if (version == QStringLiteral("9.6.0")) {
        QVERIFY(!(*connection)->execute("UPDATE posting SET cents = 1 WHERE id = 1"));
        QVERIFY(!(*connection)->execute("DELETE FROM posting WHERE id = 1"));
    }
}

QTEST_GUILESS_MAIN(TestLedgerPostgresql)
#include "test_ledger_postgresql.moc"
