#include "planner/questions.h"

#include "planner/combinations.h"
#include "planner/plan_builder.h"
#include "planner/question_tree.h"
#include "planner/rules/rules.h"

#include <algorithm>
#include <map>
#include <set>

namespace planner {

using catalog::FactName;
using catalog::Truth;
using BranchState = Branch::State;

namespace {

constexpr std::size_t mostPlans = 16;

/// A result and the ways to it.
struct TreeResult {
    const Branch* branch = nullptr;
    std::vector<WayChoices> choices;
};

/// What hangs on a fact along a branch's path.
std::vector<Reason> hangingOn(const FactName& fact, Situation& situation, const Path& path, Rank target)
{
    std::vector<Reason> reasons;
    for (const Move& move : path) {
        const HopQuery hop{move.from, move.to, move.before, move.to == target};
        if (move.kind == Move::Kind::component || legal(situation, hop) == Truth::yes)
            continue;
        for (Reason& reason : objections(situation, hop)) {
            if (std::find(reason.facts.begin(), reason.facts.end(), fact) != reason.facts.end() &&
                std::find(reasons.begin(), reasons.end(), reason) == reasons.end())
                reasons.push_back(std::move(reason));
        }
    }
    return reasons;
}

class QuestionReader {
public:
    QuestionReader(const Request& request, const TargetMeaning& meaning, QuestionTree& tree)
        : m_request(request), m_meaning(meaning), m_tree(tree)
    {
        read(tree.root(), {});
    }

    void fill(Outcome& outcome)
    {
        outcome.allTried = m_tree.complete();
        for (const FactName& fact : m_facts)
            outcome.questions.push_back(question(fact));
        outcome.results = m_results.size();
        for (const TreeResult* result : shown())
            outcome.answered.push_back(answered(*result));
        outcome.whatever = whatever();
    }

private:
    /// In the order in which the path of the fewest refusals meets them.
    void read(const Branch& branch, const WayChoices& choices)
    {
        if (branch.state == BranchState::decided) {
            const auto [place, added] = m_places.try_emplace(branch.signature, m_results.size());
            if (added)
                m_results.push_back({&branch, {}});
            m_results[place->second].choices.push_back(choices);
        }
        if (branch.state != BranchState::asks)
            return;
        const std::vector<QuestionTree::Choice>& offered = m_tree.choicesOf(branch.fact);
        m_choiceCounts[branch.fact] = offered.size();
        if (m_askedBy.try_emplace(branch.fact, &branch).second)
            m_facts.push_back(branch.fact);
        for (std::size_t choice = 0; choice < offered.size(); ++choice) {
            const Branch& child = *branch.children[offered[choice].way];
            if (child.state == BranchState::impossible)
                continue;
            m_possible[branch.fact].insert(choice);
            WayChoices longer = choices;
            longer[branch.fact] = {choice};
            read(child, longer);
        }
    }

    Question question(const FactName& fact)
    {
        const Branch& asking = *m_askedBy.at(fact);
        const std::unique_ptr<Situation> situation = m_tree.situation(asking.answers);
        const std::optional<Path> path = QuestionTree::pathOf(asking, *situation);
        Question question;
        question.fact = fact;
        question.type = typeOf(*situation, fact);
        if (fact == catalog::channelFact)
            question.subject = Question::Subject::channel;
        else if (situation->environments.domainOf(fact.text))
            question.subject = Question::Subject::component;
        for (const catalog::FactDeclaration& declaration : m_request.model.catalog.facts) {
            if (declaration.name == fact)
                question.ask = declaration.ask;
        }
        for (const std::size_t choice : m_possible[fact])
            question.values.push_back(m_tree.choicesOf(fact)[choice].falls);
        question.decides =
            hangingOn(fact, *situation, path.value_or(Path()), asking.result.target.value_or(situation->installed));
        return question;
    }

    /// Shortest first, those without a path last; where they are too many, the extremes stay.
    std::vector<const TreeResult*> shown() const
    {
        const auto hops = [](const TreeResult* result) {
            const Path& path = result->branch->result.path;
            return std::count_if(path.begin(), path.end(),
                                 [](const Move& move) { return move.kind == Move::Kind::hop; });
        };
        std::vector<const TreeResult*> paths;
        std::vector<const TreeResult*> others;
        for (const TreeResult& result : m_results)
            (result.branch->result.kind == Answer::Kind::path ? paths : others).push_back(&result);
        std::stable_sort(paths.begin(), paths.end(),
                         [&](const TreeResult* a, const TreeResult* b) { return hops(a) < hops(b); });
        if (others.size() > mostPlans / 2)
            others.resize(mostPlans / 2);
        const std::size_t room = mostPlans - others.size();
        if (paths.size() > room)
            paths.erase(paths.begin() + static_cast<std::ptrdiff_t>(room) - 1, paths.end() - 1);
        paths.insert(paths.end(), others.begin(), others.end());
        return paths;
    }

