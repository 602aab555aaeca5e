#include "planner/rules/rules.h"

#include "planner/rules/ends.h"
#include "planner/rules/environment.h"

#include <algorithm>

namespace planner {

using catalog::Range;
using catalog::Truth;

namespace {

/// Whether the version lies below what the requirement wants; else above.
bool tooOld(const catalog::Match& match, const catalog::VersionKey& key)
{
    for (const catalog::Match::Alternative& alternative : match.anyOf) {
        if (!alternative.range)
            continue;
        for (const auto& all : alternative.range->alternatives()) {
            for (const Range::Comparison& comparison : all) {
                const bool upper =
                    comparison.op == Range::Operator::less || comparison.op == Range::Operator::lessEqual;
                if (!upper && comparison.op != Range::Operator::any && key < comparison.key)
                    return true;
            }
        }
    }
    return false;
}

}  // namespace

std::string textOf(const catalog::Requirement& requirement)
{
    std::string text = requirement.match.negated ? "not " : "";
    for (const catalog::Match::Alternative& alternative : requirement.match.anyOf)
        text += (&alternative == &requirement.match.anyOf.front() ? "" : " || ") + alternative.text;
    if (requirement.timesDatabase) {
        std::string times = std::to_string(*requirement.timesDatabase);
        times.erase(times.find_last_not_of('0') + 1);
        if (times.back() == '.')
            times.pop_back();
        text = ">=" + times + "x database";
    }
    return text;
}

namespace {

Reason objection(Situation& situation, const HopQuery& hop, Rank release, RequirementId id, EnvironmentId environment,
                 Truth answer)
{
    const catalog::Requirement& requirement = *situation.model.requirements[id];
    Reason reason = reasonAbout(situation, hop, RuleKind::environment, ReasonCode::factRequired);
    reason.to = situation.model.version(release);
    reason.text = textOf(requirement);
    reason.id = requirement.name;
    reason.place = situation.model.at(release).place;
    if (answer == Truth::unknown)
        reason.facts = situation.undecided(requirement);
    const std::optional<std::size_t> domain = situation.environments.domainOf(requirement.name);
    if (!domain)
        return reason;
    const int version = situation.environments.version(environment, *domain);
    if (version < 0) {
        reason.code = ReasonCode::componentMissing;
        return reason;
    }
    const ComponentDomain& component = situation.environments.domains()[*domain];
    reason.names = {component.versions[static_cast<std::size_t>(version)].text};
    reason.code = tooOld(requirement.match, component.keys[static_cast<std::size_t>(version)])
                      ? ReasonCode::componentTooOld
                      : ReasonCode::componentTooNew;
    return reason;
}

Reason objectionToProvided(Situation& situation, const HopQuery& hop, std::size_t domain, int now, int version)
{
    const ComponentDomain& component = situation.environments.domains()[domain];
    const std::string& brought = component.versions[static_cast<std::size_t>(version)].text;
    Reason reason = reasonAbout(situation, hop, RuleKind::environment, ReasonCode::componentBrought);
    reason.id = component.name.text;
    reason.place = situation.model.at(hop.to).place;
    if (now < 0) {
        reason.text = brought;
        reason.facts = {catalog::FactName{component.name.text}};
        return reason;
    }
    const auto place = static_cast<std::size_t>(now);
    reason.code = component.keys[static_cast<std::size_t>(version)] < component.keys[place]
                      ? ReasonCode::componentGoesBack
                      : ReasonCode::componentStepTooLarge;
    reason.names = {component.versions[place].text, brought};
    return reason;
}

}  // namespace

Truth requirementsMet(Situation& situation, const HopQuery& hop, Rank release, EnvironmentId environment,
                      std::vector<Reason>* reasons)
{
    Truth answer = Truth::yes;
    for (const RequirementId id : *situation.model.releases[release].requirements) {
        const Truth one = situation.met(id, environment);
        answer = std::min(answer, one);
        if (one != Truth::yes && reasons != nullptr)
            reasons->push_back(objection(situation, hop, release, id, environment, one));
    }
    return answer;
}

Truth fitsAfterwards(Situation& situation, const HopQuery& hop, std::vector<Reason>* reasons)
{
    Truth answer = Truth::yes;
    for (const auto& [domain, version] : situation.environments.provided(hop.to)) {
        const int now = situation.environments.version(hop.before, domain);
        const bool allowed = situation.environments.stepAllowed(domain, now, version);
        if (allowed && now >= 0)
            continue;
        answer = std::min(answer, allowed ? Truth::unknown : Truth::no);
        if (reasons != nullptr)
            reasons->push_back(objectionToProvided(situation, hop, domain, now, version));
    }
    const std::optional<EnvironmentId> after = situation.after(hop.before, hop.to);
    if (after)
        return std::min(answer, requirementsMet(situation, hop, hop.to, *after, reasons));
    if (reasons != nullptr)
        (void)requirementsMet(situation, hop, hop.to, hop.before, reasons);
    return Truth::no;
}

Truth checkEnvironment(Situation& situation, const HopQuery& hop, std::vector<Reason>* reasons)
{
    const Truth before = requirementsMet(situation, hop, hop.from, hop.before, reasons);
    if (before == Truth::no && reasons == nullptr)
        return before;
    return std::min(before, fitsAfterwards(situation, hop, reasons));
}

}  // namespace planner
