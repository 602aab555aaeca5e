#include "catalog/range.h"

#include <algorithm>

namespace catalog {

namespace {

struct Written {
    std::string_view text;
    Range::Operator op;
};

// Longer operators first.
constexpr Written operators[] = {
    {"<=", Range::Operator::lessEqual}, {">=", Range::Operator::greaterEqual}, {"!=", Range::Operator::notEqual},
    {"<", Range::Operator::less},       {">", Range::Operator::greater},       {"=", Range::Operator::equal},
};

void skipSpaces(std::string_view& text)
{
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
        text.remove_prefix(1);
}

std::string_view takeWord(std::string_view& text)
{
    const std::size_t end = std::min(text.find_first_of(" \t"), text.size());
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(end);
    return word;
}

bool holds(Range::Operator op, std::weak_ordering order)
{
    switch (op) {
    case Range::Operator::less:
        return order < 0;
    case Range::Operator::lessEqual:
        return order <= 0;
    case Range::Operator::greater:
        return order > 0;
    case Range::Operator::greaterEqual:
        return order >= 0;
    case Range::Operator::equal:
        return order == 0;
    case Range::Operator::notEqual:
        return order != 0;
    default:
        return false;
    }
}

}  // namespace

Result<Range> Range::read(VersionScheme scheme, std::string_view text, const Place& place)
{
    const auto failed = [&place](ErrorCode code, std::string_view subject) {
        return tl::make_unexpected(Error{code, place, std::string(subject), {}, {}});
    };
    Range range;
    std::vector<std::vector<Comparison>> alternatives;
    for (std::string_view rest = text;;) {
        const std::size_t bar = rest.find("||");
        std::string_view part = rest.substr(0, bar);
        std::vector<Comparison> comparisons;
        std::string written;
        for (skipSpaces(part); !part.empty(); skipSpaces(part)) {
            Comparison comparison;
            comparison.op = Operator::exact;
            const std::string_view whole = part;
            std::string_view sign;
            for (const Written& candidate : operators) {
                if (part.starts_with(candidate.text)) {
                    comparison.op = candidate.op;
                    sign = candidate.text;
                    part.remove_prefix(sign.size());
                    skipSpaces(part);
                    break;
                }
            }
            std::string_view word = takeWord(part);
            if (!written.empty())
                written += ' ';
            written += sign;
            written += word;
            if (sign.empty() && word == "*") {
                comparison.op = Operator::any;
                comparisons.push_back(std::move(comparison));
                continue;
            }
            if (sign.empty() && word.ends_with(".*")) {
                comparison.op = Operator::prefix;
                word.remove_suffix(2);
            }
            if (word.empty() || word.find_first_of("<>=!*|,()[]{}") != std::string_view::npos)
                return failed(ErrorCode::badRange, whole);
            const auto key = VersionKey::read(scheme, word);
            if (!key)
                return failed(ErrorCode::badVersion, word);
            comparison.operand.text = word;
            comparison.key = *key;
            comparisons.push_back(std::move(comparison));
        }
        if (comparisons.empty())
            return failed(ErrorCode::badRange, text);
        if (!range.m_text.empty())
            range.m_text += " || ";
        range.m_text += written;
        alternatives.push_back(std::move(comparisons));
        if (bar == std::string_view::npos) {
            range.m_alternatives =
                std::make_shared<const std::vector<std::vector<Comparison>>>(std::move(alternatives));
            return range;
        }
        rest.remove_prefix(bar + 2);
    }
}

const std::vector<std::vector<Range::Comparison>>& Range::alternatives() const
{
    static const std::vector<std::vector<Comparison>> none;
    return m_alternatives ? *m_alternatives : none;
}

bool Range::looksLikeRange(std::string_view text)
{
    return !text.empty() && (std::string_view("<>=!").find(text.front()) != std::string_view::npos || text == "*" ||
                             text.ends_with(".*") || text.find("||") != std::string_view::npos);
}

bool Range::contains(const Version& version, const VersionKey& key) const
{
    const auto matches = [&](const Comparison& comparison) {
        switch (comparison.op) {
        case Operator::any:
            return true;
        case Operator::exact:
            return version == comparison.operand;
        case Operator::prefix:
            return key.hasPrefix(comparison.key);
        default:
            return holds(comparison.op, key <=> comparison.key);
        }
    };
    return std::any_of(alternatives().begin(), alternatives().end(),
                       [&](const auto& all) { return std::all_of(all.begin(), all.end(), matches); });
}

}  // namespace catalog
