#include "app/shared/catalog_diff_page.h"

#include "app/shared/error_text.h"
#include "app/shared/list_text.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace app {

namespace {

using planner::CatalogDiff;
using planner::HeadPart;
using planner::ReleasePart;

struct Diffs {
    Q_DECLARE_TR_FUNCTIONS(Diffs)
};

/// Spelt as the catalog's key where there is one, so that people find it.
QString keyOf(HeadPart part)
{
    switch (part) {
    case HeadPart::product:
        return QStringLiteral("product");
    case HeadPart::versions:
        return QStringLiteral("versions");
    case HeadPart::published:
        return QStringLiteral("published");
    case HeadPart::sequence:
        return QStringLiteral("sequence");
    case HeadPart::expires:
        return QStringLiteral("expires");
    case HeadPart::policy:
        return QStringLiteral("policy");
    case HeadPart::backports:
        return QStringLiteral("backports");
    case HeadPart::channels:
        return QStringLiteral("channels");
    case HeadPart::components:
        return QStringLiteral("components");
    case HeadPart::facts:
        return QStringLiteral("facts");
    case HeadPart::lines:
        return QStringLiteral("lines");
    case HeadPart::order:
        return QStringLiteral("order");
    }
    return {};
}

QString keyOf(ReleasePart part)
{
    switch (part) {
    case ReleasePart::aliases:
        return QStringLiteral("aliases");
    case ReleasePart::line:
        return QStringLiteral("line");
    case ReleasePart::date:
        return QStringLiteral("date");
    case ReleasePart::channels:
        return QStringLiteral("channels");
    case ReleasePart::offer:
        return QStringLiteral("offer");
    case ReleasePart::state:
        return QStringLiteral("state");
    case ReleasePart::schema:
        return QStringLiteral("schema");
    case ReleasePart::migrations:
        return QStringLiteral("migrations");
    case ReleasePart::moves:
        return QStringLiteral("moves");
    case ReleasePart::shims:
        return QStringLiteral("shims");
    case ReleasePart::scriptsSince:
        return QStringLiteral("scripts_since");
    case ReleasePart::requirements:
        return QStringLiteral("requires");
    case ReleasePart::provides:
        return QStringLiteral("provides");
    case ReleasePart::checkpoints:
        return QStringLiteral("checkpoint");
    case ReleasePart::waitsFor:
        return QStringLiteral("waits_for");
    case ReleasePart::times:
        return QStringLiteral("times");
    case ReleasePart::install:
        return QStringLiteral("install");
    case ReleasePart::notes:
        return QStringLiteral("notes");
    }
    return {};
}

template <typename Parts>
QStringList keysOf(const Parts& parts)
{
    QStringList keys;
    for (const auto part : parts) {
        keys.push_back(keyOf(part));
    }
    return keys;
}

QString ruleName(const catalog::Rule& rule)
{
    static const QStringList names{QStringLiteral("allow"), QStringLiteral("forbid"), QStringLiteral("risk"),
                                   QStringLiteral("reach"), QStringLiteral("leave")};
    const auto* risk = std::get_if<catalog::RiskRule>(&rule.body);
    const QString kind = names.at(static_cast<qsizetype>(rule.body.index()));
    return risk == nullptr ? kind : QStringLiteral("%1 %2").arg(kind, fromUtf8(risk->id.text));
}

QString ruleText(const catalog::Rule& rule)
{
    const QString place = placeText(rule.place);
    return place.isEmpty() ? ruleName(rule) : QStringLiteral("%1 (%2)").arg(ruleName(rule), place);
}

QStringList rulesText(const std::vector<catalog::Rule>& rules)
{
    QStringList texts;
    for (const catalog::Rule& rule : rules) {
        texts.push_back(ruleText(rule));
    }
    return texts;
}

QString releasesText(const std::vector<catalog::Version>& releases)
{
    return releases.empty() ? QString() : shortened(inRuns(textsOf(releases)), 12);
}

/// One side of an answer on a line.
QString answerLine(const planner::FleetAnswer& answer)
{
    const QString kind = QString::fromStdString(planner::to_string(answer.kind));
    if (const std::vector<catalog::Version> path = answer.path(); !path.empty()) {
        return textsOf(path).join(QStringLiteral(" > "));
    }
    if (!answer.hopeful.empty()) {
        //: A path that holds if open questions fall well.
        return Diffs::tr("%1, at best %2").arg(kind, textsOf(answer.hopeful).join(QStringLiteral(" > ")));
    }
    return kind;
}

QJsonObject answerJson(const planner::FleetAnswer& answer)
{
    return {{QStringLiteral("outcome"), QString::fromStdString(planner::to_string(answer.kind))},
            {QStringLiteral("to"), fromUtf8(answer.to.text)},
            {QStringLiteral("path"), QJsonArray::fromStringList(textsOf(answer.path()))},
            {QStringLiteral("hopeful"), QJsonArray::fromStringList(textsOf(answer.hopeful))}};
}

}  // namespace

