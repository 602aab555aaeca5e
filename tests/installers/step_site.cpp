#include "tests/installers/step_site.h"

#include "catalog/load.h"
#include "installers/problem_names.h"
#include "installers/state_file.h"
#include "planner/planner.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <SQLiteCpp/SQLiteCpp.h>
#include <sys/stat.h>

namespace steps {

namespace {

class Told : public installers::RunWatcher {
public:
    explicit Told(Site& site) : m_site(site) {}
    void event(const installers::RunEvent& event) override
    {
        if (event.kind == installers::RunEvent::Kind::stepBegins)
            m_site.begun.append(event.step);
        m_site.atEvent(event);
    }

private:
    Site& m_site;
};

QString scratch()
{
    const QString memory = QStringLiteral("/dev/shm");
    return (QFileInfo(memory).isWritable() ? memory : QDir::tempPath()) + QStringLiteral("/cairn-steps-XXXXXX");
}

}  // namespace

Site::Site() : folder(scratch())
{
    site.product = catalog::ProductId{"stepwise"};
    site.name = "Bench";
    site.version = "1.0";
    site.folder = folder.path().toStdString();
    site.path = site.folder + "/site.yaml";
    planner::SiteData data;
    data.path = "files";
    site.data = {data};
    QDir(folder.path()).mkpath(QStringLiteral("files"));
    QDir(folder.path()).mkpath(QStringLiteral("artefacts"));
    QDir(folder.path()).mkpath(QStringLiteral("releases"));
    if (!write("files/kept.txt", "kept\n"))
        qWarning("%s cannot be written", site.folder.c_str());
}

bool Site::plan(const QByteArray& releases, const char* to)
{
    const QByteArray head = "cairn: 1\nproduct: {id: stepwise, name: Stepwise}\nlines: [{id: main}]\nreleases:\n";
    if (!write("catalog.yaml", head + releases))
        return false;
    auto loaded = catalog::load(path("catalog.yaml").toStdString());
    if (!loaded) {
        for (const catalog::Error& error : loaded.error())
            qWarning("catalog: code %d, line %d, %s", static_cast<int>(error.code), error.place.line,
                     error.subject.c_str());
        return false;
    }
    planner::Goal goal;
    goal.target = to;
    const planner::Outcome outcome = planner::Planner(*loaded).plan(site, goal);
    if (!outcome.plan) {
        qWarning("no plan: outcome %d", static_cast<int>(outcome.kind));
        return false;
    }
    request.plan = *outcome.plan;
    request.site = site;
    request.catalog = *loaded;
    request.allowUnsigned = true;
    return true;
}

installers::RunReport Site::run()
{
    Told told(*this);
    request.site = site;
    return installers::Runner(world, told).run(request);
}

installers::RunReport Site::resume(const std::optional<installers::Confirming>& confirming)
{
    Told told(*this);
    return installers::Runner(world, told).resume(site, confirming);
}

QByteArray Site::read(const char* below) const
{
    QFile file(path(below));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

bool Site::write(const char* below, const QByteArray& bytes, bool executable) const
{
    QDir().mkpath(QFileInfo(path(below)).absolutePath());
    QFile file(path(below));
    if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate) || file.write(bytes) != bytes.size())
        return false;
    return !executable || ::fchmod(file.handle(), 0755) == 0;
}

QString Site::installed() const
{
    const auto state = installers::readState(site);
    return state ? state->version : QString();
}

QByteArray Site::artefact(const char* name) const
{
    const QByteArray bytes = read((QByteArray("artefacts/") + name).constData());
    return QByteArray("{name: ") + name + ", size: " + QByteArray::number(bytes.size()) +
           ", sha256: " + QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex() + "}";
}

QString Site::journal(const char* query) const
{
    try {
        SQLite::Database database(path(".cairn/journal.db").toStdString(), SQLite::OPEN_READONLY);
        SQLite::Statement statement(database, query);
        QStringList rows;
        while (statement.executeStep()) {
            QStringList row;
            for (int i = 0; i < statement.getColumnCount(); ++i)
                row.append(QString::fromStdString(statement.getColumn(i).getString()));
            rows.append(row.join(QLatin1Char('|')));
        }
        return rows.join(QLatin1Char('\n'));
    } catch (const SQLite::Exception& error) {
        return QString::fromUtf8(error.what());
    }
}

QByteArray words(const installers::RunReport& report)
{
    QString all = installers::nameOf(report.end);
    for (const installers::RunProblem& problem : report.problems)
        all += QStringLiteral("; %1 %2: %3").arg(installers::nameOf(problem.code), problem.subject, problem.detail);
    return all.toUtf8();
}

}  // namespace steps
