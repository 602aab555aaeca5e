#include "app/cli/catalog_input.h"

#include "app/cli/sample_catalogs.h"
#include "app/cli/trust_input.h"
#include "app/shared/trust_text.h"

namespace cli {

namespace {

/// A bare name that names no file may have meant a sample.
void nameSamples(const QString& text, catalog::Errors& errors)
{
    if (!isBareName(text)) {
        return;
    }
    for (catalog::Error& error : errors) {
        if (error.code == catalog::ErrorCode::fileMissing) {
            for (const QString& name : sampleCatalogs()) {
                error.expected.push_back(name.toStdString());
            }
        }
    }
}

planner::Outcome outcomeOf(catalog::TrustFailure failure)
{
    planner::Outcome outcome;
    outcome.kind = failure.kind == catalog::TrustFailure::Kind::untrusted ? planner::OutcomeKind::untrusted
                                                                          : planner::OutcomeKind::invalidInput;
    outcome.errors = std::move(failure.errors);
    return outcome;
}

}  // namespace

catalog::Checked<catalog::Loaded> loadCatalog(const QString& text, catalog::LoadScope scope)
{
    catalog::Checked<catalog::Loaded> loaded = catalog::load(catalogPath(text).toStdString(), scope);
    if (!loaded) {
        nameSamples(text, loaded.error());
    }
    return loaded;
}

tl::expected<catalog::TrustedCatalog, planner::Outcome>
loadTrustedCatalog(const QString& text, catalog::LoadScope scope, const TrustOptions& trust, const Console& console)
{
    std::optional<catalog::PublicKey> key;
    if (!trust.publicKey.isEmpty()) {
        const catalog::Result<catalog::PublicKey> read = readKey(trust.publicKey);
        if (!read) {
            return tl::unexpected(outcomeOf({catalog::TrustFailure::Kind::invalid, {read.error()}}));
        }
        key = *read;
    }
    const catalog::TrustStore store(trustPlaces(trust.folder));
    auto trusted = catalog::loadTrusted(
        catalogPath(text).toStdString(), scope,
        {store, today(console), trust.allowUnsigned ? catalog::Unsigned::allowed : catalog::Unsigned::refused, key});
    if (!trusted) {
        nameSamples(text, trusted.error().errors);
        return tl::unexpected(outcomeOf(std::move(trusted.error())));
    }
    return std::move(*trusted);
}

void warnTrust(const catalog::TrustedCatalog& trusted, Console& console)
{
    if (const QString warning = app::trustWarning(trusted.trust, trusted.loaded); !warning.isEmpty()) {
        console.warn(warning);
    }
}

}  // namespace cli
