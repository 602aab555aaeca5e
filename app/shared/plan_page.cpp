#include "app/shared/plan_page.h"

#include "app/shared/error_text.h"
#include "app/shared/list_text.h"
#include "app/shared/plan_sections.h"
#include "app/shared/quantity_text.h"
#include "app/shared/question_sections.h"
#include "app/shared/reason_text.h"
#include "app/shared/remedy_text.h"

#include <QCoreApplication>
#include <algorithm>

namespace app {

namespace {

using planner::Outcome;
using planner::OutcomeKind;

struct Outcomes {
    Q_DECLARE_TR_FUNCTIONS(Outcomes)
};

QString product(const Outcome& outcome, const Setting& setting)
{
    return setting.productName.isEmpty() ? fromUtf8(outcome.product.text) : setting.productName;
}

QString titleOf(const Outcome& outcome, const Setting& setting)
{
    QString name = product(outcome, setting);
    const QString from = fromUtf8(outcome.from.text);
    const QString to = fromUtf8(outcome.to.text);
    switch (outcome.kind) {
    case OutcomeKind::path:
        return outcome.plan ? planTitle(*outcome.plan, setting) : name;
    case OutcomeKind::nothingToDo:
        return Outcomes::tr("%1: nothing to do").arg(name);
    case OutcomeKind::blocked:
        return to.isEmpty() ? Outcomes::tr("%1: no legal way on from %2").arg(name, from)
                            : Outcomes::tr("%1: no legal way from %2 to %3").arg(name, from, to);
    case OutcomeKind::needsAnswers:
        return Outcomes::tr("%1: the way on from %2 depends on %n answer(s)", nullptr,
                            static_cast<int>(outcome.questions.size()))
            .arg(name, from);
    case OutcomeKind::invalidInput:
        return Outcomes::tr("What was given cannot be planned with");
    case OutcomeKind::untrusted:
        return Outcomes::tr("The catalog is not trusted");
    case OutcomeKind::downgrade:
        return Outcomes::tr("%1: from %2 to %3 is a way back").arg(name, from, to);
    case OutcomeKind::stopsNeeded:
        return Outcomes::tr("%1: from %2 to %3 there is no direct way").arg(name, from, to);
    }
    return name;
}

/// What the vendor says about a remedy, unless it stands with a cause already.
QStringList furtherNotes(const planner::Remedy& remedy, const Outcome& outcome)
{
    const bool said = std::any_of(outcome.blockers.begin(), outcome.blockers.end(),
                                  [&](const planner::Reason& cause) { return cause.note == remedy.note; });
    return said ? QStringList() : noteSentences(remedy.note);
}

bool isForTheSite(const planner::Remedy& remedy)
{
    return remedy.kind != planner::Remedy::Kind::vendor && remedy.kind != planner::Remedy::Kind::newerCatalog &&
           remedy.kind != planner::Remedy::Kind::restoreBackup;
}

/// Remedies that are needed together, and what they open.
Page::Item optionItem(const std::vector<planner::Remedy>& remedies, const Outcome& outcome)
{
    QStringList sentences;
    for (const planner::Remedy& remedy : remedies) {
        sentences += QStringList{sentence(remedy)} + furtherNotes(remedy, outcome);
    }
    sentences.removeDuplicates();
    Page::Item item{{sentences.first()}, sentences.mid(1), {}};
    if (remedies.size() > 1 && sentences.size() > 1) {
        item = {{Outcomes::tr("All of this together:")}, sentences, {}};
    }
    const bool retries = std::any_of(remedies.begin(), remedies.end(), [](const planner::Remedy& remedy) {
        return remedy.kind == planner::Remedy::Kind::retryCheckpoint;
    });
    if (retries) {
        item.details.push_back(Outcomes::tr("Once it has succeeded, plan on without --failed."));
    } else if (const std::optional<planner::Plan>& plan = remedies.front().plan) {
        item.details.push_back(
            Outcomes::tr("Opens the way in %n hop(s): %1", nullptr, static_cast<int>(plan->hops.size()))
                .arg(pathText(*plan)));
    } else if (std::all_of(remedies.begin(), remedies.end(), isForTheSite)) {
        item.details.push_back(Outcomes::tr("Then a way is possible, and the next plan asks what it depends on."));
    }
    return item;
}

void addRemedies(Page& page, const Outcome& outcome)
{
    if (outcome.remedies.empty()) {
        return;
    }
    std::vector<Page::Item> items;
    for (auto first = outcome.remedies.begin(); first != outcome.remedies.end();) {
        const auto behind = std::find_if(first, outcome.remedies.end(),
                                         [&](const planner::Remedy& remedy) { return remedy.option != first->option; });
        items.push_back(optionItem({first, behind}, outcome));
        first = behind;
    }
    page.heading(Outcomes::tr("What would help, the easiest first"));
    page.numbered(items);
}

void addCauses(Page& page, const Outcome& outcome)
{
    if (!outcome.blockers.empty()) {
        page.heading(Outcomes::tr("Why"));
        std::vector<Page::Item> causes;
        for (const planner::Reason& blocker : outcome.blockers) {
            const QStringList lines = placedReasonLines(blocker);
            causes.push_back({{lines.value(0)}, lines.mid(1), {}});
        }
        page.bullets(causes);
    }
}

void addBlocked(Page& page, const Outcome& outcome)
{
    addCauses(page, outcome);
    addRemedies(page, outcome);
    if (outcome.farthest && !outcome.farthest->hops.empty()) {
        page.heading(Outcomes::tr("How far one can go today"));
        page.bullets({planItem(Outcomes::tr("Release %1, with: --to %1").arg(fromUtf8(outcome.farthest->to.text)),
                               *outcome.farthest)});
    } else if (outcome.kind == OutcomeKind::blocked) {
        page.paragraph(Outcomes::tr("As things stand, no other release can be reached from here."));
    }
}

void addStops(Page& page, const Outcome& outcome, const Setting& setting)
{
    if (outcome.plan && !outcome.plan->hops.empty()) {
        QStringList stops;
        for (std::size_t i = 0; i + 1 < outcome.plan->hops.size(); ++i) {
            stops.push_back(fromUtf8(outcome.plan->hops[i].to.text));
        }
        page.paragraph(Outcomes::tr("Install these first, one after the other: %1", nullptr).arg(all(stops)));
    }
    addCauses(page, outcome);
    if (outcome.plan) {
        addPlan(page, *outcome.plan, setting);
    }
}

void addErrors(Page& page, const Outcome& outcome)
{
    std::vector<Page::Item> items;
    for (const catalog::Error& error : outcome.errors) {
        items.push_back({{placedSentence(error)}, {}, {}});
    }
    page.bullets(items);
}

}  // namespace

QString pathText(const planner::Plan& plan)
{
    QStringList releases{fromUtf8(plan.from.text)};
    for (const planner::Hop& hop : plan.hops) {
        releases.push_back(fromUtf8(hop.to.text));
    }
    return releases.join(QStringLiteral(" > "));
}

QString estimateText(const planner::Estimate& estimate, std::size_t hops)
{
    if (estimate.missing == 0) {
        return durationText(estimate.sum);
    }
    if (static_cast<std::size_t>(estimate.missing) >= hops && estimate.sum.count() == 0) {
        return Outcomes::tr("not known: the catalog gives no times for these hops");
    }
    return Outcomes::tr("at least %1; the catalog gives no times for %n of the hops", nullptr, estimate.missing)
        .arg(durationText(estimate.sum));
}

QStringList reasonLines(const planner::Reason& reason)
{
    return QStringList{sentence(reason)} + noteSentences(reason.note);
}

QStringList placedReasonLines(const planner::Reason& reason)
{
    QStringList lines = reasonLines(reason);
    if (reason.place.line > 0) {
        //: %1 is a file with line and column.
        lines.push_back(Outcomes::tr("Where it says so: %1").arg(placeText(reason.place)));
    }
    return lines;
}

Page outcomePage(const Outcome& outcome, const Setting& setting)
{
    Page page(titleOf(outcome, setting));
    switch (outcome.kind) {
    case OutcomeKind::path:
        if (outcome.plan) {
            addPlan(page, *outcome.plan, setting);
        }
        break;
    case OutcomeKind::nothingToDo:
        page.paragraph(Outcomes::tr("Release %1 is installed, and that is the newest this site can be offered.")
                           .arg(fromUtf8(outcome.from.text)));
        break;
    case OutcomeKind::blocked:
    case OutcomeKind::downgrade:
        addBlocked(page, outcome);
        break;
    case OutcomeKind::needsAnswers:
        addQuestions(page, outcome);
        break;
    case OutcomeKind::invalidInput:
    case OutcomeKind::untrusted:
        addErrors(page, outcome);
        break;
    case OutcomeKind::stopsNeeded:
        addStops(page, outcome, setting);
        break;
    }
    return page;
}

}  // namespace app
