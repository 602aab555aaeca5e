#pragma once

#include "catalog/schema/statement_reader.h"

#include <chrono>
#include <memory>
#include <string>

namespace schema {

struct ReaderProcessOptions {
    std::string program;                        ///< the path of cairn-sql
    std::chrono::milliseconds patience{20000};  ///< for one statement
};

/// Reads statements in a child process, which is started when it is first needed and started anew where it ended.
///
/// Roads not taken: PostgreSQL's parser in this process, which it can end in ways that nothing catches (an assertion,
/// an overflown stack); a process for each statement, which costs a hundred times the parsing.
[[nodiscard]] std::unique_ptr<StatementReader> makeReaderProcess(ReaderProcessOptions options);

}  // namespace schema
