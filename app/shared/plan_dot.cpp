#include "app/shared/list_text.h"
#include "app/shared/plan_page.h"
#include "app/shared/quantity_text.h"

#include <QCoreApplication>

namespace app {

namespace {

struct Graphs {
    Q_DECLARE_TR_FUNCTIONS(Graphs)
};

/// A quoted identifier of the DOT language: only the quotation mark and the backslash are special.
QString identifier(const QString& text)
{
    QString escaped = text;
    escaped.replace(QLatin1Char('\\'), QStringLiteral("\\\\")).replace(QLatin1Char('"'), QStringLiteral("\\\""));
    return QLatin1Char('"') + escaped + QLatin1Char('"');
}

QString edge(const planner::Hop& hop)
{
    const bool online = hop.mode == planner::Mode::online;
    QString label = online ? Graphs::tr("online") : Graphs::tr("maintenance");
    if (hop.downtime && hop.downtime->count() > 0) {
        label += QLatin1Char('\n') + durationText(*hop.downtime);
    }
    QString quotedLabel = identifier(label);
    quotedLabel.replace(QLatin1Char('\n'), QStringLiteral("\\n"));
    return QStringLiteral("    %1 -> %2 [label=%3, style=%4];\n")
        .arg(identifier(fromUtf8(hop.from.text)), identifier(fromUtf8(hop.to.text)), quotedLabel,
             online ? QStringLiteral("solid") : QStringLiteral("bold"));
}

}  // namespace

QString outcomeDot(const planner::Outcome& outcome)
{
    const planner::Plan* plan = outcome.plan ? &*outcome.plan : outcome.farthest ? &*outcome.farthest : nullptr;
    QString text = QStringLiteral("digraph cairn {\n    rankdir=LR;\n    node [shape=box, style=rounded];\n");
    text += QStringLiteral("    %1 [penwidth=2];\n").arg(identifier(fromUtf8(outcome.from.text)));
    if (plan != nullptr) {
        for (const planner::Hop& hop : plan->hops) {
            if (!hop.checkpoints.empty()) {
                text += QStringLiteral("    %1 [shape=octagon, tooltip=%2];\n")
                            .arg(identifier(fromUtf8(hop.to.text)), identifier(all(textsOf(hop.checkpoints))));
            }
        }
        for (const planner::Hop& hop : plan->hops) {
            text += edge(hop);
        }
    }
    if (outcome.kind == planner::OutcomeKind::blocked && !outcome.to.text.empty()) {
        text += QStringLiteral("    %1 [style=\"rounded,dashed\"];\n").arg(identifier(fromUtf8(outcome.to.text)));
    }
    return text + QStringLiteral("}\n");
}

}  // namespace app
