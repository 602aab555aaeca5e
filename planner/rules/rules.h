#pragma once

#include "planner/situation.h"

#include <array>
#include <vector>

namespace planner {

/// `broad`: leaves out the rules that match only few pairs. The search asks so for a hop that stands for its classes.
enum class RuleScope { all, broad };

/// `brief`: reasons say which rule refuses what, but not at length which releases or migrations it is about. A search
/// that pays for violations asks so, for each hop.
enum class Detail { full, brief };

/// One hop that is asked about, in the environment right before it.
struct HopQuery {
    Rank from = 0;
    Rank to = 0;
    EnvironmentId before = siteEnvironment;
    bool last = false;  ///< it ends the path
    RuleScope scope = RuleScope::all;
    Detail detail = Detail::full;
    [[nodiscard]] bool retry() const { return from == to; }
};

[[nodiscard]] inline const std::vector<const CompiledRule*>& rulesFor(const DayRules& rules, const HopQuery& hop)
{
    return hop.scope == RuleScope::all ? rules.all : rules.broad;
}

/// Each rule of DESIGN section 5 answers yes (legal), no (refused) or unknown. With `reasons` (may be null) it says
/// why it does not answer yes: a reason whose `facts` are filled holds only if those facts fall so. The search asks
/// without reasons and explanations with them, so both come from the same code.
using RuleFunction = catalog::Truth (*)(Situation&, const HopQuery&, std::vector<Reason>* reasons);

[[nodiscard]] catalog::Truth checkAvailable(Situation&, const HopQuery&, std::vector<Reason>* reasons);
[[nodiscard]] catalog::Truth checkForward(Situation&, const HopQuery&, std::vector<Reason>* reasons);
[[nodiscard]] catalog::Truth checkSchema(Situation&, const HopQuery&, std::vector<Reason>* reasons);
[[nodiscard]] catalog::Truth checkCheckpoint(Situation&, const HopQuery&, std::vector<Reason>* reasons);
[[nodiscard]] catalog::Truth checkPolicy(Situation&, const HopQuery&, std::vector<Reason>* reasons);
[[nodiscard]] catalog::Truth checkForbid(Situation&, const HopQuery&, std::vector<Reason>* reasons);
[[nodiscard]] catalog::Truth checkReach(Situation&, const HopQuery&, std::vector<Reason>* reasons);
[[nodiscard]] catalog::Truth checkLeave(Situation&, const HopQuery&, std::vector<Reason>* reasons);
[[nodiscard]] catalog::Truth checkRisk(Situation&, const HopQuery&, std::vector<Reason>* reasons);
[[nodiscard]] catalog::Truth checkEnvironment(Situation&, const HopQuery&, std::vector<Reason>* reasons);
[[nodiscard]] catalog::Truth checkSiteState(Situation&, const HopQuery&, std::vector<Reason>* reasons);

struct RuleEntry {
    RuleKind kind;
    RuleFunction check;
};

/// All rules in DESIGN's order.
[[nodiscard]] const std::array<RuleEntry, 11>& allRules();

/// The conjunction of all rules; stops at the first that refuses, cheap and selective ones first.
[[nodiscard]] catalog::Truth legal(Situation& situation, const HopQuery& hop);

/// The reasons of every rule that does not answer yes.
[[nodiscard]] std::vector<Reason> objections(Situation& situation, const HopQuery& hop);

/// Those of a relaxed search: what the source itself is refused for was paid on entering it.
[[nodiscard]] std::vector<Reason> relaxedObjections(Situation& situation, const HopQuery& hop);

/// A reason about a hop, ready for more fields.
[[nodiscard]] Reason reasonAbout(const Situation& situation, const HopQuery& hop, RuleKind rule, ReasonCode code);

/// Notes a condition's answer: no reason is added unless it may be true.
[[nodiscard]] catalog::Truth negation(catalog::Truth truth);

}  // namespace planner
