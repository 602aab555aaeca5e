#include "catalog/encode.h"

namespace catalog {

void addText(Node& map, const char* key, const std::string& text)
{
    if (!text.empty())
        map.add(key, Node::scalar(text));
}

void addList(Node& map, const char* key, const std::vector<std::string>& texts)
{
    if (!texts.empty())
        map.add(key, Node::list(texts));
}

void addDate(Node& map, const char* key, const std::optional<Date>& date)
{
    if (date)
        map.add(key, Node::scalar(to_string(*date)));
}

void addDuration(Node& map, const char* key, const std::optional<Seconds>& duration)
{
    if (duration)
        map.add(key, Node::scalar(to_string(*duration)));
}

void addRange(Node& map, const char* key, const std::optional<Range>& range)
{
    if (range)
        map.add(key, Node::scalar(range->text()));
}

void addNode(Node& map, const char* key, Node node)
{
    if (!node.items.empty() || !node.entries.empty())
        map.add(key, std::move(node));
}

Node encodeMatch(const Match& match)
{
    Node values;
    if (match.anyOf.size() == 1) {
        values = Node::scalar(match.anyOf.front().text);
    } else {
        values = Node::list();
        for (const Match::Alternative& alternative : match.anyOf)
            values.items.push_back(Node::scalar(alternative.text));
    }
    if (!match.negated)
        return values;
    Node map = Node::map();
    map.add("not", std::move(values));
    return map;
}

Node encodeCondition(const Condition& condition)
{
    Node list = Node::list();
    for (const std::vector<Match>& all : condition.anyOf) {
        Node map = Node::map();
        for (const Match& match : all)
            map.add(match.fact.text, encodeMatch(match));
        list.items.push_back(std::move(map));
    }
    if (list.items.size() == 1)
        return std::move(list.items.front());
    return list;
}

Node encodeTimes(const Times& times, const char* perGb)
{
    Node map = Node::map();
    addDuration(map, "downtime", times.downtime);
    addDuration(map, perGb, times.downtimePerGb);
    addDuration(map, "duration", times.duration);
    addDuration(map, "restore", times.restore);
    addDuration(map, "restore_per_gb", times.restorePerGb);
    return map;
}

void encodeNote(Node& map, const Note& note)
{
    addText(map, "reason", note.reason);
    addText(map, "url", note.url);
    addText(map, "remedy", note.remedy);
}

void encodeValidity(Node& map, const Validity& validity)
{
    addDate(map, "since", validity.since);
    addDate(map, "until", validity.until);
}

}  // namespace catalog
