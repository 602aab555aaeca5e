#pragma once

#include "planner/model.h"

#include <cstdint>
#include <vector>

namespace planner {

using ClassId = std::uint32_t;

/// Rules of one kind that are valid on a day. `broad` ones tell apart whole classes of releases; the rest match so few
/// pairs that each pair is a hop to be asked about by itself.
struct DayRules {
    std::vector<const CompiledRule*> all;
    std::vector<const CompiledRule*> broad;
    [[nodiscard]] bool empty() const { return all.empty(); }
};

/// Releases that no broad rule and no checkpoint tells apart as the end of a hop, oldest first. What is left to ask of
/// a source and such an end is a lower bound: of the order, the schema, the date and the migrations.
struct EndClass {
    std::uint32_t line = 0;
    std::vector<Rank> members;
    bool hasSchema = false;  ///< of all members or of none, as hasDate
    bool hasDate = false;
    bool schemaRises = true;  ///< with the members; else each has to be asked about, as with dateRises
    bool dateRises = true;
};

/// Those that no broad rule and no checkpoint tells apart as the start of a hop.
struct StartClass {
    Rank first = 0;
    Rank last = 0;
};

/// A catalog as of a day, for a site that runs a certain release: everything about a request that depends on no fact.
/// Immutable once made, so that the many searches of one request share it.
///
/// Classes are found by refinement: releases start in one class for each line, checkpoints split them, then the ranges
/// of each broad rule. Road not taken: runs of neighbouring releases as classes; a range such as `*.0` cuts those into
/// single releases.
class Day {
public:
    Day(const Model& model, catalog::Date date, Rank installed);

    const Model& model;
    catalog::Date date;
    Rank installed;
    std::vector<std::uint8_t> exists;           ///< by rank
    std::vector<catalog::ReleaseState> states;  ///< by rank
    DayRules allows, forbids, risks, reaches, leaves;
    bool broadBackports = false;            ///< a broad `allow` waives the comparison of dates
    std::vector<std::vector<Rank>> narrow;  ///< by rank: ends of hops that a narrow rule is about, each once

    std::vector<StartClass> starts;
    std::vector<ClassId> startOf;                     ///< by rank
    std::vector<EndClass> ends;                       ///< by line, then by the oldest member
    std::vector<ClassId> endOf;                       ///< by rank
    std::vector<std::pair<ClassId, ClassId>> onLine;  ///< by line: its ends, from and to behind

    /// Checkpoints as bits; releases that none tells apart share a row.
    [[nodiscard]] std::size_t words() const { return m_words; }
    [[nodiscard]] std::uint64_t passed(Rank rank, std::size_t word) const { return m_passed[row(rank) + word]; }
    [[nodiscard]] std::uint64_t beyond(Rank rank, std::size_t word) const { return m_beyond[row(rank) + word]; }
    [[nodiscard]] std::uint64_t undoable(std::size_t word) const { return m_undoable[word]; }
    /// Checkpoints that all ends of the line from this one on are beyond.
    [[nodiscard]] std::uint64_t closed(ClassId end, std::size_t word) const { return m_closed[end * m_words + word]; }
    [[nodiscard]] bool lands(std::size_t checkpoint, Rank rank) const
    {
        const CompiledCheckpoint& compiled = model.checkpoints[checkpoint];
        return compiled.lands == nullptr ? compiled.declaredBy == rank : compiled.lands->contains(rank);
    }

    /// The releases that exist and satisfy a checkpoint, oldest first.
    [[nodiscard]] const std::vector<Rank>& landings(std::size_t checkpoint) const { return m_landings[checkpoint]; }

private:
    [[nodiscard]] std::size_t row(Rank rank) const { return m_rows[rank] * m_words; }
    void compileCheckpoints();
    void sortRules();
    void classifyStarts();
    void classifyEnds();

    std::size_t m_words = 0;
    std::vector<ClassId> m_rows;  ///< by rank
    std::vector<std::uint64_t> m_passed;
    std::vector<std::uint64_t> m_beyond;
    std::vector<std::uint64_t> m_undoable;
    std::vector<std::uint64_t> m_closed;
    std::vector<std::vector<Rank>> m_landings;  ///< by checkpoint
};

}  // namespace planner
