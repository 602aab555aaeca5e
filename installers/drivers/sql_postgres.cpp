#include "installers/drivers/sql_postgres.h"

#include "installers/postgres_index.h"
#include "installers/postgres_marker.h"
#include "installers/postgres_script.h"
#include "installers/postgres_sessions.h"
#include "installers/psql_words.h"

#include <QDir>
#include <QFileInfo>
#include <algorithm>

namespace installers {

namespace {

using catalog::StepKind;
using Arguments = QStringList;

constexpr int lockAttempts = 6;
constexpr std::chrono::milliseconds longestLockWait{10'000};
constexpr std::chrono::milliseconds betweenLockAttempts{1'000};
const char* const lockNotAvailable = "55P03";

const char* const progressFollows = "--cairn-progress--";

/// Everything that a step's psql works with.
struct StepSession {
    const StepContext& context;
    PostgresConnection connection;
    QString name;
};

Done<StepSession> sessionOf(const StepContext& context)
{
    return PostgresConnection::of(context.site, context.paths).map([&](const PostgresConnection& connection) {
        return StepSession{context, connection, sessionName(context.run, context.name)};
    });
}

marker::Row markerRow(const StepContext& context) { return {context.step.marker, context.run, context.name}; }

Arguments sqlArgument(const QString& text) { return {QStringLiteral("-c"), text}; }

Arguments fileArgument(const StepContext& context, const std::string& script)
{
    return {QStringLiteral("-f"), scriptPath(context.runFolder, script)};
}

bool isInTransaction(const StepContext& context)
{
    return context.step.step.kind == StepKind::tx || context.step.step.kind == StepKind::batch;
}

/// Before anything else in a session: how long a statement may take and, where all of it can be done again, wait for a
/// lock; that the server looks for its client, and that bytes of no known encoding stay as they are.
Arguments sessionPrologue(const StepContext& context)
{
    constexpr qint64 longest = std::numeric_limits<int>::max();
    const qint64 limit = std::min<qint64>(timeLimit(context).count(), longest);
    const qint64 lockWait =
        isInTransaction(context) ? std::clamp<qint64>(limit / lockAttempts, 1, longestLockWait.count()) : 0;
    return sqlArgument(QStringLiteral("SET statement_timeout = %1").arg(limit)) +
           sqlArgument(QStringLiteral("SET lock_timeout = %1").arg(lockWait)) +
           sqlArgument(QStringLiteral("DO $$ BEGIN PERFORM set_config(name, '2s', false) FROM pg_settings WHERE name = "
                                      "'client_connection_check_interval'; "
                                      "IF current_setting('server_encoding') = 'SQL_ASCII' THEN "
                                      "SET client_encoding = 'SQL_ASCII'; END IF; END $$"));
}

struct PsqlRun {
    Done<QByteArray> done;
    QString state;  ///< the SQLSTATE of what went wrong
};

PsqlRun runOnce(const StepSession& session, const Arguments& what)
{
    const StepContext& context = session.context;
    ProgramCall call = psqlCall(session.connection, session.name, context.fence);
    call.arguments +=
        Arguments{QStringLiteral("-v"), QStringLiteral("VERBOSITY=verbose")} + sessionPrologue(context) + what;
    call.workingFolder = scriptPath(context.runFolder, {});
    constexpr std::chrono::seconds margin{3};
    call.timeout = timeLimit(context) + margin;
    ProgramResult result = context.world.run(call);
    const PsqlWords words = readPsqlWords(result.output);
    keepOutput(context, session.connection.redacted(QString::fromUtf8(words.output)).toUtf8());
    if (result.succeeded())
        return {result.output, {}};
    result.output = words.output;
    if (result.leftBehind)
        return {tl::unexpected(programProblem(context.world, context.paths.fence, result, context.name)), words.state};
    // A server that cannot be asked has let go of the session, or will say so when the run goes on.
    const auto ended = endSessions(context.world, session.connection, session.name);
    if (!ended && ended.error().code == RunProblemCode::orphanSession)
        return {tl::unexpected(ended.error()), words.state};
    return {tl::unexpected(stepFailed(context, lastWordsOf(session.connection, result))), words.state};
}

/// Who has a transaction open in the step's database.
QString otherTransactions(const StepSession& session)
{
    const QString query =
        QStringLiteral("SELECT coalesce(string_agg(format('%s (%s, %s, since %s)', pid, usename, application_name, "
                       "to_char(xact_start AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')), ', ' ORDER BY "
                       "xact_start), 'nobody any more') "
                       "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND "
                       "xact_start IS NOT NULL");
    return askPostgres(session.context.world, {session.connection, {}, query}).value_or(QStringLiteral("unknown"));
}

/// What waits for a lock keeps others waiting behind it, so it does not wait long; but it comes again.
Done<QByteArray> runPsql(const StepSession& session, const Arguments& what)
{
    for (int attempt = 1;; ++attempt) {
        PsqlRun ran = runOnce(session, what);
        const bool locked =
            !ran.done && ran.state == QLatin1String(lockNotAvailable) && isInTransaction(session.context);
        if (!locked)
            return ran.done;
        if (attempt == lockAttempts) {
            ran.done.error().detail +=
                QStringLiteral(" (%1 times; open transactions: %2)").arg(lockAttempts).arg(otherTransactions(session));
            return ran.done;
        }
        session.context.world.sleep(betweenLockAttempts);
    }
}

Done<void> runTransaction(const StepSession& session, const std::string& script)
{
    const StepContext& context = session.context;
    return runPsql(session,
                   sqlArgument(marker::makeSchema()) + sqlArgument(QStringLiteral("BEGIN")) +
                       sqlArgument(marker::beginTransaction(context.step.marker)) + fileArgument(context, script) +
                       sqlArgument(marker::endTransaction(markerRow(context))) + sqlArgument(QStringLiteral("COMMIT")))
        .map([](const QByteArray&) {});
}

struct BatchProgress {
    bool finished = false;
    QString words;
};

Done<BatchProgress> runBatch(const StepSession& session, const std::string& script, const Arguments& first)
{
    const StepContext& context = session.context;
    const QString mark = QString::fromLatin1(progressFollows);
    return runPsql(session, first + sqlArgument(QStringLiteral("BEGIN")) +
                                sqlArgument(marker::beginTransaction(context.step.marker)) +
                                fileArgument(context, script) + sqlArgument(marker::endBatch(markerRow(context))) +
                                sqlArgument(QStringLiteral("COMMIT")) + sqlArgument(QStringLiteral("\\echo ") + mark) +
                                sqlArgument(marker::progress(context.step.marker)))
        .map([&](const QByteArray& output) {
            const QStringList parts = QString::fromUtf8(output).section(mark, -1).trimmed().split(QLatin1Char('|'));
            return BatchProgress{parts.value(0) == QLatin1String("1"),
                                 QStringLiteral("%1 %2").arg(parts.value(1), parts.value(2))};
        });
}

Done<void> runBatches(const StepSession& session, const std::string& script)
{
    const StepContext& context = session.context;
    for (Arguments first = sqlArgument(marker::makeSchema());; first.clear()) {
        const auto batch = runBatch(session, script, first);
        if (!batch)
            return tl::unexpected(batch.error());
        if (batch->finished)
            return {};
        if (context.progress)
            context.progress(batch->words);
        context.world.boundary("between-batches");
        if (context.world.pauseRequested() || QFileInfo::exists(context.paths.pause))
            return tl::unexpected(RunProblem{RunProblemCode::pauseRequested, context.name, batch->words, context.name});
    }
}

std::vector<ConcurrentIndex> indexesOf(const PostgresScript& script)
{
    std::vector<ConcurrentIndex> indexes;
    for (const PostgresStatement& statement : script.statements) {
        if (const auto index = concurrentIndexOf(statement))
            indexes.push_back(*index);
    }
    return indexes;
}

/// Whether the script makes indexes and does nothing else.
bool makesIndexesOnly(const PostgresScript& script)
{
    return !script.statements.empty() && script.commands.empty() &&
           std::all_of(script.statements.begin(), script.statements.end(),
                       [](const PostgresStatement& statement) { return concurrentIndexOf(statement).has_value(); });
}

Done<void> dropInvalid(const StepSession& session, const std::vector<ConcurrentIndex>& indexes)
{
    const StepContext& context = session.context;
    const auto states = indexStates(context.world, session.connection, indexes);
    if (!states)
        return tl::unexpected(states.error());
    Arguments drops;
    for (const IndexState& state : *states) {
        if (state.exists && !state.valid)
            drops += sqlArgument(QStringLiteral("DROP INDEX CONCURRENTLY IF EXISTS ") + state.name);
    }
    return drops.isEmpty() ? Done<void>() : runPsql(session, drops).map([](const QByteArray&) {});
}

/// As the script says; indexes that are there already stay.
Done<void> runAsItIs(const StepSession& session, const std::string& name, const PostgresScript& script)
{
    const StepContext& context = session.context;
    const std::vector<ConcurrentIndex> indexes = indexesOf(script);
    if (auto dropped = dropInvalid(session, indexes); !dropped)
        return dropped;
    Arguments work = fileArgument(context, name);
    if (makesIndexesOnly(script)) {
        const auto states = indexStates(context.world, session.connection, indexes);
        if (!states)
            return tl::unexpected(states.error());
        work.clear();
        for (std::size_t i = 0; i < script.statements.size(); ++i) {
            if (!(*states)[i].exists)
                work += sqlArgument(QString::fromStdString(script.statements[i].text));
        }
    }
    auto done = runPsql(session, work);
    if (!done) {
        // Half an index is worse than none: IF NOT EXISTS would accept it. What failed first is what is told.
        if (const auto dropped = dropInvalid(session, indexes); !dropped)
            done.error().detail += QStringLiteral(" (and: %1)").arg(dropped.error().detail);
        return tl::unexpected(done.error());
    }
    return {};
}

struct FoundScript {
    std::string file;
    PostgresScript script;
};

/// The script and all that it includes. Includes go by psql's rules: \i from the folder of scripts, \ir from the
/// script's own. What the run has no copy of is refused.
Done<std::vector<FoundScript>> scriptsFrom(const StepContext& context, const std::string& first)
{
    std::vector<FoundScript> found;
    std::vector<std::string> wanted{first};
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        auto text = readScript(context, wanted[i]);
        if (!text)
            return tl::unexpected(text.error());
        found.push_back({wanted[i], readPostgresScript(*text)});
        const QString folder = QFileInfo(QString::fromStdString(wanted[i])).path();
        for (const PsqlCommand& command : found.back().script.commands) {
            const CommandUse use = useOf(command);
            QString target = QString::fromStdString(command.argument).remove(QLatin1Char('\''));
            if (command.name == "ir" || command.name == "include_relative")
                target = folder + QLatin1Char('/') + target;
            target = QDir::cleanPath(target);
            const bool known = !target.startsWith(QLatin1Char('/')) && !target.startsWith(QLatin1String("..")) &&
                               QFileInfo(scriptPath(context.runFolder, target.toStdString())).isFile();
            if (use == CommandUse::refused || (use == CommandUse::includes && !known))
                return tl::unexpected(
                    RunProblem{RunProblemCode::scriptCommandRefused, context.name,
                               QStringLiteral("%1:%2: \\%3")
                                   .arg(QString::fromStdString(wanted[i]))
                                   .arg(command.line)
                                   .arg(QString::fromStdString(command.name + " " + command.argument).trimmed()),
                               context.name});
            const std::string name = target.toStdString();
            if (use == CommandUse::includes && std::find(wanted.begin(), wanted.end(), name) == wanted.end())
                wanted.push_back(name);
        }
    }
    return found;
}

Done<void> checkTransactional(const StepContext& context, const std::vector<FoundScript>& scripts)
{
    for (const FoundScript& found : scripts) {
        for (const PostgresStatement& statement : found.script.statements) {
            const std::string words = outsideTransaction(statement);
            if (!words.empty())
                return tl::unexpected(RunProblem{RunProblemCode::scriptNotTransactional, context.name,
                                                 QStringLiteral("%1:%2: %3")
                                                     .arg(QString::fromStdString(found.file))
                                                     .arg(statement.line)
                                                     .arg(QString::fromStdString(words)),
                                                 context.name});
        }
    }
    return {};
}

}  // namespace

Done<void> PostgresDriver::check(const StepContext& context) const
{
    const std::string* const script = scriptFor(context);
    if (script == nullptr)
        return tl::unexpected(RunProblem{RunProblemCode::notSupported, context.name, {}, context.name});
    const auto found = scriptsFrom(context, *script);
    if (!found)
        return tl::unexpected(found.error());
    if (const auto& undo = context.step.step.undo; undo && undo->sql.contains(catalog::DatabaseKind::postgresql)) {
        if (auto back = scriptsFrom(context, undo->sql.at(catalog::DatabaseKind::postgresql)); !back)
            return tl::unexpected(back.error());
    }
    return isInTransaction(context) ? checkTransactional(context, *found) : Done<void>();
}

Done<void> PostgresDriver::act(const StepContext& context) const
{
    if (auto checked = check(context); !checked)
        return checked;
    const auto session = sessionOf(context);
    if (!session)
        return tl::unexpected(session.error());
    const std::string& script = *scriptFor(context);
    if (context.step.step.kind == StepKind::tx)
        return runTransaction(*session, script);
    if (context.step.step.kind == StepKind::batch)
        return runBatches(*session, script);
    const auto text = readScript(context, script);
    if (!text)
        return tl::unexpected(text.error());
    return runAsItIs(*session, script, readPostgresScript(*text));
}

ProbeAnswer PostgresDriver::probe(const StepContext& context) const
{
    const auto session = sessionOf(context);
    const std::string* const script = scriptFor(context);
    if (!session || script == nullptr)
        return ProbeAnswer::unknown;
    if (isInTransaction(context)) {
        const auto schema = askPostgres(context.world, {session->connection, {}, marker::hasSchema()});
        if (schema && *schema == QLatin1String("f"))
            return ProbeAnswer::notDone;
        const auto rows = askPostgres(context.world, {session->connection, {}, marker::count(context.step.marker)});
        if (!schema || !rows)
            return ProbeAnswer::unknown;
        return *rows == QLatin1String("0") ? ProbeAnswer::notDone : ProbeAnswer::done;
    }
    const auto read = readScript(context, *script).map(&readPostgresScript);
    if (!read || !makesIndexesOnly(*read))
        return ProbeAnswer::unknown;
    const auto states = indexStates(context.world, session->connection, indexesOf(*read));
    if (!states)
        return ProbeAnswer::unknown;
    const bool all = std::all_of(states->begin(), states->end(), [](const IndexState& state) { return state.valid; });
    return all ? ProbeAnswer::done : ProbeAnswer::notDone;
}

bool PostgresDriver::canProbe(const StepContext& context) const
{
    const std::string* const script = scriptFor(context);
    const auto text = script == nullptr ? Done<std::string>() : readScript(context, *script);
    return context.step.step.kind == StepKind::nontx && text && makesIndexesOnly(readPostgresScript(*text));
}

std::optional<QString> PostgresDriver::ask(const StepContext& context, const std::string& query) const
{
    const auto session = sessionOf(context);
    if (!session)
        return std::nullopt;
    const auto answer = askPostgres(context.world, {session->connection, {}, QString::fromStdString(query)});
    return answer ? std::optional(answer->section(QLatin1Char('\n'), 0, 0).section(QLatin1Char('|'), 0, 0))
                  : std::nullopt;
}

Done<void> PostgresDriver::runScript(const StepContext& context, const std::string& script) const
{
    const auto session = sessionOf(context);
    if (!session)
        return tl::unexpected(session.error());
    if (const auto found = scriptsFrom(context, script); !found)
        return tl::unexpected(found.error());
    return runPsql(*session, fileArgument(context, script)).map([](const QByteArray&) {});
}

std::vector<std::string> PostgresDriver::filesOf(const StepContext& context, const std::string& script) const
{
    std::vector<std::string> files{script};
    const auto found = scriptsFrom(context, script);
    for (std::size_t i = 1; found && i < found->size(); ++i)
        files.push_back((*found)[i].file);
    return files;
}

}  // namespace installers
