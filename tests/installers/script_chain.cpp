#include "tests/installers/script_chain.h"

#include "catalog/load.h"
#include "installers/paths.h"
#include "installers/postgres_database.h"
#include "installers/state_file.h"
#include "installers/world_posix.h"
#include "planner/plan_json.h"
#include "planner/planner.h"
#include "planner/site.h"
#include "tests/installers/mini_product.h"
#include "tests/installers/mini_site.h"

#include <QCoreApplication>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <algorithm>

namespace chain {

namespace {

using installers::DatabaseChecksum;

constexpr int limit = 30 * 60'000;

std::string quoted(const QString& text)
{
    return "\"" +
           QString(text).replace(u'\\', QStringLiteral("\\\\")).replace(u'"', QStringLiteral("\\\"")).toStdString() +
           "\"";
}

std::string versionOf(std::size_t release) { return std::to_string(release) + ".0"; }

QString idOf(std::size_t script) { return QStringLiteral("s%1").arg(script + 1, 4, 10, QLatin1Char('0')); }

/// What a script says before and after itself where nothing else could tell how far it got.
QByteArray marked(const QByteArray& text, const QString& id, Database database)
{
    const QByteArray table = database == Database::postgresql ? "cairn_chain.step" : "main.cairn_chain";
    const auto says = [&](const char* what) {
        return "INSERT INTO " + table + " VALUES ('" + id.toLatin1() + "', '" + what + "');";
    };
    const QByteArray bom("\xEF\xBB\xBF");
    return says("begun") + ' ' + (text.startsWith(bom) ? text.mid(bom.size()) : text) + '\n' + says("done") + '\n';
}

std::string probeOf(const QString& id, Database database)
{
    const std::string table = database == Database::postgresql ? "cairn_chain.step" : "cairn_chain";
    return "SELECT CASE max(CASE what WHEN 'done' THEN 2 ELSE 1 END) WHEN 2 THEN 'done' WHEN 1 THEN 'partial' ELSE "
           "'not-done' END FROM " +
           table + " WHERE id = '" + id.toStdString() + "'";
}

}  // namespace

Chain::Chain(const QString& folder, Database database, const support::PostgresServer* server, Options options)
    : m_folder(QDir(folder).absolutePath()),
      m_database(database),
      m_server(server),
      m_options(std::move(options)),
      m_work(mini::scratchTemplate(QStringLiteral("chain"))),
      m_port(mini::freePort())
{
}

Chain::~Chain() = default;

Outcome Chain::run()
{
    const auto ended = [&](const QString& problem) {
        m_outcome.problem = problem;
        return m_outcome;
    };
    auto history = readHistory(m_folder, m_database);
    if (!history)
        return ended(history.error());
    m_history = *history;
    m_outcome.notes = m_history.notes;
    if (Problem problem = writeCatalog(); !problem.isEmpty())
        return ended(problem);
    DatabaseChecksum again;
    for (DatabaseChecksum* const result : {&m_expected, &again}) {
        if (Problem problem = applyRaw(*result); !problem.isEmpty())
            return ended(problem);
    }
    for (auto it = m_expected.cbegin(); it != m_expected.cend(); ++it) {
        m_outcome.rows += it->rows;
        if (again.value(it.key()) != *it)
            m_changing.append(it.key());
    }
    m_outcome.objects = static_cast<int>(m_expected.size());
    if (!m_changing.isEmpty())
        m_outcome.notes.append(
            QStringLiteral("Two raw runs already differ in %1: there only the number of rows is compared.")
                .arg(m_changing.join(QStringLiteral(", "))));
    for (int kill = 0; kill <= m_options.kills; ++kill) {
        const int at =
            kill == 0 ? 0 : 1 + static_cast<int>((2LL * kill - 1) * m_outcome.boundaries / (2LL * m_options.kills));
        QTemporaryDir folder(mini::scratchTemplate(QStringLiteral("chain-site")));
        const Problem problem = upgrade(folder.path(), at);
        stopService(folder.path());
        if (!problem.isEmpty())
            return ended(at == 0 ? problem : QStringLiteral("Killed at boundary %1: ").arg(at) + problem);
    }
    return m_outcome;
}

Chain::Problem Chain::writeCatalog()
{
    const QString folder = m_work.filePath(QStringLiteral("catalog"));
    const QString raw = m_work.filePath(QStringLiteral("raw"));
    bool ok = true;
    // Scripts may include others that have no number.
    QDirIterator files(m_folder, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        const QString name = QDir(m_folder).relativeFilePath(file.fileName());
        constexpr qint64 most = 64 << 20;
        if (file.size() > most || !file.open(QIODevice::ReadOnly))
            continue;
        const std::string bytes = file.readAll().toStdString();
        ok = ok && mini::writeFile(raw + QLatin1Char('/') + name, bytes);
        if (name.endsWith(QLatin1String(".sql")))
            ok = ok && mini::writeFile(folder + QStringLiteral("/sql/") + name, bytes);
    }
    std::string text = "cairn: 1\nproduct: {id: chain, name: Chain}\npolicy: closed\nlines: [{id: main}]\nreleases:\n"
                       "  - {version: \"0.0\", schema: 0, migrations: []}\n";
    std::string rules = "rules:\n";
    const std::string kind = m_database == Database::postgresql ? "postgresql" : "sqlite";
    for (std::size_t i = 0; i < m_history.scripts.size(); ++i) {
        const Script& script = m_history.scripts[i];
        const QByteArray carried = script.why.isEmpty() ? script.text : marked(script.text, idOf(i), m_database);
        ok = ok && mini::writeFile(raw + QLatin1Char('/') + script.name, script.text.toStdString()) &&
             mini::writeFile(folder + QStringLiteral("/sql/") + script.name, carried.toStdString());
        text += "  - version: \"" + versionOf(i + 1) + "\"\n    schema: " + std::to_string(i + 1) +
                "\n    migrations:\n      - id: " + idOf(i).toStdString() + "\n        sql: {" + kind + ": " +
                quoted(QStringLiteral("sql/") + script.name) + "}\n";
        if (!script.why.isEmpty())
            text +=
                "        kind: nontx\n        probe: {sql: {" + kind + ": \"" + probeOf(idOf(i), m_database) + "\"}}\n";
        rules += "  - allow: {from: \"" + versionOf(i) + "\", to: \"" + versionOf(i + 1) + "\"}\n";
    }
    // A catalog carries what some step names: a release that nobody goes to names what scripts include.
    if (!m_history.included.isEmpty())
        text +=
            "  - version: \"" + versionOf(m_history.scripts.size() + 1) + "\"\n    state: withdrawn\n    migrations:\n";
    for (qsizetype i = 0; i < m_history.included.size(); ++i)
        text += "      - {id: included" + std::to_string(i) + ", sql: {" + kind + ": " +
                quoted(QStringLiteral("sql/") + m_history.included[i]) + "}}\n";
    ok = ok && mini::writeFile(folder + QStringLiteral("/catalog.yaml"), text + rules);
    if (!ok)
        return QStringLiteral("The catalog cannot be written to \"%1\".").arg(folder);
    const auto loaded = catalog::load((folder + QStringLiteral("/catalog.yaml")).toStdString());
    if (loaded)
        return {};
    const catalog::Error& error = loaded.error().front();
    return QStringLiteral("The catalog made of the scripts cannot be read: %1, line %2, %3.")
        .arg(QString::fromStdString(error.place.file))
        .arg(error.place.line)
        .arg(QString::fromStdString(error.subject));
}

Chain::Problem Chain::makeDatabase(const QString& where) const
{
    if (m_database == Database::postgresql) {
        if (!m_server->createDatabase(where))
            return QStringLiteral("The database %1 cannot be made.").arg(where);
    } else {
        QDir().mkpath(QFileInfo(where).absolutePath());
        QFile::remove(where);
    }
    return m_options.seed.isEmpty() ? Problem() : apply(where, QFileInfo(m_options.seed).absoluteFilePath());
}

Chain::Problem Chain::apply(const QString& where, const QString& script) const
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.setWorkingDirectory(QFileInfo(script).absolutePath());
    if (m_database == Database::postgresql) {
        process.start(support::PostgresServer::programs() + QStringLiteral("/psql"),
                      {QStringLiteral("-Xq"), QStringLiteral("-v"), QStringLiteral("ON_ERROR_STOP=1"),
                       QStringLiteral("-d"), m_server->conninfo(where), QStringLiteral("-f"), script});
    } else {
        process.setStandardInputFile(script);
        process.start(QStringLiteral("sqlite3"), {QStringLiteral("-bail"), where});
    }
    const bool finished = process.waitForFinished(limit);
    const QString words = QString::fromUtf8(process.readAll()).trimmed();
    if (finished && process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0)
        return {};
    const QString name = QDir(m_work.filePath(QStringLiteral("raw"))).relativeFilePath(script);
    return QStringLiteral("\"%1\" fails by itself, without Cairn: %2")
        .arg(name.startsWith(QLatin1String("..")) ? script : name,
             process.error() == QProcess::FailedToStart ? process.errorString() : words.right(2000));
}

