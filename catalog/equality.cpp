#include "catalog/catalog.h"

#include <tuple>

namespace catalog {

namespace {

auto values(const Component& c) { return std::tie(c.name, c.available, c.step, c.maxStep); }
auto values(const Line& l) { return std::tie(l.id, l.from, l.endOfLife); }
auto values(const Rule& r) { return std::tie(r.body, r.when, r.validity, r.note); }
auto values(const Release& r)
{
    return std::tie(r.version, r.aliases, r.line, r.date, r.channels, r.offer, r.state, r.schema, r.compat,
                    r.compatExpanded, r.migrations, r.moves, r.shims, r.scriptsSince, r.requirements, r.provides,
                    r.checkpoints, r.waitsFor, r.times, r.install, r.notes);
}

template <typename T>
bool equal(const std::vector<T>& a, const std::vector<T>& b)
{
    if (a.size() != b.size())
        return false;
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (values(a[i]) != values(b[i]))
            return false;
    }
    return true;
}

}  // namespace

bool operator==(const Release& a, const Release& b) { return values(a) == values(b); }

bool operator==(const Rule& a, const Rule& b) { return values(a) == values(b); }

bool operator==(const Catalog& a, const Catalog& b)
{
    return a.product == b.product && a.versions == b.versions && a.published == b.published &&
           a.sequence == b.sequence && a.expires == b.expires && a.policy == b.policy && a.backports == b.backports &&
           a.defaultChannels == b.defaultChannels && a.facts == b.facts && a.scripts == b.scripts &&
           equal(a.components, b.components) && equal(a.lines, b.lines) && equal(a.releases, b.releases) &&
           equal(a.rules, b.rules);
}

}  // namespace catalog
