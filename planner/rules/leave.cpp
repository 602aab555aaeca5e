#include "planner/rules/rules.h"

#include <algorithm>

namespace planner {

using catalog::Truth;

namespace {

/// A line's newest ok, offered release: certainly this one, or one of several as long as offers are undecided.
struct Newest {
    std::vector<Rank> maybe;      ///< newer than `certain`, their offers undecided
    std::optional<Rank> certain;  ///< none: the line may have no such release at all
};

Newest newestOf(const Situation& situation, std::uint32_t line, EnvironmentId environment)
{
    Newest newest;
    const std::vector<catalog::ReleaseIndex>& releases = situation.model.order.onLine(catalog::LineIndex{line});
    for (auto release = releases.rbegin(); release != releases.rend(); ++release) {
        const Rank rank = situation.model.rank(*release);
        if (!situation.released(rank) || situation.states[rank] != catalog::ReleaseState::ok)
            continue;
        const Truth offered = situation.offered(rank, environment);
        if (offered == Truth::yes) {
            newest.certain = rank;
            return newest;
        }
        if (offered == Truth::unknown)
            newest.maybe.push_back(rank);
    }
    return newest;
}

Truth fromNewest(const Newest& newest, Rank rank)
{
    const bool maybe = std::find(newest.maybe.begin(), newest.maybe.end(), rank) != newest.maybe.end();
    if (newest.maybe.empty())
        return !newest.certain || *newest.certain == rank ? Truth::yes : Truth::no;
    return maybe || !newest.certain || *newest.certain == rank ? Truth::unknown : Truth::no;
}

}  // namespace

Truth checkLeave(Situation& situation, const HopQuery& hop, std::vector<Reason>* reasons)
{
    Truth answer = Truth::yes;
    const Model& model = situation.model;
    const std::uint32_t line = model.releases[hop.from].line;
    if (situation.day().leaves.empty() || line == model.releases[hop.to].line)
        return answer;
    for (const CompiledRule* rule : rulesFor(situation.day().leaves, hop)) {
        const catalog::LeaveRule& leave = std::get<catalog::LeaveRule>(rule->rule->body);
        if (leave.line && (!rule->line || static_cast<std::uint32_t>(*rule->line) != line))
            continue;
        Newest newest;
        Truth placed = Truth::yes;
        if (rule->from != nullptr) {
            placed = rule->from->contains(hop.from) ? Truth::yes : Truth::no;
        } else {
            newest = newestOf(situation, line, hop.before);
            placed = fromNewest(newest, hop.from);
        }
        const Truth holds = situation.truth(rule->when, hop.before);
        const Truth one = std::max(placed, negation(holds));
        answer = std::min(answer, one);
        if (reasons == nullptr || one == Truth::yes)
            continue;
        Reason reason = reasonAbout(situation, hop, RuleKind::leave, ReasonCode::leaveNotLatest);
        if (newest.certain)
            reason.releases.push_back(model.version(*newest.certain));
        for (auto maybe = newest.maybe.rbegin(); maybe != newest.maybe.rend(); ++maybe)
            reason.releases.push_back(model.version(*maybe));
        const bool listed = rule->from != nullptr && hop.detail == Detail::full;
        for (Rank rank = 0; listed && rank < model.size(); ++rank) {
            if (model.releases[rank].line == line && situation.exists[rank] != 0 && rule->from->contains(rank))
                reason.releases.push_back(model.version(rank));
        }
        reason.facts = situation.undecided(rule->when, hop.before);
        if (placed == Truth::unknown) {
            for (const Rank maybe : newest.maybe) {
                for (catalog::FactName& fact : situation.undecided(model.releases[maybe].offer, hop.before)) {
                    if (std::find(reason.facts.begin(), reason.facts.end(), fact) == reason.facts.end())
                        reason.facts.push_back(std::move(fact));
                }
            }
        }
        reason.note = rule->rule->note;
        reason.place = rule->rule->place;
        reason.position = positionOf(situation.model.catalog, *rule);
        reasons->push_back(std::move(reason));
    }
    return answer;
}

}  // namespace planner
