#include "planner/option.h"

#include "planner/disk_space.h"
#include "planner/plan_builder.h"
#include "planner/spelling.h"
#include "planner/ways.h"

#include <algorithm>

namespace planner {

using RemedyKind = Remedy::Kind;

namespace {

OptionPart& partFor(Option& option, const Change& change)
{
    for (OptionPart& part : option) {
        if (part.change.same(change)) {
            part.change.value = change.value;
            return part;
        }
    }
    option.push_back({change, {}, {}, {}, {}});
    return option.back();
}

/// Requirements on a fact, of all releases of a path.
std::vector<const catalog::Requirement*> requirementsOn(const Model& model, const Path& path, const std::string& fact)
{
    std::vector<const catalog::Requirement*> found;
    for (const Move& move : path) {
        for (const Rank rank : {move.from, move.to}) {
            for (const RequirementId id : *model.releases[rank].requirements) {
                if (model.requirements[id]->name == fact)
                    found.push_back(model.requirements[id]);
            }
        }
    }
    return found;
}

/// Texts that could be what the requirements want: what they are written with, then every way that the fact can fall.
std::vector<std::string> candidatesFor(const Situation& situation, const std::string& fact,
                                       const std::vector<const catalog::Requirement*>& requirements)
{
    std::vector<std::string> texts;
    for (const catalog::Requirement* requirement : requirements) {
        if (requirement->timesDatabase) {
            const double size = databaseSize(situation.facts, situation.site).value_or(0);
            texts.push_back(std::to_string(static_cast<std::uint64_t>(*requirement->timesDatabase * size) + 1));
        }
        for (const catalog::Match::Alternative& alternative : requirement->match.anyOf)
            texts.push_back(
                alternative.text.substr(std::min(alternative.text.find_first_not_of(">= "), alternative.text.size())));
    }
    for (const Way& way : waysToFall(situation, catalog::FactName{fact}).list)
        texts.push_back(catalog::to_string(way.value));
    return texts;
}

/// An answer that meets all requirements at once; empty when there is none.
std::string answerFor(const Request& request, const Situation& situation, const Path& path, const std::string& name)
{
    const std::vector<const catalog::Requirement*> requirements = requirementsOn(request.model, path, name);
    const catalog::FactName fact{name};
    for (const std::string& text : candidatesFor(situation, name, requirements)) {
        Site site = request.site;
        site.facts[fact] = {text};
        const catalog::Checked<Facts> facts = Facts::read(request.model.catalog, site);
        if (text.empty() || !facts)
            continue;
        const bool meets =
            std::all_of(requirements.begin(), requirements.end(), [&](const catalog::Requirement* requirement) {
                return asksDiskSpace(*requirement)
                           ? enoughDiskSpace(*requirement, *facts, site) == catalog::Truth::yes
                           : catalog::evaluate(requirement->match, *facts, situation.scheme()) == catalog::Truth::yes;
            });
        if (meets)
            return text;
    }
    return {};
}

void addViolations(const ChangePrices& prices, Situation& situation, const HopQuery& hop, Option& option)
{
    for (Reason& reason : relaxedObjections(situation, hop)) {
        const std::optional<Change> change = prices.changeFor(reason);
        if (!reason.facts.empty() || !change)
            continue;
        OptionPart& part = partFor(option, *change);
        part.note = reason.note;
        part.name = reason.id.empty() ? spelled(reason.rule) : reason.id;
        if (change->kind == RemedyKind::vendor)
            part.lifted.push_back({*obstacleOf(reason), hop.from, hop.to, std::move(reason)});
    }
}

/// The site, the goal and what else holds with an option applied.
struct WithOption {
    Site site;
    Goal goal;
    ComponentChanges changes;
    std::vector<Cause> lifted;
    bool retried = false;
};

WithOption apply(const Request& request, const Option& option)
{
    WithOption applied{request.site, request.goal, {}, {}, false};
    for (const OptionPart& part : option) {
        const Change& change = part.change;
        switch (change.kind) {
        case RemedyKind::acceptRisk:
            applied.goal.acceptedRisks.insert(catalog::RiskId{change.subject});
            break;
        case RemedyKind::joinChannel:
            applied.site.channels.insert(request.facts.channels().begin(), request.facts.channels().end());
            applied.site.channels.insert(catalog::Channel{change.subject});
            break;
        case RemedyKind::raiseComponent:
            applied.changes.also.emplace_back(catalog::ComponentName{change.subject}, catalog::Version{change.value});
            break;
        case RemedyKind::unfixComponent:
            applied.site.components[catalog::ComponentName{change.subject}].fixed = false;
            break;
        case RemedyKind::answerFact:
            applied.site.facts[catalog::FactName{change.subject}] = {change.value};
            break;
        case RemedyKind::chooseTarget:
            applied.goal.target = change.subject;
            break;
        case RemedyKind::retryCheckpoint:
            applied.retried = true;
            break;
        default:
            applied.lifted.insert(applied.lifted.end(), part.lifted.begin(), part.lifted.end());
            break;
        }
    }
    return applied;
}

std::optional<Opened> come(const Request& request, const WithOption& applied, const TargetMeaning& meaning)
{
    const Lifted lifted(request.model, applied.lifted);
    const bool bySite = applied.lifted.empty();
    const std::optional<Possible> possible =
        findPossible(request, meaning, bySite ? nullptr : &lifted, applied.changes);
    if (!possible)
        return std::nullopt;
    Opened opened;
    if (!bySite)
        return opened;
    const std::unique_ptr<Situation> situation = request.situation({}, applied.changes);
    const Answer bold = answer(*situation, meaning, Unknowns::legal);
    if (unsaidRequirements(*situation).empty() && firstDoubt(*situation, meaning, bold).empty())
        opened.plan = buildPlan(*situation, bold.path);
    return opened;
}

}  // namespace

Option optionOf(const Request& request, const ChangePrices& prices, const Possible& relaxed)
{
    Option option;
    Situation& situation = *relaxed.situation;
    for (std::size_t i = 0; i < relaxed.path.size(); ++i) {
        const Move& move = relaxed.path[i];
        if (move.kind == Move::Kind::hop) {
            addViolations(prices, situation, {move.from, move.to, move.before, i + 1 == relaxed.path.size()}, option);
            continue;
        }
        const int version = situation.environments.version(move.after, move.domain);
        if (const std::optional<Change> change = prices.changeFor(situation, move.domain, version))
            partFor(option, *change).at = situation.model.version(move.from);
    }
    for (OptionPart& part : option) {
        if (part.change.kind == RemedyKind::answerFact)
            part.change.value = answerFor(request, situation, relaxed.path, part.change.subject);
    }
    return option;
}

std::optional<Opened> tryOption(const Request& request, Rank target, const Option& option)
{
    const bool answered = std::all_of(option.begin(), option.end(), [](const OptionPart& part) {
        return part.change.kind != RemedyKind::answerFact || !part.change.value.empty();
    });
    WithOption applied = apply(request, option);
    const catalog::Checked<Facts> facts = Facts::read(request.model.catalog, applied.site);
    if (!answered || !facts)
        return std::nullopt;
    Request changed{request.model, applied.site, applied.goal, *facts, request.installed, request.day};
    std::optional<Opened> retried;
    if (applied.retried) {
        retried = come(changed, applied, {TargetMeaning::Kind::release, {request.installed}});
        if (!retried)
            return std::nullopt;
        applied.site.failed = false;
    }
    TargetMeaning meaning{TargetMeaning::Kind::release, {target}};
    if (applied.lifted.empty()) {
        const catalog::Result<TargetMeaning> read = readTarget(*changed.situation(), applied.goal.target);
        if (!read)
            return std::nullopt;
        meaning = *read;
    }
    const std::optional<Opened> opened = come(changed, applied, meaning);
    return opened && retried ? retried : opened;
}

std::optional<Option> least(const Request& request, Rank target, Option option)
{
    if (!tryOption(request, target, option))
        return std::nullopt;
    std::stable_sort(option.begin(), option.end(),
                     [](const OptionPart& a, const OptionPart& b) { return a.change.price > b.change.price; });
    for (std::size_t tried = 0; option.size() > 1 && tried < option.size();) {
        Option rest = option;
        rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(tried));
        if (!tryOption(request, target, rest)) {
            ++tried;
            continue;
        }
        // What a smaller option does may make others needless that were needed before.
        option = std::move(rest);
        tried = 0;
    }
    return option;
}

}  // namespace planner
