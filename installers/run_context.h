#pragma once

#include "installers/paths.h"
#include "installers/placeholders.h"
#include "installers/world.h"
#include "planner/plan.h"
#include "planner/site.h"

#include <QString>

namespace installers {

/// What everything that acts at a site needs to know. Borrowed for the time of a call to the runner.
struct RunContext {
    World& world;
    const planner::Site& site;
    const SitePaths& paths;
    const planner::Plan& plan;
    QString product;  ///< its name for people
    QString run;      ///< the run's id
    QString runFolder;
    int fence = -1;
};

/// What programs and probes may name while the hop from -> to is under way and `port` is the port to use.
[[nodiscard]] Placeholders placeholdersFor(const RunContext& context, const QString& from, const QString& to, int port);

}  // namespace installers
