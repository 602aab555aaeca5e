#pragma once

#include "tests/installers/disk_model.h"
#include "tests/installers/kill_series.h"

#include <QTemporaryDir>

namespace power {

/// A run of the small product on SQLite whose every write was recorded, and power cuts of it.
class PowerCuts {
public:
    explicit PowerCuts(const mini::KillSeries& series);
    ~PowerCuts();

    /// Why there can be none; empty: there can.
    [[nodiscard]] static QString missing();

    /// Runs and records. What is wrong with the run or the record; empty: nothing.
    [[nodiscard]] QString record();
    /// Leaves the site's folder where it is.
    void keep() { m_folder.setAutoRemove(false); }
    /// Operations of the record: a cut may come before each.
    [[nodiscard]] int operations() const { return static_cast<int>(m_operations.size()); }

    /// Cuts the power before the operation `at`, lets the machine start again, and resumes. What was violated; empty:
    /// nothing. `at` must not fall from call to call, except to begin again.
    [[nodiscard]] QString cut(int at, Loss loss, unsigned seed);
    /// The next operation from `at` on before which writes wait for a flush that is about to come, or a runner has just
    /// been told of a commit; operations() when there is none.
    [[nodiscard]] int nextMoment(int at) const;

private:
    [[nodiscard]] QString violation(const QStringList& acknowledged, const QString& where);

    mini::KillSeries m_series;
    QTemporaryDir m_folder;
    QTemporaryDir m_notes;
    mini::SiteGuard m_guard;
    std::vector<Operation> m_operations;
    std::unique_ptr<DiskModel> m_model;
    int m_applied = 0;
    QStringList m_acknowledged;
    mini::Snapshot m_whole;
};

}  // namespace power
