#include "catalog/decode.h"

#include "catalog/lookup.h"

#include <algorithm>

namespace catalog {

namespace {

constexpr std::string_view diskFree = "disk_free";

/// The numbers of an operand may be sizes for disk_free: ">=2 GB" becomes ">=2147483648".
std::optional<std::string> sizesInBytes(std::string_view text)
{
    const std::size_t end = std::min(text.find_first_not_of("<>=! "), text.size());
    const auto size = readSize(text.substr(end));
    if (!size)
        return std::nullopt;
    std::string sign(text.substr(0, end));
    std::erase(sign, ' ');
    return sign + std::to_string(*size);
}

/// ">=2x database"
std::optional<double> multipleOfDatabase(std::string_view text)
{
    constexpr std::string_view ending = "x database";
    if (!text.starts_with(">=") || !text.ends_with(ending))
        return std::nullopt;
    text.remove_prefix(2);
    text.remove_suffix(ending.size());
    while (text.starts_with(' '))
        text.remove_prefix(1);
    const auto factor = readNumber(text);
    return factor && *factor > 0 && *factor < 1e6 ? factor : std::nullopt;
}

bool isNumeric(const Range& range)
{
    return std::all_of(range.alternatives().begin(), range.alternatives().end(), [](const auto& all) {
        return std::all_of(all.begin(), all.end(), [](const Range::Comparison& one) {
            return one.op == Range::Operator::any ||
                   (one.op != Range::Operator::prefix && readNumber(one.operand.text));
        });
    });
}

std::optional<Match::Alternative> decodeAlternative(const FactName& fact, const Node& node, Decoding& decoding)
{
    const auto text = readText(node, decoding.report);
    if (!text)
        return std::nullopt;
    const auto declared = decoding.facts.find(fact);
    const FactDeclaration* declaration = declared == decoding.facts.end() ? nullptr : &declared->second;
    const bool number = fact.text == diskFree || (declaration != nullptr && declaration->type == FactType::number);
    Match::Alternative alternative{*text, std::nullopt};
    if (fact.text == diskFree) {
        if (auto bytes = sizesInBytes(*text))
            alternative.text = std::move(*bytes);
    }
    if (Range::looksLikeRange(alternative.text)) {
        auto range = Range::read(number ? VersionScheme::numeric : decoding.scheme, alternative.text, node.place);
        if (!range) {
            decoding.report.add(std::move(range.error()));
            return std::nullopt;
        }
        if (declaration != nullptr && declaration->type == FactType::boolean && range->text() != "*") {
            decoding.report.add(ErrorCode::badValue, node.place, *text, {"true", "false"});
            return std::nullopt;
        }
        if (number && !isNumeric(*range)) {
            decoding.report.add(ErrorCode::badValue, node.place, *text, {"12", ">=2", ">1 <=8"});
            return std::nullopt;
        }
        alternative.text = range->text();
        alternative.range = std::move(*range);
        return alternative;
    }
    if (number && !readNumber(alternative.text)) {
        decoding.report.add(ErrorCode::badValue, node.place, *text, {"12", ">=2", ">1 <=8"});
        return std::nullopt;
    }
    if (declaration != nullptr) {
        const bool oneOfMany = declaration->type == FactType::set;
        FactDeclaration single = *declaration;
        single.type = oneOfMany ? FactType::string : single.type;
        if (auto value = readFactValue(single, {*text}, node.place); !value) {
            value.error().expected =
                declaration->values.empty() ? value.error().expected : nearest(*text, declaration->values);
            if (value.error().expected.empty())
                value.error().expected = declaration->values;
            decoding.report.add(std::move(value.error()));
            return std::nullopt;
        }
    }
    return alternative;
}

std::optional<Match> decodeMatch(const std::string& name, const Node& node, Decoding& decoding)
{
    Match match;
    match.fact.text = name;
    const Node* values = &node;
    if (node.kind == Node::Kind::map) {
        MapReader map(node, decoding.report);
        values = map.require("not");
        map.finish();
        if (values == nullptr)
            return std::nullopt;
        match.negated = true;
    }
    if (values->kind == Node::Kind::list) {
        for (const Node& item : values->items) {
            if (auto alternative = decodeAlternative(match.fact, item, decoding))
                match.anyOf.push_back(std::move(*alternative));
        }
        if (values->items.empty())
            decoding.report.add(ErrorCode::badValue, values->place, "[]", {"[value, …]"});
    } else if (auto alternative = decodeAlternative(match.fact, *values, decoding)) {
        match.anyOf.push_back(std::move(*alternative));
    }
    if (match.anyOf.empty())
        return std::nullopt;
    return match;
}

std::vector<Match> decodeMatches(const Node& node, Decoding& decoding)
{
    std::vector<Match> matches;
    if (node.kind != Node::Kind::map) {
        decoding.report.add(ErrorCode::wrongKind, node.place, described(node), {"{fact: value}"});
        return matches;
    }
    for (const auto& [name, value] : node.entries) {
        if (name.empty())
            decoding.report.add(ErrorCode::badValue, value.keyPlace(), name, {"{fact: value}"});
        else if (auto match = decodeMatch(name, value, decoding))
            matches.push_back(std::move(*match));
    }
    return matches;
}

}  // namespace

std::optional<Version> decodeVersion(const Node& node, Decoding& decoding)
{
    auto text = readText(node, decoding.report);
    if (!text)
        return std::nullopt;
    if (!VersionKey::read(decoding.scheme, *text)) {
        decoding.report.add(ErrorCode::badVersion, node.place, *text, {nameOf(decoding.scheme)});
        return std::nullopt;
    }
    return Version{std::move(*text)};
}

std::optional<Range> decodeRange(const Node& node, Decoding& decoding)
{
    const auto one = [&decoding](const Node& part) -> std::optional<Range> {
        auto text = readText(part, decoding.report);
        if (!text)
            return std::nullopt;
        const auto alias = decoding.aliases.find(*text);
        auto range = Range::read(decoding.scheme, alias == decoding.aliases.end() ? *text : alias->second, part.place);
        if (range)
            return std::move(*range);
        if (range.error().code == ErrorCode::badVersion) {
            std::vector<std::string> names;
            for (const auto& [name, version] : decoding.aliases)
                names.push_back(name);
            range.error().expected = nearest(*text, names);
        }
        decoding.report.add(std::move(range.error()));
        return std::nullopt;
    };
    if (node.kind != Node::Kind::list)
        return one(node);
    std::string joined;
    for (const Node& item : node.items) {
        const auto range = one(item);
        if (!range)
            return std::nullopt;
        joined += (joined.empty() ? "" : " || ") + range->text();
    }
    auto range = Range::read(decoding.scheme, joined, node.place);
    if (range)
        return std::move(*range);
    decoding.report.add(std::move(range.error()));
    return std::nullopt;
}

Condition decodeCondition(const Node& node, Decoding& decoding)
{
    Condition condition;
    if (node.kind == Node::Kind::list) {
        if (node.items.empty())
            decoding.report.add(ErrorCode::badValue, node.place, "[]", {"{fact: value}", "[{fact: value}, …]"});
        for (const Node& item : node.items) {
            if (item.kind == Node::Kind::map && item.entries.empty())
                return {};
            condition.anyOf.push_back(decodeMatches(item, decoding));
        }
        return condition;
    }
    auto matches = decodeMatches(node, decoding);
    if (!matches.empty())
        condition.anyOf.push_back(std::move(matches));
    return condition;
}

std::vector<Requirement> decodeRequirements(const Node& node, Decoding& decoding)
{
    std::vector<Requirement> requirements;
    if (node.kind != Node::Kind::map) {
        decoding.report.add(ErrorCode::wrongKind, node.place, described(node), {"{name: range}"});
        return requirements;
    }
    for (const auto& [name, value] : node.entries) {
        Requirement requirement;
        requirement.name = name;
        requirement.match.fact.text = name;
        if (name == diskFree && value.kind == Node::Kind::scalar && value.text.find('x') != std::string::npos) {
            requirement.timesDatabase = multipleOfDatabase(value.text);
            if (!requirement.timesDatabase)
                decoding.report.add(ErrorCode::badValue, value.place, value.text, {">=2x database", ">=2 GB"});
            requirements.push_back(std::move(requirement));
        } else if (name.empty()) {
            decoding.report.add(ErrorCode::badValue, value.keyPlace(), name, {"{name: range}"});
        } else if (auto match = decodeMatch(name, value, decoding)) {
            requirement.match = std::move(*match);
            requirements.push_back(std::move(requirement));
        }
    }
    return requirements;
}

void decodeRange(MapReader& map, std::string_view key, std::optional<Range>& target, Decoding& decoding)
{
    if (const Node* node = map.find(key))
        target = decodeRange(*node, decoding);
}

void decodeCondition(MapReader& map, std::string_view key, Condition& target, Decoding& decoding)
{
    if (const Node* node = map.find(key))
        target = decodeCondition(*node, decoding);
}

void decodeVersion(MapReader& map, std::string_view key, std::optional<Version>& target, Decoding& decoding)
{
    if (const Node* node = map.find(key))
        target = decodeVersion(*node, decoding);
}

void decodeNote(MapReader& map, Note& note)
{
    map.text("reason", note.reason);
    map.text("url", note.url);
    map.text("remedy", note.remedy);
}

void decodeValidity(MapReader& map, Validity& validity)
{
    map.date("since", validity.since);
    map.date("until", validity.until);
    if (validity.since && validity.until && *validity.until < *validity.since)
        map.report().add(ErrorCode::contradiction, map.placeOf("until"), "until", {}, map.placeOf("since"));
}

void decodeTimes(MapReader& map, Times& times, std::string_view perGb)
{
    map.duration("downtime", times.downtime);
    map.duration(perGb, times.downtimePerGb);
    map.duration("duration", times.duration);
    map.duration("restore", times.restore);
    map.duration("restore_per_gb", times.restorePerGb);
}

void decodeTimes(MapReader& map, std::string_view key, Times& times)
{
    if (const Node* node = map.find(key)) {
        MapReader inner(*node, map.report());
        decodeTimes(inner, times);
        inner.finish();
    }
}

}  // namespace catalog
