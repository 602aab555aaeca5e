#pragma once

#include <QString>
#include <tl/expected.hpp>

namespace demo {

/// Why the demo site could not be made or asked. The sentence for each is made elsewhere in app/.
enum class ProblemCode {
    serverMissing,   ///< subject: where ledger-server was looked for
    catalogMissing,  ///< subject: the sample catalog's folder, or a file of it
    folderForeign,   ///< subject: a folder that is not empty and no demo site
    cannotWrite,     ///< subject: the path and the system's words
    noPort,          ///< no two free ports below 32768
    database,        ///< subject: SQLite's words
    program,         ///< subject: what a program of the site said when it failed
};

struct Problem {
    ProblemCode code;
    QString subject;
};

template <typename T>
using Made = tl::expected<T, Problem>;

inline tl::unexpected<Problem> problem(ProblemCode code, const QString& subject)
{
    return tl::make_unexpected(Problem{code, subject});
}

}  // namespace demo
