#include "app/cli/demo_command.h"

#include "app/cli/exit_code.h"
#include "app/cli/output.h"
#include "app/demo/demo_site.h"
#include "app/shared/demo_text.h"

#include <QCoreApplication>

namespace cli {

namespace {

struct DemoText {
    Q_DECLARE_TR_FUNCTIONS(DemoCommand)
};

/// An argument as a shell takes it.
QString shellWord(const QString& text)
{
    static const QString plain = QStringLiteral("/._-+:@%=,");
    for (const QChar letter : text) {
        if (!letter.isLetterOrNumber() && !plain.contains(letter)) {
            QString inside = text;
            inside.replace(QLatin1Char('\''), QStringLiteral("'\\''"));
            return QLatin1Char('\'') + inside + QLatin1Char('\'');
        }
    }
    return text;
}

app::Page pageOf(const demo::MadeSite& site)
{
    app::Page page(DemoText::tr("The demo site is ready: Ledger %1").arg(site.version));
    page.fields({{DemoText::tr("Site file"), site.file},
                 {DemoText::tr("Catalog"), site.catalog},
                 {DemoText::tr("Ledger entries"), QString::number(site.entries)},
                 {DemoText::tr("Service"), QStringLiteral("http://127.0.0.1:%1/").arg(site.port)}});
    page.heading(DemoText::tr("What to do with it"));
    const QString catalog = shellWord(site.catalog);
    const QString file = shellWord(site.file);
    const QString plan = shellWord(site.folder + QStringLiteral("/plan.json"));
    const QString folder = shellWord(site.folder);
    page.commands({QStringLiteral("cairn plan --catalog %1 --site %2").arg(catalog, file),
                   QStringLiteral("cairn plan --catalog %1 --site %2 --format json -o %3").arg(catalog, file, plan),
                   QStringLiteral("cairn run --plan %1 --site %2 --allow-unsigned").arg(plan, file),
                   QStringLiteral("cairn status --site %1 --watch").arg(file),
                   QStringLiteral("cairn demo %1 --stop").arg(folder)});
    return page;
}

}  // namespace

int demo(const DemoOptions& options, Console& console)
{
    if (options.folder.isEmpty()) {
        return tell({DemoText::tr("Where to? Name a folder that does not exist yet, such as: cairn demo /tmp/ledger"),
                     QStringLiteral("demo")},
                    console);
    }
    const auto complain = [&console](const demo::Problem& problem) {
        console.complain(app::sentence(problem));
        const bool theirs = problem.code == demo::ProblemCode::folderForeign ||
                            problem.code == demo::ProblemCode::folderClosed ||
                            problem.code == demo::ProblemCode::noSite;
        return theirs ? code(Exit::invalidInput) : code(Exit::internalError);
    };
    if (options.stop) {
        const demo::Made<void> stopped = demo::stopSite(options.folder);
        return stopped ? code(Exit::done) : complain(stopped.error());
    }
    demo::SiteRequest request;
    request.folder = options.folder;
    request.kind = options.postgresql ? demo::SiteKind::postgresql : demo::SiteKind::sqlite;
    const demo::Made<demo::MadeSite> site = demo::makeSite(request);
    if (!site) {
        return complain(site.error());
    }
    console.answer(pageOf(*site));
    return code(Exit::done);
}

}  // namespace cli
