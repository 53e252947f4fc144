#include "run/exec_answer.hpp"

#include <algorithm>
#include <cstdlib>

#include "sheaf/json.hpp"

namespace sheaf {

namespace {

[[noreturn]] void refuse(const std::string& pointer, const std::string& reason) {
    throw StageError("exec-answer", "the command's answer is wrong at \"" + pointer + "\": " + reason,
                     "the page exec.md of the guide says what a command may change");
}

Document read(std::string_view answer) {
    if (answer.empty())
        throw StageError("exec-answer", "the command wrote nothing to standard output",
                         "it writes the whole document as JSON");
    try {
        return from_json(answer);
    } catch (const StageError& error) {
        std::string what = error.diagnostic().message;
        if (constexpr std::string_view subject = "The document's JSON"; what.starts_with(subject))
            what.replace(0, subject.size(), "the command's answer");
        if (what.ends_with('.')) what.pop_back();
        throw StageError("exec-answer", what, "the form is described by sheaf-document-1.schema.json");
    }
}

/// What comes first in each list must be what was sent.
template <class Item>
void check_kept(const std::vector<Item>& sent, const std::vector<Item>& answered, const std::string& pointer,
                const char* reason) {
    for (std::size_t i = 0; i < sent.size(); ++i)
        if (i >= answered.size() || !(answered[i] == sent[i]))
            refuse(pointer + "/" + std::to_string(i), reason);
}

void check_unchangeable(const Document& sent, const Document& answer) {
    if (!(answer.source == sent.source))
        refuse("/source", "what is known of the letter's file may not be changed");
    check_kept(sent.pages, answer.pages, "/pages", "pages may not be changed");
    if (answer.pages.size() > sent.pages.size()) refuse("/pages", "pages may not be added");
    check_kept(sent.diagnostics, answer.diagnostics, "/diagnostics",
               "diagnostics of earlier stages may not be changed; new ones stand behind them");
    if (answer.ledger.read != sent.ledger.read)
        refuse("/ledger/read", "how many characters were read may not be changed");
    if (answer.ledger.unaccounted != sent.ledger.unaccounted)
        refuse("/ledger/unaccounted", "characters without a place may not be changed");
    for (const auto& [reason, count] : sent.ledger.refused) {
        const auto found = answer.ledger.refused.find(reason);
        if (found == answer.ledger.refused.end() || found->second < count)
            refuse("/ledger/refused_by_reason",
                   "characters that were refused for \"" + reason + "\" are missing");
    }
}

/// The counts follow from the text; what was taken out of it or put into it must be told.
void settle_ledger(Document& document) {
    Ledger& ledger = document.ledger;
    std::tie(ledger.blocks, ledger.furniture) = count_text(document);
    std::uint64_t placed = ledger.blocks + ledger.furniture + ledger.unaccounted;
    for (const auto& [reason, count] : ledger.refused) placed += count;
    if (placed < ledger.read)
        refuse("/ledger/refused_by_reason",
               std::to_string(ledger.read - placed) +
                   " characters of the letter are gone: say under a reason how many");
    if (placed > ledger.read)
        refuse("/ledger", "the text has " + std::to_string(placed - ledger.read) +
                              " characters more than were read: a stage cannot add words to a letter");
}

/// JSON rounds coordinates: what the command left alone is as it was.
void restore_unchanged(const Document& document, const Document& sent, Document& answer) {
    answer.source = document.source;
    answer.pages = document.pages;
    std::copy(document.diagnostics.begin(), document.diagnostics.end(), answer.diagnostics.begin());
    const std::size_t both = std::min(answer.blocks.size(), sent.blocks.size());
    for (std::size_t i = 0; i < both; ++i)
        if (answer.blocks[i] == sent.blocks[i]) answer.blocks[i] = document.blocks[i];
}

void give_ids(Document& document) {
    RecordIds ids(document);
    for (Record& record : document.records) {
        if (!record.id.empty()) continue;
        std::vector<std::string_view> words;
        for (const Field& field : record.fields)
            if (const auto* text = std::get_if<std::string>(&field.value)) words.emplace_back(*text);
        record.id = ids.next(record.type, words);
    }
}

/// Where in the JSON form stands what a sentence of `validate` is about: it begins with the place's name.
std::string pointer_of(const std::string& violation, const Document& document) {
    const auto position = [&](std::string_view opening) -> std::optional<std::size_t> {
        if (!violation.starts_with(opening)) return std::nullopt;
        const long number = std::strtol(violation.c_str() + opening.size(), nullptr, 10);
        return number > 0 ? std::optional<std::size_t>(number - 1) : std::nullopt;
    };
    if (const auto at = position("Block b")) return "/blocks/" + std::to_string(*at);
    if (const auto at = position("Section s")) return "/sections/" + std::to_string(*at);
    if (const auto at = position("Diagnostic ")) return "/diagnostics/" + std::to_string(*at);
    if (const auto at = position("Record "); at && *at < document.records.size()) {
        // The JSON form groups records by type.
        const std::string& type = document.records[*at].type;
        const auto before =
            std::count_if(document.records.begin(), document.records.begin() + std::ptrdiff_t(*at),
                          [&](const Record& record) { return record.type == type; });
        return "/records/" + type + "/" + std::to_string(before);
    }
    return violation.starts_with("Ledger") ? "/ledger" : "";
}

void check_valid(const Document& answer) {
    const std::vector<std::string> violations = validate(answer);
    if (!violations.empty())
        refuse(
            pointer_of(violations.front(), answer),
            violations.front() +
                (violations.size() > 1 ? " (and " + std::to_string(violations.size() - 1) + " more)" : ""));
}

}  // namespace

Document accept_reading(std::string_view answer_json) {
    Document answer = read(answer_json);
    if (!answer.sections.empty()) refuse("/sections", "an input makes no sections");
    if (!answer.records.empty()) refuse("/records", "an input makes no records");
    settle_ledger(answer);
    check_valid(answer);
    return answer;
}

Document accept_answer(const Document& document, std::string_view sent_json, std::string_view answer_json) {
    const Document sent = from_json(sent_json);
    Document answer = read(answer_json);
    check_unchangeable(sent, answer);
    restore_unchanged(document, sent, answer);
    settle_ledger(answer);
    give_ids(answer);
    check_valid(answer);
    return answer;
}

}  // namespace sheaf
