#include "tests/bench/daily_builds.h"

#include <algorithm>
#include <string>

namespace bench {

using namespace catalog;

Catalog dailyBuilds(int releases, int lines, int checkpointEvery)
{
    Catalog made;
    made.product = {ProductId{"daily"}, "Daily builds", "Example Systems"};
    made.sequence = 1;
    const Date first = *readDate("2011-01-03");
    const int perLine = std::max(1, releases / lines);
    std::int64_t schema = 1;
    int day = 0;
    for (int line = 0; line < lines; ++line) {
        Line added{LineId{std::to_string(line + 1) + ".x"}, {}, {}, {}};
        if (line > 0) {
            added.from = static_cast<ReleaseIndex>(made.releases.size() - 1);
        }
        made.lines.push_back(added);
        const int count = line + 1 == lines ? releases - perLine * (lines - 1) : perLine;
        for (int build = 0; build < count; ++build) {
            Release release;
            release.version = {std::to_string(line + 1) + "." + std::to_string(build / 30) + "." +
                               std::to_string(build % 30)};
            release.line = static_cast<LineIndex>(line);
            release.date = first + std::chrono::days(day++);
            schema += build % 10 == 0 ? 1 : 0;
            release.schema = SchemaVersion{schema};
            release.compat = SchemaVersion{std::max<std::int64_t>(1, schema - 3)};
            release.times.edit().downtime = Seconds(60 + build % 7 * 30);
            release.times.edit().duration = Seconds(300);
            if (checkpointEvery > 0 && build % checkpointEvery == checkpointEvery / 2) {
                Checkpoint checkpoint;
                checkpoint.id = {"stop-" + release.version.text};
                checkpoint.note.reason = "converts data";
                release.checkpoints.push_back(checkpoint);
            }
            made.releases.push_back(release);
        }
    }
    return made;
}

}  // namespace bench
