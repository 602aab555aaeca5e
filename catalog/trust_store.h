#pragma once

#include "catalog/minisign.h"
#include "catalog/named.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace catalog {

// What a machine knows about vendors:
//
//   KEYS/PRODUCT.pub           minisign's public key file: the key that signs the product's catalogs
//   SEQUENCES/PRODUCT          the highest sequence of a signed catalog that was accepted, a decimal number and a line
//                              feed; PRODUCT.lock beside it keeps two writers apart
//
// PRODUCT is the product's id, bytes other than letters, digits, - and _ and dots inside as %XX. Plain files, so that a
// vendor's package can bring its key, an administrator can look, and a configuration management tool can do both.
//
// Road not taken: one database, which a read-only file system or another user's lock would close to `--plan-only`.

struct TrustPlace {
    std::string keys;
    std::string sequences;
};

/// Where to look, in the order in which pins count, and where to write. Nowhere: nothing names a place that is ours.
struct TrustPlaces {
    std::vector<TrustPlace> read;
    std::optional<TrustPlace> write;
};

struct PinnedKey {
    PublicKey key;
    std::string file;
};

/// The key that is pinned for one product.
struct Pin {
    ProductId product;
    PinnedKey key;
};

class TrustStore {
public:
    explicit TrustStore(TrustPlaces places) : m_places(std::move(places)) {}

    /// The first place that has one counts. Errors: keyMalformed, fileUnreadable: a pin that cannot be read is not
    /// none.
    [[nodiscard]] Result<std::optional<PinnedKey>> pinned(const ProductId& product) const;
    /// Every pin that counts, by product. Errors as above.
    [[nodiscard]] Result<std::vector<Pin>> pins() const;
    /// The highest over all places. Errors: fileUnreadable, sequenceUnreadable.
    [[nodiscard]] Result<std::optional<std::int64_t>> highest(const ProductId& product) const;

    /// Replaces the pin, durably. Errors: cannotWrite, nowhereToWrite.
    [[nodiscard]] Result<std::string> pin(const ProductId& product, const PublicKey& key,
                                          const std::string& comment) const;
    /// Remembers the sequence unless a higher one is known, durably. Errors: cannotWrite, nowhereToWrite and those of
    /// highest().
    [[nodiscard]] Result<void> remember(const ProductId& product, std::int64_t sequence) const;

private:
    TrustPlaces m_places;
};

}  // namespace catalog
