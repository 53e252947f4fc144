#include "sheaf/rules.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "sheaf/text.hpp"

namespace sheaf {
namespace {

Pattern compiled(const std::string& expression, Ends ends) {
    return Pattern(ends == Ends::of_lines ? "(?m)" + expression : expression, true);
}

}  // namespace

std::optional<Pattern> pattern_in(const Options& table, std::string_view name, Ends ends) {
    const std::string& expression = table.text(name);
    return expression.empty() ? std::nullopt : std::optional(compiled(expression, ends));
}

std::vector<Pattern> patterns_in(const Options& table, std::string_view name, Ends ends) {
    std::vector<Pattern> found;
    for (const std::string& expression : table.texts(name)) found.push_back(compiled(expression, ends));
    return found;
}

Anchor whole(const Document& document, BlockId block) {
    return {block, {0, static_cast<std::uint32_t>(document[block].text.size())}};
}

std::string joined_words(const Document& document, const std::vector<Anchor>& anchors) {
    std::string text;
    for (const Anchor& anchor : anchors) (text += text.empty() ? "" : " ") += words_of(document, anchor);
    return text::squeeze(text);
}

bool is_computed(const Document& document, const Anchor& words) {
    const std::vector<Span>& spans = document[words.block].spans;
    return std::any_of(spans.begin(), spans.end(), [&](const Span& span) {
        return !span.style.field.empty() && span.range.start < words.range.end &&
               words.range.start < span.range.end;
    });
}

Place place_of(const Document& document, BlockId block) {
    Place place;
    if (block.value >= document.blocks.size() || document[block].regions.empty()) return place;
    place.page = document[block].regions.front().page;
    place.box = document[block].regions.front().box;
    return place;
}

FieldValue text_or_absent(std::string text) {
    if (text.empty()) return std::monostate{};
    return text;
}

bool is_number_label(std::string_view label) {
    return !label.empty() && text::is_digit(static_cast<unsigned char>(label.front()));
}

std::string heading_ground(const Document& document, SectionId section) {
    // The basis is what the `sections` stage wrote: `profile, tag H2, bold 14 pt over 12 pt body`.
    const std::string_view basis = document[document[section].heading].basis;
    const bool tag = basis.find("tag H") != basis.npos, look = basis.find(" pt") != basis.npos;
    std::string ground = basis.starts_with("profile") || basis.starts_with("title of the profile")
                             ? "the profile names the heading above it"
                             : "the heading above it is none that the profile names";
    if (tag && look) ground += "; tag and typography agree on it";
    return ground;
}

void Confidence::lowered(double factor, std::string ground) {
    value_ *= factor;
    char times[32];
    std::snprintf(times, sizeof times, " (x %.2f)", factor);
    grounds_.push_back("but " + std::move(ground) + times);
}

double Confidence::value() const {
    return std::round(std::clamp(value_, 0.0, 1.0) * 100) / 100;
}

Field Confidence::field() const {
    return {"grounds", grounds_, {}};
}

}  // namespace sheaf
