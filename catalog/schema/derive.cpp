#include "catalog/schema/derive.h"

#include "catalog/lookup.h"
#include "catalog/order.h"

#include <algorithm>
#include <map>
#include <set>

namespace schema {

namespace {

using catalog::SchemaVersion;

struct Need {
    SchemaVersion version;
    Cause cause;
};

/// Known causes count before unknown ones of the same version.
void raise(Need& need, const Need& more)
{
    const bool surer = need.version == more.version && !need.cause.known && more.cause.known;
    if (need.version < more.version || surer) {
        need = more;
    }
}

SchemaVersion after(const catalog::Catalog& catalog, const std::string& lastUsed, SchemaVersion otherwise)
{
    const catalog::Result<catalog::ReleaseIndex> release = catalog::findRelease(catalog, lastUsed);
    if (!release || !catalog.at(*release).schema) {
        return otherwise;
    }
    return std::min(otherwise, SchemaVersion{catalog.at(*release).schema->value + 1});
}

std::optional<Need> needOf(const catalog::Catalog& catalog, const StatementReview& statement, SchemaVersion own)
{
    std::optional<Need> need;
    for (const Verdict& verdict : statement.verdicts) {
        const bool unknown = verdict.phase == ChangePhase::opaque && !verdict.review;
        if (!verdict.breaksOld() && !unknown) {
            continue;
        }
        SchemaVersion version = own;
        if (statement.remark && statement.remark->kind == Remark::Kind::retired) {
            version = after(catalog, statement.remark->lastUsed, own);
        }
        const bool known = verdict.phase == ChangePhase::contract || statement.remark.has_value();
        const Need one{version, {statement.place, statement.text, known}};
        if (need) {
            raise(*need, one);
        } else {
            need = one;
        }
    }
    return need;
}

struct Lineage {
    Need compat;
    Need expanded;
    std::set<std::string> moves;
};

}  // namespace

std::vector<DerivedCompat> deriveCompat(const catalog::Catalog& catalog, const std::vector<ReleaseReview>& reviews)
{
    const catalog::Order order(catalog);
    std::map<catalog::ReleaseIndex, const ReleaseReview*> reviewed;
    for (const ReleaseReview& review : reviews) {
        reviewed[review.release] = &review;
    }
    std::map<catalog::ReleaseIndex, Lineage> states;
    std::vector<DerivedCompat> derived;
    for (const catalog::ReleaseIndex index : order.byRank()) {
        const catalog::Release& release = catalog.at(index);
        const std::optional<catalog::ReleaseIndex> parent = order.parent(index);
        Lineage state = parent ? states[*parent] : Lineage{};
        const bool first = !parent;
        if (release.schema) {
            if (const auto found = reviewed.find(index); found != reviewed.end() && !first) {
                const ReleaseReview& review = *found->second;
                for (std::size_t i = 0; i < review.unit.statements.size(); ++i) {
                    const std::optional<Need> need = needOf(catalog, review.unit.statements[i], *release.schema);
                    if (!need) {
                        continue;
                    }
                    raise(state.compat, *need);
                    if (review.phases[i] != catalog::MigrationPhase::contract) {
                        raise(state.expanded, *need);
                    }
                }
            }
            for (const catalog::DataMove& move : release.moves) {
                if (state.moves.insert(move.id).second && !first) {
                    const Need need{*release.schema, {release.place, move.id, true}};
                    raise(state.compat, need);
                    raise(state.expanded, need);
                }
            }
            derived.push_back({index, state.compat.version, state.expanded.version, state.compat.cause});
            if (release.compat) {
                raise(state.compat, {*release.compat, {}});
                raise(state.expanded, {release.compatExpanded.value_or(*release.compat), {}});
            }
        }
        states[index] = std::move(state);
    }
    return derived;
}

std::vector<catalog::Finding> checkCompat(const catalog::Catalog& catalog, const std::vector<DerivedCompat>& derived)
{
    std::vector<catalog::Finding> findings;
    std::set<std::pair<std::string, int>> told;
    for (const DerivedCompat& one : derived) {
        const catalog::Release& release = catalog.at(one.release);
        if (!release.compat || *release.compat >= one.compat || one.cause.text.empty() ||
            !told.insert({one.cause.place.file, one.cause.place.line}).second) {
            continue;
        }
        catalog::Finding finding;
        finding.severity = one.cause.known ? catalog::Severity::failure : catalog::Severity::note;
        finding.code =
            one.cause.known ? catalog::FindingCode::compatBelowScripts : catalog::FindingCode::compatUnproven;
        finding.place = one.cause.place;
        finding.subject = release.version.text;
        finding.related = {std::to_string(release.compat->value), one.cause.text};
        finding.expected = {std::to_string(one.compat.value)};
        findings.push_back(std::move(finding));
    }
    return findings;
}

}  // namespace schema
