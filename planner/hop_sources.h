#pragma once

#include "planner/hop_ends.h"

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

namespace planner {

/// The sources of hops that no better end has taken yet: HopEnds seen from the other end, for searches backwards.
///
/// What hops to one end have in common is the end's times; what is left differs by classes. So each source is taken
/// once for each weight by the first end that asks; the ends have to ask in the order of the best paths behind them,
/// their times included. Of a class, the sources from which an end is legal are the oldest ones, up to a bound in the
/// schema, the date and the migrations. Exceptions as in HopEnds; hops back and prices are not made here.
class HopSources {
public:
    /// A class of sources, and what hops from it cost without their times.
    struct Origin {
        ClassId start = 0;
        Cost cost;
        std::uint32_t untouched = 0;  ///< the set of sources that are left
        bool datesWaived = false;
    };
    /// The origins of hops to one class of ends that take their times from the same rule.
    struct Entrance {
        const CompiledRule* times = nullptr;  ///< null: the end's own
        std::vector<Origin> origins;
    };
    struct Source {
        Rank from = 0;
        Cost cost;  ///< without times
    };

    /// `ends` is asked for what classes have in common and not changed otherwise. All are borrowed.
    HopSources(Situation& situation, const SearchRequest& request, HopEnds& ends);

    [[nodiscard]] const std::vector<Entrance>& entrances(ClassId end, EnvironmentId before);

    /// Whether hops may end at the release, coming from this environment.
    [[nodiscard]] bool enterable(Rank end, EnvironmentId before);

    /// Appends the sources that are left for hops to an end, and takes them.
    void take(const Entrance& entrance, Rank end, EnvironmentId before, std::vector<Source>& sources);

    /// Sources of hops that a narrow rule is about, in the order of ranks.
    [[nodiscard]] const std::vector<Rank>& narrow(Rank end) const { return m_narrow[end]; }

private:
    struct Members {
        std::vector<Rank> ranks;  ///< that may be left
        bool hasSchema = false;
        bool hasDate = false;
        bool schemaRises = true;  ///< all or none have one, and it rises; else each pair has to be asked about
        bool dateRises = true;
    };
    struct StartSet {
        ClassId start = 0;
        bool crossing = false;  ///< for hops to other lines
        Untouched left;         ///< positions in Members
    };
    struct Moment {
        bool made = false;
        std::vector<std::vector<Entrance>> entrances;  ///< by end class
        std::vector<std::optional<Members>> members;   ///< by start class, within its line
        std::vector<std::optional<Members>> crossing;  ///< by start class, to other lines
        std::map<std::tuple<ClassId, bool, HopEnds::Weight>, std::uint32_t> sets;
        std::vector<StartSet> untouched;
    };

    [[nodiscard]] Moment& at(EnvironmentId environment);
    [[nodiscard]] const Members& membersOf(ClassId start, bool crossing, EnvironmentId environment);
    void addWay(Moment& moment, ClassId start, const HopEnds::Way& way, EnvironmentId environment);
    /// The position behind the last source from which the end may be legal, and whether all before it are.
    [[nodiscard]] std::pair<std::uint32_t, bool> boundOf(const Members& members, Rank end, bool datesWaived) const;

    Situation& m_situation;
    const SearchRequest& m_request;
    HopEnds& m_ends;
    const Day& m_day;
    std::vector<std::vector<Rank>> m_startMembers;  ///< by start class
    std::vector<std::vector<Rank>> m_narrow;        ///< by end
    std::vector<Moment> m_moments;                  ///< by environment
};

}  // namespace planner
