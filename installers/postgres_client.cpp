#include "installers/postgres_client.h"

#include "installers/driver.h"

namespace installers {

namespace {

constexpr int exitLostConnection = 2;
const char* const answerBegins = "--cairn-answer--";

}  // namespace

ProgramCall psqlCall(const PostgresConnection& connection, const QString& session, int fence)
{
    ProgramCall call;
    call.arguments = {
        connection.program(QStringLiteral("psql")), QStringLiteral("-XAtqw"), QStringLiteral("-v"),
        QStringLiteral("ON_ERROR_STOP=1"),          QStringLiteral("-d"),     connection.conninfo(session)};
    call.environment = connection.environment();
    call.fence = fence;
    return call;
}

Done<QString> askPostgres(World& world, const PostgresQuestion& question)
{
    ProgramCall call = psqlCall(question.connection, question.session, question.fence);
    // Both streams come as one: what the server says of itself stands before the mark.
    call.arguments << QStringLiteral("-c") << QStringLiteral("SET client_min_messages = error") << QStringLiteral("-c")
                   << QStringLiteral("SET statement_timeout = %1").arg(question.timeout.count()) << QStringLiteral("-c")
                   << QStringLiteral("\\echo ") + QString::fromLatin1(answerBegins) << QStringLiteral("-c")
                   << question.sql;
    constexpr std::chrono::seconds margin{15};
    call.timeout = question.timeout + margin;
    call.outputLimit = question.limit;
    const ProgramResult result = world.run(call);
    if (result.succeeded()) {
        const QString output = QString::fromUtf8(result.output);
        const qsizetype mark = output.indexOf(QLatin1String(answerBegins));
        if (mark >= 0)
            return output.mid(mark + static_cast<qsizetype>(qstrlen(answerBegins))).trimmed();
    }
    const QString words = result.succeeded() ? QStringLiteral("the answer is longer than %1 bytes").arg(question.limit)
                                             : lastWordsOf(question.connection, result);
    if (result.end == ProgramResult::End::notStarted)
        return tl::unexpected(RunProblem{RunProblemCode::programMissing, call.arguments.first(), words, {}});
    return tl::unexpected(
        RunProblem{lostConnection(result) ? RunProblemCode::databaseNotReachable : RunProblemCode::databaseRefused,
                   question.connection.where(),
                   words,
                   {}});
}

QString sqlLiteral(const QString& text)
{
    QString inside = text;
    inside.replace(QLatin1Char('\''), QLatin1String("''"));
    if (!inside.contains(QLatin1Char('\\')))
        return QLatin1Char('\'') + inside + QLatin1Char('\'');
    return QStringLiteral("E'") + inside.replace(QLatin1Char('\\'), QLatin1String("\\\\")) + QLatin1Char('\'');
}

QString sqlName(const QString& name)
{
    return QLatin1Char('"') + QString(name).replace(QLatin1Char('"'), QLatin1String("\"\"")) + QLatin1Char('"');
}

QString lastWordsOf(const PostgresConnection& connection, const ProgramResult& result)
{
    return connection.redacted(lastWords(result));
}

bool lostConnection(const ProgramResult& result)
{
    return result.end == ProgramResult::End::exited && result.code == exitLostConnection;
}

}  // namespace installers
