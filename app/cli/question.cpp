#include "app/cli/question.h"

#include "app/shared/trust_text.h"
#include "planner/plan_json.h"

#include <QCoreApplication>

namespace cli {

namespace {

struct QuestionText {
    Q_DECLARE_TR_FUNCTIONS(Question)
};

}  // namespace

Usage<Question> readQuestion(const QString& catalog, const SiteOptions& site, const GoalOptions& goal,
                             const OutputOptions& output, const std::vector<Format>& formats, const Console& console)
{
    const Usage<Format> format = readFormat(output.format, formats);
    if (!format) {
        return tl::unexpected(format.error());
    }
    if (catalog.isEmpty()) {
        return usageError(QuestionText::tr("Which catalog? Name it with --catalog PATH."));
    }
    const Usage<SiteChanges> changes = readSiteOptions(site);
    if (!changes) {
        return tl::unexpected(changes.error());
    }
    const Usage<planner::Goal> wanted = makeGoal(goal, console.streams().now());
    if (!wanted) {
        return tl::unexpected(wanted.error());
    }
    return Question{*changes, *wanted, *format};
}

planner::Outcome invalidOutcome(const catalog::Errors& errors)
{
    planner::Outcome outcome;
    outcome.kind = planner::OutcomeKind::invalidInput;
    outcome.errors = errors;
    return outcome;
}

app::Setting settingFor(const catalog::TrustedCatalog& trusted, const QString& site)
{
    app::Setting setting;
    setting.productName = QString::fromStdString(trusted.loaded.catalog.product.name);
    setting.catalogTrust = app::trustText(trusted.trust);
    setting.sitePath = site;
    return setting;
}

int tellInvalid(const planner::Outcome& outcome, Format format, const OutputOptions& output, Console& console)
{
    console.complain(outcome.errors);
    if (format == Format::json && output.file.isEmpty()) {
        console.answer(QString::fromStdString(planner::toJson(outcome)) + QLatin1Char('\n'));
    }
    return planner::exitCode(outcome.kind);
}

int tellSiteProblem(const std::variant<UsageError, SiteProblem>& problem, Format format, const OutputOptions& output,
                    Console& console)
{
    if (const auto* usage = std::get_if<UsageError>(&problem)) {
        return tell(*usage, console);
    }
    return tellInvalid(invalidOutcome(std::get<SiteProblem>(problem).errors), format, output, console);
}

int tellSiteProblem(const std::variant<UsageError, SiteProblem>& problem, const char* command, Console& console)
{
    if (const auto* usage = std::get_if<UsageError>(&problem)) {
        return tell({usage->sentence, QLatin1String(command)}, console);
    }
    console.complain(std::get<SiteProblem>(problem).errors);
    return planner::exitCode(planner::OutcomeKind::invalidInput);
}

}  // namespace cli
