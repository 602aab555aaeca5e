#include "installers/maintenance.h"
#include "installers/page/page_text.h"
#include "installers/problem_names.h"
#include "installers/world_posix.h"
#include "tests/support/free_port.h"

#include <QFile>
#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest/QtTest>

namespace {

page::Notice noticeUntil(const QDateTime& until)
{
    page::Notice notice;
    notice.product = QStringLiteral("Ledger");
    notice.site = QStringLiteral("Harbour & Sons");
    notice.until = until;
    notice.zone = QTimeZone("Europe/Oslo");
    return notice;
}

/// A site whose web server answers with the page by flag file.
struct FlagGround {
    QTemporaryDir folder;
    installers::PosixWorld world;
    planner::Site site = [this] {
        planner::Site made;
        made.folder = folder.path().toStdString();
        made.name = "Harbour";
        made.maintenance.kind = planner::SiteMaintenance::Kind::flag;
        made.maintenance.flagFile = "maintenance.flag";
        made.maintenance.pagesFolder = "page";
        return made;
    }();
    installers::SitePaths paths{site};
    planner::Plan plan;
    installers::RunContext context{
        world, site, paths, plan, QStringLiteral("Ledger"), QStringLiteral("r1"), paths.run(QStringLiteral("r1")), -1};
    [[nodiscard]] bool has(const char* name) const { return QFile::exists(folder.filePath(QLatin1String(name))); }
};

const QDateTime now(QDate(2026, 11, 20), QTime(21, 0), Qt::UTC);

}  // namespace

/// The built-in page: what it says in which language, and the real program's headers.
class TestMaintenancePage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void visitorsLanguage_data();
    void visitorsLanguage();
    void everySentenceIsTranslated_data();
    void everySentenceIsTranslated();
    void saysWhenItEnds_data();
    void saysWhenItEnds();
    void readsInItsDirection_data();
    void readsInItsDirection();
    void namesAreNoMarkup();
    void webServerFindsThePage();
    void folderForThePageHasToBeThere();
    void programAnswersInTheVisitorsLanguage_data();
    void programAnswersInTheVisitorsLanguage();
    void cleanupTestCase();

private:
    bool startProgram();
    QNetworkReply* ask(const QByteArray& header, const QByteArray& value);

    QTemporaryDir m_folder;
    QProcess m_program;
    QNetworkAccessManager m_network;
    int m_port = 0;
};

void TestMaintenancePage::visitorsLanguage_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<QString>("language");
    const auto row = [](const char* name, const char* header, const char* language) {
        QTest::newRow(name) << QByteArray(header) << QString::fromLatin1(language);
    };
    row("none", "", "en");
    row("one", "fr", "fr");
    row("a region gives way to its language", "de-AT", "de");
    row("written in capitals", "DE-de", "de");
    row("the first of equals", "ja, es", "ja");
    row("the one that is liked best", "es;q=0.3, ar;q=0.9, de;q=0.8", "ar");
    row("those we do not speak are passed over", "sv, fi;q=0.9, fr;q=0.5", "fr");
    row("none that we speak", "sv, fi", "en");
    row("anything", "*", "en");
    row("anything but what comes first", "sv, es;q=0.7, *;q=0.1", "es");
    row("refused by quality 0", "de;q=0, fr;q=0.1", "fr");
    row("Norwegian by its old tag", "no", "nb");
    row("the other Norwegian", "nn-NO, en;q=0.5", "nb");
    row("quality that is none", "de;q=many, fr;q=0.2", "fr");
    row("quality above all", "de;q=7, fr;q=0.2", "fr");
    row("nothing but signs", ";;,,q=1;-*", "en");
}

void TestMaintenancePage::visitorsLanguage()
{
    QFETCH(QByteArray, header);
    QTEST(page::languageFor(header), "language");
}

void TestMaintenancePage::everySentenceIsTranslated_data()
{
    QTest::addColumn<QString>("language");
    for (const QString& language : page::languages().mid(1))
        QTest::newRow(qPrintable(language)) << language;
}

