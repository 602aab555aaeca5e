#include "planner/causes.h"

#include <algorithm>
#include <iterator>
#include <set>

namespace planner {

namespace {

constexpr std::size_t mostTried = 32;  ///< a longer list is shown as it is: nobody reads it to its end

/// The refusals of one hop. Uncertain ones hang on facts that may fall either way as long as they are lifted.
void addCauses(Situation& situation, const HopQuery& hop, std::vector<Cause>& causes)
{
    for (Reason& reason : relaxedObjections(situation, hop)) {
        const std::optional<Obstacle> obstacle = obstacleOf(reason);
        if (obstacle)
            causes.push_back({*obstacle, hop.from, hop.to, std::move(reason)});
    }
}

std::vector<Cause> causesOn(const Possible& possible)
{
    std::vector<Cause> causes;
    for (std::size_t i = 0; i < possible.path.size(); ++i) {
        const Move& move = possible.path[i];
        if (move.kind == Move::Kind::hop)
            addCauses(*possible.situation, {move.from, move.to, move.before, i + 1 == possible.path.size()}, causes);
    }
    return causes;
}

/// The same component change with what the catalog and the site allow, if they do.
EnvironmentId changed(Situation& situation, EnvironmentId now, const Situation& wished, const Move& move)
{
    const ComponentDomain& component = situation.environments.domains()[move.domain];
    const int wish = wished.environments.version(move.after, move.domain);
    const catalog::Version& version =
        wished.environments.domains()[move.domain].versions[static_cast<std::size_t>(wish)];
    const auto place = std::find(component.versions.begin(), component.versions.end(), version);
    const int before = situation.environments.version(now, move.domain);
    const int after = static_cast<int>(place - component.versions.begin());
    if (place == component.versions.end() || before < 0 || after <= before ||
        !component.installable[static_cast<std::size_t>(after)] ||
        !situation.environments.stepAllowed(move.domain, before, after))
        return now;
    return situation.environments.with(now, move.domain, after);
}

/// What refuses the hops of the path when components change only as far as catalog and site allow.
std::vector<Cause> withoutWishes(const Request& request, const Possible& relaxed)
{
    const std::unique_ptr<Situation> situation = request.situation(relaxed.answers);
    std::vector<Cause> causes;
    EnvironmentId environment = siteEnvironment;
    for (std::size_t i = 0; i < relaxed.path.size(); ++i) {
        const Move& move = relaxed.path[i];
        if (move.kind == Move::Kind::component) {
            environment = changed(*situation, environment, *relaxed.situation, move);
            continue;
        }
        addCauses(*situation, {move.from, move.to, environment, i + 1 == relaxed.path.size()}, causes);
        environment = situation->after(environment, move.to).value_or(environment);
    }
    return causes;
}

std::vector<Cause> without(const std::vector<Cause>& causes, const Obstacle& obstacle)
{
    std::vector<Cause> rest;
    std::copy_if(causes.begin(), causes.end(), std::back_inserter(rest),
                 [&](const Cause& cause) { return cause.obstacle != obstacle; });
    return rest;
}

std::vector<Cause> eachOnce(std::vector<Cause> causes)
{
    std::vector<Cause> once;
    for (Cause& cause : causes) {
        const bool known =
            std::any_of(once.begin(), once.end(), [&](const Cause& one) { return one.obstacle == cause.obstacle; });
        if (!known)
            once.push_back(std::move(cause));
    }
    return once;
}

std::vector<Cause> smallest(const Request& request, const Possible& relaxed)
{
    const TargetMeaning target{TargetMeaning::Kind::release, {relaxed.target}};
    const auto lift = [&](const std::vector<Cause>& causes) -> std::optional<std::vector<Cause>> {
        const Lifted lifted(request.model, causes);
        const std::optional<Possible> possible = findPossible(request, target, &lifted);
        if (!possible)
            return std::nullopt;
        return eachOnce(causesOn(*possible));
    };
    std::vector<Cause> causes = eachOnce(withoutWishes(request, relaxed));
    std::optional<std::vector<Cause>> fewer = lift(causes);
    if (!fewer)
        return causes;
    causes = std::move(*fewer);
    // What a larger set cannot do without, a smaller one cannot either, so each is tried once.
    std::set<Obstacle> needed;
    while (needed.size() < mostTried) {
        const auto tried = std::find_if(causes.begin(), causes.end(),
                                        [&](const Cause& cause) { return needed.count(cause.obstacle) == 0; });
        if (tried == causes.end())
            break;
        fewer = lift(without(causes, tried->obstacle));
        if (fewer)
            causes = std::move(*fewer);
        else
            needed.insert(tried->obstacle);
    }
    return causes;
}

/// The releases that exist among those a rule is about.
std::vector<catalog::Version> existing(const Request& request, const ReleaseSet* set)
{
    std::vector<catalog::Version> versions;
    for (Rank rank = 0; rank < request.model.size(); ++rank) {
        if (request.day->exists[rank] != 0 && (set == nullptr || set->contains(rank)))
            versions.push_back(request.model.version(rank));
    }
    return versions;
}

/// Says what one hop's refusal does not: what else the rule is about, and that the site itself holds a component.
void widen(const Request& request, Reason& reason)
{
    if (reason.code == ReasonCode::componentTooOld || reason.code == ReasonCode::componentTooNew) {
        const auto standing = request.site.components.find(catalog::ComponentName{reason.id});
        if (standing != request.site.components.end() && standing->second.fixed)
            reason.code = ReasonCode::componentFixed;
    }
    for (const CompiledRule& rule : request.model.forbids) {
        if (reason.code != ReasonCode::forbidden || positionOf(request.model.catalog, rule) != reason.position)
            continue;
        reason.sources = existing(request, rule.from);
        reason.releases = existing(request, rule.to);
    }
}

}  // namespace

std::vector<Reason> smallestCauses(const Request& request, const Possible& relaxed)
{
    std::vector<Reason> reasons;
    for (Cause& cause : smallest(request, relaxed)) {
        widen(request, cause.reason);
        reasons.push_back(std::move(cause.reason));
    }
    return reasons;
}

}  // namespace planner
