#include "catalog/minisign_secret.h"

#include "catalog/minisign_lines.h"

#include <algorithm>
#include <sodium.h>

namespace catalog {

namespace {

// Positions in the file's 158 bytes: marks of the three algorithms, salt, two limits, then what may be encrypted.
constexpr std::size_t saltAt = 6;
constexpr std::size_t operationsAt = 38;
constexpr std::size_t memoryAt = 46;
constexpr std::size_t hiddenAt = 54;
constexpr std::size_t hiddenBytes = 104;
constexpr std::size_t fileBytes = hiddenAt + hiddenBytes;
// minisign's own are 2^25 and 2^30; a hostile file must not take more than a few times that.
constexpr std::uint64_t mostOperations = std::uint64_t{1} << 28;
constexpr std::uint64_t mostMemory = std::uint64_t{1} << 31;

std::uint64_t littleEndian(const unsigned char* bytes)
{
    std::uint64_t number = 0;
    for (int i = 7; i >= 0; --i)
        number = (number << 8) | bytes[i];
    return number;
}

/// Bytes that are wiped when they go.
struct Secret {
    std::array<unsigned char, fileBytes> bytes{};
    std::array<unsigned char, hiddenBytes> stream{};
    std::string password;
    Secret() = default;
    ~Secret()
    {
        sodium_memzero(bytes.data(), bytes.size());
        sodium_memzero(stream.data(), stream.size());
        sodium_memzero(password.data(), password.size());
    }
    Secret(const Secret&) = delete;
    Secret& operator=(const Secret&) = delete;
};

bool derive(Secret& secret)
{
    const std::uint64_t operations = littleEndian(&secret.bytes[operationsAt]);
    const std::uint64_t memory = littleEndian(&secret.bytes[memoryAt]);
    return operations <= mostOperations && memory <= mostMemory &&
           crypto_pwhash_scryptsalsa208sha256(secret.stream.data(), secret.stream.size(), secret.password.data(),
                                              secret.password.size(), &secret.bytes[saltAt], operations,
                                              static_cast<std::size_t>(memory)) == 0;
}

/// Over the signature algorithm, the key's id and the key.
bool checksumHolds(const Secret& secret)
{
    std::array<unsigned char, 32> found{};
    crypto_generichash_state state{};
    crypto_generichash_init(&state, nullptr, 0, found.size());
    crypto_generichash_update(&state, secret.bytes.data(), 2);
    crypto_generichash_update(&state, &secret.bytes[hiddenAt], 72);
    crypto_generichash_final(&state, found.data(), found.size());
    return sodium_memcmp(found.data(), &secret.bytes[hiddenAt + 72], found.size()) == 0;
}

/// Whether the public half is that of the secret one.
bool halvesMatch(const std::array<unsigned char, 64>& key)
{
    std::array<unsigned char, 32> derived{};
    std::array<unsigned char, 64> whole{};
    crypto_sign_seed_keypair(derived.data(), whole.data(), key.data());
    sodium_memzero(whole.data(), whole.size());
    return std::equal(derived.begin(), derived.end(), key.begin() + 32);
}

}  // namespace

SecretKey::~SecretKey() { sodium_memzero(m_key.data(), m_key.size()); }

SecretKey::SecretKey(SecretKey&& other) noexcept : m_id(other.m_id), m_key(other.m_key)
{
    sodium_memzero(other.m_key.data(), other.m_key.size());
}

SecretKey& SecretKey::operator=(SecretKey&& other) noexcept
{
    std::swap(m_id, other.m_id);
    std::swap(m_key, other.m_key);
    return *this;
}

PublicKey SecretKey::publicKey() const
{
    PublicKey key;
    key.id = m_id;
    std::copy(m_key.begin() + 32, m_key.end(), key.key.begin());
    return key;
}

Result<SecretKey> readSecretKey(std::string_view text, const std::string& file,
                                const std::function<Result<std::string>()>& password)
{
    const auto wrong = [&file](int line, const char* expected) {
        return tl::make_unexpected(Error{ErrorCode::keyMalformed, {file, line, 0}, "secret key", {expected}, {}});
    };
    const std::vector<std::string_view> lines = linesOf(text);
    if (lines.empty() || !lines[0].starts_with(untrustedPrefix))
        return wrong(1, "\"untrusted comment: \" and a text");
    Secret secret;
    if (lines.size() != 2 || !fromBase64(lines[1], secret.bytes))
        return wrong(2, "212 characters of base64");
    const std::string_view marks(reinterpret_cast<const char*>(secret.bytes.data()), saltAt);
    const bool encrypted = marks.substr(2, 2) == "Sc";
    if (!marks.starts_with("Ed") || !marks.ends_with("B2") ||
        (!encrypted && marks.substr(2, 2) != std::string_view("\0\0", 2)))
        return wrong(2, "a secret key that minisign -G made");
    if (encrypted) {
        Result<std::string> given = password();
        if (!given)
            return tl::make_unexpected(std::move(given.error()));
        secret.password = std::move(*given);
        if (!derive(secret))
            return wrong(2, "a password derivation of at most 2 GiB, and that much memory free");
        for (std::size_t i = 0; i < hiddenBytes; ++i)
            secret.bytes[hiddenAt + i] ^= secret.stream[i];
        if (!checksumHolds(secret))
            return tl::make_unexpected(Error{ErrorCode::passwordWrong, {file, 0, 0}, {}, {}, {}});
    }
    SecretKey key;
    std::array<unsigned char, 8> id{};
    std::copy_n(&secret.bytes[hiddenAt], id.size(), id.begin());
    key.m_id = KeyId(id);
    std::copy_n(&secret.bytes[hiddenAt + id.size()], key.m_key.size(), key.m_key.begin());
    if (!halvesMatch(key.m_key))
        return wrong(2, "a secret key whose halves belong together");
    return key;
}

std::string sign(std::string_view bytes, const SecretKey& key, std::string_view trustedComment, SignatureForm form)
{
    std::array<unsigned char, 64> hash{};
    std::string_view message = bytes;
    if (form == SignatureForm::prehashed) {
        hash = prehash(bytes);
        message = {reinterpret_cast<const char*>(hash.data()), hash.size()};
    }
    std::array<unsigned char, 64> signature{};
    crypto_sign_detached(signature.data(), nullptr, reinterpret_cast<const unsigned char*>(message.data()),
                         message.size(), key.m_key.data());
    std::vector<unsigned char> whole(signature.begin(), signature.end());
    whole.insert(whole.end(), trustedComment.begin(), trustedComment.end());
    std::array<unsigned char, 64> second{};
    crypto_sign_detached(second.data(), nullptr, whole.data(), whole.size(), key.m_key.data());

    std::vector<unsigned char> first{'E', static_cast<unsigned char>(form == SignatureForm::prehashed ? 'D' : 'd')};
    first.insert(first.end(), key.m_id.bytes().begin(), key.m_id.bytes().end());
    first.insert(first.end(), signature.begin(), signature.end());
    return std::string(untrustedPrefix) + "signature by the key " + key.m_id.text() + "\n" + toBase64(first) + "\n" +
           std::string(trustedPrefix) + std::string(trustedComment) + "\n" + toBase64(second) + "\n";
}

}  // namespace catalog
