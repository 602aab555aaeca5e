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

/// The hops' numbers; consecutive ones as a range.
QString hopNumbers(const std::vector<std::size_t>& hops)
{
    QStringList numbers;
    for (const std::size_t hop : hops) {
        numbers.push_back(QString::number(hop + 1));
    }
    return all(inRuns(numbers));
}

Page::Item point(const QString& sentence) { return {{sentence}, {}, {}}; }

QString restoredText(const std::vector<std::size_t>& hops, bool every, const std::optional<catalog::Seconds>& longest)
{
    const int count = static_cast<int>(hops.size());
    if (longest) {
        return every ? Failures::tr("Every hop: the backup is restored and the old release started; that takes up to "
                                    "%1.")
                           .arg(durationText(*longest))
                     : Failures::tr("Hop %1: the backup is restored and the old release started; that takes up to %2.",
                                    nullptr, count)
                           .arg(hopNumbers(hops), durationText(*longest));
    }
    return every ? Failures::tr("Every hop: the backup is restored and the old release started.")
                 : Failures::tr("Hop %1: the backup is restored and the old release started.", nullptr, count)
                       .arg(hopNumbers(hops));
}

QString noReturnText(const std::vector<std::size_t>& hops, bool every, const std::string& step)
{
    const int count = static_cast<int>(hops.size());
    if (step.empty()) {
        return every ? Failures::tr("Every hop turns back by itself until the new release is opened to users.")
                     : Failures::tr("Hop %1 turns back by itself until the new release is opened to users.", nullptr,
                                    count)
                           .arg(hopNumbers(hops));
    }
    return every ? Failures::tr("Every hop turns back by itself until the step %1 has begun.").arg(quoted(step))
                 : Failures::tr("Hop %1 turns back by itself until the step %2 has begun.", nullptr, count)
                       .arg(hopNumbers(hops), quoted(step));
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
    const auto isEvery = [&plan](const std::vector<std::size_t>& hops) {
        return hops.size() > 1 && hops.size() == plan.hops.size();
    };
    std::vector<Page::Item> items;
    if (!kept.empty()) {
        items.push_back(point(isEvery(kept)
                                  ? Failures::tr("Every hop: the old release is put back; the data stays as it "
                                                 "is.")
                                  : Failures::tr("Hop %1: the old release is put back; the data stays as it "
                                                 "is.",
                                                 nullptr, static_cast<int>(kept.size()))
                                        .arg(hopNumbers(kept))));
    }
    if (!restored.empty()) {
        items.push_back(point(restoredText(restored, isEvery(restored), longest && !unknown ? longest : std::nullopt)));
    }
    for (const auto& [step, hops] : noReturn) {
        items.push_back(point(noReturnText(hops, isEvery(hops), step)));
    }
    page.heading(Failures::tr("If a hop fails"));
    page.bullets(items);
}

}  // namespace app
