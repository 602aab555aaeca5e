#include "tests/installers/script_files.h"

#include "installers/postgres_script.h"
#include "installers/sql_script.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>
#include <algorithm>

namespace chain {

namespace {

struct Found {
    QStringList numbers;  ///< without zeros in front
    QString name;
};

bool isLess(const Found& a, const Found& b)
{
    for (qsizetype i = 0; i < std::min(a.numbers.size(), b.numbers.size()); ++i) {
        const QString& x = a.numbers[i];
        const QString& y = b.numbers[i];
        if (x != y)
            return x.size() != y.size() ? x.size() < y.size() : x < y;
    }
    return a.numbers.size() != b.numbers.size() ? a.numbers.size() < b.numbers.size() : a.name < b.name;
}

/// The numbers that a name begins with; none: it is no migration's.
QStringList numbersOf(const QString& name)
{
    static const QRegularExpression leading(QStringLiteral("^[Vv]?(\\d+(?:[._-]\\d+)*)(?=\\D|$)"));
    static const QRegularExpression separators(QStringLiteral("[._-]"));
    static const QRegularExpression zeros(QStringLiteral("^0+(?=.)"));
    QStringList numbers = leading.match(name).captured(1).split(separators, Qt::SkipEmptyParts);
    for (QString& number : numbers)
        number.remove(zeros);
    return numbers;
}

bool leadsDown(const QString& file)
{
    static const QRegularExpression down(QStringLiteral("(^|[._-])(down|undo|rollback|revert)\\.sql$"),
                                         QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression flywayUndo(QStringLiteral("^U\\d"));
    return down.match(file).hasMatch() || flywayUndo.match(file).hasMatch();
}

/// Of a file with both directions the way up.
QByteArray wayUp(const QByteArray& text)
{
    static const QRegularExpression up(QStringLiteral("^--\\s*(\\+\\s*(goose|migrate)\\s+up|migrate:up)\\b.*$"),
                                       QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression down(QStringLiteral("^--\\s*(\\+\\s*(goose|migrate)\\s+down|migrate:down)\\b.*$"),
                                         QRegularExpression::CaseInsensitiveOption);
    QByteArray kept;
    bool marked = false;
    bool inside = true;
    for (const QByteArray& line : text.split('\n')) {
        const QString words = QString::fromUtf8(line).trimmed();
        if (up.match(words).hasMatch()) {
            marked = true;
            inside = true;
        } else if (marked && down.match(words).hasMatch()) {
            inside = false;
        }
        // Lines keep their numbers.
        kept += (inside ? line : QByteArray()) + '\n';
    }
    kept.chop(1);
    return marked ? kept : text;
}

QString whyNotTransactional(const QByteArray& text, Database database)
{
    const auto told = [](const std::string& words, int line) {
        return QStringLiteral("%1 in line %2").arg(QString::fromStdString(words)).arg(line);
    };
    if (database == Database::postgresql) {
        for (const installers::PostgresStatement& statement :
             installers::readPostgresScript(text.toStdString()).statements) {
            if (const std::string words = installers::outsideTransaction(statement); !words.empty())
                return told(words, statement.line);
        }
        return {};
    }
    bool head = true;
    for (const installers::SqlStatement& statement : installers::splitSql(text.toStdString())) {
        const bool setting = installers::setsConnection(statement);
        head = head && (setting || installers::foreignKeysAskedBy(statement) != installers::ForeignKeys::asIs);
        if (installers::controlsTransaction(statement) || (setting && !head))
            return told(statement.words.front(), statement.line);
    }
    return {};
}

}  // namespace

tl::expected<History, QString> readHistory(const QString& folder, Database database)
{
    if (!QFileInfo(folder).isDir())
        return tl::make_unexpected(QStringLiteral("There is no folder \"%1\".").arg(folder));
    History history;
    std::vector<Found> found;
    QStringList odd;
    QDirIterator files(folder, {QStringLiteral("*.sql")}, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString path = files.next();
        const QString name = QDir(folder).relativeFilePath(path);
        const QString file = QFileInfo(path).fileName();
        if (leadsDown(file))
            continue;
        static const QRegularExpression plain(QStringLiteral("^(up|migration)\\.sql$"));
        const QStringList numbers = numbersOf(plain.match(file).hasMatch() ? QFileInfo(path).dir().dirName() : file);
        if (numbers.isEmpty())
            odd.append(name);
        else
            found.push_back({numbers, name});
    }
    odd.sort();
    if (found.empty())
        return tl::make_unexpected(
            QStringLiteral("No script in \"%1\" has a number at its beginning, as in 001_init.sql, "
                           "V1__init.sql or 20240131_init/up.sql.")
                .arg(folder));
    std::sort(found.begin(), found.end(), isLess);
    for (std::size_t i = 0; i < found.size(); ++i) {
        if (i > 0 && found[i].numbers == found[i - 1].numbers)
            history.notes.append(
                QStringLiteral("\"%1\" and \"%2\" have the same number: they are taken in the order of their "
                               "names.")
                    .arg(found[i - 1].name, found[i].name));
        QFile file(folder + QLatin1Char('/') + found[i].name);
        if (!file.open(QIODevice::ReadOnly))
            return tl::make_unexpected(
                QStringLiteral("\"%1\" cannot be read: %2.").arg(file.fileName(), file.errorString()));
        const QByteArray bytes = file.readAll();
        if (QString::fromUtf8(bytes).contains(QChar::ReplacementCharacter) && !bytes.contains("\xEF\xBF\xBD"))
            return tl::make_unexpected(
                QStringLiteral("\"%1\" is not UTF-8, as scripts in a catalog are: convert it, for example with iconv.")
                    .arg(found[i].name));
        Script script{found[i].name, wayUp(bytes), {}};
        script.why = whyNotTransactional(script.text, database);
        if (!script.why.isEmpty())
            history.notes.append(QStringLiteral("\"%1\" is run as it is, not in one transaction: %2. A probe is added.")
                                     .arg(script.name, script.why));
        history.scripts.push_back(script);
    }
    for (const QString& name : odd) {
        const QByteArray file = QFileInfo(name).fileName().toUtf8();
        const bool isNamed = std::any_of(history.scripts.begin(), history.scripts.end(),
                                         [&](const Script& script) { return script.text.contains(file); });
        if (isNamed)
            history.included.append(name);
        else
            history.notes.append(QStringLiteral("\"%1\" is left out: its name begins with no number.").arg(name));
    }
    return history;
}

}  // namespace chain
