#include "catalog/suggest.h"

#include "catalog/lookup.h"

namespace catalog {

std::vector<std::string> suggestions(const std::string& name, const std::vector<std::string>& known)
{
    constexpr std::size_t few = 8;
    std::vector<std::string> near = nearest(name, known);
    return near.empty() && known.size() <= few ? known : near;
}

}  // namespace catalog
