#include "installers/data_members.h"

#include "installers/data/command_data.h"
#include "installers/data/folder_data.h"
#include "installers/data/postgres_data.h"
#include "installers/data/sqlite_data.h"

#include <array>

namespace installers {

namespace {

using planner::SiteData;

constexpr std::array dataKinds{
    DataKind{CommandData::kindName, &CommandData::covers, &CommandData::make},
    DataKind{PostgresData::kindName, &PostgresData::covers, &PostgresData::make},
    DataKind{SqliteData::kindName, &SqliteData::covers, &SqliteData::make},
    DataKind{FolderData::kindName, &FolderData::covers, &FolderData::make},
};

bool isWithin(const QString& path, const QString& folder)
{
    return !folder.isEmpty() && (path == folder || path.startsWith(folder + QLatin1Char('/')));
}

/// The path, or the name at the server; empty: the site has none, or its connection cannot be read, which is told
/// elsewhere.
QString mainDatabase(const RunContext& context)
{
    if (!context.site.database || context.site.database->kind == catalog::DatabaseKind::sqlite)
        return context.paths.database;
    const auto connection = PostgresConnection::of(context.site, context.paths);
    return connection ? connection->database() : QString();
}

RunProblem notCovered(const QString& what, const char* why)
{
    return RunProblem{RunProblemCode::dataNotCovered, what, QString::fromLatin1(why), {}};
}

}  // namespace

const DataKind* kindNamed(const QString& name)
{
    for (const DataKind& kind : dataKinds) {
        if (name == QLatin1String(kind.name))
            return &kind;
    }
    return nullptr;
}

DataMembers membersOf(const RunContext& context)
{
    DataMembers members;
    for (const SiteData& entry : context.site.data) {
        for (const DataKind& kind : dataKinds) {
            if (!kind.covers(entry, context))
                continue;
            members.push_back(kind.make(entry, context));
            break;
        }
    }
    return members;
}

std::vector<RunProblem> checkMembers(const RunContext& context)
{
    std::vector<RunProblem> problems;
    const DataMembers members = membersOf(context);
    const QString database = mainDatabase(context);
    bool covered = database.isEmpty();
    for (std::size_t i = 0; i < members.size(); ++i) {
        const QString& where = members[i]->where();
        if (auto good = members[i]->check(); !good)
            problems.push_back(good.error());
        for (std::size_t j = 0; j < members.size(); ++j) {
            const bool same = i != j && isWithin(where, members[j]->where());
            if (same || (i < j && members[i]->name() == members[j]->name()))
                problems.push_back(notCovered(where.isEmpty() ? members[i]->name() : where, "listed twice"));
        }
        covered = covered || isWithin(database, where);
    }
    if (!covered)
        problems.push_back(notCovered(database, "no entry of data: covers it"));
    return problems;
}

}  // namespace installers
