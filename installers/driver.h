#pragma once

#include "installers/hop_steps.h"
#include "installers/paths.h"
#include "installers/placeholders.h"
#include "installers/problem.h"
#include "installers/world.h"
#include "planner/site.h"

#include <QString>
#include <functional>

namespace installers {

/// What a step may use. Everything is borrowed.
struct StepContext {
    World& world;
    const planner::Site& site;
    const SitePaths& paths;
    const Placeholders& placeholders;
    const HopStep& step;
    QString run;
    QString name;       ///< cairn:RUN:STEP is how a database session of it is named
    QString to;         ///< the version that is being installed
    QString runFolder;  ///< the run's own copy of scripts and artefacts
    int fence = -1;
    /// Told after each batch: "BATCHES ROWS" so far.
    std::function<void(const QString&)> progress = {};
    QString before = {};       ///< what the step's first INTENT recorded of how things were
    QString confirmedBy = {};  ///< who confirmed it, of a manual step; empty: nobody
};

/// What a probe says about a step's effect.
enum class ProbeAnswer { notDone, done, partial, running, unknown };

/// How steps of one kind are carried out. Stateless; one pair of files each and one line in driver.cpp.
class StepDriver {
public:
    virtual ~StepDriver() = default;
    /// What is in the way of the step, as far as it can be told before anything is stopped.
    [[nodiscard]] virtual Done<void> check(const StepContext& context) const = 0;
    /// Does the work. Errors: stepFailed with the last lines of what it said.
    [[nodiscard]] virtual Done<void> act(const StepContext& context) const = 0;
    /// What can be told without the step's own probe.
    [[nodiscard]] virtual ProbeAnswer probe(const StepContext& context) const = 0;
    /// How things are before the step, for whoever has to bring them back; its first INTENT records it.
    [[nodiscard]] virtual QString before(const StepContext& context) const
    {
        Q_UNUSED(context)
        return {};
    }
    /// Brings back what `before` recorded. Twice is the same as once.
    [[nodiscard]] virtual Done<void> putBack(const StepContext& context) const
    {
        Q_UNUSED(context)
        return {};
    }
    /// Whether act() itself goes on from a half-made effect.
    [[nodiscard]] virtual bool mends() const { return false; }
    /// Whether that is an answer for steps that need one (nontx, opaque).
    [[nodiscard]] virtual bool canProbe(const StepContext& context) const
    {
        Q_UNUSED(context)
        return false;
    }
};

/// nullptr: this version has none.
[[nodiscard]] const StepDriver* driverFor(catalog::Driver driver, const planner::Site& site);

/// A problem of the step, with its name filled in.
[[nodiscard]] RunProblem stepFailed(const StepContext& context, const QString& detail);

/// What a program that did not succeed means: orphan while its descendants are at work, else stepFailed.
[[nodiscard]] RunProblem programProblem(World& world, const QString& fencePath, const ProgramResult& result,
                                        const QString& name);

/// The end of a program's output, or how it ended when it said nothing.
[[nodiscard]] QString lastWords(const ProgramResult& result);

/// Keeps what a step's program said in the run's folder. Not worth failing a step for: the journal has the last words.
void keepOutput(const StepContext& context, const QByteArray& output);

/// The folder of scripts in a run's folder.
[[nodiscard]] QString scriptPath(const QString& runFolder, const std::string& script);
/// Where a run's folder holds the step's artefact, and any release's.
[[nodiscard]] QString artefactPath(const StepContext& context);
[[nodiscard]] QString artefactPath(const QString& runFolder, const ReleaseFile& file);

}  // namespace installers
