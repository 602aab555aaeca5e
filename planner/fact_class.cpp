#include "planner/fact_class.h"

#include <string_view>

namespace planner {

namespace {

std::string textOf(const FactClass::Span& span)
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

}  // namespace

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
        texts.push_back(textOf(span));
    return joined(texts, " || ");
}

}  // namespace planner
