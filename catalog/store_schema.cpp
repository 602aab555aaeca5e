#include "catalog/store_schema.h"

#include <cstring>
#include <sodium.h>

namespace catalog {

namespace {

constexpr std::size_t hashBytes = 32;
constexpr std::size_t bufferBytes = 16 * 1024;

}  // namespace

struct Fingerprint::State {
    crypto_generichash_state hash{};
};

Fingerprint::Fingerprint() : m_state(std::make_unique<State>())
{
    crypto_generichash_init(&m_state->hash, nullptr, 0, hashBytes);
}

Fingerprint::~Fingerprint() = default;

void Fingerprint::flush()
{
    crypto_generichash_update(&m_state->hash, reinterpret_cast<const unsigned char*>(m_buffer.data()), m_buffer.size());
    m_buffer.clear();
}

void Fingerprint::add(std::string_view text)
{
    add(static_cast<std::int64_t>(text.size()));
    m_buffer += text;
    if (m_buffer.size() > bufferBytes)
        flush();
}

void Fingerprint::add(std::optional<std::int64_t> number)
{
    char bytes[1 + sizeof(std::int64_t)];
    const std::int64_t value = number.value_or(0);
    bytes[0] = number ? 'n' : '-';
    std::memcpy(bytes + 1, &value, sizeof value);
    m_buffer.append(bytes, sizeof bytes);
}

std::string Fingerprint::finish()
{
    flush();
    unsigned char hash[hashBytes];
    crypto_generichash_final(&m_state->hash, hash, sizeof hash);
    char text[2 * hashBytes + 1];
    sodium_bin2hex(text, sizeof text, hash, sizeof hash);
    return text;
}

}  // namespace catalog
