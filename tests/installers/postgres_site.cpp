#include "tests/installers/postgres_site.h"

#include "catalog/load.h"
#include "planner/plan_json.h"
#include "planner/planner.h"

#include <QCoreApplication>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <chrono>
#include <thread>

namespace postgres_site {

namespace {

const QString templateName = QStringLiteral("site_template");

bool write(const QString& path, const std::string& text)
{
    QDir().mkpath(QFileInfo(path).absolutePath());
    QFile file(path);
    return file.open(QIODevice::WriteOnly) &&
           file.write(text.data(), static_cast<qint64>(text.size())) == static_cast<qint64>(text.size());
}

/// Where fsync costs nothing, if there is such a place.
QString scratch()
{
    const QString memory = QStringLiteral("/dev/shm");
    return QFileInfo(memory).isWritable() ? memory : QDir::tempPath();
}

const char* const catalogText = R"(cairn: 1
product: {id: mini, name: Mini}
lines: [{id: main}]
releases:
  - {version: "1.0", schema: 1, migrations: []}
  - version: "2.0"
    schema: 2
    migrations:
      - {id: m2, sql: {postgresql: sql/m2.sql}}
    install:
      migrate:
        - {id: fill, driver: sql, kind: batch, sql: {postgresql: sql/fill.sql}}
        - {id: index, driver: sql, kind: nontx, sql: {postgresql: sql/index.sql}}
        - {id: vendor, driver: sql, sql: {postgresql: sql/vendor.sql}}
        - id: own
          driver: sql
          kind: nontx
          sql: {postgresql: sql/own.sql}
          undo: {sql: {postgresql: sql/own_undo.sql}}
          probe:
            sql:
              postgresql: >-
                SELECT CASE n WHEN 0 THEN 'not-done' WHEN 2 THEN 'done' ELSE 'partial' END
                FROM (SELECT count(*) AS n FROM note WHERE t LIKE 'own %') n
)";

Scripts productScripts()
{
    return {
        {"sql/m2.sql", "ALTER TABLE entry ADD COLUMN cents bigint;\nCREATE TABLE audit(id int, was numeric);\n"
                       "INSERT INTO audit SELECT id, amount FROM entry WHERE id % 10 = 0;\n"},
        {"sql/fill.sql", "WITH todo AS (SELECT id FROM entry WHERE id > coalesce(cairn.cursor()::int, 0) ORDER BY id "
                         "LIMIT 40 FOR UPDATE),\n"
                         "done AS (UPDATE entry e SET cents = coalesce(cents, 0) + amount * 100 FROM todo WHERE e.id = "
                         "todo.id RETURNING "
                         "e.id)\nSELECT cairn.advance(max(id)::text, count(*)) FROM done;\n"},
        {"sql/index.sql", "CREATE INDEX CONCURRENTLY IF NOT EXISTS entry_cents ON entry (cents);\n"},
        {"sql/vendor.sql",
         "\\set top 500\nCREATE TABLE note(t text);\nCOPY note FROM stdin;\nfirst; COMMIT;\n\\.\n"
         "INSERT INTO note SELECT 'above ' || count(*) FROM entry WHERE cents > :top;\n-- no newline"},
        {"sql/own.sql",
         "BEGIN;\nINSERT INTO note VALUES ('own 1');\nCOMMIT;\nBEGIN;\nINSERT INTO note VALUES ('own 2');\n"
         "COMMIT;\n"},
        {"sql/own_undo.sql", "DELETE FROM note WHERE t LIKE 'own %';\n"},
    };
}

}  // namespace

bool Site::prepare(const support::PostgresServer& server)
{
    return server.createDatabase(templateName) &&
           server
               .run(templateName, QStringLiteral("CREATE TABLE entry(id int PRIMARY KEY, amount numeric);"
                                                 "INSERT INTO entry SELECT i, (i * 37 % 1000) / 100.0 FROM "
                                                 "generate_series(1, 100) i"))
               .has_value();
}

Site::Site(const support::PostgresServer& server, const Scripts& scripts)
    : m_server(server), m_folder(scratch() + QStringLiteral("/cairn-postgres-XXXXXX"))
{
    static int count = 0;
    m_database = QStringLiteral("site_%1").arg(++count);
    bool ok = server
                  .run(QStringLiteral("postgres"),
                       QStringLiteral("CREATE DATABASE %1 TEMPLATE %2").arg(m_database, templateName))
                  .has_value();
    Scripts all = productScripts();
    for (const auto& [name, text] : scripts)
        all[name] = text;
    for (const auto& [name, text] : all)
        ok = ok && write(file("catalog/") + QString::fromStdString(name), text);
    ok =
        ok && write(file("catalog/catalog.yaml"), catalogText) &&
        write(file("secret"), std::string(support::PostgresServer::password) + "\n") &&
        QFile::setPermissions(file("secret"), QFileDevice::ReadOwner) &&
        write(file("site.yaml"),
              "cairn-site: 1\nproduct: mini\nname: Here\nversion: \"1.0\"\ndatabase:\n  kind: postgresql\n  schema: 1\n"
              "  connection: \"" +
                  server.tcpConninfo(m_database).toStdString() +
                  "\"\n  password_file: secret\n  programs: " + support::PostgresServer::programs().toStdString() +
                  "\ndata: [{database: " + m_database.toStdString() + "}]\nmaintenance: {kind: none}\n");
    const auto loaded = catalog::load(file("catalog/catalog.yaml").toStdString());
    const auto site = planner::readSite(file("site.yaml").toStdString());
    if (!ok || !loaded || !site)
        return;
    planner::Goal goal;
    goal.target = "2.0";
    const planner::Outcome outcome = planner::Planner(*loaded).plan(*site, goal);
    m_made = outcome.kind == planner::OutcomeKind::path && write(file("plan.json"), planner::toJson(outcome));
}

