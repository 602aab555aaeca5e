#include "app/shared/list_text.h"
#include "app/shared/schema_page.h"
#include "app/shared/schema_text.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>
#include <QUrl>
#include <algorithm>

namespace app {

namespace {

using schema::Level;
using schema::StatementReview;
using schema::Verdict;

QString plain(std::string_view text) { return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())); }

QString levelName(Level level)
{
    switch (level) {
    case Level::none:
        return QStringLiteral("none");
    case Level::note:
        return QStringLiteral("note");
    case Level::warning:
        return QStringLiteral("warning");
    case Level::error:
        return QStringLiteral("error");
    }
    return {};
}

QJsonObject verdictJson(const Verdict& verdict)
{
    QJsonObject object{
        {QStringLiteral("operation"), plain(schema::rowOf(verdict.operation).id)},
        {QStringLiteral("phase"), plain(schema::nameOf(verdict.phase))},
        {QStringLiteral("old_reads"), plain(schema::nameOf(verdict.reads))},
        {QStringLiteral("old_writes"), plain(schema::nameOf(verdict.writes))},
        {QStringLiteral("level"), levelName(schema::levelOf(verdict))},
        {QStringLiteral("lock"), plain(schema::nameOf(verdict.lock))},
        {QStringLiteral("rewrite"), verdict.rewrite},
        {QStringLiteral("scan"), verdict.scan},
        {QStringLiteral("index_build"), verdict.indexBuild},
        {QStringLiteral("review"), verdict.review},
        {QStringLiteral("own"), verdict.own},
        {QStringLiteral("undone"), verdict.undone},
    };
    if (!verdict.object.empty()) {
        object[QStringLiteral("object")] = fromUtf8(verdict.object);
    }
    if (verdict.recipe != schema::Recipe::none) {
        object[QStringLiteral("recipe")] = plain(schema::nameOf(verdict.recipe));
    }
    QJsonArray notes;
    for (const schema::Note& note : verdict.notes) {
        notes.push_back(sentence(note));
    }
    if (!notes.isEmpty()) {
        object[QStringLiteral("notes")] = notes;
    }
    return object;
}

QJsonObject statementJson(const StatementReview& statement)
{
    QJsonObject object{
        {QStringLiteral("file"), fromUtf8(statement.place.file)},
        {QStringLiteral("line"), statement.place.line},
        {QStringLiteral("column"), statement.place.column},
        {QStringLiteral("text"), fromUtf8(statement.text)},
        {QStringLiteral("level"), levelName(schema::levelOf(statement))},
    };
    QJsonArray verdicts;
    for (const Verdict& verdict : statement.verdicts) {
        verdicts.push_back(verdictJson(verdict));
    }
    object[QStringLiteral("changes")] = verdicts;
    if (const QString reading = readingSentence(statement); !reading.isEmpty()) {
        object[QStringLiteral("unread")] = reading;
    }
    if (statement.remark) {
        object[QStringLiteral("reason")] = fromUtf8(statement.remark->reason);
    }
    return object;
}

