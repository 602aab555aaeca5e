#include "app/cli/catalog_key_command.h"

#include "app/cli/exit_code.h"
#include "app/cli/output.h"
#include "app/cli/signing.h"
#include "app/cli/trust_input.h"
#include "app/cli/usage.h"
#include "app/shared/list_text.h"
#include "catalog/document.h"
#include "catalog/trust.h"

#include <QCoreApplication>
#include <algorithm>

namespace cli {

namespace {

struct KeyText {
    Q_DECLARE_TR_FUNCTIONS(CatalogKeyCommand)
};

constexpr auto keyCommand = "catalog key";

int refuseKey(const catalog::Error& error, Exit exit, Console& console)
{
    console.complain(error);
    return code(exit);
}

catalog::Error errorAt(catalog::ErrorCode code, const std::string& file, std::string subject,
                       std::vector<std::string> expected)
{
    return {code, {file, 0, 0}, std::move(subject), std::move(expected), {}};
}

/// A pin's comment: what a person who opens the file wants to know.
std::string pinComment(const catalog::ProductId& product, const catalog::PublicKey& key, const QString& since,
                       const std::optional<catalog::PinnedKey>& before)
{
    std::string comment = product.text + ": key " + key.id.text() + ", pinned " + since.toStdString();
    std::replace_if(
        comment.begin(), comment.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }, '_');
    return before ? comment + ", instead of " + before->key.id.text() : comment;
}

int pinned(const catalog::TrustStore& store, const catalog::ProductId& product, const catalog::PublicKey& key,
           const std::optional<catalog::PinnedKey>& before, Console& console)
{
    const QString day = console.streams().now().date().toString(Qt::ISODate);
    const auto file = store.pin(product, key, pinComment(product, key, day, before));
    if (!file) {
        return refuseKey(file.error(), Exit::internalError, console);
    }
    // A machine's pin counts more than a user's own.
    const auto counts = store.pinned(product);
    if (!counts || !*counts || (*counts)->key != key) {
        return refuseKey(counts ? errorAt(catalog::ErrorCode::keyPinned, *counts ? (*counts)->file : std::string(),
                                          product.text, {*counts ? (*counts)->key.id.text() : std::string()})
                                : counts.error(),
                         Exit::untrusted, console);
    }
    console.answer(KeyText::tr("The key %1 is pinned for %2 in %3. Compare it with what the vendor says by other means "
                               "than the one that brought it: %4")
                       .arg(QString::fromStdString(key.id.text()), app::quoted(product.text),
                            QString::fromStdString(*file), QString::fromStdString(catalog::writtenKey(key))) +
                   QLatin1Char('\n'));
    return code(Exit::done);
}

int listKeys(const catalog::TrustStore& store, Console& console)
{
    const auto pins = store.pins();
    if (!pins) {
        return refuseKey(pins.error(), Exit::untrusted, console);
    }
    if (pins->empty()) {
        console.answer(KeyText::tr("No key is pinned. To pin one: cairn catalog key pin FILE --product ID") +
                       QLatin1Char('\n'));
        return code(Exit::done);
    }
    app::Page page(KeyText::tr("Pinned keys"));
    std::vector<QStringList> rows;
    for (const catalog::Pin& pin : *pins) {
        const auto highest = store.highest(pin.product);
        if (!highest) {
            return refuseKey(highest.error(), Exit::untrusted, console);
        }
        rows.push_back({QString::fromStdString(pin.product.text), QString::fromStdString(pin.key.key.id.text()),
                        *highest ? QString::number(**highest) : QString(), QString::fromStdString(pin.key.file)});
    }
    page.table({KeyText::tr("Product"), KeyText::tr("Key"), KeyText::tr("Sequence seen"), KeyText::tr("File")}, rows);
    console.answer(page);
    return code(Exit::done);
}

int pinKey(const CatalogKeyOptions& options, const catalog::PublicKey& key, const catalog::TrustStore& store,
           Console& console)
{
    const catalog::ProductId product{options.product.toStdString()};
    const auto before = store.pinned(product);
    // A pin that cannot be read is given up by whoever says so, as any other.
    if (!before && options.replace.isEmpty()) {
        return refuseKey(before.error(), Exit::untrusted, console);
    }
    const std::optional<catalog::PinnedKey> old = before ? *before : std::nullopt;
    if (old && old->key != key) {
        const auto named = catalog::KeyId::read(options.replace.toStdString());
        if (!named || *named != old->key.id) {
            return refuseKey(errorAt(catalog::ErrorCode::keyPinned, old->file, product.text, {old->key.id.text()}),
                             Exit::untrusted, console);
        }
    }
    return pinned(store, product, key, old, console);
}

std::optional<catalog::Error> endorsementError(const catalog::Signature& signature, const catalog::PublicKey& old,
                                               std::string_view bytes, const catalog::ProductId& product,
                                               const std::string& keyFile, const std::string& signatureFile)
{
    const std::string claim = catalog::claimOf(product);
    const auto claimError = [&](const std::string& said) {
        return errorAt(catalog::ErrorCode::signatureClaims, signatureFile, said, {claim});
    };
    if (const auto fault = catalog::faultOf(signature, old, bytes)) {
        switch (*fault) {
        case catalog::SignatureFault::otherKey:
            return errorAt(catalog::ErrorCode::signatureForeign, signatureFile, signature.key.text(), {old.id.text()});
        case catalog::SignatureFault::bytes:
            return errorAt(catalog::ErrorCode::signatureWrong, keyFile, old.id.text(), {signatureFile});
        case catalog::SignatureFault::comment:
            return errorAt(catalog::ErrorCode::signatureComment, signatureFile, old.id.text(), {});
        }
    }
    // Without the product a key that was handed on for one of a vendor's products could take another's.
    const std::vector<std::string> said = catalog::claims(signature.trustedComment, "product");
    if (said.empty()) {
        return claimError({});
    }
    const auto other = std::find_if(said.begin(), said.end(), [&](const auto& id) { return id != product.text; });
    return other == said.end() ? std::nullopt : std::optional(claimError("product:" + *other));
}

int rotateKey(const CatalogKeyOptions& options, const catalog::TrustStore& store, Console& console)
{
    const catalog::ProductId product{options.product.toStdString()};
    const std::string file = options.file.toStdString();
    const std::string beside =
        options.signature.isEmpty() ? catalog::signaturePath(file) : options.signature.toStdString();
    const auto before = store.pinned(product);
    if (!before) {
        return refuseKey(before.error(), Exit::untrusted, console);
    }
    if (!*before) {
        return refuseKey(errorAt(catalog::ErrorCode::keyNotPinned, {}, product.text, {}), Exit::untrusted, console);
    }
    const auto text = catalog::readTextFile(file, catalog::largestSignatureFile);
    const auto key = text.and_then([&](const std::string& bytes) { return catalog::readPublicKey(bytes, file); });
    if (!key) {
        return refuseKey(key.error(), Exit::invalidInput, console);
    }
    const auto signature = catalog::readSignatureFile(beside);
    if (!signature) {
        return refuseKey(signature.error(), Exit::untrusted, console);
    }
    if (const auto error = endorsementError(*signature, (*before)->key, *text, product, file, beside)) {
        return refuseKey(*error, Exit::untrusted, console);
    }
    return pinned(store, product, *key, **before, console);
}

int endorseKey(const CatalogKeyOptions& options, Console& console)
{
    const std::string file = options.file.toStdString();
    const auto text = catalog::readTextFile(file, catalog::largestSignatureFile);
    const auto key = text.and_then([&](const std::string& bytes) { return catalog::readPublicKey(bytes, file); });
    if (!key) {
        return refuseKey(key.error(), Exit::invalidInput, console);
    }
    const auto secret = openSecretKey(options.key, {options.passwordFile, options.passwordDescriptor});
    if (!secret) {
        return refuseKey(secret.error(), Exit::invalidInput, console);
    }
    const std::string signature =
        catalog::sign(*text, *secret,
                      trustedComment(options.file, console.streams().now().toSecsSinceEpoch(),
                                     {catalog::claimOf(catalog::ProductId{options.product.toStdString()})}));
    return deliver(QString::fromStdString(signature), QString::fromStdString(catalog::signaturePath(file)), console)
        .value_or(code(Exit::done));
}

}  // namespace

