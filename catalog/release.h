#pragma once

#include "catalog/condition.h"
#include "catalog/named.h"
#include "catalog/seldom.h"
#include "catalog/step.h"
#include "catalog/time.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace catalog {

/// Positions in Catalog::releases and Catalog::lines.
enum class ReleaseIndex : std::uint32_t {};
enum class LineIndex : std::uint32_t {};

/// A schema version of the product's database; larger is later.
struct SchemaVersion {
    std::int64_t value = 0;
    auto operator<=>(const SchemaVersion&) const = default;
};

/// Why a vendor set something, for people. All may be empty.
struct Note {
    std::string reason;
    std::string url;
    std::string remedy;
    bool operator==(const Note&) const = default;
};

/// Both inclusive; a missing end is open.
struct Validity {
    std::optional<Date> since;
    std::optional<Date> until;
    [[nodiscard]] bool covers(Date day) const { return (!since || *since <= day) && (!until || day <= *until); }
    bool operator==(const Validity&) const = default;
};

enum class ReleaseState {
    ok,
    avoid,        ///< may only be the end of a path
    withdrawn,    ///< never entered; a site that runs it may leave
    deadEnd,      ///< may only be the end of a path, and nothing leaves it
    unavailable,  ///< never entered
};

struct State {
    ReleaseState value = ReleaseState::ok;
    Seldom<Note> note;
    Seldom<Validity> validity;  ///< outside of it the release is ok
    bool operator==(const State&) const = default;
};

enum class MigrationPhase { expand, migrate, contract };

struct Times {
    std::optional<Seconds> downtime;
    std::optional<Seconds> downtimePerGb;
    std::optional<Seconds> duration;
    std::optional<Seconds> restore;
    std::optional<Seconds> restorePerGb;
    [[nodiscard]] bool empty() const { return *this == Times{}; }
    bool operator==(const Times&) const = default;
};

/// A change of the database. A hop runs, oldest first, those of the target's ancestors that the source's do not have.
struct Migration {
    MigrationId id;
    MigrationPhase phase = MigrationPhase::migrate;
    Scripts sql;  ///< empty: the release's own code does it
    StepKind kind = StepKind::tx;
    std::optional<Probe> probe;
    std::optional<Undo> undo;
    Times times;
    bool operator==(const Migration&) const = default;
};

/// A data move by code or in the background; its code is gone, or its result required, from `until` on.
struct DataMove {
    std::string id;
    Version until;
    Note note;
    bool operator==(const DataMove&) const = default;
};

/// A bridge for old clients or data that goes away with `until`.
struct Shim {
    std::string id;
    Version until;
    Note note;
    bool operator==(const Shim&) const = default;
};

/// A release, or a set of landing releases, that a path may not jump over.
struct Checkpoint {
    CheckpointId id;
    std::optional<Range> landsOn;  ///< missing: this release alone
    std::optional<Range> beyond;  ///< releases that count as beyond although no ancestor of theirs is a landing release
    Condition when;
    bool undo = false;  ///< going back over it is legal
    Note note;
    bool operator==(const Checkpoint&) const = default;
};

/// What must hold before and after a hop: a component, a fact, or disk_free (also as a multiple: ">=2x database").
struct Requirement {
    std::string name;
    Match match;                          ///< match.fact.text == name, unless it is a multiple
    std::optional<double> timesDatabase;  ///< disk_free only: at least this many times the database's size
    bool operator==(const Requirement&) const = default;
};

struct Release {
    Version version;
    Seldom<std::vector<std::string>> aliases;
    LineIndex line{};
    std::optional<Date> date;
    Seldom<std::vector<Channel>> channels;  ///< empty: offered to every channel
    Seldom<Condition> offer;                ///< on becoming a target or a stop, not on staying
    State state;
    std::optional<SchemaVersion> schema;
    std::optional<SchemaVersion> compat;
    std::optional<SchemaVersion> compatExpanded;
    std::optional<std::vector<Migration>> migrations;  ///< missing is not the same as none
    Seldom<std::vector<DataMove>> moves;
    Seldom<std::vector<Shim>> shims;
    std::optional<Version> scriptsSince;
    Seldom<std::vector<Requirement>> requirements;
    Seldom<std::map<ComponentName, Version>> provides;
    Seldom<std::vector<Checkpoint>> checkpoints;
    Seldom<std::vector<std::string>> waitsFor;
    Seldom<Times> times;
    Seldom<Install> install;
    Seldom<std::string> notes;
    Seldom<Place> place;
};

/// Equality leaves places out: a compiled catalog has none.
[[nodiscard]] bool operator==(const Release& a, const Release& b);

}  // namespace catalog
