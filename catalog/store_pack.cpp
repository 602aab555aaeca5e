#include "catalog/store_pack.h"

#include "catalog/document.h"

namespace catalog {

void Pack::append(std::uint64_t value)
{
    for (; value >= 0x80; value >>= 7)
        m_bytes += static_cast<char>(value | 0x80);
    m_bytes += static_cast<char>(value);
}

Pack& Pack::operator<<(std::optional<std::int64_t> number)
{
    if (number)
        append(((static_cast<std::uint64_t>(*number) << 1) ^ static_cast<std::uint64_t>(*number >> 63)) + 1);
    else
        append(0);
    return *this;
}

Pack& Pack::operator<<(const std::string& text)
{
    append(text.size() + 1);
    m_bytes += text;
    return *this;
}

Pack& Pack::operator<<(const std::optional<std::string>& text)
{
    if (text)
        return *this << *text;
    append(0);
    return *this;
}

std::string Pack::take() { return std::move(m_bytes); }

std::uint64_t Unpack::next()
{
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
        if (m_left.empty())
            break;
        const auto byte = static_cast<unsigned char>(m_left.front());
        m_left.remove_prefix(1);
        value |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
        if (byte < 0x80)
            return value;
    }
    throw Damage{"release"};
}

std::optional<std::int64_t> Unpack::integer()
{
    const std::uint64_t stored = next();
    if (stored == 0)
        return std::nullopt;
    const std::uint64_t zigzag = stored - 1;
    return static_cast<std::int64_t>(zigzag >> 1) ^ -static_cast<std::int64_t>(zigzag & 1);
}

std::optional<std::string_view> Unpack::text()
{
    const std::uint64_t stored = next();
    if (stored == 0)
        return std::nullopt;
    if (stored - 1 > m_left.size())
        throw Damage{"release"};
    const std::string_view text = m_left.substr(0, stored - 1);
    m_left.remove_prefix(stored - 1);
    return text;
}

std::string Unpack::required()
{
    const auto view = text();
    if (!view || !isUtf8(*view))
        throw Damage{"text"};
    return std::string(*view);
}

}  // namespace catalog
