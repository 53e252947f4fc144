#include "archive.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <map>

#include "sheaf/csv.hpp"

namespace sheaf::csv {

namespace {

constexpr const char* folder = "_archive/";
constexpr std::size_t first_type = 2;  // behind `letters` and `doubts`

/// A file that is written piece by piece.
class TextFile {
  public:
    TextFile(ArchiveContext& context, std::string name)
        : name_(std::move(name)), file_(context.file(name_), std::ios::binary) {}
    void write(std::string_view bytes) {
        file_.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        if (!file_) fail();
    }
    void close() {
        file_.close();
        if (!file_) fail();
    }

  private:
    [[noreturn]] void fail() const {
        throw StageError("csv-unwritable", "`" + name_ + "` cannot be written: " + std::strerror(errno),
                         "check the output folder, and the space left");
    }
    std::string name_;
    std::ofstream file_;
};

class Writer : public ArchiveWriter {
  public:
    Writer(ArchiveContext& context, bool bom, const std::vector<std::string>* records)
        : context_(context), bom_(bom) {
        const auto tables = context.tables();
        for (std::size_t i = 0; i < tables.size(); ++i)
            wanted_.push_back(i < first_type || !records ||
                              std::find(records->begin(), records->end(), tables[i].name) != records->end());
    }

    void add(ArchiveLetter& letter) override {
        for (const ArchiveRow& row : letter.rows()) {
            if (!wanted_[row.table]) continue;
            cells_.clear();
            for (const FieldValue& value : row.cells) cells_.push_back(cell_of(value));
            write_row(file_of(row.table));
        }
    }

    void finish() override {
        std::vector<WrittenTable> written;
        for (auto& [table, file] : files_) {
            file.close();
            written.push_back(
                {&context_.tables()[table], context_.tables()[table].name + std::string(".csv")});
        }
        for (const auto& [name, text] : {std::pair("datapackage.json", data_package(written)),
                                         std::pair("csv-metadata.json", csvw_metadata(written))}) {
            TextFile file(context_, std::string(folder) + name);
            file.write(text);
            file.close();
        }
    }

  private:
    /// Made with its first row: a table without rows has no file.
    TextFile& file_of(std::size_t table) {
        if (const auto known = files_.find(table); known != files_.end()) return known->second;
        const RecordSpec& spec = context_.tables()[table];
        TextFile& file =
            files_.try_emplace(table, context_, std::string(folder) + spec.name + ".csv").first->second;
        if (bom_) file.write(byte_order_mark);
        std::vector<std::string> values;
        std::swap(values, cells_);
        for (const FieldSpec& column : spec.fields) cells_.emplace_back(column.name);
        write_row(file);
        std::swap(values, cells_);
        return file;
    }
    void write_row(TextFile& file) {
        row_.clear();
        append_row(row_, cells_);
        file.write(row_);
    }

    ArchiveContext& context_;
    const bool bom_;
    std::vector<bool> wanted_;  ///< by table
    std::map<std::size_t, TextFile> files_;
    std::vector<std::string> cells_;
    std::string row_;
};

}  // namespace

std::unique_ptr<ArchiveWriter> archive_writer(ArchiveContext& context, bool bom,
                                              const std::vector<std::string>* records) {
    return std::make_unique<Writer>(context, bom, records);
}

}  // namespace sheaf::csv
