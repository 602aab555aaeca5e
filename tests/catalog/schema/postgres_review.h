#pragma once

#include "catalog/schema/reader_process.h"
#include "catalog/schema/review.h"

#include <QString>
#include <QtGlobal>
#include <memory>
#include <string>
#include <vector>

namespace given {

/// The reading program of this build.
inline std::unique_ptr<schema::StatementReader> statementReader()
{
    return schema::makeReaderProcess(
        {qEnvironmentVariable("CAIRN_BUILD_DIR").toStdString() + "/catalog/schema/cairn-sql"});
}

/// What the last of some units comes to, each one script.
inline schema::UnitReview reviewOf(const std::vector<std::string>& units, schema::ServerVersion server = 150)
{
    const std::unique_ptr<schema::StatementReader> reader = statementReader();
    const std::unique_ptr<schema::Reviewer> reviewer = schema::makePostgresReviewer(*reader, server);
    schema::UnitReview last;
    for (const std::string& unit : units) {
        last = reviewer->review("unit", {{"unit.sql", unit}});
    }
    return last;
}

/// operation, phase, reads/writes, lock, +R +V +IB.
inline QString written(const schema::Verdict& verdict)
{
    const auto text = [](std::string_view name) {
        return QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
    };
    QString line = text(schema::rowOf(verdict.operation).id) + QLatin1Char(' ') + text(schema::nameOf(verdict.phase)) +
                   QLatin1Char(' ') + text(schema::nameOf(verdict.reads)) + QLatin1Char('/') +
                   text(schema::nameOf(verdict.writes));
    if (verdict.lock != schema::Lock::none)
        line += QLatin1Char(' ') + text(schema::nameOf(verdict.lock));
    line += verdict.rewrite ? QStringLiteral(" +R") : QString();
    line += verdict.scan ? QStringLiteral(" +V") : QString();
    line += verdict.indexBuild ? QStringLiteral(" +IB") : QString();
    return line;
}

}  // namespace given
