#include "app/cli/help_text.h"

#include "app/shared/page.h"

#include <QCoreApplication>

namespace cli {

namespace {

struct Help {
    Q_DECLARE_TR_FUNCTIONS(Help)
};

std::vector<app::Page::Field> fieldsOf(const std::vector<Summary>& summaries)
{
    std::vector<app::Page::Field> fields;
    fields.reserve(summaries.size());
    for (const Summary& summary : summaries) {
        fields.push_back({summary.name, summary.purpose});
    }
    return fields;
}

}  // namespace

std::vector<Summary> exitCodeSummaries()
{
    return {
        {QStringLiteral("0"), Help::tr("there is a path, or nothing to do, or the work is done")},
        {QStringLiteral("1"), Help::tr("an internal error, or the answer could not be written")},
        {QStringLiteral("2"), Help::tr("the command line cannot be meant like this")},
        {QStringLiteral("3"), Help::tr("blocked: no legal path, with causes and remedies")},
        {QStringLiteral("4"), Help::tr("facts about the site decide, and have to be answered first")},
        {QStringLiteral("5"), Help::tr("unknown release, broken catalog, inconsistent site or plan")},
        {QStringLiteral("6"), Help::tr("a signature, digest, expiry or sequence does not hold")},
        {QStringLiteral("7"), Help::tr("that would be a downgrade")},
        {QStringLiteral("10"), Help::tr("with --require-direct: other releases have to be installed first")},
        {QStringLiteral("20"), Help::tr("the run was rolled back: the site is where the hop began")},
        {QStringLiteral("21"), Help::tr("the run is stuck, and a person has to look")},
        {QStringLiteral("22"), Help::tr("the run waits: for a soak, a manual step or the end of a pause")},
        {QStringLiteral("23"), Help::tr("the site is already being upgraded")},
    };
}

std::vector<Summary> commandSummaries()
{
    return {
        {QStringLiteral("plan"), Help::tr("find the legal way from an installed release to another")},
        {QStringLiteral("explain"), Help::tr("say rule by rule why one direct hop is legal or not")},
        {QStringLiteral("fleet"), Help::tr("plan every site of a table, and say who is stranded")},
        {QStringLiteral("run"), Help::tr("carry a plan out at a site")},
        {QStringLiteral("resume"), Help::tr("go on with a run that was paused, interrupted or stuck")},
        {QStringLiteral("pause"), Help::tr("ask a run to pause after the step it is in")},
        {QStringLiteral("rollback"), Help::tr("go back to the release before the last hop, losing no writes")},
        {QStringLiteral("status"), Help::tr("say how the site's newest run stands")},
        {QStringLiteral("report"), Help::tr("tell the site's newest run from beginning to end")},
        {QStringLiteral("catalog"),
         Help::tr("check, show, compare, compile, import, export, sign and verify catalogs")},
        {QStringLiteral("demo"), Help::tr("make a site of the demo product to try all this on")},
    };
}

std::vector<Summary> catalogSummaries()
{
    return {
        {QStringLiteral("check"), Help::tr("read a catalog and say what is wrong or odd")},
        {QStringLiteral("show"), Help::tr("show lines, releases and stops, or one release")},
        {QStringLiteral("compile"), Help::tr("make one .cairn file that an engineer can carry")},
        {QStringLiteral("export"), Help::tr("write the whole catalog as one YAML text")},
        {QStringLiteral("import"), Help::tr("make a catalog of another tool's update graph")},
        {QStringLiteral("diff"), Help::tr("say what changed, and which answers with it")},
        {QStringLiteral("sign"), Help::tr("sign a compiled catalog with a key of minisign")},
        {QStringLiteral("verify"), Help::tr("say whether a catalog is what its vendor published")},
        {QStringLiteral("key"), Help::tr("list, pin and change vendors' keys")},
        {QStringLiteral("classify"), Help::tr("say what scripts do to a release that still runs")},
    };
}

QString overview()
{
    app::Page page(Help::tr("Cairn plans and carries out upgrades of installed products."));
    page.commands({Help::tr("cairn COMMAND [OPTIONS]"),
                   Help::tr("cairn --plan-only [OPTIONS]    the same as `cairn plan`, for installers"),
                   Help::tr("cairn COMMAND --help           every option of a command"), Help::tr("cairn --version")});
    page.heading(Help::tr("Commands"));
    page.fields(fieldsOf(commandSummaries()));
    page.heading(Help::tr("Examples"));
    page.commands({
        QStringLiteral("cairn plan --catalog ledger.cairn --from 3.2.1"),
        QStringLiteral("cairn plan --catalog ledger.cairn --site site.yaml --format json -o plan.json"),
        QStringLiteral("cairn explain --catalog ledger.cairn --from 3.2.1 --to latest"),
        QStringLiteral("cairn run --plan plan.json --site site.yaml"),
        QStringLiteral("cairn status --site site.yaml --watch"),
    });
    page.heading(Help::tr("Exit codes"));
    page.fields(fieldsOf(exitCodeSummaries()));
    return app::writeText(page);
}

/// What the options of a command do not say.
QString lesson(const QString& command)
{
    if (command != QStringLiteral("rollback")) {
        return {};
    }
    return Help::tr("A hop that is not opened yet is rolled back as after a failure, and its data\n"
                    "comes back from the backup where it has to: the new release has taken no\n"
                    "writes.\n"
                    "After the opening only the code goes back. The data stays, with all that the\n"
                    "new release has written. That is legal as long as the catalog says that the\n"
                    "old release works with the database as it is now; else it is refused, and what\n"
                    "a restore would bring and lose is said. Nothing is ever restored over writes.\n"
                    "After a crash `cairn resume` goes on with it.\n") +
           QLatin1Char('\n');
}

QString examples(const QString& command)
{
    QStringList lines;
    if (command == QStringLiteral("plan")) {
        lines << QStringLiteral("cairn plan --catalog ledger.cairn --from 3.2.1")
              << QStringLiteral("cairn plan --catalog ledger.cairn --site site.yaml --to 5.x --fact nodes=3")
              << QStringLiteral("cairn plan --catalog ledger.cairn --site site.yaml --format json -o plan.json")
              << QStringLiteral("cairn plan --catalog ledger.cairn --site site.yaml --format ical -o nights.ics")
              << QStringLiteral("cairn plan --catalog gitlab --from 8.11.0 --alternatives")
              << QStringLiteral("cairn --plan-only --require-direct --catalog ledger.cairn --from 8.4.2 --to 9.1.0");
    } else if (command == QStringLiteral("explain")) {
        lines << QStringLiteral("cairn explain --catalog ledger.cairn --from 3.2.1 --to latest");
    } else if (command == QStringLiteral("fleet")) {
        lines << QStringLiteral("cairn fleet --catalog ledger.cairn --sites sites.csv")
              << QStringLiteral(
                     "cairn fleet --catalog ledger.cairn --sites sites.csv --to 9.x --format csv -o plans.csv");
    } else if (command == QStringLiteral("run")) {
        lines << QStringLiteral("cairn run --plan plan.json --site site.yaml")
              << QStringLiteral("cairn run --plan plan.json --site site.yaml --catalog ledger.cairn --allow-unsigned");
    } else if (command == QStringLiteral("rollback")) {
        lines << QStringLiteral("cairn rollback --site site.yaml --check")
              << QStringLiteral("cairn rollback --site site.yaml");
    } else if (command == QStringLiteral("demo")) {
        lines << QStringLiteral("cairn demo /var/tmp/harbour")
              << QStringLiteral("cairn demo /var/tmp/harbour --postgresql")
              << QStringLiteral("cairn demo /var/tmp/harbour --stop");
    } else if (command.startsWith(QStringLiteral("catalog"))) {
        const QStringList all{
            QStringLiteral("cairn catalog check ledger/"),
            QStringLiteral("cairn catalog show ledger.cairn"),
            QStringLiteral("cairn catalog show --catalog ledger.cairn 5.0.3"),
            QStringLiteral("cairn catalog compile ledger/ -o ledger.cairn"),
            QStringLiteral("cairn catalog export ledger.cairn -o ledger.yaml"),
            QStringLiteral("cairn catalog import cincinnati graph.json --product openshift -o openshift.cairn"),
            QStringLiteral("cairn catalog classify migrations/ --database postgresql:15"),
            QStringLiteral("cairn catalog classify ledger --database postgresql:12 --format sarif -o findings.sarif"),
            QStringLiteral("cairn catalog diff ledger-117.cairn ledger-118.cairn"),
            QStringLiteral("cairn catalog sign ledger.cairn --key ledger.key"),
            QStringLiteral("cairn catalog sign ledger.cairn --key ledger.key --password-file /run/secrets/ledger"),
            QStringLiteral("cairn catalog verify ledger.cairn"),
            QStringLiteral("cairn catalog verify ledger.cairn --public-key ledger.pub"),
            QStringLiteral("cairn catalog verify ledger.cairn --remember"),
            QStringLiteral("cairn catalog key pin ledger.pub --product ledger"),
            QStringLiteral("cairn catalog key list"),
            QStringLiteral("cairn catalog key endorse new.pub --product ledger --key old.key"),
            QStringLiteral("cairn catalog key rotate new.pub --product ledger"),
            QStringLiteral("cairn catalog key pin new.pub --product ledger --replace F89F7DFF5FAD957E"),
        };
        lines = all.filter(QStringLiteral("cairn ") + command);
    }
    if (lines.isEmpty()) {
        return {};
    }
    QString text = lesson(command) + Help::tr("Examples:") + QLatin1Char('\n');
    for (const QString& line : lines) {
        text += QStringLiteral("  ") + line + QLatin1Char('\n');
    }
    return text;
}

QString versionText() { return Help::tr("cairn %1").arg(QStringLiteral(CAIRN_VERSION)) + QLatin1Char('\n'); }

}  // namespace cli
