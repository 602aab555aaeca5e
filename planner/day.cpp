#include "planner/day.h"

#include "planner/release_classes.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace planner {

namespace {

/// A rule that matches no more pairs is asked about pair by pair.
std::size_t narrowPairs(const Model& model)
{
    constexpr std::size_t most = 64;
    constexpr std::size_t releasesForEach = 8;
    return std::min(most, model.size() / releasesForEach);
}

std::size_t countOf(const ReleaseSet* set, const Model& model) { return set == nullptr ? model.size() : set->count(); }

DayRules validOn(const std::vector<CompiledRule>& rules, catalog::Date date)
{
    DayRules valid;
    for (const CompiledRule& rule : rules) {
        if (rule.rule->validity.covers(date))
            valid.all.push_back(&rule);
    }
    return valid;
}

template <typename Function>
void forEachMember(const ReleaseSet* set, const Model& model, const Function& function)
{
    if (set != nullptr) {
        set->forEach(function);
        return;
    }
    for (Rank rank = 0; rank < model.size(); ++rank)
        function(rank);
}

/// Rules of three kinds whose pairs are few; reach and leave rules are about lines and always broad.
void separate(const Model& model, DayRules& rules, std::vector<std::vector<Rank>>& narrow)
{
    for (const CompiledRule* rule : rules.all) {
        if (countOf(rule->from, model) * countOf(rule->to, model) > narrowPairs(model)) {
            rules.broad.push_back(rule);
            continue;
        }
        forEachMember(rule->from, model, [&](Rank from) {
            forEachMember(rule->to, model, [&](Rank to) {
                if (to != from)
                    narrow[from].push_back(to);
            });
        });
    }
}

}  // namespace

Day::Day(const Model& theModel, catalog::Date theDate, Rank theInstalled)
    : model(theModel),
      date(theDate),
      installed(theInstalled),
      exists(theModel.size()),
      states(theModel.size()),
      allows(validOn(theModel.allows, theDate)),
      forbids(validOn(theModel.forbids, theDate)),
      risks(validOn(theModel.risks, theDate)),
      reaches(validOn(theModel.reaches, theDate)),
      leaves(validOn(theModel.leaves, theDate)),
      narrow(theModel.size())
{
    for (Rank rank = 0; rank < model.size(); ++rank) {
        const catalog::Release& release = model.at(rank);
        exists[rank] = rank == installed || !release.date || *release.date <= date;
        states[rank] = release.state.validity->covers(date) ? release.state.value : catalog::ReleaseState::ok;
    }
    compileCheckpoints();
    sortRules();
    classifyStarts();
    classifyEnds();
}

/// A row follows from the parent's row, what lands on the release and what counts it as beyond.
void Day::compileCheckpoints()
{
    const std::vector<CompiledCheckpoint>& checkpoints = model.checkpoints;
    m_words = (checkpoints.size() + 63) / 64;
    m_undoable.assign(m_words, 0);
    m_rows.resize(model.size());
    std::vector<std::vector<std::uint32_t>> landing(model.size());
    std::vector<std::vector<std::uint32_t>> named(model.size());
    for (std::uint32_t position = 0; position < checkpoints.size(); ++position) {
        const CompiledCheckpoint& compiled = checkpoints[position];
        if (compiled.checkpoint->undo)
            m_undoable[position / 64] |= std::uint64_t{1} << (position % 64);
        if (compiled.beyond != nullptr)
            compiled.beyond->forEach([&](Rank rank) { named[rank].push_back(position); });
        if (compiled.lands == nullptr)
            landing[compiled.declaredBy].push_back(position);
        else
            compiled.lands->forEach([&](Rank rank) { landing[rank].push_back(position); });
    }
    m_landings.resize(checkpoints.size());
    std::vector<std::uint64_t> reached(m_words);  // row 0: nothing reached
    std::vector<ClassId> reachedOf(model.size());
    std::map<std::pair<ClassId, std::vector<std::uint32_t>>, ClassId> reachedIds;
    std::map<std::tuple<ClassId, std::vector<std::uint32_t>, std::vector<std::uint32_t>>, ClassId> rows;
    const auto set = [](std::vector<std::uint64_t>& bits, std::size_t begin,
                        const std::vector<std::uint32_t>& positions) {
        for (const std::uint32_t position : positions)
            bits[begin + position / 64] |= std::uint64_t{1} << (position % 64);
    };
    ClassId reachedCount = 1;
    bool plainBefore = false;
    for (Rank rank = 0; rank < model.size(); ++rank) {
        if (exists[rank] == 0)
            landing[rank].clear();
        for (const std::uint32_t position : landing[rank])
            m_landings[position].push_back(rank);
        const ClassId before = model.parents[rank] ? reachedOf[*model.parents[rank]] : 0;
        const bool plain = landing[rank].empty() && named[rank].empty();
        if (plain && plainBefore && rank > 0 && model.parents[rank] == rank - 1) {
            m_rows[rank] = m_rows[rank - 1];
            reachedOf[rank] = before;
            continue;
        }
        plainBefore = plain;
        const auto [place, added] = rows.try_emplace({before, landing[rank], named[rank]}, ClassId(rows.size()));
        m_rows[rank] = place->second;
        if (added) {
            const std::size_t begin = m_passed.size();
            const std::vector<std::uint64_t> old(reached.begin() + static_cast<std::ptrdiff_t>(before * m_words),
                                                 reached.begin() + static_cast<std::ptrdiff_t>((before + 1) * m_words));
            m_passed.insert(m_passed.end(), old.begin(), old.end());
            set(m_passed, begin, named[rank]);
            m_beyond.insert(m_beyond.end(), m_passed.begin() + static_cast<std::ptrdiff_t>(begin), m_passed.end());
            for (const std::uint32_t position : landing[rank])
                m_beyond[begin + position / 64] &= ~(std::uint64_t{1} << (position % 64));
            set(m_passed, begin, landing[rank]);
        }
        reachedOf[rank] = before;
        if (landing[rank].empty())
            continue;
        const auto [known, fresh] = reachedIds.try_emplace({before, landing[rank]}, reachedCount);
        reachedOf[rank] = known->second;
        if (!fresh)
            continue;
        ++reachedCount;
        const std::size_t begin = reached.size();
        reached.resize(begin + m_words);
        std::copy_n(reached.begin() + static_cast<std::ptrdiff_t>(before * m_words), m_words,
                    reached.begin() + static_cast<std::ptrdiff_t>(begin));
        set(reached, begin, landing[rank]);
    }
}

