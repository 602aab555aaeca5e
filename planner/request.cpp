#include "planner/request.h"

#include "catalog/lookup.h"
#include "catalog/names.h"
#include "planner/rules/environment.h"

#include <algorithm>

namespace planner {

using catalog::Error;
using catalog::ErrorCode;

namespace {

std::vector<Reason> ownObjections(Situation& situation)
{
    std::vector<Reason> reasons;
    const HopQuery stay{situation.installed, situation.installed, siteEnvironment, true};
    (void)requirementsMet(situation, stay, situation.installed, siteEnvironment, &reasons);
    return reasons;
}

}  // namespace

catalog::Checked<Request> readRequest(const Model& model, const Site& site, const Goal& goal)
{
    catalog::Errors errors;
    const catalog::Place whole{site.path, 0, 0};
    const auto placeOf = [&](const std::string& key) {
        const catalog::Place place = site.places.of(key);
        return place.file.empty() ? whole : place;
    };
    if (!site.product.text.empty() && site.product != model.catalog.product.id)
        errors.push_back(
            {ErrorCode::otherProduct, placeOf("product"), site.product.text, {model.catalog.product.id.text}, {}});
    Rank installed = 0;
    if (site.version.empty()) {
        errors.push_back({ErrorCode::missingKey, whole, "version", {}, {}});
    } else if (const catalog::Result<catalog::ReleaseIndex> found = catalog::findRelease(model.catalog, site.version)) {
        installed = model.rank(*found);
    } else {
        errors.push_back(found.error());
        errors.back().place = placeOf("version");
    }
    for (const auto& [name, component] : site.components) {
        if (!catalog::VersionKey::read(model.catalog.versions, component.version.text))
            errors.push_back({ErrorCode::badVersion,
                              placeOf("components." + name.text),
                              component.version.text,
                              {catalog::nameOf(model.catalog.versions)},
                              {}});
    }
    catalog::Checked<Facts> facts = Facts::read(model.catalog, site);
    if (!facts)
        errors.insert(errors.end(), facts.error().begin(), facts.error().end());
    if (!errors.empty())
        return tl::make_unexpected(errors);
    return Request{
        model, site, goal, std::move(*facts), installed, std::make_shared<const Day>(model, goal.asOf, installed)};
}

catalog::Errors contradictions(Situation& situation)
{
    catalog::Errors errors;
    for (const Reason& reason : ownObjections(situation)) {
        if (!reason.facts.empty())
            continue;
        std::string found = reason.names.empty() ? std::string() : " " + reason.names.front();
        const catalog::FactName fact{reason.id};
        if (const catalog::FactValue* value = situation.facts.find(fact); found.empty() && value != nullptr)
            found = " " + catalog::to_string(*value);
        catalog::Place place = situation.site.places.of("components." + reason.id);
        if (place.file.empty())
            place = situation.site.places.of("facts." + reason.id);
        if (place.file.empty())
            place.file = situation.site.path;
        errors.push_back({ErrorCode::contradiction, place, reason.id + found, {reason.text}, reason.place});
    }
    return errors;
}

std::vector<catalog::FactName> unsaidRequirements(Situation& situation)
{
    std::vector<catalog::FactName> unsaid;
    for (const Reason& reason : ownObjections(situation)) {
        for (const catalog::FactName& fact : reason.facts) {
            if (std::find(unsaid.begin(), unsaid.end(), fact) == unsaid.end())
                unsaid.push_back(fact);
        }
    }
    return unsaid;
}

std::string signature(const Situation& situation, const Answer& answer)
{
    const bool refused = answer.kind == Answer::Kind::notOk || answer.kind == Answer::Kind::noTarget;
    std::string text = std::to_string(static_cast<int>(refused ? Answer::Kind::blocked : answer.kind));
    for (const Move& move : answer.path) {
        if (move.kind == Move::Kind::hop) {
            text += " >" + std::to_string(move.to);
            continue;
        }
        const ComponentDomain& domain = situation.environments.domains()[move.domain];
        const int version = situation.environments.version(move.after, move.domain);
        text += " " + domain.name.text + "=" + domain.versions[static_cast<std::size_t>(version)].text;
    }
    return text;
}

}  // namespace planner
