#include "catalog/check_parts.h"
#include "catalog/encode.h"

#include <algorithm>
#include <map>

namespace catalog {

void checkRequirements(const CheckedCatalog& subject, Findings& findings)
{
    const VersionScheme scheme = subject.catalog.versions;
    for (const Release& release : subject.catalog.releases) {
        for (const Requirement& requirement : release.requirements) {
            const auto component =
                std::find_if(subject.catalog.components.begin(), subject.catalog.components.end(),
                             [&](const Component& one) { return one.name.text == requirement.name; });
            if (component == subject.catalog.components.end() || component->available.empty())
                continue;
            OneFact one;
            const bool met =
                std::any_of(component->available.begin(), component->available.end(), [&](const Version& version) {
                    one.value = version;
                    return evaluate(requirement.match, one, scheme) == Truth::yes;
                });
            const bool brought = release.provides->contains(component->name);
            if (!met && !brought)
                findings.push_back({Severity::warning,
                                    FindingCode::requirementNeverMet,
                                    release.place,
                                    requirement.name,
                                    {release.version.text, written(requirement.match)},
                                    textsOf(component->available)});
        }
    }
}

void checkCompat(const CheckedCatalog& subject, Findings& findings)
{
    for (std::size_t i = 0; i < subject.catalog.lines.size(); ++i) {
        std::vector<std::string> missing;
        for (const ReleaseIndex index : subject.order.onLine(static_cast<LineIndex>(i))) {
            const Release& release = subject.catalog.at(index);
            if (release.schema && !release.compat)
                missing.push_back(release.version.text);
        }
        if (!missing.empty())
            findings.push_back({Severity::note,
                                FindingCode::compatMissing,
                                subject.catalog.lines[i].place,
                                subject.catalog.lines[i].id.text,
                                std::move(missing),
                                {}});
    }
}

void checkMigrations(const CheckedCatalog& subject, Findings& findings)
{
    std::map<MigrationId, std::pair<const Migration*, const Release*>> seen;
    for (const Release& release : subject.catalog.releases) {
        if (!release.migrations)
            continue;
        for (const Migration& migration : *release.migrations) {
            const auto [first, isNew] = seen.try_emplace(migration.id, &migration, &release);
            if (!isNew && !(*first->second.first == migration))
                findings.push_back({Severity::warning,
                                    FindingCode::migrationDiffers,
                                    release.place,
                                    migration.id.text,
                                    {first->second.second->version.text, release.version.text},
                                    {}});
        }
    }
}

}  // namespace catalog
