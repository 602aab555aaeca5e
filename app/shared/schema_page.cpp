#include "app/shared/schema_page.h"

#include "app/shared/error_text.h"
#include "app/shared/list_text.h"
#include "app/shared/schema_text.h"

#include <QCoreApplication>
#include <algorithm>

namespace app {

namespace {

using schema::Level;
using schema::StatementReview;
using schema::UnitReview;
using schema::Verdict;

struct SchemaPage {
    Q_DECLARE_TR_FUNCTIONS(SchemaPage)
};

std::vector<const StatementReview*> notable(const UnitReview& unit)
{
    std::vector<const StatementReview*> statements;
    for (const StatementReview& statement : unit.statements) {
        if (schema::levelOf(statement) >= Level::note) {
            statements.push_back(&statement);
        }
    }
    std::stable_sort(statements.begin(), statements.end(),
                     [](const auto* a, const auto* b) { return schema::levelOf(*a) > schema::levelOf(*b); });
    return statements;
}

QString remarkSentence(const schema::Remark& remark)
{
    switch (remark.kind) {
    case schema::Remark::Kind::accept:
        return SchemaPage::tr("Accepted: %1").arg(fromUtf8(remark.reason));
    case schema::Remark::Kind::phase:
        //: %1 is a phase such as expand.
        return SchemaPage::tr("Said to be %1: %2").arg(phaseWord(remark.phase), fromUtf8(remark.reason));
    case schema::Remark::Kind::retired:
        //: %1 is a release.
        return SchemaPage::tr("Last used by %1: %2").arg(fromUtf8(remark.lastUsed), fromUtf8(remark.reason));
    }
    return {};
}

QStringList detailsOf(const StatementReview& statement)
{
    QStringList details;
    if (const QString reading = readingSentence(statement); !reading.isEmpty()) {
        details << reading;
    }
    for (const std::string& text : statement.badRemarks) {
        details << SchemaPage::tr("The comment \"cairn: %1\" is none that is known. Write: -- cairn: accept because "
                                  "REASON, or a phase, or retired VERSION, in the place of accept.")
                       .arg(fromUtf8(text));
    }
    for (const Verdict& verdict : statement.verdicts) {
        const Level level = schema::levelOf(verdict);
        if (level == Level::none) {
            continue;
        }
        QStringList parts{verdict.object.empty()
                              ? sentence(verdict.operation)
                              //: %1 is a table or column, %2 a whole sentence.
                              : SchemaPage::tr("%1: %2").arg(fromUtf8(verdict.object), sentence(verdict.operation))};
        parts += consequences(verdict);
        for (const schema::Note& note : verdict.notes) {
            parts << sentence(note);
        }
        details << parts.join(QLatin1Char(' '));
        if (level >= Level::warning && verdict.recipe != schema::Recipe::none) {
            //: %1 is a whole sentence that says how it is done better.
            details << SchemaPage::tr("Safer: %1").arg(sentence(verdict.recipe));
        }
    }
    if (statement.remark) {
        details << remarkSentence(*statement.remark);
    }
    return details;
}

QString worksText(const Verdict& verdict)
{
    const auto word = [](schema::Still still) {
        switch (still) {
        case schema::Still::yes:
            return SchemaPage::tr("yes");
        case schema::Still::mostly:
            return SchemaPage::tr("mostly");
        case schema::Still::depends:
            return SchemaPage::tr("depends");
        case schema::Still::no:
            return SchemaPage::tr("no");
        case schema::Still::unknown:
            return SchemaPage::tr("unknown");
        }
        return QString();
    };
    return word(verdict.reads) + QLatin1Char('/') + word(verdict.writes);
}

/// The place within what was asked about.
QString shortPlace(const catalog::Place& place, const QString& root)
{
    const QString text = placeText(place);
    return !root.isEmpty() && text.startsWith(root) ? text.mid(root.size()) : text;
}

void addUnit(Page& page, const UnitReview& unit, const QString& root)
{
    std::vector<QStringList> rows;
    std::vector<Page::Item> items;
    for (const StatementReview* statement : notable(unit)) {
        const Verdict* worst = worstOf(*statement);
        const QString place = shortPlace(statement->place, root);
        rows.push_back({levelWord(schema::levelOf(*statement)), place, fromUtf8(statement->text).left(40),
                        worst == nullptr ? QString() : phaseWord(worst->phase),
                        worst == nullptr ? QString() : worksText(*worst),
                        worst == nullptr ? QString() : lockText(*worst)});
        items.push_back({{place}, detailsOf(*statement), {}});
    }
    page.heading(fromUtf8(unit.name));
    page.table({SchemaPage::tr("Level"), SchemaPage::tr("Where"), SchemaPage::tr("Statement"), SchemaPage::tr("Phase"),
                SchemaPage::tr("Old reads/writes"), SchemaPage::tr("Lock")},
               rows);
    page.bullets(items);
}

}  // namespace

Page classificationPage(const Classification& classification)
{
    //: %1 is a path, %2 a database such as postgresql:15.
    Page page(SchemaPage::tr("%1 on %2").arg(classification.path, classification.database));
    std::vector<const UnitReview*> units;
    int statements = 0;
    for (const UnitReview& unit : classification.units) {
        statements += static_cast<int>(unit.statements.size());
        if (unit.level() >= Level::note) {
            units.push_back(&unit);
        }
    }
    std::stable_sort(units.begin(), units.end(),
                     [](const UnitReview* a, const UnitReview* b) { return a->level() > b->level(); });
    const QString counted = SchemaPage::tr("%n statement(s)", nullptr, statements);
    //: %1 is "5 statements" in your language; %n counts releases or numbered scripts.
    page.paragraph(
        SchemaPage::tr("%1 in %n step(s).", nullptr, static_cast<int>(classification.units.size())).arg(counted));
    for (const UnitReview* unit : units) {
        addUnit(page, *unit, classification.root);
    }
    const int quiet = static_cast<int>(classification.units.size() - units.size());
    if (quiet > 0) {
        page.paragraph(SchemaPage::tr("In %n step(s) there is nothing to look at.", nullptr, quiet));
    }
    if (!classification.left.empty()) {
        page.paragraph(SchemaPage::tr("Left out, because they lead back or are for another database: %1.")
                           .arg(shortened(fromUtf8(classification.left))));
    }
    return page;
}

}  // namespace app
