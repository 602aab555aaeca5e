#include "app/demo/journal_2011.h"
#include "app/demo/text_file.h"
#include "tests/ledger/book.h"
#include "tests/ledger/generations.h"
#include "tests/ledger/trial.h"

#include <QDir>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest/QtTest>

using namespace ledger;

namespace {

constexpr int entries = 200;

}  // namespace

class TestLedgerMigrations : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void balancesSurvive_data();
    void balancesSurvive();
    void everyReleaseStartsAgainstItsOwnSchema();
    void aReleaseKnowsOnlyItsWindowOfSchemas();
    void queriesAloneTellSchemasApart_data();
    void queriesAloneTellSchemasApart();
    void everyGenerationBooks();
    void backportedMigrationIsNeitherLostNorRepeated();
    void conversionRunsOnce_data();
    void conversionRunsOnce();
    void withoutTheConversionTheNextLineRefuses_data();
    void withoutTheConversionTheNextLineRefuses();
    void damagedSealIsFound();

private:
    QString copyOf(const QString& generation);
    QByteArray balancesOf(const QString& version, const QString& database);
    qint64 ask(const QString& database, const QByteArray& sql);

    QTemporaryDir m_folder{scratchTemplate()};
    std::unique_ptr<Trial> m_trial;
    QMap<QString, QString> m_databases;  ///< by the release they belong to
    int m_copies = 0;
};

void TestLedgerMigrations::initTestCase()
{
    auto trial = Trial::make(m_folder.path());
    QVERIFY2(trial, qPrintable(trial ? QString() : trial.error()));
    m_trial = *std::move(trial);

    QStringList scripts;
    for (const char* name : {"m0300-base.sql", "m0310-currency.sql", "m0320-attachments.sql"}) {
        const auto text = demo::readFile(sampleCatalog() + QStringLiteral("/sql/") + QLatin1StringView(name),
                                         demo::ProblemCode::catalogMissing);
        QVERIFY(text);
        scripts.append(QString::fromUtf8(*text));
    }
    QString previous;
    for (const QString& version : generations()) {
        const QString file = m_folder.filePath(version + QStringLiteral(".db"));
        if (previous.isEmpty()) {
            QVERIFY(demo::makeJournal({file, scripts, entries, 1}));
        } else {
            QVERIFY(QFile::copy(m_databases[previous], file));
            const auto hopped = m_trial->hop(previous, version, file);
            QVERIFY2(hopped, qPrintable(hopped ? QString() : hopped.error()));
        }
        m_databases.insert(version, file);
        previous = version;
    }
}

QString TestLedgerMigrations::copyOf(const QString& generation)
{
    const QString copy = m_folder.filePath(QStringLiteral("copy-%1.db").arg(++m_copies));
    return QFile::copy(m_databases[generation], copy) ? copy : QString();
}

QByteArray TestLedgerMigrations::balancesOf(const QString& version, const QString& database)
{
    const auto output = m_trial->control(version, {QStringLiteral("balances"), database});
    return output ? *output : output.error().toUtf8();
}

qint64 TestLedgerMigrations::ask(const QString& database, const QByteArray& sql)
{
    auto connection = Database::open(database);
    const auto answer = connection ? (*connection)->integer(sql) : tl::make_unexpected(connection.error());
    return answer ? answer->value_or(-1) : -2;
}

void TestLedgerMigrations::balancesSurvive_data()
{
    QTest::addColumn<QString>("path");
    QTest::newRow("the shortest way") << "3.2.1 3.4.2 4.2.7 5.2.4 6.2.4 7.2.4 8.4.2 9.6.1";
    QTest::newRow("with several currencies") << "3.2.1 3.4.2 4.2.7 5.2.4 6.2.4 7.2.4 8.1.3 9.6.1";
    QTest::newRow("the first landing releases") << "3.2.1 3.4.0 4.2.0 5.0.0 6.2.0 7.2.0 8.1.0 9.0.0 9.6.1";
    QTest::newRow("along the long-lived line") << "3.2.1 3.4.2 4.2.1 4.2.6 4.2.7 5.2.4 6.1.1 6.2.4 7.2.4 8.4.2 9.5.2";
    QTest::newRow("past the backport") << "3.2.1 3.4.2 4.2.6 5.2.3 6.2.4 7.2.4 8.0.1 9.6.1";
    QTest::newRow("every generation") << generations().join(QLatin1Char(' '));
}

