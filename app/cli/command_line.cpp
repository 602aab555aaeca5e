#include "app/cli/command_line.h"

#include "app/cli/arguments.h"
#include "app/cli/help_text.h"
#include "app/shared/list_text.h"

#include <CLI/CLI.hpp>
#include <QCoreApplication>
#include <QRegularExpression>
#include <algorithm>

namespace cli {

namespace {

struct CommandLine {
    Q_DECLARE_TR_FUNCTIONS(CommandLine)
};

/// CLI11 cuts the text into commands, options and values; every message is ours. So nothing is declared as required and
/// nothing as limited to a set of values: those are checked where their right forms are known.
class Declaration {
public:
    Declaration();
    Usage<Command> read(const QStringList& arguments);
    [[nodiscard]] CommandShape shape() const;

private:
    void declarePlan(CLI::App& command, PlanOptions& options);
    void declareFleet();
    void declareRunning();
    void declareCatalog();
    void declareCatalogChanges(CLI::App& catalog);
    [[nodiscard]] Usage<Command> selected();
    [[nodiscard]] Command catalogCommand(const CLI::App& command);
    [[nodiscard]] static QStringList optionNames(const CLI::App& command);
    [[nodiscard]] static QStringList commandNames(const CLI::App& command);
    [[nodiscard]] static UsageError stray(const CLI::App& command, const QString& argument);

    CLI::App* subcommand(CLI::App& parent, const Summary& summary);
    static CLI::Option* text(CLI::App& command, const char* name, QString& target, const QString& purpose,
                             const char* form);
    static void texts(CLI::App& command, const char* name, QStringList& target, const QString& purpose,
                      const char* form);
    static void site(CLI::App& command, SiteOptions& options);
    static void environment(CLI::App& command, SiteOptions& options);
    static void goal(CLI::App& command, GoalOptions& options);
    static void output(CLI::App& command, OutputOptions& options, const QString& formats);
    static void trust(CLI::App& command, TrustOptions& options, const QString& allowed);
    static void password(CLI::App& command, QString& file, QString& descriptor);
    void declareTrust(CLI::App& catalog);

