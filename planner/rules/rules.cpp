#include "planner/rules/rules.h"

#include <algorithm>
#include <iterator>

namespace planner {

using catalog::Truth;

const std::array<RuleEntry, 11>& allRules()
{
    static constexpr std::array<RuleEntry, 11> rules{{
        {RuleKind::available, checkAvailable},
        {RuleKind::forward, checkForward},
        {RuleKind::schema, checkSchema},
        {RuleKind::checkpoint, checkCheckpoint},
        {RuleKind::policy, checkPolicy},
        {RuleKind::forbid, checkForbid},
        {RuleKind::reach, checkReach},
        {RuleKind::leave, checkLeave},
        {RuleKind::risk, checkRisk},
        {RuleKind::environment, checkEnvironment},
        {RuleKind::siteState, checkSiteState},
    }};
    return rules;
}

Truth legal(Situation& situation, const HopQuery& hop)
{
    static constexpr std::array<RuleFunction, 11> cheapestFirst{
        checkForward, checkCheckpoint, checkAvailable, checkSiteState, checkForbid,      checkLeave,
        checkReach,   checkPolicy,     checkRisk,      checkSchema,    checkEnvironment,
    };
    Truth all = Truth::yes;
    for (const RuleFunction check : cheapestFirst) {
        all = std::min(all, check(situation, hop, nullptr));
        if (all == Truth::no)
            return all;
    }
    return all;
}

std::vector<Reason> objections(Situation& situation, const HopQuery& hop)
{
    std::vector<Reason> reasons;
    for (const RuleEntry& rule : allRules())
        (void)rule.check(situation, hop, &reasons);
    return reasons;
}

std::vector<Reason> relaxedObjections(Situation& situation, const HopQuery& hop)
{
    std::vector<Reason> reasons = objections(situation, hop);
    if (hop.retry())
        return reasons;
    const catalog::Version& source = situation.model.version(hop.from);
    const auto paid = [&](const Reason& reason) {
        return (reason.rule == RuleKind::environment && reason.to == source) ||
               (reason.code == ReasonCode::leavesDeadEnd && hop.from != situation.installed);
    };
    reasons.erase(std::remove_if(reasons.begin(), reasons.end(), paid), reasons.end());
    return reasons;
}

Reason reasonAbout(const Situation& situation, const HopQuery& hop, RuleKind rule, ReasonCode code)
{
    Reason reason;
    reason.code = code;
    reason.rule = rule;
    reason.from = situation.model.version(hop.from);
    reason.to = situation.model.version(hop.to);
    return reason;
}

Truth negation(Truth truth)
{
    if (truth == Truth::unknown)
        return truth;
    return truth == Truth::yes ? Truth::no : Truth::yes;
}

}  // namespace planner
