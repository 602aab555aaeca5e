#pragma once

#include "catalog/condition.h"
#include "planner/model.h"
#include "planner/site.h"

#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace planner {

/// One combination of component versions; 0 is what stands at the site.
using EnvironmentId = std::uint32_t;
inline constexpr EnvironmentId siteEnvironment = 0;

/// What a request may do to components besides what its site and catalog allow.
struct ComponentChanges {
    bool wishful = false;  ///< to any version that anything asks for, fixed or not
    std::vector<std::pair<catalog::ComponentName, catalog::Version>> also;  ///< to these, fixed or not
};

/// A component and the versions it can have during one request, oldest first.
struct ComponentDomain {
    catalog::ComponentName name;
    const catalog::Component* declaration = nullptr;  ///< null: only the site or a release names it
    bool fixed = false;
    int initial = -1;  ///< position of the site's version; -1: not known
    std::vector<catalog::Version> versions;
    std::vector<catalog::VersionKey> keys;
    std::vector<catalog::FactValue> values;
    std::vector<bool> installable;  ///< a component step may lead here
};

/// The combinations of component versions that a path can pass through, made as they are met.
///
/// Where no rule tells two versions apart and steps of any size are allowed, only the newest of them is kept.
/// Road not taken: numbering the whole product of all domains, which explodes although a path meets few of them.
class Environments {
public:
    Environments(const Model& model, const Site& site,
                 const std::map<catalog::ComponentName, catalog::Version>& answers, const ComponentChanges& changes);

    [[nodiscard]] const std::vector<ComponentDomain>& domains() const { return m_domains; }
    [[nodiscard]] std::optional<std::size_t> domainOf(const std::string& name) const;
    [[nodiscard]] int version(EnvironmentId environment, std::size_t domain) const
    {
        return m_environments[environment][domain];
    }
    [[nodiscard]] std::size_t count() const { return m_environments.size(); }

    /// The same environment with one component changed.
    [[nodiscard]] EnvironmentId with(EnvironmentId environment, std::size_t domain, int version);

    /// Whether max_step and "never back" let a component change so.
    [[nodiscard]] bool stepAllowed(std::size_t domain, int from, int to) const;

    /// What a release brings along: (domain, version).
    [[nodiscard]] const std::vector<std::pair<std::size_t, int>>& provided(Rank rank) const;

private:
    void addDomain(const Model& model, const Site& site, const catalog::ComponentName& name,
                   const std::map<catalog::ComponentName, catalog::Version>& answers, const ComponentChanges& changes);

    std::vector<ComponentDomain> m_domains;
    std::map<std::string, std::size_t> m_byName;
    std::vector<std::vector<int>> m_environments;
    std::map<std::vector<int>, EnvironmentId> m_ids;
    std::map<Rank, std::vector<std::pair<std::size_t, int>>> m_provided;
};

/// The facts of one moment: a site's answers and the component versions that hold then.
class MomentFacts : public catalog::FactSource {
public:
    MomentFacts(const catalog::FactSource& facts, const Environments& environments, EnvironmentId environment)
        : m_facts(facts), m_environments(environments), m_environment(environment)
    {
    }
    [[nodiscard]] const catalog::FactValue* find(const catalog::FactName& name) const override;

private:
    const catalog::FactSource& m_facts;
    const Environments& m_environments;
    EnvironmentId m_environment;
};

}  // namespace planner
