#include "app/shared/fleet_page.h"

#include "app/shared/list_text.h"
#include "app/shared/reason_text.h"

#include <QCoreApplication>

namespace app {

namespace {

using planner::FleetSummary;
using planner::OutcomeKind;

struct Fleets {
    Q_DECLARE_TR_FUNCTIONS(Fleets)
};

constexpr std::size_t stopsShown = 20;
constexpr qsizetype namesShown = 5;

QString siteCount(std::size_t sites) { return Fleets::tr("%n site(s)", nullptr, static_cast<int>(sites)); }

void addOutcomes(Page& page, const FleetSummary& summary)
{
    std::vector<Page::Field> fields{{Fleets::tr("Sites"), QString::number(summary.sites)}};
    for (const auto& [kind, sites] : summary.outcomes) {
        fields.push_back({outcomeWords(kind), QString::number(sites)});
    }
    fields.push_back({Fleets::tr("Broken rows"), summary.broken > 0 ? QString::number(summary.broken) : QString()});
    page.fields(fields);
}

void addStopsShared(Page& page, const FleetSummary& summary)
{
    if (summary.stops.empty()) {
        return;
    }
    std::vector<QStringList> rows;
    for (const FleetSummary::Stop& stop : summary.stops) {
        if (rows.size() < stopsShown) {
            rows.push_back({fromUtf8(stop.release.text), QString::number(stop.sites), all(textsOf(stop.checkpoints))});
        }
    }
    page.heading(Fleets::tr("Where sites stop on their way"));
    page.table({Fleets::tr("Release"), Fleets::tr("Sites"), Fleets::tr("Checkpoints")}, rows);
    if (summary.stops.size() > stopsShown) {
        page.paragraph(Fleets::tr("%n more release(s) are stops of fewer sites.", nullptr,
                                  static_cast<int>(summary.stops.size() - stopsShown)));
    }
}

void addStranded(Page& page, const FleetSummary& summary)
{
    if (summary.stranded.empty()) {
        return;
    }
    std::vector<Page::Item> items;
    for (const FleetSummary::Stranded& stranded : summary.stranded) {
        //: %1 is "3 sites" in your language, %2 is a list of releases.
        Page::Item item{
            {Fleets::tr("%1 on %2").arg(siteCount(stranded.sites), shortened(inRuns(textsOf(stranded.versions))))},
            {},
            {}};
        for (const planner::Reason& reason : stranded.reasons) {
            item.details.push_back(sentence(reason));
        }
        QStringList names = fromUtf8(stranded.names).mid(0, namesShown);
        if (stranded.sites > static_cast<std::size_t>(names.size())) {
            names.push_back(QStringLiteral("…"));
        }
        item.details.push_back(Fleets::tr("Such as: %1").arg(names.join(QStringLiteral(", "))));
        items.push_back(std::move(item));
    }
    page.heading(Fleets::tr("Stranded"));
    page.bullets(items);
}

void addOpenQuestions(Page& page, const FleetSummary& summary)
{
    if (summary.questions.empty()) {
        return;
    }
    std::vector<Page::Item> items;
    for (const FleetSummary::Open& open : summary.questions) {
        //: %1 is a fact; %2 is "3 sites" in your language.
        items.push_back(
            {{Fleets::tr("%1 decides for %2: add it as a column.").arg(quoted(open.fact.text), siteCount(open.sites))},
             {},
             {}});
    }
    page.heading(Fleets::tr("What has to be answered"));
    page.bullets(items);
}

}  // namespace

QString outcomeWords(OutcomeKind kind)
{
    switch (kind) {
    case OutcomeKind::path:
        return Fleets::tr("A legal way");
    case OutcomeKind::nothingToDo:
        return Fleets::tr("Nothing to do");
    case OutcomeKind::blocked:
        return Fleets::tr("Blocked");
    case OutcomeKind::needsAnswers:
        return Fleets::tr("Needs answers");
    case OutcomeKind::invalidInput:
        return Fleets::tr("Cannot be planned");
    case OutcomeKind::untrusted:
        return Fleets::tr("Not trusted");
    case OutcomeKind::downgrade:
        return Fleets::tr("Would be a downgrade");
    case OutcomeKind::stopsNeeded:
        return Fleets::tr("Stops needed");
    }
    return {};
}

Page fleetSummaryPage(const FleetSummary& summary, const QString& product)
{
    Page page(Fleets::tr("%1: a fleet of %2").arg(product, siteCount(summary.sites)));
    addOutcomes(page, summary);
    addStopsShared(page, summary);
    addStranded(page, summary);
    addOpenQuestions(page, summary);
    return page;
}

}  // namespace app
