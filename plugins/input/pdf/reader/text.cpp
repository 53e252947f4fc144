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
    if (string.kind != Token::Kind::string && string.kind != Token::Kind::hex_string) return;
    begin_showing();
    show_codes(string_value(string, scratch_));
    end_showing();
}

void Interpreter::show_array() {
    if (operands_.empty() || operands_.back().kind != Token::Kind::array_end) return;
    // From the bracket that opens the last array.
    std::size_t first = operands_.size() - 1;
    while (first > 0 && operands_[first - 1].kind != Token::Kind::array_begin) --first;
    begin_showing();
    const bool vertical = state_.font && state_.font->vertical;
    for (std::size_t i = first; i + 1 < operands_.size(); ++i) {
        const Token& item = operands_[i];
        if (item.kind == Token::Kind::number) {
            const double shift = -item.number * 0.001 * state_.size;
            if (vertical)
                pen_.y += shift;
            else
                pen_.x += shift * state_.scale;
            // Far moves part runs; the small ones of kerning need no closer look.
            if (item.number < -900 || item.number > 400) {
                end_showing();
                showing_.run_ready = false;
            }
        } else if (item.kind == Token::Kind::string || item.kind == Token::Kind::hex_string) {
            show_codes(string_value(item, scratch_));
        }
    }
    end_showing();
}

void Interpreter::begin_showing() {
    showing_ = Showing();
    showing_.font = state_.font;
    showing_.to_page = text_matrix_.then(state_.ctm);
}

/// Tells the open run where its last glyph ended and where the next one is expected.
void Interpreter::end_showing() {
    if (!showing_.any) return;
    showing_.any = false;
    open_.end = showing_.to_page(showing_.last.x, showing_.last.y + state_.rise);
    open_.pen = showing_.to_page(showing_.pen.x, showing_.pen.y + state_.rise);
}

/// Whether the next glyph looks like those of the open run and follows them.
bool Interpreter::continues_run(Point along, Point up) const {
    if (!open_.open) return false;
    const Run& run = page_.runs.back();
    const bool same = open_.font == state_.font && run.mcid == mark_.mcid &&
                      run.stream == (mark_.mcid >= 0 ? mark_.stream : stream_) &&
                      run.is_artifact == mark_.is_artifact && run.actual_text == mark_.actual_text &&
                      run.language == mark_.language && run.optional_hidden == mark_.hidden &&
                      run.color == state_.fill.rgb && run.render_mode == state_.render_mode &&
                      open_.along.x == along.x && open_.along.y == along.y && open_.up.x == up.x &&
                      open_.up.y == up.y && open_.clip.left == state_.clip.left &&
                      open_.clip.right == state_.clip.right && open_.clip.top == state_.clip.top &&
                      open_.clip.bottom == state_.clip.bottom;
    if (!same) return false;
    const Point start = showing_.to_page(pen_.x, pen_.y + state_.rise);
    const double square = along.x * along.x + along.y * along.y;
    const Point move{start.x - open_.pen.x, start.y - open_.pen.y};
    // Ahead in running direction, in em, and aside from the baseline, in points.
    const double ahead = (move.x * along.x + move.y * along.y) / square;
    const double aside = (move.x * along.y - move.y * along.x) / std::sqrt(square);
    return ahead > -0.5 && ahead < 1.0 && std::abs(aside) < 0.05;
}

void Interpreter::prepare_run() {
    const LetterFont& font = *state_.font;
    const Matrix& to_page = showing_.to_page;
    const double em = state_.size * font.em;
    const Point up{to_page.c * em, to_page.d * em};
    const Point along = font.vertical ? Point{-up.x, -up.y}
                                      : Point{to_page.a * em * state_.scale, to_page.b * em * state_.scale};
    const bool across = quarter(along) % 180 == 0;
    showing_.run_ready = true;
    showing_.axis_x = across ? to_page.a : to_page.b;
    showing_.axis_y = across ? to_page.c : to_page.d;
    showing_.offset = (across ? to_page.e : to_page.f) + showing_.axis_y * state_.rise;
    if (continues_run(along, up)) return;
    const Point start = to_page(pen_.x, pen_.y + state_.rise);
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
    run.language = mark_.language;
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
    if (!showing_.font) {
        ++usage_.shown_without_font;
        return;
    }
    if (usage_.glyphs + codes.size() > limits_.glyphs) {
        usage_.glyphs_exceeded = true;
        return;
    }
    if (!showing_.run_ready) prepare_run();
    const LetterFont& font = *showing_.font;
    const double size = state_.size, axis_x = showing_.axis_x, axis_y = showing_.axis_y;
    Point pen = pen_, last = pen_;
    while (!codes.empty()) {
        const FontChar& c = font.next(codes);
        const double spacing = state_.char_space + (c.bytes == 1 && codes[0] == ' ' ? state_.word_space : 0);
        double advance_x = c.advance_x * size, advance_y = c.advance_y * size;
        Glyph glyph;
        glyph.text = static_cast<std::uint32_t>(page_.text.size());
        glyph.length = c.length;
        glyph.left = static_cast<float>(place(showing_.offset + axis_x * pen.x + axis_y * pen.y));
        if (font.vertical) {
            last = {pen.x + advance_x, pen.y + advance_y};
            advance_y += spacing;
        } else {
            last = {pen.x + advance_x * state_.scale, pen.y + advance_y};
            advance_x = (advance_x + spacing) * state_.scale;
        }
        glyph.right = static_cast<float>(place(showing_.offset + axis_x * last.x + axis_y * last.y));
        if (c.length == 1)
            page_.text.push_back(*font.text(c));
        else
            page_.text.append(font.text(c), c.length);
        page_.glyphs.push_back(glyph);
        pen.x += advance_x;
        pen.y += advance_y;
        ++usage_.glyphs;
        codes.remove_prefix(c.bytes);
    }
    pen_ = showing_.pen = pen;
    showing_.last = last;
    showing_.any = true;
}

}  // namespace sheaf::pdf
