#pragma once

#include "installers/data_member.h"

namespace installers {

using DataMembers = std::vector<std::unique_ptr<DataMember>>;

/// The kind of a member in a manifest and what makes one. Kinds are asked in their order.
struct DataKind {
    const char* name;
    bool (*covers)(const planner::SiteData& entry, const RunContext& context);
    std::unique_ptr<DataMember> (*make)(const planner::SiteData& entry, const RunContext& context);
};

/// Null where this version does not know the kind.
[[nodiscard]] const DataKind* kindNamed(const QString& name);

/// All members of the site, in the site file's order.
[[nodiscard]] DataMembers membersOf(const RunContext& context);

/// Everything that keeps the site's data from being backed up as one set, each member's own troubles included.
/// Codes: dataNotCovered, dataBackupFailed, programMissing, placeholderUnknown.
[[nodiscard]] std::vector<RunProblem> checkMembers(const RunContext& context);

}  // namespace installers
