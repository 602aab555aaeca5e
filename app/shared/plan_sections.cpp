#include "app/shared/plan_sections.h"

#include "app/shared/list_text.h"
#include "app/shared/quantity_text.h"
#include "app/shared/reason_text.h"
#include "app/shared/schedule_page.h"

#include <QCoreApplication>
#include <algorithm>

namespace app {

namespace {

using planner::Hop;
using planner::Plan;
using planner::PlannedStep;

struct Plans {
    Q_DECLARE_TR_FUNCTIONS(Plans)
};

QString timeOr(const std::optional<catalog::Seconds>& time)
{
    //: Stands for a time that the catalog does not give.
    return time ? durationText(*time) : Plans::tr("not known");
}

QString modeText(planner::Mode mode)
{
    return mode == planner::Mode::online ? Plans::tr("online") : Plans::tr("maintenance");
}

QStringList modeSentences(const Hop& hop)
{
    QStringList sentences;
    for (const planner::Reason& reason : hop.modeReasons) {
        sentences.push_back(sentence(reason));
    }
    sentences.removeDuplicates();
    return sentences;
}

/// What all maintenance hops share is said once for the plan.
QStringList sharedModeSentences(const Plan& plan)
{
    QStringList shared;
    bool first = true;
    for (const Hop& hop : plan.hops) {
        if (hop.mode == planner::Mode::online) {
            continue;
        }
        const QStringList sentences = modeSentences(hop);
        if (first) {
            shared = sentences;
            first = false;
        }
        shared.removeIf([&sentences](const QString& one) { return !sentences.contains(one); });
    }
    return shared;
}

QStringList whyNotLater(const Hop& hop)
{
    QStringList lines;
    for (const planner::Reason& reason : hop.whyNotLater) {
        const bool said = std::any_of(hop.checkpoints.begin(), hop.checkpoints.end(),
                                      [&reason](const auto& id) { return id.text == reason.id; });
        if (!said && lines.isEmpty()) {
            lines.push_back(Plans::tr("No later release in one hop: %1").arg(sentence(reason)));
        }
    }
    return lines;
}

QString workLine(const Plan& plan, std::size_t hop)
{
    int migrations = 0;
    int steps = 0;
    for (const PlannedStep& step : plan.steps) {
        if (step.hop == hop) {
            migrations += step.kind == PlannedStep::Kind::migration ? 1 : 0;
            steps += step.kind == PlannedStep::Kind::install ? 1 : 0;
        }
    }
    if (migrations + steps == 0) {
        return {};
    }
    if (migrations == 0) {
        return Plans::tr("Work: %n step(s).", nullptr, steps);
    }
    if (steps == 0) {
        return Plans::tr("Work: %n migration(s).", nullptr, migrations);
    }
    //: %1 is "3 steps" in your language; %n counts migrations.
    return Plans::tr("Work: %n migration(s) and %1.", nullptr, migrations).arg(Plans::tr("%n step(s)", nullptr, steps));
}

QStringList componentLines(const Plan& plan, std::size_t hop)
{
    QStringList lines;
    for (const PlannedStep& step : plan.steps) {
        if (step.hop == hop && step.kind == PlannedStep::Kind::component && step.component) {
            const planner::ComponentChange& change = *step.component;
            lines.push_back(Plans::tr("Before this hop, on release %1: change %2 from %3 to %4 (downtime: %5).")
                                .arg(fromUtf8(change.at.text), fromUtf8(change.component.text),
                                     fromUtf8(change.from.text), fromUtf8(change.to.text), timeOr(change.downtime)));
        }
    }
    return lines;
}

QStringList hopDetails(const Plan& plan, std::size_t index, const QStringList& shared)
{
    const Hop& hop = plan.hops[index];
    QStringList lines = componentLines(plan, index);
    for (const planner::Reason& reason : hop.why) {
        lines += reasonLines(reason);
    }
    lines += whyNotLater(hop);
    for (const QString& reason : modeSentences(hop)) {
        if (!shared.contains(reason)) {
            lines.push_back(Plans::tr("Not online: %1").arg(reason));
        }
    }
    if (!hop.acceptedRisks.empty()) {
        lines.push_back(Plans::tr("Accepted risks: %1.").arg(all(textsOf(hop.acceptedRisks))));
    }
    if (hop.downgrade) {
        lines.push_back(Plans::tr("This hop goes back to an older release."));
    }
    if (!hop.grade.text.empty()) {
        lines.push_back(Plans::tr("The vendor grades this hop: %1.").arg(fromUtf8(hop.grade.text)));
    }
    const QString work = workLine(plan, index);
    if (!work.isEmpty()) {
        lines.push_back(work);
    }
    return lines;
}

void addHops(Page& page, const Plan& plan)
{
    const QStringList shared = sharedModeSentences(plan);
    std::vector<Page::Item> items;
    for (std::size_t i = 0; i < plan.hops.size(); ++i) {
        const Hop& hop = plan.hops[i];
        const QString downtime =
            hop.downtime ? Plans::tr("downtime %1").arg(durationText(*hop.downtime)) : Plans::tr("downtime not known");
        items.push_back({{QStringLiteral("%1 > %2").arg(fromUtf8(hop.from.text), fromUtf8(hop.to.text)),
                          modeText(hop.mode), downtime},
                         hopDetails(plan, i, shared),
                         {}});
    }
    page.heading(Plans::tr("The path"));
    page.numbered(items);
    if (!shared.isEmpty()) {
        //: %1 is one or more whole sentences.
        page.paragraph(Plans::tr("Maintenance means that the service is down during the hop. Why not online: %1")
                           .arg(shared.join(QLatin1Char(' '))));
    }
}

void addSteps(Page& page, const Plan& plan)
{
    std::vector<QStringList> rows;
    for (const PlannedStep& step : plan.steps) {
        QString kind;
        switch (step.kind) {
        case PlannedStep::Kind::migration:
            kind = Plans::tr("migration");
            break;
        case PlannedStep::Kind::install:
            kind = Plans::tr("step");
            break;
        case PlannedStep::Kind::component:
            kind = Plans::tr("component");
            break;
        }
        rows.push_back({QString::number(rows.size() + 1), QString::number(step.hop + 1), kind,
                        fromUtf8(step.release.text), fromUtf8(step.id)});
    }
    if (!rows.empty()) {
        page.heading(Plans::tr("Every step in its order"));
        page.table({Plans::tr("No."), Plans::tr("Hop"), Plans::tr("Kind"), Plans::tr("Release"), Plans::tr("Name")},
                   rows);
    }
}

QString catalogText(const Plan& plan, const Setting& setting)
{
    QStringList parts;
    if (!plan.catalog.path.empty()) {
        parts.push_back(fromUtf8(plan.catalog.path));
    }
    if (plan.catalog.sequence) {
        parts.push_back(Plans::tr("sequence %1").arg(*plan.catalog.sequence));
    }
    if (!setting.catalogTrust.isEmpty()) {
        parts.push_back(setting.catalogTrust);
    }
    //: Between the parts that describe one thing.
    return parts.join(Plans::tr(", "));
}

}  // namespace

QString planTitle(const Plan& plan, const Setting& setting)
{
    const QString name = setting.productName.isEmpty() ? fromUtf8(plan.product.text) : setting.productName;
    return Plans::tr("%1: from %2 to %3 in %n hop(s)", nullptr, static_cast<int>(plan.hops.size()))
        .arg(name, fromUtf8(plan.from.text), fromUtf8(plan.to.text));
}

Page::Item planItem(const QString& headline, const Plan& plan)
{
    return {{headline},
            {Plans::tr("%n hop(s): %1", nullptr, static_cast<int>(plan.hops.size())).arg(pathText(plan)),
             Plans::tr("Downtime: %1").arg(estimateText(plan.downtime, plan.hops.size()))},
            {}};
}

std::vector<Page::Item> reasonItems(const std::vector<planner::Reason>& reasons)
{
    std::vector<Page::Item> items;
    for (const planner::Reason& reason : reasons) {
        const QStringList lines = reasonLines(reason);
        items.push_back({{lines.value(0)}, lines.mid(1), {}});
    }
    return items;
}

void addPlan(Page& page, const Plan& plan, const Setting& setting)
{
    page.fields({{Plans::tr("Site"), fromUtf8(plan.site)},
                 {Plans::tr("Path"), pathText(plan)},
                 {Plans::tr("Downtime"), estimateText(plan.downtime, plan.hops.size())},
                 {Plans::tr("Whole duration"), estimateText(plan.duration, plan.hops.size())},
                 {Plans::tr("As of"), plan.asOf ? dayText(*plan.asOf) : QString()},
                 {Plans::tr("Catalog"), catalogText(plan, setting)}});
    if (plan.hops.empty()) {
        return;
    }
    addHops(page, plan);
    if (setting.schedule != nullptr) {
        addSchedule(page, *setting.schedule,
                    setting.windows != nullptr ? *setting.windows : std::vector<std::string>());
    }
    addFailures(page, plan);
    if (!plan.risks.empty()) {
        page.heading(Plans::tr("Accepted risks"));
        page.bullets(reasonItems(plan.risks));
    }
    if (!plan.assumptions.empty()) {
        page.heading(Plans::tr("Assumptions"));
        page.bullets(reasonItems(plan.assumptions));
    }
    if (setting.depth == Depth::runbook) {
        addSteps(page, plan);
        page.fields({{Plans::tr("The plan's digest"), fromUtf8(plan.digest.text())}});
    }
}

}  // namespace app
