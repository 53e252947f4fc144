// Fields (ECMA-376 part 1, 17.16): results are text, instructions are not.
#include <algorithm>
#include <iterator>

#include "drafts/capitals.hpp"
#include "equation_fields.hpp"
#include "sheaf/text.hpp"
#include "story.hpp"

namespace sheaf::docx {
namespace {

// The words of an instruction; what stands in quotation marks is one word, without them.
std::vector<std::string> words_of(std::string_view instruction) {
    std::vector<std::string> words;
    std::size_t at = 0;
    while (at < instruction.size()) {
        if (static_cast<unsigned char>(instruction[at]) <= ' ') {
            ++at;
        } else if (instruction[at] == '"') {
            const auto end = std::min(instruction.find('"', at + 1), instruction.size());
            words.emplace_back(instruction.substr(at + 1, end - at - 1));
            at = end + 1;
        } else {
            std::size_t end = at;
            while (end < instruction.size() && static_cast<unsigned char>(instruction[end]) > ' ' &&
                   instruction[end] != '"')
                ++end;
            words.emplace_back(instruction.substr(at, end - at));
            at = end;
        }
    }
    return words;
}

}  // namespace

void Story::understand(FieldState& field) const {
    const std::vector<std::string> words = words_of(field.instruction);
    if (words.empty()) return;
    const std::string name = field.name = ascii_capitals(words[0]);
    constexpr std::string_view changing[] = {"DATE",      "TIME",          "SAVEDATE",
                                             "PRINTDATE", "LASTSAVEDTIME", "LASTPRINTED"};
    constexpr std::string_view silent[] = {"SET",  "ASK",    "TC",     "XE",      "RD",    "TA",
                                           "NEXT", "NEXTIF", "SKIPIF", "PRIVATE", "PRINT", "ADVANCE"};
    const auto is_one_of = [](auto& names, const std::string& word) {
        return std::find(std::begin(names), std::end(names), word) != std::end(names);
    };
    const auto has = [&](std::string_view word) {
        return std::find(words.begin(), words.end(), word) != words.end();
    };
    const bool property = (name == "INFO" || name == "DOCPROPERTY") && words.size() > 1;
    if (is_one_of(changing, name)) {
        field.kind = FieldKind::changing;
    } else if (property && is_one_of(changing, ascii_capitals(words[1]))) {
        field.kind = FieldKind::changing;
        field.name = ascii_capitals(words[1]);
    } else if (is_one_of(silent, name) || (name == "SEQ" && has("\\h") && !has("\\*"))) {
        field.kind = FieldKind::silent;
    } else if (field.has_state && (name == "FORMCHECKBOX" || name == "FORMDROPDOWN")) {
        field.kind = FieldKind::form;
    } else if (name == "TOC" || name == "INDEX" || name == "TOA") {
        field.kind = FieldKind::contents;
    } else if (name == "HYPERLINK") {
        std::string target, anchor;
        for (std::size_t k = 1; k < words.size(); ++k) {
            if (words[k] == "\\l" && k + 1 < words.size())
                anchor = words[++k];
            else if ((words[k] == "\\o" || words[k] == "\\t") && k + 1 < words.size())
                ++k;
            else if (!words[k].starts_with('\\') && target.empty())
                target = words[k];
        }
        field.kind = FieldKind::link;
        field.link = target.empty()   ? pending_link("bookmark:" + anchor)
                     : anchor.empty() ? target
                                      : target + "#" + anchor;
    } else if ((name == "REF" || name == "PAGEREF" || name == "NOTEREF") && words.size() > 1 &&
               !words[1].starts_with('\\')) {
        field.kind = FieldKind::link;
        field.link = pending_link("bookmark:" + words[1]);
    } else if (!field.changes.empty()) {
        field.kind = FieldKind::changing;
        field.name = field.changes;
    }
}

// What a form field shows (17.16.17): the state of its box, its chosen entry, its text.
void Story::read_form_field(FieldState& field) {
    std::optional<int> chosen, usual;
    std::vector<std::string> entries;
    xml_.children([&] {
        const bool check_box = xml_.tag() == Tag::checkBox, list = xml_.tag() == Tag::ddList;
        if (!check_box && !list && xml_.tag() != Tag::textInput) return;
        field.has_state = check_box || list;
        std::optional<bool> checked;
        bool checked_usually = false;
        xml_.children([&] {
            const bool is_usual = xml_.tag() == Tag::default_;
            if (check_box && is_usual) checked_usually = on_off(xml_);
            if (check_box && xml_.tag() == Tag::checked) checked = on_off(xml_);
            if (list && is_usual) usual = integer(xml_);
            if (list && xml_.tag() == Tag::result) chosen = integer(xml_);
            if (list && xml_.tag() == Tag::listEntry) entries.emplace_back(xml_.value());
            if (!list && !check_box && is_usual) field.form_value = xml_.value();
        });
        if (check_box) field.form_value = checked.value_or(checked_usually) ? "☒" : "☐";
    });
    if (const auto at = static_cast<std::size_t>(chosen.value_or(usual.value_or(0))); at < entries.size())
        field.form_value = entries[at];
}

void Story::read_field_char(const RunLook& look, const Surroundings& around) {
    const std::string_view type = xml_.value(Tag::fldCharType);
    if (type == "begin") {
        FieldState field;
        xml_.children([&] {
            if (xml_.tag() == Tag::ffData) read_form_field(field);
        });
        fields_.push_back(std::move(field));
        ++open_instructions_;
    } else if (type == "separate") {
        if (fields_.empty() || fields_.back().in_result) return;
        FieldState& field = fields_.back();
        field.in_result = true;
        --open_instructions_;
        understand(field);
        if (field.kind == FieldKind::contents) ++open_contents_;
        if (open_instructions_ == 0) instruction_text_ = 0;
    } else if (type == "end" && !fields_.empty()) {
        end_field(look, around);
    }
}

void Story::end_field(const RunLook& look, const Surroundings& around) {
    FieldState field = std::move(fields_.back());
    fields_.pop_back();
    if (field.in_result) {
        if (field.kind == FieldKind::contents) --open_contents_;
        if (field.shown.empty()) print_without_result(field, look, around);
    } else {
        --open_instructions_;
        if (open_instructions_ == 0) instruction_text_ = 0;
        understand(field);
        print_without_result(field, look, around);
    }
    if (!around.refused.empty()) return;
    if (in_instruction() && field.kind == FieldKind::changing && !fields_.back().in_result)
        fields_.back().changes = field.name;
    if ((!field.shown.empty() || !field.in_result) && refusal(look, around).empty()) report_result(field);
}

// What is to be said of a field that was printed.
void Story::report_result(const FieldState& field) {
    if (field.kind == FieldKind::changing) report_changing(field.name);
    // What Word shows of a merge field that no letter was merged with.
    if (field.name == "MERGEFIELD" && field.shown.starts_with("«") && kind_ != StoryKind::furniture)
        report_prompt(field.shown, "look what should stand there");
}

// A date that changes whenever the letter is opened or printed says nothing of the letter.
void Story::report_changing(std::string_view name) {
    if (kind_ == StoryKind::furniture) return;
    letter_.report_once(Severity::doubtful, "docx-date-field",
                        "a date in the letter is a " + std::string(name) +
                            " field: a reader sees another date than the file holds",
                        {.line = xml_.line(), .part = xml_.part()},
                        "find out the date that the letter was sent with");
}

// Fields that Word prints though no result stands in the file.
void Story::print_without_result(const FieldState& field, const RunLook& look, const Surroundings& around) {
    if (!field.form_value.empty()) return add_text(field.form_value, look, around);
    const std::vector<std::string> words = words_of(field.instruction);
    if (words.empty()) return;
    const std::string name = ascii_capitals(words[0]);
    if (name == "SYMBOL" && words.size() > 1) {
        RunLook own = look;
        for (std::size_t k = 2; k + 1 < words.size(); ++k)
            if (words[k] == "\\f") own.font = words[k + 1];
        const int code = words[1].starts_with("0x") || words[1].starts_with("0X")
                             ? static_cast<int>(hexadecimal(words[1].substr(2)).value_or(0))
                             : integer(words[1]).value_or(0);
        if (code < 0x20 || code > 0xFFFF || (code >= 0xD800 && code < 0xE000)) return;
        std::string shown;
        text::append(shown, static_cast<char32_t>(code));
        add_text(shown, own, around);
    } else if (name == "MACROBUTTON" || name == "GOTOBUTTON") {
        // What follows the macro's name is what the button shows; the instruction's characters count already.
        std::string shown;
        for (std::size_t k = 2; k < words.size(); ++k) (shown += shown.empty() ? "" : " ") += words[k];
        if (name == "MACROBUTTON" && kind_ != StoryKind::furniture && refusal(look, around).empty())
            report_prompt(shown, "look whether something else should stand there");
        add_text(shown, look, around);
    } else if (name == "EQ") {
        if (!refusal(look, around).empty()) return;
        if (!open_) open_ = Paragraph();
        const std::string shown = equation(field.instruction, open_->text.ends_in_digit());
        add_text(shown, look, around);
        behind_formula_ = shown.find('/') != std::string::npos || shown.find("√") != std::string::npos;
    } else if (name == "LISTNUM" || name.starts_with("AUTONUM")) {
        print_number_field(name, words, look, around);
    }
}

void Story::print_number_field(const std::string& name, const std::vector<std::string>& words,
                               const RunLook& look, const Surroundings& around) {
    // What is not printed takes no number.
    if (!around.refused.empty() || in_instruction() || look.is(Toggle::vanish)) return;
    Numbering::Field field;
    field.name = name;
    for (std::size_t k = 1; k < words.size(); ++k) {
        const std::string& word = words[k];
        const bool valued = k + 1 < words.size();
        if (word == "\\e") {
            field.closing = "";
        } else if (word == "\\l" && valued) {
            if (const auto level = integer(words[++k])) field.level = *level - 1;
        } else if (word == "\\s" && valued) {
            if (name == "LISTNUM")
                field.start = integer(words[++k]);
            else
                field.closing = words[++k];
        } else if (word.starts_with('\\')) {
            if (word.size() == 2 && (word[1] == '*' || word[1] == '#') && valued) ++k;  // how it is formatted
        } else if (name == "LISTNUM" && field.list.empty()) {
            field.list = word;
        }
    }
    if (!open_) open_ = Paragraph();
    add_text(letter_.numbering.field(field, number(*open_), outline_of(*open_, nullptr)), look, around);
}

void Story::read_simple_field(const Surroundings& around) {
    FieldState field;
    field.instruction = xml_.value(Tag::instr);
    letter_.tally.read_and_refuse("field instruction", text::count_visible(field.instruction));
    field.in_result = true;
    understand(field);
    const bool contents = field.kind == FieldKind::contents;
    if (contents) ++open_contents_;
    fields_.push_back(std::move(field));
    const std::size_t depth = fields_.size();
    const std::uint64_t before = letter_.tally.read;
    read_inlines(around);
    // A numbering field has no result; one that a program has stored is printed instead.
    if (fields_.size() >= depth) {
        const FieldState own = fields_[depth - 1];
        if (letter_.tally.read == before) print_without_result(own, look_of({}), around);
        report_result(own);
    }
    // A complex field that begins inside must end inside.
    while (fields_.size() > depth) {
        if (!fields_.back().in_result) --open_instructions_;
        if (fields_.back().in_result && fields_.back().kind == FieldKind::contents) --open_contents_;
        fields_.pop_back();
    }
    if (fields_.size() == depth) {
        fields_.pop_back();
        if (contents) --open_contents_;
    }
}

void Story::close_fields() {
    if (fields_.empty()) return;
    if (open_instructions_ > 0 && instruction_text_ > 0)
        letter_.report_once(Severity::doubtful, "docx-field-open",
                            "a field begins and never ends; " + std::to_string(instruction_text_) +
                                " characters behind its beginning were taken for its instruction",
                            {.line = xml_.line(), .part = xml_.part()});
    fields_.clear();
    open_instructions_ = open_contents_ = 0;
}

}  // namespace sheaf::docx
