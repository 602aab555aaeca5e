#include "tests/installers/mini_product.h"

#include "tests/installers/mini_postgres.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <archive.h>
#include <archive_entry.h>

namespace mini {

namespace {

QString asText(const std::string& given) { return QString::fromStdString(given); }

/// Markers named fail-once-start and fail-once-stop beside bin/ make the next call of that kind fail.
std::string controlScript(const Release& release, const SiteOptions& options)
{
    const std::string database =
        options.postgres.database.isEmpty() ? "$site/data/app.db" : serviceDatabase(options.postgres).toStdString();
    return std::string("#!/bin/sh\n"
                       "here=$(cd -P \"$(dirname \"$0\")/..\" && pwd)\n"
                       "site=$(cd -P \"$here/../..\" && pwd)\n"
                       "if [ -e \"$here/fail-once-$1\" ]; then rm -f \"$here/fail-once-$1\"; echo broken; exit 9; fi\n"
                       "case $1 in\n"
                       "start) exec \"$site/mini-service\" start \"") +
           database + "\" " + release.version + " " + std::to_string(release.schema) +
           " \"$2\" \"$site/service.pid\" ;;\n"
           "stop) exec \"$site/mini-service\" stop \"$site/service.pid\" ;;\n"
           "esac\n"
           "exit 2\n";
}

std::map<std::string, std::string> filesOf(const Release& release, const SiteOptions& options)
{
    const std::string slow = "0." + std::to_string(1000 + options.slowMilliseconds).substr(1);
    std::map<std::string, std::string> files{{"bin/ctl", controlScript(release, options)},
                                             {"VERSION", std::string(release.version) + "\n"}};
    // Twice the same as once: what it makes gets its name when it is whole. It says when it was at work, and whether
    // another was.
    files["bin/convert"] = "#!/bin/sh\nset -e\nlog=$(cd \"$1/..\" && pwd)/effectors\nexec 9>\"$log.lock\"\n"
                           "flock -n 9 || echo overlap >> \"$log\"\necho \"begin $(date +%s%3N)\" >> \"$log\"\n"
                           "trap 'echo \"end $(date +%s%3N)\" >> \"$log\"' EXIT\n"
                           "if [ -f \"$2\" ]; then tr a-z A-Z < \"$2\" > \"$2.new\"; mv \"$2.new\" \"$2\"; fi\n"
                           "cd \"$1\"\nfor f in *.txt; do\n  tr a-z A-Z < \"$f\" > \".$f.new\"\n"
                           "  sleep " +
                           slow + "\n  mv \".$f.new\" \"${f%.txt}.upper\"\ndone\n";
    files["bin/check"] = options.badCheck ? "#!/bin/sh\necho wrong balance\nexit 1\n" : "#!/bin/sh\ntest -d \"$1\"\n";
    return files;
}

bool writeTar(const QString& path, const std::map<std::string, std::string>& files)
{
    archive* const tar = archive_write_new();
    archive_write_set_format_pax_restricted(tar);
    bool ok = archive_write_open_filename(tar, QFile::encodeName(path).constData()) == ARCHIVE_OK;
    for (const auto& [name, text] : files) {
        archive_entry* const entry = archive_entry_new();
        archive_entry_set_pathname(entry, name.c_str());
        archive_entry_set_size(entry, static_cast<la_int64_t>(text.size()));
        archive_entry_set_filetype(entry, AE_IFREG);
        archive_entry_set_perm(entry, name.starts_with("bin/") ? 0755 : 0644);
        ok = ok && archive_write_header(tar, entry) == ARCHIVE_OK &&
             archive_write_data(tar, text.data(), text.size()) == static_cast<la_ssize_t>(text.size());
        archive_entry_free(entry);
    }
    ok = archive_write_close(tar) == ARCHIVE_OK && ok;
    archive_write_free(tar);
    return ok;
}

std::map<std::string, std::string> scriptsOf(const SiteOptions& options)
{
    std::map<std::string, std::string> scripts{
        {"sql/m2.sql", "ALTER TABLE entry ADD COLUMN currency TEXT;\n"
                       "UPDATE entry SET currency = 'NOK';\n"
                       "UPDATE meta SET schema = 2;\n"},
        {"sql/m3.sql",
         "PRAGMA foreign_keys=OFF;\n"
         "CREATE TABLE entry_new(id INTEGER PRIMARY KEY, account INTEGER REFERENCES account(id),\n"
         "  cents INTEGER NOT NULL, currency TEXT);\n"
         "INSERT INTO entry_new SELECT id, account, CAST(round(amount * 100) AS INTEGER), currency FROM entry;\n"
         "DROP TABLE entry;\n"
         "ALTER TABLE entry_new RENAME TO entry;\n"
         "UPDATE meta SET schema = 3; -- the last line has no newline"},
        {"sql/m4.sql", "CREATE TABLE balance AS SELECT account, sum(cents) AS cents FROM entry GROUP BY account;\n"
                       "UPDATE meta SET schema = 4;\n"},
        {"sql/drop.sql", "DROP TABLE old_note;\n"}};
    for (const auto& [name, script] : postgresScripts())
        scripts[name] = script;
    if (options.compatible) {
        scripts["sql/m2.pg.sql"] += "ALTER TABLE meta ADD COLUMN compat int;\nUPDATE meta SET compat = 1;\n";
        scripts["sql/m2.sql"] += "ALTER TABLE meta ADD COLUMN compat INTEGER;\nUPDATE meta SET compat = 1;\n";
        scripts["sql/m3.sql"] =
            "CREATE TABLE tag(entry INTEGER, word TEXT);\nUPDATE meta SET schema = 3, compat = 2;\n";
    }
    for (const auto& [name, script] : options.scripts)
        scripts[name] = script;
    return scripts;
}

std::string artefactYaml(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QByteArray bytes = file.readAll();
    return "{name: " + QFileInfo(path).fileName().toStdString() + ", size: " + std::to_string(bytes.size()) +
           ", sha256: " + QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex().toStdString() + "}";
}

std::string catalogYaml(const QString& folder, const SiteOptions& options)
{
    std::string text = "cairn: 1\nproduct: {id: mini, name: Mini}\nlines: [{id: main}]\nreleases:\n"
                       "  - {version: \"1.0\", schema: 1, migrations: []}\n";
    const auto release = [&](const char* version, int schema, const char* migrations, const char* more) {
        const std::string name = std::string("mini-") + version + ".tar";
        text += std::string("  - version: \"") + version + "\"\n    schema: " + std::to_string(schema) +
                (options.compatible ? "\n    compat: " + std::to_string(schema - 1) : std::string()) +
                "\n    migrations: " + migrations + "\n    install:\n      artefacts: [" +
                artefactYaml(folder + QStringLiteral("/artefacts/") + asText(name)) +
                "]\n      install: [{id: unpack, driver: archive, artefact: " + name + "}]\n" + more;
    };
    release("2.0", 2, "[{id: m2, sql: {sqlite: sql/m2.sql, postgresql: sql/m2.pg.sql}}]",
            "      migrate:\n"
            "        - {id: fill, driver: sql, kind: batch, sql: {postgresql: sql/fill.pg.sql}}\n"
            "        - {id: index, driver: sql, kind: nontx, sql: {postgresql: sql/index.pg.sql}}\n");
    release("3.0", 3, "[{id: m3, sql: {sqlite: sql/m3.sql, postgresql: sql/m3.pg.sql}}]",
            "      migrate: [{id: convert, driver: command, run: [\"{release}/bin/convert\", \"{site}/attachments\", "
            "\"{site}/directory/entries.txt\"]}]\n");
    release(
        "4.0", 4, "[{id: m4, sql: {sqlite: sql/m4.sql, postgresql: sql/m4.pg.sql}}]",
        "      verify: [{id: check, driver: command, run: [\"{release}/bin/check\", \"{site}\"]}]\n"
        "      contract: [{id: drop-old, driver: sql, sql: {sqlite: sql/drop.sql, postgresql: sql/drop.pg.sql}}]\n");
    return text;
}

}  // namespace

bool writeFile(const QString& path, const std::string& bytes, FileMode mode)
{
    QDir().mkpath(QFileInfo(path).absolutePath());
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes.data(), static_cast<qint64>(bytes.size())) < 0)
        return false;
    if (mode == FileMode::executable)
        file.setPermissions(file.permissions() | QFileDevice::ExeOwner | QFileDevice::ExeUser);
    return true;
}

bool writeProduct(const QString& folder, const SiteOptions& options)
{
    bool ok = true;
    for (const Release& release : releases) {
        const std::map<std::string, std::string> files = filesOf(release, options);
        if (release.schema == 1) {
            for (const auto& [name, bytes] : files)
                ok = ok && writeFile(folder + QStringLiteral("/releases/1.0/") + asText(name), bytes,
                                     name.starts_with("bin/") ? FileMode::executable : FileMode::plain);
        } else {
            QDir().mkpath(folder + QStringLiteral("/artefacts"));
            ok = ok && writeTar(folder + QStringLiteral("/artefacts/mini-") + asText(release.version) +
                                    QStringLiteral(".tar"),
                                files);
        }
    }
    for (const auto& [name, script] : scriptsOf(options))
        ok = ok && writeFile(folder + QStringLiteral("/catalog/") + asText(name), script);
    return ok && writeFile(folder + QStringLiteral("/catalog/catalog.yaml"), catalogYaml(folder, options));
}

}  // namespace mini
