// The JSON form of a document: writing. Blocks, sections and pages stand one to a line, records one field to
// a line, and what has its default value is left out, so that files stay small and differences readable.
#include <algorithm>
#include <iterator>

#include "json_text.hpp"
#include "sheaf/checks.hpp"
#include "sheaf/json.hpp"
#include "sheaf/plugin.hpp"

namespace sheaf {

namespace {

void write_value(JsonText& json, std::monostate) {
    json.null();
}
void write_value(JsonText& json, const std::vector<std::string>& texts) {
    json.open('[');
    for (const std::string& text : texts) json.value(text);
    json.close(']');
}
template <class Value>
void write_value(JsonText& json, const Value& value) {
    json.value(value);
}

/// The field's name and value.
void write_value(JsonText& json, const Field& field) {
    json.key(field.name);
    std::visit([&](const auto& value) { write_value(json, value); }, field.value);
}

class Writer {
  public:
    Writer(const Document& document, std::span<const RecordSpec> types)
        : document_(document), types_(types), checks_(checks_of(document)), json_(out_) {
        // A little more than it will be: a string that grows is copied, and takes twice the memory.
        std::size_t size = 8192;
        for (const Block& block : document.blocks) size += block.text.size() + 180 + 100 * block.spans.size();
        for (const Record& record : document.records) {
            size += 700;
            for (const Field& field : record.fields)
                if (const auto* text = std::get_if<std::string>(&field.value))
                    size += text->size();
                else if (const auto* texts = std::get_if<std::vector<std::string>>(&field.value))
                    for (const std::string& one : *texts) size += one.size();
        }
        out_.reserve(size);
    }

    std::string write() {
        json_.open('{');
        json_.line(2);
        json_.member("format", "sheaf-document/1");
        write_source();
        write_metadata();
        write_list("pages", document_.pages, [&](const Page& page, std::size_t) { write_page(page); });
        write_list("sections", document_.sections,
                   [&](const Section& section, std::size_t at) { write_section(section, at); });
        write_list("blocks", document_.blocks,
                   [&](const Block& block, std::size_t at) { write_block(block, at); });
        write_records();
        write_ledger();
        write_list("diagnostics", document_.diagnostics,
                   [&](const Diagnostic& diagnostic, std::size_t) { write_diagnostic(diagnostic); });
        json_.last_line(0);
        json_.close('}');
        out_ += '\n';
        return std::move(out_);
    }

  private:
    template <class Item, class Write>
    void write_list(std::string_view name, const std::vector<Item>& items, Write write) {
        json_.line(2);
        json_.key(name);
        json_.open('[');
        for (std::size_t i = 0; i < items.size(); ++i) {
            json_.line(4);
            write(items[i], i);
        }
        if (!items.empty()) json_.last_line(2);
        json_.close(']');
    }

    void text_unless_empty(std::string_view name, const std::string& text) {
        if (!text.empty()) json_.member(name, text);
    }

    void write_id(char letter, std::uint32_t position) {
        char id[16] = {letter};
        const auto end = std::to_chars(id + 1, id + sizeof id, std::uint64_t{position} + 1).ptr;
        json_.value(std::string_view(id, end));
    }
    void write_block_id(BlockId block) { block ? write_id('b', block.value) : json_.null(); }
    void write_section_id(SectionId section) { section ? write_id('s', section.value) : json_.null(); }

    void write_range(Range range) {
        json_.member("start", range.start);
        json_.member("end", range.end);
    }

    void write_box(const Box& box) {
        json_.key("box");
        json_.open('[');
        for (double edge : {box.left, box.top, box.right, box.bottom}) json_.coordinate(edge);
        json_.close(']');
    }

    void write_source() {
        const Source& source = document_.source;
        json_.line(2);
        json_.key("source");
        json_.open('{');
        json_.line(4);
        json_.member("name", source.name);
        json_.line(4);
        json_.member("sha256", source.sha256);
        json_.line(4);
        json_.member("media_type", source.media_type);
        json_.line(4);
        json_.member("size", source.size);
        json_.line(4);
        json_.key("pages");
        // A format without pages has no number of pages, not even 0.
        document_.pages.empty() ? json_.null() : json_.value(document_.pages.size());
        json_.line(4);
        json_.member("producer", source.producer);
        json_.line(4);
        json_.member("tagged", source.tagged);
        json_.line(4);
        source.ocr == Ocr::layer ? json_.member("ocr", "layer")
                                 : json_.member("ocr", source.ocr == Ocr::read);
        json_.line(4);
        json_.member("language", source.language);
        if (!source.properties.empty()) {
            json_.line(4);
            json_.key("properties");
            json_.open('{');
            for (const auto& [name, value] : source.properties) json_.member(name, value);
            json_.close('}');
        }
        json_.last_line(2);
        json_.close('}');
    }

