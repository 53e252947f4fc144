// The graphics state: saved and restored, set by parameter dictionaries, its colours.
#include <algorithm>
#include <array>
#include <cmath>

#include "interpreter.hpp"

namespace sheaf::pdf {
namespace {

constexpr std::size_t max_saved = 4096;

std::uint32_t channel_of(double v) {
    return static_cast<std::uint32_t>(std::lround((v > 0 ? (v < 1 ? v : 1) : 0) * 255));
}
std::uint32_t rgb(double r, double g, double b) {
    return channel_of(r) << 16 | channel_of(g) << 8 | channel_of(b);
}

}  // namespace

void Interpreter::begin_annotation(bool stamp, bool see_through) {
    state_ = State();
    state_.ctm = to_page_;
    state_.clip = page_box_;
    mark_ = Mark();
    mark_.is_artifact = stamp;
    if (stamp) mark_.artifact = Artifact::watermark;
    annotation_ = true;
    see_through_ = see_through;
}

void Interpreter::save() {
    if (saved_.size() < max_saved)
        saved_.push_back(state_);
    else
        ++unsaved_;
}

void Interpreter::restore() {
    if (unsaved_ > 0) {
        --unsaved_;
    } else if (saved_.size() > saved_base_) {
        state_ = saved_.back();
        saved_.pop_back();
    }
}

void Interpreter::set_components(Color& color, ColorSpace space) {
    double v[4] = {};
    color.space = space;
    color.known = space.kind == ColorSpace::Kind::gray || space.kind == ColorSpace::Kind::rgb ||
                  space.kind == ColorSpace::Kind::cmyk;
    switch (space.kind) {
        case ColorSpace::Kind::gray:
            if (numbers(1, v)) color.rgb = rgb(v[0], v[0], v[0]);
            break;
        case ColorSpace::Kind::rgb:
            if (numbers(3, v)) color.rgb = rgb(v[0], v[1], v[2]);
            break;
        case ColorSpace::Kind::cmyk:
            if (numbers(4, v))
                color.rgb = rgb((1 - v[0]) * (1 - v[3]), (1 - v[1]) * (1 - v[3]), (1 - v[2]) * (1 - v[3]));
            break;
        case ColorSpace::Kind::lab:
            if (numbers(3, v)) color.rgb = rgb(v[0] / 100, v[0] / 100, v[0] / 100);
            color.known = std::abs(v[1]) < 2 && std::abs(v[2]) < 2;  // a grey
            break;
        case ColorSpace::Kind::tint: {
            // What colour the inks have is in a function that is not read; without ink it is the paper's.
            std::array<double, 32> tints;
            const auto count = static_cast<std::size_t>(std::clamp(space.components, 1, 32));
            if (!numbers(count, tints.data())) break;
            const double most =
                *std::max_element(tints.begin(), tints.begin() + static_cast<std::ptrdiff_t>(count));
            color.rgb = rgb(1 - most, 1 - most, 1 - most);
            color.known = most == 0;
            break;
        }
        case ColorSpace::Kind::pattern:
            color.rgb = 0x808080;
            break;
        case ColorSpace::Kind::none:
            break;
    }
}

void Interpreter::set_state(const GraphicsState& set) {
    if (set.font) set_font(set.font, set.font_size);
    if (set.fill_opacity) state_.fill_opacity = std::clamp(*set.fill_opacity, 0.0, 1.0);
    if (set.stroke_opacity) state_.stroke_opacity = std::clamp(*set.stroke_opacity, 0.0, 1.0);
    if (set.blend) state_.blend = *set.blend;
    if (set.masked) state_.masked = *set.masked;
}

}  // namespace sheaf::pdf
