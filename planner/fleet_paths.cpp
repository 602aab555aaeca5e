#include "planner/fleet_paths.h"

#include "planner/request.h"
#include "planner/target_paths.h"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <optional>
#include <unordered_map>
#include <utility>

namespace planner {

namespace {

/// Nothing when it is the planner's to tell.
std::optional<FleetAnswer> quickAnswer(const Model& model, const Site& site, const Goal& goal, Unclear unclear)
{
    const catalog::Checked<Request> request = readRequest(model, site, goal);
    if (!request)
        return std::nullopt;
    const std::unique_ptr<Situation> situation = request->situation();
    if (!contradictions(*situation).empty())
        return std::nullopt;
    const catalog::Result<TargetMeaning> meaning = readTarget(*situation, goal.target);
    if (!meaning)
        return std::nullopt;
    const bool twoPaths = unclear == Unclear::twoPaths;
    const Answer bold = planner::answer(*situation, *meaning, Unknowns::legal);
    const bool isPath = bold.kind == Answer::Kind::path;
    if (!isPath && !twoPaths)
        return std::nullopt;
    const Answer cautious = planner::answer(*situation, *meaning, Unknowns::refused);
    const bool certain =
        unsaidRequirements(*situation).empty() && signature(*situation, bold) == signature(*situation, cautious);
    if (!certain && !twoPaths)
        return std::nullopt;
    for (const Move& move : bold.path) {
        if (move.kind == Move::Kind::hop && move.from == move.to)
            return std::nullopt;  // the retry of a checkpoint
    }

    FleetAnswer result;
    result.from = model.version(request->installed);
    if (bold.target)
        result.to = model.version(*bold.target);
    if (!certain) {
        result.kind = OutcomeKind::needsAnswers;
        result.hopeful = releasesOn(model, request->installed, bold.path);
        if (unsaidRequirements(*situation).empty())
            result.whatever = releasesOn(model, request->installed, cautious.path);
        return result;
    }
    result.kind = outcomeOf(bold.kind);
    if (result.kind == OutcomeKind::nothingToDo)
        result.to = result.from;
    if (!isPath)
        return result;
    for (std::size_t i = 0; i + 1 < bold.path.size(); ++i) {
        if (bold.path[i].kind == Move::Kind::hop)
            result.stops.emplace_back(stopAfter(*situation, bold.path[i]));
    }
    return result;
}

/// What is shared by sites that differ only in their names and versions.
struct Surroundings {
    Site site;
    Goal goal;
    std::unique_ptr<TargetPaths> paths;
    std::uint64_t lastAsked = 0;
};

/// Equal for equal surroundings; the facts of a fleet's table are what they mostly differ in.
std::size_t hashOf(const Site& site, const Goal& goal)
{
    const std::hash<std::string> hash;
    std::size_t sum = hash(goal.target);
    const auto mix = [&](const std::string& text) { sum = sum * 1099511628211u + hash(text); };
    for (const auto& [name, values] : site.facts) {
        mix(name.text);
        for (const std::string& value : values)
            mix(value);
    }
    for (const auto& [name, component] : site.components) {
        mix(name.text);
        mix(component.version.text);
    }
    for (const catalog::Channel& channel : site.channels)
        mix(channel.text);
    return sum;
}

}  // namespace

struct PathSearch::Private {
    Private(const catalog::Loaded& loaded, const Planner& given, Unclear how)
        : planner(given),
          model(loaded),
          unclear(how),
          mostSurroundings(std::max(fewest, statesKept / (model.size() + 1)))
    {
        for (Rank rank = 0; rank < model.size(); ++rank)
            byText.emplace(model.version(rank).text, rank);
    }

    /// The surroundings of a site without a name and a version; those of others are forgotten as far as there are too
    /// many.
    Surroundings& surroundingsOf(const Site& plain, const Goal& goal);

    static constexpr std::size_t fewest = 4;
    static constexpr std::size_t statesKept = 2'000'000;  ///< of all surroundings together
    const Planner& planner;
    Model model;
    Unclear unclear;
    std::size_t mostSurroundings;
    std::unordered_map<std::string, Rank> byText;
    std::unordered_multimap<std::size_t, Surroundings> known;
    std::uint64_t asked = 0;
};

Surroundings& PathSearch::Private::surroundingsOf(const Site& plain, const Goal& goal)
{
    const std::size_t hash = hashOf(plain, goal);
    const auto [first, last] = known.equal_range(hash);
    for (auto place = first; place != last; ++place) {
        if (place->second.site == plain && place->second.goal == goal)
            return place->second;
    }
    if (known.size() >= mostSurroundings) {
        known.erase(std::min_element(known.begin(), known.end(), [](const auto& a, const auto& b) {
            return a.second.lastAsked < b.second.lastAsked;
        }));
    }
    return known
        .emplace(hash, Surroundings{plain, goal, std::make_unique<TargetPaths>(model, plain, goal, unclear), 0})
        ->second;
}

PathSearch::PathSearch(const catalog::Loaded& loaded, const Planner& planner, Unclear unclear)
    : m_private(std::make_unique<Private>(loaded, planner, unclear))
{
}

PathSearch::~PathSearch() = default;

FleetAnswer PathSearch::answer(Site site, const Goal& goal)
{
    const auto installed = m_private->byText.find(site.version);
    if (installed != m_private->byText.end()) {
        const std::string name = std::exchange(site.name, {});
        const std::string version = std::exchange(site.version, {});
        Surroundings& surroundings = m_private->surroundingsOf(site, goal);
        surroundings.lastAsked = ++m_private->asked;
        if (std::optional<FleetAnswer> found = surroundings.paths->answer(installed->second))
            return std::move(*found);
        site.name = name;
        site.version = version;
    }
    if (!goal.requireDirect) {
        if (std::optional<FleetAnswer> path = quickAnswer(m_private->model, site, goal, m_private->unclear))
            return std::move(*path);
    }
    return toFleetAnswer(m_private->planner.plan(site, goal));
}

}  // namespace planner
