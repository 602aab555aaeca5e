#pragma once

#include "planner/outcome.h"
#include "planner/relaxation.h"

#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace planner {

/// What a change costs: the site's word is cheap, changing something at the site is fair, the vendor is dear. The
/// vendor brings back a release that one has to stop at sooner than that a stop is not needed.
namespace price {
inline constexpr std::int64_t cheap = 1;
inline constexpr std::int64_t fair = 3;
inline constexpr std::int64_t dear = 1000;
inline constexpr std::int64_t checkpoint = dear + dear / 4;
inline constexpr std::int64_t mostAtSite = dear - 1;  ///< of a path that needs no vendor
}  // namespace price

/// One thing that somebody can change so that an obstacle goes.
struct Change {
    Remedy::Kind kind = Remedy::Kind::vendor;
    std::string subject;  ///< as of Remedy; the vendor's: of the obstacle
    std::string value;    ///< raiseComponent, unfixComponent: the version
    std::int64_t price = price::dear;

    /// Components rise in steps, each of which is a change of its own; everything else is changed once.
    [[nodiscard]] bool same(const Change& other) const
    {
        return kind == other.kind && subject == other.subject &&
               (kind != Remedy::Kind::raiseComponent || value == other.value);
    }
};

/// What changes cost, those left out that were offered or tried before.
class ChangePrices : public Prices {
public:
    using Refused = std::set<std::pair<Remedy::Kind, std::string>>;
    /// `most`: see Prices. Both borrowed arguments outlive the prices.
    ChangePrices(const Request& request, const Refused& refused, std::int64_t most);

    /// Nothing when no change can help.
    [[nodiscard]] std::optional<Change> changeFor(const Reason& reason) const;
    /// Nothing when catalog and site allow the step.
    [[nodiscard]] std::optional<Change> changeFor(const Situation& situation, std::size_t domain, int version) const;

    [[nodiscard]] Price of(const Situation& situation, const std::vector<Reason>& reasons,
                           RuleScope scope) const override;
    [[nodiscard]] Price ofCheckpoint(const Situation& situation, std::size_t checkpoint) const override;
    [[nodiscard]] Price ofStep(Situation& situation, std::size_t domain, int version) const override;
    [[nodiscard]] const std::vector<Rank>& pairsFrom(Rank from) const override;
    [[nodiscard]] std::int64_t most() const override { return m_most; }

private:
    [[nodiscard]] bool refused(Remedy::Kind kind, const std::string& subject) const
    {
        return m_refused.count({kind, subject}) != 0;
    }
    const Refused& m_refused;
    std::int64_t m_most;
    std::string m_installed;
    bool m_retryHelps = false;
};

}  // namespace planner
