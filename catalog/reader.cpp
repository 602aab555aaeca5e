#include "catalog/reader.h"

#include "catalog/lookup.h"

#include <algorithm>
#include <charconv>

namespace catalog {

namespace {

/// The text of a scalar, or nothing after reporting that something else stands there.
const std::string* scalarText(const Node& node, Report& report, std::vector<std::string> expected)
{
    if (node.kind == Node::Kind::scalar)
        return &node.text;
    report.add(ErrorCode::wrongKind, node.place, described(node), std::move(expected));
    return nullptr;
}

template <typename Value, typename Read>
std::optional<Value> readScalar(const Node& node, Report& report, Read read, const std::vector<std::string>& expected)
{
    const std::string* text = scalarText(node, report, expected);
    if (text == nullptr)
        return std::nullopt;
    std::optional<Value> value = read(*text);
    if (!value)
        report.add(ErrorCode::badValue, node.place, *text, expected);
    return value;
}

}  // namespace

void Report::add(ErrorCode code, const Place& place, std::string subject, std::vector<std::string> expected,
                 Place related)
{
    add(Error{code, place, std::move(subject), std::move(expected), std::move(related)});
}

void Report::add(Error error)
{
    if (!full())
        m_errors.push_back(std::move(error));
}

std::string described(const Node& node)
{
    switch (node.kind) {
    case Node::Kind::null:
        return "null";
    case Node::Kind::list:
        return "list";
    case Node::Kind::map:
        return "map";
    case Node::Kind::scalar:
        break;
    }
    return node.text;
}

std::optional<std::string> readText(const Node& node, Report& report)
{
    return readScalar<std::string>(
        node, report,
        [](const std::string& text) { return text.empty() ? std::nullopt : std::optional<std::string>(text); },
        {"text"});
}

std::vector<std::string> readTexts(const Node& node, Report& report)
{
    std::vector<std::string> texts;
    if (node.kind != Node::Kind::list) {
        if (auto text = readText(node, report))
            texts.push_back(std::move(*text));
        return texts;
    }
    for (const Node& item : node.items) {
        if (auto text = readText(item, report))
            texts.push_back(std::move(*text));
    }
    return texts;
}

std::vector<std::string> readArguments(const Node& node, Report& report)
{
    std::vector<std::string> arguments;
    const std::vector<std::string> expected{"[program, argument, …]"};
    if (node.kind != Node::Kind::list || node.items.empty()) {
        report.add(ErrorCode::wrongKind, node.place, described(node), expected);
        return arguments;
    }
    for (const Node& item : node.items) {
        const std::string* text = scalarText(item, report, {"text"});
        if (text == nullptr)
            return {};
        if (text->empty() && arguments.empty()) {
            report.add(ErrorCode::badValue, item.place, *text, expected);
            return {};
        }
        arguments.push_back(*text);
    }
    return arguments;
}

std::optional<bool> readBoolean(const Node& node, Report& report)
{
    return readScalar<bool>(node, report, [](const std::string& text) { return readBoolean(text); }, {"true", "false"});
}

std::optional<std::int64_t> readInteger(const Node& node, Report& report, std::int64_t least, std::int64_t most)
{
    return readScalar<std::int64_t>(
        node, report,
        [least, most](const std::string& text) -> std::optional<std::int64_t> {
            std::int64_t value = 0;
            const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
            if (error != std::errc() || end != text.data() + text.size() || value < least || value > most)
                return std::nullopt;
            return value;
        },
        {std::to_string(least) + "…" + (most == INT64_MAX ? std::string() : std::to_string(most))});
}

std::optional<Date> readDate(const Node& node, Report& report)
{
    return readScalar<Date>(node, report, [](const std::string& text) { return readDate(text); }, {"YYYY-MM-DD"});
}

std::optional<Seconds> readDuration(const Node& node, Report& report)
{
    return readScalar<Seconds>(node, report, [](const std::string& text) { return readDuration(text); },
                               {"1h30m", "40s"});
}

std::optional<std::uint64_t> readSize(const Node& node, Report& report)
{
    return readScalar<std::uint64_t>(node, report, [](const std::string& text) { return readSize(text); },
                                     {"512", "40 MB", "1.5 GB"});
}

MapReader::MapReader(const Node& node, Report& report) : m_node(node), m_report(report)
{
    constexpr std::size_t usual = 24;
    m_known.reserve(usual);
    if (node.kind != Node::Kind::map)
        report.add(ErrorCode::wrongKind, node.place, described(node), {"map"});
}

const Node* MapReader::find(std::string_view key)
{
    know(key);
    const Node* node = m_node.find(key);
    return node != nullptr && node->kind == Node::Kind::null ? nullptr : node;
}

const Node* MapReader::require(std::string_view key)
{
    const Node* node = find(key);
    if (node == nullptr && isMap())
        m_report.add(ErrorCode::missingKey, m_node.place, std::string(key));
    return node;
}

Place MapReader::placeOf(std::string_view key) const
{
    const Node* node = m_node.find(key);
    return node != nullptr ? node->keyPlace() : m_node.place;
}

void MapReader::text(std::string_view key, std::string& target)
{
    if (const Node* node = find(key)) {
        if (auto value = readText(*node, m_report))
            target = std::move(*value);
    }
}

void MapReader::requireText(std::string_view key, std::string& target)
{
    if (require(key) != nullptr)
        text(key, target);
}

void MapReader::boolean(std::string_view key, bool& target)
{
    if (const Node* node = find(key))
        target = readBoolean(*node, m_report).value_or(target);
}

void MapReader::date(std::string_view key, std::optional<Date>& target)
{
    if (const Node* node = find(key))
        target = readDate(*node, m_report);
}

void MapReader::duration(std::string_view key, std::optional<Seconds>& target)
{
    if (const Node* node = find(key))
        target = readDuration(*node, m_report);
}

void MapReader::finish()
{
    for (const auto& [key, value] : m_node.entries) {
        if (std::find(m_known.begin(), m_known.end(), key) != m_known.end())
            continue;
        std::vector<std::string> known(m_known.begin(), m_known.end());
        std::vector<std::string> likely = nearest(key, known);
        m_report.add(ErrorCode::unknownKey, value.keyPlace(), key, std::move(likely));
    }
}

}  // namespace catalog
