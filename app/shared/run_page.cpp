#include "app/shared/run_page.h"

#include "app/shared/list_text.h"
#include "app/shared/quantity_text.h"
#include "app/shared/run_text.h"
#include "app/shared/step_text.h"
#include "app/shared/way_back_text.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace app {

namespace {

using installers::HopReport;
using installers::RunEnd;
using installers::RunProblem;
using installers::RunReport;

struct RunPages {
    Q_DECLARE_TR_FUNCTIONS(RunPages)
};

QString titleOf(const RunReport& report)
{
    return report.to.isEmpty() ? RunPages::tr("%1: a run").arg(report.product)
                               : RunPages::tr("%1: from %2 to %3").arg(report.product, report.from, report.to);
}

QString lasted(const QDateTime& ended, std::chrono::milliseconds took)
{
    return ended.isValid() ? elapsedText(took) : QString();
}

QString downtimeOf(const HopReport& hop)
{
    return hop.downtime.count() > 0 ? elapsedText(hop.downtime) : RunPages::tr("none");
}

/// How the hop is carried out, and how it was planned where that is another way.
QString modeOf(const HopReport& hop)
{
    const bool online = hop.mode == QStringLiteral("online");
    if (hop.planned == QStringLiteral("online") && !online) {
        return RunPages::tr("maintenance (planned online)");
    }
    return online ? RunPages::tr("online") : RunPages::tr("maintenance");
}

void addHops(Page& page, const RunReport& report)
{
    std::vector<QStringList> rows;
    std::chrono::milliseconds downtime{0};
    for (const HopReport& hop : report.hops) {
        downtime += hop.downtime;
        rows.push_back({QString::number(rows.size() + 1), QStringLiteral("%1 > %2").arg(hop.from, hop.to), modeOf(hop),
                        resultText(hop.result), momentText(hop.began), lasted(hop.ended, hop.took), downtimeOf(hop)});
    }
    if (rows.empty()) {
        return;
    }
    page.heading(RunPages::tr("Hops"));
    page.table({RunPages::tr("No."), RunPages::tr("Hop"), RunPages::tr("Mode"), RunPages::tr("Result"),
                RunPages::tr("Began"), RunPages::tr("Took"), RunPages::tr("Downtime")},
               rows);
    page.fields({{RunPages::tr("Downtime in all"), elapsedText(downtime)}});
}

void addProblems(Page& page, const RunReport& report)
{
    if (report.problems.empty()) {
        return;
    }
    std::vector<Page::Item> items;
    for (const RunProblem& problem : report.problems) {
        Page::Item item{{sentence(problem)}, {}, {}};
        if (!problem.step.isEmpty() && problem.step != problem.subject) {
            item.details.push_back(RunPages::tr("In the step %1.").arg(quoted(stepText(problem.step))));
        }
        items.push_back(std::move(item));
    }
    page.heading(report.end == RunEnd::done ? RunPages::tr("What went wrong on the way")
                                            : RunPages::tr("What is in the way, the first cause first"));
    page.numbered(items);
}

void addWait(Page& page, const RunReport& report)
{
    if (report.waitsFor) {
        page.heading(RunPages::tr("What the run waits for"));
        page.paragraph(RunPages::tr("The step %1:").arg(quoted(stepText(report.waitsFor->step))));
        page.paragraph(report.waitsFor->text);
    }
}

void addConfirmations(Page& page, const RunReport& report)
{
    std::vector<QStringList> rows;
    for (const installers::Confirmation& confirmation : report.confirmations) {
        rows.push_back({stepText(confirmation.step), confirmation.by, momentText(confirmation.at)});
    }
    if (!rows.empty()) {
        page.heading(RunPages::tr("Confirmed by people"));
        page.table({RunPages::tr("Step"), RunPages::tr("By"), RunPages::tr("When")}, rows);
    }
}

void addWayBack(Page& page, const RunReport& report)
{
    if (!report.wayBack || report.wayBack->kind == installers::WayBack::Kind::none) {
        return;
    }
    page.heading(RunPages::tr("The way back"));
    if (report.wayBack->isOpen()) {
        page.paragraph(wayBackSentence(*report.wayBack));
        page.commands({report.wayBackCommand});
        return;
    }
    for (const RunProblem& problem : report.wayBack->problems) {
        page.paragraph(sentence(problem));
    }
}

void addNext(Page& page, const RunReport& report)
{
    if (!report.nextCommand.isEmpty()) {
        page.heading(RunPages::tr("What to do next"));
        page.commands({report.nextCommand});
    }
}

QString endName(RunEnd end)
{
    switch (end) {
    case RunEnd::done:
        return QStringLiteral("done");
    case RunEnd::blocked:
        return QStringLiteral("blocked");
    case RunEnd::untrusted:
        return QStringLiteral("untrusted");
    case RunEnd::invalidInput:
        return QStringLiteral("invalid-input");
    case RunEnd::rolledBack:
        return QStringLiteral("run-rolled-back");
    case RunEnd::stuck:
        return QStringLiteral("run-stuck");
    case RunEnd::waiting:
        return QStringLiteral("run-waiting");
    case RunEnd::busy:
        return QStringLiteral("busy");
    }
    return {};
}

QString stamp(const QDateTime& moment)
{
    return moment.isValid() ? moment.toUTC().toString(Qt::ISODateWithMs) : QString();
}

}  // namespace

