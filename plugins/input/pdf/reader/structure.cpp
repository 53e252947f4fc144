#include "structure.hpp"

#include <Object.h>
#include <XRef.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "unicode.hpp"

namespace sheaf::pdf {
namespace {

// ISO 32000-1, 14.8.4, and the additions of ISO 32000-2: types that a role map must not change.
constexpr std::array<std::string_view, 60> standard_types = {"Annot",
                                                             "Art",
                                                             "Artifact",
                                                             "Aside",
                                                             "BibEntry",
                                                             "BlockQuote",
                                                             "Caption",
                                                             "Code",
                                                             "Div",
                                                             "Document",
                                                             "DocumentFragment",
                                                             "Em",
                                                             "FENote",
                                                             "Figure",
                                                             "Form",
                                                             "Formula",
                                                             "H",
                                                             "H1",
                                                             "H2",
                                                             "H3",
                                                             "H4",
                                                             "H5",
                                                             "H6",
                                                             "Index",
                                                             "L",
                                                             "LBody",
                                                             "LI",
                                                             "Lbl",
                                                             "Link",
                                                             "NonStruct",
                                                             "Note",
                                                             "P",
                                                             "Part",
                                                             "Private",
                                                             "Quote",
                                                             "RB",
                                                             "RP",
                                                             "RT",
                                                             "Reference",
                                                             "Ruby",
                                                             "Sect",
                                                             "Span",
                                                             "Strong",
                                                             "Sub",
                                                             "TBody",
                                                             "TD",
                                                             "TFoot",
                                                             "TH",
                                                             "THead",
                                                             "TOC",
                                                             "TOCI",
                                                             "TR",
                                                             "Table",
                                                             "Title",
                                                             "WP",
                                                             "WT",
                                                             "Warichu",
                                                             "math",
                                                             "Textbox",
                                                             "Watermark"};

bool is_standard(std::string_view type) {
    return std::find(standard_types.begin(), standard_types.end(), type) != standard_types.end();
}

class Walk {
  public:
    Walk(XRef* xref, const Object& root, const PageNumbers& pages, const Limits& limits)
        : xref_(xref), pages_(pages), limits_(limits) {
        role_map_ = root.dictLookup("RoleMap");
        class_map_ = root.dictLookup("ClassMap");
    }

    StructureReading run(const Object& root) {
        open_kids(root.dictLookupNF("K"), -1, 0, 0);
        while (!levels_.empty()) {
            Level& level = levels_.back();
            if (level.next >= level.count) {
                levels_.pop_back();
                continue;
            }
            const int at = level.next++;
            const std::int32_t node = level.node;
            const int page = level.page, depth = level.depth;
            // The kid is copied: handling it may move `levels_`.
            if (level.kids.isArray())
                kid(level.kids.arrayGetNF(at).copy(), node, page, depth);
            else
                kid(level.kids.copy(), node, page, depth);
            if (out_.too_large) break;
        }
        return std::move(out_);
    }

  private:
    /// The kids of one element, and how many of them are done.
    struct Level {
        Object kids;  ///< an array, or the only kid
        int next = 0, count = 0;
        std::int32_t node = -1;
        int page = 0;  ///< of the element
        int depth = 0;
    };

    void open_kids(const Object& kids, std::int32_t node, int page, int depth) {
        if (depth > limits_.structure_depth) {
            out_.too_deep = true;
            return;
        }
        Level level;
        level.node = node;
        level.page = page;
        level.depth = depth;
        // An array may be an object of its own; it is entered once.
        if (kids.isRef()) {
            Object fetched = kids.fetch(xref_);
            if (fetched.isArray()) {
                if (!visited_.insert(kids.getRefNum()).second) {
                    ++out_.repeated;
                    return;
                }
                level.kids = std::move(fetched);
            } else {
                level.kids = kids.copy();
            }
        } else {
            level.kids = kids.copy();
        }
        if (level.kids.isNull()) return;
        level.count = level.kids.isArray() ? level.kids.arrayGetLength() : 1;
        levels_.push_back(std::move(level));
    }

    int page_number(const Object& reference) const {
        if (!reference.isRef()) return 0;
        const auto found = pages_.find(reference.getRefNum());
        return found == pages_.end() ? 0 : found->second;
    }

