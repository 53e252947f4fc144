// Files that other converters test with, beside what pandoc reads from them: every word of pandoc's must be
// there in the same order, save where Word itself prints something else.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "fixture.hpp"
#include "sheaf/text.hpp"

using namespace fixture;
using Json = nlohmann::json;

namespace {

// Where Word prints otherwise than pandoc reads.
const std::map<std::string, std::string> justified = {
    {"docling-omml_frac_superscript",
     "pandoc writes the equation as TeX; the words are those that Word shows"},
    {"docling-omml_func_log", "pandoc writes the equation as TeX"},
    {"docling-omml_multi_equation_paragraph", "pandoc writes the equations as TeX"},
    {"docling-omml_text_escapes_in_math", "pandoc writes the equation as TeX"},
    {"pandoc-9358",
     "pandoc moves a caption to the first table and that table with it; Word prints them where they stand"},
    {"pandoc-paragraph_insertion_deletion",
     "the mark between two words without a blank is deleted: Word joins them, pandoc puts a blank there"},
};

// The words of pandoc's tree: those of the text, and those of notes and comments, which stand elsewhere here.
struct Words {
    std::string text, notes;
    std::string* to = &text;

    void aside(const Json& content) {
        std::string* outer = std::exchange(to, &notes);
        *to += ' ';
        walk(content);
        *to += ' ';
        to = outer;
    }
    void walk(const Json& node) {
        if (node.is_array()) {
            for (const Json& child : node) walk(child);
            return;
        }
        if (!node.is_object() || !node.contains("t")) return;
        const std::string type = node["t"];
        const Json content = node.value("c", Json());
        if (type == "Str") {
            *to += content.get<std::string>();
        } else if (type == "Space" || type == "SoftBreak" || type == "LineBreak") {
            *to += ' ';
        } else if (type == "Code" || type == "CodeBlock" || type == "Math" || type == "RawInline" ||
                   type == "RawBlock") {
            *to += content.at(1).get<std::string>() + (type == "CodeBlock" ? " " : "");
        } else if (type == "Note") {
            aside(content);
        } else if (type == "Span" && content.at(0).at(1).dump().find("comment-start") != std::string::npos) {
            aside(content.at(1));
        } else if (type == "Link" || type == "Image" || type == "Span" || type == "Cite" ||
                   type == "OrderedList") {
            walk(content.at(1));
        } else if (type == "Quoted") {
            const bool single = content.at(0).at("t") == "SingleQuote";
            *to += single ? "'" : "\"";
            walk(content.at(1));
            *to += single ? "'" : "\"";
        } else if (type == "Header") {
            *to += ' ';
            walk(content.at(2));
            *to += ' ';
        } else {
            const bool block = type == "Para" || type == "Plain" || type == "Div" || type.starts_with("Meta");
            if (block) *to += ' ';
            walk(content);
            if (block) *to += ' ';
        }
    }
};

std::vector<std::string> words_of(const std::string& text) {
    std::istringstream stream(sheaf::text::fold(text));
    std::vector<std::string> words;
    for (std::string word; stream >> word;) words.push_back(word);
    return words;
}

// The first of `theirs` that `ours` has not in this order, or empty.
std::string missing(const std::vector<std::string>& theirs, const std::vector<std::string>& ours) {
    std::size_t at = 0;
    for (const std::string& word : theirs) {
        while (at < ours.size() && ours[at] != word) ++at;
        if (at++ >= ours.size()) return word;
    }
    return {};
}

}  // namespace

TEST_CASE("all words of pandoc's readings are there in the same order", "[.shared]") {
    const std::filesystem::path folder = std::filesystem::path(shared()) / "docx";
    if (shared().empty() || !std::filesystem::is_directory(folder)) {
        WARN("skipped: the folder of peers' fixtures is not there");
        return;
    }
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        if (entry.path().extension() == ".docx") files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    int agree = 0, differ = 0;
    for (const std::filesystem::path& path : files) {
        const std::string name = path.stem();
        INFO(name);
        const Json theirs = Json::parse(file(std::filesystem::path(path).replace_extension(".json")));
        Words words;
        for (const char* key : {"title", "subtitle", "author", "date", "abstract"})
            if (theirs["meta"].contains(key)) words.walk(theirs["meta"][key]);
        words.walk(theirs["blocks"]);
        std::string text, notes;
        for (const Block& block : read(file(path)).document.blocks) {
            if (block.kind == BlockKind::furniture) continue;
            (block.kind == BlockKind::footnote ? notes : text) += block.text + "\n";
        }
        std::string lost = missing(words_of(words.text), words_of(text));
        if (lost.empty()) lost = missing(words_of(words.notes), words_of(notes));
        if (const auto reason = justified.find(name); reason != justified.end()) {
            CHECK(lost != "");  // a reason that is no longer needed
            ++differ;
        } else {
            CHECK(lost == "");
            agree += lost.empty();
        }
    }
    CHECK(agree + differ == static_cast<int>(files.size()));
    WARN(agree << " files agree, " << differ << " differ with a reason, "
               << static_cast<int>(files.size()) - agree - differ << " fail");
}
