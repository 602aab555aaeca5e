#include "installers/hop_steps.h"

#include <algorithm>
#include <variant>

namespace installers {

namespace {

using catalog::Install;
using catalog::Phase;
using planner::PlannedStep;

const catalog::Release* findRelease(const catalog::Catalog& catalog, const catalog::Version& version)
{
    const auto found = std::find_if(catalog.releases.begin(), catalog.releases.end(),
                                    [&](const catalog::Release& release) { return release.version == version; });
    return found == catalog.releases.end() ? nullptr : &*found;
}

const catalog::Step* findStep(const Install& install, Phase phase, const std::string& id)
{
    const auto list = install.steps.find(phase);
    if (list == install.steps.end())
        return nullptr;
    const auto found = std::find_if(list->second.begin(), list->second.end(),
                                    [&](const catalog::Step& step) { return step.id.text == id; });
    return found == list->second.end() ? nullptr : &*found;
}

bool covers(const std::optional<catalog::Range>& range, const catalog::Catalog& catalog,
            const catalog::Version& version)
{
    if (!range)
        return true;
    const auto key = catalog::VersionKey::read(catalog.versions, version.text);
    return key && range->contains(version, *key);
}

/// The install that the plan was made with: an `allow` rule's own replaces the target's. Which of several rules held is
/// told by the steps that the plan lists.
const Install* installOf(const planner::Hop& hop, const std::vector<const PlannedStep*>& planned,
                         const catalog::Catalog& catalog)
{
    const auto hasAll = [&](const Install& install) {
        return std::all_of(planned.begin(), planned.end(), [&](const PlannedStep* step) {
            return findStep(install, step->phase, step->id) != nullptr;
        });
    };
    for (const catalog::Rule& rule : catalog.rules) {
        const auto* const allow = std::get_if<catalog::AllowRule>(&rule.body);
        if (allow != nullptr && !allow->install.empty() && covers(allow->from, catalog, hop.from) &&
            covers(allow->to, catalog, hop.to) && hasAll(allow->install))
            return &allow->install;
    }
    const catalog::Release* const target = findRelease(catalog, hop.to);
    return target != nullptr && hasAll(target->install) ? &*target->install : nullptr;
}

RunProblem missing(const PlannedStep& step)
{
    return RunProblem{RunProblemCode::catalogChanged, QString::fromStdString(step.release.text + "/" + step.id),
                      QString(), QString()};
}

Done<std::optional<HopStep>> migrationOf(const PlannedStep& planned, const catalog::Catalog& catalog)
{
    const catalog::Release* const release = findRelease(catalog, planned.release);
    if (release == nullptr || !release->migrations)
        return tl::unexpected(missing(planned));
    const auto found =
        std::find_if(release->migrations->begin(), release->migrations->end(),
                     [&](const catalog::Migration& migration) { return migration.id.text == planned.id; });
    if (found == release->migrations->end())
        return tl::unexpected(missing(planned));
    if (found->sql.empty())
        return std::optional<HopStep>();
    HopStep step;
    step.step.id = catalog::StepId{found->id.text};
    step.step.driver = catalog::Driver::sql;
    step.step.kind = found->kind;
    step.step.sql = found->sql;
    step.step.probe = found->probe;
    step.step.undo = found->undo;
    step.release = planned.release;
    step.phase = planned.phase;
    step.migration = true;
    step.marker = QString::fromStdString(found->id.text);
    return std::optional<HopStep>(std::move(step));
}

/// Install steps of the phase install come before the migrations, those of migrate after them.
void put(HopWork& work, const planner::Hop& hop, HopStep step, std::vector<HopStep>& late, std::vector<HopStep>& last)
{
    const bool ownContract = step.phase == Phase::contract && step.release == hop.to && !step.step.beforeStart;
    if (ownContract)
        work.contract.push_back(std::move(step));
    else if (step.phase == Phase::contract && !step.migration)
        last.push_back(std::move(step));
    else if (step.phase == Phase::preflight)
        work.preflight.push_back(std::move(step));
    else if (step.phase == Phase::install)
        work.install.push_back(std::move(step));
    else if (step.phase == Phase::verify)
        work.verify.push_back(std::move(step));
    else if (step.phase == Phase::reveal)
        work.reveal.push_back(std::move(step));
    else if (step.migration || step.phase != Phase::migrate)
        work.migrate.push_back(std::move(step));
    else
        late.push_back(std::move(step));
}

/// The files of a release's deb steps.
std::vector<catalog::Artefact> packagesOf(const catalog::Install& install)
{
    std::vector<catalog::Artefact> packages;
    for (const auto& [phase, steps] : install.steps) {
        for (const catalog::Step& step : steps) {
            const auto found =
                std::find_if(install.artefacts.begin(), install.artefacts.end(),
                             [&](const catalog::Artefact& artefact) { return artefact.name == step.artefact; });
            if (step.driver == catalog::Driver::deb && found != install.artefacts.end())
                packages.push_back(*found);
        }
    }
    return packages;
}

/// A rule's install may bring a release with another file of that name than the release's own install.
bool isUnambiguous(const catalog::Artefact& old, const catalog::Version& release, const std::vector<HopWork>& all)
{
    return std::all_of(all.begin(), all.end(), [&](const HopWork& work) {
        const auto differs = [&](const catalog::Artefact& other) { return other.name == old.name && other != old; };
        return work.to != release || std::none_of(work.artefacts.begin(), work.artefacts.end(), differs);
    });
}

void namePackages(const planner::Plan& plan, const catalog::Catalog& catalog, std::vector<HopWork>& all)
{
    std::vector<ReleaseFile> earlier;
    std::vector<ReleaseFile> old;
    for (std::size_t hop = 0; hop < all.size(); ++hop) {
        HopWork& work = all[hop];
        if (const catalog::Release* const from = findRelease(catalog, plan.hops[hop].from)) {
            for (const catalog::Artefact& package : packagesOf(from->install)) {
                if (!isUnambiguous(package, work.from, all))
                    continue;
                work.oldPackages.push_back(package);
                old.push_back(ReleaseFile{work.from, package.name});
            }
        }
        for (auto* const list :
             {&work.preflight, &work.install, &work.migrate, &work.verify, &work.reveal, &work.contract}) {
            for (HopStep& step : *list) {
                if (step.step.driver != catalog::Driver::deb)
                    continue;
                step.earlierPackages = earlier;
                step.oldPackages = old;
                step.oldPackages.insert(step.oldPackages.end(), earlier.begin(), earlier.end());
                earlier.push_back(ReleaseFile{work.to, step.step.artefact});
            }
        }
    }
    if (earlier.empty()) {
        for (HopWork& work : all)
            work.oldPackages.clear();
    }
}

}  // namespace

Done<std::vector<HopWork>> workOf(const planner::Plan& plan, const catalog::Catalog& catalog)
{
    std::vector<HopWork> all;
    for (std::size_t hop = 0; hop < plan.hops.size(); ++hop) {
        std::vector<const PlannedStep*> planned;
        std::vector<const PlannedStep*> installs;
        for (const PlannedStep& step : plan.steps) {
            if (step.hop != hop)
                continue;
            if (step.kind == PlannedStep::Kind::component)
                return tl::unexpected(
                    RunProblem{RunProblemCode::notSupported,
                               QString::fromStdString(step.component ? step.component->component.text : step.id),
                               QString(), QString()});
            planned.push_back(&step);
            if (step.kind == PlannedStep::Kind::install)
                installs.push_back(&step);
        }
        const Install* const install = installOf(plan.hops[hop], installs, catalog);
        if (install == nullptr && !installs.empty())
            return tl::unexpected(missing(*installs.front()));
        HopWork work;
        work.from = plan.hops[hop].from;
        work.to = plan.hops[hop].to;
        if (install != nullptr)
            work.artefacts = install->artefacts;
        std::vector<HopStep> late;
        std::vector<HopStep> last;
        for (const PlannedStep* const step : planned) {
            if (step->kind == PlannedStep::Kind::migration) {
                auto migration = migrationOf(*step, catalog);
                if (!migration)
                    return tl::unexpected(migration.error());
                if (*migration)
                    put(work, plan.hops[hop], std::move(**migration), late, last);
                continue;
            }
            HopStep found;
            found.step = *findStep(*install, step->phase, step->id);
            found.release = step->release;
            found.phase = step->phase;
            found.marker = QString::fromStdString(step->release.text + ":" + step->id);
            put(work, plan.hops[hop], std::move(found), late, last);
        }
        std::move(late.begin(), late.end(), std::back_inserter(work.migrate));
        std::move(last.begin(), last.end(), std::back_inserter(work.migrate));
        all.push_back(std::move(work));
    }
    namePackages(plan, catalog, all);
    return all;
}

}  // namespace installers
