// Measures what has a budget and prints each as a ratio against a baseline of the same run.
#include "tests/bench/measures.h"

#include <QCoreApplication>

int main(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() < 2) {
        std::fprintf(stderr, "Usage: cairn_bench BUILD-FOLDER [cold-start] [explicit-graph] [growth] [fleet]\n");
        return 2;
    }
    const QString& binaries = arguments[1];
    const auto wanted = [&](const QString& part) { return arguments.size() == 2 || arguments.contains(part); };
    bench::Table table;
    if (wanted(QStringLiteral("cold-start")))
        bench::coldStart(table, binaries);
    if (wanted(QStringLiteral("explicit-graph")))
        bench::explicitGraph(table);
    if (wanted(QStringLiteral("growth")))
        bench::growth(table, binaries);
    if (wanted(QStringLiteral("fleet")))
        bench::fleet(table, binaries);
    return table.held() ? 0 : 1;
}
