#pragma once

#include "catalog/decode.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace catalog {

// The parts that install steps and migrations share. Each reports what is wrong and returns what could be read.

/// The path of a script of the catalog.
[[nodiscard]] std::string decodeScript(const Node& node, Decoding& decoding);
/// Scripts by database; a scalar means every database.
[[nodiscard]] Scripts decodeScripts(const Node& node, Decoding& decoding);
/// A program and its arguments, with known placeholders only.
[[nodiscard]] std::vector<std::string> decodeProgram(const Node& node, Decoding& decoding);
/// Reports a placeholder that is not in the fixed set of step.h.
void checkPlaceholders(std::string_view text, const Place& place, Report& report);
/// Reports a missing probe where the kind cannot do without.
void decodeProbeAndUndo(MapReader& map, std::optional<Probe>& probe, std::optional<Undo>& undo, StepKind kind,
                        const Scripts& scripts, Decoding& decoding);
/// Nothing when no step can be made of it.
[[nodiscard]] std::optional<Step> decodeStep(const Node& node, Phase phase, Decoding& decoding);

}  // namespace catalog
