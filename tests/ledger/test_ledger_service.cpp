#include "app/demo/demo_site.h"
#include "tests/ledger/failure.h"
#include "tests/ledger/trial.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QProcess>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QtTest/QtTest>
#include <csignal>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

using namespace ledger;

class TestLedgerService : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanupTestCase();
    void answers();
    void booksBalancedEntriesOnly_data();
    void booksBalancedEntriesOnly();
    void bookedEntrySurvivesAKill();
    void startsAgainAtOnce();
    void startingTwiceIsOneService();
    void stoppingTwiceIsFine();
    void keepsNoDescriptorOfItsStarter();
    void refusesASchemaItDoesNotKnow();
    void portThatIsTaken();

private:
    struct Answer {
        int status = 0;
        QJsonDocument body;
    };
    Answer get(const QString& path);
    Answer post(const QByteArray& body);
    Answer wait(QNetworkReply* reply);
    QUrl url(const QString& path) const;
    /// The exit code of the control script of the installed release.
    int control(const QStringList& arguments);
    pid_t servingProcess() const;

    QTemporaryDir m_folder{scratchTemplate()};
    QNetworkAccessManager m_network;
    demo::MadeSite m_site;
};

void TestLedgerService::initTestCase()
{
    demo::SiteRequest request;
    request.folder = m_folder.path();
    request.entries = 200;
    request.server = serverProgram();
    const auto site = demo::makeSite(request);
    QVERIFY2(site, qPrintable(site ? QString() : site.error().subject));
    m_site = *site;
}

void TestLedgerService::init() { QCOMPARE(control({QStringLiteral("start"), QString::number(m_site.port)}), 0); }

void TestLedgerService::cleanupTestCase()
{
    if (!m_site.folder.isEmpty()) {
        QVERIFY(demo::stopService(m_site.folder));
    }
}

QUrl TestLedgerService::url(const QString& path) const
{
    return QUrl(QStringLiteral("http://127.0.0.1:%1%2").arg(m_site.port).arg(path));
}

TestLedgerService::Answer TestLedgerService::wait(QNetworkReply* reply)
{
    const std::unique_ptr<QNetworkReply> owned(reply);
    if (!QTest::qWaitFor([reply] { return reply->isFinished(); }, 10'000)) {
        return {};
    }
    return {reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(),
            QJsonDocument::fromJson(reply->readAll())};
}

TestLedgerService::Answer TestLedgerService::get(const QString& path)
{
    return wait(m_network.get(QNetworkRequest(url(path))));
}

TestLedgerService::Answer TestLedgerService::post(const QByteArray& body)
{
    QNetworkRequest request(url(QStringLiteral("/entries")));
    request.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/json"));
    return wait(m_network.post(request, body));
}

int TestLedgerService::control(const QStringList& arguments)
{
    return QProcess::execute(m_site.folder + QStringLiteral("/releases/current/bin/ledger"), arguments);
}

pid_t TestLedgerService::servingProcess() const
{
    QFile file(m_site.folder + QStringLiteral("/run/ledger.pid"));
    return file.open(QIODevice::ReadOnly) ? file.readAll().split(' ').constFirst().toInt() : -1;
}

void TestLedgerService::answers()
{
    const Answer health = get(QStringLiteral("/health"));
    QCOMPARE(health.status, 200);
    QCOMPARE(health.body[QStringLiteral("status")].toString(), QStringLiteral("ok"));
    QCOMPARE(health.body[QStringLiteral("version")].toString(), QStringLiteral("3.2.1"));
    QCOMPARE(health.body[QStringLiteral("schema")].toInt(), 32);
    QCOMPARE(get(QStringLiteral("/version")).body[QStringLiteral("version")].toString(), QStringLiteral("3.2.1"));

    qint64 sum = 0;
    bool accented = false;
    const QJsonArray balances = get(QStringLiteral("/balances")).body.array();
    for (const QJsonValue& balance : balances) {
        sum += balance[QStringLiteral("cents")].toInteger();
        accented = accented || balance[QStringLiteral("name")].toString() == QStringLiteral("Åse Ødegård");
    }
    QVERIFY(balances.size() > 40);
    QCOMPARE(sum, qint64{0});
    QVERIFY(accented);

    QCOMPARE(get(QStringLiteral("/entries?limit=3&offset=190")).body.array().size(), 3);
    QVERIFY(get(QStringLiteral("/entries/7")).body.array().size() >= 2);
    QCOMPARE(get(QStringLiteral("/query/attachments")).body.array().size(), 24);
    QCOMPARE(get(QStringLiteral("/query/post_line")).status, 404);
    QCOMPARE(get(QStringLiteral("/nothing")).status, 404);
}

void TestLedgerService::booksBalancedEntriesOnly_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("status");
    const auto row = [](const char* name, const char* postings, int status) {
        QTest::newRow(name) << QByteArray(R"({"date":"2026-11-02","text":"Prøve","postings":[)") + postings + "]}"
                            << status;
    };
    row("balanced", R"({"account":"1920","cents":100},{"account":"3000","cents":-100})", 201);
    row("three lines", R"({"account":"1920","cents":5},{"account":"3000","cents":-4},{"account":"2700","cents":-1})",
        201);
    row("does not balance", R"({"account":"1920","cents":100},{"account":"3000","cents":-99})", 400);
    row("unknown account", R"({"account":"1920","cents":100},{"account":"none","cents":-100})", 400);
    row("one line", R"({"account":"1920","cents":100})", 400);
    row("nothing booked", R"({"account":"1920","cents":0},{"account":"3000","cents":0})", 400);
    row("overflow", R"({"account":"1920","cents":1e18},{"account":"3000","cents":-1e18})", 400);
    QTest::newRow("no date") << QByteArray(
                                    R"({"postings":[{"account":"1920","cents":1},{"account":"3000","cents":-1}]})")
                             << 400;
    QTest::newRow("no JSON") << QByteArray("cents") << 400;
}

