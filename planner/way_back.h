#pragma once

#include "catalog/load.h"
#include "planner/plan.h"

#include <optional>
#include <string>

namespace planner {

/// How much of a hop has been applied: all but the target's own contract steps, or all.
enum class Applied { expanded, contracted };

/// Whether a release can take a database over that a later one has worked with (DESIGN section 7).
struct WayBack {
    enum class Answer {
        open,
        downgrade,          ///< the hop itself went back
        checkpoint,         ///< one that cannot be undone lies between: `checkpoint`
        compatUnknown,      ///< a release that was applied does not say what its database works with
        compatAboveSchema,  ///< `compat` is the oldest schema that works, `schema` what the release expects
    };
    Answer answer = Answer::open;
    std::string checkpoint;
    std::optional<catalog::SchemaVersion> compat;
    std::optional<catalog::SchemaVersion> schema;
};

/// The way back of a hop that a plan made with this catalog took, without restoring anything. Exact where `applied`
/// is `expanded`, while Hop::rollback is about the whole hop.
[[nodiscard]] WayBack wayBackOf(const catalog::Loaded& loaded, const Hop& hop, Applied applied);

}  // namespace planner
