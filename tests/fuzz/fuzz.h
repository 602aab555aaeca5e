#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <string_view>
#include <unistd.h>

// What the fuzzers share. Each reads bytes with one of our parsers under AddressSanitizer and UBSan, and checks what
// must hold of whatever the parser accepted.

namespace fuzz {

inline std::string_view text(const std::uint8_t* data, std::size_t size)
{
    return {reinterpret_cast<const char*>(data), size};
}

/// Ends the process so that the fuzzer keeps the input.
inline void mustHold(bool holds, const char* what)
{
    if (holds)
        return;
    std::fprintf(stderr, "This must hold and does not: %s\n", what);
    std::abort();
}

/// A file in memory with these bytes, for parsers that take a path; the same one each time.
inline std::string file(std::string_view bytes, const char* name)
{
    static const std::string folder = [] {
        char made[] = "/dev/shm/cairn-fuzz-XXXXXX";
        mustHold(::mkdtemp(made) != nullptr, "/dev/shm can be written");
        return std::string(made);
    }();
    std::string path = folder + '/' + name;
    std::ofstream out(path, std::ios::binary | std::ios::trunc);
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    return path;
}

}  // namespace fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