    void add_reference(std::int32_t node, int page, std::uint32_t stream, int mcid) {
        if (node < 0 || mcid < 0) return;
        auto& refs = out_.structure.refs;
        if (refs.size() >= limits_.structure_nodes) {
            out_.too_large = true;
            return;
        }
        refs.push_back({{page, stream, mcid}, node, static_cast<std::int32_t>(refs.size())});
    }

    void kid(Object object, std::int32_t parent, int page, int depth) {
        int number = -1;
        if (object.isRef()) {
            number = object.getRefNum();
            // Elements refer to their parents, and damaged trees to themselves: fetch only what is new.
            if (visited_.count(number) > 0) {
                ++out_.repeated;
                return;
            }
            object = object.fetch(xref_);
        }
        if (object.isInt()) {
            add_reference(parent, page, 0, object.getInt());
            return;
        }
        if (object.isArray()) {
            // Not in the standard; taken as if its items stood here.
            if (number >= 0) visited_.insert(number);
            if (depth >= limits_.structure_depth) {
                out_.too_deep = true;
                return;
            }
            Level level;
            level.count = object.arrayGetLength();
            level.kids = std::move(object);
            level.node = parent;
            level.page = page;
            level.depth = depth + 1;
            levels_.push_back(std::move(level));
            return;
        }
        if (!object.isDict()) return;
        const Object type = object.dictLookup("Type");
        if (type.isName("OBJR")) return;
        const Object role = object.dictLookup("S");
        if (type.isName("MCR") || (!role.isName() && object.getDict()->hasKey("MCID"))) {
            const Object mcid = object.dictLookup("MCID");
            if (!mcid.isInt()) return;
            const int own_page = page_number(object.dictLookupNF("Pg"));
            const Object& stream = object.dictLookupNF("Stm");
            add_reference(parent, own_page > 0 ? own_page : page,
                          stream.isRef() ? static_cast<std::uint32_t>(stream.getRefNum()) : 0, mcid.getInt());
            return;
        }
        if (number >= 0) visited_.insert(number);
        element(object, role, parent, page, depth);
    }

    void element(const Object& object, const Object& role, std::int32_t parent, int page, int depth) {
        auto& nodes = out_.structure.nodes;
        if (nodes.size() >= limits_.structure_nodes) {
            out_.too_large = true;
            return;
        }
        StructNode node;
        node.raw_role = role.isName() ? to_utf8_lossy(role.getName()) : std::string();
        node.role = standard_role(node.raw_role);
        node.parent = parent;
        node.depth = depth;
        Dict* dictionary = object.getDict();
        // One pass over the entries: most elements have few of these.
        const Object* kids = nullptr;
        for (int i = 0; i < dictionary->getLength(); ++i) {
            const std::string_view key = dictionary->getKey(i);
            const Object& value = dictionary->getValNF(i);
            if (key == "K")
                kids = &value;
            else if (key == "Pg") {
                if (const int own = page_number(value)) page = own;
            } else if (key == "Alt")
                node.alt = string_of(value);
            else if (key == "ActualText")
                node.actual_text = string_of(value);
            else if (key == "Lang")
                node.language = string_of(value);
            else if (key == "A")
                attributes(value, node, 0);
            else if (key == "C")
                classes(value, node);
        }
        const auto index = static_cast<std::int32_t>(nodes.size());
        nodes.push_back(std::move(node));
        if (kids) open_kids(*kids, index, page, depth + 1);
    }

    std::string string_of(const Object& value) const {
        const Object text = value.fetch(xref_);
        return text.isString() ? text_string(text.getString()->toStr()) : std::string();
    }

    /// The standard type that the role map leads to; an unknown role stays what it is.
    const std::string& standard_role(const std::string& raw) {
        const auto known = roles_.find(raw);
        if (known != roles_.end()) return known->second;
        std::string role = raw;
        if (role_map_.isDict()) {
            std::unordered_set<std::string> seen;  // role maps can go round in circles
            while (!is_standard(role) && seen.insert(role).second) {
                const Object mapped = role_map_.dictLookup(role.c_str());
                if (!mapped.isName()) break;
                role = to_utf8_lossy(mapped.getName());
            }
            if (!is_standard(role)) role = raw;
        }
        return roles_.emplace(raw, std::move(role)).first->second;
    }

