#include "catalog/check_parts.h"

#include <chrono>

namespace catalog {

namespace {

/// A catalog that is older says little about what is current.
constexpr std::chrono::days freshFor{365};

/// Releases may be announced; one that the catalog cannot have known is a slip of the date.
void releasesAfter(const CheckedCatalog& subject, Date published, Findings& findings)
{
    const Release* newest = nullptr;
    for (const Release& release : subject.catalog.releases) {
        if (release.date && *release.date > published && (newest == nullptr || *release.date > *newest->date))
            newest = &release;
    }
    if (newest != nullptr)
        findings.push_back({Severity::note,
                            FindingCode::releaseAfterPublished,
                            newest->place,
                            newest->version.text,
                            {to_string(*newest->date), to_string(published)},
                            {}});
}

}  // namespace

void checkDates(const CheckedCatalog& subject, Findings& findings)
{
    const Catalog& catalog = subject.catalog;
    std::vector<const Release*> last(catalog.lines.size());
    std::vector<std::vector<std::string>> undated(catalog.lines.size());
    std::vector<std::size_t> count(catalog.lines.size());
    for (const Release& release : catalog.releases) {
        const auto line = static_cast<std::size_t>(release.line);
        ++count[line];
        if (!release.date) {
            undated[line].push_back(release.version.text);
            continue;
        }
        if (last[line] != nullptr && *release.date < *last[line]->date)
            findings.push_back({Severity::note,
                                FindingCode::datesAgainstOrder,
                                release.place,
                                release.version.text,
                                {last[line]->version.text},
                                {}});
        last[line] = &release;
        const auto& end = catalog.at(release.line).endOfLife;
        if (end && *end < *release.date)
            findings.push_back({Severity::note,
                                FindingCode::endedLineGrows,
                                release.place,
                                release.version.text,
                                {catalog.at(release.line).id.text},
                                {}});
    }
    for (std::size_t i = 0; i < catalog.lines.size(); ++i) {
        if (!undated[i].empty() && undated[i].size() < count[i])
            findings.push_back({Severity::warning,
                                FindingCode::lineUndatedInPart,
                                catalog.lines[i].place,
                                catalog.lines[i].id.text,
                                std::move(undated[i]),
                                {}});
    }
    if (catalog.expires && *catalog.expires < subject.today)
        findings.push_back({Severity::failure, FindingCode::expired, {}, to_string(*catalog.expires), {}, {}});
    if (!catalog.published)
        return;
    const auto age = subject.today - *catalog.published;
    if (age < std::chrono::days(0))
        findings.push_back({Severity::note, FindingCode::notYetPublished, {}, to_string(*catalog.published), {}, {}});
    else if (age > freshFor)
        findings.push_back(
            {Severity::note, FindingCode::stale, {}, to_string(*catalog.published), {std::to_string(age.count())}, {}});
    releasesAfter(subject, *catalog.published, findings);
}

}  // namespace catalog
