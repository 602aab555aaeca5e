#include "planner/rules/rules.h"

namespace planner {

using catalog::Truth;

Truth checkSiteState(Situation& situation, const HopQuery& hop, std::vector<Reason>* reasons)
{
    if (hop.from != situation.installed || !situation.site.failed || hop.retry())
        return Truth::yes;
    const Truth failed = situation.failedHere();
    if (failed != Truth::no && reasons != nullptr) {
        for (std::size_t position = 0; position < situation.model.checkpoints.size(); ++position) {
            const CompiledCheckpoint& checkpoint = situation.model.checkpoints[position];
            if (!situation.lands(position, hop.from) || situation.truth(checkpoint.when, siteEnvironment) == Truth::no)
                continue;
            Reason reason = reasonAbout(situation, hop, RuleKind::siteState, ReasonCode::failedCheckpoint);
            reason.id = checkpoint.checkpoint->id.text;
            reason.facts = situation.undecided(checkpoint.when, siteEnvironment);
            reason.note = checkpoint.checkpoint->note;
            reason.place = situation.model.at(checkpoint.declaredBy).place;
            reasons->push_back(std::move(reason));
        }
    }
    return negation(failed);
}

}  // namespace planner
