// The JSON form of a document: reading. Every value at fault is named by its JSON pointer (RFC 6901).
#include <algorithm>
#include <iterator>
#include <unordered_map>

#include "json_value.hpp"
#include "sheaf/json.hpp"

namespace sheaf {

namespace {

using json::malformed, json::Object, json::Value;
using Json = json::Json;

Box read_box(const Value& value) {
    double edges[4] = {};
    std::size_t n = 0;
    value.elements([&](const Value& edge) {
        if (n == 4) edge.fail("a box has four edges");
        edges[n++] = edge.number();
    });
    if (n != 4) value.fail("a box has four edges");
    return {edges[0], edges[1], edges[2], edges[3]};
}

/// Ids as the file writes them, and the positions that they stand for.
template <class Of>
class Ids {
  public:
    explicit Ids(const char* what) : what_(what) {}

    void read(const Value& list) {
        list.elements([&](const Value& item) {
            const Value id = item.at("id");
            if (id.text().empty()) id.fail("an id is not empty");
            const auto position = static_cast<std::uint32_t>(positions_.size());
            if (!positions_.emplace(id.text(), position).second) id.fail("the id is used twice");
        });
    }
    Id<Of> find(const Value& value) const {
        if (value.is_null()) return {};
        const auto it = positions_.find(value.text());
        if (it == positions_.end()) value.fail(std::string("there is no ") + what_ + " of this id");
        return {it->second};
    }
    void read_into(Object& object, std::string_view name, Id<Of>& into) const {
        object.optional(name, [&](const Value& v) { into = find(v); });
    }
    const std::uint32_t* position(const std::string& id) const {
        const auto it = positions_.find(id);
        return it == positions_.end() ? nullptr : &it->second;
    }

  private:
    const char* what_;
    std::unordered_map<std::string, std::uint32_t> positions_;
};

class DocumentReader {
  public:
    Document read(const Json& json) {
        const Value root(json);
        Object object(root);
        object.required("format", [](const Value& v) {
            if (v.text() != "sheaf-document/1") v.fail("this reads the form \"sheaf-document/1\" only");
        });
        object.required("source", [&](const Value& v) { read_source(v); });
        object.optional("metadata", [&](const Value& v) { read_metadata(v); });
        object.optional("pages",
                        [&](const Value& v) { v.elements([&](const Value& page) { read_page(page); }); });
        // Ids may be used before the blocks and sections that bear them.
        object.optional("sections", [&](const Value& v) { sections_.read(v); });
        object.required("blocks", [&](const Value& v) { blocks_.read(v); });
        if (json.contains("sections"))
            root.at("sections").elements([&](const Value& section) { read_section(section); });
        root.at("blocks").elements([&](const Value& block) { read_block(block); });
        object.optional("records", [&](const Value& v) { read_records(v); });
        object.required("ledger", [&](const Value& v) { read_ledger(v); });
        object.optional("diagnostics", [&](const Value& v) {
            v.elements([&](const Value& diagnostic) { read_diagnostic(diagnostic); });
        });
        object.done();
        return std::move(document_);
    }

  private:
    void read_source(const Value& value) {
        Source& source = document_.source;
        Object object(value);
        object.text("name", source.name);
        object.text("sha256", source.sha256);
        object.text("media_type", source.media_type);
        object.integer("size", source.size);
        object.ignore("pages");
        object.text("producer", source.producer);
        object.flag("tagged", source.tagged);
        object.optional("ocr", [&](const Value& v) {
            if (v.json() == "layer")
                source.ocr = Ocr::layer;
            else
                source.ocr = v.flag() ? Ocr::read : Ocr::no;
        });
        object.text("language", source.language);
        object.optional("properties", [&](const Value& v) {
            v.members(
                [&](const std::string& name, const Value& said) { source.properties[name] = said.text(); });
        });
        object.done();
    }

    /// Only the profile: the rest is a view of the metadata record.
    void read_metadata(const Value& value) {
        Object object(value);
        object.optional("profile", [&](const Value& v) {
            if (!v.is_null()) document_.profile = v.text();
        });
    }

