#include "catalog/digest.h"

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <sodium.h>

namespace catalog {

namespace {

constexpr std::string_view prefix = "sha256:";

std::string written(const std::array<unsigned char, crypto_hash_sha256_BYTES>& hash)
{
    constexpr char digits[] = "0123456789abcdef";
    std::string text(prefix);
    for (const unsigned char byte : hash) {
        text += digits[byte >> 4];
        text += digits[byte & 15];
    }
    return text;
}

}  // namespace

std::optional<Digest> Digest::read(std::string_view text)
{
    if (text.starts_with(prefix))
        text.remove_prefix(prefix.size());
    if (text.size() != 2 * crypto_hash_sha256_BYTES)
        return std::nullopt;
    Digest digest;
    digest.m_text = prefix;
    for (const char c : text) {
        if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))
            digest.m_text += c;
        else if (c >= 'A' && c <= 'F')
            digest.m_text += static_cast<char>(c - 'A' + 'a');
        else
            return std::nullopt;
    }
    return digest;
}

Digest Digest::of(std::string_view bytes)
{
    DigestBuilder builder;
    builder.add(bytes);
    return builder.finish();
}

struct DigestBuilder::State {
    crypto_hash_sha256_state sha{};
};

DigestBuilder::DigestBuilder() : m_state(std::make_unique<State>()) { crypto_hash_sha256_init(&m_state->sha); }
DigestBuilder::~DigestBuilder() = default;
DigestBuilder::DigestBuilder(DigestBuilder&&) noexcept = default;
DigestBuilder& DigestBuilder::operator=(DigestBuilder&&) noexcept = default;

void DigestBuilder::add(std::string_view bytes)
{
    crypto_hash_sha256_update(&m_state->sha, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
}

Digest DigestBuilder::finish()
{
    std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
    crypto_hash_sha256_final(&m_state->sha, hash.data());
    crypto_hash_sha256_init(&m_state->sha);
    Digest digest;
    digest.m_text = written(hash);
    return digest;
}

Result<Digest> digestOfFile(const std::string& path)
{
    const auto failed = [&path](int number) {
        return tl::make_unexpected(Error{number == ENOENT ? ErrorCode::fileMissing : ErrorCode::fileUnreadable,
                                         {path, 0, 0},
                                         std::strerror(number),
                                         {},
                                         {}});
    };
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rbe"), &std::fclose);
    if (!file)
        return failed(errno);
    DigestBuilder builder;
    std::vector<char> buffer(256 * 1024);
    for (;;) {
        errno = 0;
        const std::size_t count = std::fread(buffer.data(), 1, buffer.size(), file.get());
        builder.add({buffer.data(), count});
        if (count < buffer.size()) {
            if (std::ferror(file.get()) != 0)
                return failed(errno);
            return builder.finish();
        }
    }
}

}  // namespace catalog
