#include "catalog/folder.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <string_view>
#include <system_error>

namespace catalog {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t mostFiles = 10'000;
constexpr std::size_t longestScript = 16u << 20;

bool isCatalogFile(const fs::path& path)
{
    const std::string extension = path.extension().string();
    return extension == ".yaml" || extension == ".yml" || extension == ".json";
}

bool isLeftOut(const fs::path& path, bool folder)
{
    const std::string name = path.filename().string();
    return name.starts_with('.') || (folder && (name == "sql" || name == "scripts" || name == "product"));
}

Result<std::vector<std::string>> filesBelow(const std::string& folder)
{
    const auto failed = [](const fs::path& path, const std::string& words) {
        return tl::make_unexpected(Error{ErrorCode::fileUnreadable, {path.string(), 0, 0}, words, {}, {}});
    };
    std::vector<std::string> files;
    std::error_code error;
    fs::recursive_directory_iterator entry(folder, error);
    if (error)
        return failed(folder, error.message());
    while (entry != fs::recursive_directory_iterator()) {
        const bool isFolder = entry->is_directory(error);
        if (isLeftOut(entry->path(), isFolder)) {
            if (isFolder)
                entry.disable_recursion_pending();
        } else if (!isFolder && isCatalogFile(entry->path())) {
            files.push_back(entry->path().string());
            if (files.size() > mostFiles)
                return tl::make_unexpected(Error{ErrorCode::fileTooLarge,
                                                 {folder, 0, 0},
                                                 std::to_string(files.size()),
                                                 {std::to_string(mostFiles)},
                                                 {}});
        }
        entry.increment(error);
        if (error)
            return failed(folder, error.message());
    }
    std::sort(files.begin(), files.end());
    return files;
}

/// Takes one file's keys into the whole.
void merge(Node& whole, Node file, Report& report)
{
    for (auto& [key, value] : file.entries) {
        const auto found = std::find_if(whole.entries.begin(), whole.entries.end(),
                                        [&key = key](const auto& entry) { return entry.key == key; });
        if (found == whole.entries.end()) {
            whole.entries.push_back({key, std::move(value)});
            continue;
        }
        Node& target = found->value;
        const bool list = key == "lines" || key == "releases" || key == "rules";
        const bool map = key == "components" || key == "facts" || key == "scripts";
        if (list && target.kind == Node::Kind::list && value.kind == Node::Kind::list) {
            std::move(value.items.begin(), value.items.end(), std::back_inserter(target.items));
        } else if (map && target.kind == Node::Kind::map && value.kind == Node::Kind::map) {
            for (auto& [name, one] : value.entries) {
                if (const Node* first = target.find(name))
                    report.add(ErrorCode::duplicateKey, one.keyPlace(), name, {}, first->keyPlace());
                else
                    target.entries.push_back({name, std::move(one)});
            }
        } else if (list || map) {
            const Node& wrong = value.kind == (list ? Node::Kind::list : Node::Kind::map) ? target : value;
            report.add(ErrorCode::wrongKind, wrong.place, described(wrong), {list ? "list" : "map"});
        } else {
            report.add(ErrorCode::duplicateKey, value.keyPlace(), key, {}, target.keyPlace());
        }
    }
}

bool isBelow(const fs::path& path, const fs::path& root)
{
    const auto [rootEnd, pathEnd] = std::mismatch(root.begin(), root.end(), path.begin(), path.end());
    return rootEnd == root.end() && pathEnd != path.end();
}

}  // namespace

Checked<Node> readFolder(const std::string& folder, const ReadLimits& limits)
{
    auto files = filesBelow(folder);
    if (!files)
        return tl::make_unexpected(Errors{std::move(files.error())});
    Report report;
    Node whole = Node::map();
    whole.place = {folder, 0, 0};
    std::size_t bytes = 0;
    for (const std::string& path : *files) {
        if (report.full())
            break;
        auto text = readTextFile(path, limits.bytes - bytes);
        if (!text) {
            report.add(std::move(text.error()));
            continue;
        }
        bytes += text->size();
        auto node = readYaml(*text, path, limits);
        if (!node) {
            for (Error& error : node.error())
                report.add(std::move(error));
        } else if (node->kind != Node::Kind::map) {
            report.add(ErrorCode::wrongKind, node->place, described(*node), {"map"});
        } else {
            merge(whole, std::move(*node), report);
        }
    }
    if (files->empty())
        report.add(ErrorCode::fileEmpty, {folder, 0, 0});
    if (!report.good())
        return tl::make_unexpected(report.take());
    return whole;
}

ScriptReader scriptsBelow(const std::string& root)
{
    return [root](const std::string& path, const Place& place) -> Result<std::string> {
        std::error_code error;
        const fs::path folder = fs::canonical(root.empty() ? "." : root, error);
        const fs::path file = fs::canonical(folder / path, error);
        if (error)
            return tl::make_unexpected(Error{ErrorCode::scriptMissing, place, path, {}, {}});
        if (!isBelow(file, folder))
            return tl::make_unexpected(Error{ErrorCode::scriptOutside, place, path, {}, {}});
        auto text = readTextFile(file.string(), longestScript);
        if (!text && text.error().code == ErrorCode::fileMissing)
            return tl::make_unexpected(Error{ErrorCode::scriptMissing, place, path, {}, {}});
        return text;
    };
}

}  // namespace catalog
