#include "catalog/schema/remark.h"

#include <array>

namespace schema {

namespace {

std::string_view trimmed(std::string_view text)
{
    const std::size_t start = text.find_first_not_of(" \t");
    const std::size_t end = text.find_last_not_of(" \t");
    return start == std::string_view::npos ? std::string_view() : text.substr(start, end - start + 1);
}

std::string_view firstWord(std::string_view& text)
{
    text = trimmed(text);
    const std::size_t end = std::min(text.find_first_of(" \t"), text.size());
    const std::string_view word = text.substr(0, end);
    text = trimmed(text.substr(end));
    return word;
}

}  // namespace

std::optional<Remark> readRemark(std::string_view text)
{
    Remark remark;
    const std::string_view verb = firstWord(text);
    if (verb == "retired") {
        remark.kind = Remark::Kind::retired;
        remark.lastUsed = firstWord(text);
    } else if (verb != "accept") {
        remark.kind = Remark::Kind::phase;
        bool found = false;
        for (const ChangePhase phase : {ChangePhase::expand, ChangePhase::migrate, ChangePhase::contract,
                                        ChangePhase::relax, ChangePhase::neutral}) {
            if (nameOf(phase) == verb) {
                remark.phase = phase;
                found = true;
            }
        }
        if (!found) {
            return std::nullopt;
        }
    }
    if (firstWord(text) != "because" || text.empty() || remark.lastUsed == "because") {
        return std::nullopt;
    }
    remark.reason = text;
    return remark;
}

}  // namespace schema
