#include "tests/installers/power_cuts.h"

#include "installers/file_tree.h"
#include "installers/journal.h"
#include "installers/paths.h"

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QStandardPaths>

namespace power {

namespace {

using installers::Entry;

const QString told = QStringLiteral("told");

}  // namespace

PowerCuts::PowerCuts(const mini::KillSeries& series)
    : m_series(series),
      m_folder(mini::scratchTemplate(QStringLiteral("power"))),
      m_notes(mini::scratchTemplate(QStringLiteral("power-notes"))),
      m_guard(m_folder.path())
{
}

PowerCuts::~PowerCuts() = default;

QString PowerCuts::missing()
{
    return QStandardPaths::findExecutable(QStringLiteral("strace")).isEmpty()
               ? QStringLiteral("strace is missing: apt-get install strace")
               : QString();
}

QString PowerCuts::record()
{
    const QString folder = m_folder.path();
    const QString initial = m_notes.filePath(QStringLiteral("initial"));
    if (!mini::makeSite(folder, m_series.options))
        return QStringLiteral("the site cannot be made");
    if (!installers::copyTree({folder, initial, {}, [] {}}))
        return QStringLiteral("the site cannot be copied");
    m_model = std::make_unique<DiskModel>(folder);
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("CAIRN_TOLD"), m_notes.filePath(told));
    environment.insert(QStringLiteral("ASAN_OPTIONS"), QStringLiteral("detect_leaks=0"));
    process.setProcessEnvironment(environment);
    process.setProcessChannelMode(QProcess::MergedChannels);
    const QString log = m_notes.filePath(QStringLiteral("writes"));
    process.start(QStringLiteral("strace"),
                  straceOptions(log) +
                      QStringList{QCoreApplication::applicationDirPath() + QStringLiteral("/crash-runner"), folder,
                                  QStringLiteral("run"), QStringLiteral("0"), QStringLiteral("-"),
                                  mini::toText(m_series.options)});
    // strace goes on as long as the service that the run has started.
    const QDeadlineTimer until(120'000);
    QFile notes(m_notes.filePath(told));
    const auto hasEnded = [&] {
        return notes.open(QIODevice::ReadOnly) && (notes.seek(0), notes.readAll().contains("exit"));
    };
    while (!hasEnded() && !until.hasExpired() && !process.waitForFinished(50))
        notes.close();
    m_whole = mini::snapshotOf(folder, m_series.options);
    mini::stopService(folder);
    if (!process.waitForFinished(60'000))
        return QStringLiteral("strace does not end");
    if (process.exitCode() != m_series.code)
        return QStringLiteral("the run ends with %1: ").arg(process.exitCode()) + QString::fromUtf8(process.readAll());
    const auto operations = readWriteLog(log);
    if (!operations)
        return QStringLiteral("the log of the writes cannot be read");
    m_operations = *operations;
    for (const Operation& operation : m_operations)
        m_model->apply(operation);
    if (const QString differs = m_model->differsFromDisk(); !differs.isEmpty())
        return QStringLiteral("the record is not exact: ") + differs;
    return {};
}

int PowerCuts::nextMoment(int at) const
{
    using Kind = Operation::Kind;
    const QString notes = m_notes.filePath(told);
    for (; at < operations(); ++at) {
        const Operation& operation = m_operations[static_cast<std::size_t>(at)];
        const bool ours = operation.path.startsWith(m_folder.path());
        const bool commits = operation.kind == Kind::flush || operation.kind == Kind::flushAll ||
                             operation.kind == Kind::rename || operation.kind == Kind::exchange ||
                             operation.kind == Kind::remove;
        const bool afterTold = at > 0 && m_operations[static_cast<std::size_t>(at) - 1].path == notes;
        if ((ours && commits) || afterTold)
            return at;
    }
    return operations();
}

QString PowerCuts::cut(int at, Loss loss, unsigned seed)
{
    const QString folder = m_folder.path();
    if (!m_model || at < m_applied || m_applied == 0) {
        // The model begins with what was there at first.
        const QString initial = m_notes.filePath(QStringLiteral("initial"));
        if (!QDir(folder).removeRecursively() || !installers::copyTree({initial, folder, {}, [] {}}))
            return QStringLiteral("the site cannot be put back");
        m_model = std::make_unique<DiskModel>(folder);
        m_applied = 0;
        m_acknowledged.clear();
    }
    for (; m_applied < at; ++m_applied) {
        const Operation& operation = m_operations[static_cast<std::size_t>(m_applied)];
        m_model->apply(operation);
        if (operation.kind == Operation::Kind::write && operation.path == m_notes.filePath(told))
            m_acknowledged.append(QString::fromUtf8(operation.bytes).trimmed());
    }
    const QString where = QStringLiteral("power cut before %1 of %2 (%3 %4), loss %5, seed %6: ")
                              .arg(at)
                              .arg(operations())
                              .arg(static_cast<int>(m_operations[static_cast<std::size_t>(at)].kind))
                              .arg(m_operations[static_cast<std::size_t>(at)].path)
                              .arg(static_cast<int>(loss))
                              .arg(seed);
    mini::stopService(folder);
    if (!m_model->cutPower(loss, seed))
        return where + QStringLiteral("the disk cannot be made");
    if (QString lost = violation(m_acknowledged, where); !lost.isEmpty())
        return lost;
    // The machine starts what it always starts, wherever the run stood.
    QProcess boot;
    boot.setProcessChannelMode(QProcess::MergedChannels);
    boot.start(folder + QStringLiteral("/releases/current/bin/ctl"),
               {QStringLiteral("start"), QString::number(m_series.options.port)});
    boot.waitForFinished();
    const mini::Finished finished = mini::finish(folder, m_series);
    if (finished.code != m_series.code)
        return where + QStringLiteral("exit %1: ").arg(finished.code) + finished.output;
    const QString differs = mini::difference(m_whole, mini::snapshotOf(folder, m_series.options));
    return differs.isEmpty() ? QString() : where + differs;
}

/// What a runner was told that the journal has, and that it does not have.
QString PowerCuts::violation(const QStringList& acknowledged, const QString& where)
{
    if (acknowledged.isEmpty())
        return {};
    // Reading would finish the database's own recovery: that is for the resume to do.
    QTemporaryDir copy(mini::scratchTemplate(QStringLiteral("power-journal")));
    const QString state = installers::SitePaths(mini::siteIn(m_folder.path(), m_series.options)).state;
    for (const char* const name : {"journal.db", "journal.db-wal"})
        QFile::copy(state + QLatin1Char('/') + QLatin1String(name), copy.filePath(QLatin1String(name)));
    const auto journal = installers::Journal::open(copy.filePath(QStringLiteral("journal.db")));
    const auto run = journal ? (*journal)->newestRun() : installers::Done<QString>(tl::unexpected(journal.error()));
    const auto entries =
        run ? (*journal)->entries(*run) : installers::Done<std::vector<Entry>>(tl::unexpected(run.error()));
    if (!entries)
        return where + QStringLiteral("the journal cannot be read: ") + entries.error().detail;
    QStringList found;
    for (const Entry& entry : *entries) {
        if (entry.kind == Entry::Kind::intent || entry.kind == Entry::Kind::result)
            found.append(installers::to_string(entry.kind) + QLatin1Char(' ') + entry.step);
    }
    for (const QString& line : acknowledged) {
        if (!line.startsWith(QLatin1String("exit")) && !found.removeOne(line))
            return where + QStringLiteral("acknowledged and lost: ") + line;
    }
    return {};
}

}  // namespace power
