#include "catalog/fact.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace catalog {

namespace {

tl::unexpected<Error> wrong(const Place& place, const std::string& subject, std::vector<std::string> expected)
{
    return tl::make_unexpected(Error{ErrorCode::badValue, place, subject, std::move(expected), {}});
}

bool answerable(const FactDeclaration& declaration, const std::string& text)
{
    return declaration.values.empty() ||
           std::find(declaration.values.begin(), declaration.values.end(), text) != declaration.values.end();
}

}  // namespace

std::optional<bool> readBoolean(std::string_view text)
{
    if (text == "true" || text == "yes")
        return true;
    if (text == "false" || text == "no")
        return false;
    return std::nullopt;
}

std::optional<double> readNumber(std::string_view text)
{
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value))
        return std::nullopt;
    return value == 0 ? 0 : value;
}

Result<FactValue> readFactValue(const FactDeclaration& declaration, const std::vector<std::string>& texts,
                                const Place& place)
{
    if (declaration.type == FactType::set) {
        std::set<std::string> values;
        if (texts == std::vector<std::string>{std::string()})
            return Result<FactValue>(tl::in_place, std::move(values));
        for (const std::string& text : texts) {
            if (text.empty() || !answerable(declaration, text))
                return wrong(place, text, declaration.values);
            values.insert(text);
        }
        return Result<FactValue>(tl::in_place, std::move(values));
    }
    if (texts.size() != 1) {
        std::string all;
        for (const std::string& text : texts)
            all += (all.empty() ? "" : ", ") + text;
        return wrong(place, all, {"one value"});
    }
    const std::string& text = texts.front();
    switch (declaration.type) {
    case FactType::boolean:
        if (const auto value = readBoolean(text))
            return Result<FactValue>(tl::in_place, *value);
        return wrong(place, text, {"true", "false"});
    case FactType::number:
        if (const auto value = readNumber(text))
            return Result<FactValue>(tl::in_place, *value);
        return wrong(place, text, {"12", "1.5"});
    case FactType::version:
        if (!text.empty() && text.find_first_of(" \t\r\n<>=!*|,") == std::string::npos)
            return Result<FactValue>(tl::in_place, Version{text});
        return wrong(place, text, {"1.2.3"});
    default:
        if (text.empty() || !answerable(declaration, text))
            return wrong(place, text, declaration.values);
        return Result<FactValue>(tl::in_place, text);
    }
}

std::string to_string(double number)
{
    char text[40];
    const bool whole = std::abs(number) < 1e15 && number == std::floor(number);
    const auto [end, error] = whole ? std::to_chars(text, text + sizeof text, static_cast<long long>(number))
                                    : std::to_chars(text, text + sizeof text, number);
    return {text, error == std::errc() ? end : text};
}

std::string to_string(const FactValue& value)
{
    struct Writer {
        std::string operator()(bool value) const { return value ? "true" : "false"; }
        std::string operator()(double value) const { return to_string(value); }
        std::string operator()(const std::string& value) const { return value; }
        std::string operator()(const Version& value) const { return value.text; }
        std::string operator()(const std::set<std::string>& values) const
        {
            std::string text;
            for (const std::string& entry : values)
                text += (text.empty() ? "" : ", ") + entry;
            return text;
        }
    };
    return std::visit(Writer(), value);
}

}  // namespace catalog
