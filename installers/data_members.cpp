#include "installers/data_members.h"

#include "installers/data/command_data.h"
#include "installers/data/folder_data.h"
#include "installers/data/sqlite_data.h"

#include <array>

namespace installers {

namespace {

using planner::SiteData;

constexpr std::array kinds{
    DataKind{"command", &CommandData::covers, &CommandData::make},
    DataKind{"sqlite", &SqliteData::covers, &SqliteData::make},
    DataKind{"folder", &FolderData::covers, &FolderData::make},
};

bool isWithin(const QString& path, const QString& folder)
{
    return path == folder || path.startsWith(folder + QLatin1Char('/'));
}

RunProblem notCovered(const QString& what, const char* why)
{
    return RunProblem{RunProblemCode::dataNotCovered, what, QString::fromLatin1(why), {}};
}

}  // namespace

const DataKind& kindOf(const SiteData& entry, const RunContext& context)
{
    for (const DataKind& kind : kinds) {
        if (kind.covers(entry, context))
            return kind;
    }
    return kinds.back();
}

const DataKind* kindNamed(const QString& name)
{
    for (const DataKind& kind : kinds) {
        if (name == QLatin1String(kind.name))
            return &kind;
    }
    return nullptr;
}

DataMembers membersOf(const RunContext& context)
{
    DataMembers members;
    for (const SiteData& entry : context.site.data)
        members.push_back(kindOf(entry, context).make(entry, context));
    return members;
}

std::vector<RunProblem> checkMembers(const RunContext& context)
{
    std::vector<RunProblem> problems;
    const DataMembers members = membersOf(context);
    bool covered = !context.site.database;
    for (std::size_t i = 0; i < members.size(); ++i) {
        const QString& where = members[i]->where();
        if (auto good = members[i]->check(); !good)
            problems.push_back(good.error());
        for (std::size_t j = 0; j < members.size(); ++j) {
            const bool same = i != j && !where.isEmpty() && isWithin(where, members[j]->where());
            if (same || (i < j && members[i]->name() == members[j]->name()))
                problems.push_back(notCovered(where.isEmpty() ? members[i]->name() : where, "listed twice"));
        }
        covered = covered || isWithin(context.paths.database, where);
    }
    if (!covered)
        problems.push_back(notCovered(context.paths.database, "no entry of data: covers it"));
    return problems;
}

}  // namespace installers