    CLI::App m_root;
    PlanOptions m_plan;
    ExplainOptions m_explain;
    RunOptions m_run;
    ResumeOptions m_resume;
    PauseOptions m_pause;
    RollbackOptions m_rollback;
    StatusOptions m_status;
    ReportOptions m_report;
    CatalogCheckOptions m_check;
    CatalogShowOptions m_show;
    CatalogCompileOptions m_compile;
    CatalogExportOptions m_export;
    CatalogImportOptions m_import;
    CatalogDiffOptions m_diff;
    CatalogSignOptions m_sign;
    CatalogVerifyOptions m_verify;
    CatalogKeyOptions m_keys;
    CatalogClassifyOptions m_classify;
    FleetOptions m_fleet;
    DemoOptions m_demo;
    QString m_catalogOption;
    QStringList m_positionals;
};

Declaration::Declaration()
{
    m_root.name("cairn");
    m_root.allow_extras();
    m_root.set_help_flag("-h,--help", CommandLine::tr("show this help").toStdString());
    m_root.get_formatter()->column_width(30);
    m_root.get_formatter()->label("Usage", CommandLine::tr("Usage").toStdString());
    m_root.get_formatter()->label("OPTIONS", CommandLine::tr("OPTIONS").toStdString());

    const std::vector<Summary> summaries = commandSummaries();
    for (const Summary& summary : summaries) {
        subcommand(m_root, summary)->footer(examples(summary.name).toStdString());
    }
    declarePlan(*m_root.get_subcommand("plan"), m_plan);

    CLI::App& explain = *m_root.get_subcommand("explain");
    text(explain, "--catalog", m_explain.catalog, CommandLine::tr("the catalog: a file or a folder"), "PATH");
    site(explain, m_explain.site);
    text(explain, "--to", m_explain.goal.to, CommandLine::tr("the release the hop would lead to; default: latest"),
         "VERSION");
    text(explain, "--as-of", m_explain.goal.asOf, CommandLine::tr("explain as of this day"), "YYYY-MM-DD");
    output(explain, m_explain.output, CommandLine::tr("text, json, markdown or html"));
    trust(explain, m_explain.trust, CommandLine::tr("explain although the pinned key has not signed"));

    declareFleet();
    declareRunning();
    declareCatalog();
}

CLI::App* Declaration::subcommand(CLI::App& parent, const Summary& summary)
{
    return parent.add_subcommand(summary.name.toStdString(), summary.purpose.toStdString());
}

CLI::Option* Declaration::text(CLI::App& command, const char* name, QString& target, const QString& purpose,
                               const char* form)
{
    return command
        .add_option_function<std::string>(
            name, [&target](const std::string& value) { target = QString::fromStdString(value); },
            purpose.toStdString())
        ->type_name(form);
}

void Declaration::texts(CLI::App& command, const char* name, QStringList& target, const QString& purpose,
                        const char* form)
{
    command
        .add_option_function<std::vector<std::string>>(
            name,
            [&target](const std::vector<std::string>& values) {
                for (const std::string& value : values) {
                    target.push_back(QString::fromStdString(value));
                }
            },
            purpose.toStdString())
        ->type_name(form)
        ->allow_extra_args(name[0] != '-');
}

void Declaration::site(CLI::App& command, SiteOptions& options)
{
    text(command, "--from", options.from, CommandLine::tr("the installed release"), "VERSION");
    text(command, "--site", options.site, CommandLine::tr("the site file, instead of --from"), "FILE");
    environment(command, options);
    command.add_flag("--failed", options.failed,
                     CommandLine::tr("the installed release's checkpoint failed").toStdString());
}

void Declaration::environment(CLI::App& command, SiteOptions& options)
{
    texts(command, "--fact", options.facts, CommandLine::tr("what holds at the site; repeat it for a set"),
          "NAME=VALUE");
    texts(command, "--component", options.components, CommandLine::tr("a part of the environment"), "NAME=VERSION");
    texts(command, "--fixed", options.fixed, CommandLine::tr("a component the site cannot change"), "NAME");
    texts(command, "--channel", options.channels, CommandLine::tr("a channel the site is offered"), "NAME");
}

void Declaration::goal(CLI::App& command, GoalOptions& options)
{
    text(command, "--to", options.to, CommandLine::tr("a version, alias, line or range; default: latest"), "VERSION");
    text(command, "--prefer", options.prefer, CommandLine::tr("hops, risk, tested, downtime or duration first"),
         "TERM");
    texts(command, "--accept-risk", options.acceptedRisks, CommandLine::tr("accept a known risk"), "ID");
    command.add_flag("--allow-downgrade", options.allowDowngrade,
                     CommandLine::tr("a way back is wanted").toStdString());
    command.add_flag("--require-direct", options.requireDirect,
                     CommandLine::tr("only one hop will do; else exit 10 with the stops").toStdString());
    text(command, "--as-of", options.asOf, CommandLine::tr("plan as of this day; later releases do not exist"),
         "YYYY-MM-DD");
}

void Declaration::output(CLI::App& command, OutputOptions& options, const QString& formats)
{
    text(command, "--format", options.format, formats, "FORMAT");
    text(command, "-o,--output", options.file, CommandLine::tr("write to this file instead of stdout"), "FILE");
}

void Declaration::trust(CLI::App& command, TrustOptions& options, const QString& allowed)
{
    text(command, "--public-key", options.publicKey, CommandLine::tr("the key that has to have signed the catalog"),
         "KEY|FILE");
    text(command, "--trust", options.folder, CommandLine::tr("keeps keys and sequences; default: the machine's"),
         "FOLDER");
    if (!allowed.isEmpty()) {
        command.add_flag("--allow-unsigned", options.allowUnsigned, allowed.toStdString());
    }
}

void Declaration::password(CLI::App& command, QString& file, QString& descriptor)
{
    text(command, "--password-file", file, CommandLine::tr("its first line is the secret key's password"), "FILE");
    text(command, "--password-fd", descriptor, CommandLine::tr("an open descriptor that gives it"), "NUMBER");
}

void Declaration::declarePlan(CLI::App& command, PlanOptions& options)
{
    text(command, "--catalog", options.catalog, CommandLine::tr("the catalog: a file or a folder"), "PATH");
    site(command, options.site);
    goal(command, options.goal);
    output(command, options.output, CommandLine::tr("text, json, markdown, html, dot or ical"));
    text(command, "--earliest", options.earliest, CommandLine::tr("when work may begin, by the site's clock"),
         "DATE[THH:MM]");
    command.add_flag("--alternatives", options.alternatives,
                     CommandLine::tr("the ways that are best by one thing each").toStdString());
    trust(command, options.trust, CommandLine::tr("plan although the pinned key has not signed"));
}

void Declaration::declareFleet()
{
    CLI::App& fleet = *m_root.get_subcommand("fleet");
    text(fleet, "--catalog", m_fleet.catalog, CommandLine::tr("the catalog: a file, a folder or a sample's name"),
         "PATH");
    text(fleet, "--sites", m_fleet.sites, CommandLine::tr("a table with the columns site and version at least"),
         "FILE.csv");
    environment(fleet, m_fleet.site);
    goal(fleet, m_fleet.goal);
    output(fleet, m_fleet.output, CommandLine::tr("table, json or csv"));
    trust(fleet, m_fleet.trust, CommandLine::tr("plan although the pinned key has not signed"));
    fleet.add_flag("--strict", m_fleet.strict,
                   CommandLine::tr("exit 3 when a site is stranded or a row is broken").toStdString());
}

void Declaration::declareRunning()
{
    const QString siteFile = CommandLine::tr("the site file");
    CLI::App& run = *m_root.get_subcommand("run");
    text(run, "--plan", m_run.plan, CommandLine::tr("what `cairn plan --format json` wrote"), "FILE");
    text(run, "--site", m_run.site, siteFile, "FILE");
    text(run, "--catalog", m_run.catalog, CommandLine::tr("default: the path that the plan names"), "PATH");
    text(run, "--artefacts", m_run.artefacts, CommandLine::tr("a folder that takes the place of the site's"), "FOLDER");
    trust(run, m_run.trust, CommandLine::tr("run although nobody vouches for the catalog"));

    run.add_flag("--hold-before-opening", m_run.holdBeforeOpening,
                 CommandLine::tr("wait once it is verified; `cairn resume` opens it").toStdString());

    CLI::App& resume = *m_root.get_subcommand("resume");
    text(resume, "--site", m_resume.site, siteFile, "FILE");
    text(resume, "--confirm", m_resume.confirm, CommandLine::tr("this manual step has been done"), "STEP");
    text(resume, "--by", m_resume.by, CommandLine::tr("who says so"), "NAME");
    text(*m_root.get_subcommand("pause"), "--site", m_pause.site, siteFile, "FILE");
    CLI::App& rollback = *m_root.get_subcommand("rollback");
    text(rollback, "--site", m_rollback.site, siteFile, "FILE");
    rollback.add_flag("--check", m_rollback.check,
                      CommandLine::tr("only say what would happen; exit 3 where it cannot").toStdString());
    CLI::App& status = *m_root.get_subcommand("status");
    text(status, "--site", m_status.site, siteFile, "FILE");
    status.add_flag("--watch", m_status.watch, CommandLine::tr("go on until the run ends").toStdString());
    CLI::App& report = *m_root.get_subcommand("report");
    text(report, "--site", m_report.site, siteFile, "FILE");
    output(report, m_report.output, CommandLine::tr("text, markdown, html or json"));

    CLI::App& demo = *m_root.get_subcommand("demo");
    text(demo, "folder", m_demo.folder, CommandLine::tr("the folder to make: a new or an empty one"), "DIR");
    demo.add_flag("--postgresql", m_demo.postgresql,
                  CommandLine::tr("with PostgreSQL and nginx of its own").toStdString());
    demo.add_flag("--stop", m_demo.stop, CommandLine::tr("stop the site's service and servers").toStdString());
}

void Declaration::declareCatalog()
{
    CLI::App& catalog = *m_root.get_subcommand("catalog");
    for (const Summary& summary : catalogSummaries()) {
        CLI::App& command = *subcommand(catalog, summary);
        command.footer(examples(QStringLiteral("catalog ") + summary.name).toStdString());
        if (QStringList{QStringLiteral("import"), QStringLiteral("diff"), QStringLiteral("key"),
                        QStringLiteral("classify")}
                .contains(summary.name)) {
            continue;
        }
        text(command, "--catalog", m_catalogOption, CommandLine::tr("the catalog: a file or a folder"), "PATH");
    }
    const char* const path = "PATH";
    const QString place = CommandLine::tr("the catalog, as another way to write --catalog");
    CLI::App& check = *catalog.get_subcommand("check");
    texts(check, "catalogs", m_positionals, place, path);
    check.add_flag("--strict", m_check.strict, CommandLine::tr("exit 3 when anything was found").toStdString());
    CLI::App& show = *catalog.get_subcommand("show");
    texts(show, "names", m_positionals, CommandLine::tr("the catalog, unless named before; a release"),
          "[PATH] [RELEASE]");
    output(show, m_show.output, CommandLine::tr("text, markdown or html"));
    CLI::App& compile = *catalog.get_subcommand("compile");
    texts(compile, "catalogs", m_positionals, place, path);
    text(compile, "-o,--output", m_compile.file, CommandLine::tr("the .cairn file to write"), "FILE");
    CLI::App& exported = *catalog.get_subcommand("export");
    texts(exported, "catalogs", m_positionals, place, path);
    text(exported, "-o,--output", m_export.file, CommandLine::tr("write to this file instead of stdout"), "FILE");
    declareCatalogChanges(catalog);
    declareTrust(catalog);
}

void Declaration::declareTrust(CLI::App& catalog)
{
    const QString place = CommandLine::tr("the catalog, as another way to write --catalog");
    CLI::App& sign = *catalog.get_subcommand("sign");
    texts(sign, "catalogs", m_positionals, place, "PATH");
    text(sign, "--key", m_sign.key, CommandLine::tr("the secret key: a file that minisign -G made"), "FILE");
    password(sign, m_sign.passwordFile, m_sign.passwordDescriptor);
    text(sign, "-o,--output", m_sign.file, CommandLine::tr("default: PATH.minisig"), "FILE");
    sign.add_flag("--legacy", m_sign.legacy, CommandLine::tr("the older form, for minisign before 0.6").toStdString());

    CLI::App& verify = *catalog.get_subcommand("verify");
    texts(verify, "catalogs", m_positionals, place, "PATH");
    trust(verify, m_verify.trust, {});
    verify.add_flag("--remember", m_verify.remember,
                    CommandLine::tr("let no older catalog do here from now on").toStdString());
    text(verify, "--format", m_verify.output.format, CommandLine::tr("text or json"), "FORMAT");

    CLI::App& keys = *catalog.get_subcommand("key");
    text(keys, "action", m_keys.action, CommandLine::tr("list, pin, rotate or endorse"), "ACTION");
    text(keys, "file", m_keys.file, CommandLine::tr("a public key's file; pin also takes the key itself"), "FILE");
    text(keys, "--product", m_keys.product, CommandLine::tr("the product whose catalogs the key signs"), "ID");
    text(keys, "--replace", m_keys.replace, CommandLine::tr("pin: give up this key, which is lost"), "KEYID");
    text(keys, "--signature", m_keys.signature, CommandLine::tr("rotate: by the old key; default: FILE.minisig"),
         "FILE");
    text(keys, "--key", m_keys.key, CommandLine::tr("endorse: the old secret key"), "FILE");
    password(keys, m_keys.passwordFile, m_keys.passwordDescriptor);
    text(keys, "--trust", m_keys.folder, CommandLine::tr("keeps keys and sequences; default: the machine's"), "FOLDER");
}

void Declaration::declareCatalogChanges(CLI::App& catalog)
{
    CLI::App& import = *catalog.get_subcommand("import");
    text(import, "format", m_import.format, CommandLine::tr("what is imported: cincinnati"), "FORMAT");
    text(import, "graph", m_import.graph, CommandLine::tr("the graph, as JSON"), "FILE");
    text(import, "--product", m_import.product, CommandLine::tr("the product's id; default: the file's name"), "ID");
    text(import, "-o,--output", m_import.file, CommandLine::tr("a .yaml or .cairn file; default: YAML on stdout"),
         "FILE");
    CLI::App& diff = *catalog.get_subcommand("diff");
    text(diff, "before", m_diff.before, CommandLine::tr("the older catalog"), "OLD");
    text(diff, "after", m_diff.after, CommandLine::tr("the newer catalog"), "NEW");
    text(diff, "--format", m_diff.format, CommandLine::tr("text, json, markdown or html"), "FORMAT");
    text(diff, "--as-of", m_diff.asOf, CommandLine::tr("ask both as of this day"), "YYYY-MM-DD");
    diff.add_flag("--strict", m_diff.strict, CommandLine::tr("exit 3 when they differ").toStdString());
    CLI::App& classify = *catalog.get_subcommand("classify");
    text(classify, "path", m_classify.path, CommandLine::tr("a catalog, a folder of scripts or a script"), "PATH");
    text(classify, "--database", m_classify.database,
         CommandLine::tr("postgresql:VERSION, with the oldest server that sites run, or sqlite"), "DATABASE");
    text(classify, "--fail-on", m_classify.failOn,
         CommandLine::tr("exit 3 from this level on: error (the default), warning, note or never"), "LEVEL");
    output(classify, m_classify.output, CommandLine::tr("text, json, sarif, markdown or html"));
}

QStringList Declaration::optionNames(const CLI::App& command)
{
    QStringList names;
    for (const CLI::Option* option : command.get_options()) {
        for (const std::string& name : option->get_lnames()) {
            names.push_back(QStringLiteral("--") + QString::fromStdString(name));
        }
    }
    return names;
}

QStringList Declaration::commandNames(const CLI::App& command)
{
    QStringList names;
    for (const CLI::App* one : command.get_subcommands([](const CLI::App*) { return true; })) {
        names.push_back(QString::fromStdString(one->get_name()));
    }
    return names;
}

/// As it is typed after `cairn`: "plan", "catalog show"; nothing for the program itself.
QString typedName(const CLI::App& command)
{
    if (command.get_parent() == nullptr) {
        return {};
    }
    const QString parent = typedName(*command.get_parent());
    const QString name = QString::fromStdString(command.get_name());
    return parent.isEmpty() ? name : parent + QLatin1Char(' ') + name;
}

UsageError Declaration::stray(const CLI::App& command, const QString& argument)
{
    return strayArgument(argument, {typedName(command), optionNames(command), commandNames(command)});
}

UsageError fromParser(const CLI::ParseError& error, const QString& command)
{
    const QString words = QString::fromStdString(error.what());
    const QString option = words.section(QLatin1Char(':'), 0, 0);
    if (option.startsWith(QLatin1Char('-')) && words.contains(QStringLiteral("missing"))) {
        return {CommandLine::tr("The option %1 needs a value after it.").arg(option), command};
    }
    if (option.startsWith(QLatin1Char('-')) && words.contains(QStringLiteral("At Most"))) {
        return {CommandLine::tr("The option %1 may be given only once.").arg(option), command};
    }
    // Values are texts here; only an option without a value is converted.
    static const QRegularExpression converted(QStringLiteral("^Could not convert: (--[a-z-]+) = (.*)$"));
    if (const QRegularExpressionMatch flag = converted.match(words); flag.hasMatch()) {
        return {CommandLine::tr("The option %1 takes no value, and was given %2.")
                    .arg(flag.captured(1), app::quoted(flag.captured(2))),
                command};
    }
    //: %1 is the parser's own words, in English.
    return {CommandLine::tr("The command line cannot be read: %1").arg(words), command};
}

/// The command that was selected last, at any depth.
const CLI::App& innermost(const CLI::App& root)
{
    const CLI::App* command = &root;
    while (!command->get_subcommands().empty()) {
        command = command->get_subcommands().front();
    }
    return *command;
}

Usage<Command> Declaration::read(const QStringList& arguments)
{
    std::vector<std::string> reversed;
    for (auto it = arguments.rbegin(); it != arguments.rend(); ++it) {
        reversed.push_back(it->toStdString());
    }
    try {
        m_root.parse(std::move(reversed));
    } catch (const CLI::CallForHelp&) {
        const CLI::App& command = innermost(m_root);
        return Text{command.get_parent() == nullptr ? overview() : QString::fromStdString(m_root.help())};
    } catch (const CLI::ParseError& error) {
        return tl::unexpected(fromParser(error, typedName(innermost(m_root))));
    }
    return selected();
}

Usage<Command> Declaration::selected()
{
    for (const CLI::App* command = &m_root; command != nullptr;
         command = command->get_subcommands().empty() ? nullptr : command->get_subcommands().front()) {
        const std::vector<std::string> remaining = command->remaining();
        if (!remaining.empty()) {
            return tl::unexpected(stray(*command, QString::fromStdString(remaining.front())));
        }
        if (command->get_subcommands().size() > 1) {
            return tl::unexpected(UsageError{CommandLine::tr("One command at a time: %1 is a second one.")
                                                 .arg(app::quoted(command->get_subcommands().at(1)->get_name())),
                                             {}});
        }
    }
    const CLI::App& command = innermost(m_root);
    const QString name = QString::fromStdString(command.get_name());
    if (!command.get_subcommands([](const CLI::App*) { return true; }).empty()) {
        return tl::unexpected(
            UsageError{CommandLine::tr("What is to be done? There are %1.").arg(app::all(commandNames(command))),
                       command.get_parent() == nullptr ? QString() : name});
    }
    if (command.get_parent() != &m_root) {
        const qsizetype expected = (name == QStringLiteral("show") ? 1 : 0) + (m_catalogOption.isEmpty() ? 1 : 0);
        if (m_positionals.size() > expected) {
            return tl::unexpected(stray(command, m_positionals.at(expected)));
        }
        return catalogCommand(command);
    }
    const std::vector<std::pair<QString, Command>> commands{
        {QStringLiteral("plan"), m_plan},         {QStringLiteral("fleet"), m_fleet},
        {QStringLiteral("explain"), m_explain},   {QStringLiteral("run"), m_run},
        {QStringLiteral("resume"), m_resume},     {QStringLiteral("pause"), m_pause},
        {QStringLiteral("rollback"), m_rollback}, {QStringLiteral("status"), m_status},
        {QStringLiteral("report"), m_report},     {QStringLiteral("demo"), m_demo}};
    const auto found = std::find_if(commands.begin(), commands.end(),
                                    [&name](const auto& candidate) { return candidate.first == name; });
    return found->second;
}

Command Declaration::catalogCommand(const CLI::App& command)
{
    QStringList positionals = m_positionals;
    const QString path =
        m_catalogOption.isEmpty() && !positionals.isEmpty() ? positionals.takeFirst() : m_catalogOption;
    const std::string& name = command.get_name();
    if (name == "check") {
        m_check.catalog = path;
        return m_check;
    }
    if (name == "show") {
        m_show.catalog = path;
        m_show.release = positionals.value(0);
        return m_show;
    }
    if (name == "compile") {
        m_compile.catalog = path;
        return m_compile;
    }
    if (name == "sign") {
        m_sign.catalog = path;
        return m_sign;
    }
    if (name == "verify") {
        m_verify.catalog = path;
        return m_verify;
    }
    if (name == "key") {
        return m_keys;
    }
    if (name == "import") {
        return m_import;
    }
    if (name == "diff") {
        return m_diff;
    }
    if (name == "classify") {
        return m_classify;
    }
    m_export.catalog = path;
    return m_export;
}

CommandShape shapeOf(const CLI::App& command)
{
    CommandShape shape{
        QString::fromStdString(command.get_name()), QString::fromStdString(command.get_description()), {}, {}};
    for (const CLI::Option* option : command.get_options()) {
        OptionShape& one = shape.options.emplace_back();
        for (const std::string& name : option->get_snames()) {
            one.names.push_back(QLatin1Char('-') + QString::fromStdString(name));
        }
        for (const std::string& name : option->get_lnames()) {
            one.names.push_back(QStringLiteral("--") + QString::fromStdString(name));
        }
        one.form = option->get_items_expected_max() == 0 ? QString() : QString::fromStdString(option->get_type_name());
        one.purpose = QString::fromStdString(option->get_description());
    }
    for (const CLI::App* one : command.get_subcommands([](const CLI::App*) { return true; })) {
        shape.commands.push_back(shapeOf(*one));
    }
    return shape;
}

CommandShape Declaration::shape() const { return shapeOf(m_root); }

}  // namespace

CommandShape commandShape() { return Declaration().shape(); }

Usage<Command> readCommandLine(const QStringList& arguments)
{
    const QStringList plain = plainArguments(arguments);
    if (plain.value(0) == QStringLiteral("--version")) {
        return Text{versionText()};
    }
    return Declaration().read(plain);
}

}  // namespace cli
