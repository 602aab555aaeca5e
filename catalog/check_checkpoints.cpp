#include "catalog/check_parts.h"

#include <algorithm>
#include <iterator>

namespace catalog {

namespace {

struct Landing {
    const Release* release;
    const Checkpoint* checkpoint;
    std::vector<ReleaseIndex> releases;  ///< sorted
};

std::vector<Landing> landings(const CheckedCatalog& subject)
{
    std::vector<Landing> all;
    for (std::size_t i = 0; i < subject.catalog.releases.size(); ++i) {
        const Release& release = subject.catalog.releases[i];
        for (const Checkpoint& checkpoint : release.checkpoints)
            all.push_back({&release, &checkpoint,
                           checkpoint.landsOn ? subject.matching(checkpoint.landsOn)
                                              : std::vector<ReleaseIndex>{static_cast<ReleaseIndex>(i)}});
    }
    return all;
}

std::vector<std::string> versions(const CheckedCatalog& subject, const std::vector<ReleaseIndex>& releases)
{
    std::vector<std::string> texts;
    texts.reserve(releases.size());
    for (const ReleaseIndex release : releases)
        texts.push_back(subject.version(release));
    return texts;
}

/// Two sets of which neither holds the other: a path that stops where both land is asked for by neither.
void overlap(const CheckedCatalog& subject, const Landing& one, const Landing& other, Findings& findings)
{
    std::vector<ReleaseIndex> both;
    std::set_intersection(one.releases.begin(), one.releases.end(), other.releases.begin(), other.releases.end(),
                          std::back_inserter(both));
    if (both.empty() || both.size() == one.releases.size() || both.size() == other.releases.size())
        return;
    std::vector<std::string> related = versions(subject, both);
    related.insert(related.begin(), one.checkpoint->id.text);
    findings.push_back({Severity::warning,
                        FindingCode::checkpointsOverlap,
                        other.release->place,
                        other.checkpoint->id.text,
                        std::move(related),
                        {}});
}

}  // namespace

void checkCheckpoints(const CheckedCatalog& subject, Findings& findings)
{
    const std::vector<Landing> all = landings(subject);
    for (const Landing& one : all) {
        if (one.releases.empty())
            findings.push_back({Severity::failure,
                                FindingCode::checkpointLandsNowhere,
                                one.release->place,
                                one.checkpoint->id.text,
                                {one.release->version.text},
                                {}});
        else if (std::none_of(one.releases.begin(), one.releases.end(),
                              [&](ReleaseIndex release) { return subject.mayBeStop(release); }))
            findings.push_back({Severity::failure,
                                FindingCode::checkpointWithdrawn,
                                one.release->place,
                                one.checkpoint->id.text,
                                versions(subject, one.releases),
                                {}});
    }
    // Sets of one release cannot overlap in part; of the others there are few.
    std::vector<const Landing*> wide;
    for (const Landing& one : all) {
        if (one.releases.size() < 2)
            continue;
        for (const Landing* before : wide)
            overlap(subject, *before, one, findings);
        wide.push_back(&one);
    }
}

}  // namespace catalog
