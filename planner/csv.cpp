#include "planner/csv.h"

#include "catalog/document.h"

#include <algorithm>

namespace planner {

namespace {

constexpr std::size_t chunk = std::size_t{1} << 18;
constexpr std::string_view byteOrderMark = "\xEF\xBB\xBF";

}  // namespace

/// Drops what was read and appends a further piece. False when there is none.
bool CsvReader::fill()
{
    if (m_ended)
        return false;
    m_buffer.erase(0, m_at);
    m_at = 0;
    const std::size_t kept = m_buffer.size();
    m_buffer.resize(kept + chunk);
    m_in.read(m_buffer.data() + kept, static_cast<std::streamsize>(chunk));
    const auto got = static_cast<std::size_t>(m_in.gcount());
    m_buffer.resize(kept + got);
    m_ended = got == 0;
    return got > 0;
}

/// Finds the cells of the row at m_at, as far as the buffer goes.
CsvReader::Parsed CsvReader::parseRow(CsvProblem& problem)
{
    m_cells.clear();
    m_unescaped.clear();
    m_breaks = 0;
    problem = CsvProblem::none;
    const char* const data = m_buffer.data();
    const std::size_t size = m_buffer.size();
    std::size_t at = m_at;
    while (true) {
        Cell cell{at, 0, false};
        if (at < size && data[at] == '"') {
            const std::size_t opened = ++at;
            std::size_t from = opened;
            cell.begin = from;
            while (true) {
                const std::size_t quote = m_buffer.find('"', at);
                if (quote == std::string::npos || (quote + 1 == size && !m_ended)) {
                    problem = CsvProblem::openQuote;
                    return m_ended ? Parsed::whole : Parsed::needsMore;
                }
                at = quote + 1;
                if (at < size && data[at] == '"') {
                    if (!cell.unescaped)
                        cell = {m_unescaped.size(), 0, true};
                    m_unescaped.append(m_buffer, from, at - from);
                    from = ++at;
                    continue;
                }
                m_breaks += static_cast<std::size_t>(std::count(data + opened, data + quote, '\n'));
                if (cell.unescaped) {
                    m_unescaped.append(m_buffer, from, quote - from);
                    cell.size = m_unescaped.size() - cell.begin;
                } else {
                    cell.size = quote - cell.begin;
                }
                break;
            }
        } else {
            while (at < size && data[at] != ',' && data[at] != '\n' && data[at] != '"')
                ++at;
            cell.size = at - cell.begin;
            if (at < size && data[at] == '\n' && cell.size > 0 && data[at - 1] == '\r')
                --cell.size;
        }
        m_cells.push_back(cell);
        const bool carriage = at < size && data[at] == '\r';
        if (at + (carriage ? 1 : 0) >= size) {
            m_end = size;
            if (m_ended && carriage)
                problem = CsvProblem::textAfterQuote;
            return m_ended ? Parsed::whole : Parsed::needsMore;
        }
        if (data[at] == ',') {
            ++at;
            continue;
        }
        if (data[at + (carriage ? 1 : 0)] == '\n') {
            m_end = at + (carriage ? 2 : 1);
            ++m_breaks;
            return Parsed::whole;
        }
        problem = data[at] == '"' ? CsvProblem::strayQuote : CsvProblem::textAfterQuote;
        return Parsed::whole;
    }
}

void CsvReader::skipLine()
{
    while (true) {
        const std::size_t end = m_buffer.find('\n', m_at);
        if (end != std::string::npos) {
            m_at = end + 1;
            ++m_line;
            return;
        }
        m_at = m_buffer.size();
        if (!fill())
            return;
    }
}

bool CsvReader::next(CsvRow& row)
{
    row.cells.clear();
    if (!m_begun) {
        m_begun = true;
        while (m_buffer.size() < byteOrderMark.size() && fill()) {
        }
        if (std::string_view(m_buffer).substr(0, byteOrderMark.size()) == byteOrderMark)
            m_at = byteOrderMark.size();
    }
    while (true) {
        if (m_at >= m_buffer.size() && !fill())
            return false;
        Parsed parsed = parseRow(row.problem);
        while (parsed == Parsed::needsMore && m_buffer.size() - m_at <= maximumRow) {
            fill();
            parsed = parseRow(row.problem);
        }
        row.line = m_line;
        if (parsed == Parsed::needsMore && row.problem == CsvProblem::none)
            row.problem = CsvProblem::tooLong;
        if (row.problem == CsvProblem::none && !catalog::isUtf8(std::string_view(m_buffer).substr(m_at, m_end - m_at)))
            row.problem = CsvProblem::notUtf8;
        if (row.problem != CsvProblem::none) {
            skipLine();
            return true;
        }
        m_at = m_end;
        m_line += m_breaks;
        if (m_cells.size() == 1 && m_cells.front().size == 0 && !m_cells.front().unescaped)
            continue;
        for (const Cell& cell : m_cells)
            row.cells.push_back(
                std::string_view(cell.unescaped ? m_unescaped : m_buffer).substr(cell.begin, cell.size));
        return true;
    }
}

void appendCsvCell(std::string& out, std::string_view cell)
{
    const bool padded = !cell.empty() && (cell.front() == ' ' || cell.back() == ' ');
    const auto meansSomething = [](char c) { return c == ',' || c == '"' || c == '\r' || c == '\n'; };
    if (!padded && std::none_of(cell.begin(), cell.end(), meansSomething)) {
        out += cell;
        return;
    }
    out += '"';
    for (const char c : cell) {
        if (c == '"')
            out += '"';
        out += c;
    }
    out += '"';
}

}  // namespace planner
