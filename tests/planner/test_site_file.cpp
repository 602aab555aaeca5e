#include "planner/site.h"

#include <QFile>
#include <QTemporaryDir>
#include <QtTest/QtTest>

/// Site files: every key, defaults, and errors with their places.
class TestSiteFile : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void readsEveryKey();
    void refuses_data();
    void refuses();

private:
    std::string written(const QByteArray& text)
    {
        const QString path = m_folder.filePath(QStringLiteral("site.yaml"));
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
            qFatal("cannot write");
        return path.toStdString();
    }
    QTemporaryDir m_folder;
};

void TestSiteFile::readsEveryKey()
{
    const std::string path = written(R"(cairn-site: 1
product: ledger
name: "Harbour Trading, Bergen"
version: 3.10
failed: false
database: {kind: sqlite, path: data/ledger.db, schema: 32, compat: 30, size: 40 MB,
  connection: "host=db.example dbname=ledger", password_file: secret, programs: /usr/lib/postgresql/15/bin}
channels: [stable]
facts: {edition: enterprise, tags: [a, b]}
components: {php: {version: 8.1.0, fixed: true}, postgresql: "15.5"}
nodes: [{name: app1, set: blue}, app2]
data: [{database: data}, {folder: attachments}, 
       {name: ldap, backup: [save, x], verify: [look], restore: [load], size: [count], timeout: 2h}]
backup: copy
keep_backups: 7
service:
  start: ["{releases}/current/bin/ledger", "start"]
  stop: [stop]
  health: {url: "http://127.0.0.1:{port}/health", expect: "{to}", timeout: 30s}
  port: 18080
  private_port: 18081
  autostart: {off: [off], on: [on]}
maintenance: {kind: page, listen: "127.0.0.1:18080", allow: [192.0.2.7, "2001:DB8:0::7"], hold: true}
windows: ["Sat 22:00-04:00 Europe/Oslo"]
)");
    const catalog::Checked<planner::Site> site = planner::readSite(path);
    QVERIFY(site);
    QCOMPARE(site->version, std::string("3.10"));
    QCOMPARE(site->database->connection, std::string("host=db.example dbname=ledger"));
    QCOMPARE(site->database->passwordFile, std::string("secret"));
    QCOMPARE(site->database->programs, std::string("/usr/lib/postgresql/15/bin"));
    QCOMPARE(site->database->size.value_or(0), std::uint64_t{40} << 20);
    QCOMPARE(site->facts.at(catalog::FactName{"tags"}).size(), std::size_t{2});
    QVERIFY(site->components.at(catalog::ComponentName{"php"}).fixed);
    QCOMPARE(site->components.at(catalog::ComponentName{"postgresql"}).version.text, std::string("15.5"));
    QCOMPARE(site->nodes.size(), std::size_t{2});
    QCOMPARE(site->nodes[1].name, std::string("app2"));
    QCOMPARE(site->data.size(), std::size_t{3});
    QVERIFY(site->data[2].kind == planner::SiteData::Kind::command);
    QCOMPARE(site->data[2].backup.size(), std::size_t{2});
    QCOMPARE(site->data[2].verify.at(0), std::string("look"));
    QCOMPARE(site->data[2].size.at(0), std::string("count"));
    QCOMPARE(site->data[2].timeout.count(), std::int64_t{7200});
    QCOMPARE(site->data[0].timeout.count(), std::int64_t{3600});
    QVERIFY(site->backupKind == planner::BackupKind::copy);
    QCOMPARE(site->keepBackups, 7);
    QCOMPARE(site->service->healthTimeout.count(), std::int64_t{30});
    QCOMPARE(site->service->privatePort, 18081);
    QVERIFY(site->maintenance.kind == planner::SiteMaintenance::Kind::page);
    QVERIFY(site->maintenance.hold);
    QVERIFY((site->maintenance.allow == std::vector<std::string>{"192.0.2.7", "2001:db8::7"}));
    QCOMPARE(site->releasesFolder, std::string("releases"));
    QCOMPARE(site->stateFolder, std::string(".cairn"));
    QCOMPARE(QString::fromStdString(site->folder), QFileInfo(QString::fromStdString(path)).absolutePath());
    QCOMPARE(site->places.of("facts.edition").line, 9);
}