int catalogKey(const CatalogKeyOptions& options, Console& console)
{
    const QString command = QLatin1String(keyCommand);
    const QStringList actions{QStringLiteral("list"), QStringLiteral("pin"), QStringLiteral("rotate"),
                              QStringLiteral("endorse")};
    const Usage<QString> action = oneOf(QStringLiteral("catalog key"), options.action, actions);
    if (options.action.isEmpty() || !action) {
        return tell({options.action.isEmpty() ? KeyText::tr("What about keys? There are %1.").arg(app::all(actions))
                                              : action.error().sentence,
                     command},
                    console);
    }
    const catalog::TrustStore store(trustPlaces(options.folder));
    if (*action == QStringLiteral("list")) {
        return listKeys(store, console);
    }
    if (options.file.isEmpty() || options.product.isEmpty()) {
        return tell({KeyText::tr("Which key, and for which product? Write: cairn catalog key %1 FILE.pub --product ID")
                         .arg(*action),
                     command},
                    console);
    }
    if (*action == QStringLiteral("rotate")) {
        return rotateKey(options, store, console);
    }
    if (*action == QStringLiteral("endorse")) {
        if (options.key.isEmpty()) {
            return tell(
                {KeyText::tr("Which key vouches for the new one? Name the old secret key with --key FILE."), command},
                console);
        }
        return endorseKey(options, console);
    }
    const auto key = readKey(options.file);
    if (!key) {
        return refuseKey(key.error(), Exit::invalidInput, console);
    }
    return pinKey(options, *key, store, console);
}

}  // namespace cli
