#include "catalog/schema/layout.h"

#include "catalog/document.h"
#include "catalog/schema/layout_kinds.h"
#include "catalog/schema/letters.h"

#include <algorithm>
#include <cctype>
#include <filesystem>

namespace schema {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t mostFiles = 100000;
constexpr std::size_t largestScript = 128U << 20;

bool isScript(const fs::path& path)
{
    const std::string extension = lowered(path.extension().string());
    return extension == ".sql" || extension == ".pgsql" || extension == ".psql";
}

/// Every script below the folder, relative to it, in the order in which numbers run.
std::vector<std::string> scriptsIn(const fs::path& folder)
{
    std::vector<std::string> paths;
    std::error_code failure;
    for (fs::recursive_directory_iterator it(folder, fs::directory_options::skip_permission_denied, failure), end;
         !failure && it != end && paths.size() < mostFiles; it.increment(failure)) {
        const std::string name = it->path().filename().string();
        if (name.starts_with('.')) {
            it.disable_recursion_pending();
        } else if (it->is_regular_file(failure) && isScript(it->path())) {
            paths.push_back(it->path().lexically_relative(folder).generic_string());
        }
    }
    std::sort(paths.begin(), paths.end(), isBefore);
    return paths;
}

void readInto(Chain& chain, const fs::path& file, const std::string& name)
{
    catalog::Result<std::string> text = catalog::readTextFile(file.string(), largestScript);
    if (!text && text.error().code == catalog::ErrorCode::fileEmpty) {
        chain.steps.push_back({name, {}});
        return;
    }
    if (!text) {
        chain.problems.push_back(text.error());
        return;
    }
    if (std::vector<Step> changes = changesets(*text, file.string()); !changes.empty()) {
        std::move(changes.begin(), changes.end(), std::back_inserter(chain.steps));
        return;
    }
    chain.steps.push_back({name, {{file.string(), forwardPart(std::move(*text))}}});
}

/// Where one migration is a folder, the folder's name says more than "up.sql".
std::string stepName(const std::string& relative)
{
    const fs::path path(relative);
    const std::string stem = lowered(path.stem().string());
    const bool plain =
        stem == "up" || stem == "migration" || stem == "migrate" || stem == "deploy" || stem == "forward";
    return plain && path.has_parent_path() ? path.parent_path().generic_string() : relative;
}

catalog::Result<Chain> readFolderChain(const fs::path& folder, catalog::DatabaseKind database)
{
    Chain chain;
    if (fs::exists(folder / "sqitch.plan")) {
        const catalog::Result<std::string> plan = catalog::readTextFile((folder / "sqitch.plan").string());
        if (!plan) {
            return tl::unexpected(plan.error());
        }
        for (const PlannedChange& change : plannedChanges(*plan)) {
            readInto(chain, folder / "deploy" / (change.file + ".sql"), change.file);
        }
        return chain;
    }
    const Selection selection = select(scriptsIn(folder), database);
    chain.left = selection.left;
    for (const std::string& path : selection.forward) {
        readInto(chain, folder / path, stepName(path));
    }
    return chain;
}

}  // namespace

catalog::Result<Chain> readChain(const std::string& path, catalog::DatabaseKind database)
{
    std::error_code failure;
    if (fs::is_directory(path, failure)) {
        return readFolderChain(path, database);
    }
    Chain chain;
    if (!fs::exists(path, failure)) {
        return tl::unexpected(catalog::Error{catalog::ErrorCode::fileMissing, {path, 0, 0}, {}, {}, {}});
    }
    readInto(chain, path, path);
    return chain;
}

bool isBefore(const std::string& a, const std::string& b)
{
    std::size_t i = 0;
    std::size_t j = 0;
    // 2__a comes before 2.1__b, and 1.sql before 1.1.sql.
    const auto isDeeper = [](const std::string& text, std::size_t at) {
        const auto digitAt = [&text](std::size_t place) {
            return place < text.size() && std::isdigit(static_cast<unsigned char>(text[place])) != 0;
        };
        return (text[at] == '.' && digitAt(at + 1)) || (digitAt(at) && at > 0 && text[at - 1] == '.');
    };
    const auto isDigit = [](char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; };
    while (i < a.size() && j < b.size()) {
        if (!isDigit(a[i]) || !isDigit(b[j])) {
            if (a[i] != b[j]) {
                const bool deeperA = isDeeper(a, i);
                const bool deeperB = isDeeper(b, j);
                if (deeperA != deeperB) {
                    return deeperB;
                }
                return (a[i] == '/') != (b[j] == '/') ? a[i] == '/' : a[i] < b[j];
            }
            ++i;
            ++j;
            continue;
        }
        const auto number = [&isDigit](const std::string& text, std::size_t& at) {
            while (at + 1 < text.size() && text[at] == '0' && isDigit(text[at + 1])) {
                ++at;
            }
            const std::size_t start = at;
            while (at < text.size() && isDigit(text[at])) {
                ++at;
            }
            return text.substr(start, at - start);
        };
        const std::string x = number(a, i);
        const std::string y = number(b, j);
        if (x != y) {
            return x.size() != y.size() ? x.size() < y.size() : x < y;
        }
    }
    const std::size_t restA = a.size() - i;
    const std::size_t restB = b.size() - j;
    return restA != restB ? restA < restB : a < b;
}

}  // namespace schema
