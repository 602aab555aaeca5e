#pragma once

#include "catalog/load.h"
#include "catalog/order.h"
#include "planner/release_set.h"

#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace planner {

/// Positions in Model::conditions and Model::requirements; equal ones are held once.
using ConditionId = std::uint32_t;
using RequirementId = std::uint32_t;
inline constexpr ConditionId alwaysTrue = 0;

/// A rule with its ranges turned into the releases they match. No set means every release.
struct CompiledRule {
    const catalog::Rule* rule = nullptr;
    const ReleaseSet* from = nullptr;
    const ReleaseSet* to = nullptr;
    ConditionId when = alwaysTrue;
    std::optional<catalog::VersionKey> fixedIn;  ///< of a risk
    std::optional<catalog::LineIndex> line;      ///< of a leave rule
    [[nodiscard]] bool matches(Rank a, Rank b) const
    {
        return (from == nullptr || from->contains(a)) && (to == nullptr || to->contains(b));
    }
};

struct CompiledCheckpoint {
    const catalog::Checkpoint* checkpoint = nullptr;
    Rank declaredBy = 0;
    const ReleaseSet* lands = nullptr;   ///< null: the declaring release alone
    const ReleaseSet* beyond = nullptr;  ///< null: none
    ConditionId when = alwaysTrue;
};

/// What the rules ask about a release, small and in the order of ranks.
struct CompiledRelease {
    const catalog::Release* release = nullptr;
    std::uint32_t line = 0;
    ConditionId offer = alwaysTrue;
    const std::vector<RequirementId>* requirements = nullptr;  ///< never null; releases with equal ones share them
};

/// A rule's position among the catalog's.
[[nodiscard]] inline std::size_t positionOf(const catalog::Catalog& catalog, const CompiledRule& rule)
{
    return static_cast<std::size_t>(rule.rule - catalog.rules.data());
}

/// A catalog made ready for questions: everything that depends on no site. Borrows the catalog.
///
/// Road not taken: a table of all legal pairs. It grows with the square of the releases and differs from site to site.
class Model {
public:
    explicit Model(const catalog::Loaded& loaded);

    const catalog::Loaded& loaded;
    const catalog::Catalog& catalog;
    catalog::Order order;
    std::vector<CompiledRelease> releases;                 ///< by rank
    std::vector<std::optional<catalog::VersionKey>> keys;  ///< by rank
    std::vector<const catalog::Condition*> conditions;     ///< conditions[alwaysTrue] holds always
    std::vector<const catalog::Requirement*> requirements;
    std::vector<CompiledRule> allows, forbids, risks, reaches, leaves;
    std::vector<CompiledCheckpoint> checkpoints;
    std::vector<std::optional<Rank>> parents;  ///< by rank
    std::vector<bool> lineListsMigrations;     ///< by line
    bool usesChannels = false;
    bool hasMigrationTimes = false;
    bool hasTimes = false;   ///< any release, migration or allow declares one
    bool hasTested = false;  ///< any allow is graded tested

    [[nodiscard]] std::size_t size() const { return releases.size(); }
    [[nodiscard]] const catalog::Release& at(Rank rank) const { return *releases[rank].release; }
    [[nodiscard]] const catalog::Version& version(Rank rank) const { return at(rank).version; }
    [[nodiscard]] catalog::ReleaseIndex index(Rank rank) const { return order.byRank()[rank]; }
    [[nodiscard]] Rank rank(catalog::ReleaseIndex release) const { return order.rank(release); }
    [[nodiscard]] bool isAncestorOrSelf(Rank ancestor, Rank rank) const
    {
        return order.isAncestorOrSelf(index(ancestor), index(rank));
    }

    /// The releases a range matches; held once for equal texts.
    [[nodiscard]] const ReleaseSet* matching(const catalog::Range& range);

    /// Whether the migrations of b and its ancestors include those of a and its ancestors.
    [[nodiscard]] bool includesMigrations(Rank b, Rank a) const;
    [[nodiscard]] bool listsMigrations() const { return !m_migrationIds.empty(); }
    /// Whether a release or one of its ancestors lists the migration.
    [[nodiscard]] bool hasMigration(Rank rank, const catalog::MigrationId& id) const;
    /// The oldest release of a line whose migrations include those of a; a rank behind all when none does.
    [[nodiscard]] Rank includedFrom(Rank a, std::uint32_t line) const;
    /// The migrations of a and its ancestors that b and its ancestors lack, in order.
    [[nodiscard]] std::vector<std::string> missingMigrations(Rank b, Rank a) const;

    /// Every fact that a condition, an offer or a requirement asks about.
    [[nodiscard]] const std::vector<catalog::FactName>& mentionedFacts() const { return m_mentioned; }

private:
    /// Releases with exactly this version, by an index that is made when the first one is asked for.
    [[nodiscard]] const std::vector<Rank>& ranksOf(const std::string& text);
    ConditionId intern(const catalog::Condition& condition);
    RequirementId intern(const catalog::Requirement& requirement);
    void compileReleases();
    void compileRules();
    void compileMigrations();
    void collectFacts();

    catalog::Condition m_always;
    std::unordered_map<std::string, std::unique_ptr<ReleaseSet>> m_sets;
    std::unordered_map<std::string, ConditionId> m_conditionIds;
    std::unordered_map<std::string, RequirementId> m_requirementIds;
    std::unordered_map<const std::vector<catalog::Requirement>*, std::vector<RequirementId>> m_requirementLists;
    std::unordered_map<std::string, std::vector<Rank>> m_byText;
    std::vector<std::string> m_migrationIds;
    std::unordered_map<std::string, std::size_t> m_migrationPlaces;
    std::vector<std::vector<Rank>> m_firstWith;  ///< by line and migration: its oldest release that has it
    std::vector<Rank> m_includedFrom;            ///< by rank and line; empty when no migration is listed
    std::vector<catalog::FactName> m_mentioned;
};

}  // namespace planner
