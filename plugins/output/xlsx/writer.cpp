#include "writer.hpp"

#include <algorithm>
#include <filesystem>
#include <set>

#include "sheaf/html.hpp"
#include "tracker.hpp"
#include "workbook.hpp"

namespace sheaf::xlsx {

namespace {

constexpr const char* file_name = "_archive/archive.xlsx";
constexpr std::string_view demands = "recommendation";
constexpr std::size_t digits_of_content = 16;  // of the hash that tells a renamed letter

std::string name_of(FieldType type) {
    constexpr std::string_view names[] = {"text",   "date",          "whole number",
                                          "number", "true or false", "list of texts"};
    return std::string(names[static_cast<std::size_t>(type)]);
}

/// The cells of a row, by the columns' names; absent where the table has no such column.
class Cells {
  public:
    Cells(const RecordSpec& table, const ArchiveRow& row) : table_(table), row_(row) {}
    FieldValue value(std::string_view column) const {
        for (std::size_t i = 0; i < row_.cells.size(); ++i)
            if (column == table_.fields[i].name) return row_.cells[i];
        return {};
    }
    std::string text(std::string_view column) const {
        const FieldValue found = value(column);
        const auto* text = std::get_if<std::string>(&found);
        return text ? *text : std::string();
    }

  private:
    const RecordSpec& table_;
    const ArchiveRow& row_;
};

/// As libxlsxwriter tells a file from a page of the web.
std::string address_of(const std::string& folder) {
    return folder.find("://") == std::string::npos ? "external:" + folder : folder;
}

class Writer : public ArchiveWriter {
  public:
    Writer(ArchiveContext& context, FilledTracker filled, WriterSettings settings)
        : context_(context),
          filled_(std::move(filled)),
          settings_(std::move(settings)),
          file_(context.file(file_name)),
          book_(file_, std::filesystem::path(file_).parent_path().string()) {
        const auto tables = context.tables();
        if (std::any_of(tables.begin(), tables.end(),
                        [](const auto& table) { return table.name == demands; }))
            tracker_ = std::make_unique<Tracker>(book_, filled_);
        for (const RecordSpec& table : tables) {
            std::vector<Column> columns;
            for (const FieldSpec& field : table.fields) columns.push_back(column_of(field));
            sheets_.push_back(&book_.add_sheet(table.name, std::move(columns)));
        }
        write_dictionary();
    }

    void add(ArchiveLetter& letter) override {
        const Cells about(context_.tables()[0], letter.rows()[0]);
        page_ = page_of(about);
        original_ = settings_.originals.empty()
                        ? ""
                        : address_of(settings_.originals) + "/" + html::reference(about.text("source"));
        for (const ArchiveRow& row : letter.rows()) {
            const RecordSpec& table = context_.tables()[row.table];
            std::vector<Cell> cells;
            for (std::size_t i = 0; i < row.cells.size(); ++i)
                cells.push_back({row.cells[i], link_of(table, row, table.fields[i].name)});
            if (!sheets_[row.table]->add(cells)) full_.insert(table.name);
            if (tracker_ && table.name == demands && !tracker_->add(demand_of(about, Cells(table, row))))
                full_.insert("tracker");
        }
    }

    void finish() override {
        const std::size_t left_over = tracker_ ? tracker_->finish() : 0;
        if (left_over > 0)
            context_.report(Severity::doubtful, "xlsx-left-over",
                            std::to_string(left_over) +
                                " rows of the tracker that people filled in belong to no record as it is now",
                            "they stand on the sheet `Tracker, left over`");
        for (const std::string& sheet : full_)
            context_.report(Severity::doubtful, "xlsx-full",
                            "the sheet `" + sheet + "` is full, and the rest of its rows is left out",
                            "the database and the CSV files have all rows");
        book_.finish();
    }

  private:
    /// The letter's page, as the workbook leads to it; empty when there is none.
    static std::string page_of(const Cells& letter) {
        const FieldValue outputs = letter.value("outputs");
        if (const auto* files = std::get_if<std::vector<std::string>>(&outputs))
            for (const std::string& file : *files)
                if (file.ends_with(".html")) return "external:../" + html::reference(file);
        return {};
    }

    std::string place_in_page(const Cells& record) const {
        const std::string id = record.text("id");
        return page_.empty() || id.empty() ? page_ : page_ + "#r-" + id;
    }

    /// Letters lead to their page, records' pages to the words in it, records' letters to the page of the original.
    std::string link_of(const RecordSpec& table, const ArchiveRow& row, std::string_view column) const {
        const Cells cells(table, row);
        if (column == "letter" && row.table == 0) return page_;
        if (column == "source" && row.table == 0) return original_;
        if (column == "page" || column == "id") return place_in_page(cells);
        if (column == "letter" && !original_.empty()) {
            const FieldValue page = cells.value("page");
            const auto* number = std::get_if<std::int64_t>(&page);
            return number ? original_ + "#page=" + std::to_string(*number) : original_;
        }
        return {};
    }

    Demand demand_of(const Cells& letter, const Cells& record) const {
        Demand demand;
        demand.id = record.text("id");
        demand.reference = record.text("label").empty() ? demand.id.substr(0, 8) : record.text("label");
        demand.origin = letter.text("title").empty() ? letter.text("letter") : letter.text("title");
        demand.date = letter.text("date");
        demand.area = record.text("theme").empty() ? record.text("section") : record.text("theme");
        demand.text = record.text("text");
        demand.modality = record.text("modality");
        demand.deadline = record.text("deadline");
        demand.page = record.value("page");
        demand.letter = letter.text("letter");
        demand.content = letter.text("sha256").substr(0, digits_of_content);
        demand.link = place_in_page(record);
        return demand;
    }

    void write_dictionary() {
        Sheet& sheet = book_.add_sheet(std::string(sheets::dictionary),
                                       {{"sheet", 20}, {"column", 24}, {"type", 14}, {"meaning", 100}});
        for (const RecordSpec& table : context_.tables()) {
            sheet.add({{std::string(table.name), {}}, {}, {}, {std::string(table.help), {}}});
            for (const FieldSpec& field : table.fields)
                sheet.add({{std::string(table.name), {}},
                           {std::string(field.name), {}},
                           {name_of(field.type), {}},
                           {std::string(field.help), {}}});
        }
    }

    ArchiveContext& context_;
    FilledTracker filled_;
    const WriterSettings settings_;
    const std::string file_;
    Workbook book_;
    std::unique_ptr<Tracker> tracker_;
    std::vector<Sheet*> sheets_;   ///< by table
    std::set<std::string> full_;   ///< sheets
    std::string page_, original_;  ///< addresses of the letter under way
};

}  // namespace

std::unique_ptr<ArchiveWriter> archive_writer(ArchiveContext& context, FilledTracker filled,
                                              const WriterSettings& settings) {
    return std::make_unique<Writer>(context, std::move(filled), settings);
}

}  // namespace sheaf::xlsx
