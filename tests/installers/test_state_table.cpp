#include "installers/history.h"
#include "installers/touched.h"
#include "installers/work.h"

#include <QFile>
#include <QMap>
#include <QRegularExpression>
#include <QtTest/QtTest>

namespace {

using installers::Action;
using installers::History;
using installers::HopStep;
using installers::HopWork;
using installers::State;
using installers::WorkItem;

HopStep stepOf(const char* phase)
{
    HopStep step;
    step.step.id = catalog::StepId{std::string("(") + phase + ")"};
    step.step.driver = catalog::Driver::command;
    step.step.undo = catalog::Undo{};
    return step;
}

HopWork wholeHop()
{
    HopWork work;
    work.preflight = {stepOf("preflight")};
    work.install = {stepOf("install")};
    work.migrate = {stepOf("migrate")};
    work.verify = {stepOf("verify")};
    work.reveal = {stepOf("reveal")};
    work.contract = {stepOf("contract")};
    return work;
}

/// One that has everything a site can have.
planner::Site wholeSite()
{
    planner::Site site;
    planner::SiteService service;
    service.port = 8080;
    service.privatePort = 8081;
    service.autostartOff = {"off"};
    service.autostartOn = {"on"};
    site.service = service;
    site.maintenance.kind = planner::SiteMaintenance::Kind::flag;
    site.maintenance.allow = {"192.0.2.7"};
    site.maintenance.hold = true;
    site.backupKind = planner::BackupKind::copy;
    return site;
}

struct Row {
    QString state;
    QStringList steps;
    QString failure;
};

std::vector<Row> rowsOf(const QString& path)
{
    QFile file(path);
    std::vector<Row> rows;
    if (!file.open(QIODevice::ReadOnly))
        return rows;
    bool inTable = false;
    static const QRegularExpression code(QStringLiteral("`([^`]+)`"));
    for (const QString& line : QString::fromUtf8(file.readAll()).split(QLatin1Char('\n'))) {
        if (line.startsWith(QLatin1String("| state | its steps |")))
            inTable = true;
        else if (inTable && !line.startsWith(QLatin1Char('|')))
            break;
        else if (inTable && !line.startsWith(QLatin1String("|---"))) {
            const QStringList cells = line.split(QLatin1Char('|'));
            Row row{cells.value(1).trimmed().remove(QLatin1Char('`')), {}, cells.value(5).trimmed()};
            auto found = code.globalMatch(cells.value(2));
            while (found.hasNext())
                row.steps.append(found.next().captured(1));
            rows.push_back(row);
        }
    }
    return rows;
}

}  // namespace

/// The table of states in docs/running.md against the work that the machine carries out.
class TestStateTable : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void statesAreAllThereInTheirOrder();
    void stepsAreTheOnesCarriedOut();
    void failuresEndAsTheMachineDecides();

private:
    std::vector<Row> m_rows;
    std::vector<WorkItem> m_forward;
    std::vector<WorkItem> m_all;
};

void TestStateTable::initTestCase()
{
    m_rows = rowsOf(QStringLiteral(CAIRN_DOCS "/running.md"));
    const planner::Site site = wholeSite();
    planner::Plan plan;
    plan.hops.resize(2);
    m_forward = installers::forwardWork(plan, {wholeHop(), wholeHop()}, site);
    const installers::Touched touched{true, true, true, true, true, true, true};
    std::vector<WorkItem> undone;
    std::copy_if(m_forward.begin(), m_forward.end(), std::back_inserter(undone),
                 [](const WorkItem& item) { return item.hop == 1 && installers::isUndoneGoingBack(item); });
    m_all = m_forward;
    for (const auto& more :
         {installers::rollbackWork(1, touched, true, site), installers::goingBackWork(1, undone, touched, site)})
        m_all.insert(m_all.end(), more.begin(), more.end());
}

void TestStateTable::statesAreAllThereInTheirOrder()
{
    QStringList documented;
    for (const Row& row : m_rows)
        documented.append(row.state);
    QStringList built;
    for (int state = 0; state <= static_cast<int>(State::goingBack); ++state)
        built.append(installers::to_string(static_cast<State>(state)));
    QCOMPARE(documented, built);
}

void TestStateTable::stepsAreTheOnesCarriedOut()
{
    QMap<QString, QMap<std::size_t, QStringList>> byHop;
    for (const WorkItem& item : m_all)
        byHop[installers::to_string(item.state)][item.hop].append(item.id.section(QLatin1Char('/'), -1));
    for (const Row& row : m_rows) {
        // The first hop and the last one have what others have not.
        QStringList longest;
        for (const QStringList& steps : byHop.value(row.state))
            longest = steps.size() > longest.size() ? steps : longest;
        QVERIFY2(row.steps == longest, qPrintable(row.state + QStringLiteral(": ") + longest.join(QLatin1Char(' '))));
    }
}

/// A step that has begun and fails: blocked, rolled back, or forward only.
void TestStateTable::failuresEndAsTheMachineDecides()
{
    for (const Row& row : m_rows) {
        const auto item = std::find_if(m_forward.begin(), m_forward.end(), [&](const WorkItem& one) {
            return installers::to_string(one.state) == row.state;
        });
        QString end = QStringLiteral("stuck");
        if (item != m_forward.end()) {
            History history;
            for (auto past = m_forward.begin(); past <= item; ++past)
                history.items[past->id].attempts = 1;
            if (!installers::hasTouchedSite(history, m_forward))
                end = QStringLiteral("blocked");
            else if (!installers::hasOpened(history, m_forward))
                end = QStringLiteral("rolled back");
        } else if (row.state == QLatin1String("ready")) {
            end = QStringLiteral("blocked");
        }
        QVERIFY2(row.failure.startsWith(end), qPrintable(row.state + QStringLiteral(": ") + end));
    }
}

QTEST_GUILESS_MAIN(TestStateTable)
#include "test_state_table.moc"
