#include "app/cli/plan_command.h"

#include "app/cli/catalog_input.h"
#include "app/cli/exit_code.h"
#include "app/cli/question.h"
#include "app/cli/schedule_input.h"
#include "app/cli/useless_input.h"
#include "app/shared/alternatives_page.h"
#include "app/shared/schedule_page.h"
#include "app/shared/window_text.h"
#include "planner/alternatives.h"
#include "planner/ical.h"
#include "planner/json_write.h"
#include "planner/plan_json.h"
#include "planner/planner.h"

#include <QCoreApplication>

namespace cli {

namespace {

struct PlanText {
    Q_DECLARE_TR_FUNCTIONS(PlanCommand)
};

/// What has been read and asked, for the writers of answers.
struct Asked {
    const PlanOptions& options;
    const Question& question;
    const catalog::TrustedCatalog& catalog;
    const planner::Site& site;
};

QString jsonText(const planner::Outcome& outcome, const std::optional<planner::Schedule>& schedule)
{
    std::string text = planner::toJson(outcome);
    if (schedule) {
        nlohmann::ordered_json json = nlohmann::ordered_json::parse(text, nullptr, false);
        json["schedule"] = nlohmann::ordered_json::parse(planner::toJson(*schedule), nullptr, false);
        text = planner::textOf(json, 2);
    }
    return QString::fromStdString(text) + QLatin1Char('\n');
}

QString outcomeText(const planner::Outcome& outcome, const std::optional<planner::Schedule>& schedule,
                    const Asked& asked, const Console& console)
{
    app::Setting setting = settingFor(asked.catalog, asked.options.site.site);
    setting.schedule = schedule ? &*schedule : nullptr;
    setting.windows = &asked.site.windows;
    switch (asked.question.format) {
    case Format::json:
        return jsonText(outcome, schedule);
    case Format::dot:
        return app::outcomeDot(outcome);
    case Format::markdown:
    case Format::html:
        setting.depth = app::Depth::runbook;
        break;
    case Format::text:
    case Format::ical:
    case Format::csv:
    case Format::table:
    case Format::sarif:
        break;
    }
    return written(app::outcomePage(outcome, setting), asked.question.format, console.style());
}

/// The nights as appointments; what has none is told on stderr.
int tellCalendar(const planner::Outcome& outcome, const planner::Schedule& schedule, const Asked& asked,
                 Console& console)
{
    for (const planner::Misfit& misfit : schedule.misfits) {
        console.warn(app::sentence(misfit, asked.site.windows));
    }
    const QString product = QString::fromStdString(asked.catalog.loaded.catalog.product.name.empty()
                                                       ? asked.catalog.loaded.catalog.product.id.text
                                                       : asked.catalog.loaded.catalog.product.name);
    const std::vector<planner::CalendarEvent> events = planner::eventsOf(
        schedule, *outcome.plan, app::calendarTexts(product, QString::fromStdString(outcome.plan->site)));
    const std::chrono::sys_seconds now{std::chrono::seconds(console.streams().now().toSecsSinceEpoch())};
    const std::optional<std::string> text = planner::toIcal(events, now);
    if (!text) {
        console.complain(PlanText::tr("Nothing of the plan fits into the site's windows, so there is no calendar."));
        return planner::exitCode(planner::OutcomeKind::blocked);
    }
    return deliver(QString::fromStdString(*text), asked.options.output.file, console)
        .value_or(planner::exitCode(outcome.kind));
}

int tellWindows(const std::vector<planner::WindowError>& errors, const Asked& asked, Console& console)
{
    for (const planner::WindowError& error : errors) {
        console.complain(app::placedSentence(error));
    }
    if (asked.question.format == Format::json && asked.options.output.file.isEmpty()) {
        console.answer(jsonText(invalidOutcome(asErrors(errors)), std::nullopt));
    }
    return planner::exitCode(planner::OutcomeKind::invalidInput);
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

/// Format cairn-alternatives/1: plans as in cairn-plan/1.
QString alternativesJson(const planner::Alternatives& alternatives, const catalog::Trust& trust)
{
    nlohmann::ordered_json json;
    json["format"] = "cairn-alternatives/1";
    json["product"] = alternatives.outcome.product.text;
    json["from"] = alternatives.outcome.from.text;
    json["to"] = alternatives.outcome.to.text;
    json["trust"] = planner::jsonOf(trust);
    json["alternatives"] = nlohmann::ordered_json::array();
    for (const planner::Alternative& one : alternatives.plans) {
        nlohmann::ordered_json way;
        way["prefer"] = nlohmann::ordered_json::array();
        for (const planner::Prefer prefer : one.bestBy) {
            way["prefer"].push_back(preferenceName(prefer).toStdString());
        }
        way["hops"] = one.figures.hops;
        way["component_steps"] = one.figures.componentSteps;
        way["accepted_risks"] = one.figures.acceptedRisks;
        way["untested_hops"] = one.figures.untestedHops;
        way["plan"] = planner::jsonOf(one.plan);
        json["alternatives"].push_back(std::move(way));
    }
    return QString::fromStdString(planner::textOf(json, 2)) + QLatin1Char('\n');
}

/// The ways beside each other; an outcome without a way is told as always.
int tellAlternatives(const planner::Planner& planner, const Asked& asked, Console& console)
{
    planner::Alternatives found = planner::alternatives(planner, asked.site, asked.question.goal);
    if (found.outcome.kind == planner::OutcomeKind::invalidInput) {
        return tellInvalid(found.outcome, asked.question.format, asked.options.output, console);
    }
    found.outcome.trust = asked.catalog.trust;
    QString text;
    if (found.plans.empty()) {
        text = outcomeText(found.outcome, std::nullopt, asked, console);
    } else if (asked.question.format == Format::json) {
        text = alternativesJson(found, asked.catalog.trust);
    } else {
        text = written(app::alternativesPage(found, settingFor(asked.catalog, asked.options.site.site)),
                       asked.question.format, console.style());
    }
    return deliver(text, asked.options.output.file, console).value_or(planner::exitCode(found.outcome.kind));
}

int tellOutcome(const planner::Planner& planner, const Asked& asked, const std::optional<LocalMoment>& earliest,
                Console& console)
{
    planner::Outcome outcome = planner.plan(asked.site, asked.question.goal);
    outcome.trust = asked.catalog.trust;
    if (outcome.kind == planner::OutcomeKind::invalidInput) {
        return tellInvalid(outcome, asked.question.format, asked.options.output, console);
    }
    const bool calendar = asked.question.format == Format::ical;
    std::optional<planner::Schedule> schedule;
    if (outcome.plan && (!asked.site.windows.empty() || calendar || earliest)) {
        auto made = scheduleAt(*outcome.plan, asked.site, earliest, console.streams().now());
        if (!made) {
            return tellWindows(made.error(), asked, console);
        }
        schedule = std::move(*made);
    }
    if (calendar && outcome.kind != planner::OutcomeKind::path) {
        console.complain(
            PlanText::tr("There is no plan to put into a calendar. The same command without --format ical says why."));
        return planner::exitCode(outcome.kind);
    }
    if (calendar) {
        return tellCalendar(outcome, *schedule, asked, console);
    }
    const QString text = outcomeText(outcome, schedule, asked, console);
    if (const std::optional<int> failed = deliver(text, asked.options.output.file, console)) {
        return *failed;
    }
    sayWhatNext(outcome, asked.options, console);
    return planner::exitCode(outcome.kind);
}

}  // namespace

int plan(const PlanOptions& options, Console& console)
{
    const std::vector<Format> formats =
        options.alternatives
            ? std::vector{Format::text, Format::json, Format::markdown, Format::html}
            : std::vector{Format::text, Format::json, Format::markdown, Format::html, Format::dot, Format::ical};
    const Usage<Question> question =
        readQuestion(options.catalog, options.site, options.goal, options.output, formats, console);
    const Usage<std::optional<LocalMoment>> earliest = readEarliest(options.earliest);
    if (!question || !earliest) {
        return tell({question ? earliest.error().sentence : question.error().sentence, QStringLiteral("plan")},
                    console);
    }
    if (options.alternatives && options.goal.requireDirect) {
        return tell({PlanText::tr("--alternatives and --require-direct exclude each other: a direct hop has no "
                                  "alternative."),
                     QStringLiteral("plan")},
                    console);
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
    const Asked asked{options, *question, *trusted, *site};
    return options.alternatives ? tellAlternatives(planner, asked, console)
                                : tellOutcome(planner, asked, *earliest, console);
}

}  // namespace cli
