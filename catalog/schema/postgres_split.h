#pragma once

#include "catalog/error.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace schema {

enum class PieceKind {
    statement,
    psqlCommand,  ///< \set and its like
    unfinished,   ///< a quote, a dollar quote or a comment that never ends: the rest of the script
};

/// A part of a script that is carried out as one.
struct Piece {
    PieceKind kind = PieceKind::statement;
    std::string_view text;  ///< into the script, without its semicolon
    std::size_t offset = 0;
    catalog::Place place;     ///< of its first character; columns count characters
    bool copiesData = false;  ///< COPY … FROM stdin, whose lines of data were left out
    std::vector<std::string>
        remarks;  ///< comments that begin with "cairn:", without that: before it, in it, or on its last line
};

/// Splits a script where psql would: semicolons in strings, dollar quotes, comments (which nest), parentheses and
/// bodies of BEGIN ATOMIC end nothing; the lines after COPY … FROM stdin are data up to `\.`. A byte order mark is no
/// part of it. The pieces point into `script`.
///
/// Road not taken: libpg_query's own splitter, which knows neither psql's commands nor COPY's data, and gives up at the
/// first error.
[[nodiscard]] std::vector<Piece> splitPostgres(std::string_view script, const std::string& file);

/// The place of an offset within a piece.
[[nodiscard]] catalog::Place placeIn(const Piece& piece, std::size_t offset);

}  // namespace schema