void TestMaintenancePage::everySentenceIsTranslated()
{
    QFETCH(QString, language);
    const page::Wording wording(language);
    QCOMPARE(wording.language(), language);
    for (const char* const source : page::sentences()) {
        const QString text = wording(source);
        QVERIFY2(text != QString::fromUtf8(source), source);
        for (const char* const place : {"%1", "%2"})
            QCOMPARE(text.count(QLatin1String(place)), QByteArray(source).count(place));
    }
}

void TestMaintenancePage::saysWhenItEnds_data()
{
    QTest::addColumn<QString>("language");
    QTest::addColumn<QDateTime>("until");
    QTest::addColumn<QString>("words");
    const QDateTime later = now.addSecs(5400);
    const auto row = [](const char* name, const char* language, const QDateTime& until, const char* words) {
        QTest::newRow(name) << QString::fromLatin1(language) << until << QString::fromUtf8(words);
    };
    row("English", "en", later, "It is expected to end on Friday, 20 November 2026 at 23:30 (UTC+01:00).");
    row("German", "de", later, "Das Ende wird für Freitag, 20. November 2026, 23:30 (UTC+01:00), erwartet.");
    row("French", "fr", later, "prévue pour le vendredi 20 novembre 2026 à 23:30 (UTC+01:00).");
    row("Spanish", "es", later, "el viernes, 20 de noviembre de 2026 a las 23:30 (UTC+01:00).");
    row("Norwegian", "nb", later, "fredag 20. november 2026 kl. 23:30 (UTC+01:00).");
    row("Japanese", "ja", later, "2026年11月20日金曜日 23:30 (UTC+01:00) に終了する予定です。");
    row("the next day where the site is", "en", now.addSecs(7200 + 60), "Saturday, 21 November 2026 at 00:01");
    row("later than planned", "en", now.addSecs(-60), "takes longer than planned; it was expected to end on Friday");
    row("not known", "de", {}, "Wann die Arbeiten enden, ist noch nicht bekannt.");
}

void TestMaintenancePage::saysWhenItEnds()
{
    QFETCH(QString, language);
    QFETCH(QDateTime, until);
    QFETCH(QString, words);
    QString text = QString::fromUtf8(page::htmlOf(noticeUntil(until), now, page::Wording(language)));
    text.remove(QRegularExpression(QStringLiteral("<[^>]*>")));
    QVERIFY2(text.contains(words), qPrintable(text));
}

void TestMaintenancePage::readsInItsDirection_data()
{
    QTest::addColumn<QString>("language");
    QTest::addColumn<QString>("direction");
    for (const QString& language : page::languages())
        QTest::newRow(qPrintable(language))
            << language << (language == QStringLiteral("ar") ? QStringLiteral("rtl") : QStringLiteral("ltr"));
}

void TestMaintenancePage::readsInItsDirection()
{
    QFETCH(QString, language);
    QFETCH(QString, direction);
    const QString text = QString::fromUtf8(page::htmlOf(noticeUntil({}), now, page::Wording(language)));
    QVERIFY(text.contains(QStringLiteral("<html lang=\"%1\" dir=\"%2\">").arg(language, direction)));
    QVERIFY(!text.contains(QRegularExpression(QStringLiteral("%[A-Z1-9]"))));
}

void TestMaintenancePage::namesAreNoMarkup()
{
    page::Notice notice = noticeUntil({});
    notice.product = QStringLiteral("<script>alert('%1')</script>");
    const QByteArray text = page::htmlOf(notice, now, page::Wording(QStringLiteral("en")));
    QVERIFY(!text.contains("<script"));
    QVERIFY(text.contains("&lt;script&gt;"));
    QVERIFY(text.contains("Harbour &amp; Sons"));
}

void TestMaintenancePage::webServerFindsThePage()
{
    FlagGround ground;
    QVERIFY(QDir(ground.folder.path()).mkdir(QStringLiteral("page")));
    const auto maintenance = installers::makeMaintenance(ground.context, now.addSecs(5400));
    QVERIFY(maintenance->check());
    QVERIFY(maintenance->up());
    QVERIFY(maintenance->confirm());
    QVERIFY(ground.has("maintenance.flag"));
    for (const QString& language : page::languages()) {
        QFile file(ground.folder.filePath(QStringLiteral("page/maintenance.%1.html").arg(language)));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QString text = QString::fromUtf8(file.readAll());
        QVERIFY(text.contains(QStringLiteral("<html lang=\"%1\"").arg(language)));
        QVERIFY(text.contains(QStringLiteral("Harbour")));
        QVERIFY(text.contains(QStringLiteral("datetime=\"2026-11-20T22:30:00Z\"")));
    }
    QVERIFY(maintenance->down());
    QVERIFY(!maintenance->isUp());
    QVERIFY(!ground.has("maintenance.flag"));
}

