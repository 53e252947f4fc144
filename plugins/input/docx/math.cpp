// Mathematics (ECMA-376 part 1, 22.1) as one line of text: what Word prints, left to right, a fraction's
// halves with a stroke between them.
#include "sheaf/text.hpp"
#include "story.hpp"

namespace sheaf::docx {

void Story::read_math_children(const Surroundings& around) {
    xml_.children([&] { read_math(around); });
}

void Story::read_math(const Surroundings& around) {
    if (xml_.ns() != Ns::m) return read_inline(around);
    const RunLook look = look_of({});
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
            xml_.children([&] {
                if (xml_.tag() == Tag::den) add_text("/", look, around);
                read_math_children(around);
            });
            return;
        case Tag::sup: {
            Surroundings raised = around;
            raised.superscript = true;
            return read_math_children(raised);
        }
        case Tag::d: {
            std::string open = "(", close = ")", between = "|";
            int elements = 0;
            xml_.children([&] {
                if (xml_.tag() == Tag::dPr) {
                    xml_.children([&] {
                        if (xml_.tag() == Tag::begChr) open = xml_.value();
                        if (xml_.tag() == Tag::endChr) close = xml_.value();
                        if (xml_.tag() == Tag::sepChr) between = xml_.value();
                    });
                    return;
                }
                add_text(elements++ == 0 ? open : between, look, around);
                read_math_children(around);
            });
            if (elements > 0) add_text(close, look, around);
            return;
        }
        case Tag::rad: {
            add_text("√", look, around);
            return read_math_children(around);
        }
        case Tag::nary: {
            std::string sign = "∫";
            bool shown = false;
            xml_.children([&] {
                if (xml_.tag() == Tag::naryPr) {
                    xml_.children([&] {
                        if (xml_.tag() == Tag::chr) sign = xml_.value();
                    });
                    return;
                }
                if (!std::exchange(shown, true)) add_text(sign, look, around);
                read_math(around);
            });
            return;
        }
        default:
            return read_math_children(around);
    }
}

}  // namespace sheaf::docx
