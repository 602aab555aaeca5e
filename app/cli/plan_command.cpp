#include "app/cli/plan_command.h"

#include "app/cli/catalog_input.h"
#include "app/cli/exit_code.h"
#include "app/cli/output.h"
#include "app/cli/site_input.h"
#include "app/shared/plan_page.h"
#include "planner/plan_json.h"
#include "planner/planner.h"

#include <QCoreApplication>

namespace cli {

namespace {

struct PlanText {
    Q_DECLARE_TR_FUNCTIONS(PlanCommand)
};

/// What a question to the planner needs, checked as far as no file is read.
struct Question {
    SiteChanges changes;
    planner::Goal goal;
    Format format = Format::text;
};

Usage<Question> readQuestion(const QString& catalog, const SiteOptions& site, const GoalOptions& goal,
                             const OutputOptions& output, const std::vector<Format>& formats, const Console& console)
{
    const Usage<Format> format = readFormat(output.format, formats);
    if (!format) {
        return tl::unexpected(format.error());
    }
    if (catalog.isEmpty()) {
        return usageError(PlanText::tr("Which catalog? Name it with --catalog PATH."));
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

planner::Outcome invalid(const catalog::Errors& errors)
{
    planner::Outcome outcome;
    outcome.kind = planner::OutcomeKind::invalidInput;
    outcome.errors = errors;
    return outcome;
}

app::Setting settingFor(const catalog::Loaded& loaded, const QString& site)
{
    app::Setting setting;
    setting.productName = QString::fromStdString(loaded.catalog.product.name);
    //: What is known about a catalog's signature.
    setting.catalogTrust = PlanText::tr("not signed");
    setting.sitePath = site;
    setting.facts = &loaded.catalog.facts;
    return setting;
}

QString outcomeText(const planner::Outcome& outcome, Format format, app::Setting setting, const Console& console)
{
    switch (format) {
    case Format::json:
        return QString::fromStdString(planner::toJson(outcome)) + QLatin1Char('\n');
    case Format::dot:
        return app::outcomeDot(outcome);
    case Format::markdown:
    case Format::html:
        setting.depth = app::Depth::runbook;
        break;
    case Format::text:
        break;
    }
    return written(app::outcomePage(outcome, setting), format, console.style());
}

/// Errors are told on stderr; programs that read JSON get them there too. A file that -o names stays as it is.
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
    return tellInvalid(invalid(std::get<SiteProblem>(problem).errors), format, output, console);
}

void sayWhatNext(const planner::Outcome& outcome, const PlanOptions& options, Console& console)
{
    if (outcome.kind == planner::OutcomeKind::path && !options.output.file.isEmpty() && !options.site.site.isEmpty() &&
        options.output.format == QStringLiteral("json")) {
        //: Both are files; the rest is a command line.
        console.hint(PlanText::tr("The plan is in %1. To carry it out: cairn run --plan %1 --site %2")
                         .arg(options.output.file, options.site.site));
    }
}

}  // namespace

int plan(const PlanOptions& options, Console& console)
{
    const Usage<Question> question =
        readQuestion(options.catalog, options.site, options.goal, options.output,
                     {Format::text, Format::json, Format::markdown, Format::html, Format::dot}, console);
    if (!question) {
        return tell({question.error().sentence, QStringLiteral("plan")}, console);
    }
    const catalog::Checked<catalog::Loaded> loaded =
        catalog::load(options.catalog.toStdString(), catalog::LoadScope::planning);
    if (!loaded) {
        return tellInvalid(invalid(loaded.error()), question->format, options.output, console);
    }
    const SiteResult<planner::Site> site = makeSite(options.site, question->changes, loaded->catalog);
    if (!site) {
        return tellSiteProblem(site.error(), question->format, options.output, console);
    }
    warnUnsigned(*loaded, console);
    const planner::Planner planner(*loaded);
    const planner::Outcome outcome = planner.plan(*site, question->goal);
    if (outcome.kind == planner::OutcomeKind::invalidInput) {
        return tellInvalid(outcome, question->format, options.output, console);
    }
    const QString text = outcomeText(outcome, question->format, settingFor(*loaded, options.site.site), console);
    if (const std::optional<int> failed = deliver(text, options.output.file, console)) {
        return *failed;
    }
    sayWhatNext(outcome, options, console);
    return planner::exitCode(outcome.kind);
}

int explain(const ExplainOptions& options, Console& console)
{
    const Usage<Question> question = readQuestion(options.catalog, options.site, options.goal, options.output,
                                                  {Format::text, Format::markdown, Format::html}, console);
    if (!question) {
        return tell({question.error().sentence, QStringLiteral("explain")}, console);
    }
    const catalog::Checked<catalog::Loaded> loaded = catalog::load(options.catalog.toStdString());
    if (!loaded) {
        return tellInvalid(invalid(loaded.error()), question->format, options.output, console);
    }
    const SiteResult<planner::Site> site = makeSite(options.site, question->changes, loaded->catalog);
    if (!site) {
        return tellSiteProblem(site.error(), question->format, options.output, console);
    }
    warnUnsigned(*loaded, console);
    const planner::Planner planner(*loaded);
    const planner::Explanation explanation = planner.explain(*site, question->goal);
    if (explanation.outcome.kind == planner::OutcomeKind::invalidInput) {
        return tellInvalid(explanation.outcome, question->format, options.output, console);
    }
    const app::Page page = app::explanationPage(explanation, settingFor(*loaded, options.site.site));
    return deliver(written(page, question->format, console.style()), options.output.file, console)
        .value_or(code(Exit::done));
}

}  // namespace cli
