#pragma once

#include "catalog/catalog.h"
#include "catalog/reader.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace catalog {

// How nodes become a catalog. The compiled form is read with the same functions, release by release, so that there is
// one meaning of every key.

/// What decoding a part needs to know of the whole.
struct Decoding {
    Report& report;
    VersionScheme scheme = VersionScheme::numeric;
    std::map<std::string, std::string, std::less<>> aliases;  ///< of releases; to their versions
    std::map<FactName, FactDeclaration> facts;
    std::vector<std::string> lines;
    std::map<std::string, Place> scripts;  ///< every script that is named, and where it was first
};

/// Gives the text of a script of the catalog. Errors: scriptMissing, scriptOutside and those of readTextFile.
using ScriptReader = std::function<Result<std::string>(const std::string& path, const Place& place)>;

/// The whole catalog: shape, then meaning (validate.h). Errors are all that were found, at most maximumErrors.
[[nodiscard]] Checked<Catalog> decode(const Node& node, const ScriptReader& scripts);

// Parts; each reports what is wrong and returns what could be read.
[[nodiscard]] std::optional<Version> decodeVersion(const Node& node, Decoding& decoding);
/// A range, or a list of them; an alias of a release stands for its version.
[[nodiscard]] std::optional<Range> decodeRange(const Node& node, Decoding& decoding);
[[nodiscard]] Condition decodeCondition(const Node& node, Decoding& decoding);
[[nodiscard]] std::vector<Requirement> decodeRequirements(const Node& node, Decoding& decoding);
void decodeRange(MapReader& map, std::string_view key, std::optional<Range>& target, Decoding& decoding);
void decodeCondition(MapReader& map, std::string_view key, Condition& target, Decoding& decoding);
void decodeVersion(MapReader& map, std::string_view key, std::optional<Version>& target, Decoding& decoding);
void decodeNote(MapReader& map, Note& note);
void decodeValidity(MapReader& map, Validity& validity);

/// With `perGb` as the key of downtimePerGb.
void decodeTimes(MapReader& map, Times& times, std::string_view perGb = "downtime_per_gb");
/// A map under `key`.
void decodeTimes(MapReader& map, std::string_view key, Times& times);

/// Whether a script's path is relative, with `/`, and stays below the catalog's folder.
[[nodiscard]] bool isScriptPath(std::string_view path);

[[nodiscard]] std::vector<Migration> decodeMigrations(const Node& node, Decoding& decoding);
[[nodiscard]] Install decodeInstall(const Node& node, Decoding& decoding);

/// Everything of a release but version, line, install and what decodeReleaseColumns reads.
void decodeReleaseDetail(MapReader& map, Release& release, Decoding& decoding);
/// What the compiled form keeps in columns of their own: what nearly every release has.
void decodeReleaseColumns(MapReader& map, Release& release);
[[nodiscard]] std::vector<Rule> decodeRules(const Node& node, Decoding& decoding);
[[nodiscard]] std::optional<Rule> decodeRule(const Node& node, Decoding& decoding);
[[nodiscard]] FactDeclaration decodeFact(const std::string& name, const Node& node, Decoding& decoding);
[[nodiscard]] Component decodeComponent(const std::string& name, const Node& node, Decoding& decoding);
/// The keys before the lists: product, versions, dates, policy; `cairn` must be 1.
void decodeHead(MapReader& map, Catalog& catalog, Decoding& decoding);

}  // namespace catalog
