#include "catalog/trust_store.h"

#include "catalog/document.h"
#include "catalog/minisign_lines.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <filesystem>
#include <memory>
#include <sys/file.h>
#include <system_error>
#include <unistd.h>

namespace catalog {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view keySuffix = ".pub";

std::string fileName(const ProductId& product)
{
    constexpr char digits[] = "0123456789ABCDEF";
    std::string name;
    for (const char c : product.text) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                           c == '_' || (c == '.' && !name.empty());
        const auto byte = static_cast<unsigned char>(c);
        if (plain)
            name += c;
        else
            name += {'%', digits[byte >> 4], digits[byte & 15]};
    }
    return name;
}

/// Nothing when no product's file has this name.
std::optional<ProductId> productOf(std::string_view name)
{
    ProductId product;
    for (std::size_t i = 0; i < name.size(); ++i) {
        unsigned byte = 0;
        if (name[i] != '%') {
            product.text += name[i];
            continue;
        }
        if (i + 2 >= name.size() ||
            std::from_chars(&name[i + 1], &name[i + 1] + 2, byte, 16).ptr != name.data() + i + 3)
            return std::nullopt;
        product.text += static_cast<char>(byte);
        i += 2;
    }
    if (product.text.empty() || fileName(product) != name)
        return std::nullopt;
    return product;
}

Result<std::optional<std::int64_t>> readSequence(const std::string& path)
{
    const Result<std::string> text = readTextFile(path, largestSignatureFile);
    if (!text && text.error().code == ErrorCode::fileMissing)
        return std::optional<std::int64_t>();
    if (!text && text.error().code == ErrorCode::fileUnreadable)
        return tl::make_unexpected(text.error());
    const std::string_view digits = text ? linesOf(*text)[0] : std::string_view();
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (error != std::errc() || end != digits.data() + digits.size() || number < 0)
        return tl::make_unexpected(
            Error{ErrorCode::sequenceUnreadable, {path, 1, 0}, std::string(digits.substr(0, 40)), {}, {}});
    return std::optional(number);
}

Result<std::optional<PinnedKey>> readPin(const std::string& path)
{
    const Result<PublicKey> key = readPublicKeyFile(path);
    if (!key && key.error().code == ErrorCode::fileMissing)
        return std::optional<PinnedKey>();
    if (!key)
        return tl::make_unexpected(key.error());
    return std::optional(PinnedKey{*key, path});
}

Error cannotWrite(const std::string& path, int number)
{
    return {ErrorCode::cannotWrite, {}, path + " (" + std::strerror(number) + ")", {}, {}};
}

/// An open descriptor, closed at the end.
class Descriptor {
public:
    Descriptor(const std::string& path, int flags) : m_number(::open(path.c_str(), flags | O_CLOEXEC, 0644)) {}
    ~Descriptor()
    {
        if (m_number >= 0)
            ::close(m_number);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    [[nodiscard]] int number() const { return m_number; }

private:
    int m_number;
};

Result<void> makeFolder(const std::string& folder)
{
    std::error_code error;
    fs::create_directories(folder, error);
    if (error)
        return tl::make_unexpected(cannotWrite(folder, error.value()));
    return {};
}

/// 0, or the system's error number. The file is whole or as it was.
int replaceFile(const std::string& path, const std::string& text)
{
    const std::string part = path + ".part";
    {
        const Descriptor file(part, O_WRONLY | O_CREAT | O_TRUNC);
        if (file.number() < 0)
            return errno;
        errno = 0;
        if (::write(file.number(), text.data(), text.size()) != static_cast<ssize_t>(text.size()))
            return errno != 0 ? errno : ENOSPC;
        if (::fsync(file.number()) != 0)
            return errno;
    }
    if (::rename(part.c_str(), path.c_str()) != 0)
        return errno;
    const Descriptor folder(fs::path(path).parent_path().string(), O_RDONLY | O_DIRECTORY);
    return folder.number() >= 0 && ::fsync(folder.number()) == 0 ? 0 : errno;
}

Result<void> replaced(const std::string& path, const std::string& text)
{
    if (const int number = replaceFile(path, text); number != 0) {
        ::unlink((path + ".part").c_str());
        return tl::make_unexpected(cannotWrite(path, number));
    }
    return {};
}

/// The names of the products that have a key in the folder; a folder that is not there has none.
Result<std::vector<ProductId>> productsIn(const std::string& folder)
{
    std::vector<ProductId> products;
    const std::unique_ptr<DIR, int (*)(DIR*)> open(::opendir(folder.c_str()), &::closedir);
    if (!open && (errno == ENOENT || errno == ENOTDIR))
        return products;
    if (!open)
        return tl::make_unexpected(Error{ErrorCode::fileUnreadable, {folder, 0, 0}, std::strerror(errno), {}, {}});
    while (const dirent* entry = ::readdir(open.get())) {
        std::string_view name(entry->d_name);
        if (!name.ends_with(keySuffix))
            continue;
        name.remove_suffix(keySuffix.size());
        if (auto product = productOf(name))
            products.push_back(std::move(*product));
    }
    return products;
}

}  // namespace

