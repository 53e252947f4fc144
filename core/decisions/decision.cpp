#include "decisions/decision.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <tuple>

#include "sheaf/date.hpp"
#include "sheaf/number.hpp"

namespace sheaf {

namespace {

constexpr std::array<std::string_view, 5> verdicts = {"confirmed", "corrected", "added", "rejected",
                                                      "settled"};

constexpr FieldSpec decision_fields[] = {
    {"record", FieldType::text, "Id of the record that was checked; absent for a doubt."},
    {"record_type", FieldType::text, "Type of that record."},
    {"field", FieldType::text, "The field that was checked; absent when it was the whole record."},
    {"verdict", FieldType::text, "What was decided: confirmed, corrected, added, rejected or settled."},
    {"was", FieldType::text, "The value that was found, where a person corrected it."},
    {"value", FieldType::text, "The value that a person gave, or the doubt that was settled."},
    {"by", FieldType::text, "Who decided."},
    {"decided", FieldType::text, "When, in UTC (2026-04-07T01:30:00Z)."},
    {"note", FieldType::text, "What the person wrote about it."},
};

template <class Number>
std::string digits_of(Number number) {
    std::array<char, 40> digits{};
    return {digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr};
}

template <class Number>
std::optional<FieldValue> number_of(std::string_view text) {
    const auto number = text::whole_number<Number>(text);
    if constexpr (std::is_floating_point_v<Number>)
        if (number && !std::isfinite(*number)) return std::nullopt;
    return number ? std::optional<FieldValue>(*number) : std::nullopt;
}

std::vector<std::string> lines_of(std::string_view text) {
    std::vector<std::string> lines;
    while (true) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        if (end > 0) lines.emplace_back(text.substr(0, end));
        if (end == text.size()) return lines;
        text.remove_prefix(end + 1);
    }
}

auto subject_of(const Decision& one) {
    return std::tie(one.record, one.field, one.code, one.message, one.page);
}

}  // namespace

constexpr RecordSpec decision_type{
    "decision", "What a person decided about a record or a doubt of the letter.", decision_fields};

std::string_view name(Verdict verdict) {
    return verdicts[static_cast<std::size_t>(verdict)];
}

std::optional<Verdict> verdict_named(std::string_view name) {
    const auto* const found = std::find(verdicts.begin(), verdicts.end(), name);
    if (found == verdicts.end()) return std::nullopt;
    return static_cast<Verdict>(found - verdicts.begin());
}

bool Decision::same_subject(const Decision& other) const {
    return subject_of(*this) == subject_of(other);
}

void LetterDecisions::put(Decision decision) {
    const auto same = std::find_if(decisions.begin(), decisions.end(),
                                   [&](const Decision& one) { return one.same_subject(decision); });
    if (same != decisions.end()) {
        *same = std::move(decision);
        return;
    }
    const auto behind =
        std::upper_bound(decisions.begin(), decisions.end(), decision, [](const auto& a, const auto& b) {
            return std::tuple_cat(std::tie(a.type), subject_of(a)) <
                   std::tuple_cat(std::tie(b.type), subject_of(b));
        });
    decisions.insert(behind, std::move(decision));
}

std::string text_of(const FieldValue& value) {
    struct Text {
        std::string operator()(std::monostate) const { return {}; }
        std::string operator()(bool truth) const { return truth ? "true" : "false"; }
        std::string operator()(std::int64_t number) const { return digits_of(number); }
        std::string operator()(double number) const { return digits_of(number); }
        std::string operator()(const std::string& text) const { return text; }
        std::string operator()(const std::vector<std::string>& texts) const {
            std::string joined;
            for (const std::string& text : texts) joined += (joined.empty() ? "" : "\n") + text;
            return joined;
        }
    };
    return std::visit(Text(), value);
}

std::optional<FieldValue> value_in(std::string_view text, FieldType type) {
    if (text.empty()) return FieldValue();
    switch (type) {
        case FieldType::text:
            return FieldValue(std::string(text));
        case FieldType::date:
            if (!date_from_iso(text)) return std::nullopt;
            return FieldValue(std::string(text));
        case FieldType::integer:
            return number_of<std::int64_t>(text);
        case FieldType::number:
            return number_of<double>(text);
        case FieldType::flag:
            if (text != "true" && text != "false") return std::nullopt;
            return FieldValue(text == "true");
        case FieldType::texts:
            return FieldValue(lines_of(text));
    }
    return std::nullopt;
}

std::string words_of(const Document& document, const std::vector<Anchor>& anchors) {
    std::string words;
    for (const Anchor& anchor : anchors)
        (words += words.empty() ? "" : "\n") += sheaf::words_of(document, anchor);
    return words;
}

std::optional<Anchor> find_words(const Document& document, const MarkedWords& marked) {
    const auto size = static_cast<std::uint32_t>(marked.words.size());
    const std::string_view block = marked.block;
    if (size == 0) return std::nullopt;
    const std::uint32_t number =
        block.starts_with('b') ? text::whole_number<std::uint32_t>(block.substr(1)).value_or(0) : 0;
    if (number > 0 && number <= document.blocks.size()) {
        const std::string& text = document.blocks[number - 1].text;
        if (marked.start <= text.size() && std::string_view(text).substr(marked.start, size) == marked.words)
            return Anchor{BlockId{number - 1}, {marked.start, marked.start + size}};
    }
    std::optional<Anchor> found;
    for (std::uint32_t i = 0; i < document.blocks.size(); ++i) {
        const std::string& text = document.blocks[i].text;
        for (std::size_t at = text.find(marked.words); at != std::string::npos;
             at = text.find(marked.words, at + 1)) {
            if (found) return std::nullopt;  // twice: which one is not known
            const auto start = static_cast<std::uint32_t>(at);
            found = Anchor{BlockId{i}, {start, start + size}};
        }
    }
    return found;
}

}  // namespace sheaf