Chain::Problem Chain::applyRaw(DatabaseChecksum& result)
{
    const QString where = m_database == Database::postgresql ? QStringLiteral("chain_raw")
                                                             : m_work.filePath(QStringLiteral("raw-data/raw.db"));
    if (Problem problem = makeDatabase(where); !problem.isEmpty())
        return problem;
    for (const Script& script : m_history.scripts) {
        Problem problem = apply(where, m_work.filePath(QStringLiteral("raw/")) + script.name);
        if (!problem.isEmpty())
            return problem;
    }
    auto checksum = checksumOf(where);
    if (!checksum)
        return QStringLiteral("What the scripts make by themselves cannot be read: %1").arg(checksum.error().detail);
    result = *checksum;
    return {};
}

installers::Done<DatabaseChecksum> Chain::checksumOf(const QString& where) const
{
    if (m_database == Database::sqlite)
        return installers::checksumOfDatabase(where);
    planner::Site site;
    site.folder = m_work.path().toStdString();
    site.database = planner::SiteDatabase{};
    site.database->kind = catalog::DatabaseKind::postgresql;
    site.database->connection = m_server->conninfo(where).toStdString();
    site.database->programs = support::PostgresServer::programs().toStdString();
    const installers::SitePaths paths(site);
    const planner::Plan plan;
    installers::PosixWorld world;
    const QString run = QStringLiteral("compare");
    const installers::RunContext context{world, site, paths, plan, run, run, paths.run(run), -1};
    return installers::PostgresConnection::of(site, paths)
        .and_then([&](const installers::PostgresConnection& connection) {
            return installers::PostgresServerAccess(context, connection, run).checksumOf(where);
        });
}

