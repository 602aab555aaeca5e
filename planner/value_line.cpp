#include "planner/value_line.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace planner {

namespace {

using Use = LinePoint::Use;
using catalog::VersionKey;

/// Where the last run of digits that is not zero stands.
std::optional<std::pair<std::size_t, std::size_t>> lastNumber(const std::string& text, bool nonZero)
{
    for (std::size_t end = text.size(); end > 0; --end) {
        const auto digit = [&](std::size_t place) { return text[place] >= '0' && text[place] <= '9'; };
        if (!digit(end - 1))
            continue;
        std::size_t begin = end - 1;
        while (begin > 0 && digit(begin - 1))
            --begin;
        const bool zero = text.find_first_not_of('0', begin) >= end;
        if (end - begin <= 15 && !(nonZero && zero))
            return std::make_pair(begin, end - begin);
        end = begin + 1;
    }
    return std::nullopt;
}

/// 2.5 after 2.4; nothing when there is no number to count up.
std::optional<std::string> following(const std::string& text)
{
    const auto number = lastNumber(text, false);
    if (!number)
        return std::nullopt;
    return text.substr(0, number->first) + std::to_string(std::stoll(text.substr(number->first, number->second)) + 1);
}

/// 2.3 before 2.4, 1 before 2.0.
std::optional<std::string> preceding(const std::string& text)
{
    const auto number = lastNumber(text, true);
    if (!number)
        return std::nullopt;
    return text.substr(0, number->first) + std::to_string(std::stoll(text.substr(number->first, number->second)) - 1);
}

struct Keyed {
    LinePoint point;
    VersionKey key;
};

void addVersion(std::vector<Keyed>& line, catalog::VersionScheme scheme, const std::string& text, Use use)
{
    std::optional<VersionKey> key = VersionKey::read(scheme, text);
    if (!key)
        return;
    for (Keyed& known : line) {
        if (known.key != *key)
            continue;
        known.point.boundary = known.point.boundary || use == Use::boundary;
        if (use > known.point.use) {
            known.point.use = use;
            known.point.text = text;
        }
        return;
    }
    line.push_back({{text, use, use == Use::boundary}, std::move(*key)});
}

double below(double number) { return number > 0 && number < 1 ? 0 : number - 1; }

double between(double low, double high)
{
    const double next = std::floor(low) + 1;
    return next < high ? next : low + (high - low) / 2;
}

}  // namespace

std::vector<LinePoint> numberLine(const std::vector<LineOperand>& operands)
{
    std::vector<double> numbers;
    for (const LineOperand& operand : operands) {
        if (const std::optional<double> number = catalog::readNumber(operand.text))
            numbers.push_back(*number);
    }
    std::sort(numbers.begin(), numbers.end());
    numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
    if (numbers.empty())
        return {{"0", Use::between, false}};
    std::vector<LinePoint> line;
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        const double before = i == 0 ? below(numbers[i]) : between(numbers[i - 1], numbers[i]);
        line.push_back({catalog::to_string(before), Use::neighbour, false});
        line.push_back({catalog::to_string(numbers[i]), Use::boundary, true});
    }
    line.push_back({catalog::to_string(std::floor(numbers.back()) + 1), Use::neighbour, false});
    return line;
}

std::vector<LinePoint> versionLine(catalog::VersionScheme scheme, const std::vector<LineOperand>& operands,
                                   const std::vector<catalog::Version>& offered)
{
    std::vector<Keyed> line;
    for (const catalog::Version& version : offered)
        addVersion(line, scheme, version.text, Use::offered);
    for (const LineOperand& operand : operands) {
        addVersion(line, scheme, operand.text, Use::boundary);
        if (const std::optional<std::string> next = following(operand.text))
            addVersion(line, scheme, *next, operand.prefix ? Use::boundary : Use::neighbour);
        if (const std::optional<std::string> last = preceding(operand.text))
            addVersion(line, scheme, *last, Use::neighbour);
        for (const char* more : {".1", ".0.1", ".0.0.1"})
            addVersion(line, scheme, operand.text + more, Use::between);
    }
    if (line.empty())
        addVersion(line, scheme, "1.0.0", Use::between);
    std::sort(line.begin(), line.end(), [](const Keyed& a, const Keyed& b) { return a.key < b.key; });
    std::vector<LinePoint> points;
    points.reserve(line.size());
    for (Keyed& one : line)
        points.push_back(std::move(one.point));
    return points;
}

std::vector<FactClass::Span> spansOf(const std::vector<LinePoint>& line, const std::vector<std::size_t>& chosen)
{
    std::vector<FactClass::Span> spans;
    for (std::size_t i = 0; i < chosen.size();) {
        const std::size_t first = chosen[i];
        std::size_t last = first;
        while (++i < chosen.size() && chosen[i] == last + 1)
            ++last;
        FactClass::Span span;
        if (first > 0 && (line[first].boundary || !line[first - 1].boundary))
            span.from = {line[first].text, true};
        else if (first > 0)
            span.from = {line[first - 1].text, false};
        if (last + 1 < line.size() && (line[last + 1].boundary || !line[last].boundary))
            span.to = {line[last + 1].text, false};
        else if (last + 1 < line.size())
            span.to = {line[last].text, true};
        if (first == last && line[first].boundary && first > 0 && last + 1 < line.size())
            span.from = span.to = {line[first].text, true};
        spans.push_back(std::move(span));
    }
    return spans;
}

std::size_t exampleOf(const std::vector<LinePoint>& line, const std::vector<std::size_t>& chosen)
{
    std::size_t best = chosen.front();
    for (const std::size_t place : chosen) {
        const Use use = line[place].use;
        if (use > line[best].use || (use == Use::offered && line[best].use == Use::offered))
            best = place;
    }
    return best;
}

}  // namespace planner
