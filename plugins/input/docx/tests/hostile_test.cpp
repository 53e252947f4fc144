// Files that attack converters: each ends as its manifest demands.
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "fixture.hpp"

using namespace fixture;

namespace {

std::vector<std::string> fields_of(const std::string& line) {
    std::vector<std::string> fields;
    std::istringstream stream(line);
    for (std::string field; std::getline(stream, field, '\t');) fields.push_back(field);
    return fields;
}

// What happened, in the manifest's words.
std::string outcome(const std::string& bytes, std::string& text) {
    static const std::map<std::string, std::string> codes = {{"docx-limit", "E-LIMIT"},
                                                             {"docx-malformed", "E-MALFORMED"},
                                                             {"docx-encrypted", "E-ENCRYPTED"},
                                                             {"docx-not-word", "E-NOTDOCX"},
                                                             {"docx-old-format", "E-NOTDOCX"}};
    try {
        const Read result = read(bytes);
        for (const Block& block : result.document.blocks) text += block.text + "\n";
        for (const auto& diagnostic : result.diagnostics)
            if (diagnostic.severity != sheaf::Severity::note) return "ok-warn";
        return "ok";
    } catch (const sheaf::StageError& error) {
        return codes.at(error.diagnostic().code);
    }
}

}  // namespace

TEST_CASE("hostile packages end as they must", "[.shared]") {
    const std::filesystem::path folder = std::filesystem::path(shared()) / "hostile";
    if (shared().empty() || !std::filesystem::is_directory(folder)) {
        WARN("skipped: the folder of hostile files is not there");
        return;
    }
    std::ifstream manifest(folder / "manifest.tsv");
    int done = 0;
    for (std::string line; std::getline(manifest, line);) {
        const std::vector<std::string> fields = fields_of(line);
        if (fields.size() < 4 || !fields[0].starts_with("docx/")) continue;
        INFO(fields[0] << ": " << fields[1]);
        std::string text;
        const std::string result = outcome(file(folder / "synthetic" / fields[0]), text);
        INFO(result << " where " << fields[2] << " is asked for");
        CHECK(("|" + fields[2] + "|").find("|" + result + "|") != std::string::npos);
        if (result.starts_with("ok") && fields[3].find("Sentinel alpha") != std::string::npos) {
            CHECK(text.find("Sentinel alpha") != std::string::npos);
            CHECK(text.find("Sentinel omega") == text.rfind("Sentinel omega"));
            CHECK(text.find("Sentinel omega") != std::string::npos);
        }
        ++done;
    }
    CHECK(done > 0);
}

TEST_CASE("hostile packages from the wild are read or refused with a reason", "[.shared]") {
    const std::filesystem::path folder = std::filesystem::path(shared()) / "hostile" / "docx";
    if (shared().empty() || !std::filesystem::is_directory(folder)) {
        WARN("skipped: the folder of hostile files is not there");
        return;
    }
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (!entry.is_regular_file()) continue;
        INFO(entry.path().filename().string());
        std::string text;
        CHECK_NOTHROW(outcome(file(entry.path()), text));
    }
}
