#include "catalog/range.h"
#include "catalog/version.h"
#include "tests/fuzz/fuzz.h"

/// The first line is a version, the second one another, the rest a range, by each scheme.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using catalog::VersionKey;
    using catalog::VersionScheme;
    const std::string_view all = fuzz::text(data, size);
    const std::size_t first = std::min(all.find('\n'), all.size());
    const std::size_t second = std::min(all.find('\n', std::min(first + 1, all.size())), all.size());
    const std::string_view one = all.substr(0, first);
    const std::string_view other = first < all.size() ? all.substr(first + 1, second - first - 1) : std::string_view();
    const std::string_view rest = second < all.size() ? all.substr(second + 1) : std::string_view();
    for (const VersionScheme scheme : {VersionScheme::numeric, VersionScheme::semver, VersionScheme::debian}) {
        const auto a = VersionKey::read(scheme, one);
        const auto b = VersionKey::read(scheme, other);
        if (a && b) {
            fuzz::mustHold((*a <=> *b) == (0 <=> (*b <=> *a)), "the order is the same from both sides");
            fuzz::mustHold(std::is_eq(*a <=> *a) && a->hasPrefix(*a), "a version equals itself");
        }
        const auto range = catalog::Range::read(scheme, rest);
        if (!range || !a)
            continue;
        const auto again = catalog::Range::read(scheme, range->text());
        const catalog::Version version{std::string(one)};
        fuzz::mustHold(again && again->contains(version, *a) == range->contains(version, *a),
                       "a range's own text is the same range");
    }
    return 0;
}
