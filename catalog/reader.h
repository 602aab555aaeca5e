#pragma once

#include "catalog/document.h"
#include "catalog/names.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace catalog {

/// Collects what is wrong with an input, up to maximumErrors.
class Report {
public:
    void add(ErrorCode code, const Place& place, std::string subject = {}, std::vector<std::string> expected = {},
             Place related = {});
    void add(Error error);
    [[nodiscard]] bool good() const { return m_errors.empty(); }
    [[nodiscard]] bool full() const { return m_errors.size() >= maximumErrors; }
    [[nodiscard]] Errors take() { return std::move(m_errors); }

private:
    Errors m_errors;
};

/// What stands there, for wrongKind: the text of a scalar, else "list", "map" or "null".
[[nodiscard]] std::string described(const Node& node);

// Each of these reports wrongKind or badValue and returns nothing when the node is not what is wanted.

/// A scalar that is not empty.
[[nodiscard]] std::optional<std::string> readText(const Node& node, Report& report);
/// A scalar, or a list of them.
[[nodiscard]] std::vector<std::string> readTexts(const Node& node, Report& report);
/// A list of scalars; a program and its arguments, which may be empty texts but for the program.
[[nodiscard]] std::vector<std::string> readArguments(const Node& node, Report& report);
[[nodiscard]] std::optional<bool> readBoolean(const Node& node, Report& report);
[[nodiscard]] std::optional<std::int64_t> readInteger(const Node& node, Report& report, std::int64_t least,
                                                      std::int64_t most);
[[nodiscard]] std::optional<Date> readDate(const Node& node, Report& report);
[[nodiscard]] std::optional<Seconds> readDuration(const Node& node, Report& report);
[[nodiscard]] std::optional<std::uint64_t> readSize(const Node& node, Report& report);

template <typename Enum>
[[nodiscard]] std::optional<Enum> readChoice(const Node& node, Report& report)
{
    if (node.kind == Node::Kind::scalar) {
        if (const auto value = named<Enum>(node.text))
            return value;
        report.add(ErrorCode::badValue, node.place, node.text, allNames<Enum>());
    } else {
        report.add(ErrorCode::wrongKind, node.place, described(node), allNames<Enum>());
    }
    return std::nullopt;
}

/// Reads a map key by key; finish() reports the keys that were never asked for, with the nearest of those that were.
/// Borrows node and report. A key whose value is null counts as missing.
class MapReader {
public:
    /// Reports wrongKind unless the node is a map; then every key is missing.
    MapReader(const Node& node, Report& report);

    [[nodiscard]] const Node* find(std::string_view key);
    [[nodiscard]] const Node* require(std::string_view key);  ///< reports missingKey
    /// Makes a key known without reading it.
    void know(std::string_view key) { m_known.push_back(key); }

    /// The key's value by one of the readers above; `target` stays as it is when the key is missing or wrong.
    void text(std::string_view key, std::string& target);
    void requireText(std::string_view key, std::string& target);
    void boolean(std::string_view key, bool& target);
    template <typename Enum>
    void choice(std::string_view key, Enum& target)
    {
        if (const Node* node = find(key)) {
            if (const auto value = readChoice<Enum>(*node, m_report))
                target = *value;
        }
    }
    void date(std::string_view key, std::optional<Date>& target);
    void duration(std::string_view key, std::optional<Seconds>& target);

    void finish();

    [[nodiscard]] const Place& place() const { return m_node.place; }
    /// Where the key stands; the map's own place when it is missing.
    [[nodiscard]] Place placeOf(std::string_view key) const;
    [[nodiscard]] Report& report() { return m_report; }
    [[nodiscard]] bool isMap() const { return m_node.kind == Node::Kind::map; }

private:
    const Node& m_node;
    Report& m_report;
    std::vector<std::string_view> m_known;  ///< literals of the callers
};

}  // namespace catalog
