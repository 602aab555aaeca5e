#include "app/demo/demo_site.h"
#include "app/demo/postgres_cluster.h"
#include "app/demo/text_file.h"
#include "app/demo/web_server.h"
#include "installers/page/page_text.h"
#include "tests/ledger/trial.h"

#include <QFile>
#include <QFileInfo>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QTemporaryDir>
#include <QtTest/QtTest>
#include <sys/stat.h>
#include <unistd.h>

/// The demo site on PostgreSQL with nginx in front, both really started.
class TestDemoServers : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void answersThroughTheWebServer();
    void pageIsUpWhileTheFlagIsThere();
    void pageIsInTheVisitorsLanguage_data();
    void pageIsInTheVisitorsLanguage();
    void canBeMadeAgain();
    void nothingIsLeftRunning();
    void folderThatTheServersCannotReach();
    void stoppingNeedsASite();

private:
    struct Answer {
        int status = 0;
        QByteArray body;
        QByteArray retryAfter;
        QByteArray language;
    };
    Answer get(const QString& path, const QByteArray& acceptLanguage = {});
    QString sitePath() const { return m_folder.filePath(QStringLiteral("site")); }
    bool makeSite();

    QTemporaryDir m_folder{ledger::scratchTemplate()};
    QNetworkAccessManager m_network;
    demo::MadeSite m_site;
};

bool TestDemoServers::makeSite()
{
    demo::SiteRequest request;
    request.folder = sitePath();
    request.entries = 200;
    request.server = ledger::serverProgram();
    request.kind = demo::SiteKind::postgresql;
    const auto site = demo::makeSite(request);
    if (!site) {
        qWarning("%s", qPrintable(site.error().subject));
        return false;
    }
    m_site = *site;
    return true;
}

void TestDemoServers::initTestCase()
{
    if (!demo::PostgresCluster::programs() || !demo::WebServer::program()) {
        QSKIP("PostgreSQL or nginx is not installed: ./dev setup");
    }
    QCOMPARE(::chmod(QFile::encodeName(m_folder.path()).constData(), 0755), 0);
    QVERIFY(makeSite());
}

TestDemoServers::Answer TestDemoServers::get(const QString& path, const QByteArray& acceptLanguage)
{
    const QUrl url(QStringLiteral("http://127.0.0.1:%1%2").arg(m_site.port).arg(path));
    QNetworkRequest request(url);
    if (!acceptLanguage.isEmpty()) {
        request.setRawHeader("Accept-Language", acceptLanguage);
    }
    const std::unique_ptr<QNetworkReply> reply(m_network.get(request));
    if (!QTest::qWaitFor([&reply] { return reply->isFinished(); }, 10'000)) {
        return {};
    }
    return {reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), reply->readAll(),
            reply->rawHeader("Retry-After"), reply->rawHeader("Content-Language")};
}

void TestDemoServers::answersThroughTheWebServer()
{
    const Answer health = get(QStringLiteral("/health"));
    QCOMPARE(health.status, 200);
    QVERIFY(health.body.contains("\"version\":\"3.2.1\""));
    const auto balances = demo::balances(sitePath());
    QVERIFY(balances);
    qint64 sum = 0;
    for (const demo::AccountBalance& balance : *balances) {
        sum += balance.cents;
    }
    QVERIFY(balances->size() > 40);
    QCOMPARE(sum, qint64{0});
    QVERIFY(!QFileInfo::exists(sitePath() + QStringLiteral("/data/ledger.db")));
}

void TestDemoServers::pageIsUpWhileTheFlagIsThere()
{
    QFile flag(sitePath() + QLatin1Char('/') + QLatin1StringView(demo::WebServer::flagFile));
    QVERIFY(flag.open(QIODevice::WriteOnly));
    // Also before there is a page to show.
    QCOMPARE(get(QStringLiteral("/balances")).status, 503);
    // Who is let in reaches the private port, where nothing runs now.
    const QString allowed = flag.fileName() + QStringLiteral(".allow/127.0.0.1");
    QVERIFY(QDir().mkpath(QFileInfo(allowed).path()) && demo::writeFile(allowed, "allowed"));
    QCOMPARE(get(QStringLiteral("/balances")).status, 502);
    QVERIFY(QDir(QFileInfo(allowed).path()).removeRecursively());
    QCOMPARE(get(QStringLiteral("/balances")).status, 503);
    QVERIFY(flag.remove());
    QCOMPARE(get(QStringLiteral("/balances")).status, 200);
}