Page catalogDiffPage(const CatalogDiff& diff, const QString& before, const QString& after)
{
    if (diff.same()) {
        Page page(Diffs::tr("The catalogs say the same"));
        page.fields({{Diffs::tr("Before"), before}, {Diffs::tr("After"), after}});
        return page;
    }
    Page page(Diffs::tr("What changed between two catalogs"));
    page.fields({{Diffs::tr("Before"), before},
                 {Diffs::tr("After"), after},
                 {Diffs::tr("Head"), all(keysOf(diff.head))},
                 {Diffs::tr("New releases"), releasesText(diff.added)},
                 {Diffs::tr("Gone releases"), releasesText(diff.removed)},
                 {Diffs::tr("New rules"), shortened(rulesText(diff.rulesAdded))},
                 {Diffs::tr("Gone rules"), shortened(rulesText(diff.rulesRemoved))}});
    if (!diff.changed.empty()) {
        std::vector<QStringList> rows;
        for (const CatalogDiff::Release& release : diff.changed) {
            rows.push_back({fromUtf8(release.version.text), keysOf(release.parts).join(QStringLiteral(", ")),
                            placeText(release.after)});
        }
        page.heading(Diffs::tr("Changed releases"));
        page.table({Diffs::tr("Release"), Diffs::tr("What"), Diffs::tr("Where")}, rows);
    }
    const int asked = static_cast<int>(diff.asked);
    page.heading(Diffs::tr("Answers that changed"));
    if (diff.answers.empty()) {
        page.paragraph(
            Diffs::tr("None: %n question(s) were asked of both, and the answers are the same.", nullptr, asked));
        return page;
    }
    page.paragraph(Diffs::tr("%1 of %2 answers.").arg(static_cast<int>(diff.answers.size())).arg(asked));
    std::vector<Page::Item> items;
    for (const CatalogDiff::Answer& answer : diff.answers) {
        items.push_back({{Diffs::tr("From %1 to %2").arg(fromUtf8(answer.from.text), fromUtf8(answer.target))},
                         {Diffs::tr("Before: %1").arg(answerLine(answer.before)),
                          Diffs::tr("After: %1").arg(answerLine(answer.after))},
                         {}});
    }
    page.bullets(items);
    return page;
}

QByteArray catalogDiffJson(const CatalogDiff& diff)
{
    QJsonArray changed;
    for (const CatalogDiff::Release& release : diff.changed) {
        changed.push_back(QJsonObject{{QStringLiteral("release"), fromUtf8(release.version.text)},
                                      {QStringLiteral("parts"), QJsonArray::fromStringList(keysOf(release.parts))}});
    }
    QJsonArray answers;
    for (const CatalogDiff::Answer& answer : diff.answers) {
        answers.push_back(QJsonObject{{QStringLiteral("from"), fromUtf8(answer.from.text)},
                                      {QStringLiteral("target"), fromUtf8(answer.target)},
                                      {QStringLiteral("before"), answerJson(answer.before)},
                                      {QStringLiteral("after"), answerJson(answer.after)}});
    }
    return QJsonDocument(
               QJsonObject{{QStringLiteral("format"), QStringLiteral("cairn-catalog-diff/1")},
                           {QStringLiteral("same"), diff.same()},
                           {QStringLiteral("head"), QJsonArray::fromStringList(keysOf(diff.head))},
                           {QStringLiteral("added"), QJsonArray::fromStringList(textsOf(diff.added))},
                           {QStringLiteral("removed"), QJsonArray::fromStringList(textsOf(diff.removed))},
                           {QStringLiteral("changed"), changed},
                           {QStringLiteral("rules_added"), QJsonArray::fromStringList(rulesText(diff.rulesAdded))},
                           {QStringLiteral("rules_removed"), QJsonArray::fromStringList(rulesText(diff.rulesRemoved))},
                           {QStringLiteral("asked"), static_cast<qint64>(diff.asked)},
                           {QStringLiteral("answers"), answers}})
        .toJson();
}

}  // namespace app
