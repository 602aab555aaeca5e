#include "installers/drivers/sql.h"

#include "installers/drivers/sql_postgres.h"
#include "installers/drivers/sql_sqlite.h"

#include <QFile>

namespace installers {

catalog::DatabaseKind databaseKindOf(const planner::Site& site)
{
    return site.database ? site.database->kind : catalog::DatabaseKind::sqlite;
}

const SqlDriver& sqlDriverFor(const planner::Site& site)
{
    static const SqliteDriver sqlite;
    static const PostgresDriver postgres;
    if (databaseKindOf(site) == catalog::DatabaseKind::postgresql)
        return postgres;
    return sqlite;
}

const std::string* scriptFor(const StepContext& context)
{
    const auto found = context.step.step.sql.find(databaseKindOf(context.site));
    return found == context.step.step.sql.end() ? nullptr : &found->second;
}

Done<std::string> readScript(const StepContext& context, const std::string& script)
{
    QFile file(scriptPath(context.runFolder, script));
    if (!file.open(QIODevice::ReadOnly))
        return tl::unexpected(stepFailed(context, QStringLiteral("%1: %2").arg(file.fileName(), file.errorString())));
    return file.readAll().toStdString();
}

std::chrono::milliseconds timeLimit(const StepContext& context)
{
    constexpr std::chrono::hours usual{6};
    if (context.step.step.timeout)
        return *context.step.step.timeout;
    return usual;
}

}  // namespace installers
