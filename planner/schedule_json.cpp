#include "planner/schedule.h"

#include <nlohmann/json.hpp>

namespace planner {

namespace {

using Json = nlohmann::ordered_json;

const char* nameOf(MisfitReason reason)
{
    switch (reason) {
    case MisfitReason::downtimeUnknown:
        return "downtime-unknown";
    case MisfitReason::restoreUnknown:
        return "restore-unknown";
    case MisfitReason::tooLong:
        return "too-long";
    case MisfitReason::windowsEnd:
        return "windows-end";
    case MisfitReason::afterMisfit:
        return "after-misfit";
    }
    return "";
}

Json jsonOf(const Work& work)
{
    Json json;
    json["kind"] = work.kind == Work::Kind::hop ? "hop" : "component";
    json["index"] = work.index;
    if (work.kind == Work::Kind::component)
        json["component"] = work.component;
    json["from"] = work.from.text;
    json["to"] = work.to.text;
    return json;
}

Json jsonOf(const Placed& placed)
{
    Json json = jsonOf(placed.work);
    json["starts"] = utcText(placed.starts);
    json["ends"] = utcText(placed.ends);
    json["back_by"] = utcText(placed.backBy);
    json["starts_local"] = to_string(placed.startsLocal);
    json["ends_local"] = to_string(placed.endsLocal);
    return json;
}

Json jsonOf(const Night& night)
{
    Json json;
    json["opens"] = utcText(night.opens);
    json["closes"] = utcText(night.closes);
    json["opens_local"] = to_string(night.opensLocal);
    json["closes_local"] = to_string(night.closesLocal);
    json["zone"] = night.zone;
    json["windows"] = night.windows;
    json["work"] = Json::array();
    for (const Placed& placed : night.work)
        json["work"].push_back(jsonOf(placed));
    json["slack_s"] = night.slack.count();
    return json;
}

Json jsonOf(const Misfit& misfit)
{
    Json json = jsonOf(misfit.work);
    json["reason"] = nameOf(misfit.reason);
    const auto add = [&](const char* key, const std::optional<catalog::Seconds>& value) {
        if (value)
            json[key] = value->count();
    };
    add("needed_s", misfit.needed);
    add("longest_s", misfit.longest);
    add("would_do_s", misfit.wouldDo);
    if (misfit.nearest)
        json["nearest_window"] = *misfit.nearest;
    if (!misfit.nearestWouldBe.empty())
        json["nearest_would_be"] = misfit.nearestWouldBe;
    return json;
}

}  // namespace

std::string toJson(const Schedule& schedule)
{
    Json json;
    json["format"] = "cairn-schedule/1";
    json["complete"] = schedule.complete();
    json["nights"] = Json::array();
    for (const Night& night : schedule.nights)
        json["nights"].push_back(jsonOf(night));
    json["misfits"] = Json::array();
    for (const Misfit& misfit : schedule.misfits)
        json["misfits"].push_back(jsonOf(misfit));
    return json.dump(2, ' ', false, Json::error_handler_t::replace);
}

}  // namespace planner