void TestSiteFile::refuses_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("code");
    QTest::addColumn<int>("line");
    const auto row = [](const char* name, const char* text, catalog::ErrorCode code, int line) {
        QTest::newRow(name) << QByteArray(text) << static_cast<int>(code) << line;
    };
    const char* head = "cairn-site: 1\nproduct: p\nversion: 1.0\n";
    const auto rest = [&](const char* text) { return QByteArray(head) + text; };
    row("empty", "", catalog::ErrorCode::fileEmpty, 0);
    row("no map", "- a\n", catalog::ErrorCode::wrongKind, 1);
    row("no format", "product: p\nversion: 1.0\n", catalog::ErrorCode::missingKey, 1);
    row("another format", "cairn-site: 2\nproduct: p\nversion: 1.0\n", catalog::ErrorCode::formatVersion, 1);
    row("a misspelt key", rest("chanels: [a]\n"), catalog::ErrorCode::unknownKey, 4);
    row("a duplicate key", rest("version: 2.0\n"), catalog::ErrorCode::duplicateKey, 4);
    row("a bad size", rest("database: {kind: sqlite, size: big}\n"), catalog::ErrorCode::badValue, 4);
    row("a bad kind", rest("database: {kind: oracle}\n"), catalog::ErrorCode::badValue, 4);
    row("a shell string", rest("service: {start: \"a b\", stop: [b]}\n"), catalog::ErrorCode::wrongKind, 4);
    row("a port out of range", rest("service: {start: [a], stop: [b], port: 70000}\n"), catalog::ErrorCode::badValue,
        4);
    row("a page without an address", rest("maintenance: {kind: page}\n"), catalog::ErrorCode::missingKey, 4);
    row("a name in the allow-list", rest("maintenance: {kind: flag, file: a, allow: [192.0.2.7,\n  anna]}\n"),
        catalog::ErrorCode::badValue, 4);
    row("a network in the allow-list", rest("maintenance: {kind: flag, file: a, allow: [192.0.2.0/24]}\n"),
        catalog::ErrorCode::badValue, 4);
    row("a command without its restore", rest("data: [{name: a, backup: [b]}]\n"), catalog::ErrorCode::missingKey, 4);
    row("a command without its backup", rest("data: [{name: a, restore: [b]}]\n"), catalog::ErrorCode::missingKey, 4);
    row("a command without a name", rest("data: [{backup: [a], restore: [b]}]\n"), catalog::ErrorCode::missingKey, 4);
    row("a folder with a program", rest("data: [{folder: a, verify: [b]}]\n"), catalog::ErrorCode::badValue, 4);
    row("a command that is a shell string", rest("data: [{name: a, backup: \"b c\", restore: [d]}]\n"),
        catalog::ErrorCode::wrongKind, 4);
    row("another way to back up", rest("backup: snapshot\n"), catalog::ErrorCode::badValue, 4);
    row("no backup kept", rest("keep_backups: 0\n"), catalog::ErrorCode::badValue, 4);
    row("data of two kinds", rest("data: [{database: a, folder: b}]\n"), catalog::ErrorCode::badValue, 4);
}

void TestSiteFile::refuses()
{
    QFETCH(QByteArray, text);
    QFETCH(int, code);
    QFETCH(int, line);
    const std::string path = written(text);
    const catalog::Checked<planner::Site> site = planner::readSite(path);
    QVERIFY(!site);
    QCOMPARE(static_cast<int>(site.error().front().code), code);
    QCOMPARE(site.error().front().place.file, path);
    QCOMPARE(site.error().front().place.line, line);
}

QTEST_GUILESS_MAIN(TestSiteFile)
#include "test_site_file.moc"
