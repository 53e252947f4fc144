// Fields (ECMA-376 part 1, 17.16): results are text, instructions are not.
#include <algorithm>
#include <cctype>

#include "sheaf/text.hpp"
#include "story.hpp"
#include "symbols.hpp"

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

std::string upper(std::string text) {
    for (char& c : text)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
    return text;
}

}  // namespace

void Story::understand(FieldState& field) const {
    const std::vector<std::string> words = words_of(field.instruction);
    if (words.empty()) return;
    const std::string name = upper(words[0]);
    if (name == "TOC" || name == "INDEX" || name == "TOA") {
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
    }
}

void Story::read_field_char(const RunLook& look, const Surroundings& around) {
    const std::string_view type = xml_.value(Tag::fldCharType);
    if (type == "begin") {
        FieldState field;
        xml_.children([&] {
            if (xml_.tag() != Tag::ffData) return;
            bool checked = false;
            xml_.children([&] {
                if (xml_.tag() == Tag::checkBox) {
                    xml_.children([&] {
                        if (xml_.tag() == Tag::default_ || xml_.tag() == Tag::checked) checked = on_off(xml_);
                    });
                    field.form_value = checked ? "☒" : "☐";
                } else if (xml_.tag() == Tag::ddList) {
                    int chosen = 0, at = 0;
                    std::vector<std::string> entries;
                    xml_.children([&] {
                        if (xml_.tag() == Tag::result || (xml_.tag() == Tag::default_ && chosen == 0))
                            chosen = integer(xml_).value_or(0);
                        if (xml_.tag() == Tag::listEntry) entries.emplace_back(xml_.value());
                    });
                    for (const std::string& entry : entries)
                        if (at++ == chosen) field.form_value = entry;
                }
            });
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
    } else if (type == "end") {
        if (fields_.empty()) return;
        const FieldState field = std::move(fields_.back());
        fields_.pop_back();
        if (field.in_result) {
            if (field.kind == FieldKind::contents) --open_contents_;
        } else {
            --open_instructions_;
            if (open_instructions_ == 0) instruction_text_ = 0;
            print_without_result(field, look, around);
        }
    }
}

// Fields that Word prints though no result stands in the file.
void Story::print_without_result(const FieldState& field, const RunLook& look, const Surroundings& around) {
    if (!field.form_value.empty()) return add_text(field.form_value, look, around);
    const std::vector<std::string> words = words_of(field.instruction);
    if (words.empty()) return;
    const std::string name = upper(words[0]);
    if (name == "SYMBOL" && words.size() > 1) {
        SymbolFont font = SymbolFont::none;
        for (std::size_t k = 2; k + 1 < words.size(); ++k)
            if (words[k] == "\\f") font = symbol_font(words[k + 1]);
        const int code = integer(words[1]).value_or(0);
        if (code < 0x20 || code > 0xFFFF || (code >= 0xD800 && code < 0xE000)) return;
        std::string shown;
        text::append(shown, symbol(font, static_cast<char32_t>(code)));
        add_text(shown, look, around);
    } else if (name == "MACROBUTTON" || name == "GOTOBUTTON") {
        // What follows the macro's name is what the button shows; the instruction's characters count already.
        std::string shown;
        for (std::size_t k = 2; k < words.size(); ++k) (shown += shown.empty() ? "" : " ") += words[k];
        add_text(shown, look, around);
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
    // A numbering field has no result; one that a program has stored stands in its stead.
    if (letter_.tally.read == before) print_without_result(fields_.back(), look_of({}), around);
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
