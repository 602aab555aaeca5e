#pragma once

#include "catalog/schema/layout.h"

namespace schema {

/// One line of a sqitch plan. A change that was reworked has one file for each time, called NAME@TAG but for the last.
struct PlannedChange {
    std::string name;
    std::string file;
};
[[nodiscard]] std::vector<PlannedChange> plannedChanges(const std::string& plan);

/// The changesets of Liquibase's formatted SQL, each with the whole file's lines so that places stay; none where it is
/// no such file.
[[nodiscard]] std::vector<Step> changesets(const std::string& text, const std::string& path);

/// Which of some scripts lead forward in a database of this kind, in the order in which they run.
struct Selection {
    std::vector<std::string> forward;
    std::vector<std::string> left;
};
[[nodiscard]] Selection select(const std::vector<std::string>& paths, catalog::DatabaseKind database);

}  // namespace schema