void TestMaintenancePage::folderForThePageHasToBeThere()
{
    FlagGround ground;
    const auto maintenance = installers::makeMaintenance(ground.context, {});
    const auto checked = maintenance->check();
    QVERIFY(!checked);
    QCOMPARE(installers::nameOf(checked.error().code),
             installers::nameOf(installers::RunProblemCode::maintenanceNotUp));
    QVERIFY(checked.error().subject.endsWith(QStringLiteral("/page")));
    QVERIFY(!maintenance->up());
    QVERIFY(!ground.has("maintenance.flag"));
}

bool TestMaintenancePage::startProgram()
{
    if (m_program.state() == QProcess::Running)
        return true;
    m_port = support::freePort();
    const QString ready = m_folder.filePath(QStringLiteral("ready"));
    m_program.start(qEnvironmentVariable("CAIRN_BUILD_DIR") + QStringLiteral("/installers/page/cairn-page"),
                    {QStringLiteral("--listen"), QStringLiteral("127.0.0.1:%1").arg(m_port),
                     QStringLiteral("--product"), QStringLiteral("Ledger"), QStringLiteral("--ready-file"), ready});
    return m_program.waitForStarted() && QTest::qWaitFor([&] { return QFile::exists(ready); }, 20'000);
}

QNetworkReply* TestMaintenancePage::ask(const QByteArray& header, const QByteArray& value)
{
    QNetworkRequest request(QUrl(QStringLiteral("http://127.0.0.1:%1/any/where").arg(m_port)));
    request.setRawHeader("Accept", "text/html");
    request.setRawHeader(header, value);
    QNetworkReply* const reply = m_network.get(request);
    reply->setParent(this);
    return QTest::qWaitFor([&] { return reply->isFinished(); }, 20'000) ? reply : nullptr;
}

void TestMaintenancePage::programAnswersInTheVisitorsLanguage_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<QByteArray>("language");
    QTest::addColumn<QString>("words");
    QTest::newRow("English") << QByteArray("en-US,en;q=0.5") << QByteArray("en")
                             << QStringLiteral("Ledger is being upgraded");
    QTest::newRow("French") << QByteArray("fr-CH, en;q=0.9") << QByteArray("fr")
                            << QStringLiteral("Mise à jour de Ledger en cours");
    QTest::newRow("Arabic") << QByteArray("ar") << QByteArray("ar") << QStringLiteral("تجري ترقية Ledger");
}

void TestMaintenancePage::programAnswersInTheVisitorsLanguage()
{
    QFETCH(QByteArray, header);
    QFETCH(QByteArray, language);
    QFETCH(QString, words);
    QVERIFY(startProgram());
    QNetworkReply* const reply = ask("Accept-Language", header);
    QVERIFY(reply != nullptr);
    QCOMPARE(reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), 503);
    QCOMPARE(reply->rawHeader("Content-Language"), language);
    QVERIFY(reply->rawHeader("Vary").contains("Accept-Language"));
    QVERIFY(reply->rawHeader("Retry-After").toInt() > 0);
    QVERIFY(QString::fromUtf8(reply->readAll()).contains(words));

    QNetworkReply* const json = ask("Accept", "application/json");
    QVERIFY(json != nullptr);
    QCOMPARE(json->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), 503);
    QCOMPARE(QJsonDocument::fromJson(json->readAll())[QStringLiteral("status")].toString(),
             QStringLiteral("upgrading"));
}

void TestMaintenancePage::cleanupTestCase()
{
    m_program.terminate();
    m_program.waitForFinished();
}

QTEST_GUILESS_MAIN(TestMaintenancePage)
#include "test_maintenance_page.moc"
