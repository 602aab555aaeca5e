#pragma once

#include "installers/actions.h"
#include "installers/history.h"
#include "installers/journal.h"
#include "installers/run_folder.h"
#include "installers/runner.h"
#include "installers/work.h"

namespace installers {

/// Which way a person wants a run to go on.
enum class Course { onward, back };

/// The state machine of DESIGN section 9 for maintenance hops: goes through a run's work from wherever its journal
/// stands, and decides what a failure means. The journal is its only memory: what it does next after a crash follows
/// from the entries alone.
class Machine {
public:
    struct Parts {
        const RunContext& context;
        const std::vector<HopWork>& work;
        const RunFolder& copies;
        Journal& journal;
        RunWatcher& watcher;
        qint64 fence;  ///< the epoch that INTENTs carry
        Course course = Course::onward;
    };
    Machine(const Parts& parts, History history);

    /// Goes on until the run has ended, waits for a person, or is stuck; the end is in the journal.
    [[nodiscard]] RunEnd go();

    /// Why the journal could not be written, which it therefore does not say.
    [[nodiscard]] const std::optional<RunProblem>& journalProblem() const { return m_journalProblem; }

private:
    enum class Step { ok, failed, stuck, paused };
    [[nodiscard]] RunEnd forward();
    [[nodiscard]] std::optional<RunEnd> assertBefore(const WorkItem& next);
    [[nodiscard]] RunEnd turnBack();
    [[nodiscard]] RunEnd rollBack(std::size_t hop);
    [[nodiscard]] RunEnd goBack(std::size_t hop);
    [[nodiscard]] RunEnd carryBack(const std::vector<WorkItem>& work, const char* outcome,
                                   const std::function<std::vector<WorkItem>(std::size_t)>& again);
    [[nodiscard]] bool decide(State back, std::size_t hop);
    [[nodiscard]] RunEnd failForward(const WorkItem& item);
    [[nodiscard]] RunEnd end(RunEnd end);
    [[nodiscard]] Step perform(const WorkItem& item);
    [[nodiscard]] Step performPatiently(const WorkItem& item);
    [[nodiscard]] Step recover(const WorkItem& item, ItemHistory& past);
    [[nodiscard]] bool enter(const WorkItem& item, const QString& state);
    [[nodiscard]] bool beginHop(const WorkItem& item);
    [[nodiscard]] bool endHop(std::size_t hop, const char* outcome);
    [[nodiscard]] bool forwardOnly() const;
    [[nodiscard]] bool pauseAsked() const;
    [[nodiscard]] std::optional<qint64> append(Entry entry);
    void fail(const RunProblem& problem, const WorkItem& item);
    void keep(const RunProblem& problem, const WorkItem& item);
    [[nodiscard]] Step waitFor(const WorkItem& item);
    [[nodiscard]] Step hold(const WorkItem& item);
    void goesOn(const WorkItem& item, const QString& words);
    void tell(RunEvent::Kind kind, const WorkItem& item, const QString& text = {}, qint64 tookMs = 0);

    Parts m_parts;
    History m_history;
    std::vector<WorkItem> m_forward;
    Actions m_actions;
    std::optional<std::size_t> m_hopChecked;
    std::size_t m_position = 0;
    std::size_t m_total = 0;
    bool m_resumed;  ///< and nothing has been performed since
    bool m_journalFailed = false;
    std::optional<std::chrono::milliseconds> m_goesOnTold;  ///< when; thousands of batches are thousands of words
    std::optional<RunProblem> m_journalProblem;
};

}  // namespace installers
