// Output: the archive's tables as JSON Lines, an object for each row.
#include <cerrno>
#include <cstring>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

#include "sheaf/archive.hpp"

namespace {

using namespace sheaf;
using Json = nlohmann::ordered_json;

Json json_of(const FieldValue& value) {
    return std::visit(
        [](const auto& one) -> Json {
            if constexpr (std::is_same_v<std::decay_t<decltype(one)>, std::monostate>)
                return nullptr;
            else
                return one;
        },
        value);
}

class Writer : public ArchiveWriter {
  public:
    explicit Writer(ArchiveContext& context) : context_(context) {}

    void add(ArchiveLetter& letter) override {
        for (const ArchiveRow& row : letter.rows()) {
            const RecordSpec& table = context_.tables()[row.table];
            Json line = Json::object();
            for (std::size_t i = 0; i < row.cells.size(); ++i)
                line[table.fields[i].name] = json_of(row.cells[i]);
            std::ofstream& file = file_of(row.table);
            file << line.dump(-1, ' ', false, Json::error_handler_t::replace) << '\n';
            if (!file) fail(table);
        }
    }

    void finish() override {
        for (auto& [table, file] : files_) {
            file.close();
            if (!file) fail(context_.tables()[table]);
        }
    }

  private:
    static std::string name_of(const RecordSpec& table) {
        return "_archive/" + std::string(table.name) + ".jsonl";
    }
    [[noreturn]] static void fail(const RecordSpec& table) {
        throw StageError("jsonl-unwritable",
                         "`" + name_of(table) + "` cannot be written: " + std::strerror(errno),
                         "check the output folder, and the space left");
    }
    /// Made with its first row: a table without rows has no file.
    std::ofstream& file_of(std::size_t table) {
        if (const auto known = files_.find(table); known != files_.end()) return known->second;
        return files_.try_emplace(table, context_.file(name_of(context_.tables()[table])), std::ios::binary)
            .first->second;
    }

    ArchiveContext& context_;
    std::map<std::size_t, std::ofstream> files_;  ///< by table
};

class JsonLines : public ArchiveOutput {
    std::unique_ptr<ArchiveWriter> begin(ArchiveContext& context) override {
        return std::make_unique<Writer>(context);
    }
};

const DiagnosticSpec diagnostics[] = {
    {"jsonl-unwritable", Severity::error,
     "A file of the archive cannot be written: check the output folder, and the space left."},
};

const StageSpec stages[] = {{
    .kind = StageKind::output,
    .name = "jsonl",
    .help =
        "The archive's tables as JSON Lines, `_archive/TABLE.jsonl`: an object for each row, absent values "
        "`null`. Written by `sheaf batch` and `sheaf merge`; nothing for a letter alone.",
    .diagnostics = diagnostics,
    .create_output = [](const Setup&) -> Output* { return new JsonLines; },
}};

}  // namespace

SHEAF_PLUGIN("sheaf.jsonl", "1.0.0", "The archive as JSON Lines", "MIT", stages)