    void read_page(const Value& value) {
        Page page;
        Object object(value);
        object.integer("number", page.number);
        object.number("width", page.width);
        object.number("height", page.height);
        object.integer("rotation", page.rotation);
        object.text("label", page.label);
        object.done();
        document_.pages.push_back(std::move(page));
    }

    void read_section(const Value& value) {
        Section section;
        Object object(value);
        object.ignore("id");
        sections_.read_into(object, "parent", section.parent);
        object.integer("level", section.level);
        object.optional("number", [&](const Value& v) {
            if (!v.is_null()) section.number = v.text();
        });
        object.text("title", section.title);
        object.ignore("page");
        blocks_.read_into(object, "heading", section.heading);
        blocks_.read_into(object, "first", section.first);
        blocks_.read_into(object, "last", section.last);
        object.done();
        document_.sections.push_back(std::move(section));
    }

    void read_block(const Value& value) {
        Block block;
        Object object(value);
        object.ignore("id");
        object.required("kind", [&](const Value& v) {
            const auto kind = block_kind_named(v.text());
            if (!kind) v.fail("there is no kind of block of this name");
            block.kind = *kind;
        });
        object.integer("level", block.level);
        object.text("label", block.label);
        object.text("text", block.text);
        sections_.read_into(object, "section", block.section);
        blocks_.read_into(object, "parent", block.parent);
        object.integer("column_span", block.column_span);
        object.integer("row_span", block.row_span);
        object.flag("header", block.header);
        object.optional("spans", [&](const Value& v) {
            v.elements([&](const Value& span) { block.spans.push_back(read_span(span)); });
        });
        object.optional("regions", [&](const Value& v) {
            v.elements([&](const Value& region) { block.regions.push_back(read_region(region, block)); });
        });
        object.text("basis", block.basis);
        object.done();
        document_.blocks.push_back(std::move(block));
    }

    static void read_range(Object& object, Range& range) {
        object.required("start", [&](const Value& v) { range.start = v.integer<std::uint32_t>(); });
        object.required("end", [&](const Value& v) { range.end = v.integer<std::uint32_t>(); });
    }

    Span read_span(const Value& value) const {
        Span span;
        Object object(value);
        read_range(object, span.range);
        object.flag("bold", span.style.bold);
        object.flag("italic", span.style.italic);
        object.flag("superscript", span.style.superscript);
        object.flag("underline", span.style.underline);
        object.flag("strike", span.style.strike);
        object.number("size", span.style.size);
        object.optional("link", [&](const Value& v) { span.style.link = read_link(v.text()); });
        object.text("language", span.style.language);
        object.text("color", span.style.color);
        object.text("change", span.style.change);
        object.text("field", span.style.field);
        object.text("font", span.style.font);
        object.number("confidence", span.style.confidence);
        object.text("mark", span.mark);
        object.done();
        return span;
    }

    /// A link to a block of this file is spelled with the id that the block has in the model.
    std::string read_link(const std::string& link) const {
        if (link.empty() || link[0] != '#') return link;
        const auto* position = blocks_.position(link.substr(1));
        return position ? "#b" + std::to_string(std::uint64_t{*position} + 1) : link;
    }

    static Region read_region(const Value& value, const Block& block) {
        Region region;
        region.range.end = static_cast<std::uint32_t>(block.text.size());
        Object object(value);
        object.integer("page", region.page);
        object.required("box", [&](const Value& v) { region.box = read_box(v); });
        object.integer("start", region.range.start);
        object.integer("end", region.range.end);
        object.done();
        return region;
    }

    void read_records(const Value& value) {
        value.members([&](const std::string& type, const Value& list) {
            list.elements([&](const Value& record) { read_record(type, record); });
        });
    }

    /// What is written for readers, and follows from the anchors or from the records of decisions.
    static bool follows_from_others(std::string_view name) {
        constexpr std::string_view names[] = {"anchors", "page", "regions", "block", "checked", "checked_by"};
        return std::find(std::begin(names), std::end(names), name) != std::end(names);
    }

