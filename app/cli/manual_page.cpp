#include "app/cli/manual_page.h"

#include "app/cli/help_text.h"

#include <QCoreApplication>

namespace cli {

namespace {

struct Manual {
    Q_DECLARE_TR_FUNCTIONS(ManualPage)
};

/// What roff would take for its own.
QString roff(QString text)
{
    text.replace(QLatin1Char('\\'), QStringLiteral("\\e")).replace(QLatin1Char('-'), QStringLiteral("\\-"));
    if (text.startsWith(QLatin1Char('.')) || text.startsWith(QLatin1Char('\''))) {
        text.prepend(QStringLiteral("\\&"));
    }
    return text;
}

QString bold(const QString& text) { return QStringLiteral("\\fB") + roff(text) + QStringLiteral("\\fR"); }

QString item(const QString& tag, const QString& text)
{
    return QStringLiteral(".TP\n") + tag + QLatin1Char('\n') + roff(text) + QLatin1Char('\n');
}

QString tagOf(const OptionShape& option)
{
    QStringList names;
    for (const QString& name : option.names) {
        names.push_back(bold(name));
    }
    const QString form = option.form.isEmpty() ? QString() : QStringLiteral("\\fI%1\\fR").arg(roff(option.form));
    const QString tag = names.join(QStringLiteral(", "));
    return tag.isEmpty() || form.isEmpty() ? tag + form : tag + QLatin1Char(' ') + form;
}

QString section(const QString& title) { return QStringLiteral(".SH \"%1\"\n").arg(roff(title.toUpper())); }

QString commandText(const CommandShape& command, const QString& parent)
{
    const QString name = parent + command.name;
    QString text;
    if (command.commands.empty()) {
        text = QStringLiteral(".SS \"cairn %1\"\n%2\n").arg(roff(name), roff(command.purpose));
        for (const OptionShape& option : command.options) {
            if (!option.names.contains(QStringLiteral("--help"))) {
                text += item(tagOf(option), option.purpose);
            }
        }
        return text;
    }
    for (const CommandShape& one : command.commands) {
        text += commandText(one, name + QLatin1Char(' '));
    }
    return text;
}

QString exampleText(const CommandShape& command, const QString& parent)
{
    QString text;
    const QString name = parent + command.name;
    const QStringList lines = command.commands.empty() ? examples(name).split(QLatin1Char('\n')) : QStringList();
    for (const QString& line : lines) {
        if (line.trimmed().startsWith(QStringLiteral("cairn "))) {
            text += roff(line.trimmed()) + QStringLiteral("\n");
        }
    }
    for (const CommandShape& one : command.commands) {
        text += exampleText(one, name + QLatin1Char(' '));
    }
    return text;
}

}  // namespace

QString manualPage(const CommandShape& program)
{
    QString page = QStringLiteral(".TH CAIRN 1 \"\" \"cairn %1\" \"%2\"\n")
                       .arg(roff(QStringLiteral(CAIRN_VERSION)), roff(Manual::tr("User commands")));
    page +=
        section(Manual::tr("Name")) +
        QStringLiteral("cairn \\- %1\n").arg(roff(Manual::tr("plans and carries out upgrades of installed products")));
    page += section(Manual::tr("Synopsis"));
    page += QStringLiteral("%1 \\fICOMMAND\\fR [\\fIOPTIONS\\fR]\n.br\n%1 %2 [\\fIOPTIONS\\fR]\n")
                .arg(bold(QStringLiteral("cairn")), bold(QStringLiteral("--plan-only")));
    page += section(Manual::tr("Description"));
    page += roff(Manual::tr(
                "Cairn finds the legal way from an installed release of a product to another, by what the vendor's "
                "catalog says, and carries it out with a way back. Answers go to standard output, everything "
                "else to standard error.")) +
            QLatin1Char('\n');
    page += QStringLiteral(".PP\n") +
            roff(Manual::tr("With --plan-only it is cairn plan for installers: it writes nothing but its answer.")) +
            QLatin1Char('\n');
    page += section(Manual::tr("Commands"));
    for (const CommandShape& command : program.commands) {
        page += commandText(command, {});
    }
    page += section(Manual::tr("Exit status"));
    for (const Summary& code : exitCodeSummaries()) {
        page += item(bold(code.name), code.purpose);
    }
    page += section(Manual::tr("Files"));
    page += item(QStringLiteral("\\fI/etc/cairn/keys/PRODUCT.pub\\fR"),
                 Manual::tr("the key that has to have signed the product's catalogs; a user's own are in "
                            "~/.config/cairn/keys"));
    page += item(QStringLiteral("\\fI/var/lib/cairn/sequences/PRODUCT\\fR"),
                 Manual::tr("the highest sequence of a catalog that was accepted; a user's own are in "
                            "~/.local/state/cairn/sequences"));
    page += item(QStringLiteral("\\fI/usr/share/cairn/samples\\fR, \\fI/usr/share/cairn/gates\\fR"),
                 Manual::tr("catalogs to try, and what vendors put into their installers"));
    page += section(Manual::tr("Environment"));
    page += item(bold(QStringLiteral("NO_COLOR")), Manual::tr("no colour on terminals"));
    page += item(bold(QStringLiteral("CAIRN_KEY_PASSWORD")), Manual::tr("the password of the secret key that signs"));
    page += section(Manual::tr("Examples")) + QStringLiteral(".nf\n");
    for (const CommandShape& command : program.commands) {
        page += exampleText(command, {});
    }
    page += QStringLiteral(".fi\n") + section(Manual::tr("See also")) + QStringLiteral("\\fBminisign\\fR(1)\n");
    return page;
}

}  // namespace cli
