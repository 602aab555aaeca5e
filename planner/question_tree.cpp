#include "planner/question_tree.h"

#include "planner/disk_space.h"
#include "planner/rules/environment.h"
#include "planner/rules/rules.h"

#include <algorithm>
#include <utility>

namespace planner {

using catalog::FactName;
using catalog::Truth;
using BranchState = Branch::State;

namespace {

constexpr int mostBranches = 4096;
constexpr int mostComparisons = 200'000;

/// The more releases, the dearer each search: what all of them cost together stays bounded.
int searchesFor(std::size_t releases)
{
    constexpr std::size_t releasesInAll = 600'000;
    return static_cast<int>(std::clamp<std::size_t>(releasesInAll / std::max<std::size_t>(1, releases), 64, 256));
}

std::vector<catalog::Version> versionsOf(const Situation& situation, const Path& path)
{
    std::vector<catalog::Version> versions;
    for (const Move& move : path) {
        if (move.kind != Move::Kind::component)
            continue;
        const int version = situation.environments.version(move.after, move.domain);
        versions.push_back(situation.environments.domains()[move.domain].versions[static_cast<std::size_t>(version)]);
    }
    return versions;
}

/// The environment after a component has changed; nothing when the site does not have that version to offer.
std::optional<EnvironmentId> changed(Situation& situation, EnvironmentId environment, std::size_t domain,
                                     const catalog::Version& version)
{
    const std::vector<catalog::Version>& versions = situation.environments.domains()[domain].versions;
    const auto place = std::find(versions.begin(), versions.end(), version);
    if (place == versions.end())
        return std::nullopt;
    return situation.environments.with(environment, domain, static_cast<int>(place - versions.begin()));
}

bool mayBeTaken(Situation& situation, const Move& move, Rank target)
{
    const HopQuery hop{move.from, move.to, move.before, move.to == target};
    if (move.kind == Move::Kind::hop)
        return legal(situation, hop) != Truth::no;
    const HopQuery stay{move.from, move.from, move.after, false};
    return requirementsMet(situation, stay, move.from, move.after, nullptr) != Truth::no;
}

/// Whether two branches come to the same result however the facts fall that are left.
class Comparison {
public:
    bool same(const Branch& a, const Branch& b)
    {
        const Branch& left = followed(a);
        const Branch& right = followed(b);
        if (left.state == BranchState::open || right.state == BranchState::open || ++m_steps > mostComparisons)
            return false;
        if (left.state != BranchState::asks && right.state != BranchState::asks)
            return left.state == right.state && left.signature == right.signature;
        const Branch& asking = left.state == BranchState::asks ? left : right;
        const Branch& other = left.state == BranchState::asks ? right : left;
        for (std::size_t way = 0; way < asking.children.size(); ++way) {
            m_taken[asking.fact] = way;
            const bool agree = same(*asking.children[way], other);
            m_taken.erase(asking.fact);
            if (!agree)
                return false;
        }
        return true;
    }

private:
    const Branch& followed(const Branch& branch) const
    {
        const Branch* end = &branch;
        while (end->state == BranchState::asks) {
            const auto taken = m_taken.find(end->fact);
            if (taken == m_taken.end())
                break;
            end = end->children[taken->second].get();
        }
        return *end;
    }

