#include "planner/rules/ends.h"

#include <algorithm>

namespace planner {

using catalog::ReleaseState;
using catalog::Truth;

namespace {

void say(const Situation& situation, const HopQuery& hop, ReasonCode code, Rank about, std::vector<Reason>* reasons)
{
    if (reasons == nullptr)
        return;
    Reason reason = reasonAbout(situation, hop, RuleKind::available, code);
    reason.note = situation.model.at(about).state.note;
    reason.place = situation.model.at(about).place;
    reasons->push_back(std::move(reason));
}

}  // namespace

Truth mayBeLeft(Situation& situation, const HopQuery& hop, std::vector<Reason>* reasons)
{
    if (situation.states[hop.from] != ReleaseState::deadEnd || hop.retry())
        return Truth::yes;
    say(situation, hop, ReasonCode::leavesDeadEnd, hop.from, reasons);
    return Truth::no;
}

Truth mayBeEntered(Situation& situation, const HopQuery& hop, std::vector<Reason>* reasons)
{
    Truth answer = situation.exists[hop.to] != 0 ? Truth::yes : Truth::no;
    if (answer == Truth::no)
        say(situation, hop, ReasonCode::notYetReleased, hop.to, reasons);
    const ReleaseState state = situation.states[hop.to];
    if (state == ReleaseState::withdrawn || state == ReleaseState::unavailable) {
        say(situation, hop,
            state == ReleaseState::withdrawn ? ReasonCode::targetWithdrawn : ReasonCode::targetUnavailable, hop.to,
            reasons);
        answer = Truth::no;
    } else if (state != ReleaseState::ok && !hop.last) {
        say(situation, hop, state == ReleaseState::avoid ? ReasonCode::avoidOnTheWay : ReasonCode::deadEndOnTheWay,
            hop.to, reasons);
        answer = Truth::no;
    }
    if (situation.inChannel[hop.to] == 0) {
        if (reasons != nullptr) {
            Reason reason = reasonAbout(situation, hop, RuleKind::available, ReasonCode::notInChannel);
            for (const catalog::Channel& channel : situation.model.at(hop.to).channels)
                reason.names.push_back(channel.text);
            reason.place = situation.model.at(hop.to).place;
            reasons->push_back(std::move(reason));
        }
        answer = Truth::no;
    }
    const ConditionId offer = situation.model.releases[hop.to].offer;
    const Truth offered = situation.truth(offer, hop.before);
    if (offered != Truth::yes && reasons != nullptr) {
        Reason reason = reasonAbout(situation, hop, RuleKind::available, ReasonCode::notOffered);
        reason.facts = situation.undecided(offer, hop.before);
        reason.place = situation.model.at(hop.to).place;
        reasons->push_back(std::move(reason));
    }
    return std::min(answer, offered);
}

Truth checkAvailable(Situation& situation, const HopQuery& hop, std::vector<Reason>* reasons)
{
    const Truth left = mayBeLeft(situation, hop, reasons);
    return std::min(left, mayBeEntered(situation, hop, reasons));
}

}  // namespace planner
