#pragma once

#include "catalog/catalog.h"
#include "installers/problem.h"
#include "planner/plan.h"

#include <QString>
#include <vector>

namespace installers {

/// A file of one release, as a run keeps it: several releases may use one name for different files.
struct ReleaseFile {
    catalog::Version release;
    std::string name;
    bool operator==(const ReleaseFile&) const = default;
};

/// A planned step with what the catalog says about it. Migrations are steps of the driver sql.
struct HopStep {
    catalog::Step step;
    catalog::Version release;  ///< whose migration or step it is
    catalog::Phase phase = catalog::Phase::install;
    bool migration = false;
    /// The row in cairn_migration that says it was applied: a migration's id, or RELEASE:STEP.
    QString marker;
    /// deb: the artefacts of the run's earlier deb steps, in their order.
    std::vector<ReleaseFile> earlierPackages;
    /// deb: artefacts that may hold what was installed before it, when it has to come back.
    std::vector<ReleaseFile> oldPackages;
    bool operator==(const HopStep&) const = default;
};

/// The work of one hop as a value: before it is verified, the verification, and after it was opened.
struct HopWork {
    catalog::Version from;
    catalog::Version to;
    std::vector<HopStep> preflight;
    std::vector<HopStep> install;
    std::vector<HopStep>
        migrate;  ///< expand, backfill and migrate phases, and contract steps that come before the start
    std::vector<HopStep> verify;
    std::vector<HopStep> reveal;
    std::vector<HopStep> contract;
    std::vector<catalog::Artefact> artefacts;
    /// Packages of the release that the hop leaves. They need not be there: preflight asks for those that are needed.
    std::vector<catalog::Artefact> oldPackages;
    bool operator==(const HopWork&) const = default;
};

/// What the catalog says about the plan's steps, hop by hop, in the plan's order within each part. Migrations without a
/// script are the release's own code's business and left out.
/// Errors: planForOtherProduct never; catalogChanged (subject: the step that the catalog does not have), notSupported
/// (subject: a component's step).
[[nodiscard]] Done<std::vector<HopWork>> workOf(const planner::Plan& plan, const catalog::Catalog& catalog);

}  // namespace installers