Page statusPage(const RunReport& report)
{
    Page page(titleOf(report));
    page.paragraph(report.end == RunEnd::busy ? RunPages::tr("The run is at work.") : endSentence(report));
    int done = 0;
    for (const HopReport& hop : report.hops) {
        done += hop.result == QStringLiteral("done") ? 1 : 0;
    }
    page.fields({{RunPages::tr("Site"), report.site},
                 {RunPages::tr("Run"), report.run},
                 {RunPages::tr("State"), report.end == RunEnd::done ? QString() : stateText(report.state)},
                 {RunPages::tr("Hops done"),
                  report.hops.empty() ? QString()
                                      : RunPages::tr("%1 of %2").arg(done).arg(static_cast<int>(report.hops.size()))},
                 {RunPages::tr("Began"), momentText(report.began)},
                 {RunPages::tr("Ended"), momentText(report.ended)}});
    addWait(page, report);
    addProblems(page, report);
    addNext(page, report);
    addWayBack(page, report);
    return page;
}

Page reportPage(const RunReport& report)
{
    Page page(titleOf(report));
    page.paragraph(endSentence(report));
    page.fields({{RunPages::tr("Site"), report.site},
                 {RunPages::tr("Run"), report.run},
                 {RunPages::tr("State"), report.end == RunEnd::done ? QString() : stateText(report.state)},
                 {RunPages::tr("Began"), momentText(report.began)},
                 {RunPages::tr("Ended"), momentText(report.ended)},
                 {RunPages::tr("Took"), lasted(report.ended, report.took)}});
    addHops(page, report);
    addConfirmations(page, report);
    addWait(page, report);
    addProblems(page, report);
    addNext(page, report);
    addWayBack(page, report);
    return page;
}

QByteArray reportJson(const RunReport& report)
{
    QJsonArray hops;
    for (const HopReport& hop : report.hops) {
        hops.push_back(QJsonObject{{QStringLiteral("from"), hop.from},
                                   {QStringLiteral("to"), hop.to},
                                   {QStringLiteral("planned"), hop.planned},
                                   {QStringLiteral("mode"), hop.mode},
                                   {QStringLiteral("result"), hop.result},
                                   {QStringLiteral("began"), stamp(hop.began)},
                                   {QStringLiteral("ended"), stamp(hop.ended)},
                                   {QStringLiteral("took_ms"), static_cast<qint64>(hop.took.count())},
                                   {QStringLiteral("downtime_ms"), static_cast<qint64>(hop.downtime.count())}});
    }
    QJsonArray problems;
    for (const RunProblem& problem : report.problems) {
        problems.push_back(QJsonObject{{QStringLiteral("sentence"), sentence(problem)},
                                       {QStringLiteral("subject"), problem.subject},
                                       {QStringLiteral("detail"), problem.detail},
                                       {QStringLiteral("step"), problem.step}});
    }
    QJsonArray confirmations;
    for (const installers::Confirmation& confirmation : report.confirmations) {
        confirmations.push_back(QJsonObject{{QStringLiteral("step"), confirmation.step},
                                            {QStringLiteral("by"), confirmation.by},
                                            {QStringLiteral("at"), stamp(confirmation.at)}});
    }
    QJsonValue waitsFor;
    if (report.waitsFor) {
        waitsFor = QJsonObject{{QStringLiteral("step"), report.waitsFor->step},
                               {QStringLiteral("text"), report.waitsFor->text}};
    }
    QJsonValue wayBack;
    if (report.wayBack && report.wayBack->kind != installers::WayBack::Kind::none) {
        QJsonArray against;
        for (const RunProblem& problem : report.wayBack->problems) {
            against.push_back(sentence(problem));
        }
        wayBack = QJsonObject{
            {QStringLiteral("open"), report.wayBack->isOpen()}, {QStringLiteral("from"), report.wayBack->to},
            {QStringLiteral("to"), report.wayBack->from},       {QStringLiteral("restores"), report.wayBack->restores},
            {QStringLiteral("backup"), report.wayBack->backup}, {QStringLiteral("against"), against}};
    }
    return QJsonDocument(QJsonObject{{QStringLiteral("format"), QStringLiteral("cairn-report/1")},
                                     {QStringLiteral("end"), endName(report.end)},
                                     {QStringLiteral("run"), report.run},
                                     {QStringLiteral("product"), report.product},
                                     {QStringLiteral("site"), report.site},
                                     {QStringLiteral("from"), report.from},
                                     {QStringLiteral("to"), report.to},
                                     {QStringLiteral("state"), report.state},
                                     {QStringLiteral("began"), stamp(report.began)},
                                     {QStringLiteral("ended"), stamp(report.ended)},
                                     {QStringLiteral("took_ms"), static_cast<qint64>(report.took.count())},
                                     {QStringLiteral("hops"), hops},
                                     {QStringLiteral("problems"), problems},
                                     {QStringLiteral("confirmations"), confirmations},
                                     {QStringLiteral("waits_for"), waitsFor},
                                     {QStringLiteral("way_back"), wayBack},
                                     {QStringLiteral("next_command"), report.nextCommand}})
        .toJson();
}

}  // namespace app
