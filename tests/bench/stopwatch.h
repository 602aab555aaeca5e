#pragma once

#include <QElapsedTimer>
#include <algorithm>
#include <functional>

namespace bench {

/// The fastest of `times` runs in milliseconds: the one that was disturbed least.
inline double fastest(int times, const std::function<void()>& work)
{
    double best = 1e12;
    for (int i = 0; i < times; ++i) {
        QElapsedTimer timer;
        timer.start();
        work();
        best = std::min(best, static_cast<double>(timer.nsecsElapsed()) / 1e6);
    }
    return best;
}

}  // namespace bench