    void read_record(const std::string& type, const Value& value) {
        Record record;
        record.type = type;
        value.members([&](const std::string& name, const Value& member) {
            if (name == "id")
                record.id = member.text();
            else if (name == "stage")
                record.stage = member.text();
            else if (name == "rule")
                record.rule = member.text();
            else if (name == "confidence")
                record.confidence = member.number();
            else if (!follows_from_others(name))
                record.fields.push_back({name, read_field(member), {}});
        });
        if (value.json().contains("anchors"))
            value.at("anchors").elements([&](const Value& anchor) { read_anchor(anchor, record); });
        document_.records.push_back(std::move(record));
    }

    static FieldValue read_field(const Value& value) {
        const Json& json = value.json();
        if (json.is_null()) return std::monostate();
        if (json.is_boolean()) return value.flag();
        if (json.is_number_integer()) return value.integer<std::int64_t>();
        if (json.is_number()) return value.number();
        if (json.is_string()) return value.text();
        if (!json.is_array())
            value.fail("a field is text, a number, true or false, a list of texts, or null");
        std::vector<std::string> texts;
        value.elements([&](const Value& text) { texts.push_back(text.text()); });
        return texts;
    }

    void read_anchor(const Value& value, Record& record) const {
        Anchor anchor;
        std::vector<Anchor>* into = &record.anchors;
        Object object(value);
        object.optional("field", [&](const Value& v) {
            into = nullptr;
            for (Field& field : record.fields)
                if (field.name == v.text()) into = &field.anchors;
            if (!into) v.fail("the record has no field of this name");
        });
        object.required("block", [&](const Value& v) { anchor.block = blocks_.find(v); });
        read_range(object, anchor.range);
        object.done();
        into->push_back(anchor);
    }

    void read_ledger(const Value& value) {
        Ledger& ledger = document_.ledger;
        Object object(value);
        object.integer("read", ledger.read);
        object.integer("blocks", ledger.blocks);
        object.integer("furniture", ledger.furniture);
        object.ignore("refused");
        object.optional("refused_by_reason", [&](const Value& v) {
            v.members([&](const std::string& reason, const Value& count) {
                ledger.refused[reason] = count.integer<std::uint64_t>();
            });
        });
        object.integer("unaccounted", ledger.unaccounted);
        object.done();
    }

    void read_diagnostic(const Value& value) {
        Diagnostic diagnostic;
        Place& place = diagnostic.place;
        Object object(value);
        object.required("severity", [&](const Value& v) {
            const auto severity = severity_named(v.text());
            if (!severity) v.fail("there is no severity of this name");
            diagnostic.severity = *severity;
        });
        object.text("code", diagnostic.code);
        object.text("message", diagnostic.message);
        object.text("stage", diagnostic.stage);
        object.text("file", place.file);
        object.integer("line", place.line);
        object.integer("column", place.column);
        object.integer("page", place.page);
        object.optional("box", [&](const Value& v) { place.box = read_box(v); });
        object.text("part", place.part);
        object.text("hint", diagnostic.hint);
        object.done();
        document_.diagnostics.push_back(std::move(diagnostic));
    }

    Document document_;
    Ids<Section> sections_{"section"};
    Ids<Block> blocks_{"block"};
};

/// What the parser says without its own prefix: `syntax error while parsing value - ...`.
std::string reason_of(const Json::exception& error) {
    std::string_view what = error.what();
    const auto bracket = what.find("] ");
    if (bracket != std::string_view::npos) what.remove_prefix(bracket + 2);
    std::string reason(what.substr(0, 300));
    // The message quotes the input, which may be anything.
    return Json(reason).dump(-1, ' ', true, Json::error_handler_t::replace);
}

}  // namespace

Document from_json(std::string_view text) {
    Json json;
    try {
        json = Json::parse(text);
    } catch (const Json::exception& error) {
        malformed("", "it is no JSON: " + reason_of(error));
    }
    return DocumentReader().read(json);
}

}  // namespace sheaf
