#include "app/shared/list_text.h"
#include "app/shared/plan_sections.h"
#include "app/shared/quantity_text.h"

#include <QCoreApplication>
#include <map>

namespace app {

namespace {

using planner::Hop;
using planner::Plan;

struct Failures {
    Q_DECLARE_TR_FUNCTIONS(Failures)
};

QString hopNumbers(const std::vector<std::size_t>& hops)
{
    QStringList numbers;
    for (const std::size_t hop : hops) {
        numbers.push_back(QString::number(hop + 1));
    }
    return all(numbers);
}

}  // namespace

void addFailures(Page& page, const Plan& plan)
{
    std::vector<std::size_t> kept;
    std::vector<std::size_t> restored;
    std::map<std::string, std::vector<std::size_t>> noReturn;
    std::optional<catalog::Seconds> longest;
    bool unknown = false;
    for (std::size_t i = 0; i < plan.hops.size(); ++i) {
        const Hop& hop = plan.hops[i];
        noReturn[hop.pointOfNoReturn].push_back(i);
        if (hop.rollback == planner::Rollback::withoutRestore) {
            kept.push_back(i);
            continue;
        }
        restored.push_back(i);
        unknown = unknown || !hop.restore;
        if (hop.restore && (!longest || *longest < *hop.restore)) {
            longest = hop.restore;
        }
    }
    std::vector<Page::Item> items;
    if (!kept.empty()) {
        items.push_back({{Failures::tr("Hop %1: the old release is put back; the data stays as it is.", nullptr,
                                       static_cast<int>(kept.size()))
                              .arg(hopNumbers(kept))},
                         {},
                         {}});
    }
    if (!restored.empty()) {
        const QString which = hopNumbers(restored);
        items.push_back(
            {{longest && !unknown
                  ? Failures::tr("Hop %1: the backup is restored and the old release started; that takes up to %2.",
                                 nullptr, static_cast<int>(restored.size()))
                        .arg(which, durationText(*longest))
                  : Failures::tr("Hop %1: the backup is restored and the old release started.", nullptr,
                                 static_cast<int>(restored.size()))
                        .arg(which)},
             {},
             {}});
    }
    for (const auto& [step, hops] : noReturn) {
        items.push_back(
            {{step.empty() ? Failures::tr("Hop %1 turns back by itself until the new release is opened to users.",
                                          nullptr, static_cast<int>(hops.size()))
                                 .arg(hopNumbers(hops))
                           : Failures::tr("Hop %1 turns back by itself until the step %2 has begun.", nullptr,
                                          static_cast<int>(hops.size()))
                                 .arg(hopNumbers(hops), quoted(step))},
             {},
             {}});
    }
    page.heading(Failures::tr("If a hop fails"));
    page.bullets(items);
}

}  // namespace app
