#include "catalog/condition.h"

#include <algorithm>
#include <type_traits>

namespace catalog {

namespace {

using Alternative = Match::Alternative;

bool compares(double value, const Range::Comparison& comparison)
{
    if (comparison.op == Range::Operator::any)
        return true;
    const auto operand = readNumber(comparison.operand.text);
    if (!operand)
        return false;
    switch (comparison.op) {
    case Range::Operator::less:
        return value < *operand;
    case Range::Operator::lessEqual:
        return value <= *operand;
    case Range::Operator::greater:
        return value > *operand;
    case Range::Operator::greaterEqual:
        return value >= *operand;
    case Range::Operator::notEqual:
        return value != *operand;
    case Range::Operator::prefix:
        return false;
    default:
        return value == *operand;
    }
}

bool inRange(double value, const Range& range)
{
    return std::any_of(range.alternatives().begin(), range.alternatives().end(), [value](const auto& all) {
        return std::all_of(all.begin(), all.end(), [value](const auto& one) { return compares(value, one); });
    });
}

/// A text of no declared type lies in a range as a version if it can be read as one, else as a number.
bool inRange(const std::string& text, const Range& range, VersionScheme scheme)
{
    if (const auto key = VersionKey::read(scheme, text))
        return range.contains(Version{text}, *key);
    if (const auto number = readNumber(text))
        return inRange(*number, range);
    return range.text() == "*";
}

struct Holds {
    const Alternative& alternative;
    VersionScheme scheme;

    bool operator()(bool value) const
    {
        return alternative.range ? alternative.range->text() == "*" : readBoolean(alternative.text) == value;
    }
    bool operator()(double value) const
    {
        return alternative.range ? inRange(value, *alternative.range) : readNumber(alternative.text) == value;
    }
    bool operator()(const std::string& value) const
    {
        return value == alternative.text || (alternative.range && inRange(value, *alternative.range, scheme));
    }
    bool operator()(const Version& value) const { return operator()(value.text); }
    bool operator()(const std::set<std::string>& values) const
    {
        return std::any_of(values.begin(), values.end(), *this);
    }
};

}  // namespace

Truth evaluate(const Match& match, const FactSource& facts, VersionScheme scheme)
{
    const FactValue* value = facts.find(match.fact);
    if (value == nullptr)
        return Truth::unknown;
    const bool any = std::any_of(match.anyOf.begin(), match.anyOf.end(), [&](const Alternative& alternative) {
        return std::visit(Holds{alternative, scheme}, *value);
    });
    return any != match.negated ? Truth::yes : Truth::no;
}

Truth evaluate(const Condition& condition, const FactSource& facts, VersionScheme scheme,
               std::vector<FactName>* undecided)
{
    if (condition.always())
        return Truth::yes;
    std::vector<FactName> open;
    Truth result = Truth::no;
    for (const std::vector<Match>& all : condition.anyOf) {
        Truth truth = Truth::yes;
        const std::size_t openBefore = open.size();
        for (const Match& match : all) {
            const Truth one = evaluate(match, facts, scheme);
            if (one == Truth::unknown)
                open.push_back(match.fact);
            truth = std::min(truth, one);
            if (truth == Truth::no)
                break;
        }
        if (truth == Truth::no)
            open.erase(open.begin() + static_cast<std::ptrdiff_t>(openBefore), open.end());
        result = std::max(result, truth);
        if (result == Truth::yes)
            return result;
    }
    if (result == Truth::unknown && undecided != nullptr) {
        for (FactName& fact : open) {
            if (std::find(undecided->begin(), undecided->end(), fact) == undecided->end())
                undecided->push_back(std::move(fact));
        }
    }
    return result;
}

}  // namespace catalog
