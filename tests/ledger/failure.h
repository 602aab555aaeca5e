#pragma once

#include <QString>
#include <tl/expected.hpp>

namespace ledger {

/// Exit codes of ledger-server. Scripts and tests rely on the numbers.
enum class ExitCode {
    ok = 0,
    usage = 2,
    badRelease = 3,         ///< the release's folder is not complete
    unknownSchema = 4,      ///< the database's schema is one this release does not know
    queryFails = 5,         ///< a query of the release does not fit the database
    conversionMissing = 6,  ///< a conversion that the release relies on was never done
    cannotListen = 7,
    cannotOpen = 8,       ///< the database is missing, damaged or locked
    alreadyRunning = 9,   ///< another release, or the same on another port, holds the pid file
    checkFails = 10,      ///< the data contradict what the release relies on
    statementFails = 11,  ///< `sql`: a statement failed; what was not committed is rolled back
};

struct Failure {
    ExitCode code = ExitCode::ok;
    QString message;
};

template <typename T>
using Result = tl::expected<T, Failure>;

inline tl::unexpected<Failure> fail(ExitCode code, const QString& message)
{
    return tl::make_unexpected(Failure{code, message});
}

}  // namespace ledger