void TestDemoServers::pageIsInTheVisitorsLanguage_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<QByteArray>("language");
    QTest::newRow("German") << QByteArray("de-AT,de;q=0.9,en;q=0.5") << QByteArray("de");
    QTest::newRow("Norwegian by its old tag") << QByteArray("no") << QByteArray("nb");
    QTest::newRow("Arabic") << QByteArray("ar") << QByteArray("ar");
    QTest::newRow("none of ours") << QByteArray("sv") << QByteArray("en");
}

void TestDemoServers::pageIsInTheVisitorsLanguage()
{
    QFETCH(QByteArray, header);
    QFETCH(QByteArray, language);
    const QString folder = sitePath() + QLatin1Char('/') + QLatin1StringView(demo::WebServer::pageFolder);
    page::Notice notice;
    notice.product = QStringLiteral("Ledger");
    for (const QString& each : page::languages()) {
        QVERIFY(demo::writeFile(QStringLiteral("%1/maintenance.%2.html").arg(folder, each),
                                page::htmlOf(notice, QDateTime::currentDateTimeUtc(), page::Wording(each))));
    }
    QFile flag(sitePath() + QLatin1Char('/') + QLatin1StringView(demo::WebServer::flagFile));
    QVERIFY(flag.open(QIODevice::WriteOnly));
    const Answer answer = get(QStringLiteral("/balances"), header);
    QVERIFY(flag.remove());
    QCOMPARE(answer.status, 503);
    QVERIFY(answer.retryAfter.toInt() > 0);
    QCOMPARE(answer.language, language);
    QVERIFY(answer.body.contains("<html lang=\"" + language + '"'));
}

void TestDemoServers::canBeMadeAgain()
{
    const int port = m_site.port;
    QVERIFY(makeSite());
    QCOMPARE(m_site.port, port);
    QCOMPARE(get(QStringLiteral("/health")).status, 200);
}

void TestDemoServers::nothingIsLeftRunning()
{
    QVERIFY(demo::stopSite(sitePath()));
    QCOMPARE(get(QStringLiteral("/health")).status, 0);
    QVERIFY(!QFileInfo::exists(sitePath() + QStringLiteral("/postgresql/data/postmaster.pid")));
    QVERIFY(!QFileInfo::exists(sitePath() + QStringLiteral("/nginx/nginx.pid")));
    QVERIFY(demo::stopSite(sitePath()));
}

void TestDemoServers::folderThatTheServersCannotReach()
{
    if (::geteuid() != 0) {
        QSKIP("only root gives its servers another account");
    }
    const QString closed = m_folder.filePath(QStringLiteral("closed"));
    QVERIFY(QDir().mkpath(closed));
    QCOMPARE(::chmod(QFile::encodeName(closed).constData(), 0700), 0);
    demo::SiteRequest request;
    request.folder = closed + QStringLiteral("/site");
    request.entries = 200;
    request.server = ledger::serverProgram();
    request.kind = demo::SiteKind::postgresql;
    const auto site = demo::makeSite(request);
    QVERIFY(!site);
    QCOMPARE(static_cast<int>(site.error().code), static_cast<int>(demo::ProblemCode::folderClosed));
    QCOMPARE(site.error().subject, closed);
}

void TestDemoServers::stoppingNeedsASite()
{
    const auto stopped = demo::stopSite(m_folder.filePath(QStringLiteral("nowhere")));
    QVERIFY(!stopped);
    QCOMPARE(static_cast<int>(stopped.error().code), static_cast<int>(demo::ProblemCode::noSite));
}

QTEST_GUILESS_MAIN(TestDemoServers)
#include "test_demo_servers.moc"
