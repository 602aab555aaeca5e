#pragma once

#include "catalog/schema/action.h"

#include <string_view>
#include <vector>

namespace schema {

/// Why nothing is known of a statement although there may be nothing wrong with it.
enum class ReadFailure {
    none,
    readerMissing,  ///< the reading program could not be started
    readerEnded,    ///< it ended on this statement: PostgreSQL's parser aborted or ran out of stack
    readerSlow,     ///< it gave no answer in time
    tooLarge,
    nulByte,
};

struct ReadAnswer {
    ReadStatement statement;
    ReadFailure failure = ReadFailure::none;
    bool bodiesSkipped = false;  ///< reading the bodies of its blocks ended the reader; the rest of it was read
};

/// Reads PostgreSQL statements. An answer for each statement, in their order; never throws and never ends the process,
/// whatever the statements are. Not to be called from two threads at once.
class StatementReader {
public:
    virtual ~StatementReader() = default;
    [[nodiscard]] virtual std::vector<ReadAnswer> read(const std::vector<std::string_view>& statements) = 0;
};

}  // namespace schema
