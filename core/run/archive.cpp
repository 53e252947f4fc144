#include "run/archive.hpp"

#include <algorithm>
#include <deque>
#include <map>
#include <set>

#include "plugin/codes.hpp"
#include "run/archive_index.hpp"
#include "run/atomic_file.hpp"
#include "run/json.hpp"
#include "sheaf/csv.hpp"

namespace sheaf {

namespace {

namespace fs = std::filesystem;

/// Rises when the files change though no letter did.
constexpr int archive_version = 1;

/// One journal's letters, in order of output name.
class Cursor {
  public:
    Cursor(Journal& journal, std::string prefix, std::string link)
        : journal_(journal), prefix_(std::move(prefix)), link_(std::move(link)) {
        letters_ = journal.database().prepare(
            "SELECT id, output_name, status, profile, authority, document_date, title, content "
            "FROM letter WHERE present ORDER BY output_name");
        records_ = journal.database().prepare(
            "SELECT type, id, page, block, confidence, stage, rule, fields FROM record WHERE letter=? "
            "ORDER BY type, seq");
        next();
    }

    bool at_end() const { return at_end_; }
    ArchiveLetter& letter() { return letter_; }
    const std::string& content() const { return content_; }

    void next() {
        letter_ = {};
        at_end_ = !letters_.step();
        if (at_end_) return;
        id_ = letters_.integer(0);
        letter_.name = prefix_ + std::string(letters_.text(1));
        letter_.status = letter_status_named(letters_.text(2));
        letter_.profile = letters_.text(3);
        letter_.authority = letters_.text(4);
        letter_.date = letters_.text(5);
        letter_.title = letters_.text(6);
        content_ = letters_.text(7);
    }
    /// What the index says besides.
    void load_details() {
        for (const OutputRow& output : journal_.outputs(id_)) letter_.outputs.push_back(link_ + output.file);
        for (Diagnostic& problem : journal_.diagnostics(id_, Severity::doubtful))
            letter_.problems.push_back(std::move(problem.message));
    }
    Statement& records() { return records_.with(id_); }

  private:
    Journal& journal_;
    std::string prefix_, link_, content_;
    Statement letters_, records_;
    std::int64_t id_ = 0;
    ArchiveLetter letter_;
    bool at_end_ = false;
};

/// The files of one record type.
class TypeFiles {
  public:
    TypeFiles(const fs::path& folder, const std::string& type, const std::vector<std::string>& fields)
        : fields_(fields), csv_(folder / (type + ".csv")), jsonl_(folder / (type + ".jsonl")) {
        std::vector<std::string> header = {"letter", "letter_authority", "letter_date", "letter_profile",
                                           "id"};
        header.insert(header.end(), fields.begin(), fields.end());
        header.insert(header.end(), {"page", "block", "stage", "rule", "confidence"});
        write_row(header);
    }

    /// `record` is a row of `Cursor::records`.
    void add(const ArchiveLetter& letter, const Statement& record) {
        const Json fields = Json::parse(record.text(7));
        const std::int64_t page = record.integer(2);
        const std::string block(record.text(3));

        cells_ = {csv::defused(letter.name), csv::defused(letter.authority), csv::defused(letter.date),
                  csv::defused(letter.profile), std::string(record.text(1))};
        for (const std::string& field : fields_)
            cells_.push_back(fields.contains(field) ? csv::cell_of(value_of(fields[field])) : "");
        cells_.insert(cells_.end(),
                      {page == 0 ? "" : std::to_string(page), block, csv::defused(record.text(5)),
                       csv::defused(record.text(6)), csv::cell_of(record.number(4))});
        write_row(cells_);

        Json line = {{"letter", letter.name},
                     {"letter_authority", or_null(letter.authority)},
                     {"letter_date", or_null(letter.date)},
                     {"letter_profile", or_null(letter.profile)},
                     {"id", record.text(1)}};
        line.update(fields);
        line["page"] = page == 0 ? Json() : Json(page);
        line["block"] = or_null(block);
        line["stage"] = record.text(5);
        line["rule"] = record.text(6);
        line["confidence"] = record.number(4);
        jsonl_.write(dump(line) + "\n");
    }

    void commit() {
        csv_.commit();
        jsonl_.commit();
    }

  private:
    static FieldValue value_of(const Json& json) {
        if (json.is_boolean()) return json.get<bool>();
        if (json.is_number_integer()) return json.get<std::int64_t>();
        if (json.is_number()) return json.get<double>();
        if (json.is_string()) return json.get<std::string>();
        if (json.is_array()) return json.get<std::vector<std::string>>();
        return {};
    }
    void write_row(const std::vector<std::string>& cells) {
        row_.clear();
        csv::append_row(row_, cells);
        csv_.write(row_);
    }

