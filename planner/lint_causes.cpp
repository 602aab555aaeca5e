#include "planner/lint_causes.h"

#include "planner/lint_sites.h"

namespace planner {

std::vector<Reason> strandedBy(const catalog::Finding& finding, const catalog::Catalog& catalog, const Planner& planner,
                               catalog::Date today)
{
    if (finding.code != catalog::FindingCode::stranded || finding.related.size() < 2)
        return {};
    const bool some = finding.related.size() >= 5;
    const Site site = siteThatSays(catalog, finding.related[1], some ? finding.related[3] : std::string(),
                                   some ? finding.related[4] : std::string());
    Goal goal;
    goal.target = finding.related[0];
    goal.asOf = today;
    for (const catalog::Rule& rule : catalog.rules) {
        if (const auto* risk = std::get_if<catalog::RiskRule>(&rule.body))
            goal.acceptedRisks.insert(risk->id);
    }
    return planner.plan(site, goal).blockers;
}

}  // namespace planner
