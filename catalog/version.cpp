#include "catalog/version.h"

#include <algorithm>
#include <array>

// How a key's bytes are made, so that comparing bytes compares versions.
//
// numeric, semver: one token per part. A number is the byte 0x80 + count of its significant digits, then the digits; so
// zero is 0x80 alone. Letters are 0x01, the letters, 0x00. A version that ends goes on with zeros for ever: the rest of
// a longer key is compared with 0x80 bytes.
// semver: three numbers, then, where there is a pre-release, 0x01 and its identifiers: 0x02 and a number token, or
// 0x03, the letters, 0x00; the end is 0x01. debian: a number token of the epoch, then upstream version and revision,
// each as runs in turn: of non-digits (`~` is 0x01, the end of the run 0x02, letters themselves, everything else 0x80 +
// the character), then of digits as a number token. What has ended is an empty run.

namespace catalog {

namespace {

constexpr std::size_t longestVersion = 200;
constexpr std::size_t longestNumber = 100;
constexpr char zero = '\x80';

/// A key while it is made. A character of the version makes at most three bytes: a letter run's marks and itself.
class KeyBytes {
public:
    KeyBytes& operator+=(char byte)
    {
        m_bytes[m_size++] = byte;
        return *this;
    }
    KeyBytes& operator+=(std::string_view bytes)
    {
        std::copy(bytes.begin(), bytes.end(), m_bytes.begin() + static_cast<std::ptrdiff_t>(m_size));
        m_size += bytes.size();
        return *this;
    }
    [[nodiscard]] std::string_view view() const { return {m_bytes.data(), m_size}; }

private:
    std::array<char, 4 * longestVersion>
        m_bytes;  // NOLINT(cppcoreguidelines-pro-type-member-init): only what is written is read
    std::size_t m_size = 0;
};

bool isDigit(char c) { return c >= '0' && c <= '9'; }
bool isLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::size_t digitsAt(std::string_view text, std::size_t at)
{
    std::size_t end = at;
    while (end < text.size() && isDigit(text[end]))
        ++end;
    return end - at;
}

bool appendNumber(KeyBytes& order, std::string_view digits)
{
    while (!digits.empty() && digits.front() == '0')
        digits.remove_prefix(1);
    if (digits.size() > longestNumber)
        return false;
    order += static_cast<char>(0x80 + digits.size());
    order += digits;
    return true;
}

std::uint64_t saturated(std::string_view digits)
{
    constexpr std::size_t alwaysFits = 19;
    std::uint64_t value = 0;
    for (const char c : digits) {
        const auto digit = static_cast<std::uint64_t>(c - '0');
        if (digits.size() > alwaysFits && value > (UINT64_MAX - digit) / 10)
            return UINT64_MAX;
        value = value * 10 + digit;
    }
    return value;
}

/// Collects the first two numbers of a version.
struct Leading {
    std::uint64_t* major;
    std::uint64_t* minor;
    int seen = 0;
    void add(std::string_view digits)
    {
        if (seen == 0)
            *major = saturated(digits);
        else if (seen == 1)
            *minor = saturated(digits);
        ++seen;
    }
};

bool readNumeric(std::string_view text, KeyBytes& order, Leading leading)
{
    bool anyNumber = false;
    bool needsPart = true;
    for (std::size_t i = 0; i < text.size();) {
        const char c = text[i];
        if (isDigit(c)) {
            const std::size_t count = digitsAt(text, i);
            if (!appendNumber(order, text.substr(i, count)))
                return false;
            leading.add(text.substr(i, count));
            anyNumber = true;
            needsPart = false;
            i += count;
        } else if (isLetter(c)) {
            order += '\x01';
            for (; i < text.size() && isLetter(text[i]); ++i)
                order += lower(text[i]);
            order += '\0';
            needsPart = false;
        } else if (c == '.' || c == '-' || c == '_' || c == '+' || c == '~') {
            if (needsPart)
                return false;
            needsPart = true;
            ++i;
        } else {
            return false;
        }
    }
    return anyNumber && !needsPart;
}

bool readIdentifiers(std::string_view text, KeyBytes& order)
{
    for (;;) {
        const std::size_t end = std::min(text.find('.'), text.size());
        const std::string_view identifier = text.substr(0, end);
        if (identifier.empty() || !std::all_of(identifier.begin(), identifier.end(),
                                               [](char c) { return isDigit(c) || isLetter(c) || c == '-'; }))
            return false;
        if (digitsAt(identifier, 0) == identifier.size()) {
            if (identifier.size() > 1 && identifier.front() == '0')
                return false;
            order += '\x02';
            if (!appendNumber(order, identifier))
                return false;
        } else {
            order += '\x03';
            order += identifier;
            order += '\0';
        }
        if (end == text.size())
            return true;
        text.remove_prefix(end + 1);
    }
}

bool readSemver(std::string_view text, KeyBytes& order, Leading leading)
{
    if (const std::size_t plus = text.find('+'); plus != std::string_view::npos) {
        for (std::string_view build = text.substr(plus + 1);;) {
            const std::size_t end = std::min(build.find('.'), build.size());
            const std::string_view part = build.substr(0, end);
            if (part.empty() ||
                !std::all_of(part.begin(), part.end(), [](char c) { return isDigit(c) || isLetter(c) || c == '-'; }))
                return false;
            if (end == build.size())
                break;
            build.remove_prefix(end + 1);
        }
        text = text.substr(0, plus);
    }
    const std::size_t dash = text.find('-');
    std::string_view core = text.substr(0, dash);
    int parts = 0;
    for (;; ++parts) {
        const std::size_t count = digitsAt(core, 0);
        if (count == 0 || parts == 3 || (count > 1 && core.front() == '0') ||
            !appendNumber(order, core.substr(0, count)))
            return false;
        leading.add(core.substr(0, count));
        if (count == core.size())
            break;
        if (core[count] != '.')
            return false;
        core.remove_prefix(count + 1);
    }
    if (dash == std::string_view::npos)
        return true;
    for (++parts; parts < 3; ++parts)
        order += zero;
    order += '\x01';
    if (!readIdentifiers(text.substr(dash + 1), order))
        return false;
    order += '\x01';
    return true;
}

bool appendRuns(KeyBytes& order, std::string_view text)
{
    for (;;) {
        while (!text.empty() && !isDigit(text.front())) {
            const char c = text.front();
            order += c == '~' ? '\x01' : isLetter(c) ? c : static_cast<char>(0x80 + c);
            text.remove_prefix(1);
        }
        order += '\x02';
        const std::size_t count = digitsAt(text, 0);
        if (!appendNumber(order, text.substr(0, count)))
            return false;
        text.remove_prefix(count);
        if (text.empty())
            break;
    }
    order += '\x02';
    return true;
}

bool readDebian(std::string_view text, KeyBytes& order, std::string& upstreamText, Leading leading)
{
    std::string_view epoch;
    const std::size_t colon = text.find(':');
    if (colon != std::string_view::npos) {
        epoch = text.substr(0, colon);
        if (epoch.empty() || digitsAt(epoch, 0) != epoch.size())
            return false;
        text.remove_prefix(colon + 1);
    }
    const std::size_t dash = text.rfind('-');
    const std::string_view upstream = text.substr(0, dash);
    const std::string_view revision = dash == std::string_view::npos ? std::string_view() : text.substr(dash + 1);
    const auto allowed = [](std::string_view part, std::string_view marks) {
        return std::all_of(part.begin(), part.end(), [marks](char c) {
            return isDigit(c) || isLetter(c) || marks.find(c) != std::string_view::npos;
        });
    };
    if (upstream.empty() || !isDigit(upstream.front()) || !allowed(upstream, epoch.empty() ? ".+-~" : ".+-~:") ||
        !allowed(revision, ".+~") || (dash != std::string_view::npos && revision.empty()))
        return false;
    for (std::size_t i = 0; i < upstream.size();) {
        const std::size_t count = digitsAt(upstream, i);
        if (count > 0)
            leading.add(upstream.substr(i, count));
        i += count > 0 ? count : 1;
    }
    upstreamText = upstream;
    return appendNumber(order, epoch) && appendRuns(order, upstream) && appendRuns(order, revision);
}

/// The rest of a key whose counterpart has ended, against zeros for ever.
std::weak_ordering againstZeros(std::string_view rest)
{
    const std::size_t at = rest.find_first_not_of(zero);
    if (at == std::string_view::npos)
        return std::weak_ordering::equivalent;
    return static_cast<unsigned char>(rest[at]) < 0x80 ? std::weak_ordering::less : std::weak_ordering::greater;
}

}  // namespace

std::optional<VersionKey> VersionKey::read(VersionScheme scheme, std::string_view text)
{
    if (text.empty() || text.size() > longestVersion)
        return std::nullopt;
    VersionKey key;
    key.m_scheme = scheme;
    const Leading leading{&key.m_major, &key.m_minor};
    KeyBytes order;
    bool good = false;
    switch (scheme) {
    case VersionScheme::numeric:
        good = readNumeric(text, order, leading);
        break;
    case VersionScheme::semver:
        good = readSemver(text, order, leading);
        break;
    case VersionScheme::debian:
        good = readDebian(text, order, key.m_upstream.edit(), leading);
        break;
    }
    if (!good)
        return std::nullopt;
    key.m_order = order.view();
    return key;
}

std::weak_ordering VersionKey::operator<=>(const VersionKey& other) const
{
    const std::string_view a = m_order;
    const std::string_view b = other.m_order;
    const std::size_t common = std::min(a.size(), b.size());
    if (const int order = a.substr(0, common).compare(b.substr(0, common)); order != 0)
        return order < 0 ? std::weak_ordering::less : std::weak_ordering::greater;
    if (a.size() > common)
        return againstZeros(a.substr(common));
    const std::weak_ordering rest = againstZeros(b.substr(common));
    return rest < 0 ? std::weak_ordering::greater : rest > 0 ? std::weak_ordering::less : rest;
}

bool VersionKey::hasPrefix(const VersionKey& prefix) const
{
    if (m_scheme == VersionScheme::debian) {
        const std::string_view start = *prefix.m_upstream;
        const std::string_view whole = *m_upstream;
        const auto epoch = [](std::string_view order) {
            return order.substr(0, 1 + static_cast<std::size_t>(order.front() & 0x7f));
        };
        return epoch(m_order) == epoch(prefix.m_order) && whole.starts_with(start) &&
               (whole.size() == start.size() || !isDigit(whole[start.size()]) || !isDigit(start.back()));
    }
    const std::string_view mine = m_order;
    const std::string_view wanted = prefix.m_order;
    if (mine.size() >= wanted.size())
        return mine.starts_with(wanted);
    return wanted.starts_with(mine) && wanted.substr(mine.size()).find_first_not_of(zero) == std::string_view::npos;
}

}  // namespace catalog
