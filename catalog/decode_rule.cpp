#include "catalog/decode.h"

#include "catalog/suggest.h"

#include <algorithm>

namespace catalog {

namespace {

constexpr int mostLines = 100'000;

void decodeEnds(MapReader& map, std::optional<Range>& from, std::optional<Range>& to, Decoding& decoding)
{
    decodeRange(map, "from", from, decoding);
    decodeRange(map, "to", to, decoding);
}

AllowRule decodeAllow(MapReader& map, Decoding& decoding)
{
    AllowRule rule;
    decodeEnds(map, rule.from, rule.to, decoding);
    map.text("grade", rule.grade.text);
    decodeTimes(map, "times", rule.times);
    if (const Node* install = map.find("install"))
        rule.install = decodeInstall(*install, decoding);
    map.boolean("backport", rule.backport);
    return rule;
}

ForbidRule decodeForbid(MapReader& map, Decoding& decoding)
{
    ForbidRule rule;
    decodeEnds(map, rule.from, rule.to, decoding);
    return rule;
}

RiskRule decodeRisk(MapReader& map, Decoding& decoding)
{
    RiskRule rule;
    map.requireText("id", rule.id.text);
    decodeEnds(map, rule.from, rule.to, decoding);
    decodeVersion(map, "fixed_in", rule.fixedIn, decoding);
    return rule;
}

ReachRule decodeReach(MapReader& map, Decoding& decoding)
{
    ReachRule rule;
    if (const Node* lines = map.require("lines"))
        rule.lines = static_cast<int>(readInteger(*lines, decoding.report, 0, mostLines).value_or(1));
    decodeEnds(map, rule.from, rule.to, decoding);
    return rule;
}

LeaveRule decodeLeave(MapReader& map, Decoding& decoding)
{
    LeaveRule rule;
    if (const Node* line = map.find("line")) {
        if (auto text = readText(*line, decoding.report)) {
            if (std::find(decoding.lines.begin(), decoding.lines.end(), *text) == decoding.lines.end())
                decoding.report.add(ErrorCode::unknownName, line->place, *text, suggestions(*text, decoding.lines));
            rule.line = LineId{std::move(*text)};
        }
    }
    if (const Node* from = map.find("from");
        from != nullptr && !(from->kind == Node::Kind::scalar && from->text == "latest"))
        rule.from = decodeRange(*from, decoding);
    return rule;
}

}  // namespace

std::optional<Rule> decodeRule(const Node& node, Decoding& decoding)
{
    const std::vector<std::string> kinds{"allow", "forbid", "risk", "reach", "leave"};
    if (node.kind != Node::Kind::map || node.entries.size() != 1) {
        decoding.report.add(ErrorCode::wrongKind, node.place, described(node), kinds);
        return std::nullopt;
    }
    const auto& [kind, body] = node.entries.front();
    Rule rule;
    rule.place = node.place;
    if (kind != "allow" && kind != "forbid" && kind != "risk" && kind != "reach" && kind != "leave") {
        MapReader outer(node, decoding.report);
        for (const std::string& known : kinds)
            outer.know(known);
        outer.finish();
        return std::nullopt;
    }
    const Node empty = Node::map();
    const bool bare = body.kind == Node::Kind::null && (kind == "allow" || kind == "leave");
    MapReader map(bare ? empty : body, decoding.report);
    if (!bare && !map.isMap())
        return std::nullopt;
    if (kind == "allow")
        rule.body = decodeAllow(map, decoding);
    else if (kind == "forbid")
        rule.body = decodeForbid(map, decoding);
    else if (kind == "risk")
        rule.body = decodeRisk(map, decoding);
    else if (kind == "reach")
        rule.body = decodeReach(map, decoding);
    else
        rule.body = decodeLeave(map, decoding);
    decodeCondition(map, "when", rule.when, decoding);
    decodeValidity(map, rule.validity);
    decodeNote(map, rule.note);
    map.finish();
    return rule;
}

std::vector<Rule> decodeRules(const Node& node, Decoding& decoding)
{
    std::vector<Rule> rules;
    if (node.kind != Node::Kind::list) {
        decoding.report.add(ErrorCode::wrongKind, node.place, described(node), {"list"});
        return rules;
    }
    for (const Node& item : node.items) {
        if (decoding.report.full())
            break;
        if (auto rule = decodeRule(item, decoding))
            rules.push_back(std::move(*rule));
    }
    return rules;
}

}  // namespace catalog
