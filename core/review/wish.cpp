#include "review/wish.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <tuple>

#include "decisions/apply.hpp"
#include "decisions/headings.hpp"
#include "sheaf/text.hpp"

namespace sheaf::review {

namespace {

constexpr std::size_t id_digits = 16;

template <class Integer>
bool read_number(std::string_view& text, Integer& number) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc()) return false;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return true;
}

bool skip(std::string_view& text, char c) {
    if (!text.starts_with(c)) return false;
    text.remove_prefix(1);
    return true;
}

bool is_hex(std::string_view text) {
    return text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

bool is_boundary(const std::string& text, std::uint32_t at) {
    return at == text.size() || (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U;
}

/// Nothing when the text does not name words of the letter.
std::optional<std::vector<MarkedWords>> marks_in(std::string_view text, const Document& found) {
    std::vector<MarkedWords> marks;
    while (!text.empty()) {
        std::uint32_t block = 0, start = 0, end = 0;
        if (!marks.empty() && !skip(text, ',')) return std::nullopt;
        if (!skip(text, 'b') || !read_number(text, block) || !skip(text, ':') || !read_number(text, start) ||
            !skip(text, '-') || !read_number(text, end))
            return std::nullopt;
        if (block == 0 || block > found.blocks.size()) return std::nullopt;
        const std::string& words = found.blocks[block - 1].text;
        if (start >= end || end > words.size() || !is_boundary(words, start) || !is_boundary(words, end))
            return std::nullopt;
        marks.push_back({"b" + std::to_string(block), start, words.substr(start, end - start)});
    }
    return marks;
}

std::optional<Record> record_of(const Document& document, const std::string& id, const std::string& type) {
    const std::vector<Record> headings =
        type == heading_type.name ? heading_records(document) : std::vector<Record>();
    for (const auto* records : {&document.records, &headings})
        for (const Record& record : *records)
            if (record.id == id && record.type == type) return record;
    return std::nullopt;
}

const RecordSpec* type_of(const Plan& plan, const std::string& name) {
    if (name == heading_type.name) return &heading_type;
    for (const RecordSpec& type : plan.record_types)
        if (name == type.name && name != decision_type.name) return &type;
    return nullptr;
}

const FieldSpec* field_of(const RecordSpec& type, const std::string& name) {
    for (const FieldSpec& field : type.fields)
        if (name == field.name) return &field;
    return nullptr;
}

std::string wanted(FieldType type) {
    switch (type) {
        case FieldType::date:
            return "a date is written 2026-04-07";
        case FieldType::integer:
            return "a whole number is wanted";
        case FieldType::number:
            return "a number is wanted";
        case FieldType::flag:
            return "true or false is wanted";
        default:
            return "text is wanted";
    }
}

/// What keeps the field from taking the text as its value; empty when nothing does.
std::string fault_of(const std::string& text, const RecordSpec& type, const FieldSpec& field) {
    if (takes(type, field, text)) return "";
    if (&type != &heading_type) return wanted(field.type);
    return "a heading has a title and a level from 1 to " + std::to_string(lowest_heading);
}

/// The words of a value that was typed, where the record's own words hold it once.
std::vector<MarkedWords> bound(const std::string& value, const Document& found, const Record& record) {
    std::vector<MarkedWords> marks;
    for (const Anchor& anchor : record.anchors) {
        const std::string& text = found[anchor.block].text;
        for (std::size_t at = text.find(value); at != std::string::npos; at = text.find(value, at + 1))
            marks.push_back(
                {"b" + std::to_string(anchor.block.value + 1), static_cast<std::uint32_t>(at), value});
    }
    std::sort(marks.begin(), marks.end(), [](const auto& a, const auto& b) {
        return std::tie(a.block, a.start) < std::tie(b.block, b.start);
    });
    marks.erase(std::unique(marks.begin(), marks.end()), marks.end());
    if (marks.size() != 1) marks.clear();
    return marks;
}

/// The words of the longest value that was typed, if the letter has them once.
std::vector<MarkedWords> typed_words(const FieldTexts& fields, const Document& found) {
    const auto longest = std::max_element(fields.begin(), fields.end(), [](const auto& a, const auto& b) {
        return a.second.size() < b.second.size();
    });
    const auto anchor = find_words(found, {{}, 0, longest->second});
    if (!anchor) return {};
    return {{"b" + std::to_string(anchor->block.value + 1), anchor->range.start, longest->second}};
}

std::string complete_seen(Decision& decision, const Document& found) {
    const auto record = record_of(found, decision.record, decision.type);
    if (!record) return "the letter has no such record";
    const Field* const one = record->field(decision.field);
    if (!decision.field.empty() && !one) return "the letter has no such value";
    decision.words = words_of(found, one && !one->anchors.empty() ? one->anchors : record->anchors);
    for (const Field& field : record->fields)
        if (std::string value = text_of(field.value);
            !value.empty() && is_value(field.name) && (!one || one == &field))
            decision.fields.emplace_back(field.name, std::move(value));
    return "";
}

/// A heading is whole paragraphs, and they say its title and its id.
std::string complete_heading(Decision& decision, const Document& found) {
    std::vector<Anchor> anchors;
    for (const MarkedWords& mark : decision.marks)
        if (const auto anchor = find_words(found, mark)) anchors.push_back(*anchor);
    anchors = possible_heading(found, anchors);
    if (anchors.empty()) return "a heading is a paragraph of its own that is none yet: mark its words";
    const auto level = std::find_if(decision.fields.begin(), decision.fields.end(),
                                    [](const auto& field) { return field.first == "level"; });
    if (level == decision.fields.end()) return "a heading needs a level";
    std::string title;
    decision.marks.clear();
    for (const Anchor& anchor : anchors) {
        const std::string& words = found[anchor.block].text;
        title += (title.empty() ? "" : " ") + words;
        decision.marks.push_back({"b" + std::to_string(anchor.block.value + 1), 0, words});
    }
    decision.fields = {{"title", text::squeeze(title)}, {"level", level->second}};
    decision.record = heading_id(found, anchors.front().block);
    return "";
}

std::string complete_added(Decision& decision, const Document& found, const Wish& wish,
                           const RecordSpec& type) {
    auto marks = marks_in(wish.marks, found);
    if (!marks) return "these words are not in the letter";
    decision.marks = std::move(*marks);
    decision.field.clear();
    for (const FieldSpec& spec : type.fields)
        for (const auto& [name, value] : wish.fields) {
            if (name != spec.name || value.empty()) continue;
            if (const std::string why = fault_of(value, type, spec); !why.empty())
                return std::string("\"").append(name).append("\": ").append(why);
            decision.fields.emplace_back(name, value);
        }
    if (&type == &heading_type) return complete_heading(decision, found);
    if (decision.fields.empty()) return "a record needs a value";
    if (decision.marks.empty()) decision.marks = typed_words(decision.fields, found);
    if (!decision.record.empty())  // it was added before, and is changed
        return decision.record.size() == id_digits && is_hex(decision.record) ? ""
                                                                              : "the record has no such id";
    std::vector<std::string_view> key = {"added"};
    for (const auto& [name, value] : decision.fields) key.push_back(value);
    for (const MarkedWords& mark : decision.marks) key.push_back(mark.block);
    decision.record = record_id(found, decision.type, key);
    return "";
}

}  // namespace

std::vector<RecordSpec> checked_types(const Plan& plan, std::string_view profile) {
    std::vector<RecordSpec> types;
    for (const RecordSpec& type : plan.types_of(profile))
        if (std::string_view(type.name) != decision_type.name) types.push_back(type);
    types.push_back(heading_type);
    return types;
}

bool is_value(std::string_view field) {
    return field != "grounds";
}

std::string marks_text(const std::vector<Anchor>& anchors) {
    std::string text;
    for (const Anchor& anchor : anchors)
        text += (text.empty() ? "b" : ",b") + std::to_string(anchor.block.value + 1) + ":" +
                std::to_string(anchor.range.start) + "-" + std::to_string(anchor.range.end);
    return text;
}

std::string complete(Decision& decision, const Document& found, const Wish& wish, const Plan& plan) {
    if (decision.verdict == Verdict::settled) {
        const bool there =
            std::any_of(found.diagnostics.begin(), found.diagnostics.end(), [&](const Diagnostic& one) {
                return one.code == wish.code && one.message == wish.message && one.place.page == wish.page;
            });
        return there ? "" : "the letter has no such doubt";
    }
    const RecordSpec* const type = type_of(plan, decision.type);
    if (!type) return "there are no records of type \"" + decision.type + "\"";
    if (decision.verdict == Verdict::added) return complete_added(decision, found, wish, *type);
    if (decision.verdict != Verdict::corrected) return complete_seen(decision, found);

    const auto record = record_of(found, decision.record, decision.type);
    const FieldSpec* const field = field_of(*type, decision.field);
    if (!record || !field) return "the letter has no such value";
    if (std::string why = fault_of(wish.value, *type, *field); !why.empty()) return why;
    auto marks = marks_in(wish.marks, found);
    if (!marks) return "these words are not in the letter";
    const Field* const value = record->field(decision.field);
    decision.was = value ? text_of(value->value) : std::string();
    decision.value = wish.value;
    decision.words = words_of(found, value && !value->anchors.empty() ? value->anchors : record->anchors);
    decision.marks = marks->empty() && type != &heading_type && !wish.value.empty()
                         ? bound(wish.value, found, *record)
                         : std::move(*marks);
    return "";
}

}  // namespace sheaf::review
