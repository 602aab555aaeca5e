#include "planner/questions.h"

#include "planner/plan_builder.h"
#include "planner/rules/rules.h"
#include "planner/ways.h"

#include <algorithm>
#include <memory>
#include <set>

namespace planner {

namespace {

constexpr std::size_t mostPlans = 16;
constexpr int mostNodes = 192;  ///< of the decision tree; beyond it a branch ends in its cautious result

struct Branch {
    std::string signature;  ///< of the whole subtree
    Answers answers;        ///< on the way here
    std::vector<std::pair<catalog::FactName, std::string>> labels;
    Answer result;
    Unknowns taken = Unknowns::legal;  ///< how the result was found
    bool impossible = false;           ///< the site would contradict its own release
    std::optional<catalog::FactName> fact;
    std::vector<Reason> decides;
    std::vector<std::string> values;
    std::vector<std::unique_ptr<Branch>> children;
};

class Tree {
public:
    Tree(const Request& request, const TargetMeaning& meaning) : m_request(request), m_meaning(meaning) {}

    std::unique_ptr<Branch> grow(const Answers& answers, std::vector<std::pair<catalog::FactName, std::string>> labels)
    {
        auto node = std::make_unique<Branch>();
        node->answers = answers;
        node->labels = std::move(labels);
        const std::unique_ptr<Situation> situation = m_request.situation(answers);
        if (!contradictions(*situation).empty()) {
            node->impossible = true;
            node->signature = "impossible";
            return node;
        }
        std::vector<catalog::FactName> doubt = unsaidRequirements(*situation);
        const Answer bold = answer(*situation, m_meaning, Unknowns::legal);
        const Answer cautious = answer(*situation, m_meaning, Unknowns::refused);
        node->result = bold;
        node->signature = signature(*situation, bold);
        if (doubt.empty() && sameWhatever(*situation, m_meaning, bold, cautious))
            return node;
        if (doubt.empty())
            doubt = firstDoubt(*situation, m_meaning, bold);
        if (doubt.empty())
            return node;
        if (++m_nodes > mostNodes) {
            node->result = cautious;
            node->taken = Unknowns::refused;
            node->signature = signature(*situation, cautious);
            return node;
        }
        branch(*node, *situation, doubt.front());
        return node;
    }

private:
    void branch(Branch& node, Situation& situation, const catalog::FactName& fact)
    {
        node.fact = fact;
        node.decides = about(situation, node.result, fact);
        std::set<std::string> distinct;
        std::string whole = fact.text + "{";
        for (const Way& way : waysToFall(situation, fact)) {
            Answers answers = node.answers;
            const catalog::Version* version = std::get_if<catalog::Version>(&way.value);
            if (version != nullptr && situation.environments.domainOf(fact.text))
                answers.components[catalog::ComponentName{fact.text}] = *version;
            else
                answers.facts[fact] = way.value;
            std::vector<std::pair<catalog::FactName, std::string>> labels = node.labels;
            labels.emplace_back(fact, way.label);
            node.children.push_back(grow(answers, std::move(labels)));
            if (!node.children.back()->impossible)
                node.values.push_back(way.label);
            distinct.insert(node.children.back()->signature);
            whole += way.label + ":" + node.children.back()->signature + ";";
        }
        if (distinct.size() == 1) {
            Branch same = std::move(*node.children.front());
            same.labels = node.labels;
            node = std::move(same);
        } else {
            node.signature = whole + "}";
        }
    }

    /// What hangs on a fact along a path.
    std::vector<Reason> about(Situation& situation, const Answer& given, const catalog::FactName& fact) const
    {
        std::vector<Reason> reasons;
        for (const Move& move : given.path) {
            const HopQuery hop{move.from, move.to, move.before, move.to == given.target};
            for (Reason& reason : objections(situation, hop)) {
                if (std::find(reason.facts.begin(), reason.facts.end(), fact) != reason.facts.end() &&
                    std::find(reasons.begin(), reasons.end(), reason) == reasons.end())
                    reasons.push_back(std::move(reason));
            }
        }
        return reasons;
    }

    const Request& m_request;
    const TargetMeaning& m_meaning;
    int m_nodes = 0;
};

Question questionOf(const Model& model, const Branch& node)
{
    Question question;
    question.fact = *node.fact;
    question.values = node.values;
    question.decides = node.decides;
    for (const catalog::Component& component : model.catalog.components) {
        if (component.name.text == node.fact->text)
            question.type = catalog::FactType::version;
    }
    if (*node.fact == catalog::channelFact)
        question.type = catalog::FactType::set;
    for (const catalog::FactDeclaration& declaration : model.catalog.facts) {
        if (declaration.name != *node.fact)
            continue;
        question.type = declaration.type;
        question.ask = declaration.ask;
    }
    return question;
}

void collect(const Model& model, const Branch& node, Outcome& outcome, std::vector<const Branch*>& leaves)
{
    if (!node.fact) {
        leaves.push_back(&node);
        return;
    }
    const bool asked = std::any_of(outcome.questions.begin(), outcome.questions.end(),
                                   [&](const Question& question) { return question.fact == *node.fact; });
    if (!asked)
        outcome.questions.push_back(questionOf(model, node));
    for (const std::unique_ptr<Branch>& child : node.children)
        collect(model, *child, outcome, leaves);
}

std::size_t hopsOf(const Branch& leaf)
{
    return static_cast<std::size_t>(std::count_if(leaf.result.path.begin(), leaf.result.path.end(),
                                                  [](const Move& move) { return move.kind == Move::Kind::hop; }));
}

/// Each distinct result once, shortest first, those without a plan last; the extremes always among them.
std::vector<const Branch*> distinctOf(const std::vector<const Branch*>& leaves)
{
    std::set<std::string> seen;
    std::vector<const Branch*> distinct;
    for (const Branch* leaf : leaves) {
        if (!leaf->impossible && seen.insert(leaf->signature).second)
            distinct.push_back(leaf);
    }
    const auto rank = [](const Branch* leaf) {
        return std::make_pair(leaf->result.kind != Answer::Kind::path, hopsOf(*leaf));
    };
    std::stable_sort(distinct.begin(), distinct.end(),
                     [&](const Branch* a, const Branch* b) { return rank(a) < rank(b); });
    if (distinct.size() > mostPlans)
        distinct.erase(distinct.begin() + (mostPlans - 1), distinct.end() - 1);
    return distinct;
}

}  // namespace

std::optional<Answers> ask(const Request& request, const TargetMeaning& meaning, Outcome& outcome)
{
    Tree tree(request, meaning);
    const std::unique_ptr<Branch> root = tree.grow({}, {});
    if (!root->fact)
        return root->answers;
    std::vector<const Branch*> leaves;
    collect(request.model, *root, outcome, leaves);
    for (const Branch* leaf : distinctOf(leaves)) {
        Answered answered;
        answered.answers = leaf->labels;
        if (leaf->result.kind == Answer::Kind::path) {
            const std::unique_ptr<Situation> situation = request.situation(leaf->answers);
            const Answer again = answer(*situation, meaning, leaf->taken);
            answered.plan = buildPlan(*situation, again.path);
        }
        outcome.answered.push_back(std::move(answered));
    }
    const std::unique_ptr<Situation> situation = request.situation();
    const Answer cautious = answer(*situation, meaning, Unknowns::refused);
    if (cautious.kind == Answer::Kind::path)
        outcome.whatever = buildPlan(*situation, cautious.path);
    return std::nullopt;
}

}  // namespace planner
