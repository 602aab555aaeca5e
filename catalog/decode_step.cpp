#include "catalog/decode_step.h"

namespace catalog {

namespace {

StepKind usualKind(Driver driver)
{
    switch (driver) {
    case Driver::sql:
        return StepKind::tx;
    case Driver::deb:
        return StepKind::opaque;
    default:
        return StepKind::ensure;
    }
}

void decodeDriverKeys(MapReader& map, Step& step, Decoding& decoding)
{
    switch (step.driver) {
    case Driver::sql:
        if (const Node* sql = map.require("sql"))
            step.sql = decodeScripts(*sql, decoding);
        break;
    case Driver::command:
        if (const Node* run = map.require("run"))
            step.run = decodeProgram(*run, decoding);
        if (const Node* environment = map.find("environment")) {
            MapReader variables(*environment, decoding.report);
            for (const auto& [name, value] : environment->entries) {
                variables.know(name);
                if (name.empty() || name.find('=') != std::string::npos)
                    decoding.report.add(ErrorCode::badValue, value.keyPlace(), name, {"NAME"});
                if (value.kind != Node::Kind::scalar)
                    decoding.report.add(ErrorCode::wrongKind, value.place, described(value), {"text"});
                checkPlaceholders(value.text, value.place, decoding.report);
                step.environment[name] = value.text;
            }
        }
        break;
    case Driver::archive:
    case Driver::deb:
        map.requireText("artefact", step.artefact);
        break;
    case Driver::ansible:
        if (const Node* play = map.require("play"))
            step.play = decodeScript(*play, decoding);
        break;
    case Driver::manual:
        map.requireText("text", step.text);
        break;
    }
}

}  // namespace

std::optional<Step> decodeStep(const Node& node, Phase phase, Decoding& decoding)
{
    Step step;
    MapReader map(node, decoding.report);
    if (!map.isMap())
        return std::nullopt;
    map.requireText("id", step.id.text);
    const Node* driver = map.require("driver");
    if (driver == nullptr)
        return std::nullopt;
    const auto known = readChoice<Driver>(*driver, decoding.report);
    if (!known)
        return std::nullopt;
    step.driver = *known;
    step.kind = usualKind(step.driver);
    map.choice("kind", step.kind);
    decodeDriverKeys(map, step, decoding);
    // Of a package dpkg itself can tell how far it got.
    const StepKind unknowable = step.driver == Driver::deb ? StepKind::ensure : step.kind;
    decodeProbeAndUndo(map, step.probe, step.undo, unknowable, step.sql, decoding);
    map.duration("timeout", step.timeout);
    // A person takes as long as it takes: the run waits, and holds nothing meanwhile.
    if (step.driver == Driver::manual && step.timeout)
        decoding.report.add(ErrorCode::contradiction, map.placeOf("timeout"), "timeout", {nameOf(Driver::manual)});
    decodeCondition(map, "when", step.when, decoding);
    map.boolean("before-start", step.beforeStart);
    if (step.beforeStart && phase != Phase::contract)
        decoding.report.add(ErrorCode::contradiction, map.placeOf("before-start"), "before-start",
                            {nameOf(Phase::contract)});
    map.finish();
    return step;
}

}  // namespace catalog
