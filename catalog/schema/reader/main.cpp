// The program `cairn-sql`: reads PostgreSQL statements for Cairn, as a process of its own because PostgreSQL's parser
// may abort and may overflow its stack. Each request on stdin is a line "b LENGTH" (with bodies) or "n LENGTH"
// (without) and that many bytes; each answer on stdout is one line of JSON.
#include "catalog/schema/action_json.h"
#include "catalog/schema/reader/statements.h"

#include <iostream>
#include <string>
#include <sys/resource.h>

int main()
{
    constexpr std::size_t mostBytes = 64U * 1024 * 1024;
    rlimit none{0, 0};
    setrlimit(RLIMIT_CORE, &none);
    std::ios::sync_with_stdio(false);
    std::string header;
    while (std::getline(std::cin, header)) {
        if (header.size() < 3) {
            return 2;
        }
        const std::size_t length = std::strtoull(header.c_str() + 2, nullptr, 10);
        if (length > mostBytes) {
            return 2;
        }
        std::string text(length, '\0');
        if (!std::cin.read(text.data(), static_cast<std::streamsize>(length))) {
            return 2;
        }
        const schema::reader::Bodies bodies =
            header[0] == 'b' ? schema::reader::Bodies::read : schema::reader::Bodies::skip;
        schema::ReadStatement statement;
        try {
            statement = schema::reader::readStatementText(text, bodies);
        } catch (const std::exception& problem) {
            statement.error = problem.what();
        }
        std::cout << schema::writeStatement(statement) << '\n' << std::flush;
    }
    return 0;
}
