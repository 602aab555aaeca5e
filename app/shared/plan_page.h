#pragma once

#include "app/shared/page.h"
#include "planner/outcome.h"
#include "planner/planner.h"
#include "planner/schedule.h"

#include <QString>
#include <QStringList>
#include <vector>

namespace app {

enum class Depth {
    overview,  ///< what a person decides by
    runbook,   ///< every single step besides
};

/// What the planner's values do not hold and a reader wants.
struct Setting {
    QString productName;   ///< empty: the product's id
    QString catalogTrust;  ///< a word such as "unsigned"; empty: nothing is said
    QString sitePath;      ///< the site file, for the commands that go on
    Depth depth = Depth::overview;
    const planner::Schedule* schedule = nullptr;        ///< borrowed; of the outcome's plan
    const std::vector<std::string>* windows = nullptr;  ///< borrowed; the site's, as written
};

/// What the planner answered, whatever it is. invalidInput gives a page with the errors.
[[nodiscard]] Page outcomePage(const planner::Outcome& outcome, const Setting& setting);

/// Why one hop is legal or not, rule by rule.
[[nodiscard]] Page explanationPage(const planner::Explanation& explanation, const Setting& setting);

/// The plan as a graph for Graphviz; an outcome without a plan gives the path to the farthest release.
[[nodiscard]] QString outcomeDot(const planner::Outcome& outcome);

/// The releases of a path on one line, joined by " > " as in the fleet's CSV.
[[nodiscard]] QString pathText(const planner::Plan& plan);

/// A sum of times, and what it leaves out.
[[nodiscard]] QString estimateText(const planner::Estimate& estimate, std::size_t hops);

/// Reasons as lines of text: the sentence, then the vendor's notes.
[[nodiscard]] QStringList reasonLines(const planner::Reason& reason);
/// The same, then where the catalog says so; a compiled catalog has no lines to name.
[[nodiscard]] QStringList placedReasonLines(const planner::Reason& reason);

}  // namespace app