/// One result for each change that somebody has to look at.
void addResults(const StatementReview& statement, QJsonArray& results, QSet<QString>& rules)
{
    if (schema::levelOf(statement) == Level::none) {
        return;
    }
    for (const Verdict& verdict : statement.verdicts) {
        const Level level = std::min(schema::levelOf(verdict), schema::levelOf(statement));
        if (level == Level::none) {
            continue;
        }
        const QString rule = plain(schema::rowOf(verdict.operation).id);
        rules.insert(rule);
        QStringList words{sentence(verdict.operation)};
        if (const QString reading = readingSentence(statement); !reading.isEmpty()) {
            words << reading;
        }
        words += consequences(verdict);
        for (const schema::Note& note : verdict.notes) {
            words << sentence(note);
        }
        if (verdict.recipe != schema::Recipe::none && level >= Level::warning) {
            words << sentence(verdict.recipe);
        }
        const QJsonObject region{{QStringLiteral("startLine"), std::max(1, statement.place.line)},
                                 {QStringLiteral("startColumn"), std::max(1, statement.place.column)}};
        const QString uri = QString::fromUtf8(QUrl::toPercentEncoding(fromUtf8(statement.place.file), "/"));
        const QJsonObject physical{{QStringLiteral("artifactLocation"), QJsonObject{{QStringLiteral("uri"), uri}}},
                                   {QStringLiteral("region"), region}};
        QJsonObject result{
            {QStringLiteral("ruleId"), rule},
            {QStringLiteral("level"), levelName(level)},
            {QStringLiteral("message"), QJsonObject{{QStringLiteral("text"), words.join(QLatin1Char(' '))}}},
            {QStringLiteral("locations"), QJsonArray{QJsonObject{{QStringLiteral("physicalLocation"), physical}}}},
        };
        if (statement.remark) {
            result[QStringLiteral("suppressions")] =
                QJsonArray{QJsonObject{{QStringLiteral("kind"), QStringLiteral("inSource")},
                                       {QStringLiteral("justification"), fromUtf8(statement.remark->reason)}}};
        }
        results.push_back(result);
    }
}

QJsonArray ruleDescriptions(const QSet<QString>& used)
{
    QJsonArray rules;
    for (int i = 0; i <= static_cast<int>(schema::Operation::writeLock); ++i) {
        const auto operation = static_cast<schema::Operation>(i);
        const QString id = plain(schema::rowOf(operation).id);
        if (used.contains(id)) {
            rules.push_back(QJsonObject{
                {QStringLiteral("id"), id},
                {QStringLiteral("shortDescription"), QJsonObject{{QStringLiteral("text"), sentence(operation)}}}});
        }
    }
    return rules;
}

}  // namespace

QByteArray classificationJson(const Classification& classification)
{
    QJsonArray steps;
    for (const schema::UnitReview& unit : classification.units) {
        QJsonArray statements;
        for (const StatementReview& statement : unit.statements) {
            statements.push_back(statementJson(statement));
        }
        steps.push_back(QJsonObject{{QStringLiteral("name"), fromUtf8(unit.name)},
                                    {QStringLiteral("level"), levelName(unit.level())},
                                    {QStringLiteral("statements"), statements}});
    }
    QJsonObject object{{QStringLiteral("format"), QStringLiteral("cairn-schema-changes/1")},
                       {QStringLiteral("path"), classification.path},
                       {QStringLiteral("database"), classification.database},
                       {QStringLiteral("steps"), steps}};
    object[QStringLiteral("left_out")] = QJsonArray::fromStringList(fromUtf8(classification.left));
    return QJsonDocument(object).toJson();
}

QByteArray classificationSarif(const Classification& classification)
{
    QJsonArray results;
    QSet<QString> rules;
    for (const schema::UnitReview& unit : classification.units) {
        for (const StatementReview& statement : unit.statements) {
            addResults(statement, results, rules);
        }
    }
    const QJsonObject driver{{QStringLiteral("name"), QStringLiteral("cairn")},
                             {QStringLiteral("version"), QStringLiteral(CAIRN_VERSION)},
                             {QStringLiteral("rules"), ruleDescriptions(rules)}};
    const QJsonObject run{{QStringLiteral("tool"), QJsonObject{{QStringLiteral("driver"), driver}}},
                          {QStringLiteral("columnKind"), QStringLiteral("unicodeCodePoints")},
                          {QStringLiteral("results"), results}};
    const QJsonObject log{{QStringLiteral("$schema"), QStringLiteral("https://json.schemastore.org/sarif-2.1.0.json")},
                          {QStringLiteral("version"), QStringLiteral("2.1.0")},
                          {QStringLiteral("runs"), QJsonArray{run}}};
    return QJsonDocument(log).toJson();
}

}  // namespace app
