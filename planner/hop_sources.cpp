#include "planner/hop_sources.h"

#include "planner/rules/ends.h"
#include "planner/rules/environment.h"

#include <algorithm>

namespace planner {

HopSources::HopSources(Situation& situation, const SearchRequest& request, HopEnds& ends)
    : m_situation(situation),
      m_request(request),
      m_ends(ends),
      m_day(situation.day()),
      m_startMembers(m_day.starts.size()),
      m_narrow(situation.model.size())
{
    for (Rank rank = 0; rank < m_day.model.size(); ++rank) {
        m_startMembers[m_day.startOf[rank]].push_back(rank);
        for (const Rank to : m_day.narrow[rank]) {
            if (to > rank)
                m_narrow[to].push_back(rank);
        }
    }
}

HopSources::Moment& HopSources::at(EnvironmentId environment)
{
    while (m_moments.size() <= environment)
        m_moments.emplace_back();
    Moment& moment = m_moments[environment];
    if (!moment.made) {
        moment.made = true;
        moment.entrances.resize(m_day.ends.size());
        moment.members.resize(m_day.starts.size());
        moment.crossing.resize(m_day.starts.size());
        for (ClassId start = 0; start < m_day.starts.size(); ++start) {
            for (const HopEnds::Way& way : m_ends.waysFrom(start, environment))
                addWay(moment, start, way, environment);
        }
    }
    return moment;
}

void HopSources::addWay(Moment& moment, ClassId start, const HopEnds::Way& way, EnvironmentId environment)
{
    const bool crossing = m_day.model.releases[m_day.starts[start].first].line != m_day.ends[way.end].line;
    const Members& members = membersOf(start, crossing, environment);
    if (members.ranks.empty())
        return;
    const auto [place, added] =
        moment.sets.try_emplace({start, crossing, way.weight}, static_cast<std::uint32_t>(moment.untouched.size()));
    if (added) {
        moment.untouched.push_back({start, crossing, Untouched(members.ranks.size())});
    }
    std::vector<Entrance>& entrances = moment.entrances[way.end];
    auto entrance = std::find_if(entrances.begin(), entrances.end(),
                                 [&](const Entrance& one) { return one.times == way.weight.second; });
    if (entrance == entrances.end())
        entrance = entrances.insert(entrances.end(), {way.weight.second, {}});
    entrance->origins.push_back({start, way.weight.first, place->second, way.datesWaived});
}

const HopSources::Members& HopSources::membersOf(ClassId start, bool crossing, EnvironmentId environment)
{
    const bool askLine = crossing && !m_day.leaves.empty();
    Moment& moment = m_moments[environment];
    std::optional<Members>& members = askLine ? moment.crossing[start] : moment.members[start];
    if (members)
        return *members;
    members.emplace();
    const Model& model = m_day.model;
    const auto elsewhere = [&](Rank rank) {
        const Rank last = static_cast<Rank>(model.size() - 1);
        return model.releases[last].line != model.releases[rank].line ? last : Rank{0};
    };
    for (const Rank rank : m_startMembers[start]) {
        const Rank other = rank == 0 ? static_cast<Rank>(model.size() - 1) : rank - 1;
        if (other == rank ||
            !acceptable(mayBeLeft(m_situation, {rank, other, environment}, nullptr), m_request.unknowns))
            continue;
        if (!acceptable(requirementsMet(m_situation, {rank, other, environment}, rank, environment, nullptr),
                        m_request.unknowns))
            continue;
        if (askLine &&
            !acceptable(checkLeave(m_situation, {rank, elsewhere(rank), environment}, nullptr), m_request.unknowns))
            continue;
        const catalog::Release& release = model.at(rank);
        if (!members->ranks.empty()) {
            const catalog::Release& before = model.at(members->ranks.back());
            members->schemaRises = members->schemaRises && before.schema.has_value() == release.schema.has_value() &&
                                   (!release.schema || *before.schema <= *release.schema);
            members->dateRises = members->dateRises && before.date.has_value() == release.date.has_value() &&
                                 (!release.date || *before.date <= *release.date);
        }
        members->hasSchema = members->hasSchema || release.schema.has_value();
        members->hasDate = members->hasDate || release.date.has_value();
        members->ranks.push_back(rank);
    }
    return *members;
}

const std::vector<HopSources::Entrance>& HopSources::entrances(ClassId end, EnvironmentId before)
{
    return at(before).entrances[end];
}

bool HopSources::enterable(Rank end, EnvironmentId before)
{
    const Rank other = end == 0 ? static_cast<Rank>(m_day.model.size() - 1) : end - 1;
    const HopQuery hop{other, end, before, end == m_request.target, RuleScope::broad};
    return other != end && acceptable(mayBeEntered(m_situation, hop, nullptr), m_request.unknowns) &&
           acceptable(fitsAfterwards(m_situation, hop, nullptr), m_request.unknowns);
}

std::pair<std::uint32_t, bool> HopSources::boundOf(const Members& members, Rank end, bool datesWaived) const
{
    const auto begin = members.ranks.begin();
    auto behind = std::lower_bound(begin, members.ranks.end(), end);
    const auto bound = [&](bool exact) { return std::pair{static_cast<std::uint32_t>(behind - begin), exact}; };
    if (behind == begin)
        return bound(true);
    const Model& model = m_day.model;
    const std::uint32_t line = model.releases[members.ranks.front()].line;
    const std::uint32_t endLine = model.releases[end].line;
    if (model.lineListsMigrations[line] && model.lineListsMigrations[endLine]) {
        behind =
            std::partition_point(begin, behind, [&](Rank rank) { return model.includedFrom(rank, endLine) <= end; });
        return bound(true);
    }
    bool exact = true;
    const catalog::Release& release = model.at(end);
    if (release.schema && members.hasSchema) {
        exact = members.schemaRises;
        if (exact)
            behind = std::partition_point(begin, behind,
                                          [&](Rank rank) { return *model.at(rank).schema <= *release.schema; });
    }
    const bool compareDates = line != endLine && release.date && members.hasDate && !datesWaived &&
                              model.catalog.backports == catalog::Backports::dated &&
                              model.catalog.policy == catalog::Policy::open;
    if (compareDates) {
        exact = exact && members.dateRises;
        if (members.dateRises)
            behind =
                std::partition_point(begin, behind, [&](Rank rank) { return *model.at(rank).date <= *release.date; });
    }
    return bound(exact);
}

void HopSources::take(const Entrance& entrance, Rank end, EnvironmentId before, std::vector<Source>& sources)
{
    Moment& moment = at(before);
    for (const Origin& origin : entrance.origins) {
        StartSet& untouched = moment.untouched[origin.untouched];
        const Members& members = membersOf(origin.start, untouched.crossing, before);
        std::uint32_t position = untouched.left.first(0);
        if (position == members.ranks.size() || members.ranks[position] >= end)
            continue;
        const auto [limit, exact] = boundOf(members, end, origin.datesWaived);
        for (; position < limit; position = untouched.left.first(position + 1)) {
            const Rank from = members.ranks[position];
            const std::vector<Rank>& narrow = m_day.narrow[from];
            if (!narrow.empty() && std::binary_search(narrow.begin(), narrow.end(), end))
                continue;
            const HopQuery hop{from, end, before, end == m_request.target};
            if (!exact && !acceptable(checkSchema(m_situation, hop, nullptr), m_request.unknowns))
                continue;
            sources.push_back({from, origin.cost});
            untouched.left.take(position);
        }
    }
}

}  // namespace planner
