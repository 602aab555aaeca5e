#pragma once

#include "planner/hop_cost.h"
#include "planner/search.h"
#include "planner/untouched.h"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace planner {

/// The ends of hops that no better source has taken yet.
///
/// Between a class of sources and a class of ends (see Day) all rules are asked once; of the rest, each release is
/// asked once as a source and once as an end, and what is left are lower bounds in the ends' order. Hops between two
/// classes differ in weight only by their end, so each end is taken once for each weight, by the first source that
/// asks; taken ends are skipped by union-find. Asked in the total order of paths, nobody misses a better hop.
///
/// With prices, a hop is refused when it costs more than the search may spend, so that checkpoints close lines as they
/// do without, only some classes later; each price is a weight of its own.
///
/// Exceptions, asked pair by pair: what narrow rules are about, hops back, classes whose schema or dates do not rise,
/// and all of a site whose hops' times depend on the pair (timesOfPairs).
///
/// Road not taken: intervals over all releases for each rule. Their intersections are what the classes are, found again
/// for every source.
class HopEnds {
public:
    struct End {
        Rank to = 0;
        Cost cost;
    };

    using Weight = std::pair<Cost, const CompiledRule*>;  ///< of a hop, its times left out, and where these come from

    /// What hops between two classes have in common.
    struct Way {
        ClassId end = 0;
        Weight weight;
        std::uint32_t untouched = 0;  ///< the set of ends that are left
        bool datesWaived = false;
    };

    HopEnds(Situation& situation, const SearchRequest& request, std::optional<Rank> target);

    /// Which hops are worth working out their times.
    class Worth {
    public:
        virtual ~Worth() = default;
        /// `cost` is without times. Ends that are not worth it are left where they are.
        [[nodiscard]] virtual bool hop(Rank to, EnvironmentId before, const Cost& cost) const = 0;
    };

    /// Appends the ends that are left for hops from a release in an environment, and takes them.
    void take(Rank from, EnvironmentId environment, std::vector<End>& ends, const Worth* worth = nullptr);

    /// The hop's cost, price included, by asking every rule about this very pair; nothing when it may not be taken.
    [[nodiscard]] std::optional<Cost> ask(const HopQuery& hop);

    /// The classes of ends that hops from a class of sources may lead to, whatever has been taken.
    [[nodiscard]] const std::vector<Way>& waysFrom(ClassId start, EnvironmentId environment);

    /// Whether the release may stay while components change.
    [[nodiscard]] bool mayStay(Rank release, EnvironmentId before, EnvironmentId after);

private:
    using Verdict = std::optional<std::int64_t>;  ///< a price, 0 without prices; nothing: refused

    /// One class's ends that may be entered in an environment, and what entering them costs.
    struct Members {
        std::vector<Rank> ranks;
        std::vector<std::int64_t> prices;
    };
    struct EndSet {
        ClassId end = 0;
        Weight weight;
        Untouched left;  ///< positions in Members
    };
    struct Moment {
        std::vector<std::optional<Members>> members;        ///< by end class
        std::vector<std::optional<std::vector<Way>>> ways;  ///< by start class
        std::vector<std::optional<std::vector<Way>>> open;  ///< those with ends left; by start class
        std::map<std::pair<ClassId, Weight>, std::uint32_t> sets;
        std::vector<EndSet> untouched;
    };

    [[nodiscard]] Moment& at(EnvironmentId environment);
    [[nodiscard]] const Members& membersOf(ClassId end, EnvironmentId environment);
    [[nodiscard]] std::optional<Way> wayBetween(const StartClass& start, ClassId end, EnvironmentId environment);
    [[nodiscard]] std::uint32_t setOf(ClassId end, const Weight& weight, EnvironmentId environment);
    [[nodiscard]] Verdict verdict(const HopQuery& hop, const std::vector<RuleFunction>& rules);
    [[nodiscard]] bool shut(const StartClass& start, ClassId end, EnvironmentId environment);
    [[nodiscard]] bool tooDear(std::size_t word, std::uint64_t checkpoints, std::int64_t& price) const;
    [[nodiscard]] Verdict priceOf(const HopQuery& hop);

    struct Bound {
        std::uint32_t afterSource = 0;  ///< position of the first end after the source
        std::uint32_t legal = 0;        ///< position of the first end that the schema rule lets pass
        bool exact = true;              ///< else the ends behind `legal` have to be asked about
    };
    [[nodiscard]] Bound boundOf(Rank from, const Way& way, const Members& members) const;
    void takeFrom(std::uint32_t set, std::uint32_t begin, std::uint32_t end, Rank from, EnvironmentId environment,
                  bool askSchema, std::vector<End>& ends);
    [[nodiscard]] bool isNarrow(Rank from, Rank to) const;
    [[nodiscard]] const std::vector<Way>& openWays(ClassId start, EnvironmentId environment);
    void takePairs(Rank from, EnvironmentId environment, std::vector<End>& ends);

    Situation& m_situation;
    const Day& m_day;
    const SearchRequest& m_request;
    std::optional<Rank> m_target;
    CostOrder m_order;
    bool m_pairTimes;
    const Worth* m_worth = nullptr;  ///< while ends are taken; null: all are
    Verdict m_schemaPrice;
    std::vector<Moment> m_moments;  ///< by environment
};

}  // namespace planner
