#pragma once

#include "installers/hop_steps.h"
#include "planner/plan.h"
#include "planner/site.h"

#include <QString>
#include <functional>
#include <optional>
#include <vector>

namespace installers {

/// The states of DESIGN section 9 as far as maintenance hops have them, in their order.
enum class State {
    preflight,
    ready,
    backup,
    backupVerify,
    pageUp,
    stopped,
    backupFinal,
    install,
    migrate,
    verify,
    contractBefore,  ///< reveal and contract of a hop that is not opened, because the next one follows under the same
                     ///< page
    openedIntent,
    pageDown,
    reveal,
    contract,
    rollingBack,
    goingBack,  ///< a person takes the last hop back after it was opened; the data stays as it is
};
[[nodiscard]] QString to_string(State state);

/// What a step of the machine does. Everything but `step` may be done again after a crash.
enum class Action {
    takeBackup,
    verifyBackup,
    pageUp,
    autostartOff,
    stopService,
    confirmPage,
    takeFinalBackup,
    verifyFinalBackup,
    step,  ///< one of the catalog's
    startPrivate,
    letIn,    ///< the allow-list gets through the page
    hold,     ///< until a person resumes
    shutOut,  ///< nobody gets through any more
    stopPrivate,
    record,        ///< what is installed now
    intendToOpen,  ///< from its INTENT on, the way is forward only
    pageDown,
    startPublic,
    autostartOn,
    restoreData,
    dropBeside,    ///< what a restore or a copy left beside the live data
    packagesBack,  ///< the packages that the hop's deb steps replaced
    switchBack,
    undoStep,  ///< what its `undo` takes back of one of the catalog's
};

/// One step of a run, as data: the machine carries it out, the journal names it, reports show it.
struct WorkItem {
    QString id;  ///< unique within the run
    State state = State::preflight;
    std::size_t hop = 0;
    Action action = Action::step;
    std::optional<HopStep> step;
    bool operator==(const WorkItem&) const = default;
};

/// Everything a run does, in order, when nothing fails. Hops share one page: it goes up and the service stops before
/// the first backup-final, and they come back after the last hop's verification.
[[nodiscard]] std::vector<WorkItem> forwardWork(const planner::Plan& plan, const std::vector<HopWork>& hops,
                                                const planner::Site& site);

/// What a hop had touched when it failed.
struct Touched {
    bool pageUp = false;
    bool autostart = false;
    bool service = false;  ///< stopped, or started on the private port
    bool letIn = false;
    bool data = false;
    bool code = false;
    bool packages = false;
};

/// Everything that brings the site back to where the hop began, in order.
[[nodiscard]] std::vector<WorkItem> rollbackWork(std::size_t hop, const Touched& touched, bool restoreData,
                                                 const planner::Site& site);

/// Everything that takes the hop back after it was opened, in order: no item changes data. `undone`: steps that their
/// `undo` takes back, in the order in which they were done; switches go off while the new release still serves.
[[nodiscard]] std::vector<WorkItem> goingBackWork(std::size_t hop, const std::vector<WorkItem>& undone,
                                                  const Touched& touched, const planner::Site& site);

/// What a resumed run asserts before it goes on with `next`: the page is up, the service is stopped, and the release
/// under verification runs. `isDone` tells by an item's id.
[[nodiscard]] std::vector<WorkItem> againBefore(const WorkItem& next, const std::vector<WorkItem>& forward,
                                                const std::function<bool(const QString&)>& isDone);

/// The same for the rollback's item `next`.
[[nodiscard]] std::vector<WorkItem> againBeforeRollback(std::size_t next, const std::vector<WorkItem>& work,
                                                        const Touched& touched,
                                                        const std::function<bool(const QString&)>& isDone);
/// The same for the item `next` of goingBackWork().
[[nodiscard]] std::vector<WorkItem> againBeforeGoingBack(std::size_t next, const std::vector<WorkItem>& work,
                                                         const std::function<bool(const QString&)>& isDone);

}  // namespace installers