    std::vector<std::string> fields_, cells_;
    std::string row_;
    AtomicFile csv_, jsonl_;
};

/// Record types with their fields, in the order of the pipelines.
struct Types {
    std::vector<std::string> order;
    std::map<std::string, std::vector<std::string>> fields;

    void add(Journal& journal) {
        Statement rows = journal.database().prepare("SELECT type, fields FROM record_type ORDER BY seq");
        while (rows.step()) {
            const std::string type(rows.text(0));
            if (!fields.contains(type)) order.push_back(type);
            std::vector<std::string>& names = fields[type];
            const Json declared = Json::parse(rows.text(1));
            for (const auto& [name, kind] : declared.items())
                if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
        }
    }
};

/// Files of record types and pages that are not written any more.
void remove_stale(const fs::path& folder, const std::set<std::string>& written) {
    std::error_code error;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder, error)) {
        const std::string extension = entry.path().extension();
        const bool ours = extension == ".csv" || extension == ".jsonl" || extension == ".html";
        if (ours && !written.contains(entry.path().filename())) fs::remove(entry.path(), error);
    }
}

/// The letters of all cursors, in order; a letter that several have is visited once.
template <class Visit>
std::size_t each_letter(std::deque<Cursor>& cursors, const Visit& visit) {
    std::size_t count = 0;
    while (true) {
        Cursor* first = nullptr;
        for (Cursor& cursor : cursors)
            if (!cursor.at_end() && (!first || cursor.letter().name < first->letter().name)) first = &cursor;
        if (!first) return count;
        ++count;
        visit(*first);
        const std::string name = first->letter().name;
        const std::string content = first->content();
        for (Cursor& cursor : cursors) {
            if (cursor.at_end() || cursor.letter().name != name) continue;
            if (cursor.content() != content)
                throw StageError(codes::merge_conflict.code,
                                 "two of the folders have a letter `" + name + "`, with different content",
                                 "--prefix puts the folders' names in front of the letters'");
            cursor.next();
        }
    }
}

std::size_t write_all(const Types& types, std::deque<Cursor>& cursors, const fs::path& out) {
    const fs::path folder = out / archive_folder;
    std::set<std::string> written;
    std::map<std::string, TypeFiles, std::less<>> files;
    for (const std::string& type : types.order) {
        files.try_emplace(type, folder, type, types.fields.at(type));
        written.insert({type + ".csv", type + ".jsonl"});
    }
    ArchiveIndex index(out, types.order);
    const std::size_t count = each_letter(cursors, [&](Cursor& cursor) {
        ArchiveLetter& letter = cursor.letter();
        cursor.load_details();
        Statement& records = cursor.records();
        while (records.step()) {
            const auto file = files.find(records.text(0));
            if (file == files.end()) continue;  // of a pipeline that made other types
            file->second.add(letter, records);
            ++letter.records[file->first];
        }
        index.add(letter);
    });
    for (auto& [type, file] : files) file.commit();
    for (const std::string& page : index.commit()) written.insert(page);
    remove_stale(folder, written);
    return count;
}

bool complete(const Types& types, const fs::path& out) {
    const auto there = [&](const std::string& file) { return fs::exists(out / archive_folder / file); };
    return fs::exists(out / archive_index) &&
           std::all_of(types.order.begin(), types.order.end(), [&](const std::string& type) {
               return there(type + ".csv") && there(type + ".jsonl");
           });
}

}  // namespace

void write_archive(Journal& journal, const fs::path& out) {
    Types types;
    types.add(journal);
    const std::string state = std::to_string(archive_version) + " " + std::to_string(journal.generation());
    if (journal.remembered("archive") == state && complete(types, out)) return;
    std::deque<Cursor> cursors;
    cursors.emplace_back(journal, "", "");
    write_all(types, cursors, out);
    journal.remember("archive", state);
}

std::size_t merge_archives(const std::vector<ArchivePart>& parts, const fs::path& out) {
    std::deque<Journal> journals;
    std::deque<Cursor> cursors;
    Types types;
    for (const ArchivePart& part : parts) {
        Journal& journal = journals.emplace_back(Journal::of(part.folder));
        types.add(journal);
        const std::string link =
            fs::weakly_canonical(part.folder).lexically_relative(fs::weakly_canonical(out)).string();
        cursors.emplace_back(journal, part.prefix, link == "." ? "" : link + "/");
    }
    return write_all(types, cursors, out);
}

}  // namespace sheaf
