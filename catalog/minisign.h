#pragma once

#include "catalog/error.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace catalog {

// Signatures as minisign makes and checks them (jedisct1.github.io/minisign, section "Signature format"), so that
// vendors and customers may use that program instead of this one. Ed25519 over the file's bytes (legacy form, "Ed") or
// over their BLAKE2b-512 (prehashed form, "ED"); a second signature, over the first and the trusted comment.
//
// Road not taken: OpenPGP, whose keyrings and options are a subject of their own; a signature inside of the compiled
// file, which could be checked only by a program that has already opened it.

/// Names a key: 16 hexadecimal digits, as minisign prints them. Chance, not proof: two keys may share one.
class KeyId {
public:
    KeyId() = default;
    explicit KeyId(const std::array<unsigned char, 8>& bytes) : m_bytes(bytes) {}
    /// Upper or lower case; minisign leaves leading zeros out.
    [[nodiscard]] static std::optional<KeyId> read(std::string_view text);
    [[nodiscard]] std::string text() const;
    [[nodiscard]] const std::array<unsigned char, 8>& bytes() const { return m_bytes; }
    bool operator==(const KeyId&) const = default;

private:
    std::array<unsigned char, 8> m_bytes{};
};

struct PublicKey {
    KeyId id;
    std::array<unsigned char, 32> key{};
    bool operator==(const PublicKey&) const = default;
};

enum class SignatureForm {
    legacy,    ///< over the bytes themselves
    prehashed  ///< over their digest; what minisign makes unless asked otherwise
};

struct Signature {
    SignatureForm form = SignatureForm::prehashed;
    KeyId key;
    std::array<unsigned char, 64> signature{};
    std::string trustedComment;
    std::array<unsigned char, 64> commentSignature{};
};

enum class SignatureFault {
    otherKey,  ///< made with another key than this one
    bytes,     ///< the bytes are not those that were signed
    comment    ///< the trusted comment is not the one that was signed
};

/// The two lines of a public key file, or the second one alone. Error: keyMalformed.
[[nodiscard]] Result<PublicKey> readPublicKey(std::string_view text, const std::string& file);

/// The key as minisign -P takes it.
[[nodiscard]] std::string writtenKey(const PublicKey& key);

/// A public key file; the comment is in nobody's hands and must have no line break.
[[nodiscard]] std::string publicKeyFile(const PublicKey& key, std::string_view comment);

/// The four lines of a signature file. Error: signatureMalformed.
[[nodiscard]] Result<Signature> readSignature(std::string_view text, const std::string& file);

/// Both from their files. Errors: theirs, which also stand for what is no text; those of reading files.
[[nodiscard]] Result<PublicKey> readPublicKeyFile(const std::string& file);
[[nodiscard]] Result<Signature> readSignatureFile(const std::string& file);

/// Nothing when the key has signed exactly these bytes and this trusted comment.
[[nodiscard]] std::optional<SignatureFault> faultOf(const Signature& signature, const PublicKey& key,
                                                    std::string_view bytes);

/// What minisign reads at most of a trusted comment.
inline constexpr std::size_t longestTrustedComment = 8000;
/// Key and signature files are a few lines.
inline constexpr std::size_t largestSignatureFile = 16 * 1024;

}  // namespace catalog
