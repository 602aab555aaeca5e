#include "planner/environment.h"

#include <algorithm>
#include <set>

namespace planner {

namespace {

using catalog::Match;
using catalog::MaxStep;
using catalog::Range;
using catalog::Version;
using catalog::VersionKey;

struct Candidate {
    Version version;
    VersionKey key;
    bool installable = false;
    bool keep = false;    ///< must not be merged away
    bool wished = false;  ///< the catalog does not offer it
};

class OneFact : public catalog::FactSource {
public:
    OneFact(std::string name, catalog::FactValue value) : m_name(std::move(name)), m_value(std::move(value)) {}
    [[nodiscard]] const catalog::FactValue* find(const catalog::FactName& name) const override
    {
        return name.text == m_name ? &m_value : nullptr;
    }

private:
    std::string m_name;
    catalog::FactValue m_value;
};

/// Every match that asks about the component.
std::vector<const Match*> matchesOn(const Model& model, const std::string& component)
{
    std::vector<const Match*> matches;
    for (const catalog::Condition* condition : model.conditions) {
        for (const std::vector<Match>& all : condition->anyOf) {
            for (const Match& match : all) {
                if (match.fact.text == component)
                    matches.push_back(&match);
            }
        }
    }
    for (const catalog::Requirement* requirement : model.requirements) {
        if (requirement->name == component)
            matches.push_back(&requirement->match);
    }
    return matches;
}

void add(std::vector<Candidate>& candidates, catalog::VersionScheme scheme, const Version& version, bool installable,
         bool keep)
{
    for (Candidate& candidate : candidates) {
        if (candidate.version == version) {
            candidate.installable = candidate.installable || installable;
            candidate.keep = candidate.keep || keep;
            return;
        }
    }
    if (std::optional<VersionKey> key = VersionKey::read(scheme, version.text))
        candidates.push_back({version, std::move(*key), installable, keep});
}

void wish(std::vector<Candidate>& candidates, catalog::VersionScheme scheme, const Version& version)
{
    const std::size_t before = candidates.size();
    add(candidates, scheme, version, true, false);
    if (candidates.size() > before)
        candidates.back().wished = true;
}

/// Versions with which no match and no comparison with a provided version comes out differently.
std::string signature(const Candidate& candidate, const std::string& name, const std::vector<const Match*>& matches,
                      const std::vector<Candidate>& kept, catalog::VersionScheme scheme)
{
    const OneFact fact(name, candidate.version);
    std::string text;
    for (const Match* match : matches)
        text += catalog::evaluate(*match, fact, scheme) == catalog::Truth::yes ? '1' : '0';
    for (const Candidate& other : kept)
        text += candidate.key <= other.key ? (candidate.key < other.key ? '<' : '=') : '>';
    return text;
}

void merge(std::vector<Candidate>& candidates, const std::string& name, const std::vector<const Match*>& matches,
           catalog::VersionScheme scheme)
{
    std::vector<Candidate> kept;
    std::copy_if(candidates.begin(), candidates.end(), std::back_inserter(kept),
                 [](const Candidate& candidate) { return candidate.keep; });
    std::map<std::string, std::size_t> chosen;  // the newest that is offered, else the oldest wish
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        const auto [place, added] = chosen.try_emplace(signature(candidates[i], name, matches, kept, scheme), i);
        if (!added && !candidates[i].wished)
            place->second = i;
    }
    std::vector<Candidate> merged;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        if (candidates[i].keep || chosen[signature(candidates[i], name, matches, kept, scheme)] == i)
            merged.push_back(candidates[i]);
    }
    candidates = std::move(merged);
}

}  // namespace

Environments::Environments(const Model& model, const Site& site,
                           const std::map<catalog::ComponentName, Version>& answers, const ComponentChanges& changes)
{
    std::set<catalog::ComponentName> names;
    for (const catalog::Component& component : model.catalog.components)
        names.insert(component.name);
    for (const auto& [name, component] : site.components)
        names.insert(name);
    for (const CompiledRelease& release : model.releases) {
        for (const auto& [name, version] : release.release->provides)
            names.insert(name);
    }
    for (const catalog::ComponentName& name : names)
        addDomain(model, site, name, answers, changes);

    std::vector<int> initial;
    for (const ComponentDomain& domain : m_domains)
        initial.push_back(domain.initial);
    m_environments.push_back(initial);
    m_ids[initial] = siteEnvironment;

    for (Rank rank = 0; rank < model.size(); ++rank) {
        for (const auto& [name, version] : model.at(rank).provides) {
            const std::size_t domain = *domainOf(name.text);
            const std::vector<Version>& versions = m_domains[domain].versions;
            const auto place = std::find(versions.begin(), versions.end(), version);
            if (place != versions.end())
                m_provided[rank].emplace_back(domain, static_cast<int>(place - versions.begin()));
        }
    }
}

