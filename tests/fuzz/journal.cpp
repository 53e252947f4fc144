// Any bytes are a journal: read and reported, or refused.
#include <cstdint>
#include <string>

#include "archive/archive.hpp"
#include "archive/report.hpp"
#include "archive/verify.hpp"
#include "pipeline/tests/temporary_folder.hpp"
#include "seeds.hpp"
#include "sheaf/plugin.hpp"

namespace {

void look_at(const std::filesystem::path& folder) {
    const sheaf::ReportSink nobody = [](std::string_view) {};
    sheaf::Journal journal = sheaf::Journal::of(folder);
    sheaf::report_json(journal, nobody);
    sheaf::report_text(journal, nobody, true);
    sheaf::report_metrics(journal, "fuzz", nobody);
    sheaf::verify_archive(journal, folder);
}

}  // namespace

extern "C" void sheaf_write_seeds(const std::filesystem::path& folder) {
    constexpr sheaf::FieldSpec fields[] = {{"text", sheaf::FieldType::text, "what"}};
    const sheaf::RecordSpec types[] = {{"demand", "What must be done.", fields}};
    const std::filesystem::path file = folder / "journal.sqlite";
    {
        sheaf::Journal journal(file, sheaf::Database::Access::write);
        journal.begin_run({"p.toml", "p", {"", "r", "o", "l"}, 2}, types);
        for (const char* name : {"a.pdf", "b.pdf", "c.pdf"}) {
            sheaf::LetterOutcome letter;
            letter.name = letter.output_name = letter.file = name;
            letter.status = name[0] == 'c' ? sheaf::LetterStatus::failed : sheaf::LetterStatus::doubtful;
            letter.diagnostics.resize(1);
            letter.outputs = {{letter.name + ".json", std::string(64, 'a'), 2}};
            letter.records.resize(2);
            for (sheaf::RecordRow& record : letter.records)
                record.type = "demand", record.fields = R"({"text":"You must."})";
            journal.settle(letter);
        }
        journal.end_run("finished", {.listed = 3, .converted = 2, .failed = 1}, 1);
    }
    std::filesystem::remove(file.string() + ".sha256");
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const sheaf::testing::TemporaryFolder folder;
    folder.write("out/.sheaf/journal.sqlite", {reinterpret_cast<const char*>(data), size});
    try {
        look_at(folder.path() / "out");
    } catch (const sheaf::StageError&) {
    } catch (const sheaf::SqliteError&) {
        // One that is damaged is said to be.
    }
    return 0;
}
