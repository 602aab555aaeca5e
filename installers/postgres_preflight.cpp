#include "installers/postgres_preflight.h"

#include "installers/postgres_sessions.h"

#include <algorithm>

namespace installers {

namespace {

constexpr std::chrono::milliseconds sessionPatience{3000};
constexpr std::chrono::milliseconds betweenLooksAtSessions{100};

const char* const mayMakeSchema =
    "SELECT CASE WHEN to_regnamespace('cairn') IS NULL"
    " THEN has_database_privilege(current_database(), 'CREATE')"
    " ELSE has_schema_privilege('cairn', 'CREATE') AND has_schema_privilege('cairn', 'USAGE') END";

}  // namespace

void checkPostgresRequest(const planner::Site& site, std::vector<RunProblem>& problems)
{
    const auto connection = PostgresConnection::of(site, SitePaths(site));
    if (!connection) {
        problems.push_back(connection.error());
        return;
    }
    const bool covered = std::any_of(site.data.begin(), site.data.end(), [](const planner::SiteData& data) {
        return data.kind == planner::SiteData::Kind::database;
    });
    if (!covered)
        problems.push_back(RunProblem{
            RunProblemCode::dataNotCovered, connection->where(), QStringLiteral("no \"database\" in \"data:\""), {}});
}

void checkPostgresSite(const RunContext& context, std::vector<RunProblem>& problems)
{
    const auto connection = PostgresConnection::of(context.site, context.paths);
    if (!connection) {
        problems.push_back(connection.error());
        return;
    }
    const auto may = askPostgres(context.world, {*connection, {}, QString::fromLatin1(mayMakeSchema)});
    if (!may) {
        problems.push_back(may.error());
        return;
    }
    if (*may != QLatin1String("t"))
        problems.push_back(RunProblem{RunProblemCode::databaseRefused,
                                      connection->where(),
                                      QStringLiteral("CREATE SCHEMA cairn; CREATE TABLE cairn.step_marker"),
                                      {}});
    // The server may take its time to notice that a program has ended, as the last one here.
    const std::chrono::milliseconds until = context.world.steady() + sessionPatience;
    auto left = sessionsNamed(context.world, *connection, QStringLiteral("cairn:"), SessionsOf::database);
    while (left && !left->empty() && context.world.steady() < until) {
        context.world.sleep(betweenLooksAtSessions);
        left = sessionsNamed(context.world, *connection, QStringLiteral("cairn:"), SessionsOf::database);
    }
    if (!left)
        problems.push_back(left.error());
    else if (!left->empty())
        problems.push_back(RunProblem{RunProblemCode::orphanSession, describe(*left), howToEnd(*left), {}});
}

Done<void> awaitOwnSessions(World& world, const planner::Site& site, const Journal& journal,
                            std::chrono::milliseconds patience)
{
    const auto run = journal.newestRun();
    if (!run || run->isEmpty())
        return {};
    return PostgresConnection::of(site, SitePaths(site)).and_then([&](const PostgresConnection& connection) {
        return awaitNoSession(world, connection, sessionName(*run, {}), patience);
    });
}

}  // namespace installers
