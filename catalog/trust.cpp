#include "catalog/trust.h"

#include "catalog/store.h"

#include <algorithm>

namespace catalog {

namespace {

using Failure = TrustFailure;

tl::unexpected<Failure> untrusted(Error error)
{
    return tl::unexpected<Failure>(Failure{Failure::Kind::untrusted, {std::move(error)}});
}

tl::unexpected<Failure> invalid(Errors errors)
{
    return tl::unexpected<Failure>(Failure{Failure::Kind::invalid, std::move(errors)});
}

/// Nothing where there is no signature.
tl::expected<std::optional<Signature>, Failure> readBeside(const std::string& path)
{
    const std::string file = signaturePath(path);
    Result<Signature> signature = readSignatureFile(file);
    if (!signature && signature.error().code == ErrorCode::fileMissing)
        return std::optional<Signature>();
    if (!signature)
        return untrusted(std::move(signature.error()));
    return std::optional(std::move(*signature));
}

std::optional<Error> faultError(const Signature& signature, const PublicKey& key, std::string_view bytes,
                                const std::string& path)
{
    const std::optional<SignatureFault> fault = faultOf(signature, key, bytes);
    if (!fault)
        return std::nullopt;
    switch (*fault) {
    case SignatureFault::otherKey:
        return Error{ErrorCode::signatureForeign, {path, 0, 0}, signature.key.text(), {key.id.text()}, {}};
    case SignatureFault::bytes:
        return Error{ErrorCode::signatureWrong, {path, 0, 0}, signature.key.text(), {signaturePath(path)}, {}};
    case SignatureFault::comment:
        break;
    }
    return Error{ErrorCode::signatureComment, {signaturePath(path), 3, 0}, signature.key.text(), {}, {}};
}

/// What is said with this name, other than what is so.
std::optional<Error> claimError(const Signature& signature, std::string_view name, const std::string& wanted,
                                const std::string& path)
{
    for (const std::string& said : claims(signature.trustedComment, name)) {
        if (said != wanted)
            return Error{ErrorCode::signatureClaims,
                         {signaturePath(path), 3, 0},
                         std::string(name) + ":" + said,
                         {std::string(name) + ":" + wanted},
                         {}};
    }
    return std::nullopt;
}

/// The pins whose key may have made the signature; the named key, if one is, for whatever product.
struct Candidates {
    std::optional<PublicKey> named;
    std::vector<Pin> pins;
};

tl::expected<Candidates, Failure> candidatesFor(const Signature& signature, const TrustQuestion& question)
{
    if (question.key)
        return Candidates{question.key, {}};
    auto pins = question.store.pins();
    if (!pins)
        return untrusted(std::move(pins.error()));
    std::erase_if(*pins, [&](const Pin& pin) { return pin.key.key.id != signature.key; });
    return Candidates{std::nullopt, std::move(*pins)};
}

/// The signature holds for one of the candidates at least; those for which it does stay.
std::optional<Error> verify(const Signature& signature, Candidates& candidates, std::string_view bytes,
                            const std::string& path)
{
    if (candidates.named)
        return faultError(signature, *candidates.named, bytes, path);
    std::optional<Error> first;
    std::erase_if(candidates.pins, [&](const Pin& pin) {
        const std::optional<Error> fault = faultError(signature, pin.key.key, bytes, path);
        if (fault && !first)
            first = fault;
        return fault.has_value();
    });
    return candidates.pins.empty() ? first : std::nullopt;
}

tl::expected<TrustedCatalog, Failure> finished(TrustedCatalog found, const TrustQuestion& question)
{
    if (const auto stale = staleness(found.loaded.catalog, found.loaded.path, question))
        return untrusted(*stale);
    return found;
}

/// No signature, or none that could be checked: it is for the pins to say whether that will do.
tl::expected<TrustedCatalog, Failure> withoutSigner(Loaded loaded, const std::optional<Signature>& signature,
                                                    const TrustQuestion& question)
{
    const auto pinned = question.store.pinned(loaded.catalog.product.id);
    if (!pinned)
        return untrusted(pinned.error());
    const std::string& path = loaded.path;
    if (*pinned && signature)
        return untrusted({ErrorCode::signatureForeign,
                          {path, 0, 0},
                          signature->key.text(),
                          {(*pinned)->key.id.text(), loaded.catalog.product.id.text},
                          {}});
    const bool wanted = *pinned || question.key;
    if (wanted && question.unsignedPinned == Unsigned::refused)
        return untrusted({ErrorCode::signatureMissing,
                          {path, 0, 0},
                          question.key ? question.key->id.text() : (*pinned)->key.id.text(),
                          {signaturePath(path)},
                          {}});
    Trust trust;
    if (signature) {
        trust.state = TrustState::unknownKey;
        trust.key = signature->key;
        trust.form = signature->form;
        trust.comment = signature->trustedComment;
    }
    return finished({std::move(loaded), std::move(trust)}, question);
}

tl::expected<TrustedCatalog, Failure> loadSigned(const std::string& path, LoadScope scope, const Signature& signature,
                                                 const TrustQuestion& question)
{
    auto bytes = readStoreBytes(path);
    if (!bytes)
        return invalid({std::move(bytes.error())});
    auto candidates = candidatesFor(signature, question);
    if (!candidates)
        return tl::make_unexpected(std::move(candidates.error()));
    if (const auto error = verify(signature, *candidates, *bytes, path))
        return untrusted(*error);
    auto loaded = readStore(std::move(*bytes), path, scope);
    if (!loaded)
        return invalid(std::move(loaded.error()));
    const ProductId& product = loaded->catalog.product.id;
    const bool byPin = std::any_of(candidates->pins.begin(), candidates->pins.end(),
                                   [&](const Pin& pin) { return pin.product == product; });
    if (!candidates->named && !byPin) {
        // Another product's vendor is no more trusted with this one than anybody.
        return withoutSigner(std::move(*loaded), signature, question);
    }
    const std::optional<std::int64_t>& sequence = loaded->catalog.sequence;
    for (const auto& error :
         {claimError(signature, "product", product.text, path),
          claimError(signature, "sequence", sequence ? std::to_string(*sequence) : std::string(), path)}) {
        if (error)
            return untrusted(*error);
    }
    return finished(
        {std::move(*loaded), {TrustState::isSigned, signature.key, signature.form, signature.trustedComment}},
        question);
}

}  // namespace

std::string signaturePath(const std::string& catalog) { return catalog + ".minisig"; }

std::string claimOf(const ProductId& product) { return "product:" + product.text; }

std::string claimOf(std::int64_t sequence) { return "sequence:" + std::to_string(sequence); }

std::vector<std::string> claims(const std::string& comment, std::string_view name)
{
    std::vector<std::string> found;
    std::string_view rest = comment;
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find_first_of(" \t"), rest.size());
        const std::string_view word = rest.substr(0, end);
        if (word.size() > name.size() && word.starts_with(name) && word[name.size()] == ':')
            found.emplace_back(word.substr(name.size() + 1));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return found;
}

