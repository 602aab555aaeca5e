#pragma once

#include "tests/bench/stopwatch.h"

#include <QProcess>
#include <cstdio>
#include <cstdlib>

namespace bench {

/// A whole process in milliseconds, from its start to its end; the fastest of `repeats`. Ends the benchmark when the
/// program fails.
inline double programTime(int repeats, const QString& program, const QStringList& arguments,
                          const QString& output = QProcess::nullDevice())
{
    return fastest(repeats, [&] {
        QProcess process;
        process.setStandardOutputFile(output);
        process.start(program, arguments);
        process.waitForFinished();
        if (process.exitStatus() != QProcess::NormalExit || process.exitCode() != 0) {
            std::fprintf(stderr, "%s failed: %s\n", qPrintable(program), process.readAllStandardError().constData());
            std::exit(1);
        }
    });
}

}  // namespace bench
