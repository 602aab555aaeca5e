#include "planner/change.h"

#include "planner/spelling.h"

#include <algorithm>

namespace planner {

using RemedyKind = Remedy::Kind;

ChangePrices::ChangePrices(const Request& request, const Refused& refusedChanges, std::int64_t most)
    : m_refused(refusedChanges), m_most(most), m_installed(request.model.version(request.installed).text)
{
    if (!request.site.failed)
        return;
    const std::unique_ptr<Situation> situation = request.situation();
    m_retryHelps =
        acceptable(legal(*situation, {request.installed, request.installed, siteEnvironment, true}), Unknowns::legal);
}

std::optional<Change> ChangePrices::changeFor(const Reason& reason) const
{
    const std::optional<Obstacle> obstacle = obstacleOf(reason);
    if (!obstacle)
        return std::nullopt;
    Change change;
    switch (reason.code) {
    case ReasonCode::riskMatches:
        change = {RemedyKind::acceptRisk, reason.id, {}, price::cheap};
        break;
    case ReasonCode::notInChannel:
        for (const std::string& channel : reason.names) {
            change = {RemedyKind::joinChannel, channel, {}, price::fair};
            if (!refused(change.kind, change.subject))
                break;
        }
        break;
    case ReasonCode::factRequired:
        change = {RemedyKind::answerFact, reason.id, {}, price::fair};
        break;
    case ReasonCode::failedCheckpoint:
        if (m_retryHelps)
            change = {RemedyKind::retryCheckpoint, m_installed, {}, price::cheap};
        break;
    default:
        break;
    }
    if (change.kind == RemedyKind::vendor || refused(change.kind, change.subject))
        change = {RemedyKind::vendor,
                  spelled(obstacle->rule) + ": " + obstacle->subject,
                  {},
                  reason.rule == RuleKind::checkpoint ? price::checkpoint : price::dear};
    return change;
}

std::optional<Change> ChangePrices::changeFor(const Situation& situation, std::size_t domain, int version) const
{
    const ComponentDomain& component = situation.environments.domains()[domain];
    const catalog::Version& wanted = component.versions[static_cast<std::size_t>(version)];
    const bool offered = component.declaration != nullptr &&
                         std::find(component.declaration->available.begin(), component.declaration->available.end(),
                                   wanted) != component.declaration->available.end();
    if (offered && !component.fixed)
        return std::nullopt;
    if (offered)
        return Change{RemedyKind::unfixComponent, component.name.text, wanted.text, price::fair};
    return Change{RemedyKind::raiseComponent, component.name.text, wanted.text, price::fair + 1};
}

Prices::Price ChangePrices::of(const Situation&, const std::vector<Reason>& reasons, RuleScope) const
{
    std::int64_t sum = 0;
    std::vector<Change> changes;
    for (const Reason& reason : reasons) {
        if (!reason.facts.empty())
            continue;
        std::optional<Change> change = changeFor(reason);
        if (!change)
            return std::nullopt;
        const bool known =
            std::any_of(changes.begin(), changes.end(), [&](const Change& one) { return one.same(*change); });
        if (known)
            continue;
        sum += change->price;
        changes.push_back(std::move(*change));
    }
    return sum <= m_most ? Price(sum) : std::nullopt;
}

Prices::Price ChangePrices::ofCheckpoint(const Situation&, std::size_t) const
{
    return price::checkpoint <= m_most ? Price(price::checkpoint) : std::nullopt;
}

Prices::Price ChangePrices::ofStep(Situation& situation, std::size_t domain, int version) const
{
    const std::optional<Change> change = changeFor(situation, domain, version);
    if (!change)
        return 0;
    return refused(change->kind, change->subject) ? std::nullopt : Price(change->price);
}

const std::vector<Rank>& ChangePrices::pairsFrom(Rank) const
{
    static const std::vector<Rank> none;
    return none;
}

}  // namespace planner