    std::map<FactName, std::size_t> m_taken;
    int m_steps = 0;
};

/// Drops the questions that change nothing, the deepest first. Returns whether no branch is left open.
bool reduce(Branch& branch)
{
    bool complete = branch.state != BranchState::open;
    for (const std::unique_ptr<Branch>& child : branch.children)
        complete = reduce(*child) && complete;
    if (branch.state != BranchState::asks)
        return complete;
    const bool same =
        std::all_of(branch.children.begin(), branch.children.end(), [&](const std::unique_ptr<Branch>& child) {
            return child == branch.children.front() || Comparison().same(*child, *branch.children.front());
        });
    if (!same)
        return complete;
    const std::unique_ptr<Branch> first = std::move(branch.children.front());
    branch = std::move(*first);
    return complete;
}

void collectAsking(const Branch& branch, std::map<FactName, std::vector<const Branch*>>& asking)
{
    if (branch.state != BranchState::asks)
        return;
    asking[branch.fact].push_back(&branch);
    for (const std::unique_ptr<Branch>& child : branch.children)
        collectAsking(*child, asking);
}

}  // namespace

QuestionTree::QuestionTree(const Request& request, const TargetMeaning& meaning)
    : m_request(request), m_meaning(meaning), m_root(std::make_unique<Branch>())
{
    grow();
    m_complete = reduce(*m_root);
    mergeWays();
    for (const auto& [fact, ways] : m_ways)
        m_complete = m_complete && ways.all;
}

/// The branch of the fewest refusals comes first, then one of the most, then the others by their refusals.
void QuestionTree::grow()
{
    search(*m_root);
    for (const Branch* branch = m_root.get(); branch->state == BranchState::asks;) {
        Branch* next = nullptr;
        for (const std::unique_ptr<Branch>& child : branch->children) {
            if (child->state != BranchState::impossible && (next == nullptr || child->state == BranchState::open))
                next = child.get();
        }
        if (next == nullptr)
            break;
        if (next->state == BranchState::open)
            search(*next);
        if (next->state == BranchState::open)
            break;
        branch = next;
    }
    while (!m_waiting.empty()) {
        Branch& branch = *m_waiting.front();
        m_waiting.pop_front();
        if (branch.state == BranchState::open)
            search(branch);
    }
}

void QuestionTree::mergeWays()
{
    std::map<FactName, std::vector<const Branch*>> asking;
    collectAsking(*m_root, asking);
    for (const auto& [fact, branches] : asking) {
        const std::vector<Way>& ways = waysOf(fact);
        std::vector<Choice>& choices = m_choices[fact];
        for (std::size_t way = 0; way < ways.size(); ++way) {
            const auto alike = [&, &branches = branches, way](const Choice& choice) {
                return choice.falls.kind != FactClass::Kind::set &&
                       std::all_of(branches.begin(), branches.end(), [&](const Branch* branch) {
                           return Comparison().same(*branch->children[choice.way], *branch->children[way]);
                       });
            };
            const auto known = std::find_if(choices.begin(), choices.end(), alike);
            if (known == choices.end())
                choices.push_back({ways[way].falls, way, ways[way].value});
            else
                known->falls = either(std::move(known->falls), ways[way].falls);
        }
    }
}

const std::vector<Way>& QuestionTree::waysOf(const FactName& fact)
{
    const auto known = m_ways.find(fact);
    if (known != m_ways.end())
        return known->second.list;
    return m_ways.emplace(fact, waysToFall(*situation({}), fact)).first->second.list;
}

std::unique_ptr<Situation> QuestionTree::situation(const Answers& answers)
{
    std::string components;
    for (const auto& [name, version] : answers.components)
        components += name.text + "=" + version.text + ";";
    std::unique_ptr<Situation>& site = m_sites[components];
    if (!site)
        site = m_request.situation({{}, answers.components});
    return std::make_unique<Situation>(*site, answers.facts);
}

void QuestionTree::search(Branch& branch)
{
    if (m_searches >= searchesFor(m_request.model.size()) || m_branches >= mostBranches)
        return;
    ++m_searches;
    const std::unique_ptr<Situation> site = situation(branch.answers);
    settle(branch, *site, answer(*site, m_meaning, Unknowns::legal));
}

void QuestionTree::settle(Branch& branch, Situation& situation, Answer result)
{
    ++m_branches;
    branch.result = std::move(result);
    branch.versions = versionsOf(situation, branch.result.path);
    branch.signature = signature(situation, branch.result);
    std::vector<FactName> doubt = unsaidRequirements(situation);
    if (doubt.empty())
        doubt = firstDoubt(situation, m_meaning, branch.result);
    branch.state = doubt.empty() ? BranchState::decided : BranchState::asks;
    if (doubt.empty())
        return;
    branch.fact = doubt.front();
    addChildren(branch, situation);
}

void QuestionTree::addChildren(Branch& branch, Situation& situation)
{
    const bool component = situation.environments.domainOf(branch.fact.text).has_value();
    const bool mayInherit = !component && !ranks(branch.fact);
    for (const Way& way : waysOf(branch.fact)) {
        auto child = std::make_unique<Branch>();
        child->answers = branch.answers;
        if (component)
            child->answers.components[catalog::ComponentName{branch.fact.text}] = std::get<catalog::Version>(way.value);
        else
            child->answers.facts[branch.fact] = way.value;
        branch.children.push_back(std::move(child));
    }
    for (const std::unique_ptr<Branch>& child : branch.children) {
        if (m_branches >= mostBranches)
            return;
        const std::unique_ptr<Situation> site = this->situation(child->answers);
        if (!contradictions(*site).empty())
            child->state = BranchState::impossible;
        else if (std::optional<Answer> same = mayInherit ? inherited(branch, *site) : std::nullopt)
            settle(*child, *site, std::move(*same));
        else
            m_waiting.push_back(child.get());
    }
}

std::optional<Path> QuestionTree::pathOf(const Branch& branch, Situation& situation)
{
    Path path = branch.result.path;
    auto version = branch.versions.begin();
    EnvironmentId environment = siteEnvironment;
    for (Move& move : path) {
        move.before = environment;
        const std::optional<EnvironmentId> after = move.kind == Move::Kind::hop
                                                       ? situation.after(environment, move.to)
                                                       : changed(situation, environment, move.domain, *version++);
        if (!after)
            return std::nullopt;
        move.after = environment = *after;
    }
    return path;
}

/// The parent's result, where one more known fact leaves it as it is.
std::optional<Answer> QuestionTree::inherited(const Branch& parent, Situation& situation) const
{
    const std::optional<Rank> target = chooseTarget(situation, m_meaning, Unknowns::legal);
    if (target != parent.result.target || target == situation.installed)
        return std::nullopt;
    if (parent.result.kind != Answer::Kind::path)
        return parent.result;
    std::optional<Path> path = pathOf(parent, situation);
    if (!path)
        return std::nullopt;
    for (const Move& move : *path) {
        if (!mayBeTaken(situation, move, *target))
            return std::nullopt;
    }
    return Answer{Answer::Kind::path, std::move(*path), target};
}

/// Whether the order of legal paths, too, hangs on the fact.
bool QuestionTree::ranks(const FactName& fact) const
{
    const auto asks = [&](const CompiledRule* rule) {
        const std::vector<std::vector<catalog::Match>>& anyOf = rule->rule->when.anyOf;
        return std::any_of(anyOf.begin(), anyOf.end(), [&](const std::vector<catalog::Match>& all) {
            return std::any_of(all.begin(), all.end(), [&](const catalog::Match& match) { return match.fact == fact; });
        });
    };
    const auto gives = [](const CompiledRule* rule) {
        const catalog::AllowRule& allow = std::get<catalog::AllowRule>(rule->rule->body);
        return !allow.grade.text.empty() || !allow.times.empty() || !allow.install.empty();
    };
    const auto accepted = [&](const CompiledRule* rule) {
        return m_request.goal.acceptedRisks.count(std::get<catalog::RiskRule>(rule->rule->body).id) != 0;
    };
    const Day& day = *m_request.day;
    return fact == databaseSizeFact || fact == catalog::channelFact ||
           std::any_of(day.allows.all.begin(), day.allows.all.end(),
                       [&](const CompiledRule* rule) { return gives(rule) && asks(rule); }) ||
           std::any_of(day.risks.all.begin(), day.risks.all.end(),
                       [&](const CompiledRule* rule) { return accepted(rule) && asks(rule); });
}

}  // namespace planner
