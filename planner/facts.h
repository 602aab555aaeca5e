#pragma once

#include "catalog/catalog.h"
#include "catalog/condition.h"
#include "planner/reason.h"
#include "planner/site.h"

#include <map>
#include <vector>

namespace planner {

/// What is taken for granted about a site besides what it says: the ways a question was answered.
struct Answers {
    std::map<catalog::FactName, catalog::FactValue> facts;
    std::map<catalog::ComponentName, catalog::Version> components;
};

/// A site's answers typed by the catalog's declarations, its channels and its kind of database; defaults where nothing
/// is said. Components are not in here: they change along a path.
class Facts : public catalog::FactSource {
public:
    /// Errors: badValue with the place in the site file and the forms that would be right.
    [[nodiscard]] static catalog::Checked<Facts> read(const catalog::Catalog& catalog, const Site& site);

    [[nodiscard]] const catalog::FactValue* find(const catalog::FactName& name) const override;
    /// Channels are answered by a set.
    void answer(const catalog::FactName& name, catalog::FactValue value);

    /// The channels the site takes releases from; empty: unrestricted.
    [[nodiscard]] const std::set<catalog::Channel>& channels() const { return m_channels; }
    /// Defaults that stand in for answers, by fact.
    [[nodiscard]] const std::vector<catalog::FactName>& defaulted() const { return m_defaulted; }

private:
    std::map<catalog::FactName, catalog::FactValue> m_values;
    std::set<catalog::Channel> m_channels;
    std::vector<catalog::FactName> m_defaulted;
};

}  // namespace planner
