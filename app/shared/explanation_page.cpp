#include "app/shared/list_text.h"
#include "app/shared/plan_page.h"
#include "app/shared/plan_sections.h"
#include "app/shared/reason_text.h"

#include <QCoreApplication>

namespace app {

namespace {

struct Explanations {
    Q_DECLARE_TR_FUNCTIONS(Explanations)
};

QString verdict(catalog::Truth legal)
{
    switch (legal) {
    case catalog::Truth::yes:
        return Explanations::tr("legal");
    case catalog::Truth::unknown:
        return Explanations::tr("depends");
    case catalog::Truth::no:
        return Explanations::tr("refused");
    }
    return {};
}

}  // namespace

Page explanationPage(const planner::Explanation& explanation, const Setting& setting)
{
    const planner::Outcome& outcome = explanation.outcome;
    const QString name = setting.productName.isEmpty() ? fromUtf8(outcome.product.text) : setting.productName;
    const QString from = fromUtf8(outcome.from.text);
    const QString to = fromUtf8(outcome.to.text);
    if (outcome.kind == planner::OutcomeKind::nothingToDo) {
        return Page(Explanations::tr("%1: release %2 is installed, and there is no hop to explain").arg(name, from));
    }
    QString title;
    switch (explanation.legal) {
    case catalog::Truth::yes:
        title = Explanations::tr("%1: the direct hop from %2 to %3 is legal").arg(name, from, to);
        break;
    case catalog::Truth::unknown:
        title = Explanations::tr("%1: whether the direct hop from %2 to %3 is legal depends on answers")
                    .arg(name, from, to);
        break;
    case catalog::Truth::no:
        title = Explanations::tr("%1: the direct hop from %2 to %3 is refused").arg(name, from, to);
        break;
    }
    Page page(title);
    std::vector<Page::Item> items;
    for (const planner::Finding& finding : explanation.findings) {
        Page::Item item{{ruleTitle(finding.rule), verdict(finding.legal)}, {}, {}};
        for (const planner::Reason& reason : finding.reasons) {
            item.details += placedReasonLines(reason);
        }
        items.push_back(std::move(item));
    }
    page.bullets(items);
    if (outcome.plan && outcome.plan->hops.size() > 1) {
        page.heading(Explanations::tr("The legal way"));
        page.bullets({planItem(pathText(*outcome.plan), *outcome.plan)});
    }
    return page;
}

}  // namespace app