void TestLedgerMigrations::balancesSurvive()
{
    QFETCH(QString, path);
    const QString database = copyOf(QStringLiteral("3.2.1"));
    const QByteArray before = balancesOf(QStringLiteral("3.2.1"), database);
    QVERIFY(before.contains("1920\t"));
    QStringList stops = path.split(QLatin1Char(' '));
    QString from = stops.takeFirst();
    for (const QString& to : std::as_const(stops)) {
        const auto hopped = m_trial->hop(from, to, database);
        QVERIFY2(hopped, qPrintable(hopped ? QString() : hopped.error()));
        const auto checked = m_trial->control(to, {QStringLiteral("check"), database});
        QVERIFY2(checked, qPrintable(checked ? QString() : checked.error()));
        QCOMPARE(balancesOf(to, database), before);
        QCOMPARE(ask(database, "SELECT count(*) FROM entry"), qint64{entries});
        QCOMPARE(ask(database, "SELECT count(*) FROM pragma_foreign_key_check"), qint64{0});
        from = to;
    }
    auto release = ReleaseFolder::read(m_trial->release(from), DatabaseKind::sqlite);
    QVERIFY(release);
    auto book = Book::open(*std::move(release), database);
    QVERIFY(book);
    const auto balances = book->balances();
    QVERIFY(balances);
    const auto named = [](const QString& name) {
        return [name](const Book::Balance& balance) { return balance.name == name; };
    };
    QVERIFY(std::any_of(balances->begin(), balances->end(), named(QStringLiteral("Åse Ødegård"))));
    QVERIFY(std::any_of(balances->begin(), balances->end(), named(QStringLiteral("Ísafjörður Fiskur"))));
}

void TestLedgerMigrations::everyReleaseStartsAgainstItsOwnSchema()
{
    int started = 0;
    for (const catalog::Release& release : m_trial->loaded().catalog.releases) {
        const QString version = QString::fromStdString(release.version.text);
        if (release.schema->value < 32) {
            continue;  // before the oldest database there is
        }
        QString generation;
        for (const QString& each : generations()) {
            if (m_trial->at(each).schema == release.schema) {
                generation = each;
            }
        }
        const QString database = copyOf(generation);
        const auto hopped = m_trial->hop(generation, version, database);
        QVERIFY2(hopped, qPrintable(hopped ? QString() : hopped.error()));
        auto folder = ReleaseFolder::read(m_trial->release(version), DatabaseKind::sqlite);
        QVERIFY2(folder, qPrintable(version));
        QCOMPARE(folder->schema, release.schema->value);
        const auto book = Book::open(*std::move(folder), database);
        QVERIFY2(book, qPrintable(book ? QString() : book.error().message));
        QVERIFY(QFile::remove(database));
        ++started;
    }
    QVERIFY(started > 60);
}

void TestLedgerMigrations::aReleaseKnowsOnlyItsWindowOfSchemas()
{
    int refused = 0;
    int accepted = 0;
    for (const QString& version : generations()) {
        const catalog::Release& code = m_trial->at(version);
        for (auto database = m_databases.begin(); database != m_databases.end(); ++database) {
            const catalog::Release& writer = m_trial->at(database.key());
            const bool known =
                code.schema == writer.schema || (writer.schema > code.schema && writer.compat <= code.schema);
            auto folder = ReleaseFolder::read(m_trial->release(version), DatabaseKind::sqlite);
            QVERIFY(folder);
            const auto book = Book::open(*std::move(folder), database.value());
            const QString what = version + QStringLiteral(" on the database of ") + database.key();
            QVERIFY2(book.has_value() == known, qPrintable(what));
            if (!book) {
                QVERIFY2(book.error().code == ExitCode::unknownSchema, qPrintable(what));
            }
            ++(known ? accepted : refused);
        }
    }
    QVERIFY(accepted > generations().size());
    QVERIFY(refused > 400);
}

