#include "planner/rules/rules.h"

#include <bit>

namespace planner {

using catalog::Truth;

namespace {

constexpr std::size_t mostExplained = 32;  ///< reasons before the oldest checkpoints are enough

void explain(Situation& situation, const HopQuery& hop, std::size_t word, std::uint64_t bits, ReasonCode code,
             std::vector<Reason>& reasons)
{
    const bool brief = hop.detail == Detail::brief;
    for (; bits != 0 && (brief || reasons.size() < mostExplained); bits &= bits - 1) {
        const std::size_t position = word * 64 + static_cast<std::size_t>(std::countr_zero(bits));
        const CompiledCheckpoint& checkpoint = situation.model.checkpoints[position];
        Reason reason = reasonAbout(situation, hop, RuleKind::checkpoint, code);
        reason.id = checkpoint.checkpoint->id.text;
        reason.facts = situation.undecided(checkpoint.when, hop.before);
        if (!brief) {
            reason.note = checkpoint.checkpoint->note;
            reason.place = situation.model.at(checkpoint.declaredBy).place;
            for (const Rank rank : situation.day().landings(position))
                reason.releases.push_back(situation.model.version(rank));
        }
        reasons.push_back(std::move(reason));
    }
}

}  // namespace

Truth checkCheckpoint(Situation& situation, const HopQuery& hop, std::vector<Reason>* reasons)
{
    if (situation.checkpointWords() == 0)
        return Truth::yes;
    const std::vector<std::uint64_t>& possible = situation.possibleCheckpoints(hop.before);
    const std::vector<std::uint64_t>& certain = situation.certainCheckpoints(hop.before);
    Truth answer = Truth::yes;
    for (std::size_t word = 0; word < situation.checkpointWords(); ++word) {
        const std::uint64_t a = situation.passed(hop.from, word);
        const std::uint64_t skipped = ~a & situation.beyond(hop.to, word);
        const std::uint64_t undone = a & ~situation.passed(hop.to, word) & ~situation.undoable(word);
        const std::uint64_t refused = skipped | undone;
        if ((refused & certain[word]) != 0)
            answer = Truth::no;
        else if ((refused & possible[word]) != 0)
            answer = std::min(answer, Truth::unknown);
        if (reasons != nullptr) {
            explain(situation, hop, word, skipped & possible[word], ReasonCode::checkpointSkipped, *reasons);
            explain(situation, hop, word, undone & possible[word], ReasonCode::checkpointUndone, *reasons);
        } else if (answer == Truth::no) {
            return answer;
        }
    }
    return answer;
}

}  // namespace planner
