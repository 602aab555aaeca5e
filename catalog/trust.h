#pragma once

#include "catalog/load.h"
#include "catalog/minisign.h"
#include "catalog/trust_store.h"

#include <optional>
#include <string>
#include <vector>

namespace catalog {

// Whether a catalog is what its vendor published (DESIGN section 10). The signature of NAME.cairn is
// NAME.cairn.minisig, over the file's bytes; its trusted comment may say `product:ID` and `sequence:N`, and what it
// says has to be so.
//
// A signed file is read once, into memory; what was verified is what SQLite opens, so that nobody can exchange it in
// between. The key is chosen by the signature's key id among all pins, because the product is known only from inside.

enum class TrustState {
    isSigned,    ///< by the key that is pinned for its product, or the one that was named
    unknownKey,  ///< signed, but no key is pinned for its product: nobody can say by whom
    isUnsigned
};

struct Trust {
    TrustState state = TrustState::isUnsigned;
    std::optional<KeyId> key;  ///< of the signature, where there is one
    SignatureForm form = SignatureForm::prehashed;
    std::string comment;  ///< the trusted one; in nobody's hands unless isSigned
    bool operator==(const Trust&) const = default;
};

enum class Unsigned { refused, allowed };

/// Against what a catalog is held. Borrows the store.
struct TrustQuestion {
    const TrustStore& store;
    Date today;
    Unsigned unsignedPinned = Unsigned::refused;  ///< where a key is pinned and nobody has signed
    std::optional<PublicKey> key{};               ///< instead of the pinned one
};

struct TrustedCatalog {
    Loaded loaded;
    Trust trust;
};

/// What is wrong, and of what kind.
struct TrustFailure {
    enum class Kind { untrusted, invalid };
    Kind kind = Kind::invalid;
    Errors errors;
};

/// catalog::load, and whom to thank for it. invalid: as load(). untrusted: signatureMalformed, signatureForeign,
/// signatureWrong, signatureComment, signatureClaims, signatureMissing, catalogExpired, sequenceBack, and what keeps
/// the store from being read.
[[nodiscard]] tl::expected<TrustedCatalog, TrustFailure> loadTrusted(const std::string& path, LoadScope scope,
                                                                     const TrustQuestion& question);

/// What may have come to hold since: the expiry, and a higher sequence that another program has seen.
[[nodiscard]] std::optional<Error> staleness(const Catalog& catalog, const std::string& path,
                                             const TrustQuestion& question);

/// Where the signature of a catalog is.
[[nodiscard]] std::string signaturePath(const std::string& catalog);

/// The words of a trusted comment for a catalog or a key of this product.
[[nodiscard]] std::string claimOf(const ProductId& product);
[[nodiscard]] std::string claimOf(std::int64_t sequence);

/// What the trusted comment says with this name, such as `product`: all that it says.
[[nodiscard]] std::vector<std::string> claims(const std::string& comment, std::string_view name);

}  // namespace catalog
