#include "app/cli/arguments.h"

#include "app/shared/list_text.h"

#include <QCoreApplication>

namespace cli {

namespace {

struct Arguments {
    Q_DECLARE_TR_FUNCTIONS(Arguments)
};

UsageError strayOption(const QString& option, const Reader& reader)
{
    if (reader.name.isEmpty()) {
        return {
            Arguments::tr("A command comes first, then its options; %1 stands before one.").arg(app::quoted(option)),
            {}};
    }
    const QString near = nearestNames(option, reader.options);
    return {near.isEmpty()
                ? Arguments::tr("The command %1 has no option %2.").arg(app::quoted(reader.name), app::quoted(option))
                : Arguments::tr("The command %1 has no option %2. Did you mean %3?")
                      .arg(app::quoted(reader.name), app::quoted(option), near),
            reader.name};
}

}  // namespace

QStringList plainArguments(QStringList arguments)
{
    if (arguments.value(0) == QStringLiteral("help")) {
        arguments.removeFirst();
        return arguments.mid(0, 2) << QStringLiteral("--help");
    }
    const QString planOnly = QStringLiteral("--plan-only");
    const bool command = !arguments.isEmpty() && !arguments.first().startsWith(QLatin1Char('-'));
    const bool plan = command && arguments.first() == QStringLiteral("plan");
    if (arguments.contains(planOnly) && (plan || !command)) {
        arguments.removeAll(planOnly);
        if (!plan) {
            arguments.prepend(QStringLiteral("plan"));
        }
    }
    return arguments;
}

UsageError strayArgument(const QString& argument, const Reader& reader)
{
    if (argument.startsWith(QLatin1Char('-'))) {
        return strayOption(argument.section(QLatin1Char('='), 0, 0), reader);
    }
    if (reader.commands.isEmpty()) {
        return {Arguments::tr("The command %1 has no use for %2.").arg(app::quoted(reader.name), app::quoted(argument)),
                reader.name};
    }
    const QString near = nearestNames(argument, reader.commands);
    return {near.isEmpty() ? Arguments::tr("There is no command %1. There are %2.")
                                 .arg(app::quoted(argument), app::all(reader.commands))
                           : Arguments::tr("There is no command %1. Did you mean %2? There are %3.")
                                 .arg(app::quoted(argument), near, app::all(reader.commands)),
            reader.name};
}

}  // namespace cli
