// Measures what has a budget and prints each as a ratio against a baseline of the same run.
#include "tests/bench/measures.h"

#include <QCoreApplication>

int main(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
    if (argc != 2) {
        std::fprintf(stderr, "Usage: cairn_bench BUILD-FOLDER\n");
        return 2;
    }
    const QString binaries = QString::fromLocal8Bit(argv[1]);
    bench::Table table;
    bench::coldStart(table, binaries);
    bench::explicitGraph(table);
    bench::growth(table, binaries);
    bench::fleet(table);
    return table.held() ? 0 : 1;
}
