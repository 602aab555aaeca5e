#pragma once

#include "installers/driver.h"

#include <chrono>
#include <optional>

namespace installers {

/// What a driver of a kind of database can do beside carrying a step out.
class SqlDriver : public StepDriver {
public:
    /// The first value of a query as text; nothing when it cannot be asked.
    [[nodiscard]] virtual std::optional<QString> ask(const StepContext& context, const std::string& query) const = 0;
    /// Runs one script on the database outside of any step (for undo). Errors: stepFailed.
    [[nodiscard]] virtual Done<void> runScript(const StepContext& context, const std::string& script) const = 0;
    /// The scripts that this one includes, itself first, as the catalog names them.
    [[nodiscard]] virtual std::vector<std::string> filesOf(const StepContext& context, const std::string& script) const
    {
        Q_UNUSED(context)
        return {script};
    }
};

/// The one for the site's database; SQLite's where the site names none.
[[nodiscard]] const SqlDriver& sqlDriverFor(const planner::Site& site);
[[nodiscard]] catalog::DatabaseKind databaseKindOf(const planner::Site& site);

/// The text of a script in the run's own copy. Errors: stepFailed.
[[nodiscard]] Done<std::string> readScript(const StepContext& context, const std::string& script);
/// How long the step may take; six hours where it does not say.
[[nodiscard]] std::chrono::milliseconds timeLimit(const StepContext& context);

/// The step's script for the site's database; nullptr: it has none.
[[nodiscard]] const std::string* scriptFor(const StepContext& context);

}  // namespace installers