void Environments::addDomain(const Model& model, const Site& site, const catalog::ComponentName& name,
                             const std::map<catalog::ComponentName, Version>& answers, const ComponentChanges& changes)
{
    ComponentDomain domain;
    domain.name = name;
    for (const catalog::Component& component : model.catalog.components) {
        if (component.name == name)
            domain.declaration = &component;
    }
    std::optional<Version> installed;
    if (const auto found = site.components.find(name); found != site.components.end()) {
        installed = found->second.version;
        domain.fixed = found->second.fixed;
    }
    if (const auto found = answers.find(name); found != answers.end())
        installed = found->second;

    const catalog::VersionScheme scheme = model.catalog.versions;
    std::vector<Candidate> candidates;
    if (installed)
        add(candidates, scheme, *installed, false, true);
    for (const CompiledRelease& release : model.releases) {
        const auto provided = release.release->provides->find(name);
        if (provided != release.release->provides->end())
            add(candidates, scheme, provided->second, false, true);
    }
    const std::vector<const Match*> matches = matchesOn(model, name.text);
    const bool asked = !matches.empty() || candidates.size() > (installed ? 1u : 0u);
    if (asked && domain.declaration != nullptr && (!domain.fixed || changes.wishful)) {
        for (const Version& version : domain.declaration->available)
            add(candidates, scheme, version, true, false);
    }
    for (const auto& [wished, version] : changes.also) {
        if (wished == name)
            add(candidates, scheme, version, true, true);
    }
    if (changes.wishful) {
        for (const Match* match : matches) {
            for (const Match::Alternative& alternative : match->anyOf) {
                if (!alternative.range)
                    continue;
                for (const auto& all : alternative.range->alternatives()) {
                    for (const Range::Comparison& comparison : all) {
                        if (comparison.op != Range::Operator::any)
                            wish(candidates, scheme, comparison.operand);
                    }
                }
            }
        }
    }
    std::stable_sort(candidates.begin(), candidates.end(),
                     [](const Candidate& a, const Candidate& b) { return a.key < b.key; });
    const bool anyStep = domain.declaration == nullptr || domain.declaration->maxStep == MaxStep::any;
    if (anyStep)
        merge(candidates, name.text, matches, scheme);
    for (const Candidate& candidate : candidates) {
        if (installed && candidate.version == *installed)
            domain.initial = static_cast<int>(domain.versions.size());
        domain.versions.push_back(candidate.version);
        domain.keys.push_back(candidate.key);
        domain.values.emplace_back(candidate.version);
        domain.installable.push_back(candidate.installable);
    }
    m_byName[name.text] = m_domains.size();
    m_domains.push_back(std::move(domain));
}

std::optional<std::size_t> Environments::domainOf(const std::string& name) const
{
    const auto found = m_byName.find(name);
    if (found == m_byName.end())
        return std::nullopt;
    return found->second;
}

EnvironmentId Environments::with(EnvironmentId environment, std::size_t domain, int version)
{
    if (m_environments[environment][domain] == version)
        return environment;
    std::vector<int> changed = m_environments[environment];
    changed[domain] = version;
    const auto [place, added] = m_ids.try_emplace(changed, static_cast<EnvironmentId>(m_environments.size()));
    if (added)
        m_environments.push_back(std::move(changed));
    return place->second;
}

bool Environments::stepAllowed(std::size_t domain, int from, int to) const
{
    if (from < 0 || from == to)
        return true;
    const ComponentDomain& component = m_domains[domain];
    const VersionKey& a = component.keys[static_cast<std::size_t>(from)];
    const VersionKey& b = component.keys[static_cast<std::size_t>(to)];
    if (b < a)
        return false;
    switch (component.declaration == nullptr ? MaxStep::any : component.declaration->maxStep) {
    case MaxStep::any:
        return true;
    case MaxStep::major:
        return b.major() <= a.major() + 1;
    case MaxStep::minor:
        return b.major() == a.major() && b.minor() <= a.minor() + 1;
    }
    return true;
}

const std::vector<std::pair<std::size_t, int>>& Environments::provided(Rank rank) const
{
    static const std::vector<std::pair<std::size_t, int>> none;
    const auto found = m_provided.find(rank);
    return found == m_provided.end() ? none : found->second;
}

const catalog::FactValue* MomentFacts::find(const catalog::FactName& name) const
{
    const std::optional<std::size_t> domain = m_environments.domainOf(name.text);
    if (!domain)
        return m_facts.find(name);
    const int version = m_environments.version(m_environment, *domain);
    if (version < 0)
        return nullptr;
    return &m_environments.domains()[*domain].values[static_cast<std::size_t>(version)];
}

}  // namespace planner
