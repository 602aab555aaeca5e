#include "planner/hop_ends.h"

#include "planner/rules/ends.h"
#include "planner/rules/environment.h"
#include "planner/rules/schema.h"

#include <algorithm>
#include <bit>

namespace planner {

using catalog::Truth;

namespace {

Truth sourceRequirements(Situation& situation, const HopQuery& hop, std::vector<Reason>* reasons)
{
    return requirementsMet(situation, hop, hop.from, hop.before, reasons);
}

}  // namespace

HopEnds::HopEnds(Situation& situation, const SearchRequest& request, std::optional<Rank> target)
    : m_situation(situation),
      m_day(situation.day()),
      m_request(request),
      m_target(target),
      m_order(request.prefer),
      m_pairTimes(request.times == Times::counted && timesOfPairs(situation))
{
    if (request.prices != nullptr) {
        Reason reason;
        reason.rule = RuleKind::schema;
        reason.code = ReasonCode::schemaBehind;
        m_schemaPrice = request.prices->of(situation, {reason}, RuleScope::broad);
    }
}

HopEnds::Moment& HopEnds::at(EnvironmentId environment)
{
    while (m_moments.size() <= environment) {
        m_moments.emplace_back();
        m_moments.back().members.resize(m_day.ends.size());
        m_moments.back().ways.resize(m_day.starts.size());
        m_moments.back().open.resize(m_day.starts.size());
    }
    return m_moments[environment];
}

HopEnds::Verdict HopEnds::verdict(const HopQuery& asked, const std::vector<RuleFunction>& rules)
{
    HopQuery hop = asked;
    hop.detail = Detail::brief;
    bool good = true;
    for (const RuleFunction check : rules) {
        good = good && acceptable(check(m_situation, hop, nullptr), m_request.unknowns);
        if (!good && m_request.prices == nullptr)
            return std::nullopt;
    }
    if (good)
        return 0;
    std::vector<Reason> reasons;
    for (const RuleFunction check : rules)
        (void)check(m_situation, hop, &reasons);
    return m_request.prices->of(m_situation, reasons, hop.scope);
}

/// Adds what skipping checkpoints costs, as far as it matters.
bool HopEnds::tooDear(std::size_t word, std::uint64_t checkpoints, std::int64_t& price) const
{
    for (; checkpoints != 0; checkpoints &= checkpoints - 1) {
        const std::size_t position = word * 64 + static_cast<std::size_t>(std::countr_zero(checkpoints));
        const Verdict one = m_request.prices->ofCheckpoint(m_situation, position);
        if (!one || (price += *one) > m_request.prices->most())
            return true;
    }
    return false;
}

HopEnds::Verdict HopEnds::priceOf(const HopQuery& hop)
{
    if (acceptable(legal(m_situation, hop), m_request.unknowns))
        return 0;
    if (m_request.prices == nullptr)
        return std::nullopt;
    std::int64_t skipped = 0;
    for (std::size_t word = 0; word < m_day.words(); ++word) {
        const std::uint64_t jumped = m_day.beyond(hop.to, word) & ~m_day.passed(hop.from, word) &
                                     m_situation.certainCheckpoints(hop.before)[word];
        if (tooDear(word, jumped, skipped))
            return std::nullopt;
    }
    HopQuery asked = hop;
    asked.detail = Detail::brief;
    const Verdict price = m_request.prices->of(m_situation, relaxedObjections(m_situation, asked), hop.scope);
    return price && *price <= m_request.prices->most() ? price : std::nullopt;
}

std::optional<Cost> HopEnds::ask(const HopQuery& hop)
{
    const Verdict price = priceOf(hop);
    if (!price)
        return std::nullopt;
    Cost cost = m_request.times == Times::counted ? costOf(m_situation, hop, m_order)
                                                  : costOfClasses(m_situation, hop, m_order);
    m_order.at(cost, Term::price) = *price;
    return cost;
}

bool HopEnds::mayStay(Rank release, EnvironmentId before, EnvironmentId after)
{
    const std::vector<RequirementId>& requirements = *m_situation.model.releases[release].requirements;
    return std::all_of(requirements.begin(), requirements.end(), [&](RequirementId id) {
        const bool paid = m_request.prices != nullptr && !acceptable(m_situation.met(id, before), m_request.unknowns);
        return paid || acceptable(m_situation.met(id, after), m_request.unknowns);
    });
}

const HopEnds::Members& HopEnds::membersOf(ClassId end, EnvironmentId environment)
{
    std::optional<Members>& members = at(environment).members[end];
    if (!members) {
        static const std::vector<RuleFunction> asked{mayBeEntered, fitsAfterwards};
        Members found;
        for (const Rank rank : m_day.ends[end].members) {
            const HopQuery hop{m_situation.installed, rank, environment, m_target == rank, RuleScope::broad};
            if (const Verdict price = verdict(hop, asked)) {
                found.ranks.push_back(rank);
                found.prices.push_back(*price);
            }
        }
        members = std::move(found);
    }
    return *members;
}

/// Whether checkpoints refuse this end and all later ones of its line.
bool HopEnds::shut(const StartClass& start, ClassId end, EnvironmentId environment)
{
    const std::vector<std::uint64_t>& binding = m_request.unknowns == Unknowns::legal
                                                    ? m_situation.certainCheckpoints(environment)
                                                    : m_situation.possibleCheckpoints(environment);
    std::int64_t price = 0;
    for (std::size_t word = 0; word < m_day.words(); ++word) {
        const std::uint64_t closed = m_day.closed(end, word) & ~m_day.passed(start.first, word) & binding[word];
        if (closed != 0 && (m_request.prices == nullptr || tooDear(word, closed, price)))
            return true;
    }
    return false;
}

const std::vector<HopEnds::Way>& HopEnds::waysFrom(ClassId id, EnvironmentId environment)
{
    if (!at(environment).ways[id]) {
        std::vector<Way> ways;
        const StartClass& start = m_day.starts[id];
        for (std::size_t line = m_day.model.releases[start.first].line; line < m_day.onLine.size(); ++line) {
            const auto [first, behind] = m_day.onLine[line];
            for (ClassId end = first; end < behind; ++end) {
                if (m_day.ends[end].members.back() <= start.first)
                    continue;
                if (shut(start, end, environment))
                    break;
                if (std::optional<Way> way = wayBetween(start, end, environment))
                    ways.push_back(std::move(*way));
            }
        }
        at(environment).ways[id] = std::move(ways);
    }
    return *at(environment).ways[id];
}

std::optional<HopEnds::Way> HopEnds::wayBetween(const StartClass& start, ClassId end, EnvironmentId environment)
{
    static const std::vector<RuleFunction> asked{checkCheckpoint, checkForbid, checkReach, checkPolicy, checkRisk};
    const std::vector<Rank>& members = m_day.ends[end].members;
    HopQuery hop{start.first, members.back(), environment, false, RuleScope::broad};
    if (hop.retry())
        hop.from = start.last;
    if (hop.retry())
        hop.to = members.front();
    if (hop.retry())
        return std::nullopt;
    const Verdict price = verdict(hop, asked);
    if (!price || (m_request.prices != nullptr && *price > m_request.prices->most()))
        return std::nullopt;
    Way way;
    way.end = end;
    way.weight.first = costOfClasses(m_situation, hop, m_order);
    m_order.at(way.weight.first, Term::price) = *price;
    if (m_request.times == Times::counted)
        way.weight.second = timesRule(m_situation, hop);
    way.untouched = setOf(end, way.weight, environment);
    way.datesWaived =
        m_day.broadBackports && acceptable(backportAllowed(m_situation, hop, nullptr), m_request.unknowns);
    return way;
}

std::uint32_t HopEnds::setOf(ClassId end, const Weight& weight, EnvironmentId environment)
{
    const std::size_t size = membersOf(end, environment).ranks.size();
    Moment& moment = at(environment);
    const auto [place, added] =
        moment.sets.try_emplace({end, weight}, static_cast<std::uint32_t>(moment.untouched.size()));
    if (added) {
        moment.untouched.push_back({end, weight, Untouched(size)});
    }
    return place->second;
}

HopEnds::Bound HopEnds::boundOf(Rank from, const Way& way, const Members& members) const
{
    const auto begin = members.ranks.begin();
    const auto positionOf = [&](auto place) { return static_cast<std::uint32_t>(place - begin); };
    Bound bound;
    const auto after = std::upper_bound(begin, members.ranks.end(), from);
    bound.afterSource = bound.legal = positionOf(after);
    const Model& model = m_day.model;
    const EndClass& end = m_day.ends[way.end];
    const std::uint32_t line = model.releases[from].line;
    if (model.lineListsMigrations[line] && model.lineListsMigrations[end.line]) {
        bound.legal = positionOf(std::lower_bound(after, members.ranks.end(), model.includedFrom(from, end.line)));
        return bound;
    }
    const catalog::Release& source = model.at(from);
    if (source.schema && end.hasSchema) {
        bound.exact = end.schemaRises;
        if (end.schemaRises)
            bound.legal = positionOf(std::partition_point(
                after, members.ranks.end(), [&](Rank rank) { return *model.at(rank).schema < *source.schema; }));
    }
    const bool compareDates = line != end.line && source.date && end.hasDate && !way.datesWaived &&
                              model.catalog.backports == catalog::Backports::dated &&
                              model.catalog.policy == catalog::Policy::open;
    if (compareDates) {
        bound.exact = bound.exact && end.dateRises;
        if (end.dateRises)
            bound.legal = positionOf(std::partition_point(begin + bound.legal, members.ranks.end(), [&](Rank rank) {
                return *model.at(rank).date < *source.date;
            }));
    }
    return bound;
}

bool HopEnds::isNarrow(Rank from, Rank to) const
{
    const std::vector<Rank>& narrow = m_day.narrow[from];
    return !narrow.empty() && std::binary_search(narrow.begin(), narrow.end(), to);
}

void HopEnds::takeFrom(std::uint32_t set, std::uint32_t begin, std::uint32_t end, Rank from, EnvironmentId environment,
                       bool askSchema, std::vector<End>& ends)
{
    EndSet& untouched = at(environment).untouched[set];
    const Members& members = membersOf(untouched.end, environment);
    for (std::uint32_t position = untouched.left.first(begin); position < end;
         position = untouched.left.first(position + 1)) {
        const Rank to = members.ranks[position];
        if ((m_worth != nullptr && !m_worth->hop(to, environment, untouched.weight.first)) || isNarrow(from, to))
            continue;
        const HopQuery hop{from, to, environment, m_target == to};
        if (askSchema && !acceptable(checkSchema(m_situation, hop, nullptr), m_request.unknowns))
            continue;
        Cost cost = untouched.weight.first;
        if (m_pairTimes)
            cost = costOf(m_situation, hop, m_order);
        else if (m_request.times == Times::counted)
            addTimes(m_situation, to, untouched.weight.second, m_order, cost);
        m_order.at(cost, Term::price) = m_order.at(untouched.weight.first, Term::price) + members.prices[position];
        ends.push_back({to, cost});
        if (!m_pairTimes)
            untouched.left.take(position);
    }
}

/// Without prices: with them, more sets than those of the ways are taken from.
const std::vector<HopEnds::Way>& HopEnds::openWays(ClassId start, EnvironmentId environment)
{
    const std::vector<Way>& ways = waysFrom(start, environment);
    if (m_request.prices != nullptr)
        return ways;
    Moment& moment = at(environment);
    std::optional<std::vector<Way>>& open = moment.open[start];
    if (!open)
        open = ways;
    std::erase_if(*open, [&](const Way& way) { return moment.untouched[way.untouched].left.none(); });
    return *open;
}

void HopEnds::take(Rank from, EnvironmentId environment, std::vector<End>& ends, const Worth* worth)
{
    m_worth = worth;
    static const std::vector<RuleFunction> askedOfSource{mayBeLeft, checkSiteState, sourceRequirements};
    static const std::vector<RuleFunction> askedOfInstalled{mayBeLeft, checkSiteState};
    static const std::vector<RuleFunction> nothing;
    static const std::vector<RuleFunction> askedOfLine{checkLeave};
    takePairs(from, environment, ends);
    const std::vector<Way>& ways = openWays(m_day.startOf[from], environment);
    if (ways.empty())
        return;
    const Rank other = from == 0 ? static_cast<Rank>(m_day.model.size() - 1) : from - 1;
    const bool paid = m_request.prices != nullptr;
    const Verdict source = verdict({from, other, environment, false}, !paid                           ? askedOfSource
                                                                      : from == m_situation.installed ? askedOfInstalled
                                                                                                      : nothing);
    if (!source)
        return;
    const std::uint32_t line = m_day.model.releases[from].line;
    std::optional<Verdict> leaving;
    for (const Way& way : ways) {
        const EndClass& end = m_day.ends[way.end];
        if (end.members.back() <= from)
            continue;
        if (end.line != line && !leaving)
            leaving = verdict({from, end.members.back(), environment, false}, askedOfLine);
        if (end.line != line && !*leaving)
            continue;
        const Members& members = membersOf(way.end, environment);
        const Bound bound = boundOf(from, way, members);
        const auto size = static_cast<std::uint32_t>(members.ranks.size());
        const std::int64_t extra = *source + (end.line != line ? **leaving : 0);
        const auto dearer = [&](std::int64_t price) {
            Weight weight = way.weight;
            m_order.at(weight.first, Term::price) += price;
            return price == 0 ? way.untouched : setOf(way.end, weight, environment);
        };
        takeFrom(dearer(extra), bound.legal, size, from, environment, !bound.exact, ends);
        if (paid && m_schemaPrice && (bound.afterSource < bound.legal || !bound.exact))
            takeFrom(dearer(extra + *m_schemaPrice), bound.afterSource, bound.exact ? bound.legal : size, from,
                     environment, false, ends);
    }
}

/// What narrow rules are about, and hops back.
void HopEnds::takePairs(Rank from, EnvironmentId environment, std::vector<End>& ends)
{
    const auto add = [&](Rank to) {
        if (const std::optional<Cost> cost = ask({from, to, environment, m_target == to}))
            ends.push_back({to, *cost});
    };
    if (m_request.prices != nullptr) {
        for (const Rank to : m_request.prices->pairsFrom(from))
            add(to);
    }
    const bool back = m_situation.goal.allowDowngrade;
    for (const Rank to : m_day.narrow[from]) {
        if (to > from || back)
            add(to);
    }
    if (!back)
        return;
    if (from == m_situation.installed && m_target && *m_target < from)
        add(*m_target);
    for (const CompiledRule* rule : m_day.allows.broad) {
        for (Rank to = 0; to < from; ++to) {
            if (rule->matches(from, to))
                add(to);
        }
    }
}

}  // namespace planner
