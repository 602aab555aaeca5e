#include "catalog/document.h"

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <memory>
#include <sys/stat.h>

namespace catalog {

namespace {

Error failure(const std::string& path, int number)
{
    return {number == ENOENT || number == ENOTDIR ? ErrorCode::fileMissing : ErrorCode::fileUnreadable,
            {path, 0, 0},
            std::strerror(number),
            {},
            {}};
}

bool looksBinary(std::string_view text)
{
    return std::any_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != '\x1b';
    });
}

}  // namespace

bool isUtf8(std::string_view text)
{
    for (std::size_t i = 0; i < text.size();) {
        const auto byte = static_cast<unsigned char>(text[i]);
        const std::size_t length = byte < 0x80           ? 1
                                   : (byte >> 5) == 0x06 ? 2
                                   : (byte >> 4) == 0x0e ? 3
                                   : (byte >> 3) == 0x1e ? 4
                                                         : 0;
        if (byte == 0 || length == 0 || i + length > text.size())
            return false;
        std::uint32_t code = length == 1 ? byte : byte & (0x7fu >> length);
        for (std::size_t k = 1; k < length; ++k) {
            const auto next = static_cast<unsigned char>(text[i + k]);
            if ((next >> 6) != 2)
                return false;
            code = (code << 6) | (next & 0x3fu);
        }
        constexpr std::uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
        if (code < smallest[length] || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
            return false;
        i += length;
    }
    return true;
}

Result<std::string> readTextFile(const std::string& path, std::size_t maximumBytes)
{
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0)
        return tl::make_unexpected(failure(path, errno));
    const auto failed = [&path](ErrorCode code, std::string subject, std::vector<std::string> expected) {
        return tl::make_unexpected(Error{code, {path, 0, 0}, std::move(subject), std::move(expected), {}});
    };
    if (!S_ISREG(status.st_mode))
        return tl::make_unexpected(failure(path, S_ISDIR(status.st_mode) ? EISDIR : EINVAL));
    if (static_cast<std::uint64_t>(status.st_size) > maximumBytes)
        return failed(ErrorCode::fileTooLarge, std::to_string(status.st_size), {std::to_string(maximumBytes)});
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rbe"), &std::fclose);
    if (!file)
        return tl::make_unexpected(failure(path, errno));
    std::string text(static_cast<std::size_t>(status.st_size), '\0');
    errno = 0;
    text.resize(std::fread(text.data(), 1, text.size(), file.get()));
    if (std::ferror(file.get()) != 0)
        return tl::make_unexpected(failure(path, errno));
    if (text.starts_with("\xef\xbb\xbf"))
        text.erase(0, 3);
    if (text.empty())
        return failed(ErrorCode::fileEmpty, {}, {});
    if (looksBinary(text))
        return failed(ErrorCode::fileBinary, {}, {});
    if (!isUtf8(text))
        return failed(ErrorCode::notUtf8, {}, {});
    return text;
}

}  // namespace catalog
