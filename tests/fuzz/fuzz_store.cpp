#include "catalog/load.h"
#include "tests/fuzz/fuzz.h"

#include <iterator>

namespace {

const std::string& honest()
{
    static const std::string bytes = [] {
        const auto loaded = catalog::load(fuzz::file(R"(
cairn: 1
product: {id: p, name: Product}
sequence: 118
components: {php: {available: ["8.1", "8.2"], step: {downtime: 2m}}}
facts: {calm: {type: boolean, ask: "Calm?", default: true}}
lines: [{id: "1.x"}, {id: "2.x", from: "1.10"}]
releases:
  - {version: "1.0", line: "1.x", date: 2020-01-01, schema: 1, channels: [stable], requires: {php: ">=7"}}
  - {version: "1.10", line: "1.x", aliases: [old], migrations: [a, b], checkpoint: {id: c, when: {calm: true}}}
  - {version: "2.0", line: "2.x", times: {downtime: 5m}, install: {install: [{id: x, driver: command, run: [/bin/true]}]}}
rules:
  - risk: {id: r, to: "2.0", reason: slow}
)",
                                                     "honest.yaml"));
        const std::string path = fuzz::file("", "honest.cairn");
        fuzz::mustHold(loaded && catalog::compile(loaded->catalog, path), "an honest catalog");
        std::ifstream in(path, std::ios::binary);
        return std::string(std::istreambuf_iterator<char>(in), {});
    }();
    return bytes;
}

}  // namespace

/// A compiled catalog that somebody changed: each three bytes of the input are a place and what to put there.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    std::string bytes = honest();
    for (; size >= 3; data += 3, size -= 3)
        bytes[(data[0] * 256U + data[1]) % bytes.size()] = static_cast<char>(data[2]);
    const std::string path = fuzz::file(bytes, "fuzz.cairn");
    const auto planning = catalog::load(path, catalog::LoadScope::planning);
    const auto whole = catalog::load(path);
    fuzz::mustHold(planning || !whole, "what can be read as a whole can be planned with");
    return 0;
}