Chain::Problem Chain::makeSite(const QString& folder)
{
    const bool postgres = m_database == Database::postgresql;
    const QString database = postgres ? QStringLiteral("chain_site") : folder + QStringLiteral("/data/app.db");
    if (Problem problem = makeDatabase(database); !problem.isEmpty())
        return problem;
    const bool markers =
        postgres
            ? m_server
                  ->run(database, QStringLiteral("CREATE SCHEMA cairn_chain; CREATE TABLE cairn_chain.step(id text, "
                                                 "what text)"))
                  .has_value()
            : QProcess::execute(QStringLiteral("sqlite3"),
                                {database, QStringLiteral("CREATE TABLE cairn_chain(id TEXT, what TEXT)")}) == 0;
    const std::string port = std::to_string(m_port);
    const std::string text =
        "cairn-site: 1\nproduct: chain\nname: Chain\nversion: \"0.0\"\n" +
        (postgres
             ? "database:\n  kind: postgresql\n  schema: 0\n  connection: " + quoted(m_server->conninfo(database)) +
                   "\n  programs: " + quoted(support::PostgresServer::programs()) + "\ndata: [{database: chain_site}]\n"
             : std::string("database: {kind: sqlite, path: data/app.db, schema: 0}\ndata: [{database: data}]\n")) +
        "service:\n  start: [\"{site}/mini-service\", start, none, \"{to}\", \"0\", \"{port}\", "
        "\"{site}/service.pid\"]\n"
        "  stop: [\"{site}/mini-service\", stop, \"{site}/service.pid\"]\n"
        "  health: {url: \"http://127.0.0.1:{port}/\", expect: \"mini {to}\", timeout: 10s}\n  port: " +
        port + "\n  private_port: " + std::to_string(m_port + 1) +
        "\nmaintenance: {kind: flag, file: maintenance.flag}\n";
    const QString program = folder + QStringLiteral("/mini-service");
    const bool made = markers && mini::writeFile(folder + QStringLiteral("/site.yaml"), text) &&
                      QFile::link(QCoreApplication::applicationDirPath() + QStringLiteral("/mini-service"), program) &&
                      QProcess::execute(program, {QStringLiteral("start"), QStringLiteral("none"),
                                                  QStringLiteral("0.0"), QStringLiteral("0"), QString::number(m_port),
                                                  folder + QStringLiteral("/service.pid")}) == 0;
    return made ? Problem() : QStringLiteral("The site cannot be made in \"%1\".").arg(folder);
}

