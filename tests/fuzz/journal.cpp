// Any bytes are a journal: read, reported and written on, or refused.
#include <cstdint>
#include <string>

#include "archive/archive_cursor.hpp"
#include "archive/report.hpp"
#include "archive/verify.hpp"
#include "pipeline/tests/temporary_folder.hpp"
#include "seeds.hpp"
#include "sheaf/plugin.hpp"

namespace {

constexpr sheaf::FieldSpec fields[] = {{"text", sheaf::FieldType::text, "what"}};
constexpr sheaf::RecordSpec types[] = {{"demand", "What must be done.", fields}};

std::size_t written_on = 0;

/// A run over letters, one of which fails.
void write_on(const std::filesystem::path& file, std::initializer_list<const char*> letters) {
    sheaf::Journal journal(file, sheaf::Database::Access::write);
    journal.begin_run({"p.toml", "p", {"", "r", "o", "l"}, 2}, types);
    for (const char* name : letters) {
        sheaf::LetterOutcome letter;
        letter.name = letter.output_name = letter.file = name;
        if (const auto known = journal.find(name)) journal.with_content(known->key.content);
        letter.status = name[0] == 'c' ? sheaf::LetterStatus::failed : sheaf::LetterStatus::doubtful;
        letter.diagnostics.resize(1);
        letter.outputs = {{letter.name + ".json", std::string(64, 'a'), 2}};
        letter.records.resize(2);
        for (sheaf::RecordRow& record : letter.records)
            record.type = "demand", record.fields = R"({"text":"You must."})";
        journal.settle(letter);
    }
    journal.end_run("finished", {.listed = letters.size(), .converted = letters.size()}, 1);
}

/// The letters as whole-archive outputs get them.
void walk(sheaf::Journal& journal, const std::filesystem::path& folder) {
    const sheaf::ArchiveTables tables({&journal}, types);
    const sheaf::Register known;
    sheaf::ArchiveCursor cursor({&journal, folder, "", ""}, tables, known);
    for (cursor.go_on(sheaf::behind_all_names); !cursor.at_end(); cursor.next()) {
        cursor.load();
        cursor.document();
    }
}

void look_at(const std::filesystem::path& folder) {
    const sheaf::ReportSink nobody = [](std::string_view) {};
    sheaf::Journal journal = sheaf::Journal::of(folder);
    sheaf::report_json(journal, nobody);
    sheaf::report_text(journal, nobody, true);
    sheaf::report_metrics(journal, "fuzz", nobody);
    walk(journal, folder);
    sheaf::verify_archive(journal, folder);
}

template <class Use>
bool used(const Use& use) {
    try {
        use();
        return true;
    } catch (const sheaf::StageError&) {
        return false;
    } catch (const sheaf::SqliteError&) {
        return false;  // one that is damaged is said to be
    }
}

}  // namespace

extern "C" void sheaf_write_seeds(const std::filesystem::path& folder) {
    const std::filesystem::path file = folder / "journal.sqlite";
    write_on(file, {"a.pdf", "b.pdf", "c.pdf"});
    std::filesystem::remove(file.string() + ".sha256");
}

extern "C" std::size_t sheaf_count_read() {
    return written_on;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const sheaf::testing::TemporaryFolder folder;
    const auto file = folder.write(".sheaf/journal.sqlite", {reinterpret_cast<const char*>(data), size});
    const bool sound = used([&] { look_at(folder.path()); });
    // Whether it was read or not, a run may begin.
    if (used([&] { write_on(file, {"a.pdf", "d.pdf"}); }) && sound) ++written_on;
    return 0;
}
