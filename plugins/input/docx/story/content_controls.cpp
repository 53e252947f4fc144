// Content controls (ECMA-376 part 1, 17.5.2): what Word shows in them. A control that is bound to data shows
// the data, whatever text the file holds beside it; one that nobody has filled in shows a prompt.
#include <utility>
#include <vector>

#include "sheaf/text.hpp"
#include "story.hpp"
#include "styles/date_format.hpp"

namespace sheaf::docx {
namespace {

struct Control {
    enum { text, date, list, check_box, other } kind = text;
    bool prompt = false;  ///< what it holds is a prompt
    std::string item, xpath, prefixes;
    std::string date_format, date_language, full_date;
    std::vector<std::pair<std::string, std::string>> choices;  ///< value and what is shown for it
    std::string checked = "☒", unchecked = "☐";
};

// The sign of a box's state, in its own font.
std::string character(const XmlReader& xml) {
    std::string text;
    if (const auto c = hexadecimal(xml.value()); c && *c <= 0x10FFFF)
        text::append(text, text::symbol(text::symbol_font(xml.value(Tag::font)), *c));
    return text;
}

void read_choices(XmlReader& xml, Control& control) {
    control.kind = Control::list;
    xml.children([&] {
        if (xml.tag() != Tag::listItem) return;
        const std::string value(xml.value(Tag::value));
        const auto shown = xml.attribute(Tag::displayText);
        control.choices.emplace_back(value, shown ? std::string(*shown) : value);
    });
}

Control read_control(XmlReader& xml) {
    Control control;
    xml.children([&] {
        switch (xml.tag()) {
            case Tag::showingPlcHdr:
                control.prompt = on_off(xml);
                return;
            case Tag::dataBinding:
                control.item = xml.value(Tag::storeItemID);
                control.xpath = xml.value(Tag::xpath);
                control.prefixes = xml.value(Tag::prefixMappings);
                return;
            case Tag::date:
                control.kind = Control::date;
                control.full_date = xml.value(Tag::fullDate);
                xml.children([&] {
                    if (xml.tag() == Tag::dateFormat) control.date_format = xml.value();
                    if (xml.tag() == Tag::lid) control.date_language = xml.value();
                });
                return;
            case Tag::dropDownList:
            case Tag::comboBox:
                return read_choices(xml, control);
            case Tag::checkbox:
                control.kind = Control::check_box;
                xml.children([&] {
                    if (xml.tag() == Tag::checkedState) control.checked = character(xml);
                    if (xml.tag() == Tag::uncheckedState) control.unchecked = character(xml);
                });
                return;
            case Tag::picture:
            case Tag::docPartObj:
            case Tag::repeatingSection:  // its binding says which rows there are, and theirs what they show
            case Tag::repeatingSectionItem:
                control.kind = Control::other;
                return;
            default:
                return;
        }
    });
    return control;
}

// The value of the store, if it can be read.
std::optional<std::string> stored_text(Letter& letter, const Control& control) {
    try {
        return letter.data.text(control.item, control.xpath, control.prefixes);
    } catch (const StageError& error) {
        if (error.diagnostic().code != "docx-malformed") throw;
        letter.report_once(Severity::doubtful, "docx-part-broken", error.diagnostic().message,
                           error.diagnostic().place);
        return std::nullopt;
    }
}

// What the control shows for the value of the store.
std::string shown(const Control& control, const std::string& value, const std::string& language) {
    switch (control.kind) {
        case Control::date:
            return print_date(value, control.date_format,
                              control.date_language.empty() ? language : control.date_language);
        case Control::list:
            for (const auto& [of, text] : control.choices)
                if (of == value) return text;
            return value;
        case Control::check_box:
            return value == "true" || value == "1" ? control.checked : control.unchecked;
        default:
            return value;
    }
}

}  // namespace

void Story::read_content_control(const std::function<void()>& content) {
    Control control;
    xml_.children([&] {
        if (xml_.tag() == Tag::sdtPr) {
            control = read_control(xml_);
            return;
        }
        if (xml_.tag() != Tag::sdtContent) return;
        std::optional<std::string> value;
        if (control.kind != Control::other && !control.xpath.empty()) value = stored_text(letter_, control);
        // A date that the control itself holds is printed as it stands there.
        if (value && control.kind == Control::date && value->substr(0, 10) == control.full_date.substr(0, 10))
            value.reset();
        if (value && text::squeeze(*value).empty()) {
            control.prompt = true;
            value.reset();
        }
        if (value)
            show_data(shown(control, *value, letter_.language), content);
        else if (control.prompt)
            refuse_prompt(content);
        else
            content();
    });
}

void Story::refuse_prompt(const std::function<void()>& content) {
    const bool outer = std::exchange(in_prompt_, true);
    const std::string before = std::exchange(prompt_, {});
    content();
    in_prompt_ = outer;
    const std::string prompt = text::squeeze(std::exchange(prompt_, before));
    if (prompt.empty() || kind_ == StoryKind::furniture) return;
    report_prompt(prompt, "the prompt was left out; look what should stand there");
}

void Story::report_prompt(std::string_view prompt, const char* hint) {
    letter_.report_once(Severity::doubtful, "docx-placeholder",
                        "nobody has filled in a part of the letter's form: Word shows '" +
                            std::string(prompt.substr(0, text::boundary(prompt, 80))) + "' there",
                        {.line = xml_.line(), .part = xml_.part()}, hint);
}

// While the content is read, its text gives way to the value where they differ; where they agree, it keeps
// its looks.
void Story::show_data(std::string value, const std::function<void()>& content) {
    std::optional<BoundData> outer = std::exchange(bound_, BoundData{std::move(value), 0, false, {}});
    content();
    const bool open = open_.has_value();
    const bool in_rows = container_ && flow_[container_.value].block.kind != BlockKind::cell;
    if (!in_rows) put_rest_of_data(look_of({}), {});
    if (!open && open_) {
        emit_paragraph(*open_);
        open_.reset();
    }
    if (bound_->replaced)
        letter_.context.report(
            Severity::note, "docx-bound-value",
            "Word shows '" + bound_->value +
                "' here, out of the data that the letter carries; the text beside it says '" +
                text::squeeze(bound_->stale) + "'",
            {.line = xml_.line(), .part = xml_.part()});
    bound_ = std::move(outer);
}

void Story::put_rest_of_data(const RunLook& look, const Surroundings& around) {
    const std::string rest = bound_->value.substr(bound_->at);
    bound_->at = bound_->value.size();
    if (text::count_visible(rest) == 0) return;
    bound_->replaced = true;
    add_text(rest, look, around);
}

// Whether the text is what the value says next.
bool Story::agrees_with_data(std::string_view text) {
    std::size_t in_text = 0, in_value = bound_->at;
    const auto skip_space = [](std::string_view of, std::size_t& at) {
        while (at < of.size()) {
            std::size_t next = at;
            if (!text::is_space(text::next(of, next))) return;
            at = next;
        }
    };
    while (true) {
        skip_space(text, in_text);
        skip_space(bound_->value, in_value);
        if (in_text == text.size()) break;
        if (in_value == bound_->value.size() ||
            text::next(text, in_text) != text::next(bound_->value, in_value))
            return false;
    }
    bound_->at = in_value;
    return true;
}

}  // namespace sheaf::docx
