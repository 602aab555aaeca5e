#include "app/cli/site_input.h"

#include "app/shared/list_text.h"
#include "catalog/suggest.h"
#include "installers/state_file.h"

#include <QCoreApplication>
#include <algorithm>
#include <array>
#include <map>

namespace cli {

namespace {

struct SiteText {
    Q_DECLARE_TR_FUNCTIONS(SiteInput)
};

constexpr auto preferences = std::to_array<std::pair<const char*, planner::Prefer>>({
    {"hops", planner::Prefer::hops},
    {"risk", planner::Prefer::risk},
    {"tested", planner::Prefer::tested},
    {"downtime", planner::Prefer::downtime},
    {"duration", planner::Prefer::duration},
});

Usage<std::vector<Assignment>> readAssignments(const QString& option, const QStringList& texts)
{
    std::vector<Assignment> assignments;
    for (const QString& text : texts) {
        const Usage<Assignment> assignment = readAssignment(option, text);
        if (!assignment) {
            return tl::unexpected(assignment.error());
        }
        assignments.push_back(*assignment);
    }
    return assignments;
}

Usage<SiteChanges> readChanges(const SiteOptions& options)
{
    const auto facts = readAssignments(QStringLiteral("--fact"), options.facts);
    if (!facts) {
        return tl::unexpected(facts.error());
    }
    const auto components = readAssignments(QStringLiteral("--component"), options.components);
    if (!components) {
        return tl::unexpected(components.error());
    }
    return SiteChanges{*facts, *components};
}

bool hasControlCharacters(const QString& text)
{
    return std::any_of(text.begin(), text.end(),
                       [](QChar letter) { return letter.category() == QChar::Other_Control; });
}

Usage<QString> checkedVersion(const QString& option, const QString& text)
{
    if (text.trimmed().isEmpty()) {
        return usageError(
            SiteText::tr("The option %1 was given an empty version. Write it like %1 5.0.7.").arg(option));
    }
    if (hasControlCharacters(text)) {
        return usageError(SiteText::tr("The option %1 was given a version with control characters in it.").arg(option));
    }
    return text;
}

catalog::Error misnamed(const catalog::Place& place, const QString& name, const std::vector<std::string>& known)
{
    return {catalog::ErrorCode::unknownName,
            place,
            name.toStdString(),
            catalog::suggestions(name.toStdString(), known),
            {}};
}

/// A component that the catalog does not know is a slip of the pen; facts may be free.
catalog::Errors unknownComponents(const std::vector<QString>& names, const catalog::Catalog& catalog)
{
    std::vector<std::string> known;
    for (const catalog::Component& component : catalog.components) {
        known.push_back(component.name.text);
    }
    catalog::Errors errors;
    for (const QString& name : names) {
        const std::string text = name.toStdString();
        if (!known.empty() && std::find(known.begin(), known.end(), text) == known.end()) {
            errors.push_back(misnamed({"--component " + text, 0, 0}, name, known));
        }
    }
    return errors;
}

void addFacts(planner::Site& site, const std::vector<Assignment>& facts)
{
    std::map<catalog::FactName, std::vector<std::string>> given;
    for (const Assignment& fact : facts) {
        given[catalog::FactName{fact.name.toStdString()}].push_back(fact.value.toStdString());
    }
    for (const auto& [name, texts] : given) {
        site.facts[name] = texts;
        site.places.at["facts." + name.text] = {"--fact " + name.text, 0, 0};
    }
}

/// Lays what the options say over a site.
SiteResult<planner::Site> withChanges(planner::Site site, const SiteOptions& options, const SiteChanges& changes,
                                      const catalog::Catalog& catalog)
{
    site.failed = site.failed || options.failed;
    addFacts(site, changes.facts);
    std::vector<QString> names;
    for (const Assignment& component : changes.components) {
        site.components[catalog::ComponentName{component.name.toStdString()}].version.text =
            component.value.toStdString();
        site.places.at["components." + component.name.toStdString()] = {"--component " + component.name.toStdString(),
                                                                        0, 0};
        names.push_back(component.name);
    }
    if (const catalog::Errors errors = unknownComponents(names, catalog); !errors.empty()) {
        return tl::unexpected(SiteProblem{errors});
    }
    for (const QString& name : options.fixed) {
        const auto component = site.components.find(catalog::ComponentName{name.toStdString()});
        if (component == site.components.end()) {
            return tl::unexpected(
                UsageError{SiteText::tr("The option --fixed names %1, of which no version is known. Say it with "
                                        "--component %2=VERSION.")
                               .arg(app::quoted(name), name),
                           {}});
        }
        component->second.fixed = true;
    }
    for (const QString& channel : options.channels) {
        site.channels.insert(catalog::Channel{channel.toStdString()});
    }
    return site;
}

}  // namespace

Usage<SiteChanges> readSiteOptions(const SiteOptions& options)
{
    if (options.site.isEmpty() && options.from.isNull()) {
        return usageError(SiteText::tr("What is installed? Say it with --from VERSION, or name a site file with "
                                       "--site FILE."));
    }
    if (!options.from.isNull()) {
        if (const Usage<QString> from = checkedVersion(QStringLiteral("--from"), options.from); !from) {
            return tl::unexpected(from.error());
        }
    }
    return readChanges(options);
}

SiteResult<planner::Site> readSiteFile(const QString& path)
{
    if (path.isEmpty()) {
        return tl::unexpected(UsageError{SiteText::tr("Which site? Name its file with --site FILE."), {}});
    }
    catalog::Checked<planner::Site> site = planner::readSite(path.toStdString());
    if (!site) {
        return tl::unexpected(SiteProblem{site.error()});
    }
    return std::move(*site);
}

SiteResult<planner::Site> makeSite(const SiteOptions& options, const SiteChanges& changes,
                                   const catalog::Catalog& catalog)
{
    planner::Site site;
    if (options.site.isEmpty()) {
        site.product = catalog.product.id;
    } else {
        SiteResult<planner::Site> read = readSiteFile(options.site);
        if (!read) {
            return read;
        }
        site = std::move(*read);
        if (site.product != catalog.product.id) {
            return tl::unexpected(SiteProblem{{{catalog::ErrorCode::otherProduct,
                                                {site.path, 0, 0},
                                                site.product.text,
                                                {catalog.product.id.text},
                                                {}}}});
        }
        site.version = installers::installedVersion(site).toStdString();
    }
    if (!options.from.isNull()) {
        site.version = options.from.trimmed().toStdString();
    }
    return withChanges(std::move(site), options, changes, catalog);
}

QString preferenceName(planner::Prefer prefer)
{
    for (const auto& [name, value] : preferences) {
        if (value == prefer) {
            return QLatin1String(name);
        }
    }
    return {};
}

SiteResult<planner::Site> makeFleetSite(const SiteOptions& options, const catalog::Catalog& catalog)
{
    const Usage<SiteChanges> changes = readChanges(options);
    if (!changes) {
        return tl::unexpected(changes.error());
    }
    planner::Site site;
    site.product = catalog.product.id;
    return withChanges(std::move(site), options, *changes, catalog);
}

Usage<planner::Goal> makeGoal(const GoalOptions& options, const QDateTime& now)
{
    planner::Goal goal;
    if (!options.to.isNull()) {
        const Usage<QString> to = checkedVersion(QStringLiteral("--to"), options.to);
        if (!to) {
            return tl::unexpected(to.error());
        }
        goal.target = to->trimmed().toStdString();
    }
    if (!options.prefer.isNull()) {
        QStringList known;
        for (const auto& [name, value] : preferences) {
            known.push_back(QLatin1String(name));
        }
        const Usage<QString> prefer = oneOf(QStringLiteral("--prefer"), options.prefer, known);
        if (!prefer) {
            return tl::unexpected(prefer.error());
        }
        goal.prefer = preferences[static_cast<std::size_t>(known.indexOf(*prefer))].second;
    }
    for (const QString& risk : options.acceptedRisks) {
        goal.acceptedRisks.insert(catalog::RiskId{risk.toStdString()});
    }
    goal.allowDowngrade = options.allowDowngrade;
    goal.requireDirect = options.requireDirect;
    goal.asOf = *catalog::readDate(now.date().toString(Qt::ISODate).toStdString());
    if (!options.asOf.isNull()) {
        const std::optional<catalog::Date> day = catalog::readDate(options.asOf.toStdString());
        if (!day) {
            return usageError(SiteText::tr("The option --as-of takes a day like 2026-11-01, and was given %1.")
                                  .arg(app::quoted(options.asOf)));
        }
        goal.asOf = *day;
        goal.asOfGiven = true;
    }
    return goal;
}

}  // namespace cli
