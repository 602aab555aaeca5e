#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace installers {

/// One statement of a script.
struct SqlStatement {
    std::string text;                ///< from its first token to its semicolon
    int line = 0;                    ///< of its first token in the script, from 1
    std::vector<std::string> words;  ///< its first tokens in capitals, at most 6; strings and punctuation as they stand
};

/// Splits a script as SQLite's own sqlite3_complete() would, so that semicolons in strings, comments, quoted names and
/// trigger bodies end nothing. A last statement without a semicolon counts. Strings that never end swallow the rest.
///
/// Road not taken: sqlite3_prepare and its tail, which needs the schema that the statements before would have made.
[[nodiscard]] std::vector<SqlStatement> splitSql(std::string_view script);

/// BEGIN, COMMIT, END, ROLLBACK, SAVEPOINT, RELEASE, and ATTACH, DETACH, VACUUM, which no transaction can hold.
[[nodiscard]] bool controlsTransaction(const SqlStatement& statement);

/// A PRAGMA that says how the connection or the file works and that a transaction refuses or forgets: journal_mode,
/// synchronous, temp_store and their like, with a value.
[[nodiscard]] bool setsConnection(const SqlStatement& statement);

/// A command of the sqlite3 program, such as .read, which SQLite itself does not know.
[[nodiscard]] bool isShellCommand(const SqlStatement& statement);

enum class ForeignKeys { asIs, on, off };
/// What `PRAGMA foreign_keys = …` asks for; asIs for every other statement.
[[nodiscard]] ForeignKeys foreignKeysAskedBy(const SqlStatement& statement);

}  // namespace installers
