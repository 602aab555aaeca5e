#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace installers {

/// One statement of a script for PostgreSQL.
struct PostgresStatement {
    std::string text;                 ///< from its first token to its semicolon, where it has one
    int line = 0;                     ///< of its first token in the script, from 1
    std::vector<std::string> tokens;  ///< its first tokens as they stand, at most 32
    std::vector<std::string> words;   ///< the same, bare words in capitals
};

/// A command of psql, such as \set.
struct PsqlCommand {
    std::string name;      ///< without the backslash
    std::string argument;  ///< the rest of its line
    int line = 0;
};

struct PostgresScript {
    std::vector<PostgresStatement> statements;
    std::vector<PsqlCommand> commands;
};

/// Splits a script where psql would, so that semicolons in strings, dollar quotes, comments (which nest), parentheses
/// and bodies of BEGIN ATOMIC end nothing; the lines after COPY … FROM stdin are data up to `\.`. A last statement
/// without a semicolon counts.
///
/// Road not taken: PostgreSQL's own parser, which knows neither psql's commands nor its variables.
[[nodiscard]] PostgresScript readPostgresScript(std::string_view script);

/// Why a statement cannot be part of a transaction that somebody else began and ends: its first words, such as COMMIT
/// or CREATE INDEX CONCURRENTLY. Empty: it can.
[[nodiscard]] std::string outsideTransaction(const PostgresStatement& statement);

/// What CREATE INDEX CONCURRENTLY makes; names as they stand in the script.
struct ConcurrentIndex {
    std::string index;
    std::string table;
};
/// Nothing for other statements, and for an index without a name.
[[nodiscard]] std::optional<ConcurrentIndex> concurrentIndexOf(const PostgresStatement& statement);

enum class CommandUse {
    harmless,
    includes,  ///< \i, \ir: the argument is a script
    refused,   ///< runs a shell, leaves the session, reads or writes files, or lets errors pass
};
[[nodiscard]] CommandUse useOf(const PsqlCommand& command);

}  // namespace installers
