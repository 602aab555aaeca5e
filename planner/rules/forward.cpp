#include "planner/rules/rules.h"

#include <algorithm>

namespace planner {

using catalog::SchemaVersion;
using catalog::Truth;

namespace {

/// The oldest schema whose code works against the database of the installed release; the site may know a higher one.
std::optional<SchemaVersion> compatOfInstalled(const Situation& situation)
{
    std::optional<SchemaVersion> compat = situation.model.at(situation.installed).compat;
    if (situation.site.database && situation.site.database->compat)
        compat = compat ? std::max(*compat, *situation.site.database->compat) : situation.site.database->compat;
    return compat;
}

Truth namedByAllow(Situation& situation, const HopQuery& hop, std::vector<catalog::FactName>* undecided)
{
    Truth named = Truth::no;
    for (const CompiledRule* rule : rulesFor(situation.day().allows, hop)) {
        if (!rule->matches(hop.from, hop.to))
            continue;
        const Truth holds = situation.truth(rule->when, hop.before);
        if (holds == Truth::unknown && undecided != nullptr) {
            for (const catalog::FactName& fact : situation.undecided(rule->when, hop.before))
                undecided->push_back(fact);
        }
        named = std::max(named, holds);
    }
    return named;
}

}  // namespace

Truth checkForward(Situation& situation, const HopQuery& hop, std::vector<Reason>* reasons)
{
    if (hop.to > hop.from)
        return Truth::yes;
    if (hop.retry() && hop.from == situation.installed) {
        const Truth failed = situation.failedHere();
        if (failed != Truth::no)
            return Truth::yes;
    }
    Truth answer = Truth::no;
    std::vector<catalog::FactName> undecided;
    const bool back = !hop.retry() && situation.goal.allowDowngrade;
    if (back) {
        answer = namedByAllow(situation, hop, reasons == nullptr ? nullptr : &undecided);
        if (hop.from == situation.installed && hop.last && answer != Truth::yes) {
            const std::optional<SchemaVersion> compat = compatOfInstalled(situation);
            const std::optional<SchemaVersion> schema = situation.model.at(hop.to).schema;
            if (compat && schema && *compat <= *schema)
                return Truth::yes;
        }
    }
    if (answer != Truth::yes && reasons != nullptr) {
        const ReasonCode code = back ? ReasonCode::downgradeNeedsBackup : ReasonCode::notAfter;
        Reason reason = reasonAbout(situation, hop, RuleKind::forward, code);
        reason.facts = std::move(undecided);
        reasons->push_back(std::move(reason));
    }
    return answer;
}

}  // namespace planner
