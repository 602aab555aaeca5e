#pragma once

namespace cli {

/// What `cairn` exits with besides what planner::exitCode() and installers::exitCode() say (DESIGN: Outcomes).
enum class Exit : int {
    done = 0,
    internalError = 1,
    usage = 2,
    findings = 3,  ///< only with --strict
    invalidInput = 5,
    untrusted = 6,
};

[[nodiscard]] constexpr int code(Exit exit) { return static_cast<int>(exit); }

}  // namespace cli
