#include "app/shared/alternatives_page.h"

#include "app/shared/list_text.h"
#include "app/shared/quantity_text.h"

#include <QCoreApplication>
#include <set>

namespace app {

namespace {

using planner::Alternative;
using planner::Prefer;

struct AlternativesText {
    Q_DECLARE_TR_FUNCTIONS(AlternativesText)
};

QString preferText(Prefer prefer)
{
    switch (prefer) {
    case Prefer::standard:
    case Prefer::hops:
        return AlternativesText::tr("fewest hops");
    case Prefer::risk:
        return AlternativesText::tr("fewest accepted risks");
    case Prefer::tested:
        return AlternativesText::tr("fewest untested hops");
    case Prefer::downtime:
        return AlternativesText::tr("least downtime");
    case Prefer::duration:
        return AlternativesText::tr("shortest work");
    }
    return {};
}

QString bestText(const Alternative& alternative)
{
    QStringList texts;
    for (const Prefer prefer : alternative.bestBy) {
        texts.push_back(preferText(prefer));
    }
    return all(texts);
}

/// Short enough for a table.
QString sumText(const planner::Estimate& estimate)
{
    if (estimate.missing == 0) {
        return durationText(estimate.sum);
    }
    return estimate.sum.count() == 0 ? AlternativesText::tr("not known")
                                     //: %1 is a time that is a lower bound.
                                     : AlternativesText::tr("at least %1").arg(durationText(estimate.sum));
}

QStringList stopsBesides(const planner::Plan& plan, const planner::Plan& other)
{
    std::set<std::string> known;
    for (const planner::Hop& hop : other.hops) {
        known.insert(hop.to.text);
    }
    QStringList besides;
    for (const planner::Hop& hop : plan.hops) {
        if (known.count(hop.to.text) == 0) {
            besides.push_back(fromUtf8(hop.to.text));
        }
    }
    return besides;
}

}  // namespace

QString pathDifference(const planner::Plan& plan, const planner::Plan& other)
{
    const QStringList more = stopsBesides(plan, other);
    const QStringList fewer = stopsBesides(other, plan);
    if (more.isEmpty() && fewer.isEmpty()) {
        return {};
    }
    if (fewer.isEmpty()) {
        return AlternativesText::tr("stops besides at %1").arg(all(more));
    }
    return more.isEmpty() ? AlternativesText::tr("does not stop at %1").arg(all(fewer))
                          : AlternativesText::tr("stops at %1 instead of %2").arg(all(more), all(fewer));
}

Page alternativesPage(const planner::Alternatives& alternatives, const Setting& setting)
{
    const planner::Outcome& outcome = alternatives.outcome;
    const QString name = setting.productName.isEmpty() ? fromUtf8(outcome.product.text) : setting.productName;
    const int count = static_cast<int>(alternatives.plans.size());
    Page page(AlternativesText::tr("%1: %n way(s) from %2 to %3", nullptr, count)
                  .arg(name, fromUtf8(outcome.from.text), fromUtf8(outcome.to.text)));
    if (count == 1) {
        page.paragraph(AlternativesText::tr("One way is the best in every respect."));
    }
    std::vector<QStringList> rows;
    std::vector<Page::Item> ways;
    for (const Alternative& one : alternatives.plans) {
        const planner::PlanFigures& figures = one.figures;
        rows.push_back({QString::number(rows.size() + 1), QString::number(figures.hops), sumText(figures.downtime),
                        sumText(figures.duration), QString::number(figures.acceptedRisks),
                        QString::number(figures.untestedHops), QString::number(figures.componentSteps)});
        Page::Item way{{bestText(one)}, {pathText(one.plan)}, {}};
        const QString difference = pathDifference(one.plan, alternatives.plans.front().plan);
        if (!difference.isEmpty()) {
            way.details.push_back(AlternativesText::tr("Compared with the first way it %1.").arg(difference));
        } else if (&one != &alternatives.plans.front()) {
            way.details.push_back(AlternativesText::tr("The releases are those of the first way; what differs are the "
                                                       "steps of components."));
        }
        ways.push_back(std::move(way));
    }
    page.table({AlternativesText::tr("No."), AlternativesText::tr("Hops"), AlternativesText::tr("Downtime"),
                AlternativesText::tr("Duration"), AlternativesText::tr("Risks"), AlternativesText::tr("Untested"),
                AlternativesText::tr("Components")},
               rows);
    page.heading(AlternativesText::tr("Best by"));
    page.numbered(ways);
    if (count > 1) {
        page.paragraph(AlternativesText::tr("To have one of them as the plan: --prefer hops, downtime, risk, tested or "
                                            "duration."));
    }
    return page;
}

}  // namespace app
