#pragma once

#include "catalog/trust.h"
#include "installers/confirmation.h"
#include "installers/problem.h"
#include "installers/world.h"
#include "planner/plan.h"
#include "planner/site.h"

#include <QDateTime>
#include <QString>
#include <chrono>
#include <memory>
#include <optional>
#include <vector>

namespace installers {

/// How a run, or a call that goes on with one, ended (DESIGN section 6).
enum class RunEnd { done, blocked, untrusted, invalidInput, rolledBack, stuck, waiting, busy };
[[nodiscard]] int exitCode(RunEnd end);

/// One line of progress, as it happens and as the journal holds it.
struct RunEvent {
    enum class Kind { hopBegins, stepBegins, stepGoesOn, stepEnds, stepFails, stateEnters, rollsBack, note };
    Kind kind{};
    QDateTime at;
    int hop = 0;  ///< from 0; hops in all: hops
    int hops = 0;
    QString state;  ///< preflight, backup, …
    QString step;
    int position = 0;  ///< of the step among all of the run, from 1
    int total = 0;
    QString text;  ///< hopBegins: A > B; stepFails: the end of what it said; stepGoesOn: batches and rows so far,
                   ///< "BATCHES ROWS"
    std::chrono::milliseconds took{0};
};

class RunWatcher {
public:
    virtual ~RunWatcher() = default;
    virtual void event(const RunEvent& event) = 0;
};

struct HopReport {
    QString from;
    QString to;
    QString planned;  ///< online or maintenance
    QString mode;     ///< how it is carried out: so far always maintenance
    QString result;   ///< done, rolled-back, stuck, open
    QDateTime began;
    QDateTime ended;
    std::chrono::milliseconds took{0};  ///< once it has ended, whatever happened to the clock meanwhile
    std::chrono::milliseconds downtime{0};
};

/// What `cairn rollback` does, or would do, with a site's newest run.
struct WayBack {
    enum class Kind {
        none,        ///< no run that could be taken back
        unfinished,  ///< the hop under way is rolled back, as after a failure
        opened       ///< the last hop's code is taken back; the data stays, with what the new release has written
    };
    Kind kind = Kind::none;
    QString from;           ///< the release that would run again
    QString to;             ///< the one that goes
    bool restores = false;  ///< unfinished: the data comes back from the backup
    QString backup;         ///< the set with the data as the hop found it; empty: there is none
    QDateTime backedUp;
    QDateTime opened;                  ///< since when the new release takes writes
    std::vector<RunProblem> problems;  ///< why not; empty: it is possible
    [[nodiscard]] bool isOpen() const { return kind != Kind::none && problems.empty(); }
};

/// What the journal tells about the newest run of a site.
struct RunReport {
    RunEnd end = RunEnd::done;
    QString run;
    QString product;
    QString site;
    QString from;
    QString to;
    QString state;  ///< of the state machine, at the end
    QDateTime began;
    QDateTime ended;
    std::chrono::milliseconds took{0};  ///< likewise
    std::vector<HopReport> hops;
    std::vector<RunProblem> problems;         ///< the first cause first; kept over retries
    std::optional<ManualWait> waitsFor;       ///< what a waiting run wants a person to do
    bool isHeld = false;                      ///< it waits before the opening, for somebody to look and to resume
    std::vector<Confirmation> confirmations;  ///< in their order
    QString nextCommand;                      ///< what to type to go on; empty when there is nothing to do
    std::optional<WayBack> wayBack;           ///< where a hop could go back; only report() says it
    QString wayBackCommand;                   ///< likewise: what to type for it
};

struct RunRequest {
    planner::Plan plan;
    planner::Site site;
    catalog::Loaded catalog;
    QString artefacts;  ///< a folder that takes the place of the site's; may be empty
    bool allowUnsigned = false;
    catalog::TrustState trust = catalog::TrustState::isUnsigned;  ///< what was found when the catalog was read
    std::optional<catalog::TrustStore> trustStore{};              ///< asked again at ready, and told the sequence then
    bool holdBeforeOpening = false;                               ///< also where the site file does not ask for it
};

/// Carries a plan out at a site. Blocks; one Runner per call. Every decision is in the journal before it has an effect.
class Runner {
public:
    Runner(World& world, RunWatcher& watcher);
    ~Runner();
    [[nodiscard]] RunReport run(const RunRequest& request);
    /// Goes on with the site's newest run, from its own copy of plan, catalog and artefacts.
    /// `confirming`: a person says that the manual step which the run waits for has been done. Nothing is done where it
    /// does not wait for that step (confirmationMisplaced, confirmationLate) or nobody is named (confirmationUnnamed).
    [[nodiscard]] RunReport resume(const planner::Site& site, const std::optional<Confirming>& confirming = {});
    /// Goes back: rolls the unfinished hop back, or takes the last hop back without restoring anything. Nothing is done
    /// where that is not legal (rollbackNothing, rollbackNeedsRestore, rollbackStepStays, rollbackOtherVersion, or what
    /// a preflight finds).
    [[nodiscard]] RunReport rollBack(const planner::Site& site);
    /// Asks a running runner to pause after the step that it is in (signals do the same).
    [[nodiscard]] static bool requestPause(const planner::Site& site);

private:
    struct Private;
    std::unique_ptr<Private> m_private;
};

/// Reads the journal; never writes, never waits for the runner. Empty when the site was never upgraded.
[[nodiscard]] std::optional<RunReport> report(const planner::Site& site);

/// What Runner::rollBack() would do, as far as the journal and the run's own copies tell. Reads only.
[[nodiscard]] WayBack wayBack(const planner::Site& site);

}  // namespace installers
