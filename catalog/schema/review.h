#pragma once

#include "catalog/schema/classify.h"
#include "catalog/schema/remark.h"

#include <memory>
#include <set>
#include <string>
#include <vector>

namespace schema {

struct Script {
    std::string path;
    std::string text;
};

/// What may be wrong with a text that is no statement.
enum class SyntaxHint { none, templateText, otherDialect, psqlVariable };

struct StatementReview {
    catalog::Place place;
    std::size_t script = 0;  ///< which of the unit's scripts it stands in
    std::string text;        ///< its beginning on one line
    std::vector<Verdict> verdicts;
    ReadFailure failure = ReadFailure::none;
    std::string error;  ///< the grammar's words
    SyntaxHint hint = SyntaxHint::none;
    std::optional<Remark> remark;
    std::vector<std::string> badRemarks;
};

/// How much somebody has to look at it.
enum class Level {
    none,
    note,     ///< good to know
    warning,  ///< blocks others, or nothing can be known
    error,    ///< the old release cannot go on, or the statement fails
};
[[nodiscard]] Level levelOf(const Verdict& verdict);
[[nodiscard]] Level levelOf(const StatementReview& statement);

/// What one release, or one step of a plain chain of scripts, does.
struct UnitReview {
    std::string name;
    std::vector<StatementReview> statements;
    [[nodiscard]] Level level() const;
};

/// Goes through a chain of scripts and keeps what is known of the database. Units come in the order in which they run.
class Reviewer {
public:
    virtual ~Reviewer() = default;
    [[nodiscard]] virtual UnitReview review(const std::string& name, const std::vector<Script>& scripts) = 0;
    /// A reviewer that goes on from here on another branch.
    [[nodiscard]] virtual std::unique_ptr<Reviewer> branch() const = 0;
};

/// The reader is borrowed.
[[nodiscard]] std::unique_ptr<Reviewer> makePostgresReviewer(StatementReader& reader, ServerVersion server);

/// Tries the scripts on a database in memory with a row in each table, and judges what they come to in the end; SQLite
/// takes one lock on the whole file for each of them.
[[nodiscard]] std::unique_ptr<Reviewer> makeSqliteReviewer();

}  // namespace schema
