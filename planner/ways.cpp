#include "planner/ways.h"

#include "planner/disk_space.h"

#include <algorithm>
#include <map>

namespace planner {

using catalog::FactType;
using catalog::FactValue;
using catalog::Match;
using catalog::Truth;

namespace {

constexpr std::size_t mostMembersCombined = 4;
constexpr double plenty = 1e18;

class Only : public catalog::FactSource {
public:
    Only(const catalog::FactName& name, const FactValue& value) : m_name(name), m_value(value) {}
    [[nodiscard]] const FactValue* find(const catalog::FactName& name) const override
    {
        return name == m_name ? &m_value : nullptr;
    }

private:
    const catalog::FactName& m_name;
    const FactValue& m_value;
};

std::vector<const Match*> matchesOn(const Model& model, const catalog::FactName& fact)
{
    std::vector<const Match*> matches;
    for (const catalog::Condition* condition : model.conditions) {
        for (const std::vector<Match>& all : condition->anyOf) {
            for (const Match& match : all) {
                if (match.fact == fact)
                    matches.push_back(&match);
            }
        }
    }
    for (const catalog::Requirement* requirement : model.requirements) {
        if (requirement->name == fact.text && !asksDiskSpace(*requirement))
            matches.push_back(&requirement->match);
    }
    return matches;
}

std::string textOf(const Match& match)
{
    std::string text;
    for (const Match::Alternative& alternative : match.anyOf)
        text += (text.empty() ? "" : " || ") + alternative.text;
    return text;
}

/// The texts and the operands of ranges that anything compares the fact with.
std::vector<std::string> operandsOf(const std::vector<const Match*>& matches)
{
    std::vector<std::string> texts;
    const auto add = [&](const std::string& text) {
        if (std::find(texts.begin(), texts.end(), text) == texts.end())
            texts.push_back(text);
    };
    for (const Match* match : matches) {
        for (const Match::Alternative& alternative : match->anyOf) {
            if (!alternative.range) {
                add(alternative.text);
                continue;
            }
            for (const auto& all : alternative.range->alternatives()) {
                for (const catalog::Range::Comparison& comparison : all) {
                    if (comparison.op != catalog::Range::Operator::any)
                        add(comparison.operand.text);
                }
            }
        }
    }
    return texts;
}

std::vector<FactValue> numbersAround(const std::vector<std::string>& operands)
{
    std::vector<double> points;
    for (const std::string& text : operands) {
        if (const std::optional<double> number = catalog::readNumber(text))
            points.push_back(*number);
    }
    std::sort(points.begin(), points.end());
    std::vector<FactValue> values;
    for (std::size_t i = 0; i < points.size(); ++i) {
        values.emplace_back(i == 0 ? points[i] - 1 : (points[i - 1] + points[i]) / 2);
        values.emplace_back(points[i]);
    }
    values.emplace_back(points.empty() ? 0.0 : points.back() + 1);
    return values;
}

std::vector<std::string> versionsAround(catalog::VersionScheme scheme, const std::vector<std::string>& operands)
{
    std::vector<std::string> versions{"0"};
    for (const std::string& text : operands) {
        for (const char* more : {"", ".1", ".0.1", ".0.0.1"}) {
            if (catalog::VersionKey::read(scheme, text + more))
                versions.push_back(text + more);
        }
    }
    versions.emplace_back("999999");
    return versions;
}

std::vector<FactValue> subsetsOf(const std::vector<std::string>& members)
{
    std::vector<FactValue> values;
    if (members.size() <= mostMembersCombined) {
        for (std::size_t bits = 0; bits < (std::size_t{1} << members.size()); ++bits) {
            std::set<std::string> chosen;
            for (std::size_t i = 0; i < members.size(); ++i) {
                if (((bits >> i) & 1u) != 0)
                    chosen.insert(members[i]);
            }
            values.emplace_back(std::move(chosen));
        }
        return values;
    }
    values.emplace_back(std::set<std::string>{});
    for (const std::string& member : members)
        values.emplace_back(std::set<std::string>{member});
    values.emplace_back(std::set<std::string>(members.begin(), members.end()));
    return values;
}

std::vector<FactValue> samples(const Situation& situation, const catalog::FactName& fact,
                               const std::vector<const Match*>& matches)
{
    const std::vector<std::string> operands = operandsOf(matches);
    if (fact == diskFreeFact || fact == databaseSizeFact)
        return {0.0, plenty};
    if (fact == catalog::channelFact)
        return subsetsOf(operands);
    std::vector<FactValue> values;
    const auto asVersions = [&] {
        for (const std::string& text : versionsAround(situation.scheme(), operands))
            values.emplace_back(catalog::Version{text});
        return values;
    };
    if (situation.environments.domainOf(fact.text)) {
        for (const catalog::Component& component : situation.model.catalog.components) {
            if (component.name.text == fact.text)
                values.assign(component.available.begin(), component.available.end());
        }
        return asVersions();
    }
    for (const catalog::FactDeclaration& declaration : situation.model.catalog.facts) {
        if (declaration.name != fact)
            continue;
        switch (declaration.type) {
        case FactType::boolean:
            return {true, false};
        case FactType::number:
            return numbersAround(operands);
        case FactType::version:
            return asVersions();
        case FactType::set:
            return subsetsOf(declaration.values.empty() ? operands : declaration.values);
        case FactType::string:
            for (const std::string& text : declaration.values.empty() ? operands : declaration.values)
                values.emplace_back(text);
            if (declaration.values.empty())
                values.emplace_back(std::string("-"));
            return values;
        }
    }
    for (const std::string& text : operands)
        values.emplace_back(text);
    for (const std::string& text : versionsAround(situation.scheme(), operands))
        values.emplace_back(text);
    values.emplace_back(std::string("-"));
    return values;
}

std::string labelOf(const FactValue& value, const std::vector<const Match*>& matches, const std::vector<bool>& holds)
{
    if (std::holds_alternative<bool>(value))
        return catalog::to_string(value);
    std::vector<std::string> yes;
    std::vector<std::string> no;
    for (std::size_t i = 0; i < matches.size(); ++i) {
        std::vector<std::string>& list = holds[i] != matches[i]->negated ? yes : no;
        const std::string text = (holds[i] != matches[i]->negated ? "" : "not ") + textOf(*matches[i]);
        if (std::find(list.begin(), list.end(), text) == list.end())
            list.push_back(text);
    }
    std::string label;
    for (const std::string& text : yes.empty() ? no : yes)
        label += (label.empty() ? "" : ", ") + text;
    return label.empty() ? catalog::to_string(value) : label;
}

}  // namespace

std::vector<Way> waysToFall(const Situation& situation, const catalog::FactName& fact)
{
    const std::vector<const Match*> matches = matchesOn(situation.model, fact);
    std::vector<Way> ways;
    std::map<std::vector<bool>, std::size_t> known;
    std::map<std::string, int> labels;
    for (FactValue& value : samples(situation, fact, matches)) {
        std::vector<bool> holds;
        for (const Match* match : matches)
            holds.push_back(catalog::evaluate(*match, Only(fact, value), situation.scheme()) == Truth::yes);
        if (fact == diskFreeFact || fact == databaseSizeFact)
            holds.push_back(std::get<double>(value) > 0);
        if (!known.try_emplace(holds, ways.size()).second)
            continue;
        std::string label = fact == diskFreeFact || fact == databaseSizeFact
                                ? std::string(holds.back() ? "large" : "small")
                                : labelOf(value, matches, holds);
        if (++labels[label] > 1)
            label = catalog::to_string(value);
        ways.push_back({std::move(label), std::move(value)});
    }
    return ways;
}

}  // namespace planner
