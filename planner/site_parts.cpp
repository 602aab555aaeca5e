#include "planner/site_parts.h"

#include <arpa/inet.h>
#include <array>
#include <cstdint>
#include <limits>
#include <utility>

namespace planner {

using catalog::ErrorCode;
using catalog::MapReader;
using catalog::Node;
using catalog::Report;

namespace {

constexpr int largestPort = 65535;

void readProgram(MapReader& reader, std::string_view key, std::vector<std::string>& target)
{
    if (const Node* node = reader.find(key))
        target = catalog::readArguments(*node, reader.report());
}

void readPort(MapReader& reader, std::string_view key, int& target)
{
    if (const Node* node = reader.find(key)) {
        if (const std::optional<std::int64_t> port = catalog::readInteger(*node, reader.report(), 1, largestPort))
            target = static_cast<int>(*port);
    }
}

void readSchema(MapReader& reader, std::string_view key, std::optional<catalog::SchemaVersion>& target)
{
    if (const Node* node = reader.find(key)) {
        const std::optional<std::int64_t> value =
            catalog::readInteger(*node, reader.report(), 0, std::numeric_limits<std::int64_t>::max());
        if (value)
            target = catalog::SchemaVersion{*value};
    }
}

void readDatabase(const Node& node, Report& report, Site& site)
{
    SiteDatabase database;
    MapReader reader(node, report);
    if (reader.require("kind") != nullptr)
        reader.choice("kind", database.kind);
    reader.text("path", database.path);
    reader.text("connection", database.connection);
    reader.text("password_file", database.passwordFile);
    reader.text("programs", database.programs);
    readSchema(reader, "schema", database.schema);
    readSchema(reader, "compat", database.compat);
    if (const Node* size = reader.find("size"))
        database.size = catalog::readSize(*size, report);
    reader.finish();
    site.database = std::move(database);
}

void readNodes(const Node& node, Report& report, Site& site)
{
    if (node.kind != Node::Kind::list) {
        report.add(ErrorCode::wrongKind, node.place, catalog::described(node), {"[{name: …}, …]"});
        return;
    }
    for (const Node& item : node.items) {
        SiteNode one;
        if (item.kind == Node::Kind::map) {
            MapReader reader(item, report);
            reader.requireText("name", one.name);
            reader.text("set", one.set);
            reader.finish();
        } else if (const std::optional<std::string> name = catalog::readText(item, report)) {
            one.name = *name;
        }
        site.nodes.push_back(std::move(one));
    }
}

/// What is saved by a program comes back by one, and is called something in messages.
void requireCommand(MapReader& reader, const Node& item)
{
    for (const char* const key : {"name", "backup", "restore"}) {
        if (reader.find(key) == nullptr)
            reader.report().add(ErrorCode::missingKey, item.place, key);
    }
}

void readData(const Node& node, Report& report, Site& site)
{
    if (node.kind != Node::Kind::list) {
        report.add(ErrorCode::wrongKind, node.place, catalog::described(node), {"[{folder: …}, …]"});
        return;
    }
    for (const Node& item : node.items) {
        SiteData data;
        MapReader reader(item, report);
        std::string database;
        std::string folder;
        reader.text("database", database);
        reader.text("folder", folder);
        reader.text("name", data.name);
        readProgram(reader, "backup", data.backup);
        readProgram(reader, "verify", data.verify);
        readProgram(reader, "restore", data.restore);
        readProgram(reader, "size", data.size);
        std::optional<catalog::Seconds> timeout;
        reader.duration("timeout", timeout);
        data.timeout = timeout.value_or(data.timeout);
        const bool command = !data.backup.empty() || !data.verify.empty() || !data.restore.empty() ||
                             !data.size.empty() || timeout.has_value();
        if (reader.isMap() && int{!database.empty()} + int{!folder.empty()} + int{command} != 1)
            report.add(ErrorCode::badValue, item.place, "data",
                       {"{database: FOLDER}", "{folder: FOLDER}", "{name: …, backup: […], restore: […]}"});
        else if (command)
            requireCommand(reader, item);
        reader.finish();
        data.kind = command            ? SiteData::Kind::command
                    : database.empty() ? SiteData::Kind::folder
                                       : SiteData::Kind::database;
        data.path = database.empty() ? folder : database;
        if (data.name.empty())
            data.name = data.path;
        site.data.push_back(std::move(data));
    }
}

void readBackup(MapReader& reader, Site& site)
{
    std::string kind;
    reader.text("backup", kind);
    if (kind == "copy")
        site.backupKind = BackupKind::copy;
    else if (!kind.empty() && kind != "dump")
        reader.report().add(ErrorCode::badValue, reader.placeOf("backup"), kind, {"dump", "copy"});
    if (const Node* keep = reader.find("keep_backups")) {
        constexpr std::int64_t most = 10'000;
        if (const std::optional<std::int64_t> runs = catalog::readInteger(*keep, reader.report(), 1, most))
            site.keepBackups = static_cast<int>(*runs);
    }
}

void readHealth(const Node& node, Report& report, SiteService& service)
{
    MapReader reader(node, report);
    reader.text("url", service.healthUrl);
    readProgram(reader, "run", service.healthRun);
    reader.text("expect", service.healthExpect);
    std::optional<catalog::Seconds> timeout;
    reader.duration("timeout", timeout);
    service.healthTimeout = timeout.value_or(service.healthTimeout);
    reader.finish();
}

void readService(const Node& node, Report& report, Site& site)
{
    SiteService service;
    MapReader reader(node, report);
    if (reader.require("start") != nullptr)
        readProgram(reader, "start", service.start);
    if (reader.require("stop") != nullptr)
        readProgram(reader, "stop", service.stop);
    if (const Node* health = reader.find("health"))
        readHealth(*health, report, service);
    readPort(reader, "port", service.port);
    readPort(reader, "private_port", service.privatePort);
    if (const Node* autostart = reader.find("autostart")) {
        MapReader inner(*autostart, report);
        readProgram(inner, "off", service.autostartOff);
        readProgram(inner, "on", service.autostartOn);
        inner.finish();
    }
    reader.finish();
    site.service = std::move(service);
}

void readPackages(const Node& node, Report& report, Site& site)
{
    MapReader reader(node, report);
    readProgram(reader, "as", site.packages.as);
    reader.text("root", site.packages.root);
    std::optional<catalog::Seconds> wait;
    reader.duration("lock_wait", wait);
    site.packages.lockWait = wait.value_or(site.packages.lockWait);
    reader.finish();
}

/// An address of one machine as web servers write it; empty: none.
std::string canonicalAddress(const std::string& written)
{
    std::array<unsigned char, sizeof(in6_addr)> bytes{};
    std::array<char, INET6_ADDRSTRLEN> text{};
    for (const int family : {AF_INET, AF_INET6}) {
        if (inet_pton(family, written.c_str(), bytes.data()) == 1 &&
            inet_ntop(family, bytes.data(), text.data(), text.size()) != nullptr)
            return text.data();
    }
    return {};
}

void readAllowed(MapReader& reader, std::vector<std::string>& allow)
{
    const Node* const node = reader.find("allow");
    if (node == nullptr)
        return;
    for (const std::string& written : catalog::readArguments(*node, reader.report())) {
        allow.push_back(canonicalAddress(written));
        if (allow.back().empty())
            reader.report().add(ErrorCode::badValue, node->place, written, {"192.0.2.7", "2001:db8::7"});
    }
}

void readMaintenance(const Node& node, Report& report, Site& site)
{
    using Kind = SiteMaintenance::Kind;
    SiteMaintenance maintenance;
    MapReader reader(node, report);
    std::string kind;
    reader.requireText("kind", kind);
    reader.text("file", maintenance.flagFile);
    reader.text("pages", maintenance.pagesFolder);
    reader.text("listen", maintenance.listen);
    readProgram(reader, "up", maintenance.up);
    readProgram(reader, "down", maintenance.down);
    readProgram(reader, "probe", maintenance.probe);
    readAllowed(reader, maintenance.allow);
    reader.boolean("hold", maintenance.hold);
    if (kind == "none")
        maintenance.kind = Kind::none;
    else if (kind == "flag")
        maintenance.kind = Kind::flag;
    else if (kind == "page")
        maintenance.kind = Kind::page;
    else if (kind == "command")
        maintenance.kind = Kind::command;
    else if (!kind.empty())
        report.add(ErrorCode::badValue, reader.placeOf("kind"), kind, {"none", "flag", "page", "command"});
    const auto needs = [&](Kind which, bool given, const char* key) {
        if (maintenance.kind == which && !given)
            report.add(ErrorCode::missingKey, node.place, key);
    };
    needs(Kind::flag, !maintenance.flagFile.empty(), "file");
    needs(Kind::page, !maintenance.listen.empty(), "listen");
    needs(Kind::command, !maintenance.up.empty(), "up");
    needs(Kind::command, !maintenance.down.empty(), "down");
    reader.finish();
    site.maintenance = std::move(maintenance);
}

}  // namespace

void readOperations(MapReader& reader, Site& site)
{
    readBackup(reader, site);
    using Part = void (*)(const Node&, Report&, Site&);
    const std::pair<const char*, Part> parts[] = {
        {"database", readDatabase},       {"nodes", readNodes},       {"data", readData}, {"service", readService},
        {"maintenance", readMaintenance}, {"packages", readPackages},
    };
    for (const auto& [key, part] : parts) {
        if (const Node* node = reader.find(key))
            part(*node, reader.report(), site);
    }
}

}  // namespace planner
