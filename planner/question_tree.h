#pragma once

#include "planner/request.h"
#include "planner/ways.h"

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace planner {

/// A node of the decision tree: what a request comes to under some answers.
struct Branch {
    enum class State {
        open,        ///< not tried: the tree has reached its limit
        decided,     ///< whatever else is unknown, the result is this
        impossible,  ///< the site would contradict its own release
        asks         ///< the result hangs on `fact`
    };
    State state = State::open;
    Answers answers;                         ///< on the way here
    Answer result;                           ///< with everything unknown taken as legal
    std::vector<catalog::Version> versions;  ///< that the component steps of its path lead to
    std::string signature;                   ///< of the result
    catalog::FactName fact;
    std::vector<std::unique_ptr<Branch>> children;  ///< one for each way the fact can fall
};

/// Grows a decision tree for a request, then drops each question whose branches are the same function of the facts that
/// are left. Without open branches what is left asks exactly for the facts for which two ways to fall, all else equal,
/// come to different results.
///
/// A branch is decided when its best path is certain: that path is then the best among all hops that are legal, and
/// among all that may be. Else it asks for a fact of the first uncertain hop. Along the answers that keep its path
/// legal the path stays the best, so only answers that refuse it cost a search; those with the fewest refusals are
/// searched first. Answers that cannot be told apart go together (waysToFall).
///
/// Roads not taken: all combinations of all unknown facts, 2^n searches although few of them are on any path; depth
/// first under a limit, which spends all of it on one corner and misses questions.
class QuestionTree {
public:
    QuestionTree(const Request& request, const TargetMeaning& meaning);

    [[nodiscard]] const Branch& root() const { return *m_root; }
    /// Whether every way that makes a difference has been tried.
    [[nodiscard]] bool complete() const { return m_complete; }

    /// Answers to a question that lead to the same, whatever the others are.
    struct Choice {
        FactClass falls;
        std::size_t way = 0;  ///< position of its example's branch among the children
        catalog::FactValue value;
    };
    [[nodiscard]] const std::vector<Choice>& choicesOf(const catalog::FactName& fact) const
    {
        return m_choices.at(fact);
    }

    /// The site under some answers.
    [[nodiscard]] std::unique_ptr<Situation> situation(const Answers& answers);
    /// The branch's path as it reads at a site; nothing when a component cannot change so there.
    [[nodiscard]] static std::optional<Path> pathOf(const Branch& branch, Situation& situation);

private:
    [[nodiscard]] const std::vector<Way>& waysOf(const catalog::FactName& fact);
    void grow();
    void mergeWays();
    void search(Branch& branch);
    void settle(Branch& branch, Situation& situation, Answer result);
    void addChildren(Branch& branch, Situation& situation);
    [[nodiscard]] std::optional<Answer> inherited(const Branch& parent, Situation& situation) const;
    [[nodiscard]] bool ranks(const catalog::FactName& fact) const;

    const Request& m_request;
    const TargetMeaning& m_meaning;
    std::unique_ptr<Branch> m_root;
    std::map<catalog::FactName, Ways> m_ways;
    std::map<catalog::FactName, std::vector<Choice>> m_choices;  ///< of the facts that are asked
    std::map<std::string, std::unique_ptr<Situation>> m_sites;   ///< by the answered versions of components
    std::deque<Branch*> m_waiting;
    int m_searches = 0;
    int m_branches = 0;
    bool m_complete = true;
};

}  // namespace planner
