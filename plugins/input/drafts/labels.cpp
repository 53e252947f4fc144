#include "labels.hpp"

#include <algorithm>

#include "flow.hpp"
#include "sheaf/text.hpp"

namespace sheaf::drafts {
namespace {

// `4.11`, `4.11.`: numbers on more than one level.
bool is_multi_level_decimal(std::string_view label) {
    while (label.ends_with('.') || label.ends_with(')')) label.remove_suffix(1);
    bool dot = false;
    for (std::size_t k = 0; k < label.size(); ++k) {
        if (label[k] == '.') {
            if (k == 0 || label[k - 1] == '.') return false;
            dot = true;
        } else if (label[k] < '0' || label[k] > '9') {
            return false;
        }
    }
    return dot;
}

// A whole sentence of some length, as numbered paragraphs are and entries of short lists are not.
bool is_prose(std::string_view text) {
    const auto spaces = std::count_if(text.begin(), text.end(), [](char c) { return c == ' ' || c == '\n'; });
    const char last = text.empty() ? '\0' : text.back();
    return spaces >= 7 && (last == '.' || last == '?' || last == '!' || last == ':' || text.size() > 140);
}

}  // namespace

bool is_numbered_paragraph(const Block& block) {
    const bool number = !block.label.empty() && block.label[0] >= '0' && block.label[0] <= '9';
    return number && (is_multi_level_decimal(block.label) || is_prose(block.text));
}

void split_typed_label(Block& block, const std::function<bool(std::size_t)>& tab_before) {
    const auto label = text::leading_label(block.text);
    if (!label) return;
    // What the words alone leave open, the tab behind the label decides; the same rule as for PDF, where it
    // is the room behind the label.
    if (!tab_before(label->text_at)) {
        const char last = label->printed.back();
        std::size_t at = label->text_at;
        const char32_t next = text::next(block.text, at);
        at = 0;
        const char32_t first = text::next(label->printed, at);
        const bool dash =
            first == '-' || first == '*' || (first >= 0x2010 && first <= 0x2014) || first == 0x2212;
        switch (label->kind) {
            case text::Label::Kind::bullet:
                if (dash) return;
                break;
            case text::Label::Kind::number:
                // `4.11 In few instances`, `3. The`; not `1.5 million`, not `12 people`.
                if (last != '.' && last != ')' &&
                    (label->printed.find('.') == std::string_view::npos || !text::is_upper(next)))
                    return;
                break;
            case text::Label::Kind::letter:
            case text::Label::Kind::roman:
                if (last != ')') return;
                break;
        }
    }
    block.label = std::string(label->printed);
    cut_front(block, label->text_at);
}

std::string print_number(int value, char form) {
    if (value < 1 || value > 700) return std::to_string(value);
    std::string text = form == 'a' || form == 'A'   ? text::letters(value)
                       : form == 'i' || form == 'I' ? text::roman(value)
                                                    : std::to_string(value);
    if (form == 'A' || form == 'I')
        for (char& c : text) c = static_cast<char>(c - 32);
    return text;
}

}  // namespace sheaf::drafts