void TestLedgerMigrations::queriesAloneTellSchemasApart_data()
{
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("database");
    const QStringList all = generations();
    for (qsizetype index = 1; index < all.size(); ++index) {
        const QString older = all[index - 1];
        const QString newer = all[index];
        // An index and a trigger are all that these two add: no query can miss them.
        if (newer != QStringLiteral("3.4.0") && newer != QStringLiteral("9.5.0")) {
            QTest::newRow(qPrintable(newer + QStringLiteral(" on an older one"))) << newer << older;
        }
        const auto tables = m_trial->at(newer).compat > m_trial->at(older).schema;
        if (tables && newer != QStringLiteral("3.4.0") && newer != QStringLiteral("4.2.0") &&
            newer != QStringLiteral("7.2.0") && newer != QStringLiteral("5.0.0")) {
            QTest::newRow(qPrintable(older + QStringLiteral(" on a newer one"))) << older << newer;
        }
    }
}

void TestLedgerMigrations::queriesAloneTellSchemasApart()
{
    QFETCH(QString, code);
    QFETCH(QString, database);
    const QString copy = copyOf(database);
    auto folder = ReleaseFolder::read(m_trial->release(code), DatabaseKind::sqlite);
    QVERIFY(folder);
    auto connection = Database::open(copy);
    QVERIFY(connection);
    QVERIFY((*connection)->execute("UPDATE ledger_schema SET version = " + QByteArray::number(folder->schema)));
    folder->conversions.clear();
    const auto book = Book::open(*std::move(folder), copy);
    QVERIFY(!book);
    QCOMPARE(static_cast<int>(book.error().code), static_cast<int>(ExitCode::queryFails));
}

void TestLedgerMigrations::everyGenerationBooks()
{
    for (const QString& version : generations()) {
        const QString database = copyOf(version);
        auto folder = ReleaseFolder::read(m_trial->release(version), DatabaseKind::sqlite);
        QVERIFY(folder);
        auto book = Book::open(*std::move(folder), database);
        QVERIFY2(book && book->prepareToServe(), qPrintable(version));
        const auto before = book->balances();
        const auto id = book->post({QStringLiteral("2031-12-24"),
                                    QStringLiteral("Påske"),
                                    {{QStringLiteral("1920"), 123456}, {QStringLiteral("3000"), -123456}}});
        QVERIFY2(id, qPrintable(version + (id ? QString() : id.error().message)));
        QCOMPARE(*id, qint64{entries} + 1);
        const auto after = book->balances();
        QVERIFY(before && after);
        for (qsizetype index = 0; index < after->size(); ++index) {
            const Book::Balance& balance = after->at(index);
            const qint64 booked = balance.account == QStringLiteral("1920")   ? 123456
                                  : balance.account == QStringLiteral("3000") ? -123456
                                                                              : 0;
            QCOMPARE(balance.cents - before->at(index).cents, booked);
        }
        const auto checked = book->check();
        QVERIFY2(checked, qPrintable(version + (checked ? QString() : checked.error().message)));
        const auto page = book->rows(QStringLiteral("entries"), 0, 1, 0);
        QVERIFY(page);
        QCOMPARE(page->at(0)[QStringLiteral("text")].toString(), QStringLiteral("Påske"));
    }
}

