// Tries a vendor's history of SQL scripts as a chain of upgrades:
//     script-chain FOLDER sqlite|postgresql [--kills N] [--seed FILE]
// Exit code 0: each time the same database as by psql or sqlite3; 1: not; 2: it cannot be tried.
#include "tests/installers/script_chain.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QElapsedTimer>
#include <cstdio>

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    const QCommandLineOption kills(QStringLiteral("kills"), QStringLiteral("How often the runner is killed."),
                                   QStringLiteral("N"), QStringLiteral("6"));
    const QCommandLineOption seed(QStringLiteral("seed"), QStringLiteral("A script that every database begins with."),
                                  QStringLiteral("FILE"));
    parser.addOptions({kills, seed});
    parser.addPositionalArgument(QStringLiteral("folder"), QStringLiteral("The scripts."));
    parser.addPositionalArgument(QStringLiteral("database"), QStringLiteral("sqlite or postgresql."));
    parser.addHelpOption();
    parser.process(application);
    const QStringList arguments = parser.positionalArguments();
    const QString kind = arguments.value(1);
    if (arguments.size() != 2 || (kind != QLatin1String("sqlite") && kind != QLatin1String("postgresql"))) {
        std::fprintf(stderr, "%s", qPrintable(parser.helpText()));
        return 2;
    }
    const bool postgres = kind == QLatin1String("postgresql");
    std::unique_ptr<support::PostgresServer> server;
    if (postgres) {
        if (const QString why = support::PostgresServer::missing(); !why.isEmpty()) {
            std::fprintf(stderr, "%s\n", qPrintable(why));
            return 2;
        }
        server = support::PostgresServer::start();
        if (!server)
            return 2;
    }
    QElapsedTimer timer;
    timer.start();
    chain::Chain chain(arguments.at(0), postgres ? chain::Database::postgresql : chain::Database::sqlite, server.get(),
                       {parser.value(seed), parser.value(kills).toInt()});
    const chain::Outcome outcome = chain.run();
    for (const QString& note : outcome.notes)
        std::printf("note: %s\n", qPrintable(note));
    std::printf(
        "%d boundaries, %d kills, %d runs that went back and were made again; %d objects and %lld rows compared each "
        "time; %lld s\n",
        outcome.boundaries, outcome.kills, outcome.rolledBack, outcome.objects, static_cast<long long>(outcome.rows),
        static_cast<long long>(timer.elapsed() / 1000));
    if (outcome.problem.isEmpty())
        return 0;
    std::fprintf(stderr, "%s\n", qPrintable(outcome.problem));
    return 1;
}
