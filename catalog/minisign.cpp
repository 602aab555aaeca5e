#include "catalog/minisign.h"

#include "catalog/document.h"
#include "catalog/minisign_lines.h"

#include <algorithm>
#include <charconv>
#include <sodium.h>

namespace catalog {

namespace {

constexpr std::array<unsigned char, 2> legacyMark{'E', 'd'};
constexpr std::array<unsigned char, 2> prehashedMark{'E', 'D'};

template <std::size_t size>
std::array<unsigned char, size> part(std::span<const unsigned char> bytes, std::size_t from)
{
    std::array<unsigned char, size> result{};
    std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(from), size, result.begin());
    return result;
}

template <std::size_t size>
void append(std::vector<unsigned char>& bytes, const std::array<unsigned char, size>& more)
{
    bytes.insert(bytes.end(), more.begin(), more.end());
}

const unsigned char* raw(std::string_view bytes) { return reinterpret_cast<const unsigned char*>(bytes.data()); }

}  // namespace

std::optional<KeyId> KeyId::read(std::string_view text)
{
    std::uint64_t number = 0;
    if (text.empty() || text.size() > 16)
        return std::nullopt;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, 16);
    if (error != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    std::array<unsigned char, 8> bytes{};
    for (unsigned char& byte : bytes) {
        byte = static_cast<unsigned char>(number & 0xff);
        number >>= 8;
    }
    return KeyId(bytes);
}

std::string KeyId::text() const
{
    constexpr char digits[] = "0123456789ABCDEF";
    std::string text;
    for (auto byte = m_bytes.rbegin(); byte != m_bytes.rend(); ++byte) {
        text += digits[*byte >> 4];
        text += digits[*byte & 15];
    }
    return text;
}

Result<PublicKey> readPublicKey(std::string_view text, const std::string& file)
{
    const std::vector<std::string_view> lines = linesOf(text);
    const auto wrong = [&file](int line, const char* expected) {
        return tl::make_unexpected(Error{ErrorCode::keyMalformed, {file, line, 0}, "public key", {expected}, {}});
    };
    const bool commented = !lines.empty() && lines[0].starts_with(untrustedPrefix);
    const std::size_t at = commented ? 1 : 0;
    if (lines.size() <= at)
        return wrong(static_cast<int>(at) + 1, "56 characters of base64");
    std::array<unsigned char, 42> bytes{};
    if (!fromBase64(lines[at], bytes) || part<2>(bytes, 0) != legacyMark)
        return wrong(static_cast<int>(at) + 1, "56 characters of base64 that begin with RW");
    if (lines.size() > at + 1)
        return wrong(static_cast<int>(at) + 2, "the end of the file");
    return PublicKey{KeyId(part<8>(bytes, 2)), part<32>(bytes, 10)};
}

std::string writtenKey(const PublicKey& key)
{
    std::vector<unsigned char> bytes;
    append(bytes, legacyMark);
    append(bytes, key.id.bytes());
    append(bytes, key.key);
    return toBase64(bytes);
}

std::string publicKeyFile(const PublicKey& key, std::string_view comment)
{
    return std::string(untrustedPrefix) + std::string(comment) + "\n" + writtenKey(key) + "\n";
}

Result<Signature> readSignature(std::string_view text, const std::string& file)
{
    const std::vector<std::string_view> lines = linesOf(text);
    const auto wrong = [&](std::size_t line, const char* expected) {
        const int number = static_cast<int>(std::min(line, lines.size() + 1));
        return tl::make_unexpected(Error{ErrorCode::signatureMalformed, {file, number, 0}, {}, {expected}, {}});
    };
    if (lines.empty() || !lines[0].starts_with(untrustedPrefix))
        return wrong(1, "\"untrusted comment: \" and a text");
    std::array<unsigned char, 74> bytes{};
    if (lines.size() < 2 || !fromBase64(lines[1], bytes))
        return wrong(2, "100 characters of base64, the signature");
    Signature signature;
    if (part<2>(bytes, 0) == prehashedMark)
        signature.form = SignatureForm::prehashed;
    else if (part<2>(bytes, 0) == legacyMark)
        signature.form = SignatureForm::legacy;
    else
        return wrong(2, "a signature that begins with RW or RU");
    signature.key = KeyId(part<8>(bytes, 2));
    signature.signature = part<64>(bytes, 10);
    if (lines.size() < 3 || !lines[2].starts_with(trustedPrefix) ||
        lines[2].size() > trustedPrefix.size() + longestTrustedComment)
        return wrong(3, "\"trusted comment: \" and a text");
    signature.trustedComment = lines[2].substr(trustedPrefix.size());
    if (lines.size() < 4 || !fromBase64(lines[3], signature.commentSignature))
        return wrong(4, "88 characters of base64, the signature of the trusted comment");
    if (lines.size() > 4)
        return wrong(5, "the end of the file");
    return signature;
}

namespace {

/// What is empty or no text is read as text all the same, so that the answer says what would stand there.
Result<std::string> readLines(const std::string& file)
{
    Result<std::string> text = readTextFile(file, largestSignatureFile);
    const auto isNoText = [](ErrorCode code) {
        return code == ErrorCode::fileEmpty || code == ErrorCode::fileBinary || code == ErrorCode::notUtf8;
    };
    return !text && isNoText(text.error().code) ? Result<std::string>(std::string()) : text;
}

}  // namespace

Result<PublicKey> readPublicKeyFile(const std::string& file)
{
    return readLines(file).and_then([&file](const std::string& text) { return readPublicKey(text, file); });
}

Result<Signature> readSignatureFile(const std::string& file)
{
    return readLines(file).and_then([&file](const std::string& text) { return readSignature(text, file); });
}

std::optional<SignatureFault> faultOf(const Signature& signature, const PublicKey& key, std::string_view bytes)
{
    if (signature.key != key.id)
        return SignatureFault::otherKey;
    std::array<unsigned char, 64> hash{};
    std::string_view message = bytes;
    if (signature.form == SignatureForm::prehashed) {
        hash = prehash(bytes);
        message = {reinterpret_cast<const char*>(hash.data()), hash.size()};
    }
    if (crypto_sign_verify_detached(signature.signature.data(), raw(message), message.size(), key.key.data()) != 0)
        return SignatureFault::bytes;
    std::vector<unsigned char> whole(signature.signature.begin(), signature.signature.end());
    whole.insert(whole.end(), signature.trustedComment.begin(), signature.trustedComment.end());
    if (crypto_sign_verify_detached(signature.commentSignature.data(), whole.data(), whole.size(), key.key.data()) != 0)
        return SignatureFault::comment;
    return std::nullopt;
}

}  // namespace catalog
