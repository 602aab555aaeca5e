#include "planner/linter.h"

#include "planner/lint_marks.h"
#include "planner/lint_reach.h"

namespace planner {

std::vector<catalog::Finding> lint(const catalog::Loaded& loaded, catalog::Date today)
{
    std::vector<catalog::Finding> findings;
    if (loaded.catalog.releases.empty())
        return findings;
    const Model model(loaded);
    lintReach(model, today, findings);
    lintMarks(model, today, findings);
    return findings;
}

}  // namespace planner
