#include "decisions/headings.hpp"

#include <algorithm>
#include <map>

#include "decisions/decision.hpp"
#include "sheaf/rules.hpp"
#include "sheaf/sections.hpp"
#include "sheaf/text.hpp"

namespace sheaf {

namespace {

constexpr FieldSpec heading_fields[] = {
    {"title", FieldType::text, "The heading's text, without its number."},
    {"level", FieldType::integer, "Its visible rank, 1 the highest."},
};

/// Whether the block is in no section though it stands below a heading: a box beside the text.
bool is_apart(const Document& document, std::size_t at) {
    return !document.blocks[at].section && !document.sections.empty() &&
           at > document.sections.front().first.value;
}

std::vector<Anchor> blocks_of(const Document& document, std::size_t section) {
    const std::uint32_t behind = section + 1 < document.sections.size()
                                     ? document.sections[section + 1].first.value
                                     : static_cast<std::uint32_t>(document.blocks.size());
    std::vector<Anchor> blocks;
    for (std::uint32_t i = document.sections[section].heading.value; i < behind; ++i) {
        const BlockKind kind = document.blocks[i].kind;
        if (kind == BlockKind::heading) blocks.push_back(whole(document, {i}));
        if (kind != BlockKind::heading && kind != BlockKind::furniture) break;
    }
    return blocks;
}

/// `4.2` of the label `4.2.`; nothing of a bullet.
std::string number_in(std::string_view label) {
    const bool numbered =
        std::any_of(label.begin(), label.end(), [](char c) { return c >= '0' && c <= '9'; });
    return std::string(numbered ? label.substr(0, label.find_last_not_of(".):;,") + 1) : "");
}

void set_kind(Block& block, int level) {
    if (level > 0) {
        if (block.kind != BlockKind::heading) block.basis = "marked by a person";
        block.kind = BlockKind::heading;
        block.level = level;
    } else if (block.kind == BlockKind::heading) {
        block.kind = block.label.empty() ? BlockKind::paragraph : BlockKind::list_item;
        block.level = block.kind == BlockKind::list_item ? 1 : 0;
        block.basis = "rejected as a heading by a person";
    }
}

/// What a record says of the section that it stands in, by field; nothing of one without words.
std::map<std::string_view, FieldValue> standing_of(const Document& document, const Record& record) {
    const SectionId section =
        record.anchors.empty() ? SectionId() : document[record.anchors.front().block].section;
    if (!section) return {{"section", {}}, {"section_path", {}}};
    return {{"section", document[section].title}, {"section_path", section_path(document, section)}};
}

}  // namespace

constexpr RecordSpec heading_type{"heading", "A heading of the letter, which begins a section.",
                                  heading_fields};

std::string heading_id(const Document& document, BlockId first) {
    const Block& block = document[first];
    const auto before = std::count_if(
        document.blocks.begin(), document.blocks.begin() + first.value,
        [&](const Block& other) { return other.text == block.text && other.label == block.label; });
    return record_id({}, heading_type.name, {block.label, block.text, std::to_string(before)});
}

std::vector<Record> heading_records(const Document& document) {
    std::vector<Record> records;
    for (std::size_t i = 0; i < document.sections.size(); ++i) {
        const Section& section = document.sections[i];
        Record& record = records.emplace_back();
        record.id = heading_id(document, section.heading);
        record.type = heading_type.name;
        record.anchors = blocks_of(document, i);
        record.confidence = 1;
        record.fields = {{"title", section.title, {}}, {"level", std::int64_t{section.level}, {}}};
    }
    return records;
}

std::vector<Anchor> possible_heading(const Document& document, const std::vector<Anchor>& anchors) {
    std::vector<Anchor> blocks;
    for (const Anchor& anchor : anchors)
        if (blocks.empty() || blocks.back().block != anchor.block)
            blocks.push_back(whole(document, anchor.block));
    std::sort(blocks.begin(), blocks.end(),
              [](const Anchor& a, const Anchor& b) { return a.block < b.block; });
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        const std::uint32_t at = blocks[i].block.value;
        const BlockKind kind = document.blocks[at].kind;
        const bool running = kind == BlockKind::paragraph || kind == BlockKind::list_item;
        const bool in_a_row = i == 0 || at == blocks[i - 1].block.value + 1;
        if (!running || !in_a_row || document.blocks[at].text.empty() || is_apart(document, at)) return {};
    }
    return blocks;
}

void follow_headings(Document& document) {
    std::map<BlockId, std::string> numbers;
    for (const Section& section : document.sections) numbers[section.heading] = section.number;
    std::vector<std::map<std::string_view, FieldValue>> before;  // by record
    for (const Record& record : document.records) before.push_back(standing_of(document, record));
    std::vector<bool> apart(document.blocks.size());
    for (std::size_t i = 0; i < apart.size(); ++i) apart[i] = is_apart(document, i);

    std::vector<int> levels(document.blocks.size());
    std::vector<SectionHeading> headings;
    for (const Record& record : document.records) {
        if (record.type != heading_type.name || record.anchors.empty()) continue;
        SectionHeading& one = headings.emplace_back();
        const Field* const level = record.field("level");
        one.level = static_cast<int>(std::get<std::int64_t>(level->value));
        one.title = text::squeeze(text::to_nfc(record.text("title")));
        for (const Anchor& anchor : record.anchors) {
            one.blocks.push_back(anchor.block);
            levels[anchor.block.value] = one.level;
        }
        const auto known = numbers.find(one.blocks.front());
        one.number = known != numbers.end() ? known->second : number_in(document[one.blocks.front()].label);
    }
    for (std::size_t i = 0; i < levels.size(); ++i) set_kind(document.blocks[i], levels[i]);
    build_sections(document, headings, apart);

    for (std::size_t i = 0; i < document.records.size(); ++i) {
        Record& record = document.records[i];
        const auto now = standing_of(document, record);
        for (Field& field : record.fields) {
            const auto value = now.find(field.name);
            if (value == now.end() || field.value != before[i].at(value->first) ||
                field.value == value->second)
                continue;
            field.value = value->second;
            const SectionId section = document[record.anchors.front().block].section;
            if (!field.anchors.empty() && section)
                field.anchors = {whole(document, document[section].heading)};
            else
                field.anchors.clear();
        }
    }
}

}  // namespace sheaf
