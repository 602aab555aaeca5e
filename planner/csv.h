#pragma once

#include <cstddef>
#include <istream>
#include <string>
#include <string_view>
#include <vector>

namespace planner {

enum class CsvProblem {
    none,
    textAfterQuote,  ///< a closing quote is followed by neither a comma nor the end of the row
    strayQuote,      ///< a quote inside a cell that does not begin with one
    openQuote,       ///< a quoted cell does not end within CsvReader::maximumRow bytes or before the file does
    tooLong,         ///< a row of more than CsvReader::maximumRow bytes
    notUtf8,
};

struct CsvRow {
    std::size_t line = 0;  ///< where the row begins; lines count from 1
    CsvProblem problem = CsvProblem::none;
    std::vector<std::string_view> cells;  ///< borrowed until the next read; empty when there is a problem
};

/// Reads CSV as RFC 4180 defines it, row by row, in memory that does not grow with the file: quoted cells with doubled
/// quotes and line breaks, CRLF or LF, a byte order mark, a last row without a line break. Empty lines are no rows.
/// A broken row is told with its line, and reading goes on with the line after the one where it began.
///
/// Roads not taken, of what Debian 12 has: libcsv ends at the first error and does not know lines; fast-cpp-csv-parser
/// fixes the columns when it is compiled and knows no line break in a cell. Splitting lines first, then cells: a quoted
/// line break needs both at once.
class CsvReader {
public:
    static constexpr std::size_t maximumRow = std::size_t{1} << 20;

    /// Borrows the stream, which must be opened as binary.
    explicit CsvReader(std::istream& in) : m_in(in) {}
    CsvReader(const CsvReader&) = delete;
    CsvReader& operator=(const CsvReader&) = delete;

    /// False at the end of the file. `row` is used again, so that reading does not allocate.
    [[nodiscard]] bool next(CsvRow& row);

private:
    struct Cell {
        std::size_t begin = 0;
        std::size_t size = 0;
        bool unescaped = false;  ///< in m_unescaped instead of m_buffer
    };
    enum class Parsed { whole, needsMore };

    bool fill();
    [[nodiscard]] Parsed parseRow(CsvProblem& problem);
    void skipLine();

    std::istream& m_in;
    std::string m_buffer;
    std::size_t m_at = 0;   ///< where the row begins that is read next
    std::size_t m_end = 0;  ///< behind the row that was parsed
    std::size_t m_line = 1;
    std::size_t m_breaks = 0;  ///< line breaks in the row that was parsed
    bool m_begun = false;
    bool m_ended = false;  ///< the stream has no more
    std::vector<Cell> m_cells;
    std::string m_unescaped;
};

/// Appends a cell, quoted where it has to be.
void appendCsvCell(std::string& out, std::string_view cell);

}  // namespace planner
