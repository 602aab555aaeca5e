#include "installers/postgres_script.h"
#include "installers/sql_script.h"
#include "tests/fuzz/fuzz.h"

/// Statements are parts of the script, in its order.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view script = fuzz::text(data, size);
    int line = 1;
    for (const installers::PostgresStatement& statement : installers::readPostgresScript(script).statements) {
        fuzz::mustHold(statement.line >= line && script.find(statement.text) != std::string_view::npos,
                       "a statement stands in the script");
        line = statement.line;
        (void)installers::outsideTransaction(statement);
        (void)installers::concurrentIndexOf(statement);
    }
    for (const installers::SqlStatement& statement : installers::splitSql(script)) {
        (void)installers::controlsTransaction(statement);
        (void)installers::isShellCommand(statement);
    }
    return 0;
}
