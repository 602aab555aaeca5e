#pragma once

#include "catalog/catalog.h"
#include "catalog/document.h"

namespace catalog {

/// The canonical form of a catalog: the keys of the format in one fixed order, values that are the default left out,
/// one spelling where authors have several. decode(encode(c)) == c for every catalog that was read without errors.
/// Export, digest and compiled form come from here.
[[nodiscard]] Node encode(const Catalog& catalog);

// Parts.
[[nodiscard]] Node encodeHead(const Catalog& catalog);
[[nodiscard]] Node encodeComponent(const Component& component);
[[nodiscard]] Node encodeFact(const FactDeclaration& fact);
[[nodiscard]] Node encodeRule(const Rule& rule);
[[nodiscard]] Node encodeInstall(const Install& install);
[[nodiscard]] Node encodeMigration(const Migration& migration);
[[nodiscard]] Node encodeCondition(const Condition& condition);
[[nodiscard]] Node encodeTimes(const Times& times, const char* perGb = "downtime_per_gb");
void encodeNote(Node& map, const Note& note);
void encodeValidity(Node& map, const Validity& validity);

/// The keys that decodeReleaseColumns reads, a state's note and validity apart.
void encodeReleaseColumns(Node& map, const Release& release);
/// The keys that decodeReleaseDetail reads.
void encodeReleaseDetail(Node& map, const Release& release);

[[nodiscard]] Node encodeMatch(const Match& match);

// Adds a key unless its value is the default.
void addText(Node& map, const char* key, const std::string& text);
void addList(Node& map, const char* key, const std::vector<std::string>& texts);
void addDate(Node& map, const char* key, const std::optional<Date>& date);
void addDuration(Node& map, const char* key, const std::optional<Seconds>& duration);
void addRange(Node& map, const char* key, const std::optional<Range>& range);
void addNode(Node& map, const char* key, Node node);  ///< unless it is an empty list or map

/// The texts of names, in their order.
template <typename Name>
[[nodiscard]] std::vector<std::string> textsOf(const std::vector<Name>& names)
{
    std::vector<std::string> list;
    list.reserve(names.size());
    for (const Name& name : names)
        list.push_back(name.text);
    return list;
}

}  // namespace catalog
