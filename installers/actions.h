#pragma once

#include "installers/driver.h"
#include "installers/history.h"
#include "installers/run_context.h"
#include "installers/run_folder.h"
#include "installers/work.h"

namespace installers {

/// Carries out single items of work. Knows nothing of order, journal or failure.
class Actions {
public:
    /// What a long step says while it is under way.
    using Told = std::function<void(const WorkItem&, const QString&)>;
    /// Borrows all of it, also the history, which goes on.
    Actions(const RunContext& context, const std::vector<HopWork>& work, const RunFolder& copies,
            const History& history, Told told);

    [[nodiscard]] Done<void> act(const WorkItem& item, int attempt);

    /// How things are before the item, for its way back; empty where it needs nothing.
    [[nodiscard]] QString before(const WorkItem& item) const;

    /// What an INTENT without RESULT means.
    enum class Recovery { actAgain, wasDone, hasFailed, isRunning, isUnknown };
    [[nodiscard]] Recovery recover(const WorkItem& item);

private:
    [[nodiscard]] Done<void> actStep(const WorkItem& item);
    [[nodiscard]] Done<void> checkCopies(const StepContext& context) const;
    [[nodiscard]] Done<void> open(const QString& version);
    [[nodiscard]] Done<void> verifyAgain(const WorkItem& item);
    [[nodiscard]] Done<void> record(const WorkItem& item);
    [[nodiscard]] Done<void> packagesBack(const WorkItem& item);
    [[nodiscard]] Done<void> switchBack(const WorkItem& item);
    [[nodiscard]] Done<void> takeBack(const WorkItem& item);
    [[nodiscard]] Recovery recoverStep(const WorkItem& item);
    /// What the probe says once the step is not at work any more, or still running after a bounded time.
    [[nodiscard]] ProbeAnswer awaitProbe(const StepContext& context, const StepDriver& driver) const;
    /// The version that the item's service calls are about: the hop's target, or what a rollback returns to.
    [[nodiscard]] QString versionOf(const WorkItem& item) const;

    const RunContext& m_context;
    const std::vector<HopWork>& m_work;
    const RunFolder& m_copies;
    const History& m_history;
    Told m_told;
};

}  // namespace installers
