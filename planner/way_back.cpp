#include "planner/way_back.h"

#include "catalog/lookup.h"
#include "planner/hop_mode.h"

#include <algorithm>

namespace planner {

WayBack wayBackOf(const catalog::Loaded& loaded, const Hop& hop, Applied applied)
{
    using Answer = WayBack::Answer;
    if (hop.downgrade)
        return {Answer::downgrade, {}, {}, {}};
    if (hop.rollback == Rollback::withoutRestore)
        return {};
    const Model model(loaded);
    for (const CompiledCheckpoint& checkpoint : model.checkpoints) {
        const catalog::CheckpointId& id = checkpoint.checkpoint->id;
        if (!checkpoint.checkpoint->undo &&
            std::find(hop.checkpoints.begin(), hop.checkpoints.end(), id) != hop.checkpoints.end())
            return {Answer::checkpoint, id.text, {}, {}};
    }
    const auto from = catalog::findRelease(loaded.catalog, hop.from.text);
    const auto to = catalog::findRelease(loaded.catalog, hop.to.text);
    if (!from || !to)
        return {Answer::compatUnknown, {}, {}, {}};
    const Rank source = model.order.rank(*from);
    const std::optional<catalog::SchemaVersion> compat =
        compatOf(model, releasesRun(model, source, model.order.rank(*to)), applied);
    const std::optional<catalog::SchemaVersion> schema = model.at(source).schema;
    if (!compat || !schema)
        return {Answer::compatUnknown, {}, compat, schema};
    return {*compat <= *schema ? Answer::open : Answer::compatAboveSchema, {}, compat, schema};
}

}  // namespace planner
