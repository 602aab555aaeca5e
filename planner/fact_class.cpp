#include "planner/fact_class.h"

#include <algorithm>
#include <iterator>
#include <string_view>

namespace planner {

namespace {

std::string spanText(const FactClass::Span& span)
{
    if (span.point())
        return span.from->text;
    std::string text;
    if (span.from)
        text = (span.from->inclusive ? ">=" : ">") + span.from->text;
    if (span.to)
        text += (text.empty() ? "" : " ") + std::string(span.to->inclusive ? "<=" : "<") + span.to->text;
    return text.empty() ? "*" : text;
}

std::string joined(const std::vector<std::string>& texts, std::string_view between)
{
    std::string all;
    for (const std::string& text : texts)
        all += (all.empty() ? std::string() : std::string(between)) + text;
    return all;
}

bool meet(const FactClass::Span& low, const FactClass::Span& high)
{
    return low.to && high.from && low.to->text == high.from->text && low.to->inclusive != high.from->inclusive;
}

/// Each pair of spans that meet, in whichever order they stand, becomes one.
std::vector<FactClass::Span> joinedWhereTheyMeet(std::vector<FactClass::Span> spans)
{
    for (std::size_t i = 0; i < spans.size(); ++i) {
        for (std::size_t j = 0; j < spans.size(); ++j) {
            if (i == j || !meet(spans[i], spans[j]))
                continue;
            spans[i].to = spans[j].to;
            spans.erase(spans.begin() + static_cast<std::ptrdiff_t>(j));
            return joinedWhereTheyMeet(std::move(spans));
        }
    }
    return spans;
}

/// All but `without`, in the order they stand in.
std::vector<std::string> lessThose(const std::vector<std::string>& texts, const std::vector<std::string>& without)
{
    std::vector<std::string> left;
    std::copy_if(texts.begin(), texts.end(), std::back_inserter(left), [&](const std::string& text) {
        return std::find(without.begin(), without.end(), text) == without.end();
    });
    return left;
}

}  // namespace

FactClass either(FactClass one, const FactClass& other)
{
    using Kind = FactClass::Kind;
    if (one.kind == Kind::values && other.kind == Kind::values) {
        one.values.insert(one.values.end(), other.values.begin(), other.values.end());
        one.spans.insert(one.spans.end(), other.spans.begin(), other.spans.end());
        one.spans = joinedWhereTheyMeet(std::move(one.spans));
        return one;
    }
    one.values = one.kind == Kind::values ? lessThose(other.values, one.values) : lessThose(one.values, other.values);
    one.kind = Kind::others;
    return one;
}

std::string to_string(const FactClass& answer)
{
    std::vector<std::string> texts = answer.values;
    switch (answer.kind) {
    case FactClass::Kind::set:
        return joined(texts, ", ");
    case FactClass::Kind::others:
        for (std::string& text : texts)
            text.insert(0, "!=");
        return texts.empty() ? "*" : joined(texts, " ");
    case FactClass::Kind::values:
        break;
    }
    for (const FactClass::Span& span : answer.spans)
        texts.push_back(spanText(span));
    return joined(texts, " || ");
}

}  // namespace planner
