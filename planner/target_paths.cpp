#include "planner/target_paths.h"

#include "planner/rules/environment.h"

#include <bit>

namespace planner {

using catalog::Truth;

namespace {

/// The checkpoints that a hop satisfies, as far as they are not known not to bind.
std::vector<catalog::CheckpointId> satisfiedBy(const Situation& situation, const Move& hop)
{
    std::vector<catalog::CheckpointId> ids;
    const std::vector<std::uint64_t>& possible = situation.possibleCheckpoints(hop.before);
    for (std::size_t word = 0; word < situation.checkpointWords(); ++word) {
        std::uint64_t left = situation.passed(hop.to, word) & ~situation.passed(hop.from, word) & possible[word];
        for (; left != 0; left &= left - 1) {
            const std::size_t position = word * 64 + static_cast<std::size_t>(std::countr_zero(left));
            if (situation.lands(position, hop.to))
                ids.push_back(situation.model.checkpoints[position].checkpoint->id);
        }
    }
    return ids;
}

}  // namespace

std::vector<catalog::Version> releasesOn(const Model& model, Rank installed, const Path& path)
{
    std::vector<catalog::Version> releases;
    if (path.empty())
        return releases;
    releases.reserve(path.size() + 1);
    releases.push_back(model.version(installed));
    for (const Move& move : path) {
        if (move.kind == Move::Kind::hop)
            releases.push_back(model.version(move.to));
    }
    return releases;
}

FleetAnswer::Stop stopAfter(const Situation& situation, const Move& hop)
{
    return {situation.model.version(hop.to), satisfiedBy(situation, hop)};
}

void TargetPaths::tell(const Path& path, FleetAnswer& answer)
{
    answer.stops.reserve(path.size());
    for (std::size_t i = 0; i + 1 < path.size(); ++i) {
        if (path[i].kind != Move::Kind::hop)
            continue;
        auto& known = m_stops[path[i].from];
        if (!known || known->first != path[i])
            known.emplace(path[i], stopAfter(*m_situation, path[i]));
        answer.stops.push_back(known->second);
    }
}

TargetPaths::TargetPaths(const Model& model, Site site, Goal goal, Unclear unclear)
    : m_model(model), m_site(std::move(site)), m_goal(std::move(goal)), m_unclear(unclear)
{
    m_stops.resize(model.size());
    prepare();
}

void TargetPaths::prepare()
{
    if (m_goal.requireDirect || m_goal.allowDowngrade || m_site.failed ||
        (!m_site.product.text.empty() && m_site.product != m_model.catalog.product.id))
        return;
    for (const auto& [name, component] : m_site.components) {
        if (!catalog::VersionKey::read(m_model.catalog.versions, component.version.text))
            return;
    }
    // Where a release brings a component that the site does not name, each site has the one of its own release.
    for (Rank rank = 0; rank < m_model.size(); ++rank) {
        for (const auto& [name, version] : m_model.at(rank).provides) {
            if (m_site.components.count(name) == 0)
                return;
        }
    }
    const catalog::Checked<Facts> facts = Facts::read(m_model.catalog, m_site);
    const auto released = [&](Rank rank) {
        const std::optional<catalog::Date>& date = m_model.at(rank).date;
        return !date || *date <= m_goal.asOf;
    };
    Rank oldest = 0;
    while (oldest < m_model.size() && !released(oldest))
        ++oldest;
    if (!facts || oldest == m_model.size())
        return;
    m_situation =
        std::make_unique<Situation>(std::make_shared<const Day>(m_model, m_goal.asOf, oldest), m_site, m_goal, *facts);
    const catalog::Result<TargetMeaning> meaning = readTarget(*m_situation, m_goal.target);
    if (!meaning)
        return;
    const std::optional<Rank> target = chooseTarget(*m_situation, *meaning, Unknowns::legal);
    if (!target || chooseTarget(*m_situation, *meaning, Unknowns::refused) != target)
        return;
    m_target = *target;
    m_latest = meaning->kind == TargetMeaning::Kind::latest;
    m_bold = PathsTo::search(*m_situation, {m_target, Unknowns::legal, m_goal.prefer, nullptr});
    if (m_bold && unknownsMatter())
        m_cautious = PathsTo::search(*m_situation, {m_target, Unknowns::refused, m_goal.prefer, nullptr});
    m_usable = m_bold.has_value();
}

/// Whether anything that rules ask about is unknown in an environment that the search has met.
bool TargetPaths::unknownsMatter()
{
    for (EnvironmentId environment = 0; environment < m_situation->environments.count(); ++environment) {
        for (ConditionId id = 0; id < m_model.conditions.size(); ++id) {
            if (m_situation->truth(id, environment) == Truth::unknown)
                return true;
        }
        for (RequirementId id = 0; id < m_model.requirements.size(); ++id) {
            if (m_situation->met(id, environment) == Truth::unknown)
                return true;
        }
    }
    return false;
}

std::optional<FleetAnswer> TargetPaths::answer(Rank installed)
{
    if (!m_usable || !m_situation->released(installed))
        return std::nullopt;
    const HopQuery stay{installed, installed, siteEnvironment, true};
    if (requirementsMet(*m_situation, stay, installed, siteEnvironment, nullptr) != Truth::yes)
        return std::nullopt;
    FleetAnswer result;
    result.from = m_model.version(installed);
    if (installed == m_target || (m_latest && installed > m_target)) {
        if (m_situation->states[installed] != catalog::ReleaseState::ok)
            return std::nullopt;
        result.kind = OutcomeKind::nothingToDo;
        result.to = result.from;
        return result;
    }
    result.to = m_model.version(m_target);
    const bool both = m_unclear == Unclear::twoPaths;
    if (installed > m_target) {
        result.kind = OutcomeKind::downgrade;
        return both ? std::optional(std::move(result)) : std::nullopt;
    }
    const std::optional<Path> bold = m_bold->from(installed, m_situation->environments);
    if (!bold && !both)
        return std::nullopt;
    const std::optional<Path> cautious = m_cautious ? m_cautious->from(installed, m_situation->environments) : bold;
    if (bold != cautious) {
        if (!both)
            return std::nullopt;
        result.kind = OutcomeKind::needsAnswers;
        result.hopeful = releasesOn(m_model, installed, bold.value_or(Path()));
        result.whatever = releasesOn(m_model, installed, cautious.value_or(Path()));
        return result;
    }
    result.kind = bold ? OutcomeKind::path : OutcomeKind::blocked;
    if (bold)
        tell(*bold, result);
    return result;
}

}  // namespace planner
