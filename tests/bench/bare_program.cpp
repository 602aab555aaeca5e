// The baseline of the cold start: what any Qt program that opens an SQLite file costs.
#include <QCoreApplication>
#include <sqlite3.h>

int main(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
    sqlite3* database = nullptr;
    if (argc < 2 || sqlite3_open_v2(argv[1], &database, SQLITE_OPEN_READONLY, nullptr) != SQLITE_OK) {
        return 1;
    }
    const int result = sqlite3_exec(database, "SELECT count(*) FROM sqlite_schema", nullptr, nullptr, nullptr);
    sqlite3_close(database);
    return result == SQLITE_OK ? 0 : 1;
}
