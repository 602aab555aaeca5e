#pragma once

#include "catalog/error.h"
#include "catalog/schema/review.h"
#include "catalog/step.h"

#include <string>
#include <vector>

namespace schema {

/// What stands together in a plain chain of scripts: one number, one change.
struct Step {
    std::string name;
    std::vector<Script> scripts;
};

struct Chain {
    std::vector<Step> steps;        ///< in the order in which they run
    catalog::Errors problems;       ///< files that could not be read
    std::vector<std::string> left;  ///< files that are left out: they lead back, or are for another database
};

/// Reads a file or a folder of scripts in the layouts that exist: numbered files (also V1__name.sql with its repeatable
/// R__name.sql at the end), pairs of up and down, one folder for each migration, a sqitch plan, files whose sections
/// say up and down, and Liquibase's formatted SQL, whose changesets are steps of their own. Where a folder has scripts
/// for several databases, told apart by a folder's or a file's name (m1.pg.sql, postgres/m1.sql), only those of
/// `database` count, and those that name none.
[[nodiscard]] catalog::Result<Chain> readChain(const std::string& path, catalog::DatabaseKind database);

/// The part of a script that leads forward, where comments divide it ("-- +goose Down", "-- migrate:down",
/// "-- +migrate Down"); what leads back becomes spaces, so that places stay.
[[nodiscard]] std::string forwardPart(std::string text);

/// Whether a is before b: numbers in names count as numbers.
[[nodiscard]] bool isBefore(const std::string& a, const std::string& b);

}  // namespace schema
