#include "cli/compare.hpp"

#include <cstdio>
#include <filesystem>

#include "archive/compare.hpp"
#include "base/codes.hpp"
#include "cli/journal_command.hpp"
#include "pipeline/file_text.hpp"
#include "sheaf/json.hpp"

namespace sheaf {

namespace {

Document read_letter_file(const std::string& file) {
    std::vector<Diagnostic> problems;
    const auto text = read_file(file, problems);
    if (!text)
        throw StageError(problems.front().code, problems.front().message, problems.front().hint,
                         problems.front().place);
    try {
        return from_json(*text);
    } catch (const StageError& error) {
        throw StageError(error.diagnostic().code, "`" + file + "`: " + error.diagnostic().message,
                         "compare the JSON files of two letters", in_file(file));
    }
}

/// Each letter of the authority with the one before it.
std::vector<Comparison> comparisons_of(const CompareOptions& options) {
    std::error_code error;
    if (!std::filesystem::is_directory(options.first, error))
        return {compare(read_letter_file(options.first), read_letter_file(options.second))};
    Journal journal = Journal::of(options.first);
    const std::vector<Document> letters = letters_of(journal, options.first, options.second);
    if (letters.size() < 2)
        throw StageError(codes::usage.code,
                         "`" + options.first + "` has " + plural(letters.size(), "dated letter") + " of `" +
                             options.second + "`, and two are wanted",
                         "name the authority as the letters do: `index.html` lists them");
    std::vector<Comparison> list;
    for (std::size_t i = 1; i < letters.size(); ++i) list.push_back(compare(letters[i - 1], letters[i]));
    return list;
}

}  // namespace

Exit compare_letters(const CommonOptions& common, const CompareOptions& options) {
    Console console(common.console());
    return with_journal(console, options.first, [&] {
        const std::vector<Comparison> list = comparisons_of(options);
        std::string text;
        Json json = Json::array();
        for (const Comparison& one : list) {
            text += (text.empty() ? "" : "\n") + text_of(one);
            json.push_back(json_of(one));
        }
        if (options.json)
            say_json(json);
        else
            std::fputs(text.c_str(), stdout);
        return Exit::success;
    });
}

}  // namespace sheaf
