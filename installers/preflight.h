#pragma once

#include "installers/hop_steps.h"
#include "installers/run_context.h"
#include "installers/runner.h"

#include <vector>

namespace installers {

/// What can be told from the values alone, before the site's state folder is even looked at: that plan, catalog and
/// site belong together and nobody altered them, and that this version can carry all of it out.
[[nodiscard]] std::vector<RunProblem> checkRequest(const RunRequest& request);

/// That the site still runs what the plan begins with, as far as its state folder knows. What is asked of a site that
/// no other run is at work at: a run that has carried out its first hop would have moved it.
[[nodiscard]] std::vector<RunProblem> checkInstalled(const RunRequest& request);

/// That the artefacts lie where they should, with their size; digests are checked while they are copied.
[[nodiscard]] std::vector<RunProblem> checkArtefacts(const std::vector<HopWork>& work, const QString& folder);

/// That the programs which start, stop and ask the service are there, for that version.
[[nodiscard]] std::vector<RunProblem> checkPrograms(const RunContext& context, const QString& version);

/// Everything at the site that would be in the way later, looked at before anything is stopped. Changes nothing.
[[nodiscard]] std::vector<RunProblem> checkSite(const RunContext& context, const std::vector<HopWork>& work,
                                                const QString& installed);

}  // namespace installers