std::optional<Error> staleness(const Catalog& catalog, const std::string& path, const TrustQuestion& question)
{
    if (catalog.expires && *catalog.expires < question.today)
        return Error{
            ErrorCode::catalogExpired, {path, 0, 0}, to_string(*catalog.expires), {to_string(question.today)}, {}};
    const auto highest = question.store.highest(catalog.product.id);
    if (!highest)
        return highest.error();
    if (*highest && (!catalog.sequence || *catalog.sequence < **highest))
        return Error{ErrorCode::sequenceBack,
                     {path, 0, 0},
                     catalog.sequence ? std::to_string(*catalog.sequence) : std::string(),
                     {std::to_string(**highest)},
                     {}};
    return std::nullopt;
}

tl::expected<TrustedCatalog, Failure> loadTrusted(const std::string& path, LoadScope scope,
                                                  const TrustQuestion& question)
{
    auto signature = readBeside(path);
    if (!signature)
        return tl::make_unexpected(std::move(signature.error()));
    if (*signature && isCompiled(path))
        return loadSigned(path, scope, **signature, question);
    auto loaded = load(path, scope);
    if (!loaded)
        return invalid(std::move(loaded.error()));
    return withoutSigner(std::move(*loaded), std::nullopt, question);
}

}  // namespace catalog
