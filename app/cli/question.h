#pragma once

#include "app/cli/output.h"
#include "app/cli/site_input.h"
#include "app/shared/plan_page.h"
#include "catalog/trust.h"
#include "planner/outcome.h"

namespace cli {

/// What a question to the planner needs, checked as far as no file is read.
struct Question {
    SiteChanges changes;
    planner::Goal goal;
    Format format = Format::text;
};

[[nodiscard]] Usage<Question> readQuestion(const QString& catalog, const SiteOptions& site, const GoalOptions& goal,
                                           const OutputOptions& output, const std::vector<Format>& formats,
                                           const Console& console);

/// The outcome that says nothing but what is wrong with the input.
[[nodiscard]] planner::Outcome invalidOutcome(const catalog::Errors& errors);

/// What pages about plans of this catalog are told besides.
[[nodiscard]] app::Setting settingFor(const catalog::TrustedCatalog& trusted, const QString& site);

/// Errors are told on stderr; programs that read JSON get them there too. A file that -o names stays as it is.
[[nodiscard]] int tellInvalid(const planner::Outcome& outcome, Format format, const OutputOptions& output,
                              Console& console);
[[nodiscard]] int tellSiteProblem(const std::variant<UsageError, SiteProblem>& problem, Format format,
                                  const OutputOptions& output, Console& console);

/// The same for commands that plan nothing. `command`: whose --help tells more.
[[nodiscard]] int tellSiteProblem(const std::variant<UsageError, SiteProblem>& problem, const char* command,
                                  Console& console);

}  // namespace cli
