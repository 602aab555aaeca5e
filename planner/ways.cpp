#include "planner/ways.h"

#include "planner/disk_space.h"
#include "planner/value_line.h"

#include <algorithm>
#include <map>
#include <set>

namespace planner {

using catalog::FactType;
using catalog::FactValue;
using catalog::Match;
using catalog::Truth;

namespace {

constexpr std::size_t mostMembersCombined = 4;

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

std::vector<const Match*> askingMatches(const Model& model, const catalog::FactName& fact)
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

/// What a catalog compares a fact with.
struct Operands {
    std::vector<LineOperand> inRanges;
    std::vector<std::string> plain;
};

template <typename Value>
void addOnce(std::vector<Value>& list, Value value)
{
    if (std::find(list.begin(), list.end(), value) == list.end())
        list.push_back(std::move(value));
}

Operands comparedWith(const std::vector<const Match*>& matches)
{
    Operands operands;
    for (const Match* match : matches) {
        for (const Match::Alternative& alternative : match->anyOf) {
            if (!alternative.range) {
                addOnce(operands.plain, alternative.text);
                continue;
            }
            for (const auto& all : alternative.range->alternatives()) {
                for (const catalog::Range::Comparison& comparison : all) {
                    if (comparison.op != catalog::Range::Operator::any)
                        addOnce(operands.inRanges, LineOperand{comparison.operand.text,
                                                               comparison.op == catalog::Range::Operator::prefix});
                }
            }
        }
    }
    return operands;
}

const catalog::FactDeclaration* declarationOf(const Model& model, const catalog::FactName& fact)
{
    for (const catalog::FactDeclaration& declaration : model.catalog.facts) {
        if (declaration.name == fact)
            return &declaration;
    }
    return nullptr;
}

/// Collects values by what tells them apart.
class Sorter {
public:
    Sorter(const Situation& situation, const catalog::FactName& fact)
        : m_situation(situation), m_fact(fact), m_matches(askingMatches(situation.model, fact))
    {
    }
    [[nodiscard]] const std::vector<const Match*>& matches() const { return m_matches; }

    [[nodiscard]] std::string answersFor(const FactValue& value) const
    {
        std::string answers;
        for (const Match* match : m_matches)
            answers += catalog::evaluate(*match, Only(m_fact, value), m_situation.scheme()) == Truth::yes ? '1' : '0';
        return answers;
    }

    /// The way of these answers, new or known.
    Way& wayOf(const std::string& answers, const FactValue& value)
    {
        const auto [place, added] = m_places.try_emplace(answers, m_ways.size());
        if (added)
            m_ways.push_back({{}, value});
        return m_ways[place->second];
    }

    std::vector<Way> take() { return std::move(m_ways); }

private:
    const Situation& m_situation;
    const catalog::FactName& m_fact;
    std::vector<const Match*> m_matches;
    std::map<std::string, std::size_t> m_places;
    std::vector<Way> m_ways;
};

/// Versions of a component that match alike still differ where steps are limited or a release brings the component.
class ComponentLimits {
public:
    ComponentLimits(const Situation& situation, const catalog::FactName& fact) : m_scheme(situation.scheme())
    {
        const std::optional<std::size_t> domain = situation.environments.domainOf(fact.text);
        const catalog::Component* declaration =
            domain ? situation.environments.domains()[*domain].declaration : nullptr;
        m_maxStep = declaration == nullptr ? catalog::MaxStep::any : declaration->maxStep;
        for (Rank rank = 0; domain && rank < situation.model.size(); ++rank) {
            const auto& provides = *situation.model.at(rank).provides;
            const auto brought = provides.find(catalog::ComponentName{fact.text});
            if (brought != provides.end())
                addOnce(m_brought, brought->second);
        }
        if (declaration != nullptr)
            m_offered = declaration->available;
    }

    [[nodiscard]] const std::vector<catalog::Version>& offered() const { return m_offered; }
    [[nodiscard]] const std::vector<catalog::Version>& brought() const { return m_brought; }

