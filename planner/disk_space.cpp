#include "planner/disk_space.h"

#include "catalog/time.h"

#include <algorithm>
#include <string_view>

namespace planner {

using catalog::Truth;

namespace {

std::optional<double> sizeOf(const catalog::FactSource& facts, const catalog::FactName& name)
{
    const catalog::FactValue* value = facts.find(name);
    if (value == nullptr)
        return std::nullopt;
    if (const double* number = std::get_if<double>(value))
        return *number;
    if (const std::optional<std::uint64_t> bytes = catalog::readSize(catalog::to_string(*value)))
        return static_cast<double>(*bytes);
    return std::nullopt;
}

/// One alternative: an operator (none means at least) and a size.
bool holds(std::string_view text, double bytes)
{
    std::string_view op;
    for (const std::string_view known : {">=", "<=", ">", "<", "="}) {
        if (text.starts_with(known)) {
            op = known;
            text.remove_prefix(known.size());
            break;
        }
    }
    while (text.starts_with(' '))
        text.remove_prefix(1);
    const std::optional<std::uint64_t> read = catalog::readSize(text);
    if (!read)
        return false;
    const double size = static_cast<double>(*read);
    if (op == "<")
        return bytes < size;
    if (op == "<=")
        return bytes <= size;
    if (op == ">")
        return bytes > size;
    return bytes >= size;
}

}  // namespace

bool asksDiskSpace(const catalog::Requirement& requirement)
{
    return requirement.timesDatabase || requirement.name == diskFreeFact.text;
}

std::optional<double> databaseSize(const catalog::FactSource& facts, const Site& site)
{
    if (site.database && site.database->size)
        return static_cast<double>(*site.database->size);
    return sizeOf(facts, databaseSizeFact);
}

Truth enoughDiskSpace(const catalog::Requirement& requirement, const catalog::FactSource& facts, const Site& site)
{
    const std::optional<double> free = sizeOf(facts, diskFreeFact);
    if (!free)
        return Truth::unknown;
    if (requirement.timesDatabase) {
        const std::optional<double> size = databaseSize(facts, site);
        if (!size)
            return Truth::unknown;
        return *free >= *requirement.timesDatabase * *size ? Truth::yes : Truth::no;
    }
    const bool any = std::any_of(requirement.match.anyOf.begin(), requirement.match.anyOf.end(),
                                 [&](const auto& alternative) { return holds(alternative.text, *free); });
    return any != requirement.match.negated ? Truth::yes : Truth::no;
}

std::vector<catalog::FactName> missingForDiskSpace(const catalog::Requirement& requirement,
                                                   const catalog::FactSource& facts, const Site& site)
{
    std::vector<catalog::FactName> missing;
    if (!sizeOf(facts, diskFreeFact))
        missing.push_back(diskFreeFact);
    if (requirement.timesDatabase && !databaseSize(facts, site))
        missing.push_back(databaseSizeFact);
    return missing;
}

}  // namespace planner
