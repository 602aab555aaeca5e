#include "planner/fleet_paths.h"

#include "planner/request.h"

#include <optional>

namespace planner {

namespace {

/// The checkpoints that a hop satisfies, as far as they are not known not to bind.
std::vector<catalog::CheckpointId> satisfied(Situation& situation, const Move& hop)
{
    std::vector<catalog::CheckpointId> ids;
    for (std::size_t position = 0; position < situation.model.checkpoints.size(); ++position) {
        const std::size_t word = position / 64;
        const std::uint64_t bit = std::uint64_t{1} << (position % 64);
        if (situation.lands(position, hop.to) && (situation.passed(hop.from, word) & bit) == 0 &&
            (situation.possibleCheckpoints(hop.before)[word] & bit) != 0)
            ids.push_back(situation.model.checkpoints[position].checkpoint->id);
    }
    return ids;
}

std::vector<catalog::Version> releasesOf(const Model& model, Rank installed, const Answer& answer)
{
    std::vector<catalog::Version> releases;
    if (answer.kind != Answer::Kind::path)
        return releases;
    releases.push_back(model.version(installed));
    for (const Move& move : answer.path) {
        if (move.kind == Move::Kind::hop)
            releases.push_back(model.version(move.to));
    }
    return releases;
}

OutcomeKind kindOf(Answer::Kind kind)
{
    switch (kind) {
    case Answer::Kind::path:
        return OutcomeKind::path;
    case Answer::Kind::nothingToDo:
        return OutcomeKind::nothingToDo;
    case Answer::Kind::downgrade:
        return OutcomeKind::downgrade;
    case Answer::Kind::notOk:
    case Answer::Kind::noTarget:
    case Answer::Kind::blocked:
        break;
    }
    return OutcomeKind::blocked;
}

/// Nothing when it is the planner's to tell.
std::optional<FleetAnswer> quickAnswer(const Model& model, const Site& site, const Goal& goal,
                                       PathSearch::Unclear unclear)
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
    const bool twoPaths = unclear == PathSearch::Unclear::twoPaths;
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
        result.hopeful = releasesOf(model, request->installed, bold);
        if (unsaidRequirements(*situation).empty())
            result.whatever = releasesOf(model, request->installed, cautious);
        return result;
    }
    result.kind = kindOf(bold.kind);
    if (result.kind == OutcomeKind::nothingToDo) {
        result.to = result.from;
        result.path.push_back(result.from);
    }
    if (!isPath)
        return result;
    result.path = releasesOf(model, request->installed, bold);
    for (const Move& move : bold.path) {
        if (move.kind == Move::Kind::hop)
            result.stops.push_back({model.version(move.to), satisfied(*situation, move)});
    }
    if (!result.stops.empty())
        result.stops.pop_back();
    return result;
}

}  // namespace

struct PathSearch::Private {
    Private(const catalog::Loaded& loaded, const Planner& given, Unclear how)
        : planner(given), model(loaded), unclear(how)
    {
    }
    const Planner& planner;
    Model model;
    Unclear unclear;
};

PathSearch::PathSearch(const catalog::Loaded& loaded, const Planner& planner, Unclear unclear)
    : m_private(std::make_unique<Private>(loaded, planner, unclear))
{
}

PathSearch::~PathSearch() = default;

FleetAnswer PathSearch::answer(const Site& site, const Goal& goal)
{
    if (!goal.requireDirect) {
        if (std::optional<FleetAnswer> path = quickAnswer(m_private->model, site, goal, m_private->unclear))
            return std::move(*path);
    }
    return toFleetAnswer(m_private->planner.plan(site, goal));
}

}  // namespace planner
