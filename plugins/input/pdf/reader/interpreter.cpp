#include "interpreter.hpp"

#include <algorithm>
#include <cmath>

namespace sheaf::pdf {
namespace {

constexpr std::size_t max_operands = 33;             // beyond any operator's need; other readers keep as many
constexpr std::size_t max_operand_tokens = 1 << 20;  // tokens inside one array or dictionary
constexpr std::uint64_t form_cost = 200;  // a form costs about as much as that many plain operators

/// Operator names have one to three characters: packed for the switch.
constexpr std::uint32_t op(std::string_view name) {
    std::uint32_t packed = 0;
    for (const char c : name) packed = packed << 8 | static_cast<unsigned char>(c);
    return packed;
}

}  // namespace

Interpreter::Interpreter(PageContent& page, Painted& painted, const Matrix& to_page, const Limits& limits,
                         Usage& usage)
    : page_(page),
      painted_(painted),
      limits_(limits),
      usage_(usage),
      page_box_{0, 0, page.width, page.height},
      to_page_(to_page) {
    state_.ctm = to_page;
    state_.clip = page_box_;
}

void Interpreter::run(std::string_view content, const Resources& resources, std::uint32_t stream) {
    const std::size_t outer_saved = saved_base_, outer_marks = marks_base_;
    saved_base_ = saved_.size();
    marks_base_ = marks_.size();
    const std::uint32_t outer_stream = stream_;
    std::vector<Token> outer_operands;
    outer_operands.swap(operands_);
    stream_ = stream;

    Lexer lexer(content);
    int nesting = 0;  // of arrays and dictionaries among the operands
    for (bool more = true; more;) {
        // The token is read where it stays: to copy it right after it was written takes longer than to read
        // it.
        Token& token = operands_.emplace_back();
        switch (lexer.next(token)) {
            case Token::Kind::end:
                more = false;
                break;
            case Token::Kind::keyword: {
                const std::string_view name = token.text;
                if (name == "true" || name == "false" || name == "null") break;
                operands_.pop_back();
                if (++usage_.operators > limits_.operators) {
                    usage_.operators_exceeded = true;
                    more = false;
                    break;
                }
                execute(name, lexer, resources);
                operands_.clear();
                nesting = 0;  // an operator inside an array means that the closing bracket is missing
                break;
            }
            case Token::Kind::array_begin:
            case Token::Kind::dict_begin:
                ++nesting;
                break;
            case Token::Kind::array_end:
            case Token::Kind::dict_end:
                if (nesting > 0) --nesting;
                break;
            default:
                if (nesting == 0 && operands_.size() > max_operands) operands_.pop_back();
                break;
        }
        if (operands_.size() > max_operand_tokens) {
            operands_.clear();
            nesting = 0;
        }
    }
    close_run();
    // What the stream left open ends with it.
    unmarked_ = unsaved_ = 0;
    while (saved_.size() > saved_base_) restore();
    while (marks_.size() > marks_base_) end_marked_content();
    saved_base_ = outer_saved;
    marks_base_ = outer_marks;
    operands_.swap(outer_operands);
    stream_ = outer_stream;
}

bool Interpreter::numbers(std::size_t count, double* values) const {
    if (operands_.size() < count) return false;
    const Token* first = operands_.data() + (operands_.size() - count);
    for (std::size_t i = 0; i < count; ++i) {
        if (first[i].kind != Token::Kind::number) return false;
        values[i] = first[i].number;
    }
    return true;
}

const Token* Interpreter::last(Token::Kind kind) const {
    return !operands_.empty() && operands_.back().kind == kind ? &operands_.back() : nullptr;
}

void Interpreter::do_xobject(const Resources& resources) {
    const Token* token = last(Token::Kind::name);
    if (!token) return;
    const std::string name(name_value(*token, scratch_));
    XObject object = resources.find(name);
    if (object.kind == XObject::Kind::image) {
        if (!object.hidden) add_image(object);
        return;
    }
    if (object.kind != XObject::Kind::form) return;
    if (object.number != 0 && std::find(forms_.begin(), forms_.end(), object.number) != forms_.end()) {
        usage_.form_cycle = true;
        return;
    }
    if (static_cast<int>(forms_.size()) >= limits_.form_depth) {
        usage_.forms_too_deep = true;
        return;
    }
    usage_.operators += form_cost;
    resources.open(object, name);
    run_form(object, resources, Matrix());
}

void Interpreter::run_form(const XObject& form, const Resources& resources, const Matrix& placement) {
    close_run();
    const State outer = state_;
    const Mark outer_mark = mark_;
    const Matrix outer_text = text_matrix_;
    const Point outer_line = line_, outer_pen = pen_;
    std::vector<PathPoint> outer_path;
    outer_path.swap(path_);
    const std::uint64_t outer_unsaved = unsaved_, outer_unmarked = unmarked_;
    unsaved_ = unmarked_ = 0;

    const Matrix matrix{form.matrix[0], form.matrix[1], form.matrix[2],
                        form.matrix[3], form.matrix[4], form.matrix[5]};
    state_.ctm = matrix.then(placement).then(state_.ctm);
    if (form.box) {
        const auto& b = *form.box;
        state_.clip = state_.clip.intersection(state_.ctm(Rect::of({b[0], b[1]}, {b[2], b[3]})));
    }
    if (form.is_group) {
        // The group as a whole is as opaque as what was set outside; what is in it begins anew.
        state_.group_opacity *= state_.fill_opacity;
        state_.group_inverts = state_.group_inverts || state_.blend == Blend::inverting;
        state_.group_unclear = state_.group_unclear || state_.masked || state_.blend != Blend::normal;
        state_.fill_opacity = state_.stroke_opacity = 1;
        state_.blend = Blend::normal;
        state_.masked = false;
    }
    if (form.hidden) mark_.hidden = true;
    forms_.push_back(form.number);
    run(form.content.view(), form.resources ? *form.resources : resources, form.number);
    forms_.pop_back();

    state_ = outer;
    mark_ = outer_mark;
    text_matrix_ = outer_text;
    line_ = outer_line;
    pen_ = outer_pen;
    path_.swap(outer_path);
    clip_pending_ = false;
    unsaved_ = outer_unsaved;
    unmarked_ = outer_unmarked;
}

void Interpreter::inline_image(Lexer& lexer) {
    // Between BI and ID stands the image's dictionary without brackets.
    double width = 0, height = 0, bits = 8;
    int components = 1;
    bool filtered = false, sized = true, mask = false;
    std::string scratch;
    for (Token key = lexer.next(); key.kind != Token::Kind::end; key = lexer.next()) {
        if (key.kind == Token::Kind::keyword && key.text == "ID") break;
        if (key.kind != Token::Kind::name) continue;
        const Token value = lexer.next();
        if (value.kind == Token::Kind::keyword && value.text == "ID") break;
        const std::string_view name = name_value(key, scratch);
        if (name == "W" || name == "Width")
            width = value.number;
        else if (name == "H" || name == "Height")
            height = value.number;
        else if (name == "BPC" || name == "BitsPerComponent")
            bits = value.number;
        else if ((name == "IM" || name == "ImageMask") && value.text == "true")
            bits = 1, mask = true;
        else if (name == "F" || name == "Filter")
            filtered = true;
        else if (name == "CS" || name == "ColorSpace") {
            if (value.text == "RGB" || value.text == "DeviceRGB")
                components = 3;
            else if (value.text == "CMYK" || value.text == "DeviceCMYK")
                components = 4;
            else if (value.text != "G" && value.text != "DeviceGray")
                sized = false;
        }
    }
    std::size_t length = 0;
    if (!filtered && sized && width > 0 && height > 0 && width < 1e5 && height < 1e5 && bits >= 1 &&
        bits <= 16)
        length =
            static_cast<std::size_t>((width * bits * components + 7) / 8) * static_cast<std::size_t>(height);
    lexer.skip_inline_image(length);
    XObject image;
    image.opaque = !mask;
    image.line = std::min(width, height) == 1;
    add_image(image);
}

// By category, as ISO 32000-1, table 51 has them: a list of operators with a few lines for each.
// NOLINTNEXTLINE(readability-function-size)
void Interpreter::execute(std::string_view name, Lexer& lexer, const Resources& resources) {
    if (name.size() > 3) return;
    double v[6];
    switch (op(name)) {
        // Graphics state
        case op("q"):
            save();
            break;
        case op("Q"):
            restore();
            break;
        case op("cm"):
            if (numbers(6, v)) state_.ctm = Matrix{v[0], v[1], v[2], v[3], v[4], v[5]}.then(state_.ctm);
            break;
        case op("w"):
            if (numbers(1, v)) state_.line_width = v[0];
            break;
        case op("gs"):
            if (const Token* token = last(Token::Kind::name))
                set_state(resources.graphics_state(name_value(*token, scratch_)));
            break;
        // Colour
        case op("g"):
            set_components(state_.fill, {ColorSpace::Kind::gray, 1});
            break;
        case op("G"):
            set_components(state_.stroke, {ColorSpace::Kind::gray, 1});
            break;
        case op("rg"):
            set_components(state_.fill, {ColorSpace::Kind::rgb, 3});
            break;
        case op("RG"):
            set_components(state_.stroke, {ColorSpace::Kind::rgb, 3});
            break;
        case op("k"):
            set_components(state_.fill, {ColorSpace::Kind::cmyk, 4});
            break;
        case op("K"):
            set_components(state_.stroke, {ColorSpace::Kind::cmyk, 4});
            break;
        case op("cs"):
        case op("CS"):
            if (const Token* token = last(Token::Kind::name)) {
                Color& color = name == "cs" ? state_.fill : state_.stroke;
                color.space = resources.color_space(name_value(*token, scratch_));
                color.rgb = 0;
                color.known = color.space.kind != ColorSpace::Kind::pattern;
            }
            break;
        case op("sc"):
        case op("scn"):
            set_components(state_.fill, state_.fill.space);
            break;
        case op("SC"):
        case op("SCN"):
            set_components(state_.stroke, state_.stroke.space);
            break;
        // Text
        case op("BT"):
            text_matrix_ = Matrix();
            line_ = pen_ = Point();
            break;
        case op("Tc"):
            if (numbers(1, v)) state_.char_space = v[0];
            break;
        case op("Tw"):
            if (numbers(1, v)) state_.word_space = v[0];
            break;
        case op("Tz"):
            if (numbers(1, v)) state_.scale = v[0] / 100;
            break;
        case op("TL"):
            if (numbers(1, v)) state_.leading = v[0];
            break;
        case op("Ts"):
            if (numbers(1, v)) state_.rise = v[0];
            break;
        case op("Tr"):
            if (numbers(1, v)) state_.render_mode = v[0] >= 0 && v[0] <= 7 ? static_cast<int>(v[0]) : 0;
            break;
        case op("Tf"):
            if (operands_.size() >= 2 && numbers(1, v) &&
                operands_[operands_.size() - 2].kind == Token::Kind::name)
                set_font(resources.font(name_value(operands_[operands_.size() - 2], scratch_)), v[0]);
            break;
        case op("Td"):
            if (numbers(2, v)) next_line(v[0], v[1]);
            break;
        case op("TD"):
            if (numbers(2, v)) {
                state_.leading = -v[1];
                next_line(v[0], v[1]);
            }
            break;
        case op("Tm"):
            if (numbers(6, v)) {
                text_matrix_ = {v[0], v[1], v[2], v[3], v[4], v[5]};
                line_ = pen_ = Point();
            }
            break;
        case op("T*"):
            next_line(0, -state_.leading);
            break;
        case op("Tj"):
            if (!operands_.empty()) show_string(operands_.back());
            break;
        case op("TJ"):
            show_array();
            break;
        case op("'"):
            next_line(0, -state_.leading);
            if (!operands_.empty()) show_string(operands_.back());
            break;
        case op("\""):
            if (operands_.size() >= 3 && operands_[operands_.size() - 3].kind == Token::Kind::number &&
                operands_[operands_.size() - 2].kind == Token::Kind::number) {
                state_.word_space = operands_[operands_.size() - 3].number;
                state_.char_space = operands_[operands_.size() - 2].number;
                next_line(0, -state_.leading);
                show_string(operands_.back());
            }
            break;
        // Marked content
        case op("BMC"):
            begin_marked_content(false, resources);
            break;
        case op("BDC"):
            begin_marked_content(true, resources);
            break;
        case op("EMC"):
            end_marked_content();
            break;
        // Paths
        case op("m"):
            if (numbers(2, v)) add_point(v[0], v[1], true);
            break;
        case op("l"):
            if (numbers(2, v)) add_point(v[0], v[1], false);
            break;
        case op("c"):
        case op("v"):
        case op("y"):
            if (numbers(2, v)) {
                add_point(v[0], v[1], false);
                if (!path_.empty()) path_.back().straight = false;
            }
            break;
        case op("h"):
            break;
        case op("re"):
            if (numbers(4, v)) add_rectangle(v[0], v[1], v[2], v[3]);
            break;
        case op("W"):
        case op("W*"):
            clip_pending_ = true;
            break;
        case op("n"):
            end_path();
            break;
        case op("S"):
        case op("s"):
            paint(false, true, false);
            break;
        case op("f"):
        case op("F"):
            paint(true, false, false);
            break;
        case op("f*"):
            paint(true, false, true);
            break;
        case op("B"):
        case op("b"):
            paint(true, true, false);
            break;
        case op("B*"):
        case op("b*"):
            paint(true, true, true);
            break;
        case op("sh"):
            add_shading();
            break;
        // XObjects and inline images
        case op("Do"):
            do_xobject(resources);
            break;
        case op("BI"):
            inline_image(lexer);
            break;
        default:
            break;
    }
}

}  // namespace sheaf::pdf
