#pragma once

#include <string>
#include <tl/expected.hpp>
#include <vector>

namespace catalog {

/// Where something was read. Line and column count from 1; 0 means the whole file.
struct Place {
    std::string file;
    int line = 0;
    int column = 0;
    bool operator==(const Place&) const = default;
};

/// What is wrong with an input. The sentence for each is made in app/ alone.
enum class ErrorCode {
    // files and their text
    fileMissing,
    fileUnreadable,
    fileEmpty,
    fileBinary,
    fileTooLarge,  ///< subject: the file's size; expected: the cap
    yamlSyntax,    ///< subject: the parser's own words
    yamlCycle,     ///< subject: the anchor
    yamlTooDeep,
    yamlTooManyNodes,
    duplicateKey,  ///< subject: the key; related: where it was first
    notUtf8,
    storeDamaged,  ///< a .cairn file SQLite cannot read; subject: SQLite's words
    storeForeign,  ///< an SQLite file that is no compiled catalog
    storeDigest,   ///< the compiled catalog's values do not match its digest
    // the shape of a value
    unknownKey,     ///< subject: the key; expected: the nearest known keys, nearest first
    missingKey,     ///< subject: the key
    wrongKind,      ///< subject: what stands there; expected: what would be right
    badValue,       ///< subject: what stands there; expected: the forms that would be right
    formatVersion,  ///< subject: the format's version found; expected: the one this program reads
    // the meaning
    duplicateName,  ///< subject: the release, alias, line, …; related: where it was first
    unknownName,    ///< subject: a name that nothing declares; expected: the nearest declared ones
    badVersion,     ///< a version that the scheme cannot read
    badRange,
    lineOrder,      ///< a line that branches from a release of a line listed later, or from itself
    schemaFalls,    ///< subject: the release; the schema version falls along its line
    scriptMissing,  ///< subject: the script's path
    scriptOutside,  ///< a script's path that leaves the catalog's folder
    contradiction,  ///< subject: what contradicts; related: the other place
    edgeToItself,   ///< subject: the release whose edge leads to itself
    edgeCycle,      ///< subject: the releases of the cycle, joined by " > ", the first one again at the end
    edgeOutside,    ///< subject: the node an edge points at; expected: what a node's number may be
    // what is asked of a catalog
    noSuchRelease,     ///< subject: what was asked for; expected: the nearest known versions
    ambiguousRelease,  ///< subject: the prefix; expected: what it may mean
    otherProduct,      ///< subject: the product found; expected: the one wanted
    // tables of sites
    csvQuote,      ///< a row's quotes do not match
    csvCells,      ///< subject: how many cells the row has; expected: how many the header has
    csvTooLong,    ///< subject: the cap for a row, in bytes
    noSuchColumn,  ///< subject: the column; expected: the nearest that mean something
    // writing
    cannotWrite,  ///< subject: the path and the system's words
    // trust
    keyMalformed,        ///< subject: public key or secret key; expected: what would stand there
    signatureMalformed,  ///< expected: what would stand there
    signatureMissing,    ///< subject: the key that should have signed; expected: where the signature would be
    signatureForeign,    ///< subject: the key that signed; expected: the one that should have, and for which product
    signatureWrong,      ///< the bytes are not those that the key (subject) has signed; expected: the signature's file
    signatureComment,    ///< the trusted comment is not the one that the key (subject) has signed
    signatureClaims,     ///< subject: what the trusted comment says; expected: what it would say, were it so
    catalogExpired,      ///< subject: its last day; expected: today
    sequenceBack,        ///< subject: the catalog's sequence, empty where it has none; expected: the highest seen
    sequenceMissing,     ///< a catalog without a sequence, which nobody could tell from an older one
    sequenceUnreadable,  ///< subject: what stands where the highest sequence was remembered
    notCompiled,         ///< a catalog in a form that cannot be signed
    passwordMissing,     ///< nothing gives the secret key's password
    passwordWrong,
    keyPinned,       ///< subject: the product; expected: the key that is pinned for it
    keyNotPinned,    ///< subject: the product
    nowhereToWrite,  ///< no folder for keys and sequences is known
};

/// One thing that is wrong: what, where, and what would be right. Never a sentence.
struct Error {
    ErrorCode code;
    Place place;
    std::string subject;
    std::vector<std::string> expected;
    Place related;
    bool operator==(const Error&) const = default;
};

using Errors = std::vector<Error>;

template <typename T>
using Result = tl::expected<T, Error>;

/// Readers go on after an error and report all they find, at most `maximumErrors`.
template <typename T>
using Checked = tl::expected<T, Errors>;

inline constexpr std::size_t maximumErrors = 50;

}  // namespace catalog
