#include "planner/planner.h"

#include "planner/blockage.h"
#include "planner/plan_builder.h"
#include "planner/questions.h"
#include "planner/request.h"
#include "planner/rules/rules.h"
#include "planner/target.h"

#include <algorithm>

namespace planner {

using catalog::Truth;
using AnswerKind = Answer::Kind;

struct Planner::Private {
    explicit Private(const catalog::Loaded& loaded) : model(loaded) {}

    [[nodiscard]] Outcome begin(const Site& site, const Goal& goal) const;
    void finish(const Request& request, const TargetMeaning& meaning, Situation& situation, const Answer& result,
                Outcome& outcome) const;
    [[nodiscard]] bool directly(Situation& situation, const Answer& answer) const;

    Model model;
};

Planner::Planner(const catalog::Loaded& loaded) : m_private(std::make_unique<Private>(loaded)) {}
Planner::~Planner() = default;

Outcome Planner::Private::begin(const Site& site, const Goal& goal) const
{
    Outcome outcome;
    outcome.kind = OutcomeKind::invalidInput;
    outcome.product = model.catalog.product.id;
    outcome.site = site.name;
    outcome.from = catalog::Version{site.version};
    outcome.to = catalog::Version{goal.target};
    outcome.catalog = {model.catalog.sequence, model.loaded.digest, model.loaded.path};
    return outcome;
}

/// Whether the site may go straight to the target, as it stands.
bool Planner::Private::directly(Situation& situation, const Answer& given) const
{
    return legal(situation, {situation.installed, *given.target, siteEnvironment, true}) == Truth::yes;
}

void Planner::Private::finish(const Request& request, const TargetMeaning& meaning, Situation& situation,
                              const Answer& result, Outcome& outcome) const
{
    if (result.target)
        outcome.to = model.version(*result.target);
    switch (result.kind) {
    case AnswerKind::path: {
        outcome.kind = OutcomeKind::path;
        Path path = result.path;
        const bool single = path.size() == 1 && path.front().kind == Move::Kind::hop;
        if (request.goal.requireDirect && !single) {
            const HopQuery hop{request.installed, *result.target, siteEnvironment, true};
            if (directly(situation, result)) {
                const EnvironmentId after = situation.after(siteEnvironment, hop.to).value_or(siteEnvironment);
                path = {Move{Move::Kind::hop, hop.from, hop.to, siteEnvironment, after, 0}};
            } else {
                outcome.kind = OutcomeKind::stopsNeeded;
                outcome.blockers = objections(situation, hop);
            }
        }
        outcome.plan = buildPlan(situation, path);
        return;
    }
    case AnswerKind::nothingToDo:
        outcome.kind = OutcomeKind::nothingToDo;
        outcome.to = outcome.from;
        return;
    case AnswerKind::downgrade:
        outcome.kind = OutcomeKind::downgrade;
        explainDowngrade(request, meaning, result, outcome);
        return;
    case AnswerKind::notOk:
    case AnswerKind::noTarget:
    case AnswerKind::blocked:
        outcome.kind = OutcomeKind::blocked;
        explainBlocked(request, meaning, result, outcome);
        return;
    }
}

Outcome Planner::plan(const Site& site, const Goal& goal) const
{
    Outcome outcome = m_private->begin(site, goal);
    const catalog::Checked<Request> request = readRequest(m_private->model, site, goal);
    if (!request) {
        outcome.errors = request.error();
        return outcome;
    }
    outcome.from = m_private->model.version(request->installed);
    const std::unique_ptr<Situation> situation = request->situation();
    outcome.errors = contradictions(*situation);
    const catalog::Result<TargetMeaning> meaning = readTarget(*situation, goal.target);
    if (!meaning)
        outcome.errors.push_back(meaning.error());
    if (!outcome.errors.empty())
        return outcome;

    Answer result = answer(*situation, *meaning, Unknowns::legal);
    if (result.target)
        outcome.to = m_private->model.version(*result.target);
    const bool certain = unsaidRequirements(*situation).empty() && firstDoubt(*situation, *meaning, result).empty();
    // Nothing unknown refused it, so no answer will allow it.
    const bool back =
        result.kind == AnswerKind::downgrade && (!goal.allowDowngrade || undecidedTarget(*situation, *meaning).empty());
    if (!certain && !back) {
        std::optional<Answer> whatever = ask(*request, *meaning, *situation, outcome);
        if (!whatever) {
            outcome.kind = OutcomeKind::needsAnswers;
            return outcome;
        }
        result = std::move(*whatever);
    }
    m_private->finish(*request, *meaning, *situation, result, outcome);
    return outcome;
}

Explanation Planner::explain(const Site& site, const Goal& goal) const
{
    Explanation explanation;
    explanation.outcome = m_private->begin(site, goal);
    const catalog::Checked<Request> request = readRequest(m_private->model, site, goal);
    if (!request) {
        explanation.outcome.errors = request.error();
        return explanation;
    }
    const Model& model = m_private->model;
    explanation.outcome.from = model.version(request->installed);
    const std::unique_ptr<Situation> situation = request->situation();
    const catalog::Result<TargetMeaning> meaning = readTarget(*situation, goal.target);
    if (!meaning) {
        explanation.outcome.errors.push_back(meaning.error());
        return explanation;
    }
    std::optional<Rank> target = chooseTarget(*situation, *meaning, Unknowns::legal);
    if (!target && !meaning->releases.empty())
        target = meaning->releases.back();
    explanation.outcome.kind = OutcomeKind::nothingToDo;
    if (!target || (*target == request->installed && situation->failedHere() == Truth::no))
        return explanation;
    explanation.outcome.to = model.version(*target);
    const HopQuery hop{request->installed, *target, siteEnvironment, true};
    for (const RuleEntry& rule : allRules()) {
        Finding finding;
        finding.rule = rule.kind;
        finding.legal = rule.check(*situation, hop, &finding.reasons);
        explanation.legal = std::min(explanation.legal, finding.legal);
        explanation.findings.push_back(std::move(finding));
    }
    explanation.outcome.kind = explanation.legal == Truth::yes  ? OutcomeKind::path
                               : explanation.legal == Truth::no ? OutcomeKind::blocked
                                                                : OutcomeKind::needsAnswers;
    return explanation;
}

}  // namespace planner
