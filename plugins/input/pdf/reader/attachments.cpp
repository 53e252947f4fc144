#include "attachments.hpp"

#include <algorithm>
#include <string>

#include "objects/unicode.hpp"
#include "say.hpp"
#include "sheaf/text.hpp"

namespace sheaf::pdf {
namespace {

constexpr int deepest_name = 32;
constexpr std::size_t most_files = 1000, most_named = 10;

/// The files of a name tree (ISO 32000-1, 7.9.6).
void collect(const Value& node, int depth, std::vector<std::string>& files) {
    if (depth > deepest_name || !node.is_dictionary()) return;
    const std::vector<Value> pairs = node["Names"].items(2 * most_files);
    for (std::size_t i = 1; i < pairs.size() && files.size() < most_files; i += 2)
        files.push_back(file_name(pairs[i].resolved()));
    for (const Value& kid : node["Kids"].items(most_files)) {
        if (files.size() >= most_files) return;
        collect(kid.resolved(), depth + 1, files);
    }
}

}  // namespace

std::string file_name(const Value& specification) {
    for (const char* key : {"UF", "F", "Desc"})
        if (const Value name = specification[key]; name.is_string())
            if (std::string text = text::squeeze(text_string(name.string())); !text.empty()) return text;
    return "a file without a name";
}

void report_attachments(const Value& catalog, std::vector<std::string> attached,
                        std::vector<Diagnostic>& diagnostics) {
    collect(catalog["Names"]["EmbeddedFiles"], 0, attached);
    // Files that the letter as a whole belongs with (ISO 32000-2, 14.13); most are in the tree of names, too.
    for (const Value& file : catalog["AF"].items(most_files)) {
        std::string name = file_name(file.resolved());
        if (std::find(attached.begin(), attached.end(), name) == attached.end())
            attached.push_back(std::move(name));
    }
    const bool portfolio = catalog["Collection"].is_dictionary();
    if (!attached.empty() || portfolio) {
        std::string names;
        for (std::size_t i = 0; i < std::min(attached.size(), most_named); ++i)
            names += (i ? ", " : ": ") + attached[i];
        if (attached.size() > most_named) names += ", ...";
        const std::string count =
            std::to_string(attached.size()) + (attached.size() == 1 ? " file is" : " files are");
        say(diagnostics, portfolio ? Severity::doubtful : Severity::note, "pdf-attachment",
            portfolio ? "the file is a portfolio: " + count + " embedded in it and not read" + names
                      : count + " attached to the letter and not read" + names,
            0, {}, "open the file in a program that shows what is embedded, and convert those files, too");
    }
    if (catalog["AcroForm"]["XFA"].is_null()) return;
    const bool dynamic = catalog["NeedsRendering"].is_true();
    say(diagnostics, dynamic ? Severity::doubtful : Severity::note, "pdf-attachment",
        dynamic
            ? "the file is an XFA form: its pages are made by the program that shows them, and are not read"
            : "the file holds an XFA form besides its pages; the pages are read",
        0, {}, dynamic ? "print the form to PDF from a program that shows it" : "");
}

}  // namespace sheaf::pdf
