#include "catalog/load.h"

#include "catalog/decode.h"
#include "catalog/encode.h"
#include "catalog/folder.h"
#include "catalog/store.h"

#include <array>
#include <filesystem>
#include <fstream>
#include <system_error>

namespace catalog {

namespace {

namespace fs = std::filesystem;

enum class Form { folder, compiled, text };

Form formOf(const std::string& path)
{
    std::error_code error;
    if (fs::is_directory(path, error))
        return Form::folder;
    if (fs::path(path).extension() == ".cairn" && fs::is_regular_file(path, error))
        return Form::compiled;
    std::ifstream file(path, std::ios::binary);
    std::string start(storeMagic.size(), '\0');
    file.read(start.data(), static_cast<std::streamsize>(start.size()));
    return start == storeMagic ? Form::compiled : Form::text;
}

Checked<Node> readFile(const std::string& path)
{
    auto text = readTextFile(path);
    if (!text)
        return tl::make_unexpected(Errors{std::move(text.error())});
    return readYaml(*text, path);
}

}  // namespace

Checked<Loaded> load(const std::string& path, LoadScope scope)
{
    const Form form = formOf(path);
    if (form == Form::compiled)
        return readStore(path, scope);
    auto node = form == Form::folder ? readFolder(path) : readFile(path);
    if (!node)
        return tl::make_unexpected(std::move(node.error()));
    auto catalog = decode(*node, scriptsBelow(form == Form::folder ? path : fs::path(path).parent_path().string()));
    if (!catalog)
        return tl::make_unexpected(std::move(catalog.error()));
    Loaded loaded{std::move(*catalog), {}, path, {}};
    loaded.digest = digestOf(loaded.catalog);
    return loaded;
}

bool isCompiled(const std::string& path) { return formOf(path) == Form::compiled; }

Digest digestOf(const Catalog& catalog) { return Digest::of(writeJson(encode(catalog))); }

Result<void> compile(const Catalog& catalog, const std::string& path) { return writeStore(catalog, path); }

std::string exportYaml(const Catalog& catalog) { return writeYaml(encode(catalog)); }

}  // namespace catalog
