#include "installers/touched.h"

#include <algorithm>

namespace installers {

bool hasTouchedSite(const History& history, const std::vector<WorkItem>& forward)
{
    return std::any_of(forward.begin(), forward.end(), [&](const WorkItem& item) {
        return item.state > State::backupVerify && history.begun(item.id);
    });
}

bool hasOpened(const History& history, const std::vector<WorkItem>& forward)
{
    return std::any_of(forward.begin(), forward.end(), [&](const WorkItem& item) {
        return item.action == Action::intendToOpen && history.begun(item.id);
    });
}

Touched touchedBy(std::size_t hop, const History& history, const std::vector<WorkItem>& forward,
                  const planner::Site& site)
{
    Touched touched;
    for (const WorkItem& item : forward) {
        if (!history.begun(item.id))
            continue;
        touched.pageUp = touched.pageUp || item.action == Action::pageUp;
        touched.autostart = touched.autostart || item.action == Action::autostartOff;
        touched.letIn = touched.letIn || item.action == Action::letIn;
        touched.service = touched.service || item.action == Action::stopService;
        const bool copied =
            item.hop == hop && item.action == Action::takeFinalBackup && site.backupKind == planner::BackupKind::copy;
        const bool changing = item.hop == hop && (item.state >= State::install && item.state < State::openedIntent);
        const bool archive = item.step && item.step->step.driver == catalog::Driver::archive;
        touched.code = touched.code || changing;
        touched.packages =
            touched.packages || (changing && item.step && item.step->step.driver == catalog::Driver::deb);
        touched.data = touched.data || copied || (changing && !archive);
    }
    return touched;
}

bool isUndoneGoingBack(const WorkItem& item)
{
    return item.action == Action::step && item.step->step.undo && item.step->step.driver != catalog::Driver::deb &&
           (item.state == State::install || item.state == State::reveal);
}

bool staysGoingBack(const WorkItem& item)
{
    return item.action == Action::step && item.state == State::install && !item.step->step.undo &&
           item.step->step.driver != catalog::Driver::deb && item.step->step.driver != catalog::Driver::archive;
}

bool dataMayStay(std::size_t hop, const History& history, const std::vector<WorkItem>& forward,
                 const planner::Plan& plan, const planner::Site& site)
{
    if (plan.hops[hop].rollback != planner::Rollback::withoutRestore || site.backupKind == planner::BackupKind::copy)
        return false;
    return std::none_of(forward.begin(), forward.end(), [&](const WorkItem& item) {
        const bool whole =
            item.step &&
            (item.step->step.driver == catalog::Driver::archive ||
             (item.step->step.driver == catalog::Driver::sql && item.step->step.kind == catalog::StepKind::tx));
        return item.hop == hop && item.action == Action::step && item.state >= State::install &&
               history.begun(item.id) && !whole;
    });
}

}  // namespace installers
