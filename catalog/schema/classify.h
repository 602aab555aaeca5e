#pragma once

#include "catalog/error.h"
#include "catalog/schema/model.h"
#include "catalog/schema/operation.h"
#include "catalog/schema/statement_reader.h"

#include <optional>
#include <string>
#include <vector>

namespace schema {

/// What else there is to know about a statement.
enum class Hazard {
    conditional,        ///< inside an IF, a loop or beside an EXCEPTION: it may not run
    dynamicText,        ///< its text is put together when it runs
    guarded,            ///< IF EXISTS, IF NOT EXISTS: it may do nothing
    cascade,            ///< takes along what depends on it
    failsUnlessEmpty,   ///< fails on a table with a row
    insideTransaction,  ///< cannot run inside a transaction block, in which it stands
    notInServer,        ///< subject: the oldest server that knows it
    unknownFunction,    ///< subject: a function that is neither built in nor made by the scripts; taken for volatile
    unknownType,        ///< what the column's type was is not known
    dataLost,
    onConflictTarget,  ///< ON CONFLICT that names its columns or its constraint fails
    fullTable,         ///< changes every row at once
    meaningChanges,
    bodyUnread,     ///< the body of a block or function ended the reader
    partnerTable,   ///< subject: another table that is locked, too
    replacesCheck,  ///< a check of the same name was dropped in the same release
    copiedData,
};

struct Note {
    Hazard hazard{};
    std::string subject;
    bool operator==(const Note&) const = default;
};

/// What one action comes to. The members of a row, adjusted to the table, the types and the server.
struct Verdict {
    Operation operation = Operation::other;
    ChangePhase phase = ChangePhase::opaque;
    Still reads = Still::unknown;
    Still writes = Still::unknown;
    Lock lock = Lock::none;
    bool rewrite = false;
    bool scan = false;
    bool indexBuild = false;
    bool review = false;
    bool own = false;     ///< about something that the same unit made: no older release knows it
    bool undone = false;  ///< the same unit takes the effect back: it does not count for compatibility
    Recipe recipe = Recipe::none;
    std::string object;  ///< what it is about: "public.t", "public.t.c"
    std::vector<Note> notes;
    Action action;          ///< without bodies
    Identity identity = 0;  ///< of what it takes away or changes; 0: not known
    [[nodiscard]] bool has(Hazard hazard) const;
    /// Whether a release that came before cannot go on after it.
    [[nodiscard]] bool breaksOld() const { return phase == ChangePhase::contract && !own && !undone && !review; }
};

/// 9.6 is 96, 10 is 100, 15.4 is 150.
using ServerVersion = int;

/// Judges one action against what is known before it. `inTransaction`: inside BEGIN … COMMIT.
enum class Around { transaction, nothing };
[[nodiscard]] Verdict classify(const Action& action, const Model& before, ServerVersion server, Around around);

/// Whether a function's result is the same for all rows of one statement, so that a default with it needs no rewrite.
/// Nothing for one that is not known.
[[nodiscard]] std::optional<bool> isStableFunction(const std::string& name);

}  // namespace schema