Chain::Problem Chain::writePlan(const QString& folder) const
{
    const auto loaded = catalog::load(m_work.filePath(QStringLiteral("catalog/catalog.yaml")).toStdString());
    auto site = planner::readSite((folder + QStringLiteral("/site.yaml")).toStdString());
    if (!loaded || !site)
        return QStringLiteral("The site file cannot be read: %1.")
            .arg(site ? QString() : QString::fromStdString(site.error().front().subject));
    site->version = installers::installedVersion(*site).toStdString();
    planner::Goal goal;
    goal.target = versionOf(m_history.scripts.size());
    const planner::Outcome outcome = planner::Planner(*loaded).plan(*site, goal);
    if (outcome.kind != planner::OutcomeKind::path)
        return QStringLiteral("There is no plan from %1.").arg(QString::fromStdString(site->version));
    return mini::writeFile(folder + QStringLiteral("/plan.json"), planner::toJson(outcome))
               ? Problem()
               : QStringLiteral("The plan cannot be written.");
}

Chain::Ended Chain::runner(const QString& folder, const char* verb, int killAt) const
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(QCoreApplication::applicationDirPath() + QStringLiteral("/ledger-runner"),
                  {folder + QStringLiteral("/site.yaml"), folder + QStringLiteral("/plan.json"),
                   m_work.filePath(QStringLiteral("catalog/catalog.yaml")), QString::fromLatin1(verb),
                   QString::number(killAt)});
    Ended ended;
    if (!process.waitForFinished(limit)) {
        ended.output = QStringLiteral("the runner does not end");
        return ended;
    }
    ended.output = QString::fromUtf8(process.readAll());
    ended.killed = process.exitStatus() == QProcess::CrashExit;
    ended.code = ended.killed ? -1 : process.exitCode();
    ended.visited = ended.output.section(QLatin1Char('\n'), 0, 0).toInt();
    return ended;
}

/// Scripts by the names that their vendor knows.
QString Chain::readable(const QString& output) const
{
    QString words = output.section(QLatin1Char('\n'), 1).trimmed();
    for (std::size_t i = 0; i < m_history.scripts.size(); ++i)
        words.replace(idOf(i), QLatin1Char('"') + m_history.scripts[i].name + QLatin1Char('"'));
    return words;
}

