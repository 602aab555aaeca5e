#include "planner/lint_reach.h"

#include "planner/fleet_paths.h"
#include "planner/lint_sites.h"
#include "planner/request.h"
#include "planner/rules/rules.h"

#include <algorithm>
#include <memory>
#include <set>

namespace planner {

using catalog::FindingCode;
using catalog::ReleaseState;
using catalog::Severity;
using catalog::Truth;

namespace {

/// Ends or sources that served before, the most recent first.
class Recent {
public:
    void use(Rank rank)
    {
        std::erase(m_ranks, rank);
        m_ranks.insert(m_ranks.begin(), rank);
        if (m_ranks.size() > most)
            m_ranks.pop_back();
    }
    template <typename Predicate>
    [[nodiscard]] std::optional<Rank> find(const Predicate& predicate) const
    {
        const auto found = std::find_if(m_ranks.begin(), m_ranks.end(), predicate);
        return found == m_ranks.end() ? std::nullopt : std::optional<Rank>(*found);
    }

private:
    static constexpr std::size_t most = 16;
    std::vector<Rank> m_ranks;
};

bool mayRun(Situation& situation, Rank rank) { return situation.exists[rank] != 0; }

std::optional<Rank> newest(Situation& situation)
{
    for (Rank rank = static_cast<Rank>(situation.model.size()); rank-- > 0;) {
        if (mayRun(situation, rank) && situation.states[rank] == ReleaseState::ok &&
            situation.offered(rank, siteEnvironment) != Truth::no)
            return rank;
    }
    return std::nullopt;
}

/// By rank: whether a path to the target may be legal.
std::vector<bool> fineOnes(Situation& situation, Rank target)
{
    std::vector<bool> fine(target + 1);
    fine[target] = true;
    Recent ends;
    ends.use(target);
    for (Rank from = target; from-- > 0;) {
        const auto leads = [&](Rank to) {
            return to > from && fine[to] && legal(situation, {from, to, siteEnvironment, to == target}) != Truth::no;
        };
        std::optional<Rank> end = ends.find(leads);
        for (Rank to = target; !end && to > from; --to) {
            if (leads(to))
                end = to;
        }
        if (end) {
            fine[from] = true;
            ends.use(*end);
        }
    }
    return fine;
}

class ReachLinter {
public:
    ReachLinter(const Model& model, catalog::Date today, std::vector<catalog::Finding>& findings)
        : m_model(model), m_findings(findings), m_found(model.size())
    {
        m_goal.asOf = today;
        for (const CompiledRule& rule : model.risks)
            m_goal.acceptedRisks.insert(std::get<catalog::RiskRule>(rule.rule->body).id);
    }

    void stranded(const LintSite& asked)
    {
        const catalog::Checked<Request> request = readRequest(m_model, asked.site, m_goal);
        if (!request)
            return;
        const std::unique_ptr<Situation> situation = request->situation();
        const std::optional<Rank> target = newest(*situation);
        if (!target) {
            if (asked.fact.empty())
                m_findings.push_back({Severity::failure, FindingCode::nothingToReach, {}, {}, {}, {}});
            return;
        }
        const std::vector<bool> fine = fineOnes(*situation, *target);
        std::vector<Rank> run;
        for (Rank rank = 0; rank < *target; ++rank) {
            if (!mayRun(*situation, rank) || situation->inChannel[rank] == 0)
                continue;
            const bool found = !fine[rank] && !m_found[rank] && situation->states[rank] != ReleaseState::deadEnd;
            if (!run.empty() && (!found || m_model.releases[rank].line != m_model.releases[run.front()].line))
                report(asked, run, *target);
            if (found)
                run.push_back(rank);
        }
        if (!run.empty())
            report(asked, run, *target);
    }

    void unreachable(const Site& site)
    {
        const catalog::Checked<Request> request = readRequest(m_model, site, m_goal);
        if (!request)
            return;
        const std::unique_ptr<Situation> situation = request->situation();
        std::vector<std::vector<Rank>> byLine(m_model.catalog.lines.size());
        Recent sources;
        for (Rank to = 1; to < m_model.size(); ++to) {
            if (!mayRun(*situation, to) || situation->states[to] != ReleaseState::ok)
                continue;
            const auto leads = [&](Rank from) {
                return from < to && mayRun(*situation, from) &&
                       legal(*situation, {from, to, siteEnvironment, true}) != Truth::no;
            };
            std::optional<Rank> source = leads(to - 1) ? to - 1 : sources.find(leads);
            for (Rank from = to; !source && from-- > 0;) {
                if (leads(from))
                    source = from;
            }
            if (source)
                sources.use(*source);
            else
                byLine[m_model.releases[to].line].push_back(to);
        }
        for (std::size_t line = 0; line < byLine.size(); ++line) {
            if (!byLine[line].empty())
                m_findings.push_back({Severity::warning,
                                      FindingCode::releaseUnreachable,
                                      m_model.at(byLine[line].front()).place,
                                      m_model.catalog.lines[line].id.text,
                                      versions(byLine[line]),
                                      {}});
        }
    }

    /// A release with one version of a component, by a search of its own: paths may change the component.
    void strandedByComponent(PathSearch& search, const LintSite& asked, Rank from)
    {
        Site site = asked.site;
        site.version = m_model.version(from).text;
        if (m_found[from] || search.answer(site, m_goal).kind != OutcomeKind::blocked)
            return;
        std::vector<Rank> run{from};
        report(asked, run, static_cast<Rank>(m_model.size() - 1));
    }

private:
    [[nodiscard]] std::vector<std::string> versions(const std::vector<Rank>& ranks) const
    {
        std::vector<std::string> texts;
        texts.reserve(ranks.size());
        for (const Rank rank : ranks)
            texts.push_back(m_model.version(rank).text);
        return texts;
    }

    void report(const LintSite& asked, std::vector<Rank>& run, Rank target)
    {
        std::vector<std::string> related{m_model.version(target).text, m_model.version(run.back()).text,
                                         std::to_string(run.size())};
        if (!asked.fact.empty())
            related.insert(related.end(), {asked.fact, asked.value});
        m_findings.push_back({Severity::failure,
                              FindingCode::stranded,
                              m_model.at(run.front()).place,
                              m_model.version(run.front()).text,
                              std::move(related),
                              {}});
        for (const Rank rank : run)
            m_found[rank] = true;
        run.clear();
    }

    const Model& m_model;
    std::vector<catalog::Finding>& m_findings;
    Goal m_goal;
    std::vector<bool> m_found;  ///< by rank: already reported as stranded
};

}  // namespace

void lintReach(const Model& model, catalog::Date today, std::vector<catalog::Finding>& findings)
{
    ReachLinter linter(model, today, findings);
    const std::vector<LintSite> sites = lintSites(model);
    for (const LintSite& site : sites)
        linter.stranded(site);
    linter.unreachable(sites.front().site);

    const std::vector<ComponentSite> components = componentSites(model);
    if (components.empty())
        return;
    const Planner planner(model.loaded);
    PathSearch search(model.loaded, planner, Unclear::twoPaths);
    for (const ComponentSite& one : components)
        linter.strandedByComponent(search, one.asked, one.release);
}

}  // namespace planner
