#include "app/demo/demo_site.h"
#include "app/demo/notation.h"
#include "tests/ledger/trial.h"

#include <QCryptographicHash>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QtTest/QtTest>

Q_DECLARE_METATYPE(demo::Notation)

class TestDemoSite : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cleanup();
    void amountsAreWrittenAsTheOfficeDoes_data();
    void amountsAreWrittenAsTheOfficeDoes();
    void siteStands();
    void sameSeedGivesTheSameJournal();
    void foreignFolderIsRefused();
    void canBeMadeAgain();
    void missingPartsAreNamed();

private:
    demo::SiteRequest request(const QString& name);

    QTemporaryDir m_folder{ledger::scratchTemplate()};
    QStringList m_sites;
};

demo::SiteRequest TestDemoSite::request(const QString& name)
{
    demo::SiteRequest request;
    request.folder = m_folder.filePath(name);
    request.entries = 200;
    request.server = ledger::serverProgram();
    m_sites.append(request.folder);
    return request;
}

void TestDemoSite::cleanup()
{
    for (const QString& site : std::as_const(m_sites)) {
        if (QFileInfo::exists(site + QStringLiteral("/releases/current/bin/ledger"))) {
            QVERIFY(demo::stopService(site));
        }
    }
    m_sites.clear();
}

void TestDemoSite::amountsAreWrittenAsTheOfficeDoes_data()
{
    QTest::addColumn<qint64>("cents");
    QTest::addColumn<demo::Notation>("notation");
    QTest::addColumn<bool>("shortened");
    QTest::addColumn<QByteArray>("text");
    const auto row = [](qint64 cents, demo::Notation notation, bool shortened, const char* text) {
        QTest::newRow(text) << cents << notation << shortened << QByteArray(text);
    };
    row(123450, demo::Notation::norwegian, true, "1 234,50");
    row(-123400, demo::Notation::norwegian, true, "-1 234");
    row(7, demo::Notation::norwegian, true, "0,07");
    row(-123456789, demo::Notation::german, true, "1.234.567,89-");
    row(123400, demo::Notation::german, true, "1.234");
    row(-123450, demo::Notation::english, true, "(1,234.50)");
    row(99900, demo::Notation::english, false, "999.00");
    row(-123400, demo::Notation::swiss, true, "-1'234.-");
    row(100000050, demo::Notation::swiss, true, "1'000'000.50");
}

void TestDemoSite::amountsAreWrittenAsTheOfficeDoes()
{
    QFETCH(qint64, cents);
    QFETCH(demo::Notation, notation);
    QFETCH(bool, shortened);
    QFETCH(QByteArray, text);
    QCOMPARE(demo::writeAmount(cents, notation, shortened ? demo::Fraction::whereNeeded : demo::Fraction::always),
             text);
}

void TestDemoSite::siteStands()
{
    const auto site = demo::makeSite(request(QStringLiteral("stands")));
    QVERIFY2(site, qPrintable(site ? QString() : site.error().subject));
    QCOMPARE(site->entries, qint64{200});
    QVERIFY(site->port > 1024 && site->privatePort < 32768 && site->port != site->privatePort);
    QCOMPARE(QFile::symLinkTarget(site->folder + QStringLiteral("/releases/current")),
             site->folder + QStringLiteral("/releases/3.2.1"));
    QVERIFY(QFileInfo::exists(site->folder + QStringLiteral("/artefacts/ledger-9.6.1.tar")));
    QVERIFY(QFileInfo::exists(site->folder + QStringLiteral("/attachments/2011/bilag-0001.txt")));
    const auto balances = demo::balances(site->folder);
    QVERIFY(balances);
    qint64 sum = 0;
    for (const demo::AccountBalance& balance : *balances) {
        sum += balance.cents;
    }
    QCOMPARE(sum, qint64{0});
}

void TestDemoSite::sameSeedGivesTheSameJournal()
{
    const auto digest = [this](const QString& name, quint64 seed) {
        demo::SiteRequest wanted = request(name);
        wanted.seed = seed;
        wanted.service = demo::ServiceState::stopped;
        const auto site = demo::makeSite(wanted);
        QFile file(wanted.folder + QStringLiteral("/data/ledger.db"));
        return site && file.open(QIODevice::ReadOnly)
                   ? QCryptographicHash::hash(file.readAll(), QCryptographicHash::Sha256)
                   : QByteArray();
    };
    const QByteArray first = digest(QStringLiteral("first"), 1);
    QVERIFY(!first.isEmpty());
    QCOMPARE(digest(QStringLiteral("second"), 1), first);
    QVERIFY(digest(QStringLiteral("third"), 2) != first);
}

void TestDemoSite::foreignFolderIsRefused()
{
    const demo::SiteRequest wanted = request(QStringLiteral("foreign"));
    QVERIFY(QDir().mkpath(wanted.folder));
    QFile file(wanted.folder + QStringLiteral("/thesis.txt"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.close();
    const auto site = demo::makeSite(wanted);
    QVERIFY(!site);
    QCOMPARE(static_cast<int>(site.error().code), static_cast<int>(demo::ProblemCode::folderForeign));
    QCOMPARE(QDir(wanted.folder).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot).size(), 1);
}

void TestDemoSite::canBeMadeAgain()
{
    const demo::SiteRequest wanted = request(QStringLiteral("again"));
    const auto first = demo::makeSite(wanted);
    QVERIFY(first);
    QFile own(wanted.folder + QStringLiteral("/plan.json"));
    QVERIFY(own.open(QIODevice::WriteOnly));
    own.close();
    const auto second = demo::makeSite(wanted);
    QVERIFY2(second, qPrintable(second ? QString() : second.error().subject));
    QCOMPARE(second->port, first->port);
    QVERIFY(own.exists());
    QVERIFY(demo::balances(wanted.folder));
}

void TestDemoSite::missingPartsAreNamed()
{
    demo::SiteRequest wanted = request(QStringLiteral("missing"));
    wanted.server = m_folder.filePath(QStringLiteral("no-server"));
    auto site = demo::makeSite(wanted);
    QVERIFY(!site);
    QCOMPARE(static_cast<int>(site.error().code), static_cast<int>(demo::ProblemCode::serverMissing));
    QVERIFY(!QFileInfo::exists(wanted.folder));

    wanted.server = ledger::serverProgram();
    wanted.catalogFolder = m_folder.filePath(QStringLiteral("no-catalog"));
    site = demo::makeSite(wanted);
    QVERIFY(!site);
    QCOMPARE(static_cast<int>(site.error().code), static_cast<int>(demo::ProblemCode::catalogMissing));
    QVERIFY(!QFileInfo::exists(wanted.folder));
}

QTEST_GUILESS_MAIN(TestDemoSite)
#include "test_demo_site.moc"