    /// The flat view of the metadata record, with the profile in front. Without a record the declared fields
    /// are there, and null.
    void write_metadata() {
        json_.line(2);
        json_.key("metadata");
        json_.open('{');
        json_.line(4);
        json_.key("profile");
        document_.profile.empty() ? json_.null() : json_.value(document_.profile);
        if (const Record* record = metadata(document_)) {
            for (const Field& field : record->fields) write_field(field, 4);
        } else {
            for (const RecordSpec& type : types_)
                if (type.name == std::string_view("metadata"))
                    for (const FieldSpec& field : type.fields) write_field({field.name, {}, {}}, 4);
        }
        json_.last_line(2);
        json_.close('}');
    }

    void write_page(const Page& page) {
        json_.open('{');
        json_.member("number", page.number);
        json_.key("width");
        json_.coordinate(page.width);
        json_.key("height");
        json_.coordinate(page.height);
        json_.member("rotation", page.rotation);
        text_unless_empty("label", page.label);
        json_.close('}');
    }

    void write_section(const Section& section, std::size_t at) {
        json_.open('{');
        json_.key("id");
        write_id('s', static_cast<std::uint32_t>(at));
        json_.key("parent");
        write_section_id(section.parent);
        json_.member("level", section.level);
        json_.key("number");
        section.number.empty() ? json_.null() : json_.value(section.number);
        json_.member("title", section.title);
        const int page =
            section.heading.value < document_.blocks.size() ? document_[section.heading].page() : 0;
        json_.key("page");
        page == 0 ? json_.null() : json_.value(page);
        json_.key("heading");
        write_block_id(section.heading);
        json_.key("first");
        write_block_id(section.first);
        json_.key("last");
        write_block_id(section.last);
        json_.close('}');
    }

    void write_block(const Block& block, std::size_t at) {
        json_.open('{');
        json_.key("id");
        write_id('b', static_cast<std::uint32_t>(at));
        json_.member("kind", name(block.kind));
        if (block.level != 0) json_.member("level", block.level);
        text_unless_empty("label", block.label);
        json_.member("text", block.text);
        if (block.section) {
            json_.key("section");
            write_section_id(block.section);
        }
        if (block.parent) {
            json_.key("parent");
            write_block_id(block.parent);
        }
        if (block.column_span != 1) json_.member("column_span", block.column_span);
        if (block.row_span != 1) json_.member("row_span", block.row_span);
        if (block.header) json_.member("header", true);
        if (!block.spans.empty()) {
            json_.key("spans");
            json_.open('[');
            for (const Span& span : block.spans) write_span(span);
            json_.close(']');
        }
        if (!block.regions.empty()) {
            json_.key("regions");
            write_regions(block.regions, block.text.size());
        }
        text_unless_empty("basis", block.basis);
        json_.close('}');
    }

    void write_span(const Span& span) {
        const Style& style = span.style;
        json_.open('{');
        write_range(span.range);
        if (style.bold) json_.member("bold", true);
        if (style.italic) json_.member("italic", true);
        if (style.superscript) json_.member("superscript", true);
        if (style.underline) json_.member("underline", true);
        if (style.strike) json_.member("strike", true);
        if (style.size != 0) json_.member("size", style.size);
        text_unless_empty("link", style.link);
        text_unless_empty("language", style.language);
        text_unless_empty("color", style.color);
        text_unless_empty("change", style.change);
        text_unless_empty("field", style.field);
        text_unless_empty("font", style.font);
        if (style.confidence != 1) json_.member("confidence", style.confidence);
        text_unless_empty("mark", span.mark);
        json_.close('}');
    }

    /// A region without `start` and `end` holds the whole text.
    void write_regions(const std::vector<Region>& regions, std::size_t text_size) {
        json_.open('[');
        for (const Region& region : regions) {
            json_.open('{');
            json_.member("page", region.page);
            write_box(region.box);
            if (region.range.start != 0 || region.range.end != text_size) write_range(region.range);
            json_.close('}');
        }
        json_.close(']');
    }

    void write_field(const Field& field, int indent) {
        json_.line(indent);
        write_value(json_, field);
    }

