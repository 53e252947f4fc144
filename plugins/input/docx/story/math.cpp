// Mathematics (ECMA-376 part 1, 22.1) as one line of text: what Word prints, left to right, a fraction's
// halves with a stroke between them, and brackets where one line needs them to keep its meaning.
#include <utility>

#include "equation_fields.hpp"
#include "sheaf/text.hpp"
#include "story.hpp"

namespace sheaf::docx {

void Story::read_math_children(const Surroundings& around) {
    xml_.children([&] { read_math(around); });
}

void Story::read_math(const Surroundings& around) {
    if (xml_.ns() != Ns::m) return read_inline(around);
    switch (xml_.tag()) {
        case Tag::r:
            return read_run(around);
        case Tag::oMath:
            // Equations of one group stand under each other.
            if (math_group_ && open_) open_->text.line_break();
            return read_math_children(around);
        case Tag::oMathPara: {
            const bool outer = std::exchange(math_group_, true);
            read_math_children(around);
            if (open_) open_->text.line_break();
            math_group_ = outer;
            return;
        }
        case Tag::f:
            return read_fraction(around);
        case Tag::sSup:
        case Tag::sSub:
        case Tag::sSubSup:
            xml_.children([&] { xml_.tag() == Tag::e ? read_group(around) : read_math(around); });
            return;
        case Tag::sup:
            return read_script(around, true);
        case Tag::sub:
        case Tag::lim:
            return read_script(around, false);
        case Tag::fName:
            read_math_children(around);
            if (open_) open_->text.space();
            return;
        case Tag::m:
            return read_array(around, Tag::mr, "; ");
        case Tag::mr:
            return read_array(around, Tag::e, " ");
        case Tag::eqArr:
            return read_array(around, Tag::e, "; ");
        case Tag::d:
            return read_delimiters(around);
        case Tag::phant:
            return read_phantom(around);
        case Tag::rad:
            return read_root(around);
        case Tag::nary:
            return read_nary(around);
        default:
            return read_math_children(around);
    }
}

// A part of a formula, in brackets if it needs them.
void Story::read_group(const Surroundings& around) {
    if (!open_) open_ = Paragraph();
    const std::size_t from = open_->text.text().size();
    read_math_children(around);
    if (!open_ || !needs_brackets(open_->text.visible_from(from))) return;
    open_->text.insert(from, "(");
    letter_.tally.read += 1;
    add_text(")", look_of({}), around);
}

// What is raised or lowered. Digits have characters of their own for that; before other words a sign says it.
void Story::read_script(const Surroundings& around, bool raised) {
    if (!open_) open_ = Paragraph();
    const std::size_t from = open_->text.text().size();
    Surroundings moved = around;
    (raised ? moved.superscript : moved.subscript) = true;
    read_math_children(moved);
    if (!open_ || from == 0) return;
    const std::string script(open_->text.visible_from(from));
    const bool plain = !script.empty() && static_cast<unsigned char>(script[0]) < 0x80;
    if (!plain && script.find_first_of("=+-/") == std::string::npos) return;
    const bool group = needs_brackets(script);
    open_->text.insert(from, std::string(raised ? "^" : "_") + (group ? "(" : ""));
    letter_.tally.read += group ? 2 : 1;
    if (group) add_text(")", look_of({}), around);
}

// Rows of a matrix, cells of a row, equations that stand under each other.
void Story::read_array(const Surroundings& around, Tag item, std::string_view between) {
    bool first = true;
    xml_.children([&] {
        if (xml_.tag() != item) return;
        if (!std::exchange(first, false)) add_text(between, look_of({}), around);
        read_math(around);
    });
}

// At the properties of an element: whether a tracked change takes away what the element itself prints, its
// stroke or its brackets (22.1.2.20, 17.13.5).
bool Story::control_dropped() {
    bool dropped = false;
    if (xml_.tag() != Tag::ctrlPr) return false;
    xml_.children([&] {
        const bool deleted = xml_.tag() == Tag::del || xml_.tag() == Tag::moveFrom;
        const bool inserted = xml_.tag() == Tag::ins || xml_.tag() == Tag::moveTo;
        dropped = dropped || (deleted && letter_.settings.changes == Changes::accept) ||
                  (inserted && letter_.settings.changes == Changes::reject);
    });
    return dropped;
}

void Story::read_fraction(const Surroundings& around) {
    // A whole number in front is no part of the numerator: 2 1/2 is not 21/2.
    if (open_ && open_->text.ends_in_digit()) open_->text.space();
    std::string_view stroke = "/";
    xml_.children([&] {
        if (xml_.tag() == Tag::fPr)
            xml_.children([&] {
                // One above the other without a stroke is no division.
                if (xml_.tag() == Tag::type && xml_.value() == "noBar") stroke = "¦";
                if (control_dropped()) stroke = {};
            });
        if (xml_.tag() == Tag::den) add_text(stroke, look_of({}), around);
        if (xml_.tag() == Tag::num || xml_.tag() == Tag::den) read_group(around);
    });
    behind_formula_ = !stroke.empty();
}

// A phantom takes room; its text is printed unless it says that it does not show (22.1.2.81).
void Story::read_phantom(const Surroundings& around) {
    bool shows = true;
    xml_.children([&] {
        if (xml_.tag() == Tag::phantPr)
            xml_.children([&] { shows = shows && !(xml_.tag() == Tag::show && !on_off(xml_)); });
        else if (shows)
            read_math(around);
        else
            refuse_element("hidden text");
    });
}

void Story::read_delimiters(const Surroundings& around) {
    const RunLook look = look_of({});
    std::string open = "(", close = ")", between = "|";
    int elements = 0;
    xml_.children([&] {
        if (xml_.tag() == Tag::dPr) {
            xml_.children([&] {
                if (xml_.tag() == Tag::begChr) open = xml_.value();
                if (xml_.tag() == Tag::endChr) close = xml_.value();
                if (xml_.tag() == Tag::sepChr) between = xml_.value();
                if (control_dropped()) open = close = between = {};
            });
            return;
        }
        add_text(elements++ == 0 ? open : between, look, around);
        read_math_children(around);
    });
    if (elements > 0) add_text(close, look, around);
}

void Story::read_root(const Surroundings& around) {
    bool shown = false;
    const auto sign = [&] {
        if (!std::exchange(shown, true)) add_text("√", look_of({}), around);
    };
    if (open_ && open_->text.ends_in_digit())
        open_->text.space();  // a degree is no power of what stands before
    xml_.children([&] {
        if (xml_.tag() == Tag::radPr) xml_.children([&] { shown = shown || control_dropped(); });
        if (xml_.tag() == Tag::deg) {
            Surroundings raised = around;
            raised.superscript = true;
            return read_math_children(raised);
        }
        if (xml_.tag() != Tag::e) return;
        sign();
        read_group(around);
    });
    sign();
    behind_formula_ = true;
}

void Story::read_nary(const Surroundings& around) {
    std::string sign = "∫";
    bool shown = false;
    xml_.children([&] {
        if (xml_.tag() == Tag::naryPr) {
            xml_.children([&] {
                if (xml_.tag() == Tag::chr) sign = xml_.value();
            });
            return;
        }
        if (!std::exchange(shown, true)) add_text(sign, look_of({}), around);
        if (xml_.tag() == Tag::e && open_) open_->text.space();
        read_math(around);
    });
}

}  // namespace sheaf::docx
