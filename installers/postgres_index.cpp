#include "installers/postgres_index.h"

namespace installers {

Done<std::vector<IndexState>> indexStates(World& world, const PostgresConnection& connection,
                                          const std::vector<ConcurrentIndex>& indexes)
{
    std::vector<IndexState> states(indexes.size());
    if (indexes.empty())
        return states;
    QStringList wanted;
    for (std::size_t i = 0; i < indexes.size(); ++i)
        wanted.append(QStringLiteral("(%1, %2, %3)")
                          .arg(i)
                          .arg(sqlLiteral(QString::fromStdString(indexes[i].index)),
                               sqlLiteral(QString::fromStdString(indexes[i].table))));
    const QString query =
        QStringLiteral("SELECT v.i || '|' || x.indisvalid || '|' || format('%I.%I', n.nspname, c.relname)"
                       " FROM (VALUES %1) v(i, index, owner)"
                       " JOIN pg_index x ON x.indrelid = to_regclass(v.owner)"
                       " JOIN pg_class c ON c.oid = x.indexrelid AND c.relname = (parse_ident(v.index))[1]"
                       " JOIN pg_namespace n ON n.oid = c.relnamespace")
            .arg(wanted.join(QStringLiteral(", ")));
    const auto answer = askPostgres(world, {connection, {}, query});
    if (!answer)
        return tl::unexpected(answer.error());
    for (const QString& row : answer->split(QLatin1Char('\n'), Qt::SkipEmptyParts)) {
        const std::size_t at = row.section(QLatin1Char('|'), 0, 0).toULongLong();
        if (at < states.size())
            states[at] = {true, row.section(QLatin1Char('|'), 1, 1) == QLatin1String("true"),
                          row.section(QLatin1Char('|'), 2)};
    }
    return states;
}

}  // namespace installers
