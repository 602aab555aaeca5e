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
    noPort,          ///< not enough free ports below 32768
    database,        ///< subject: SQLite's words
    program,         ///< subject: what a program of the site said when it failed
    packageMissing,  ///< subject: the Debian package that has what the site needs
    noAccount,       ///< subject: the account that was looked for
    folderClosed,    ///< subject: a folder that the servers' account does not get into
    noSite,          ///< subject: a folder without a demo site
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
