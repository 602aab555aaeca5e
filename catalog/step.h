#pragma once

#include "catalog/condition.h"
#include "catalog/digest.h"
#include "catalog/named.h"
#include "catalog/time.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace catalog {

enum class DatabaseKind { sqlite, postgresql };
enum class Driver { sql, command, archive, deb, ansible, manual };

/// What a crash in the middle of a step can leave, and so what resuming may do (DESIGN: step kinds).
enum class StepKind {
    pure,    ///< run again
    ensure,  ///< assert again: running it twice is the same as once
    tx,      ///< the work and its marker in one transaction
    nontx,   ///< needs a probe and a cleaner
    batch,   ///< a cursor is committed with each batch
    opaque,  ///< a vendor's program; its probe is mandatory
};

enum class Phase { preflight, expand, backfill, install, migrate, verify, reveal, contract };

/// A script of the catalog for each database it supports; paths are relative to the catalog, with `/`.
using Scripts = std::map<DatabaseKind, std::string>;

/// How to find out whether a step's effect is there. Exactly one of query, run and exists is given.
/// A query answers one text: done, not-done, partial, running (also 1 and 0). A program answers by its exit code:
/// 0 done, 1 not-done, 2 partial, 3 running. Everything else is unknown.
struct Probe {
    std::map<DatabaseKind, std::string> query;
    std::vector<std::string> run;
    std::string exists;  ///< a path; done when it exists
    bool operator==(const Probe&) const = default;
};

struct Undo {
    Scripts sql;
    std::vector<std::string> run;
    bool operator==(const Undo&) const = default;
};

/// One action at a site. Programs are argument lists, never shell strings. Placeholders in run, probe, undo and
/// environment come from a fixed set: {site} {releases} {release} {old_release} {from} {to} {database} {data} {run}
/// {port}.
struct Step {
    StepId id;
    Driver driver = Driver::command;
    StepKind kind = StepKind::pure;
    Scripts sql;                                     ///< sql
    std::vector<std::string> run;                    ///< command
    std::map<std::string, std::string> environment;  ///< command
    std::string artefact;                            ///< archive, deb: a name among the install's artefacts
    std::string play;                                ///< ansible: a script of the catalog
    std::string text;                                ///< manual: what a person has to do
    std::optional<Probe> probe;
    std::optional<Undo> undo;
    std::optional<Seconds> timeout;
    Condition when;
    bool beforeStart = false;  ///< contract steps only: before the new release is started
    bool operator==(const Step&) const = default;
};

struct Artefact {
    std::string name;  ///< a file name without folders
    std::uint64_t size = 0;
    Digest digest;
    bool operator==(const Artefact&) const = default;
};

/// What a release does at a site: its files, and a list of steps for each phase.
struct Install {
    std::vector<Artefact> artefacts;
    std::map<Phase, std::vector<Step>> steps;
    [[nodiscard]] bool empty() const { return artefacts.empty() && steps.empty(); }
    bool operator==(const Install&) const = default;
};

}  // namespace catalog
