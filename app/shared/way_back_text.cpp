#include "app/shared/way_back_text.h"

#include "app/shared/list_text.h"
#include "app/shared/quantity_text.h"
#include "app/shared/run_text.h"

#include <QCoreApplication>
#include <QStringList>

namespace app {

namespace {

using installers::WayBack;

struct Ways {
    Q_DECLARE_TR_FUNCTIONS(Ways)
};

QString moment(const QString& stamp) { return momentText(QDateTime::fromString(stamp, Qt::ISODate)); }

QString reasonText(const QString& reason, const QString& from, const QString& to)
{
    const QStringList words = reason.split(QLatin1Char(' '));
    if (words.value(0) == QStringLiteral("downgrade")) {
        return Ways::tr("The hop to release %1 was itself one back, and cannot be taken back without a restore.")
            .arg(to);
    }
    if (words.value(0) == QStringLiteral("checkpoint")) {
        return Ways::tr("The hop to release %1 passed the checkpoint %2, which cannot be undone: release %3 cannot "
                        "take the database over as it is.")
            .arg(to, quoted(words.mid(1).join(QLatin1Char(' '))), from);
    }
    if (words.value(0) == QStringLiteral("compat-above-schema")) {
        return Ways::tr("Release %1 cannot take the database over as release %2 has made it: the oldest schema that "
                        "works with it is %3, and release %1 expects %4.")
            .arg(from, to, words.value(1), words.value(2));
    }
    return Ways::tr("The catalog does not say that release %1 works with the database as release %2 has made it.")
        .arg(from, to);
}

}  // namespace

QString needsRestoreSentence(const QString& release, const QString& detail)
{
    const QStringList parts = detail.split(QLatin1Char('\n'));
    const QString why = reasonText(parts.value(0), release, parts.value(1));
    const QString backup = parts.value(2);
    if (backup.isEmpty()) {
        return Ways::tr("%1 Only a restore would go back, and there is no backup of this run any more.").arg(why);
    }
    //: %1 is one or more sentences, %2 a folder, %3 and %4 moments.
    return Ways::tr("%1 Only restoring the backup %2 of %3 would go back, and would lose everything written since %4. "
                    "Cairn does not do that by itself.")
        .arg(why, quoted(backup), moment(parts.value(3)), moment(parts.value(4)));
}

QString wayBackSentence(const WayBack& way)
{
    if (way.kind == WayBack::Kind::opened) {
        return Ways::tr("Taking the hop from %1 to %2 back: the maintenance page goes up, release %2 stops, and "
                        "release %1 takes the data over as it is, with everything written since %3. Nothing is "
                        "restored.")
            .arg(way.from, way.to, momentText(way.opened));
    }
    if (way.restores) {
        return Ways::tr("Rolling the hop from %1 to %2 back: the data comes back from the backup %3 of %4, and release "
                        "%1 runs again. Release %2 has taken no writes, so none are lost.")
            .arg(way.from, way.to, quoted(way.backup), momentText(way.backedUp));
    }
    return Ways::tr("Rolling the hop from %1 to %2 back: release %1 runs again, and no data has to be restored.")
        .arg(way.from, way.to);
}

Page wayBackPage(const WayBack& way)
{
    Page page(way.kind == WayBack::Kind::none ? Ways::tr("The way back")
                                              : Ways::tr("The way back from %1 to %2").arg(way.to, way.from));
    if (way.isOpen()) {
        page.paragraph(wayBackSentence(way));
        return page;
    }
    page.paragraph(Ways::tr("It is not open: nothing was changed."));
    std::vector<Page::Item> items;
    for (const installers::RunProblem& problem : way.problems) {
        items.push_back({{sentence(problem)}, {}, {}});
    }
    page.numbered(items);
    return page;
}

}  // namespace app
