#include "installers/history.h"

#include "installers/problem_names.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace installers {

namespace {

void takeResult(History& history, const Entry& entry)
{
    ItemHistory& item = history.items[entry.step];
    item.open = false;
    item.done = entry.outcome == QLatin1String("done");
    item.failed = entry.outcome == QLatin1String("failed");
}

void takeNote(History& history, const Entry& entry)
{
    if (entry.outcome == QLatin1String("holds")) {
        history.heldAt = entry.step;
    } else if (entry.outcome == QLatin1String("waits")) {
        history.waitsFor = ManualWait{entry.step, entry.detail};
        history.items[entry.step].confirmedBy.clear();
    } else if (entry.outcome == QLatin1String("confirmed")) {
        history.waitsFor.reset();
        history.items[entry.step].confirmedBy = entry.subject;
        history.confirmations.push_back(Confirmation{entry.step, entry.subject, entry.at});
    }
}

void takeEnd(History& history, const Entry& entry)
{
    history.lastEnd = entry.outcome;
    if (entry.outcome != QLatin1String("stuck") && entry.outcome != QLatin1String("waiting"))
        history.finalEnd = entry.outcome;
}

void take(History& history, const Entry& entry)
{
    switch (entry.kind) {
    case Entry::Kind::run:
        history.run = entry.run;
        history.copiesDigest = entry.subject;
        history.began = entry.at;
        history.hold = QJsonDocument::fromJson(entry.detail.toUtf8()).object().value(QStringLiteral("hold")).toBool();
        break;
    case Entry::Kind::fence:
        // A runner that comes to a run which has ended has done nothing yet.
        if (!history.finalEnd)
            history.lastEnd.clear();
        break;
    case Entry::Kind::state:
        history.state = entry.state;
        history.hop = entry.hop;
        if (entry.state == QLatin1String("rolling-back"))
            history.rollingBack = entry.hop;
        if (entry.state == QLatin1String("going-back")) {
            history.goingBack = entry.hop;
            history.finalEnd.reset();
            history.lastEnd.clear();
        }
        if (history.rollingBack || history.goingBack)
            history.waitsFor.reset();
        break;
    case Entry::Kind::hop:
        if (entry.outcome == QLatin1String("begun"))
            history.currentAt.insert(entry.hop, entry.detail);
        else
            history.endedHops.insert(entry.hop, entry.outcome);
        break;
    case Entry::Kind::intent: {
        ItemHistory& item = history.items[entry.step];
        if (++item.attempts == 1)
            item.before = entry.subject;
        item.open = true;
        item.intent = entry.seq;
        break;
    }
    case Entry::Kind::result:
        takeResult(history, entry);
        break;
    case Entry::Kind::problem:
        history.problems.push_back(RunProblem{problemNamed(entry.outcome), entry.subject, entry.detail, entry.step});
        break;
    case Entry::Kind::end:
        takeEnd(history, entry);
        break;
    case Entry::Kind::note:
        takeNote(history, entry);
        break;
    }
}

}  // namespace

std::optional<History> historyOf(const std::vector<Entry>& entries)
{
    if (entries.empty())
        return std::nullopt;
    History history;
    for (const Entry& entry : entries)
        take(history, entry);
    return history;
}

}  // namespace installers
