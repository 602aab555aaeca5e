#include "catalog/encode.h"

namespace catalog {

namespace {

struct RuleWriter {
    Node& map;

    const char* operator()(const AllowRule& rule) const
    {
        addEnds(rule);
        addText(map, "grade", rule.grade.text);
        addNode(map, "times", encodeTimes(rule.times));
        addNode(map, "install", encodeInstall(rule.install));
        if (rule.backport)
            map.add("backport", Node::scalar("true"));
        return "allow";
    }
    const char* operator()(const ForbidRule& rule) const
    {
        addEnds(rule);
        return "forbid";
    }
    const char* operator()(const RiskRule& rule) const
    {
        map.add("id", Node::scalar(rule.id.text));
        addEnds(rule);
        if (rule.fixedIn)
            map.add("fixed_in", Node::scalar(rule.fixedIn->text));
        return "risk";
    }
    const char* operator()(const ReachRule& rule) const
    {
        map.add("lines", Node::scalar(std::to_string(rule.lines)));
        addEnds(rule);
        return "reach";
    }
    const char* operator()(const LeaveRule& rule) const
    {
        if (rule.line)
            map.add("line", Node::scalar(rule.line->text));
        addRange(map, "from", rule.from);
        return "leave";
    }
    template <typename Rule>
    void addEnds(const Rule& rule) const
    {
        addRange(map, "from", rule.from);
        addRange(map, "to", rule.to);
    }
};

}  // namespace

Node encodeRule(const Rule& rule)
{
    Node body = Node::map();
    const char* kind = std::visit(RuleWriter{body}, rule.body);
    addNode(body, "when", encodeCondition(rule.when));
    encodeValidity(body, rule.validity);
    encodeNote(body, rule.note);
    Node map = Node::map();
    map.add(kind, std::move(body));
    return map;
}

}  // namespace catalog
