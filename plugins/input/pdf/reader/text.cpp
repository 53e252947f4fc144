// Text operators: from character codes to glyphs on the page, and from glyphs to runs.
#include <algorithm>
#include <cmath>
#include <iterator>
#include <string_view>

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

/// Black squares, one after the other, which blot out what they are printed over; by itself, one is a bullet.
bool is_of_blocks(std::string_view text) {
    constexpr std::string_view blocks[] = {"\u25A0", "\u2588", "\u25AC", "\u25AE", "\u2B1B", "\u25FC"};
    constexpr std::size_t bytes = 3, fewest = 3;
    if (text.size() < fewest * bytes || text.size() % bytes != 0) return false;
    const std::string_view block = text.substr(0, bytes);
    if (std::find(std::begin(blocks), std::end(blocks), block) == std::end(blocks)) return false;
    for (std::size_t at = bytes; at < text.size(); at += bytes)
        if (text.substr(at, bytes) != block) return false;
    return true;
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

void Interpreter::show_string(const Token& string) {
    show(&string, &string + 1);
}

void Interpreter::show_array() {
    if (operands_.empty() || operands_.back().kind != Token::Kind::array_end) return;
    // From the bracket that opens the last array.
    const Token* const end = &operands_.back();
    const Token* first = end;
    while (first > operands_.data() && first[-1].kind != Token::Kind::array_begin) --first;
    show(first, end);
}

// One function, since what every glyph of a letter passes through is to stay in registers.
// NOLINTNEXTLINE(readability-function-size)
void Interpreter::show(const Token* item, const Token* const end) {
    // Strings are short, often of one or two glyphs: whatever is the same for all of them is had once. It is
    // copied, too, because the compiler cannot know that the text which is written is none of it.
    const LetterFont* const font = state_.font;
    const bool vertical = font && font->vertical;
    const double size = state_.size, scale = state_.scale, char_space = state_.char_space,
                 word_space = state_.word_space;
    const Matrix to_page = text_matrix_.then(state_.ctm);
    Axis axis;
    bool in_run = false;             // the next glyph goes on in the open run
    bool shown = false;              // a glyph was shown since the run was last brought up to date
    Point pen = pen_, last, behind;  // the end of the last glyph and the pen behind it
    // Tells the open run where its last glyph ended and where the next one is expected.
    const auto update_run = [&] {
        if (!shown) return;
        shown = false;
        open_.end = to_page(last.x, last.y + state_.rise);
        open_.pen = to_page(behind.x, behind.y + state_.rise);
    };
    for (; item != end; ++item) {
        if (item->kind == Token::Kind::number) {
            const double shift = -item->number * 0.001 * size;
            if (vertical)
                pen.y += shift;
            else
                pen.x += shift * scale;
            // Far moves part runs; the small ones of kerning need no closer look.
            if (item->number < -900 || item->number > 400) {
                update_run();
                in_run = false;
            }
            continue;
        }
        if (item->kind != Token::Kind::string && item->kind != Token::Kind::hex_string) continue;
        std::string_view codes = string_value(*item, scratch_);
        if (codes.empty()) continue;
        if (!font) {
            ++usage_.shown_without_font;
            continue;
        }
        if (usage_.glyphs + codes.size() > limits_.glyphs) {
            usage_.glyphs_exceeded = true;
            continue;
        }
        if (!in_run) {
            axis = prepare_run(to_page, pen);
            in_run = true;
        }
        const std::size_t before = page_.glyphs.size();
        while (!codes.empty()) {
            const FontChar& c = font->next(codes);
            const double spacing = char_space + (c.space ? word_space : 0);
            double advance_x = c.advance_x * size, advance_y = c.advance_y * size;
            Glyph glyph;
            glyph.text = static_cast<std::uint32_t>(page_.text.size());
            glyph.length = c.length;
            glyph.left = axis.at(pen);
            if (vertical) {
                last = {pen.x + advance_x, pen.y + advance_y};
                advance_y += spacing;
            } else {
                last = {pen.x + advance_x * scale, pen.y + advance_y};
                advance_x = (advance_x + spacing) * scale;
            }
            glyph.right = axis.at(last);
            if (c.length == 1)
                page_.text.push_back(*font->text(c));
            else
                page_.text.append(font->text(c), c.length);
            page_.glyphs.push_back(glyph);
            pen.x += advance_x;
            pen.y += advance_y;
            codes.remove_prefix(c.bytes);
        }
        usage_.glyphs += page_.glyphs.size() - before;
        behind = pen;
        shown = true;
    }
    update_run();
    pen_ = pen;
}

/// Whether the next glyph looks like those of the open run and follows them.
bool Interpreter::continues_run(Point start, Point along, Point up) const {
    if (!open_.open) return false;
    const Run& run = page_.runs.back();
    const bool same = open_.font == state_.font && run.mcid == mark_.mcid &&
                      run.stream == (mark_.mcid >= 0 ? mark_.stream : stream_) &&
                      run.is_artifact == mark_.is_artifact && run.actual_text == mark_.actual_text &&
                      run.language == mark_.language && run.optional_hidden == mark_.hidden &&
                      run.color == state_.fill.rgb && run.render_mode == state_.render_mode &&
                      painted_.texts.back() == text_ink() && open_.along.x == along.x &&
                      open_.along.y == along.y && open_.up.x == up.x && open_.up.y == up.y &&
                      open_.clip.left == state_.clip.left && open_.clip.right == state_.clip.right &&
                      open_.clip.top == state_.clip.top && open_.clip.bottom == state_.clip.bottom;
    if (!same) return false;
    const double square = along.x * along.x + along.y * along.y;
    const Point move{start.x - open_.pen.x, start.y - open_.pen.y};
    // Ahead in running direction, in em, and aside from the baseline, in points.
    const double ahead = (move.x * along.x + move.y * along.y) / square;
    const double aside = (move.x * along.y - move.y * along.x) / std::sqrt(square);
    return ahead > -0.5 && ahead < 1.0 && std::abs(aside) < 0.05;
}

Interpreter::Axis Interpreter::prepare_run(const Matrix& to_page, Point pen) {
    const LetterFont& font = *state_.font;
    const double em = state_.size * font.em;
    const Point up{to_page.c * em, to_page.d * em};
    const Point along = font.vertical ? Point{-up.x, -up.y}
                                      : Point{to_page.a * em * state_.scale, to_page.b * em * state_.scale};
    const std::int16_t direction = quarter(along);
    const bool across = direction % 180 == 0;
    const double axis_y = across ? to_page.c : to_page.d;
    const Axis axis{across ? to_page.a : to_page.b, axis_y,
                    (across ? to_page.e : to_page.f) + axis_y * state_.rise};
    const Point start = to_page(pen.x, pen.y + state_.rise);
    if (continues_run(start, along, up)) return axis;
    close_run();
    Run run;
    run.first = static_cast<std::uint32_t>(page_.glyphs.size());
    run.font = font.index;
    // Letters that are squeezed to strokes are not seen, however high they are.
    constexpr double most_squeezed = 10;
    run.size = static_cast<float>(place(std::min(length(up), most_squeezed * length(along))));
    run.direction = direction;
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
    run.slanted = shorter > 0.176 * longer;
    // Producers make bold of a face that they have not by strokes of 2 to 4 hundredths of its size.
    const double stroke = std::abs(state_.line_width) *
                          std::sqrt(std::abs(state_.ctm.a * state_.ctm.d - state_.ctm.b * state_.ctm.c));
    run.outlined = state_.render_mode % 4 == 2 && state_.fill.rgb == state_.stroke.rgb &&
                   stroke > 0.012 * static_cast<double>(run.size);
    page_.runs.push_back(run);
    painted_.texts.push_back(text_ink());
    if (run.render_mode >= 4) state_.clip_exact = false;  // from here on the clip has the shapes of letters
    open_ = {true, &font, start, start, start, along, up, state_.clip};
    return axis;
}

void Interpreter::close_run() {
    if (!open_.open) return;
    open_.open = false;
    Run& run = page_.runs.back();
    run.count = static_cast<std::uint32_t>(page_.glyphs.size()) - run.first;
    if (run.count == 0) {
        page_.runs.pop_back();
        painted_.texts.pop_back();
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
    const Rect seen = open_.clip.intersection(page_box_);
    constexpr double least_clip = 0.01;  // points: a clip without area shows nothing
    run.clipped =
        !tested.touches(seen) || seen.right - seen.left < least_clip || seen.bottom - seen.top < least_clip;
    if (!run.clipped && run.direction == 0 && !run.oblique && is_of_blocks(page_.text_of(run))) {
        Area blocks;
        blocks.ink = painted_.texts.back().fill.value_or(Ink{0, true, 0});
        blocks.glyphs = run.first;
        painted_.add_box({box.left, place(run.baseline) - 0.75 * static_cast<double>(run.size), box.right,
                          place(run.baseline)},
                         open_.clip, blocks);
    }
    if (!run.clipped && run.direction == 0 && !run.oblique &&
        (box.left < seen.left || box.right > seen.right))
        part_clipped(seen);
}

/// The last run has a part outside the clip: letters the middle of which is not seen are a run of their own.
void Interpreter::part_clipped(const Rect& seen) {
    const Run whole = page_.runs.back();
    const TextInk ink = painted_.texts.back();
    const std::uint32_t end = whole.first + whole.count;
    const auto is_outside = [&](std::uint32_t g) {
        const double middle =
            (static_cast<double>(page_.glyphs[g].left) + static_cast<double>(page_.glyphs[g].right)) / 2;
        return middle < seen.left || middle > seen.right;
    };
    page_.runs.pop_back();
    painted_.texts.pop_back();
    for (std::uint32_t first = whole.first, g = first; first < end; first = g) {
        Run part = whole;
        part.clipped = is_outside(first);
        while (g < end && is_outside(g) == part.clipped) ++g;
        part.first = first;
        part.count = g - first;
        if (part.count < whole.count) {
            part.left = page_.glyphs[first].left;
            part.right = page_.glyphs[g - 1].right;
        }
        page_.runs.push_back(part);
        painted_.texts.push_back(ink);
    }
}

}  // namespace sheaf::pdf
