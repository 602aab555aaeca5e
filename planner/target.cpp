#include "planner/target.h"

#include "catalog/lookup.h"

#include <algorithm>

namespace planner {

using catalog::Truth;

namespace {

std::vector<Rank> matching(const Situation& situation, const catalog::Range& range)
{
    std::vector<Rank> ranks;
    const Model& model = situation.model;
    for (Rank rank = 0; rank < model.size(); ++rank) {
        if (situation.released(rank) && model.keys[rank] && range.contains(model.version(rank), *model.keys[rank]))
            ranks.push_back(rank);
    }
    return ranks;
}

std::optional<Rank> exactly(const Situation& situation, const std::string& text)
{
    const Model& model = situation.model;
    for (Rank rank = 0; rank < model.size(); ++rank) {
        if (situation.exists[rank] != 0 && model.version(rank).text == text)
            return rank;
    }
    for (Rank rank = 0; rank < model.size(); ++rank) {
        const std::vector<std::string>& aliases = model.at(rank).aliases;
        if (situation.exists[rank] != 0 && std::find(aliases.begin(), aliases.end(), text) != aliases.end())
            return rank;
    }
    return std::nullopt;
}

bool plainVersion(const std::string& text)
{
    return !text.empty() && text.find_first_of(" \t<>=!*|,") == std::string::npos;
}

catalog::Error unknown(const Situation& situation, const std::string& text)
{
    const catalog::Result<catalog::ReleaseIndex> found = catalog::findRelease(situation.model.catalog, text);
    catalog::Error error{catalog::ErrorCode::noSuchRelease, {}, text, {}, {}};
    if (!found)
        error.expected = found.error().expected;
    for (const catalog::Line& line : situation.model.catalog.lines) {
        if (!catalog::nearest(text, {line.id.text}, 1).empty())
            error.expected.push_back(line.id.text);
    }
    return error;
}

bool wanted(const Situation& situation, const TargetMeaning& meaning, Rank rank)
{
    return situation.states[rank] == catalog::ReleaseState::ok && situation.released(rank) &&
           (meaning.kind != TargetMeaning::Kind::latest || rank > situation.installed);
}

std::vector<Rank> candidates(const Situation& situation, const TargetMeaning& meaning)
{
    if (meaning.kind != TargetMeaning::Kind::latest)
        return meaning.releases;
    std::vector<Rank> all;
    for (Rank rank = situation.installed + 1; rank < situation.model.size(); ++rank)
        all.push_back(rank);
    return all;
}

}  // namespace

catalog::Result<TargetMeaning> readTarget(const Situation& situation, const std::string& text)
{
    using Kind = TargetMeaning::Kind;
    if (const std::optional<Rank> rank = exactly(situation, text))
        return TargetMeaning{Kind::release, {*rank}};
    if (text.empty() || text == "latest")
        return TargetMeaning{};
    const Model& model = situation.model;
    for (std::uint32_t line = 0; line < model.catalog.lines.size(); ++line) {
        if (model.catalog.lines[line].id.text != text)
            continue;
        TargetMeaning meaning{Kind::newestOf, {}};
        for (Rank rank = 0; rank < model.size(); ++rank) {
            if (model.releases[rank].line == line && situation.released(rank))
                meaning.releases.push_back(rank);
        }
        if (meaning.releases.empty())
            return tl::make_unexpected(unknown(situation, text));
        return meaning;
    }
    const std::string pattern = plainVersion(text) ? text + ".*" : text;
    const catalog::Result<catalog::Range> range = catalog::Range::read(situation.scheme(), pattern);
    if (!range)
        return tl::make_unexpected(plainVersion(text) ? unknown(situation, text) : range.error());
    std::vector<Rank> ranks = matching(situation, *range);
    if (ranks.empty())
        return tl::make_unexpected(unknown(situation, text));
    if (plainVersion(text) && ranks.size() == 1)
        return TargetMeaning{Kind::release, std::move(ranks)};
    return TargetMeaning{Kind::newestOf, std::move(ranks)};
}

std::optional<Rank> chooseTarget(const Situation& situation, const TargetMeaning& meaning, Unknowns unknowns)
{
    if (meaning.kind == TargetMeaning::Kind::release)
        return meaning.releases.front();
    const std::vector<Rank> all = candidates(situation, meaning);
    for (auto rank = all.rbegin(); rank != all.rend(); ++rank) {
        if (!wanted(situation, meaning, *rank))
            continue;
        const Truth offered = situation.offered(*rank, siteEnvironment);
        if (offered == Truth::yes || (offered == Truth::unknown && unknowns == Unknowns::legal))
            return *rank;
    }
    return std::nullopt;
}

std::vector<catalog::FactName> undecidedTarget(const Situation& situation, const TargetMeaning& meaning)
{
    if (meaning.kind == TargetMeaning::Kind::release)
        return {};
    const std::vector<Rank> all = candidates(situation, meaning);
    for (auto rank = all.rbegin(); rank != all.rend(); ++rank) {
        if (!wanted(situation, meaning, *rank))
            continue;
        const Truth offered = situation.offered(*rank, siteEnvironment);
        if (offered == Truth::yes)
            return {};
        if (offered == Truth::unknown)
            return situation.undecided(situation.model.releases[*rank].offer, siteEnvironment);
    }
    return {};
}

}  // namespace planner
