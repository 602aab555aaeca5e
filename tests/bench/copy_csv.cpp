// The baseline of a fleet's command: reads a table of sites and writes as many bytes as the answers take, without a
// thought between them.
#include "planner/csv.h"

#include <cstdlib>
#include <fstream>
#include <string>

int main(int argc, char** argv)
{
    if (argc != 4)
        return 2;
    const std::string answer(static_cast<std::size_t>(std::atoi(argv[3])), 'x');
    std::ifstream in(argv[1], std::ios::binary);
    std::ofstream out(argv[2], std::ios::binary);
    planner::CsvReader reader(in);
    planner::CsvRow row;
    std::string line;
    while (reader.next(row)) {
        line.clear();
        for (const std::string_view cell : row.cells) {
            planner::appendCsvCell(line, cell);
            line += ',';
        }
        line += answer;
        line += '\n';
        out << line;
    }
    out.close();
    return out.good() ? 0 : 1;
}