    void write_records() {
        std::vector<std::string_view> order;
        auto add = [&](std::string_view type) {
            if (std::find(order.begin(), order.end(), type) == order.end()) order.push_back(type);
        };
        for (const Record& record : document_.records) add(record.type);
        for (const RecordSpec& type : types_) add(type.name);

        json_.line(2);
        json_.key("records");
        json_.open('{');
        for (std::string_view type : order) {
            json_.line(4);
            json_.key(type);
            json_.open('[');
            bool any = false;
            for (const Record& record : document_.records) {
                if (record.type != type) continue;
                json_.line(6);
                write_record(record);
                any = true;
            }
            if (any) json_.last_line(4);
            json_.close(']');
        }
        if (!order.empty()) json_.last_line(2);
        json_.close('}');
    }

    void write_record(const Record& record) {
        json_.open('{');
        json_.line(8);
        json_.member("id", record.id);
        for (const Field& field : record.fields) write_field(field, 8);
        write_place(record);
        json_.line(8);
        json_.key("anchors");
        json_.open('[');
        for (const Anchor& anchor : record.anchors) write_anchor({}, anchor);
        for (const Field& field : record.fields)
            for (const Anchor& anchor : field.anchors) write_anchor(field.name, anchor);
        json_.close(']');
        json_.line(8);
        json_.member("stage", record.stage);
        json_.line(8);
        json_.member("rule", record.rule);
        json_.line(8);
        json_.key("confidence");
        json_.shortest(record.confidence);
        if (const auto check = checks_.find(record.id); check != checks_.end()) {
            json_.line(8);
            json_.member("checked", check->second.what);
            json_.line(8);
            json_.member("checked_by", check->second.by);
        }
        json_.last_line(6);
        json_.close('}');
    }

    /// What follows from the anchors, for those who do not want to follow them.
    void write_place(const Record& record) {
        const int page = page_of(document_, record.anchors);
        json_.line(8);
        json_.key("page");
        page == 0 ? json_.null() : json_.value(page);
        json_.line(8);
        json_.key("regions");
        json_.open('[');
        for (const Region& region : regions_of(document_, record.anchors)) {
            json_.open('{');
            json_.member("page", region.page);
            write_box(region.box);
            json_.close('}');
        }
        json_.close(']');
        json_.line(8);
        json_.key("block");
        write_block_id(record.anchors.empty() ? BlockId{} : record.anchors.front().block);
    }

    /// The record's own anchors stand without `field`.
    void write_anchor(std::string_view field, const Anchor& anchor) {
        json_.open('{');
        if (!field.empty()) json_.member("field", field);
        json_.key("block");
        write_block_id(anchor.block);
        write_range(anchor.range);
        json_.close('}');
    }

    void write_ledger() {
        const Ledger& ledger = document_.ledger;
        std::uint64_t refused = 0;
        for (const auto& [reason, count] : ledger.refused) refused += count;
        json_.line(2);
        json_.key("ledger");
        json_.open('{');
        json_.member("read", ledger.read);
        json_.member("blocks", ledger.blocks);
        json_.member("furniture", ledger.furniture);
        json_.member("refused", refused);
        if (!ledger.refused.empty()) {
            json_.key("refused_by_reason");
            json_.open('{');
            for (const auto& [reason, count] : ledger.refused) json_.member(reason, count);
            json_.close('}');
        }
        json_.member("unaccounted", ledger.unaccounted);
        json_.close('}');
    }

    void write_diagnostic(const Diagnostic& diagnostic) {
        const Place& place = diagnostic.place;
        json_.open('{');
        json_.member("severity", name(diagnostic.severity));
        json_.member("code", diagnostic.code);
        json_.member("message", diagnostic.message);
        text_unless_empty("stage", diagnostic.stage);
        text_unless_empty("file", place.file);
        if (place.line != 0) json_.member("line", place.line);
        if (place.column != 0) json_.member("column", place.column);
        if (place.page != 0) json_.member("page", place.page);
        if (place.box) write_box(*place.box);
        text_unless_empty("part", place.part);
        text_unless_empty("hint", diagnostic.hint);
        json_.close('}');
    }

    const Document& document_;
    std::span<const RecordSpec> types_;
    const std::map<std::string, Check, std::less<>> checks_;
    std::string out_;
    JsonText json_;
};

}  // namespace

std::string to_json(const Document& document, std::span<const RecordSpec> types) {
    return Writer(document, types).write();
}

std::string fields_json(const Record& record) {
    std::string text;
    JsonText json(text);
    json.open('{');
    for (const Field& field : record.fields) write_value(json, field);
    json.close('}');
    return text;
}

}  // namespace sheaf
