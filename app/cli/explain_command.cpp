#include "app/cli/explain_command.h"

#include "app/cli/catalog_input.h"
#include "app/cli/question.h"
#include "app/cli/useless_input.h"
#include "planner/json_write.h"
#include "planner/planner.h"
#include "planner/spelling.h"

namespace cli {

namespace {

const char* legalName(catalog::Truth legal)
{
    switch (legal) {
    case catalog::Truth::yes:
        return "yes";
    case catalog::Truth::no:
        return "no";
    case catalog::Truth::unknown:
        return "unknown";
    }
    return "";
}

/// Format cairn-explanation/1; reasons as in cairn-plan/1.
QString explanationJson(const planner::Explanation& explanation, const catalog::Trust& trust)
{
    const planner::Outcome& outcome = explanation.outcome;
    nlohmann::ordered_json json;
    json["format"] = "cairn-explanation/1";
    json["product"] = outcome.product.text;
    json["from"] = outcome.from.text;
    json["to"] = outcome.to.text;
    json["catalog"] = planner::jsonOf(outcome.catalog);
    json["trust"] = planner::jsonOf(trust);
    json["legal"] = legalName(explanation.legal);
    json["rules"] = nlohmann::ordered_json::array();
    for (const planner::Finding& finding : explanation.findings) {
        json["rules"].push_back({{"rule", planner::spelled(finding.rule)},
                                 {"legal", legalName(finding.legal)},
                                 {"reasons", planner::jsonOf(finding.reasons)}});
    }
    json["path"] = nlohmann::ordered_json::array();
    if (outcome.plan) {
        json["path"].push_back(outcome.plan->from.text);
        for (const planner::Hop& hop : outcome.plan->hops) {
            json["path"].push_back(hop.to.text);
        }
    }
    return QString::fromStdString(planner::textOf(json, 2)) + QLatin1Char('\n');
}

int exitCodeOf(catalog::Truth legal)
{
    switch (legal) {
    case catalog::Truth::yes:
        break;
    case catalog::Truth::no:
        return planner::exitCode(planner::OutcomeKind::blocked);
    case catalog::Truth::unknown:
        return planner::exitCode(planner::OutcomeKind::needsAnswers);
    }
    return planner::exitCode(planner::OutcomeKind::path);
}

}  // namespace

int explain(const ExplainOptions& options, Console& console)
{
    const Usage<Question> question =
        readQuestion(options.catalog, options.site, options.goal, options.output,
                     {Format::text, Format::json, Format::markdown, Format::html}, console);
    if (!question) {
        return tell({question.error().sentence, QStringLiteral("explain")}, console);
    }
    const auto trusted = loadTrustedCatalog(options.catalog, catalog::LoadScope::planning, options.trust, console);
    if (!trusted) {
        return tellInvalid(trusted.error(), question->format, options.output, console);
    }
    const catalog::Loaded& loaded = trusted->loaded;
    const SiteResult<planner::Site> site = makeSite(options.site, question->changes, loaded.catalog);
    if (!site) {
        return tellSiteProblem(site.error(), question->format, options.output, console);
    }
    warnTrust(*trusted, console);
    warnUseless(*site, question->goal, loaded.catalog, console);
    const planner::Planner planner(loaded);
    const planner::Explanation explanation = planner.explain(*site, question->goal);
    if (explanation.outcome.kind == planner::OutcomeKind::invalidInput) {
        return tellInvalid(explanation.outcome, question->format, options.output, console);
    }
    const QString text = question->format == Format::json
                             ? explanationJson(explanation, trusted->trust)
                             : written(app::explanationPage(explanation, settingFor(*trusted, options.site.site)),
                                       question->format, console.style());
    return deliver(text, options.output.file, console).value_or(exitCodeOf(explanation.legal));
}

}  // namespace cli
