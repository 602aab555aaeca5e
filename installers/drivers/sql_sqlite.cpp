#include "installers/drivers/sql_sqlite.h"

#include "installers/fence.h"
#include "installers/sql_script.h"

#include <QDeadlineTimer>
#include <SQLiteCpp/SQLiteCpp.h>
#include <algorithm>
#include <sqlite3.h>

namespace installers {

namespace {

using catalog::StepKind;

constexpr int waitForService = 30'000;
constexpr int instructionsBetweenLooks = 10'000;
const char* const markerTable = "CREATE TABLE IF NOT EXISTS cairn_migration("
                                "id TEXT PRIMARY KEY, run TEXT, step TEXT, applied TEXT)";

/// Lets a statement run until its time is over, whatever it does.
class TimeLimit {
public:
    TimeLimit(sqlite3* handle, std::chrono::milliseconds limit) : m_handle(handle), m_deadline(limit)
    {
        sqlite3_progress_handler(handle, instructionsBetweenLooks, &TimeLimit::look, this);
    }
    ~TimeLimit() { sqlite3_progress_handler(m_handle, 0, nullptr, nullptr); }
    TimeLimit(const TimeLimit&) = delete;
    TimeLimit& operator=(const TimeLimit&) = delete;

private:
    static int look(void* self) { return static_cast<TimeLimit*>(self)->m_deadline.hasExpired() ? 1 : 0; }
    sqlite3* m_handle;
    QDeadlineTimer m_deadline;
};

QString at(std::size_t index, const SqlStatement& statement, const QString& words)
{
    return QStringLiteral("statement %1, line %2: %3").arg(index + 1).arg(statement.line).arg(words);
}

/// Runs one statement to its end. Throws.
void runStatement(SQLite::Database& database, const SqlStatement& statement)
{
    SQLite::Statement prepared(database, statement.text);
    while (prepared.executeStep()) {
    }
}

qint64 violations(SQLite::Database& database)
{
    return database.execAndGet("SELECT count(*) FROM pragma_foreign_key_check").getInt64();
}

void writeMarker(SQLite::Database& database, const StepContext& context)
{
    database.exec(markerTable);
    SQLite::Statement insert(database, "INSERT OR REPLACE INTO cairn_migration(id,run,step,applied) VALUES(?,?,?,?)");
    insert.bind(1, context.step.marker.toStdString());
    insert.bind(2, context.run.toStdString());
    insert.bind(3, context.name.toStdString());
    insert.bind(4, context.world.now().toUTC().toString(Qt::ISODate).toStdString());
    insert.exec();
}

/// How many statements at the head are about foreign keys or the connection, and what the last of the former asks for.
std::pair<std::size_t, ForeignKeys> headOf(const std::vector<SqlStatement>& statements)
{
    std::size_t count = 0;
    ForeignKeys asked = ForeignKeys::asIs;
    for (; count < statements.size(); ++count) {
        const ForeignKeys keys = foreignKeysAskedBy(statements[count]);
        if (keys != ForeignKeys::asIs)
            asked = keys;
        else if (!setsConnection(statements[count]))
            break;
    }
    return {count, asked};
}

/// EXTRA: without WAL the commit is the removal of the rollback journal, which has to last, too.
void flushCommits(SQLite::Database& database) { database.exec("PRAGMA synchronous=EXTRA"); }

/// A script may ask for speed; what it does has to last, and to come back when it fails.
void insistOnDurability(SQLite::Database& database)
{
    flushCommits(database);
    const std::string mode = database.execAndGet("PRAGMA journal_mode").getString();
    if (mode == "off" || mode == "memory")
        database.exec("PRAGMA journal_mode=DELETE");
}

/// What SQLite says, and who it waited for in vain.
QString wordsOf(const SQLite::Exception& error, const StepContext& context)
{
    const QString words = QString::fromUtf8(error.what());
    if (error.getErrorCode() != SQLITE_BUSY)
        return words;
    return QStringLiteral("%1, open in %2").arg(words, describe(context.world.holders(context.paths.database)));
}

Done<void> runInTransaction(SQLite::Database& database, const StepContext& context,
                            const std::vector<SqlStatement>& statements)
{
    const auto [head, keys] = headOf(statements);
    std::size_t index = 0;
    try {
        for (; index < head; ++index)
            runStatement(database, statements[index]);
        insistOnDurability(database);
        database.exec("BEGIN IMMEDIATE");
        const qint64 before = keys == ForeignKeys::off ? violations(database) : 0;
        for (; index < statements.size(); ++index) {
            runStatement(database, statements[index]);
            if (sqlite3_get_autocommit(database.getHandle()) != 0)
                return tl::unexpected(stepFailed(
                    context, at(index, statements[index], QStringLiteral("the script ended its own transaction"))));
            context.world.boundary("in-transaction");
        }
        if (keys == ForeignKeys::off && violations(database) > before)
            return tl::unexpected(stepFailed(context, QStringLiteral("foreign_key_check found rows without a parent")));
        writeMarker(database, context);
        context.world.boundary("before-commit");
        database.exec("COMMIT");
        return {};
    } catch (const SQLite::Exception& error) {
        const QString words = wordsOf(error, context);
        return tl::unexpected(
            stepFailed(context, index < statements.size() ? at(index, statements[index], words) : words));
    }
}

Done<void> runAsWritten(SQLite::Database& database, const StepContext& context,
                        const std::vector<SqlStatement>& statements)
{
    std::size_t index = 0;
    try {
        for (; index < statements.size(); ++index) {
            runStatement(database, statements[index]);
            context.world.boundary("between-statements");
        }
        if (sqlite3_get_autocommit(database.getHandle()) == 0)
            return tl::unexpected(stepFailed(context, QStringLiteral("the script leaves a transaction open")));
        return {};
    } catch (const SQLite::Exception& error) {
        const QString words = wordsOf(error, context);
        return tl::unexpected(
            stepFailed(context, index < statements.size() ? at(index, statements[index], words) : words));
    }
}

Done<void> applyTo(const StepContext& context, const std::vector<SqlStatement>& statements)
{
    try {
        const auto patience =
            std::min<std::chrono::milliseconds>(std::chrono::milliseconds(waitForService), timeLimit(context));
        SQLite::Database database(context.paths.database.toStdString(), SQLite::OPEN_READWRITE,
                                  static_cast<int>(patience.count()));
        const TimeLimit limit(database.getHandle(), timeLimit(context));
        database.exec("PRAGMA foreign_keys=OFF");
        if (context.step.step.kind == StepKind::tx)
            return runInTransaction(database, context, statements);
        flushCommits(database);
        auto ran = runAsWritten(database, context, statements);
        if (ran)
            writeMarker(database, context);
        return ran;
    } catch (const SQLite::Exception& error) {
        return tl::unexpected(stepFailed(context, wordsOf(error, context)));
    }
}

}  // namespace

Done<void> SqliteDriver::check(const StepContext& context) const
{
    const std::string* const path = scriptFor(context);
    if (path == nullptr || context.paths.database.isEmpty() || context.step.step.kind == StepKind::batch)
        return tl::unexpected(RunProblem{RunProblemCode::notSupported, context.name, {}, context.name});
    auto script = readScript(context, *path);
    if (!script)
        return tl::unexpected(script.error());
    const std::vector<SqlStatement> statements = splitSql(*script);
    const auto shell = std::find_if(statements.begin(), statements.end(), isShellCommand);
    if (shell != statements.end())
        return tl::unexpected(stepFailed(context, at(static_cast<std::size_t>(shell - statements.begin()), *shell,
                                                     QStringLiteral("a command of the sqlite3 program, not SQL"))));
    if (context.step.step.kind == StepKind::tx) {
        const auto [head, keys] = headOf(statements);
        const auto late =
            std::find_if(statements.begin() + static_cast<std::ptrdiff_t>(head), statements.end(), setsConnection);
        if (late != statements.end())
            return tl::unexpected(
                stepFailed(context, at(static_cast<std::size_t>(late - statements.begin()), *late,
                                       QStringLiteral("a PRAGMA that has to stand before all other statements"))));
        const auto bad = std::find_if(statements.begin(), statements.end(), controlsTransaction);
        if (bad != statements.end())
            return tl::unexpected(
                stepFailed(context, at(static_cast<std::size_t>(bad - statements.begin()), *bad,
                                       QStringLiteral("%1 in a step of the kind tx, whose transaction is the runner's")
                                           .arg(QString::fromStdString(bad->words.front())))));
    }
    return {};
}

Done<void> SqliteDriver::act(const StepContext& context) const
{
    if (auto checked = check(context); !checked)
        return checked;
    auto script = readScript(context, *scriptFor(context));
    if (!script)
        return tl::unexpected(script.error());
    return applyTo(context, splitSql(*script));
}

ProbeAnswer SqliteDriver::probe(const StepContext& context) const
{
    const QString quotedMarker = QString(context.step.marker).replace(QLatin1Char('\''), QStringLiteral("''"));
    const auto table = askSqlite(context.paths.database,
                                 "SELECT count(*) FROM sqlite_schema WHERE type='table' AND name='cairn_migration'");
    if (!table)
        return ProbeAnswer::unknown;
    if (*table == QLatin1String("0"))
        return ProbeAnswer::notDone;
    const auto row =
        askSqlite(context.paths.database,
                  QStringLiteral("SELECT count(*) FROM cairn_migration WHERE id='%1'").arg(quotedMarker).toStdString());
    if (!row)
        return ProbeAnswer::unknown;
    return *row == QLatin1String("0") ? ProbeAnswer::notDone : ProbeAnswer::done;
}

Done<void> SqliteDriver::runScript(const StepContext& context, const std::string& script) const
{
    auto text = readScript(context, script);
    if (!text)
        return tl::unexpected(text.error());
    try {
        SQLite::Database database(context.paths.database.toStdString(), SQLite::OPEN_READWRITE, waitForService);
        const TimeLimit limit(database.getHandle(), timeLimit(context));
        return runAsWritten(database, context, splitSql(*text));
    } catch (const SQLite::Exception& error) {
        return tl::unexpected(stepFailed(context, wordsOf(error, context)));
    }
}

std::optional<QString> SqliteDriver::ask(const StepContext& context, const std::string& query) const
{
    return context.paths.database.isEmpty() ? std::nullopt : askSqlite(context.paths.database, query);
}

std::optional<QString> askSqlite(const QString& database, const std::string& query)
{
    try {
        SQLite::Database connection(database.toStdString(), SQLite::OPEN_READWRITE, waitForService);
        SQLite::Statement statement(connection, query);
        if (!statement.executeStep() || statement.getColumn(0).isNull())
            return std::nullopt;
        return QString::fromStdString(statement.getColumn(0).getString());
    } catch (const SQLite::Exception&) {
        return std::nullopt;
    }
}

}  // namespace installers
