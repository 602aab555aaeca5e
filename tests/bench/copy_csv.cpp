// The baseline of a fleet's command: reads a table of sites and writes as many bytes as the answers take, without a
// thought between them.
#include "planner/csv.h"

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <string>

int main(int argc, char** argv)
{
    if (argc != 3)
        return 2;
    const std::string answer(static_cast<std::size_t>(std::atoi(argv[2])), 'x');
    std::ifstream in(argv[1], std::ios::binary);
    std::ios::sync_with_stdio(false);
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
        std::cout << line;
    }
    std::cout.flush();
    return std::cout.good() ? 0 : 1;
}