Result<std::optional<PinnedKey>> TrustStore::pinned(const ProductId& product) const
{
    for (const TrustPlace& place : m_places.read) {
        auto found = readPin(place.keys + "/" + fileName(product) + std::string(keySuffix));
        if (!found || *found)
            return found;
    }
    return std::optional<PinnedKey>();
}

Result<std::vector<Pin>> TrustStore::pins() const
{
    std::vector<Pin> pins;
    for (const TrustPlace& place : m_places.read) {
        const auto products = productsIn(place.keys);
        if (!products)
            return tl::make_unexpected(products.error());
        for (const ProductId& product : *products) {
            if (std::any_of(pins.begin(), pins.end(), [&](const Pin& pin) { return pin.product == product; }))
                continue;
            auto key = readPin(place.keys + "/" + fileName(product) + std::string(keySuffix));
            if (!key)
                return tl::make_unexpected(key.error());
            if (*key)
                pins.push_back({product, std::move(**key)});
        }
    }
    std::sort(pins.begin(), pins.end(), [](const Pin& a, const Pin& b) { return a.product.text < b.product.text; });
    return pins;
}

Result<std::optional<std::int64_t>> TrustStore::highest(const ProductId& product) const
{
    std::optional<std::int64_t> highest;
    for (const TrustPlace& place : m_places.read) {
        const auto found = readSequence(place.sequences + "/" + fileName(product));
        if (!found)
            return tl::make_unexpected(found.error());
        highest = std::max(highest, *found);
    }
    return highest;
}

Result<std::string> TrustStore::pin(const ProductId& product, const PublicKey& key, const std::string& comment) const
{
    if (!m_places.write)
        return tl::make_unexpected(Error{ErrorCode::nowhereToWrite, {}, {}, {}, {}});
    if (auto made = makeFolder(m_places.write->keys); !made)
        return tl::make_unexpected(made.error());
    std::string path = m_places.write->keys + "/" + fileName(product) + std::string(keySuffix);
    if (auto done = replaced(path, publicKeyFile(key, comment)); !done)
        return tl::make_unexpected(done.error());
    return path;
}

Result<void> TrustStore::remember(const ProductId& product, std::int64_t sequence) const
{
    const auto known = highest(product);
    if (!known)
        return tl::make_unexpected(known.error());
    if (*known >= sequence)
        return {};
    if (!m_places.write)
        return tl::make_unexpected(Error{ErrorCode::nowhereToWrite, {}, {}, {}, {}});
    if (auto made = makeFolder(m_places.write->sequences); !made)
        return made;
    const std::string path = m_places.write->sequences + "/" + fileName(product);
    const Descriptor lock(path + ".lock", O_RDWR | O_CREAT);
    if (lock.number() < 0 || ::flock(lock.number(), LOCK_EX) != 0)
        return tl::make_unexpected(cannotWrite(path + ".lock", errno));
    const auto now = readSequence(path);
    if (!now)
        return tl::make_unexpected(now.error());
    return *now >= sequence ? Result<void>() : replaced(path, std::to_string(sequence) + "\n");
}

}  // namespace catalog
