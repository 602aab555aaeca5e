#include "planner/lint_marks.h"

#include "planner/marking.h"

#include <algorithm>

namespace planner {

using catalog::FindingCode;
using catalog::Severity;

namespace {

class MarkLinter {
public:
    MarkLinter(const Model& model, catalog::Date today, std::vector<catalog::Finding>& findings)
        : m_catalog(model.catalog), m_marking(mark(model.catalog, model.order, today)), m_findings(findings)
    {
    }

    void problems()
    {
        for (const MarkingProblem& problem : m_marking.problems) {
            const catalog::Release& release = m_catalog.at(problem.declaredBy);
            const auto [code, severity] = codeOf(problem.kind);
            m_findings.push_back(
                {severity, code, release.place, problem.id, {release.version.text, problem.named.text}, {}});
        }
    }

    void missing()
    {
        for (const Mark& mark : m_marking.missing) {
            const StopInterval& first = m_marking.intervals[mark.intervals.front()];
            std::vector<std::string> related{version(first.first), version(first.until)};
            for (const std::size_t interval : mark.intervals)
                related.push_back(m_marking.intervals[interval].id);
            m_findings.push_back({Severity::failure,
                                  FindingCode::stopMissing,
                                  m_catalog.at(mark.release).place,
                                  version(mark.release),
                                  std::move(related),
                                  {version(mark.release)}});
        }
    }

    void met()
    {
        for (const StopInterval& interval : m_marking.intervals) {
            const bool certain = std::any_of(interval.metBy.begin(), interval.metBy.end(),
                                             [](const StopMet& met) { return !met.conditional && met.loose.empty(); });
            if (certain || interval.metBy.empty())
                continue;
            for (const StopMet& met : interval.metBy)
                uncertain(interval, met);
        }
    }

    void declared()
    {
        const bool derives = std::any_of(m_catalog.releases.begin(), m_catalog.releases.end(), [](const auto& release) {
            return !release.moves.empty() || !release.shims.empty() || release.scriptsSince;
        });
        if (!derives)
            return;
        for (const DeclaredCheckpoint& checkpoint : m_marking.declared) {
            if (checkpoint.meets.empty())
                m_findings.push_back({Severity::note,
                                      FindingCode::stopNotDerived,
                                      m_catalog.at(checkpoint.release).place,
                                      checkpoint.id.text,
                                      {version(checkpoint.release)},
                                      {}});
        }
    }

private:
    [[nodiscard]] const std::string& version(catalog::ReleaseIndex release) const
    {
        return m_catalog.at(release).version.text;
    }

    static std::pair<FindingCode, Severity> codeOf(MarkingProblem::Kind kind)
    {
        switch (kind) {
        case MarkingProblem::Kind::unknownRelease:
            return {FindingCode::moveUnknownRelease, Severity::failure};
        case MarkingProblem::Kind::notAnAncestor:
            return {FindingCode::moveOffTheWay, Severity::warning};
        case MarkingProblem::Kind::noStop:
            return {FindingCode::moveWithoutStop, Severity::failure};
        }
        return {FindingCode::moveUnknownRelease, Severity::failure};
    }

    void uncertain(const StopInterval& interval, const StopMet& met)
    {
        const DeclaredCheckpoint& checkpoint = m_marking.declared[met.checkpoint];
        const catalog::Place& place = m_catalog.at(checkpoint.release).place;
        if (met.conditional)
            m_findings.push_back({Severity::note,
                                  FindingCode::stopConditional,
                                  place,
                                  checkpoint.id.text,
                                  {interval.id, version(interval.until)},
                                  {}});
        if (met.loose.empty())
            return;
        std::vector<std::string> related{interval.id, version(interval.until)};
        for (const catalog::ReleaseIndex release : met.loose)
            related.push_back(version(release));
        m_findings.push_back({Severity::warning,
                              FindingCode::stopLoose,
                              place,
                              checkpoint.id.text,
                              std::move(related),
                              {version(interval.earliest), version(interval.latest)}});
    }

    const catalog::Catalog& m_catalog;
    Marking m_marking;
    std::vector<catalog::Finding>& m_findings;
};

}  // namespace

void lintMarks(const Model& model, catalog::Date today, std::vector<catalog::Finding>& findings)
{
    MarkLinter linter(model, today, findings);
    linter.problems();
    linter.missing();
    linter.met();
    linter.declared();
}

}  // namespace planner