void Day::sortRules()
{
    separate(model, allows, narrow);
    separate(model, forbids, narrow);
    separate(model, risks, narrow);
    reaches.broad = reaches.all;
    leaves.broad = leaves.all;
    for (std::vector<Rank>& pairs : narrow) {
        std::sort(pairs.begin(), pairs.end());
        pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
    }
    broadBackports = std::any_of(allows.broad.begin(), allows.broad.end(), [](const CompiledRule* rule) {
        return std::get<catalog::AllowRule>(rule->rule->body).backport;
    });
}

void Day::classifyStarts()
{
    ReleaseClasses classes(model.size());
    classes.splitBy([&](Rank rank) { return model.releases[rank].line; });
    if (m_words > 0)
        classes.splitBy([&](Rank rank) { return m_rows[rank]; });
    std::set<const ReleaseSet*> done{nullptr};
    for (const DayRules* rules : {&allows, &forbids, &risks, &reaches}) {
        for (const CompiledRule* rule : rules->broad) {
            if (done.insert(rule->from).second)
                classes.splitBy(*rule->from);
        }
    }
    std::vector<ClassId> ids;
    startOf.resize(model.size());
    constexpr ClassId none = ~ClassId{0};
    for (Rank rank = 0; rank < model.size(); ++rank) {
        if (classes.of(rank) >= ids.size())
            ids.resize(classes.of(rank) + 1, none);
        ClassId& id = ids[classes.of(rank)];
        if (id == none) {
            id = static_cast<ClassId>(starts.size());
            starts.push_back({rank, rank});
        }
        startOf[rank] = id;
        starts[id].last = rank;
    }
}

void Day::classifyEnds()
{
    ReleaseClasses classes(model.size());
    classes.splitBy([&](Rank rank) {
        const catalog::Release& release = model.at(rank);
        return model.releases[rank].line * 4 + (release.schema ? 2u : 0u) + (release.date ? 1u : 0u);
    });
    if (m_words > 0)
        classes.splitBy([&](Rank rank) { return m_rows[rank]; });
    std::set<const ReleaseSet*> done{nullptr};
    for (const DayRules* rules : {&allows, &forbids, &risks, &reaches}) {
        for (const CompiledRule* rule : rules->broad) {
            if (done.insert(rule->to).second)
                classes.splitBy(*rule->to);
            if (rule->fixedIn)
                classes.splitBy([&](Rank rank) { return model.keys[rank] && *model.keys[rank] >= *rule->fixedIn; });
        }
    }
    std::vector<ClassId> ids;
    endOf.resize(model.size());
    constexpr ClassId none = ~ClassId{0};
    for (Rank rank = 0; rank < model.size(); ++rank) {
        if (classes.of(rank) >= ids.size())
            ids.resize(classes.of(rank) + 1, none);
        ClassId& id = ids[classes.of(rank)];
        const catalog::Release& release = model.at(rank);
        if (id == none) {
            id = static_cast<ClassId>(ends.size());
            ends.emplace_back();
            ends.back().line = model.releases[rank].line;
            ends.back().hasSchema = release.schema.has_value();
            ends.back().hasDate = release.date.has_value();
        }
        EndClass& end = ends[id];
        if (!end.members.empty()) {
            const catalog::Release& before = model.at(end.members.back());
            end.schemaRises = end.schemaRises && (!end.hasSchema || *before.schema <= *release.schema);
            end.dateRises = end.dateRises && (!end.hasDate || *before.date <= *release.date);
        }
        end.members.push_back(rank);
        endOf[rank] = id;
    }
    // Ranks rise line by line, so the classes of a line are already side by side.
    onLine.assign(model.catalog.lines.size(), {0, 0});
    m_closed.resize(ends.size() * m_words);
    for (ClassId id = static_cast<ClassId>(ends.size()); id-- > 0;) {
        auto& [from, behind] = onLine[ends[id].line];
        const bool last = behind == 0;
        if (last)
            behind = id + 1;
        from = id;
        for (std::size_t word = 0; word < m_words; ++word) {
            const std::uint64_t after = last ? ~std::uint64_t{0} : m_closed[(id + 1) * m_words + word];
            m_closed[id * m_words + word] = after & beyond(ends[id].members.front(), word);
        }
    }
}

}  // namespace planner
