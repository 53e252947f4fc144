// What follows from a document: counts, paths, places, ids.
#include "sheaf/document.hpp"

#include <algorithm>

#include "base/sha256.hpp"
#include "sheaf/text.hpp"

namespace sheaf {

namespace {

std::uint64_t count_block(const Block& block) {
    std::uint64_t n = text::count_visible(block.label) + text::count_visible(block.text);
    for (const Span& span : block.spans) n += text::count_visible(span.mark);
    return n;
}

/// Whether two ranges share a byte, or, where one of them is empty, at least a position.
bool touches(Range a, Range b) {
    if (a.start == a.end || b.start == b.end) return a.start <= b.end && b.start <= a.end;
    return a.start < b.end && b.start < a.end;
}

std::string key_of(std::string_view type, const std::vector<std::string_view>& key_texts) {
    std::string key;
    const auto add = [&](std::string_view part) {
        // The length in front keeps {"ab", "c"} and {"a", "bc"} apart.
        key += std::to_string(part.size());
        key += ':';
        key += part;
    };
    add(type);
    for (std::string_view text : key_texts) add(text);
    return key;
}

std::string numbered_id(const std::string& key, std::size_t number) {
    return sha256_hex(key + '#' + std::to_string(number)).substr(0, 16);
}

}  // namespace

std::pair<std::uint64_t, std::uint64_t> count_text(const Document& document) {
    std::uint64_t text = 0, furniture = 0;
    for (const Block& block : document.blocks)
        (block.kind == BlockKind::furniture ? furniture : text) += count_block(block);
    return {text, furniture};
}

std::vector<std::string> section_path(const Document& document, SectionId section) {
    std::vector<std::string> path;
    // A parent stands before its child; anything else is no parent, which also ends cycles.
    while (section.value < document.sections.size()) {
        path.push_back(document[section].title);
        const SectionId parent = document[section].parent;
        if (parent.value >= section.value) break;
        section = parent;
    }
    std::reverse(path.begin(), path.end());
    return path;
}

std::vector<Region> regions_of(const Document& document, const std::vector<Anchor>& anchors) {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> seen;  // block and position of the region
    std::vector<Region> regions;
    for (const Anchor& anchor : anchors) {
        if (anchor.block.value >= document.blocks.size()) continue;
        const Block& block = document[anchor.block];
        for (std::uint32_t i = 0; i < block.regions.size(); ++i) {
            const std::pair key{anchor.block.value, i};
            if (!touches(block.regions[i].range, anchor.range)) continue;
            if (std::find(seen.begin(), seen.end(), key) != seen.end()) continue;
            seen.push_back(key);
            regions.push_back(block.regions[i]);
        }
    }
    return regions;
}

std::string_view words_of(const Document& document, const Anchor& anchor) {
    return std::string_view(document[anchor.block].text)
        .substr(anchor.range.start, anchor.range.end - anchor.range.start);
}

int page_of(const Document& document, const std::vector<Anchor>& anchors) {
    if (anchors.empty() || anchors.front().block.value >= document.blocks.size()) return 0;
    const Block& block = document[anchors.front().block];
    for (const Region& region : block.regions)
        if (touches(region.range, anchors.front().range)) return region.page;
    return block.page();
}

Severity worst(const Document& document) {
    Severity worst = Severity::note;
    for (const Diagnostic& d : document.diagnostics) worst = std::max(worst, d.severity);
    return worst;
}

const Record* metadata(const Document& document) {
    for (const Record& record : document.records)
        if (record.type == "metadata") return &record;
    return nullptr;
}

Record& add_record(Document& document, Record record) {
    auto& records = document.records;
    auto at = records.end();
    while (at != records.begin() && std::prev(at)->type != record.type) --at;
    if (at == records.begin()) at = records.end();  // the first of its type
    return *records.insert(at, std::move(record));
}

RecordIds::RecordIds(const Document& document) {
    for (const Record& record : document.records) taken_.insert(record.id);
}

std::string RecordIds::next(std::string_view type, const std::vector<std::string_view>& key_texts) {
    const std::string key = key_of(type, key_texts);
    std::size_t& number = numbers_[key];
    for (;;) {
        std::string id = numbered_id(key, number++);
        if (taken_.insert(id).second) return id;
    }
}

std::string record_id(const Document& document, std::string_view type,
                      const std::vector<std::string_view>& key_texts) {
    const std::string key = key_of(type, key_texts);
    for (std::size_t number = 0;; ++number) {
        std::string id = numbered_id(key, number);
        const bool taken = std::any_of(document.records.begin(), document.records.end(),
                                       [&](const Record& record) { return record.id == id; });
        if (!taken) return id;
    }
}

}  // namespace sheaf
