#include "planner/answer.h"

#include "planner/rules/environment.h"

namespace planner {

using catalog::Truth;
using Kind = Answer::Kind;

namespace {

/// The failed checkpoint that the site stands on, installed again.
Answer retry(Situation& situation, Unknowns unknowns, const Prices* prices)
{
    const HopQuery hop{situation.installed, situation.installed, siteEnvironment, true};
    if (!acceptable(legal(situation, hop), unknowns) &&
        (prices == nullptr || !prices->of(situation, objections(situation, hop), RuleScope::all)))
        return {Kind::blocked, {}, situation.installed};
    const EnvironmentId after = situation.after(siteEnvironment, situation.installed).value_or(siteEnvironment);
    return {Kind::path,
            {Move{Move::Kind::hop, situation.installed, situation.installed, siteEnvironment, after, 0}},
            situation.installed};
}

}  // namespace

OutcomeKind outcomeOf(Answer::Kind kind)
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

Answer answer(Situation& situation, const TargetMeaning& meaning, Unknowns unknowns, const Prices* prices)
{
    const bool installedOk = situation.states[situation.installed] == catalog::ReleaseState::ok;
    const std::optional<Rank> target = chooseTarget(situation, meaning, unknowns);
    if (!target) {
        if (meaning.kind == TargetMeaning::Kind::latest)
            return {installedOk ? Kind::nothingToDo : Kind::notOk, {}, std::nullopt};
        return {Kind::noTarget, {}, std::nullopt};
    }
    if (*target == situation.installed) {
        const Truth failed = situation.failedHere();
        if (failed == Truth::yes || (failed == Truth::unknown && unknowns == Unknowns::refused))
            return retry(situation, unknowns, prices);
        return {installedOk ? Kind::nothingToDo : Kind::notOk, {}, target};
    }
    if (*target < situation.installed && !situation.goal.allowDowngrade)
        return {Kind::downgrade, {}, target};
    if (std::optional<Path> path = findPath(situation, {*target, unknowns, situation.goal.prefer, prices}))
        return {Kind::path, std::move(*path), target};
    return {*target < situation.installed ? Kind::downgrade : Kind::blocked, {}, target};
}

std::vector<catalog::FactName> firstDoubt(Situation& situation, const TargetMeaning& meaning, const Answer& given,
                                          const Prices* prices)
{
    const auto matters = [&](const Reason& reason) {
        if (reason.facts.empty() || prices == nullptr)
            return !reason.facts.empty();
        Reason certain = reason;
        certain.facts.clear();
        const Prices::Price price = prices->of(situation, {certain}, RuleScope::all);
        return !price || *price > 0;
    };
    if (std::vector<catalog::FactName> facts = undecidedTarget(situation, meaning); !facts.empty())
        return facts;
    if (given.target == situation.installed && situation.model.size() > 1 && situation.failedHere() == Truth::unknown) {
        std::vector<Reason> reasons;
        const Rank other = situation.installed == 0 ? 1 : situation.installed - 1;
        (void)checkSiteState(situation, {situation.installed, other, siteEnvironment, false}, &reasons);
        for (Reason& reason : reasons) {
            if (matters(reason))
                return std::move(reason.facts);
        }
    }
    for (const Move& move : given.path) {
        std::vector<Reason> reasons;
        if (move.kind == Move::Kind::component) {
            const HopQuery stay{move.from, move.from, move.after, false};
            (void)requirementsMet(situation, stay, move.from, move.after, &reasons);
        } else {
            const HopQuery hop{move.from, move.to, move.before, move.to == given.target};
            if (legal(situation, hop) == Truth::yes)
                continue;
            reasons = objections(situation, hop);
        }
        for (Reason& reason : reasons) {
            if (matters(reason))
                return std::move(reason.facts);
        }
    }
    return {};
}

}  // namespace planner