    Answered answered(const TreeResult& result)
    {
        Answered answered;
        const std::vector<WayChoices> combinations = merged(result.choices, m_choiceCounts);
        for (const WayChoices& choices : combinations) {
            std::vector<Fall>& falls = answered.ways.emplace_back();
            for (const FactName& fact : m_facts) {
                const auto chosen = choices.find(fact);
                if (chosen == choices.end())
                    continue;
                Fall& fall = falls.emplace_back(Fall{fact, {}});
                for (const std::size_t choice : chosen->second)
                    fall.classes.push_back(m_tree.choicesOf(fact)[choice].falls);
            }
        }
        answered.kind = outcomeOf(result.branch->result.kind);
        if (answered.kind == OutcomeKind::path) {
            const std::unique_ptr<Situation> situation = m_tree.situation(answersOf(combinations.front()));
            if (const std::optional<Path> path = QuestionTree::pathOf(*result.branch, *situation))
                answered.plan = buildPlan(*situation, *path);
        }
        return answered;
    }

    /// What somebody has said who was asked only what is asked.
    Answers answersOf(const WayChoices& choices)
    {
        Answers answers;
        for (const auto& [fact, chosen] : choices) {
            const catalog::FactValue& value = m_tree.choicesOf(fact)[*chosen.begin()].value;
            if (m_askedBy.at(fact)->children.front()->answers.facts.count(fact) != 0)
                answers.facts[fact] = value;
            else
                answers.components[catalog::ComponentName{fact.text}] = std::get<catalog::Version>(value);
        }
        return answers;
    }

    std::optional<Plan> whatever()
    {
        const std::unique_ptr<Situation> situation = m_request.situation();
        const Answer cautious = answer(*situation, m_meaning, Unknowns::refused);
        if (cautious.kind != Answer::Kind::path)
            return std::nullopt;
        // Who names no channel is offered every release, who names one is not.
        const auto channels = m_possible.find(catalog::channelFact);
        const std::set<std::size_t> offered = channels == m_possible.end() ? std::set<std::size_t>() : channels->second;
        for (const std::size_t choice : offered) {
            const catalog::FactValue& value = m_tree.choicesOf(catalog::channelFact)[choice].value;
            Situation named(*situation, {{catalog::channelFact, value}});
            for (const Move& move : cautious.path) {
                if (move.kind == Move::Kind::hop &&
                    legal(named, {move.from, move.to, move.before, move.to == cautious.target}) != Truth::yes)
                    return std::nullopt;
            }
        }
        return buildPlan(*situation, cautious.path);
    }

    const Request& m_request;
    const TargetMeaning& m_meaning;
    QuestionTree& m_tree;
    std::vector<FactName> m_facts;
    std::map<FactName, const Branch*> m_askedBy;
    std::map<FactName, std::set<std::size_t>> m_possible;
    std::map<FactName, std::size_t> m_choiceCounts;
    std::vector<TreeResult> m_results;
    std::map<std::string, std::size_t> m_places;
};

/// Whether every way that the site's own release allows comes to a downgrade.
bool isDowngrade(const Branch& branch)
{
    if (branch.state != BranchState::asks)
        return branch.state == BranchState::impossible ||
               (branch.state == BranchState::decided && branch.result.kind == Answer::Kind::downgrade);
    return std::all_of(branch.children.begin(), branch.children.end(),
                       [](const std::unique_ptr<Branch>& child) { return isDowngrade(*child); });
}

}  // namespace

std::optional<Answer> ask(const Request& request, const TargetMeaning& meaning, Situation& situation, Outcome& outcome)
{
    QuestionTree tree(request, meaning);
    const Branch& root = tree.root();
    std::optional<Path> path = QuestionTree::pathOf(root, situation);
    if (root.state == BranchState::asks && isDowngrade(root))
        return Answer{Answer::Kind::downgrade, {}, root.result.target};
    if (root.state == BranchState::asks || !path) {
        QuestionReader(request, meaning, tree).fill(outcome);
        return std::nullopt;
    }
    return Answer{root.result.kind, std::move(*path), root.result.target};
}

}  // namespace planner
