// Text operators: from character codes to glyphs on the page, and from glyphs to runs.
#include <cmath>

#include "interpreter.hpp"

namespace sheaf::pdf {
namespace {

double length(Point p) {
    return std::hypot(p.x, p.y);
}

/// Clockwise degrees, to the nearest quarter, in which a vector points on a page whose y runs downwards.
std::int16_t quarter(Point along) {
    if (std::abs(along.x) >= std::abs(along.y)) return along.x >= 0 ? 0 : 180;
    return along.y >= 0 ? 90 : 270;
}

}  // namespace

void Interpreter::set_font(const LetterFont* font, double size) {
    state_.font = font;
    state_.size = size;
}

void Interpreter::next_line(double x, double y) {
    line_.x += x;
    line_.y += y;
    pen_ = line_;
}

void Interpreter::show(const Token& string) {
    if (string.kind == Token::Kind::string || string.kind == Token::Kind::hex_string)
        show_codes(string_value(string, scratch_));
}

void Interpreter::show_array() {
    if (operands_.empty() || operands_.back().kind != Token::Kind::array_end) return;
    const bool vertical = state_.font && state_.font->vertical;
    // From the bracket that opens the last array.
    std::size_t first = operands_.size() - 1;
    while (first > 0 && operands_[first - 1].kind != Token::Kind::array_begin) --first;
    for (std::size_t i = first; i + 1 < operands_.size(); ++i) {
        const Token& item = operands_[i];
        if (item.kind == Token::Kind::number) {
            const double shift = -item.number * 0.001 * state_.size;
            if (vertical)
                pen_.y += shift;
            else
                pen_.x += shift * state_.scale;
        } else {
            show(item);
        }
    }
}

void Interpreter::prepare_run(const Matrix& text_to_page, Point start) {
    const LetterFont& font = *state_.font;
    const double em = state_.size * font.em;
    const Point up{text_to_page.c * em, text_to_page.d * em};
    const Point along = font.vertical
                            ? Point{-up.x, -up.y}
                            : Point{text_to_page.a * em * state_.scale, text_to_page.b * em * state_.scale};
    if (open_.open) {
        const Run& run = page_.runs.back();
        const bool same = open_.font == &font && run.mcid == mark_.mcid &&
                          run.stream == (mark_.mcid >= 0 ? mark_.stream : stream_) &&
                          run.is_artifact == mark_.is_artifact && run.actual_text == mark_.actual_text &&
                          run.optional_hidden == mark_.hidden && run.color == state_.fill.rgb &&
                          run.render_mode == state_.render_mode && open_.along.x == along.x &&
                          open_.along.y == along.y && open_.up.x == up.x && open_.up.y == up.y &&
                          open_.clip.left == state_.clip.left && open_.clip.right == state_.clip.right &&
                          open_.clip.top == state_.clip.top && open_.clip.bottom == state_.clip.bottom;
        if (same) {
            // On the same baseline and near where the last glyph ended?
            const double step = length(along);
            const Point move{start.x - open_.pen.x, start.y - open_.pen.y};
            const double ahead = step > 0 ? (move.x * along.x + move.y * along.y) / (step * step) : 0;
            const double aside = step > 0 ? (move.x * along.y - move.y * along.x) / (step * step) : 0;
            if (ahead > -0.5 && ahead < 1.0 && std::abs(aside) < 0.01) return;
        }
    }
    close_run();
    Run run;
    run.first = static_cast<std::uint32_t>(page_.glyphs.size());
    run.font = font.index;
    run.size = static_cast<float>(place(length(up)));
    run.direction = quarter(along);
    run.mcid = mark_.mcid;
    run.stream = mark_.mcid >= 0 ? mark_.stream : stream_;
    run.artifact = mark_.artifact;
    run.is_artifact = mark_.is_artifact;
    run.render_mode = static_cast<std::uint8_t>(state_.render_mode);
    run.color = state_.fill.rgb;
    run.actual_text = mark_.actual_text;
    run.optional_hidden = mark_.hidden;
    run.annotation = annotation_;
    run.baseline = static_cast<float>(place(start.y));
    const double longer = std::max(std::abs(along.x), std::abs(along.y)),
                 shorter = std::min(std::abs(along.x), std::abs(along.y));
    run.oblique = shorter > 0.035 * longer;
    page_.runs.push_back(run);
    open_ = {true, &font, start, start, start, along, up, state_.clip};
}

void Interpreter::close_run() {
    if (!open_.open) return;
    open_.open = false;
    Run& run = page_.runs.back();
    run.count = static_cast<std::uint32_t>(page_.glyphs.size()) - run.first;
    if (run.count == 0) {
        page_.runs.pop_back();
        return;
    }
    double above = open_.font->ascent, below = open_.font->descent;
    Point side = open_.up;
    if (open_.font->vertical) {  // glyphs stand centred on the line
        side = {open_.up.y, -open_.up.x};
        above = 0.5;
        below = -0.5;
    }
    Rect box = Rect::of({open_.start.x + side.x * above, open_.start.y + side.y * above},
                        {open_.end.x + side.x * below, open_.end.y + side.y * below});
    box.add({open_.start.x + side.x * below, open_.start.y + side.y * below});
    box.add({open_.end.x + side.x * above, open_.end.y + side.y * above});
    run.left = static_cast<float>(place(box.left));
    run.right = static_cast<float>(place(box.right));
    run.top = static_cast<float>(place(box.top));
    run.bottom = static_cast<float>(place(box.bottom));
    // A box without width (spaces of no advance) still has a place: widen the test, not the box.
    const Rect tested{box.left - 0.01, box.top - 0.01, box.right + 0.01, box.bottom + 0.01};
    run.clipped = !tested.touches(open_.clip) || !tested.touches(page_box_);
}

void Interpreter::show_codes(std::string_view codes) {
    if (codes.empty()) return;
    if (!state_.font) {
        ++usage_.shown_without_font;
        return;
    }
    if (usage_.glyphs + codes.size() > limits_.glyphs) {
        usage_.glyphs_exceeded = true;
        return;
    }
    const LetterFont& font = *state_.font;
    const Matrix to_page = text_matrix_.then(state_.ctm);
    const double size = state_.size;
    prepare_run(to_page, to_page(pen_.x, pen_.y + state_.rise));
    const bool across = page_.runs.back().direction % 180 == 0;
    // One step along x (or y, of vertical writing) on the page's axis that the run follows.
    const double axis_x = across ? to_page.a : to_page.b, axis_y = across ? to_page.c : to_page.d;
    const double offset = (across ? to_page.e : to_page.f) + axis_y * state_.rise;
    double last_x = pen_.x, last_y = pen_.y;
    while (!codes.empty()) {
        const FontChar& c = font.next(codes);
        const bool space = c.bytes == 1 && codes[0] == ' ';
        double advance_x = c.advance_x * size, advance_y = c.advance_y * size;
        Glyph glyph;
        glyph.text = static_cast<std::uint32_t>(page_.text.size());
        glyph.length = c.length;
        glyph.left = static_cast<float>(place(offset + axis_x * pen_.x + axis_y * pen_.y));
        if (font.vertical) {
            last_x = pen_.x + advance_x;
            last_y = pen_.y + advance_y;
            advance_y += state_.char_space + (space ? state_.word_space : 0);
        } else {
            last_x = pen_.x + advance_x * state_.scale;
            last_y = pen_.y + advance_y;
            advance_x = (advance_x + state_.char_space + (space ? state_.word_space : 0)) * state_.scale;
        }
        glyph.right = static_cast<float>(place(offset + axis_x * last_x + axis_y * last_y));
        page_.text += font.text(c);
        page_.glyphs.push_back(glyph);
        pen_.x += advance_x;
        pen_.y += advance_y;
        ++usage_.glyphs;
        codes.remove_prefix(c.bytes);
    }
    open_.end = to_page(last_x, last_y + state_.rise);
    open_.pen = to_page(pen_.x, pen_.y + state_.rise);
}

}  // namespace sheaf::pdf