void TestLedgerService::booksBalancedEntriesOnly()
{
    QFETCH(QByteArray, body);
    QFETCH(int, status);
    const auto before = demo::balances(m_site.folder);
    const Answer answer = post(body);
    QCOMPARE(answer.status, status);
    const auto after = demo::balances(m_site.folder);
    QVERIFY(before && after);
    QCOMPARE(*before == *after, status != 201);
    if (status == 201) {
        const QString path = QStringLiteral("/entries/%1").arg(answer.body[QStringLiteral("id")].toInteger());
        QVERIFY(get(path).body.array().size() >= 2);
    }
}

void TestLedgerService::bookedEntrySurvivesAKill()
{
    const auto before = demo::balances(m_site.folder);
    const Answer answer = post(
        R"({"date":"2026-11-02","text":"x","postings":[{"account":"1920","cents":77},{"account":"3000","cents":-77}]})");
    QCOMPARE(answer.status, 201);
    QCOMPARE(::kill(servingProcess(), SIGKILL), 0);
    QCOMPARE(control({QStringLiteral("stop")}), 0);
    const auto after = demo::balances(m_site.folder);
    QVERIFY(before && after);
    QVERIFY(*before != *after);
}

void TestLedgerService::startsAgainAtOnce()
{
    for (int round = 0; round < 5; ++round) {
        QCOMPARE(get(QStringLiteral("/health")).status, 200);
        QCOMPARE(control({QStringLiteral("stop")}), 0);
        QCOMPARE(control({QStringLiteral("start"), QString::number(m_site.port)}), 0);
    }
    QCOMPARE(get(QStringLiteral("/health")).status, 200);
}

void TestLedgerService::startingTwiceIsOneService()
{
    const pid_t first = servingProcess();
    QCOMPARE(control({QStringLiteral("start"), QString::number(m_site.port)}), 0);
    QCOMPARE(servingProcess(), first);
    QCOMPARE(control({QStringLiteral("start"), QString::number(m_site.privatePort)}),
             static_cast<int>(ExitCode::alreadyRunning));
}

void TestLedgerService::stoppingTwiceIsFine()
{
    QCOMPARE(control({QStringLiteral("stop")}), 0);
    QCOMPARE(control({QStringLiteral("stop")}), 0);
    QCOMPARE(get(QStringLiteral("/health")).status, 0);
}

void TestLedgerService::keepsNoDescriptorOfItsStarter()
{
    QCOMPARE(control({QStringLiteral("stop")}), 0);
    const QByteArray path = (m_folder.path() + QStringLiteral("/fence")).toLocal8Bit();
    const int opened = ::open(path.constData(), O_RDWR | O_CREAT, 0600);
    const int fence = ::fcntl(opened, F_DUPFD, 10);  // inherited by every child, as a runner's fence is
    ::close(opened);
    QVERIFY(fence >= 10);
    QCOMPARE(::flock(fence, LOCK_EX | LOCK_NB), 0);
    QCOMPARE(control({QStringLiteral("start"), QString::number(m_site.port)}), 0);
    ::close(fence);
    const int again = ::open(path.constData(), O_RDWR | O_CLOEXEC);
    QCOMPARE(::flock(again, LOCK_EX | LOCK_NB), 0);
    ::close(again);
    QCOMPARE(get(QStringLiteral("/health")).status, 200);
}

void TestLedgerService::refusesASchemaItDoesNotKnow()
{
    QCOMPARE(control({QStringLiteral("stop")}), 0);
    const auto trial = Trial::make(m_folder.path() + QStringLiteral("/trial"));
    QVERIFY(trial);
    const QString database = m_site.folder + QStringLiteral("/data/ledger.db");
    const QString kept = database + QStringLiteral(".kept");
    QVERIFY(QFile::copy(database, kept));
    QVERIFY((*trial)->hop(QStringLiteral("3.2.1"), QStringLiteral("3.4.2"), database));
    QCOMPARE(control({QStringLiteral("start"), QString::number(m_site.port)}),
             static_cast<int>(ExitCode::unknownSchema));
    QCOMPARE(get(QStringLiteral("/health")).status, 0);
    QVERIFY(QFile::remove(database) && QFile::rename(kept, database));
}

void TestLedgerService::portThatIsTaken()
{
    QCOMPARE(control({QStringLiteral("stop")}), 0);
    QTcpServer other;
    QVERIFY(other.listen(QHostAddress::LocalHost, static_cast<quint16>(m_site.port)));
    QCOMPARE(control({QStringLiteral("start"), QString::number(m_site.port)}),
             static_cast<int>(ExitCode::cannotListen));
    other.close();
    QCOMPARE(control({QStringLiteral("start"), QString::number(m_site.port)}), 0);
}

QTEST_GUILESS_MAIN(TestLedgerService)
#include "test_ledger_service.moc"
