#include "catalog/check_parts.h"
#include "catalog/encode.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

namespace catalog {

namespace {

struct Ends {
    const std::optional<Range>* from = nullptr;
    const std::optional<Range>* to = nullptr;
    Ends operator()(const LeaveRule& rule) const { return {&rule.from, nullptr}; }
    template <typename Rule>
    Ends operator()(const Rule& rule) const
    {
        return {&rule.from, &rule.to};
    }
};

std::string placeOf(const Rule& rule)
{
    return rule.place.file.empty() ? std::string() : rule.place.file + ":" + std::to_string(rule.place.line);
}

/// What a rule says, its note apart.
std::string meaning(const Rule& rule)
{
    Rule bare = rule;
    bare.note = {};
    return writeJson(encodeRule(bare));
}

/// The releases at the ends of a rule's hops, sorted.
struct Pairs {
    const Rule* rule;
    std::vector<ReleaseIndex> from;
    std::vector<ReleaseIndex> to;
};

template <typename Kind>
std::vector<Pairs> pairsOf(const CheckedCatalog& subject)
{
    std::vector<Pairs> all;
    for (const Rule& rule : subject.catalog.rules) {
        const Kind* body = std::get_if<Kind>(&rule.body);
        if (body != nullptr && rule.validity.covers(subject.today))
            all.push_back({&rule, subject.matching(body->from), subject.matching(body->to)});
    }
    return all;
}

std::vector<ReleaseIndex> both(const std::vector<ReleaseIndex>& one, const std::vector<ReleaseIndex>& other)
{
    std::vector<ReleaseIndex> common;
    std::set_intersection(one.begin(), one.end(), other.begin(), other.end(), std::back_inserter(common));
    return common;
}

/// The pair with the oldest source and the newest end, when the end comes after the source.
std::optional<std::pair<ReleaseIndex, ReleaseIndex>> widest(const Order& order, const std::vector<ReleaseIndex>& from,
                                                            const std::vector<ReleaseIndex>& to)
{
    const auto older = [&](ReleaseIndex a, ReleaseIndex b) { return order.rank(a) < order.rank(b); };
    if (from.empty() || to.empty())
        return std::nullopt;
    const ReleaseIndex source = *std::min_element(from.begin(), from.end(), older);
    const ReleaseIndex end = *std::max_element(to.begin(), to.end(), older);
    if (!older(source, end))
        return std::nullopt;
    return std::pair(source, end);
}

}  // namespace

void checkRules(const CheckedCatalog& subject, Findings& findings)
{
    std::map<std::string, const Rule*> known;
    for (const Rule& rule : subject.catalog.rules) {
        const Ends ends = std::visit(Ends(), rule.body);
        for (const auto& [range, name] : {std::pair{ends.from, "from"}, std::pair{ends.to, "to"}}) {
            if (range != nullptr && *range && subject.matching(*range).empty())
                findings.push_back(
                    {Severity::warning, FindingCode::ruleMatchesNothing, rule.place, (*range)->text(), {name}, {}});
        }
        if (rule.validity.until && *rule.validity.until < subject.today)
            findings.push_back(
                {Severity::note, FindingCode::ruleExpired, rule.place, to_string(*rule.validity.until), {}, {}});
        const auto [first, isNew] = known.try_emplace(meaning(rule), &rule);
        if (!isNew)
            findings.push_back(
                {Severity::warning, FindingCode::ruleRepeated, rule.place, placeOf(*first->second), {}, {}});
    }
}

void checkRulePairs(const CheckedCatalog& subject, Findings& findings)
{
    std::vector<Pairs> forbids = pairsOf<ForbidRule>(subject);
    std::erase_if(forbids, [](const Pairs& forbid) { return !forbid.rule->when.always(); });
    if (forbids.empty())
        return;
    for (const Pairs& allow : pairsOf<AllowRule>(subject)) {
        for (const Pairs& forbid : forbids) {
            const std::vector<ReleaseIndex> from = both(allow.from, forbid.from);
            const std::vector<ReleaseIndex> to = both(allow.to, forbid.to);
            const auto pair = widest(subject.order, from, to);
            if (!pair)
                continue;
            const bool wholly = from.size() == allow.from.size() && to.size() == allow.to.size();
            findings.push_back({wholly ? Severity::failure : Severity::warning,
                                wholly ? FindingCode::allowForbidden : FindingCode::allowForbiddenInPart,
                                allow.rule->place,
                                placeOf(*forbid.rule),
                                {subject.version(pair->first), subject.version(pair->second)},
                                {}});
        }
    }
}

}  // namespace catalog
