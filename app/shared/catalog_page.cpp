#include "app/shared/catalog_page.h"

#include "app/shared/condition_text.h"
#include "app/shared/list_text.h"
#include "app/shared/marking_text.h"
#include "app/shared/quantity_text.h"
#include "app/shared/reason_text.h"
#include "catalog/order.h"

#include <QCoreApplication>

namespace app {

namespace {

using catalog::Catalog;
using catalog::Checkpoint;
using catalog::Release;
using catalog::ReleaseState;

struct Catalogs {
    Q_DECLARE_TR_FUNCTIONS(Catalogs)
};

QString productName(const Catalog& catalog)
{
    return fromUtf8(catalog.product.name.empty() ? catalog.product.id.text : catalog.product.name);
}

QString day(const std::optional<catalog::Date>& date) { return date ? dayText(*date) : QString(); }

QString stateWord(ReleaseState state)
{
    switch (state) {
    case ReleaseState::ok:
        return {};
    case ReleaseState::avoid:
        return Catalogs::tr("avoid");
    case ReleaseState::withdrawn:
        return Catalogs::tr("withdrawn");
    case ReleaseState::deadEnd:
        return Catalogs::tr("dead end");
    case ReleaseState::unavailable:
        return Catalogs::tr("unavailable");
    }
    return {};
}

QString schemaText(const Release& release)
{
    return release.schema ? QString::number(release.schema->value) : QString();
}

QStringList checkpointIds(const Release& release)
{
    QStringList ids;
    for (const Checkpoint& checkpoint : release.checkpoints) {
        ids.push_back(fromUtf8(checkpoint.id.text));
    }
    return ids;
}

void addLines(Page& page, const Catalog& catalog, const catalog::Order& order)
{
    std::vector<QStringList> rows;
    for (std::size_t i = 0; i < catalog.lines.size(); ++i) {
        const catalog::Line& line = catalog.lines[i];
        const std::vector<catalog::ReleaseIndex>& releases = order.onLine(static_cast<catalog::LineIndex>(i));
        const auto name = [&](catalog::ReleaseIndex index) { return fromUtf8(catalog.at(index).version.text); };
        rows.push_back({fromUtf8(line.id.text), line.from ? name(*line.from) : QString(),
                        QString::number(releases.size()), releases.empty() ? QString() : name(releases.front()),
                        releases.empty() ? QString() : name(releases.back()), day(line.endOfLife)});
    }
    page.heading(Catalogs::tr("Lines, the oldest first"));
    page.table({Catalogs::tr("Line"), Catalogs::tr("Branches from"), Catalogs::tr("Releases"), Catalogs::tr("First"),
                Catalogs::tr("Newest"), Catalogs::tr("End of life")},
               rows);
}

void addReleases(Page& page, const Catalog& catalog, const catalog::Order& order, const planner::Marking& marking)
{
    const bool marked = !marking.marks.empty();
    std::vector<QStringList> rows;
    for (const catalog::ReleaseIndex index : order.byRank()) {
        const Release& release = catalog.at(index);
        rows.push_back({fromUtf8(release.version.text), fromUtf8(catalog.at(release.line).id.text), day(release.date),
                        schemaText(release), stateWord(release.state.value),
                        checkpointIds(release).join(QStringLiteral(", "))});
        if (marked) {
            rows.back().push_back(markCauses(marking, index).join(QStringLiteral(", ")));
        }
    }
    QStringList header{Catalogs::tr("Version"), Catalogs::tr("Line"),  Catalogs::tr("Date"),
                       Catalogs::tr("Schema"),  Catalogs::tr("State"), Catalogs::tr("Checkpoint")};
    if (marked) {
        //: The head of a column: what makes Cairn mark the release as a stop, beside the declared checkpoints.
        header.push_back(Catalogs::tr("Derived stop"));
    }
    page.heading(Catalogs::tr("Releases, the oldest first"));
    page.table(header, rows);
}

Page::Item checkpointItem(const Release& release, const Checkpoint& checkpoint)
{
    Page::Item item{{fromUtf8(checkpoint.id.text)}, {}, {}};
    item.details.push_back(checkpoint.landsOn
                               ? Catalogs::tr("Stop at a release in %1.").arg(fromUtf8(checkpoint.landsOn->text()))
                               : Catalogs::tr("Stop at release %1.").arg(fromUtf8(release.version.text)));
    if (!checkpoint.when.always()) {
        item.details.push_back(Catalogs::tr("Only when %1.").arg(conditionText(checkpoint.when)));
    }
    if (checkpoint.undo) {
        item.details.push_back(Catalogs::tr("It can be undone."));
    }
    item.details += noteSentences(checkpoint.note);
    return item;
}

void addCheckpoints(Page& page, const Catalog& catalog, const catalog::Order& order)
{
    std::vector<Page::Item> items;
    for (const catalog::ReleaseIndex index : order.byRank()) {
        for (const Checkpoint& checkpoint : catalog.at(index).checkpoints) {
            items.push_back(checkpointItem(catalog.at(index), checkpoint));
        }
    }
    if (!items.empty()) {
        page.heading(Catalogs::tr("Checkpoints: what may not be jumped over"));
        page.bullets(items);
    }
}

void addMarks(Page& page, const Catalog& catalog, const planner::Marking& marking)
{
    std::vector<Page::Item> items;
    for (const planner::Mark& mark : marking.marks) {
        items.push_back(markItem(catalog, marking, mark));
    }
    if (!items.empty()) {
        page.heading(Catalogs::tr("Derived stops: what moves, shims and scripts ask for"));
        page.bullets(items);
    }
}

void addRisks(Page& page, const Catalog& catalog)
{
    std::vector<Page::Item> items;
    for (const catalog::Rule& rule : catalog.rules) {
        const auto* risk = std::get_if<catalog::RiskRule>(&rule.body);
        if (risk == nullptr) {
            continue;
        }
        const auto text = [](const std::optional<catalog::Range>& range) {
            return range ? fromUtf8(range->text()) : Catalogs::tr("any release");
        };
        Page::Item item{{fromUtf8(risk->id.text)},
                        {Catalogs::tr("In hops from %1 to %2.").arg(text(risk->from), text(risk->to))},
                        {}};
        if (!rule.when.always()) {
            item.details.push_back(Catalogs::tr("Only when %1.").arg(conditionText(rule.when)));
        }
        if (risk->fixedIn) {
            item.details.push_back(Catalogs::tr("Fixed in %1.").arg(fromUtf8(risk->fixedIn->text)));
        }
        item.details += noteSentences(rule.note);
        items.push_back(std::move(item));
    }
    if (!items.empty()) {
        page.heading(Catalogs::tr("Known risks"));
        page.bullets(items);
    }
}

QString timesText(const catalog::Times& times)
{
    QStringList parts;
    if (times.downtime) {
        parts.push_back(Catalogs::tr("downtime %1").arg(durationText(*times.downtime)));
    }
    if (times.downtimePerGb) {
        parts.push_back(Catalogs::tr("downtime for each GB %1").arg(durationText(*times.downtimePerGb)));
    }
    if (times.duration) {
        parts.push_back(Catalogs::tr("whole duration %1").arg(durationText(*times.duration)));
    }
    if (times.restore) {
        parts.push_back(Catalogs::tr("restoring %1").arg(durationText(*times.restore)));
    }
    if (times.restorePerGb) {
        parts.push_back(Catalogs::tr("restoring for each GB %1").arg(durationText(*times.restorePerGb)));
    }
    return parts.join(QStringLiteral(", "));
}

QString requirementsText(const Release& release)
{
    QStringList texts;
    for (const catalog::Requirement& requirement : release.requirements) {
        if (requirement.timesDatabase) {
            texts.push_back(Catalogs::tr("free space of %1 times the database").arg(*requirement.timesDatabase));
            continue;
        }
        const QString values = either(textsOf(requirement.match.anyOf));
        texts.push_back(requirement.match.negated ? Catalogs::tr("%1 not %2").arg(fromUtf8(requirement.name), values)
                                                  : QStringLiteral("%1 %2").arg(fromUtf8(requirement.name), values));
    }
    return texts.join(QStringLiteral("; "));
}

QString migrationsText(const Release& release)
{
    if (!release.migrations) {
        return Catalogs::tr("not listed");
    }
    if (release.migrations->empty()) {
        return Catalogs::tr("none");
    }
    QStringList ids;
    for (const catalog::Migration& migration : *release.migrations) {
        ids.push_back(fromUtf8(migration.id.text));
    }
    return ids.join(QStringLiteral(", "));
}

QString artefactsText(const Release& release)
{
    QStringList texts;
    for (const catalog::Artefact& artefact : release.install->artefacts) {
        texts.push_back(QStringLiteral("%1 (%2)").arg(fromUtf8(artefact.name), sizeText(artefact.size)));
    }
    return texts.join(QStringLiteral(", "));
}

}  // namespace

Page catalogPage(const catalog::Loaded& loaded, catalog::Date today)
{
    const Catalog& catalog = loaded.catalog;
    const catalog::Order order(catalog);
    const planner::Marking marking = planner::mark(catalog, order, today);
    Page page(Catalogs::tr("The catalog of %1").arg(productName(catalog)));
    page.fields({{Catalogs::tr("Vendor"), fromUtf8(catalog.product.vendor)},
                 {Catalogs::tr("Published"), day(catalog.published)},
                 {Catalogs::tr("Sequence"), catalog.sequence ? QString::number(*catalog.sequence) : QString()},
                 {Catalogs::tr("Expires"), day(catalog.expires)},
                 {Catalogs::tr("Hops forward"), catalog.policy == catalog::Policy::open
                                                    ? Catalogs::tr("legal unless a rule refuses them")
                                                    : Catalogs::tr("legal only where a rule allows them")},
                 {Catalogs::tr("Digest"), fromUtf8(loaded.digest.text())}});
    addLines(page, catalog, order);
    addReleases(page, catalog, order, marking);
    addCheckpoints(page, catalog, order);
    addMarks(page, catalog, marking);
    addRisks(page, catalog);
    return page;
}

Page releasePage(const Catalog& catalog, catalog::ReleaseIndex index, catalog::Date today)
{
    const Release& release = catalog.at(index);
    const catalog::Order order(catalog);
    const planner::Marking marking = planner::mark(catalog, order, today);
    const std::optional<catalog::ReleaseIndex> parent = order.parent(index);
    Page page(Catalogs::tr("%1 %2").arg(productName(catalog), fromUtf8(release.version.text)));
    page.fields({{Catalogs::tr("Also called"), fromUtf8(release.aliases).join(QStringLiteral(", "))},
                 {Catalogs::tr("Line"), fromUtf8(catalog.at(release.line).id.text)},
                 {Catalogs::tr("Follows"), parent ? fromUtf8(catalog.at(*parent).version.text) : QString()},
                 {Catalogs::tr("Date"), day(release.date)},
                 {Catalogs::tr("State"), stateWord(release.state.value)},
                 {Catalogs::tr("Channels"), textsOf(release.channels).join(QStringLiteral(", "))},
                 {Catalogs::tr("Offered when"), conditionText(release.offer)},
                 {Catalogs::tr("Schema"), schemaText(release)},
                 {Catalogs::tr("Old code works from schema"),
                  release.compat ? QString::number(release.compat->value) : QString()},
                 {Catalogs::tr("Requires"), requirementsText(release)},
                 {Catalogs::tr("Times"), timesText(release.times)},
                 {Catalogs::tr("Migrations"), migrationsText(release)},
                 {Catalogs::tr("Artefacts"), artefactsText(release)},
                 {Catalogs::tr("Notes"), fromUtf8(release.notes)}});
    const QStringList stateNotes = noteSentences(release.state.note);
    if (!stateNotes.isEmpty()) {
        page.bullets({{{Catalogs::tr("About its state")}, stateNotes, {}}});
    }
    std::vector<Page::Item> checkpoints;
    for (const Checkpoint& checkpoint : release.checkpoints) {
        checkpoints.push_back(checkpointItem(release, checkpoint));
    }
    if (!checkpoints.empty()) {
        page.heading(Catalogs::tr("Checkpoints"));
        page.bullets(checkpoints);
    }
    for (const planner::Mark& mark : marking.marks) {
        if (mark.release == index) {
            page.heading(Catalogs::tr("Derived stop"));
            page.bullets({markItem(catalog, marking, mark)});
        }
    }
    return page;
}

}  // namespace app
