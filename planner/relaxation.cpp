#include "planner/relaxation.h"

#include "planner/rules/environment.h"
#include "planner/ways.h"

#include <algorithm>
#include <limits>

namespace planner {

namespace {

constexpr int mostDoubts = 64;

/// Rules that refuse a pair of releases, not one release or all that a range names.
bool aboutPairs(RuleKind rule) { return rule == RuleKind::schema || rule == RuleKind::policy; }

std::string availabilityOf(const Reason& reason)
{
    switch (reason.code) {
    case ReasonCode::leavesDeadEnd:
        return reason.from.text;
    case ReasonCode::notInChannel:
        return "channels of " + reason.to.text;
    case ReasonCode::notOffered:
        return "offer of " + reason.to.text;
    case ReasonCode::notYetReleased:
        return "date of " + reason.to.text;
    default:
        return reason.to.text;
    }
}

class Branching {
public:
    Branching(const Request& request, const TargetMeaning& meaning, const Prices* prices,
              const ComponentChanges& changes)
        : m_request(request), m_meaning(meaning), m_prices(prices), m_changes(changes)
    {
    }

    std::optional<Possible> find(const Answers& answers, int& price)
    {
        std::unique_ptr<Situation> situation = m_request.situation(answers, m_changes);
        if (!contradictions(*situation).empty())
            return std::nullopt;
        Answer bold = answer(*situation, m_meaning, Unknowns::legal, m_prices);
        if (bold.kind != Answer::Kind::path)
            return std::nullopt;
        price = priceOf(*situation, bold.path);
        std::vector<catalog::FactName> doubt = unsaidRequirements(*situation);
        if (doubt.empty())
            doubt = firstDoubt(*situation, m_meaning, bold, m_prices);
        if (doubt.empty() || ++m_branches > mostDoubts)
            return Possible{std::move(bold.path), *bold.target, answers, std::move(situation)};
        return branch(*situation, answers, doubt.front(), price);
    }

private:
    std::optional<Possible> branch(const Situation& situation, const Answers& answers, const catalog::FactName& fact,
                                   int& price)
    {
        const int least = price;
        std::optional<Possible> best;
        for (const Way& way : waysToFall(situation, fact).list) {
            Answers further = answers;
            const catalog::Version* version = std::get_if<catalog::Version>(&way.value);
            if (version != nullptr && situation.environments.domainOf(fact.text))
                further.components[catalog::ComponentName{fact.text}] = *version;
            else
                further.facts[fact] = way.value;
            int one = 0;
            std::optional<Possible> found = find(further, one);
            if (!found || (best && price <= one))
                continue;
            best = std::move(found);
            price = one;
            if (price <= least)
                break;
        }
        return best;
    }

    int priceOf(Situation& situation, const Path& path) const
    {
        std::int64_t sum = 0;
        for (std::size_t i = 0; m_prices != nullptr && i < path.size(); ++i) {
            const Move& move = path[i];
            if (move.kind == Move::Kind::component) {
                const int version = situation.environments.version(move.after, move.domain);
                sum += m_prices->ofStep(situation, move.domain, version).value_or(0);
                continue;
            }
            const HopQuery hop{move.from, move.to, move.before, i + 1 == path.size(), RuleScope::all, Detail::brief};
            sum += m_prices->of(situation, relaxedObjections(situation, hop), RuleScope::all).value_or(0);
        }
        return static_cast<int>(std::min<std::int64_t>(sum, std::numeric_limits<int>::max()));
    }

    const Request& m_request;
    const TargetMeaning& m_meaning;
    const Prices* m_prices;
    const ComponentChanges& m_changes;
    int m_branches = 0;
};

}  // namespace

std::optional<Obstacle> obstacleOf(const Reason& reason)
{
    switch (reason.rule) {
    case RuleKind::available:
        return Obstacle{reason.rule, availabilityOf(reason)};
    case RuleKind::forward:
        return std::nullopt;
    case RuleKind::schema:
    case RuleKind::policy:
        return Obstacle{reason.rule, reason.from.text + " > " + reason.to.text};
    case RuleKind::checkpoint:
    case RuleKind::risk:
        return Obstacle{reason.rule, reason.id};
    case RuleKind::forbid:
    case RuleKind::reach:
    case RuleKind::leave:
        return Obstacle{reason.rule, std::to_string(reason.position)};
    case RuleKind::environment: {
        const bool brought =
            reason.code == ReasonCode::componentGoesBack || reason.code == ReasonCode::componentStepTooLarge;
        return Obstacle{reason.rule, (brought ? "what it brings: " : "") + reason.to.text + " " + reason.id};
    }
    case RuleKind::siteState:
        return Obstacle{reason.rule, {}};
    }
    return std::nullopt;
}

Lifted::Lifted(const Model& model, const std::vector<Cause>& causes) : m_checkpoints(model.checkpoints.size())
{
    for (const Cause& cause : causes) {
        m_obstacles.insert(cause.obstacle);
        if (aboutPairs(cause.obstacle.rule))
            m_pairs[cause.from].push_back(cause.to);
    }
    for (std::size_t position = 0; position < model.checkpoints.size(); ++position)
        m_checkpoints[position] =
            m_obstacles.count({RuleKind::checkpoint, model.checkpoints[position].checkpoint->id.text}) != 0;
}

Prices::Price Lifted::of(const Situation&, const std::vector<Reason>& reasons, RuleScope scope) const
{
    for (const Reason& reason : reasons) {
        if (!reason.facts.empty())
            continue;
        const std::optional<Obstacle> obstacle = obstacleOf(reason);
        if (!obstacle || (scope == RuleScope::broad && aboutPairs(reason.rule)) || m_obstacles.count(*obstacle) == 0)
            return std::nullopt;
    }
    return 0;
}

Prices::Price Lifted::ofCheckpoint(const Situation&, std::size_t checkpoint) const
{
    return m_checkpoints[checkpoint] ? Price(0) : std::nullopt;
}

Prices::Price Lifted::ofStep(Situation&, std::size_t, int) const { return 0; }

const std::vector<Rank>& Lifted::pairsFrom(Rank from) const
{
    static const std::vector<Rank> none;
    const auto found = m_pairs.find(from);
    return found == m_pairs.end() ? none : found->second;
}

std::int64_t Lifted::most() const { return std::numeric_limits<std::int64_t>::max(); }

std::optional<Possible> findPossible(const Request& request, const TargetMeaning& meaning, const Prices* prices,
                                     const ComponentChanges& changes)
{
    int price = 0;
    return Branching(request, meaning, prices, changes).find({}, price);
}

}  // namespace planner