void TestLedgerMigrations::backportedMigrationIsNeitherLostNorRepeated()
{
    const QString database = copyOf(QStringLiteral("4.2.0"));
    QVERIFY(m_trial->hop(QStringLiteral("4.2.0"), QStringLiteral("4.2.7"), database));
    auto connection = Database::open(database);
    QVERIFY(connection);
    QVERIFY((*connection)->execute("INSERT INTO lockout (login, failures) VALUES ('aase', 3)"));
    QVERIFY(m_trial->hop(QStringLiteral("4.2.7"), QStringLiteral("5.2.4"), database));
    const auto hopped = m_trial->hop(QStringLiteral("5.2.4"), QStringLiteral("6.2.4"), database);
    QVERIFY2(hopped, qPrintable(hopped ? QString() : hopped.error()));
    QCOMPARE(ask(database, "SELECT failures FROM lockout WHERE login = 'aase'"), qint64{3});
}

void TestLedgerMigrations::conversionRunsOnce_data()
{
    QTest::addColumn<QString>("version");
    QTest::addColumn<QString>("program");
    QTest::newRow("texts") << "4.2.0"
                           << "convert-utf8";
    QTest::newRow("amounts") << "5.0.0"
                             << "convert-money";
    QTest::newRow("seals") << "7.2.0"
                           << "convert-seal";
}

void TestLedgerMigrations::conversionRunsOnce()
{
    QFETCH(QString, version);
    QFETCH(QString, program);
    const QString database = copyOf(version);
    const QByteArray before = balancesOf(version, database);
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("LEDGER_SERVER"), serverProgram());
    process.setProcessEnvironment(environment);
    process.start(m_trial->release(version) + QStringLiteral("/bin/") + program, {database});
    QVERIFY(process.waitForFinished());
    QCOMPARE(process.exitCode(), 0);
    QCOMPARE(balancesOf(version, database), before);
    QVERIFY(m_trial->control(version, {QStringLiteral("check"), database}));
    for (const catalog::Release& release : m_trial->loaded().catalog.releases) {
        const bool owns = release.schema->value / 10 == m_trial->at(version).schema->value / 10 &&
                          release.schema->value >= m_trial->at(version).schema->value;
        const QString folder = m_trial->release(QString::fromStdString(release.version.text));
        QCOMPARE(QFile::exists(folder + QStringLiteral("/bin/") + program), owns);
    }
}

void TestLedgerMigrations::withoutTheConversionTheNextLineRefuses_data()
{
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("without");
    QTest::addColumn<QString>("undo");
    QTest::newRow("texts") << "4.2.0"
                           << "5.2.4"
                           << "UPDATE account SET encoding = 'latin-1' WHERE id = 3";
    QTest::newRow("amounts") << "5.2.0"
                             << "6.2.4"
                             << "UPDATE posting SET cents = NULL WHERE id = 7";
    QTest::newRow("seals") << "7.2.0"
                           << "8.4.2"
                           << "DELETE FROM seal WHERE entry = 7";
}

void TestLedgerMigrations::withoutTheConversionTheNextLineRefuses()
{
    QFETCH(QString, before);
    QFETCH(QString, without);
    QFETCH(QString, undo);
    const QString database = copyOf(before);
    auto connection = Database::open(database);
    QVERIFY(connection);
    QVERIFY((*connection)->execute(undo.toLatin1()));
    QVERIFY(!m_trial->hop(before, without, database));
}

void TestLedgerMigrations::damagedSealIsFound()
{
    const QString database = copyOf(QStringLiteral("9.6.0"));
    auto connection = Database::open(database);
    QVERIFY(connection);
    QVERIFY((*connection)->execute("UPDATE entry SET seal = seal + 1 WHERE id = 100"));
    const auto checked = m_trial->control(QStringLiteral("9.6.1"), {QStringLiteral("check"), database});
    QVERIFY(!checked);
    QVERIFY(checked.error().contains(QStringLiteral("seal is broken")));
    QVERIFY(!(*connection)->execute("UPDATE posting SET cents = 1 WHERE id = 1"));
}

QTEST_GUILESS_MAIN(TestLedgerMigrations)
#include "test_ledger_migrations.moc"