Site::~Site()
{
    if (m_server.isRunning() &&
        !m_server.run(QStringLiteral("postgres"),
                      QStringLiteral("DROP DATABASE IF EXISTS %1 WITH (FORCE)").arg(m_database)))
        qWarning("the database %s stays", qPrintable(m_database));
}

void Site::start(QProcess& process, const char* verb, const QString& killAt) const
{
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(
        QCoreApplication::applicationDirPath() + QStringLiteral("/ledger-runner"),
        {file("site.yaml"), file("plan.json"), file("catalog/catalog.yaml"), QString::fromLatin1(verb), killAt});
}

Site::Ended Site::wait(QProcess& process)
{
    Ended ended;
    constexpr int patience = 90'000;
    if (!process.waitForFinished(patience)) {
        ended.output = QStringLiteral("the runner does not end");
        return ended;
    }
    ended.output = QString::fromUtf8(process.readAll());
    ended.killed = process.exitStatus() == QProcess::CrashExit;
    ended.code = ended.killed ? -1 : process.exitCode();
    ended.visited = ended.output.section(QLatin1Char('\n'), 0, 0).toInt();
    return ended;
}

Site::Ended Site::perform(const char* verb, int killAt) const
{
    QProcess process;
    start(process, verb, QString::number(killAt));
    return wait(process);
}

Site::Ended Site::performUntil(const char* verb, const char* boundaries) const
{
    QProcess process;
    start(process, verb, QString::fromLatin1(boundaries));
    return wait(process);
}

QString Site::ask(const QString& query) const { return m_server.run(m_database, query).value_or(QStringLiteral("?")); }

qint64 Site::waitForSession(const char* query) const
{
    for (int i = 0; i < 500; ++i) {
        const QString pid =
            ask(QStringLiteral("SELECT max(pid) FROM pg_stat_activity WHERE application_name LIKE 'cairn:%' AND "
                               "query LIKE '%1%' AND datname = current_database()")
                    .arg(QLatin1String(query)));
        if (pid.toLongLong() > 0)
            return pid.toLongLong();
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    return 0;
}

QString Site::snapshot() const
{
    const QString tables = ask(QStringLiteral(
        "SELECT string_agg(relname, ' ' ORDER BY relname) FROM pg_class WHERE relkind IN ('r', 'i') AND relnamespace = "
        "'public'::regnamespace"));
    QStringList parts{tables};
    for (const char* const table : {"entry", "audit", "note"}) {
        if (tables.split(QLatin1Char(' ')).contains(QLatin1String(table)))
            parts.append(
                ask(QStringLiteral("SELECT count(*) || md5(string_agg(t::text, ' ' ORDER BY t::text)) FROM %1 t")
                        .arg(QLatin1String(table))));
    }
    parts.append(ask(QStringLiteral("SELECT 'invalid ' || count(*) FROM pg_index WHERE NOT indisvalid")));
    if (ask(QStringLiteral("SELECT to_regclass('cairn.step_marker')")) == QLatin1String("cairn.step_marker")) {
        parts.append(ask(QStringLiteral("SELECT string_agg(id, ' ' ORDER BY id) FROM cairn.step_marker")));
        parts.append(ask(QStringLiteral("SELECT string_agg(batches || ' ' || rows, ' ') FROM cairn.step_cursor")));
    }
    parts.append(ask(QStringLiteral("SELECT 'sessions ' || count(*) FROM pg_stat_activity WHERE application_name LIKE "
                                    "'cairn:%' AND datname = current_database()")));
    return parts.join(QLatin1Char('\n'));
}

QStringList Site::filesWith(const QByteArray& word) const
{
    QStringList found;
    QDirIterator files(folder(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        if (file.open(QIODevice::ReadOnly) && file.readAll().contains(word))
            found.append(QDir(folder()).relativeFilePath(file.fileName()));
    }
    return found;
}

installers::RunReport Site::report() const
{
    const auto site = planner::readSite(file("site.yaml").toStdString());
    return site ? installers::report(*site).value_or(installers::RunReport()) : installers::RunReport();
}

}  // namespace postgres_site
