#include "app/cli/catalog_sign_command.h"

#include "app/cli/catalog_input.h"
#include "app/cli/exit_code.h"
#include "app/cli/output.h"
#include "app/cli/sample_catalogs.h"
#include "app/cli/signing.h"
#include "app/cli/trust_input.h"
#include "app/shared/error_text.h"
#include "app/shared/quantity_text.h"
#include "app/shared/trust_text.h"
#include "catalog/store.h"
#include "planner/json_write.h"
#include "planner/plan_json.h"

#include <QCoreApplication>

namespace cli {

namespace {

struct SignText {
    Q_DECLARE_TR_FUNCTIONS(CatalogSignCommand)
};

int complainAndReturn(const catalog::Error& error, Exit exit, Console& console)
{
    console.complain(error);
    return code(exit);
}

/// The whole outcome, as a plan's: state, key, and what was asked of the machine.
QString verifyJson(const catalog::TrustedCatalog& trusted)
{
    const catalog::Catalog& content = trusted.loaded.catalog;
    nlohmann::ordered_json json;
    json["format"] = "cairn-verification/1";
    json["product"] = content.product.id.text;
    json["sequence"] = content.sequence ? nlohmann::ordered_json(*content.sequence) : nlohmann::ordered_json(nullptr);
    json["expires"] = content.expires ? nlohmann::ordered_json(catalog::to_string(*content.expires))
                                      : nlohmann::ordered_json(nullptr);
    json["digest"] = trusted.loaded.digest.text();
    json["trust"] = planner::jsonOf(trusted.trust);
    return QString::fromStdString(planner::textOf(json, 2)) + QLatin1Char('\n');
}

app::Page verifyPage(const catalog::TrustedCatalog& trusted)
{
    const catalog::Catalog& content = trusted.loaded.catalog;
    app::Page page(app::trustText(trusted.trust));
    page.fields({{SignText::tr("Product"), QString::fromStdString(content.product.id.text)},
                 {SignText::tr("Sequence"), content.sequence ? QString::number(*content.sequence) : QString()},
                 {SignText::tr("Expires"),
                  content.expires ? QString::fromStdString(catalog::to_string(*content.expires)) : QString()},
                 //: What the signature says besides, in its own words.
                 {SignText::tr("Trusted comment"), trusted.trust.state == catalog::TrustState::isSigned
                                                       ? QString::fromStdString(trusted.trust.comment)
                                                       : QString()},
                 {SignText::tr("Digest"), QString::fromStdString(trusted.loaded.digest.text())}});
    return page;
}

}  // namespace

int catalogSign(const CatalogSignOptions& options, Console& console)
{
    const QString command = QStringLiteral("catalog sign");
    if (options.catalog.isEmpty() || options.key.isEmpty()) {
        return tell(
            {SignText::tr("What is to be signed, and with which key? Write: cairn catalog sign NAME.cairn --key "
                          "SECRETKEYFILE"),
             command},
            console);
    }
    const std::string path = options.catalog.toStdString();
    if (!catalog::isCompiled(path)) {
        const auto there = loadCatalog(options.catalog);
        if (!there) {
            console.complain(there.error());
            return code(Exit::invalidInput);
        }
        return complainAndReturn({catalog::ErrorCode::notCompiled, {path, 0, 0}, path, {}, {}}, Exit::invalidInput,
                                 console);
    }
    const catalog::Result<std::string> bytes = catalog::readStoreBytes(path);
    if (!bytes) {
        return complainAndReturn(bytes.error(), Exit::invalidInput, console);
    }
    const auto loaded = catalog::readStore(*bytes, path, catalog::LoadScope::everything);
    if (!loaded) {
        console.complain(loaded.error());
        return code(Exit::invalidInput);
    }
    const catalog::Catalog& content = loaded->catalog;
    if (!content.sequence) {
        return complainAndReturn({catalog::ErrorCode::sequenceMissing, {path, 0, 0}, {}, {}, {}}, Exit::invalidInput,
                                 console);
    }
    const auto key = openSecretKey(options.key, {options.passwordFile, options.passwordDescriptor});
    if (!key) {
        return complainAndReturn(key.error(), Exit::invalidInput, console);
    }
    const std::string signature =
        catalog::sign(*bytes, *key,
                      trustedComment(options.catalog, console.streams().now().toSecsSinceEpoch(),
                                     {catalog::claimOf(content.product.id), catalog::claimOf(*content.sequence)}),
                      options.legacy ? catalog::SignatureForm::legacy : catalog::SignatureForm::prehashed);
    const QString file = options.file.isEmpty() ? QString::fromStdString(catalog::signaturePath(path)) : options.file;
    if (const auto failed = deliver(QString::fromStdString(signature), file, console)) {
        return *failed;
    }
    console.hint(SignText::tr("%1 is the signature of %2 with the key %3. Hand out both.")
                     .arg(file, options.catalog, QString::fromStdString(key->publicKey().id.text())));
    return code(Exit::done);
}

int catalogVerify(const CatalogVerifyOptions& options, Console& console)
{
    const QString command = QStringLiteral("catalog verify");
    const Usage<Format> format = readFormat(options.output.format, {Format::text, Format::json});
    if (!format) {
        return tell({format.error().sentence, command}, console);
    }
    if (options.catalog.isEmpty()) {
        return tell({SignText::tr("Which catalog? Write: cairn catalog verify NAME.cairn"), command}, console);
    }
    const auto trusted = loadTrustedCatalog(options.catalog, catalog::LoadScope::everything, options.trust, console);
    if (!trusted) {
        console.complain(trusted.error().errors);
        if (*format == Format::json) {
            console.answer(QString::fromStdString(planner::toJson(trusted.error())));
        }
        return planner::exitCode(trusted.error().kind);
    }
    console.answer(*format == Format::json ? verifyJson(*trusted)
                                           : written(verifyPage(*trusted), *format, console.style()));
    if (trusted->trust.state != catalog::TrustState::isSigned) {
        console.complain(app::trustWarning(trusted->trust, trusted->loaded));
        return code(Exit::untrusted);
    }
    if (options.remember && trusted->loaded.catalog.sequence) {
        const auto done = catalog::TrustStore(trustPlaces(options.trust.folder))
                              .remember(trusted->loaded.catalog.product.id, *trusted->loaded.catalog.sequence);
        if (!done) {
            return complainAndReturn(done.error(), Exit::internalError, console);
        }
    }
    return code(Exit::done);
}

}  // namespace cli
