#pragma once

#include "catalog/minisign.h"

#include <functional>

namespace catalog {

// minisign's secret key files: the key as it is (minisign -G -W), or under scrypt (crypto_pwhash_scryptsalsa208sha256
// of libsodium) of a password, with a BLAKE2b-256 checksum inside that tells a wrong password.

/// Wiped from memory when it goes.
class SecretKey {
public:
    SecretKey() = default;
    ~SecretKey();
    SecretKey(SecretKey&& other) noexcept;
    SecretKey& operator=(SecretKey&& other) noexcept;
    SecretKey(const SecretKey&) = delete;
    SecretKey& operator=(const SecretKey&) = delete;

    [[nodiscard]] PublicKey publicKey() const;

private:
    friend Result<SecretKey> readSecretKey(std::string_view, const std::string&,
                                           const std::function<Result<std::string>()>&);
    friend std::string sign(std::string_view, const SecretKey&, std::string_view, SignatureForm);
    KeyId m_id;
    std::array<unsigned char, 64> m_key{};
};

/// `password` is asked only where the file is encrypted; its error is passed on. Takes a second and a gigabyte then, as
/// minisign chose it. Errors: keyMalformed, passwordWrong.
[[nodiscard]] Result<SecretKey> readSecretKey(std::string_view text, const std::string& file,
                                              const std::function<Result<std::string>()>& password);

/// The signature file of these bytes. The trusted comment must have no line break and at most longestTrustedComment
/// bytes.
[[nodiscard]] std::string sign(std::string_view bytes, const SecretKey& key, std::string_view trustedComment,
                               SignatureForm form = SignatureForm::prehashed);

}  // namespace catalog