    [[nodiscard]] std::string answersFor(const std::string& text) const
    {
        std::string answers;
        const std::optional<catalog::VersionKey> key = catalog::VersionKey::read(m_scheme, text);
        const auto compare = [&](const catalog::Version& version) {
            const std::optional<catalog::VersionKey> other = catalog::VersionKey::read(m_scheme, version.text);
            if (key && other)
                answers += *key < *other ? '<' : *key == *other ? '=' : '>';
        };
        for (const catalog::Version& version : m_brought)
            compare(version);
        if (key && m_maxStep != catalog::MaxStep::any) {
            for (const catalog::Version& version : m_offered)
                compare(version);
            answers += std::to_string(key->major());
            if (m_maxStep == catalog::MaxStep::minor)
                answers += '.' + std::to_string(key->minor());
        }
        return answers;
    }

private:
    catalog::VersionScheme m_scheme;
    catalog::MaxStep m_maxStep = catalog::MaxStep::any;
    std::vector<catalog::Version> m_brought;
    std::vector<catalog::Version> m_offered;
};

template <typename Read, typename Answers>
void sortLine(Sorter& sorter, const std::vector<LinePoint>& line, const Read& read, const Answers& answersFor)
{
    std::map<std::string, std::vector<std::size_t>> chosen;
    for (std::size_t i = 0; i < line.size(); ++i)
        chosen[answersFor(line[i].text)].push_back(i);
    for (std::size_t i = 0; i < line.size(); ++i) {
        const std::string answers = answersFor(line[i].text);
        const std::vector<std::size_t>& places = chosen[answers];
        if (places.front() != i)
            continue;
        const std::string& example = line[exampleOf(line, places)].text;
        Way& way = sorter.wayOf(answers, read(example));
        way.falls.spans = spansOf(line, places);
        way.falls.example = {example};
    }
}

void sortNumbers(Sorter& sorter, Operands operands)
{
    for (const std::string& text : operands.plain)
        operands.inRanges.push_back({text, false});
    const auto read = [](const std::string& text) { return FactValue(catalog::readNumber(text).value_or(0)); };
    sortLine(sorter, numberLine(operands.inRanges), read,
             [&](const std::string& text) { return sorter.answersFor(read(text)); });
}

void sortVersions(Sorter& sorter, const Situation& situation, const catalog::FactName& fact, Operands operands)
{
    const ComponentLimits limits(situation, fact);
    for (const std::string& text : operands.plain)
        operands.inRanges.push_back({text, false});
    for (const catalog::Version& version : limits.brought())
        operands.inRanges.push_back({version.text, false});
    const auto read = [](const std::string& text) { return FactValue(catalog::Version{text}); };
    sortLine(sorter, versionLine(situation.scheme(), operands.inRanges, limits.offered()), read,
             [&](const std::string& text) { return sorter.answersFor(read(text)) + limits.answersFor(text); });
}

/// Texts: those that may be answered, or those that are named and any other. Ranges read texts as versions.
void sortTexts(Sorter& sorter, const Situation& situation, const Operands& operands,
               const std::vector<std::string>& allowed)
{
    const auto add = [&](const std::string& text) {
        const FactValue value(text);
        Way& way = sorter.wayOf(sorter.answersFor(value), value);
        if (way.falls.example.empty())
            way.falls.example = {text};
        way.falls.values.push_back(text);
    };
    for (const std::string& text : allowed)
        add(text);
    if (!allowed.empty())
        return;
    const auto read = [](const std::string& text) { return FactValue(text); };
    if (!operands.inRanges.empty())
        sortLine(sorter, versionLine(situation.scheme(), operands.inRanges), read,
                 [&](const std::string& text) { return sorter.answersFor(read(text)); });
    for (const std::string& text : operands.plain)
        add(text);
    std::string other = "other";
    if (operands.plain.size() == 1 && catalog::readBoolean(operands.plain.front()))
        other = *catalog::readBoolean(operands.plain.front()) ? "false" : "true";
    while (std::find(operands.plain.begin(), operands.plain.end(), other) != operands.plain.end())
        other += "-";
    const FactValue value(other);
    Way& way = sorter.wayOf(sorter.answersFor(value), value);
    if (way.falls.example.empty() && operands.inRanges.empty()) {
        way.falls.kind = FactClass::Kind::others;
        way.falls.values = operands.plain;
    }
    if (way.falls.example.empty()) {
        way.falls.example = {other};
        if (way.falls.kind == FactClass::Kind::values)
            way.falls.values = {other};
    }
}

std::vector<std::set<std::string>> subsetsOf(const std::vector<std::string>& members)
{
    std::vector<std::set<std::string>> subsets;
    if (members.size() <= mostMembersCombined) {
        for (std::size_t bits = 0; bits < (std::size_t{1} << members.size()); ++bits) {
            std::set<std::string> chosen;
            for (std::size_t i = 0; i < members.size(); ++i) {
                if (((bits >> i) & 1u) != 0)
                    chosen.insert(members[i]);
            }
            subsets.push_back(std::move(chosen));
        }
        return subsets;
    }
    subsets.emplace_back();
    for (const std::string& member : members)
        subsets.push_back({member});
    subsets.emplace_back(members.begin(), members.end());
    return subsets;
}

enum class Empty { allowed, named };  ///< whether an answer can be the empty set, or names something unheard of

/// `apart`: members that decide by themselves, whatever any condition says about them.
void sortSets(Sorter& sorter, const std::vector<std::string>& members, const std::vector<std::string>& apart,
              Empty empty)
{
    for (std::set<std::string> chosen : subsetsOf(members)) {
        if (chosen.empty() && empty == Empty::named)
            chosen.insert("none");
        const FactValue value(chosen);
        std::string answers = sorter.answersFor(value);
        for (const std::string& member : apart)
            answers += chosen.count(member) != 0 ? '1' : '0';
        Way& way = sorter.wayOf(answers, value);
        if (way.falls.kind == FactClass::Kind::set)
            continue;
        way.falls.kind = FactClass::Kind::set;
        way.falls.values.assign(chosen.begin(), chosen.end());
        way.falls.example = way.falls.values;
    }
}

std::vector<std::string> releaseChannels(const Model& model)
{
    std::vector<std::string> channels;
    for (Rank rank = 0; rank < model.size(); ++rank) {
        for (const catalog::Channel& channel : model.at(rank).channels)
            addOnce(channels, channel.text);
    }
    return channels;
}

}  // namespace

FactType typeOf(const Situation& situation, const catalog::FactName& fact)
{
    if (fact == catalog::channelFact)
        return FactType::set;
    if (situation.environments.domainOf(fact.text))
        return FactType::version;
    const catalog::FactDeclaration* declaration = declarationOf(situation.model, fact);
    return declaration == nullptr ? FactType::string : declaration->type;
}

Ways waysToFall(const Situation& situation, const catalog::FactName& fact)
{
    Sorter sorter(situation, fact);
    const Operands operands = comparedWith(sorter.matches());
    const catalog::FactDeclaration* declaration = declarationOf(situation.model, fact);
    const std::vector<std::string> allowed = declaration == nullptr ? std::vector<std::string>() : declaration->values;
    std::vector<std::string> members;
    switch (typeOf(situation, fact)) {
    case FactType::boolean:
        for (const bool value : {true, false}) {
            Way& way = sorter.wayOf(sorter.answersFor(value) + (value ? '1' : '0'), value);
            way.falls.values = way.falls.example = {value ? "true" : "false"};
        }
        break;
    case FactType::number:
        sortNumbers(sorter, operands);
        break;
    case FactType::version:
        sortVersions(sorter, situation, fact, operands);
        break;
    case FactType::string:
        if (fact == catalog::databaseFact && declaration == nullptr)
            sortTexts(sorter, situation, operands, {"postgresql", "sqlite"});
        else
            sortTexts(sorter, situation, operands, allowed);
        break;
    case FactType::set:
        for (const std::string& text : operands.plain) {
            if (allowed.empty() || std::find(allowed.begin(), allowed.end(), text) != allowed.end())
                addOnce(members, text);
        }
        for (const LineOperand& operand : operands.inRanges)
            addOnce(members, operand.text);
        if (fact == catalog::channelFact) {
            const std::vector<std::string> channels = releaseChannels(situation.model);
            for (const std::string& channel : channels)
                addOnce(members, channel);
            sortSets(sorter, members, channels, Empty::named);
        } else {
            sortSets(sorter, members, {}, Empty::allowed);
        }
        break;
    }
    return {sorter.take(), members.size() <= mostMembersCombined};
}

}  // namespace planner
