#include "catalog/lookup.h"

#include <algorithm>
#include <numeric>

namespace catalog {

namespace {

constexpr std::size_t longestCompared = 80;

/// Damerau-Levenshtein distance (optimal string alignment) over bytes.
std::size_t distance(std::string_view a, std::string_view b)
{
    std::vector<std::size_t> beforeLast(b.size() + 1);
    std::vector<std::size_t> last(b.size() + 1);
    std::vector<std::size_t> current(b.size() + 1);
    std::iota(last.begin(), last.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        current[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            current[j] = std::min({last[j] + 1, current[j - 1] + 1, replaced});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                current[j] = std::min(current[j], beforeLast[j - 2] + 1);
        }
        std::swap(beforeLast, last);
        std::swap(last, current);
    }
    return last[b.size()];
}

std::string folded(std::string_view text)
{
    std::string result;
    for (const char c : text.substr(0, longestCompared)) {
        if (c >= 'A' && c <= 'Z')
            result += static_cast<char>(c - 'A' + 'a');
        else
            result += c == '-' ? '_' : c;
    }
    return result;
}

bool isDigit(char c) { return c >= '0' && c <= '9'; }

/// Whether `prefix` ends where a part of `text` ends: 5.1 is a prefix of 5.1.2 and 5.1-rc1, but not of 5.12.
bool isPrefix(std::string_view prefix, std::string_view text)
{
    return text.size() > prefix.size() && text.starts_with(prefix) &&
           !(isDigit(prefix.back()) && isDigit(text[prefix.size()]));
}

/// The newest release below and the oldest one above, for a version that no spelling is near to.
void addNeighbours(const Catalog& catalog, const VersionKey& wanted, std::vector<std::string>& names)
{
    std::optional<VersionKey> below;
    std::optional<VersionKey> above;
    std::string belowName;
    std::string aboveName;
    for (const Release& release : catalog.releases) {
        auto key = VersionKey::read(catalog.versions, release.version.text);
        if (!key)
            continue;
        if (*key < wanted && (!below || *below < *key)) {
            below = std::move(key);
            belowName = release.version.text;
        } else if (*key > wanted && (!above || *key < *above)) {
            above = std::move(key);
            aboveName = release.version.text;
        }
    }
    for (const std::string& name : {belowName, aboveName}) {
        if (!name.empty() && std::find(names.begin(), names.end(), name) == names.end())
            names.push_back(name);
    }
}

}  // namespace

std::vector<std::string> nearest(std::string_view text, const std::vector<std::string>& known, std::size_t count)
{
    const std::string wanted = folded(text);
    std::vector<std::pair<std::size_t, std::size_t>> alike;
    for (std::size_t i = 0; i < known.size(); ++i) {
        const std::string candidate = folded(known[i]);
        const std::size_t longer = std::max(wanted.size(), candidate.size());
        const std::size_t shorter = std::min(wanted.size(), candidate.size());
        const std::size_t allowed = std::max<std::size_t>(1, (longer + 1) / 3);
        if (wanted.empty() || candidate.empty())
            continue;
        std::size_t steps = allowed + 1;
        if (longer - shorter <= allowed)
            steps = distance(wanted, candidate);
        if (steps > allowed && shorter >= 3 && (candidate.starts_with(wanted) || wanted.starts_with(candidate)))
            steps = allowed;
        if (steps <= allowed && steps < longer)
            alike.emplace_back(steps, i);
    }
    std::sort(alike.begin(), alike.end());
    std::vector<std::string> names;
    for (const auto& [steps, index] : alike) {
        if (names.size() == count)
            break;
        names.push_back(known[index]);
    }
    return names;
}

Result<ReleaseIndex> findRelease(const Catalog& catalog, std::string_view text)
{
    constexpr std::size_t most = 5;
    for (std::size_t i = 0; i < catalog.releases.size(); ++i) {
        if (catalog.releases[i].version.text == text)
            return static_cast<ReleaseIndex>(i);
    }
    std::vector<ReleaseIndex> begun;
    for (std::size_t i = 0; i < catalog.releases.size(); ++i) {
        const Release& release = catalog.releases[i];
        if (std::find(release.aliases.begin(), release.aliases.end(), text) != release.aliases.end())
            return static_cast<ReleaseIndex>(i);
        if (!text.empty() && isPrefix(text, release.version.text))
            begun.push_back(static_cast<ReleaseIndex>(i));
    }
    if (begun.size() == 1)
        return begun.front();
    if (!begun.empty()) {
        std::vector<std::string> meanings;
        for (std::size_t i = begun.size() > most ? begun.size() - most : 0; i < begun.size(); ++i)
            meanings.push_back(catalog.at(begun[i]).version.text);
        return tl::make_unexpected(Error{ErrorCode::ambiguousRelease, {}, std::string(text), std::move(meanings), {}});
    }
    std::vector<std::string> known;
    for (const Release& release : catalog.releases) {
        known.push_back(release.version.text);
        known.insert(known.end(), release.aliases.begin(), release.aliases.end());
    }
    std::vector<std::string> names = nearest(text, known);
    if (const auto key = VersionKey::read(catalog.versions, text))
        addNeighbours(catalog, *key, names);
    return tl::make_unexpected(Error{ErrorCode::noSuchRelease, {}, std::string(text), std::move(names), {}});
}

}  // namespace catalog