Chain::Problem Chain::upgrade(const QString& folder, int killAt)
{
    constexpr int blocked = 3;
    constexpr int rolledBack = 20;
    constexpr int waiting = 22;
    constexpr int unfinished = 23;
    constexpr int mostTurns = 8;
    if (Problem problem = makeSite(folder); !problem.isEmpty())
        return problem;
    if (Problem problem = writePlan(folder); !problem.isEmpty())
        return problem;
    Ended ended = runner(folder, "run", killAt);
    if (killAt == 0)
        m_outcome.boundaries = ended.visited;
    else if (!ended.killed)
        return QStringLiteral("the runner was to be killed and ended with %1: %2")
            .arg(ended.code)
            .arg(readable(ended.output));
    bool again = killAt % 3 == 0;
    for (int turn = 0; turn < mostTurns && ended.code != 0; ++turn) {
        if (ended.killed || ended.code == waiting || ended.code == unfinished) {
            m_outcome.kills += ended.killed ? 1 : 0;
            ended = runner(folder, "resume", again && ended.killed ? 1 + killAt % 29 : 0);
            again = false;
            continue;
        }
        const auto site = planner::readSite((folder + QStringLiteral("/site.yaml")).toStdString());
        const QString last = QString::fromStdString(versionOf(m_history.scripts.size()));
        if (ended.code == blocked && killAt > 0 && site && installers::installedVersion(*site) == last)
            break;  // it had ended
        const bool goesOn = killAt > 0 && (ended.code == rolledBack || ended.code == blocked);
        if (!goesOn)
            return QStringLiteral("the runner ends with %1: %2").arg(ended.code).arg(readable(ended.output));
        // A script that nobody can tell the progress of went back as a whole; the next run begins there.
        m_outcome.rolledBack += ended.code == rolledBack ? 1 : 0;
        if (Problem problem = writePlan(folder); !problem.isEmpty())
            return problem;
        ended = runner(folder, "run", 0);
    }
    if (ended.code != 0 && ended.code != blocked)
        return QStringLiteral("the runner ends with %1: %2").arg(ended.code).arg(readable(ended.output));
    return compare(folder);
}

Chain::Problem Chain::compare(const QString& folder) const
{
    const bool postgres = m_database == Database::postgresql;
    const QString database = postgres ? QStringLiteral("chain_site") : folder + QStringLiteral("/data/app.db");
    // What is Cairn's own, and this comparison's.
    const bool ours =
        postgres
            ? m_server
                  ->run(database,
                        QStringLiteral("SET client_min_messages = error; DROP SCHEMA IF EXISTS cairn CASCADE; "
                                       "DROP SCHEMA IF EXISTS cairn_chain CASCADE"))
                  .has_value()
            : QProcess::execute(QStringLiteral("sqlite3"),
                                {database, QStringLiteral("DROP TABLE IF EXISTS cairn_migration; DROP TABLE IF EXISTS "
                                                          "cairn_chain")}) == 0;
    if (!ours)
        return QStringLiteral("The runner's own tables cannot be dropped.");
    const auto found = checksumOf(database);
    if (!found)
        return QStringLiteral("The database cannot be read: %1").arg(found.error().detail);
    QStringList names = m_expected.keys() + found->keys();
    names.sort();
    names.removeDuplicates();
    for (const QString& name : names) {
        const installers::TableChecksum expected = m_expected.value(name);
        const installers::TableChecksum here = found->value(name);
        const bool same = m_changing.contains(name) ? expected.rows == here.rows : expected == here;
        if (!same)
            return QStringLiteral("%1 differs from what the scripts make by themselves (%2 rows, %3 by themselves).")
                .arg(name.isEmpty() ? QStringLiteral("the schema") : name)
                .arg(here.rows)
                .arg(expected.rows);
    }
    return {};
}

void Chain::stopService(const QString& folder) const { mini::stopService(folder); }

}  // namespace chain