    void attributes(const Object& value, StructNode& node, int depth) {
        if (depth > 2) return;
        const Object object = value.fetch(xref_);
        if (object.isArray()) {  // attribute objects, each perhaps followed by a revision number
            const int count = std::min(object.arrayGetLength(), 64);
            for (int i = 0; i < count; ++i) attributes(object.arrayGetNF(i), node, depth + 1);
            return;
        }
        if (!object.isDict()) return;
        const auto span = [&](const char* key, int& into) {
            const Object number = object.dictLookup(key);
            if (number.isInt() && number.getInt() >= 1 && number.getInt() <= 1000) into = number.getInt();
        };
        span("ColSpan", node.column_span);
        span("RowSpan", node.row_span);
    }

    void classes(const Object& value, StructNode& node) {
        if (!class_map_.isDict()) return;
        const Object names = value.fetch(xref_);
        if (names.isName()) {
            attributes(class_map_.dictLookupNF(names.getName()), node, 0);
        } else if (names.isArray()) {
            for (int i = 0; i < std::min(names.arrayGetLength(), 64); ++i) {
                const Object name = names.arrayGet(i);
                if (name.isName()) attributes(class_map_.dictLookupNF(name.getName()), node, 0);
            }
        }
    }

    XRef* xref_;
    const PageNumbers& pages_;
    const Limits& limits_;
    Object role_map_, class_map_;
    StructureReading out_;
    std::vector<Level> levels_;
    std::unordered_set<int> visited_;  ///< object numbers of the elements and arrays met so far
    std::unordered_map<std::string, std::string> roles_;
};

}  // namespace

StructureReading read_structure(XRef* xref, const Object& root, const PageNumbers& pages,
                                const Limits& limits) {
    if (!root.isDict()) return {};
    return Walk(xref, root, pages, limits).run(root);
}

void settle_references(Content& content) {
    auto& refs = content.structure.refs;
    const auto sort = [&] {
        std::stable_sort(refs.begin(), refs.end(),
                         [](const ContentRef& a, const ContentRef& b) { return a.key < b.key; });
        const auto same = [](const ContentRef& a, const ContentRef& b) { return a.key == b.key; };
        refs.erase(std::unique(refs.begin(), refs.end(), same), refs.end());
    };
    sort();
    if (refs.empty()) return;

    if (refs.front().key.page == 0) {
        // By stream and id, the first page whose content nobody claims.
        std::map<std::pair<std::uint32_t, std::int32_t>, int> unclaimed;
        for (const PageContent& page : content.pages)
            for (const Run& run : page.runs)
                if (run.mcid >= 0 && !content.structure.find({page.number, run.stream, run.mcid}))
                    unclaimed.emplace(std::pair{run.stream, run.mcid}, page.number);
        for (ContentRef& ref : refs) {
            if (ref.key.page != 0) break;
            const auto found = unclaimed.find({ref.key.stream, ref.key.mcid});
            if (found != unclaimed.end()) ref.key.page = found->second;
        }
        sort();
    }

    for (PageContent& page : content.pages) {
        std::unordered_set<std::int32_t> own;  // ids that the page's own stream uses
        bool forms = false;
        for (const Run& run : page.runs) {
            if (run.mcid < 0) continue;
            if (run.stream == 0)
                own.insert(run.mcid);
            else
                forms = true;
        }
        if (!forms) continue;
        for (Run& run : page.runs)
            if (run.mcid >= 0 && run.stream != 0 && own.count(run.mcid) == 0 &&
                !content.structure.find({page.number, run.stream, run.mcid}) &&
                content.structure.find({page.number, 0, run.mcid}))
                run.stream = 0;
    }
}

const ContentRef* Structure::find(const ContentKey& key) const {
    const auto found =
        std::lower_bound(refs.begin(), refs.end(), key,
                         [](const ContentRef& ref, const ContentKey& k) { return ref.key < k; });
    return found != refs.end() && found->key == key ? &*found : nullptr;
}

}  // namespace sheaf::pdf
