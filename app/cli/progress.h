#pragma once

#include "app/cli/console.h"
#include "installers/runner.h"

#include <QString>
#include <QStringList>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

namespace cli {

/// Shows a run while it happens, on stderr: on a terminal one live line below the lines of what is worth keeping (hops,
/// failures, steps of a second and more), else a line for each event with its time. Events come from the runner's
/// thread; a second thread keeps the elapsed time going on terminals, with every signal blocked so that the runner gets
/// them.
class Progress : public installers::RunWatcher {
public:
    /// `hops`: each one's releases, such as "3.2.1 > 3.4.2"; may be empty.
    Progress(Console& console, QStringList hops);
    ~Progress() override;
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    void event(const installers::RunEvent& event) override;

private:
    void tick();
    void drawLive();
    void eraseLive();
    void keepLine(const QString& text);

    Console& m_console;
    QStringList m_hops;
    bool m_live;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    bool m_ended = false;
    installers::RunEvent m_current;
    QDateTime m_stepBegan;
    bool m_drawn = false;
    std::thread m_ticker;
};

/// One event as a line of text, without its time. `hops` as above.
[[nodiscard]] QString eventLine(const installers::RunEvent& event, const QStringList& hops = {});

/// A bar of `width` cells, in ASCII.
[[nodiscard]] QString progressBar(int position, int total, int width);

}  // namespace cli
