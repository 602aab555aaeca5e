#include "catalog/minisign_secret.h"
#include "tests/fuzz/fuzz.h"

/// Key and signature files of minisign, each read as each of them.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text = fuzz::text(data, size);
    if (const auto key = catalog::readPublicKey(text, "key")) {
        const auto again = catalog::readPublicKey(catalog::publicKeyFile(*key, "comment"), "key");
        fuzz::mustHold(again && *again == *key, "a public key that is written is the same key");
        const auto id = catalog::KeyId::read(key->id.text());
        fuzz::mustHold(id && *id == key->id, "a key's id that is written is the same id");
    }
    if (const auto signature = catalog::readSignature(text, "signature")) {
        fuzz::mustHold(catalog::faultOf(*signature, {}, text).has_value(), "the key of nobody has signed nothing");
    }
    // Nobody types a password here: deriving a key from it would take seconds.
    const auto secret = catalog::readSecretKey(text, "secret", []() -> catalog::Result<std::string> {
        return tl::make_unexpected(catalog::Error{catalog::ErrorCode::passwordMissing, {}, {}, {}, {}});
    });
    if (secret) {
        const auto signature = catalog::readSignature(catalog::sign("bytes", *secret, "comment"), "signature");
        fuzz::mustHold(signature && !catalog::faultOf(*signature, secret->publicKey(), "bytes"),
                       "what a key signs is signed by it");
    }
    return 0;
}
