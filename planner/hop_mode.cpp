#include "planner/hop_mode.h"

#include <algorithm>
#include <bit>

namespace planner {

using catalog::SchemaVersion;
using catalog::Truth;

namespace {

void say(const Situation& situation, const HopQuery& hop, ReasonCode code, std::vector<Reason>* reasons,
         std::vector<std::int64_t> numbers = {}, std::vector<std::string> names = {})
{
    if (reasons == nullptr)
        return;
    Reason reason = reasonAbout(situation, hop, RuleKind::schema, code);
    reason.numbers = std::move(numbers);
    reason.names = std::move(names);
    reasons->push_back(std::move(reason));
}

/// Steps whose work cannot be looked into while the old release serves.
std::vector<std::string> opaqueSteps(Situation& situation, const HopQuery& hop, const std::vector<Rank>& run)
{
    std::vector<std::string> steps;
    for (const auto& [phase, list] : installOf(situation, hop).steps) {
        for (const catalog::Step& step : list) {
            if (step.kind == catalog::StepKind::opaque)
                steps.push_back(step.id.text);
        }
    }
    for (const Rank rank : run) {
        for (const catalog::Migration& migration :
             situation.model.at(rank).migrations.value_or(std::vector<catalog::Migration>{})) {
            if (migration.kind == catalog::StepKind::opaque)
                steps.push_back(migration.id.text);
        }
    }
    return steps;
}

}  // namespace

std::optional<SchemaVersion> compatOf(const Model& model, const std::vector<Rank>& run, Applied applied)
{
    std::optional<SchemaVersion> highest;
    for (const Rank rank : run) {
        const catalog::Release& release = model.at(rank);
        const bool last = rank == run.back();
        const std::optional<SchemaVersion> compat =
            last && applied == Applied::expanded && release.compatExpanded ? release.compatExpanded : release.compat;
        if (!compat)
            return std::nullopt;
        highest = highest ? std::max(*highest, *compat) : *compat;
    }
    return highest;
}

std::vector<Rank> releasesRun(const Model& model, Rank from, Rank to)
{
    std::vector<Rank> run;
    if (to > from) {
        for (std::optional<Rank> rank = to; rank && !model.isAncestorOrSelf(*rank, from); rank = model.parents[*rank])
            run.push_back(*rank);
        std::reverse(run.begin(), run.end());
    }
    if (run.empty())
        run.push_back(to);
    return run;
}

const catalog::Install& installOf(Situation& situation, const HopQuery& hop)
{
    for (const CompiledRule* rule : rulesFor(situation.day().allows, hop)) {
        const catalog::AllowRule& allow = std::get<catalog::AllowRule>(rule->rule->body);
        if (!allow.install.empty() && rule->matches(hop.from, hop.to) &&
            situation.truth(rule->when, hop.before) == Truth::yes)
            return allow.install;
    }
    return situation.model.loaded.installOf(situation.model.index(hop.to));
}

Mode modeOf(Situation& situation, const HopQuery& hop, std::vector<Reason>* reasons)
{
    bool online = true;
    const auto against = [&](ReasonCode code, std::vector<std::int64_t> numbers = {},
                             std::vector<std::string> names = {}) {
        online = false;
        say(situation, hop, code, reasons, std::move(numbers), std::move(names));
    };
    const Model& model = situation.model;
    if (situation.site.nodes.size() < 2) {
        against(ReasonCode::singleNode);
        if (reasons == nullptr)
            return Mode::maintenance;
    }
    if (situation.site.database && situation.site.database->kind == catalog::DatabaseKind::sqlite)
        against(ReasonCode::sharedDatabaseFile);
    const std::vector<Rank> run = releasesRun(model, hop.from, hop.to);
    const std::optional<SchemaVersion> compat = compatOf(model, run, Applied::expanded);
    const std::optional<SchemaVersion> schema = model.at(hop.from).schema;
    if (!compat || !schema || hop.to <= hop.from)
        against(ReasonCode::compatUnknown);
    else if (*compat > *schema)
        against(ReasonCode::compatAboveSchema, {compat->value, schema->value});
    if (std::vector<std::string> steps = opaqueSteps(situation, hop, run); !steps.empty())
        against(ReasonCode::opaqueStep, {}, std::move(steps));
    if (!model.at(hop.from).waitsFor.empty())
        against(ReasonCode::backgroundWork, {}, model.at(hop.from).waitsFor);
    return online ? Mode::online : Mode::maintenance;
}

Rollback rollbackOf(Situation& situation, const HopQuery& hop)
{
    const Model& model = situation.model;
    for (std::size_t word = 0; word < situation.checkpointWords(); ++word) {
        if ((~situation.passed(hop.from, word) & situation.passed(hop.to, word) & ~situation.undoable(word) &
             situation.possibleCheckpoints(hop.before)[word]) != 0)
            return Rollback::restore;
    }
    if (hop.to <= hop.from)
        return Rollback::restore;
    const std::optional<SchemaVersion> compat =
        compatOf(model, releasesRun(model, hop.from, hop.to), Applied::contracted);
    const std::optional<SchemaVersion> schema = model.at(hop.from).schema;
    return compat && schema && *compat <= *schema ? Rollback::withoutRestore : Rollback::restore;
}

}  // namespace planner
