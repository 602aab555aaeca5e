#include "planner/csv.h"
#include "tests/fuzz/fuzz.h"

#include <sstream>
#include <vector>

namespace {

using Table = std::vector<std::vector<std::string>>;

Table read(const std::string& text)
{
    std::istringstream in(text);
    planner::CsvReader reader(in);
    planner::CsvRow row;
    Table table;
    std::size_t last = 0;
    while (reader.next(row)) {
        fuzz::mustHold(row.line > last, "rows come in the order of their lines");
        last = row.line;
        if (row.problem == planner::CsvProblem::none)
            table.emplace_back(row.cells.begin(), row.cells.end());
    }
    return table;
}

}  // namespace

/// Cells that were read and are written again are read as the same cells.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const Table table = read(std::string(fuzz::text(data, size)));
    std::string text;
    for (const auto& row : table) {
        for (const std::string& cell : row) {
            if (&cell != &row.front())
                text += ',';
            planner::appendCsvCell(text, cell);
        }
        text += row.size() == 1 && row.front().empty() ? "\"\"\n" : "\n";
    }
    fuzz::mustHold(read(text) == table, "the same cells");
    return 0;
}
