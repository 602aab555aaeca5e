#pragma once

#include <QString>
#include <cstdio>

namespace bench {

/// One line of the table; remembers whether every budget was held.
class Table {
public:
    Table() { std::printf("| work | measured | baseline | ratio | budget | held |\n|---|---|---|---|---|---|\n"); }
    void row(const QString& work, const QString& measured, const QString& baseline, const QString& ratio,
             const QString& budget, bool held)
    {
        std::printf("| %s | %s | %s | %s | %s | %s |\n", qPrintable(work), qPrintable(measured), qPrintable(baseline),
                    qPrintable(ratio), qPrintable(budget), held ? "yes" : "NO");
        std::fflush(stdout);
        m_held = m_held && held;
    }
    [[nodiscard]] bool held() const { return m_held; }

private:
    bool m_held = true;
};

inline QString milliseconds(double time)
{
    return QString::number(time, 'f', time < 10 ? 2 : 0) + QStringLiteral(" ms");
}
inline QString times(double ratio) { return QString::number(ratio, 'f', 1) + QStringLiteral("x"); }

}  // namespace bench
