#include "structure.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "file.hpp"
#include "objects/unicode.hpp"

namespace sheaf::pdf {
namespace {

using Kind = ByteValue::Kind;

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

/// Calls `entry(key, value)` for every entry of a dictionary, whose closing bracket may follow or not. Keys come
/// without their escapes resolved, which no key of the standard needs. Returns how many bytes were gone over.
template <class Entry>
std::size_t each_entry(std::string_view dictionary, Entry entry) {
    Lexer lexer(dictionary);
    Token key;
    for (;;) {
        const Token::Kind kind = lexer.next(key);
        if (kind == Token::Kind::end || kind == Token::Kind::dict_end) break;
        if (kind == Token::Kind::keyword && key.text == "endobj") break;  // the closing bracket is missing
        if (kind != Token::Kind::name) continue;
        const ByteValue value = read_value(lexer, dictionary);
        if (value.kind == Kind::none) break;
        entry(key.text, value);
    }
    return lexer.position();
}

class Walk {
  public:
    Walk(File& file, const PageNumbers& pages, const Limits& limits)
        : file_(file), pages_(pages), limits_(limits) {}

    StructureReading run(const Value& root) {
        ByteValue kids;
        each_entry(dictionary(root.bytes()), [&](std::string_view key, const ByteValue& value) {
            if (key == "K") kids = value;
            if (key == "RoleMap") read_role_map(value);
            if (key == "ClassMap") read_class_map(value);
        });
        open_kids(kids, -1, 0, 0);
        while (!levels_.empty() && !out_.too_large) {
            Level& level = levels_.back();
            const std::size_t before = level.lexer.position();
            const ByteValue value = read_value(level.lexer, level.bytes);
            spend(level.lexer.position() - before);
            if (value.kind == Kind::none && level.lexer.position() >= level.bytes.size())
                levels_.pop_back();
            else
                kid(value, level.node, level.page, level.depth);  // which may move `levels_`
        }
        return std::move(out_);
    }

  private:
    /// The kids of one element that are still to come.
    struct Level {
        std::string_view bytes;  ///< the inside of an array, or the only kid
        Lexer lexer;
        std::int32_t node;
        int page;  ///< of the element
        int depth;
    };

    /// Bytes gone over: dictionaries inside dictionaries are read once for every level that they lie deep.
    void spend(std::size_t bytes) {
        spent_ += bytes;
        if (spent_ > most_bytes) out_.too_large = true;
    }

    ByteValue first_value(std::string_view bytes) {
        Lexer lexer(bytes);
        ByteValue value = read_value(lexer, bytes);
        spend(lexer.position());
        return value;
    }

    /// The value, or what it refers to.
    ByteValue resolved(const ByteValue& value) {
        if (value.kind != Kind::reference) return value;
        const ByteValue found = first_value(file_.find(value.number, value.generation));
        return found.kind == Kind::reference ? ByteValue() : found;
    }
    std::string_view dictionary(const ByteValue& value) {
        const ByteValue found = resolved(value);
        return found.kind == Kind::dictionary ? found.inside : std::string_view();
    }
    std::string name_of(const ByteValue& value) {
        const ByteValue found = resolved(value);
        return found.kind == Kind::name ? to_utf8_lossy(name_value(found.token, scratch_)) : std::string();
    }
    std::string string_of(const ByteValue& value) {
        const ByteValue found = resolved(value);
        return found.kind == Kind::string ? text_string(string_value(found.token, scratch_)) : std::string();
    }
    int page_number(const ByteValue& reference) const {
        if (reference.kind != Kind::reference) return 0;
        const auto found = pages_.find(reference.number);
        return found == pages_.end() ? 0 : found->second;
    }

    void open_level(std::string_view bytes, std::int32_t node, int page, int depth) {
        if (depth > limits_.structure_depth)
            out_.too_deep = true;
        else
            levels_.push_back({bytes, Lexer(bytes), node, page, depth});
    }

    void open_kids(const ByteValue& kids, std::int32_t node, int page, int depth) {
        if (kids.kind == Kind::array)
            open_level(kids.inside, node, page, depth);
        else if (kids.kind != Kind::none && depth > limits_.structure_depth)
            out_.too_deep = true;
        else if (kids.kind != Kind::none)
            kid(kids, node, page, depth);
    }

    void add_reference(std::int32_t node, int page, std::uint32_t stream, int mcid) {
        if (node < 0 || mcid < 0) return;
        auto& refs = out_.structure.refs;
        if (refs.size() >= limits_.structure_nodes)
            out_.too_large = true;
        else
            refs.push_back({{page, stream, mcid}, node, static_cast<std::int32_t>(refs.size())});
    }

    void kid(ByteValue value, std::int32_t parent, int page, int depth) {
        if (value.kind == Kind::reference) {
            // Damaged trees hold themselves: everything is entered once.
            const auto number = static_cast<std::size_t>(std::max(value.number, 0));
            if (number < visited_.size() && visited_[number]) {
                ++out_.repeated;
                return;
            }
            const std::string_view bytes = file_.find(value.number, value.generation);
            if (Lexer lexer(bytes); lexer.next().kind == Token::Kind::dict_begin) {
                // Most kids: no look for the closing bracket first, which would be to read it twice.
                visit(number);
                dictionary_kid(bytes.substr(lexer.position()), parent, page, depth);
                return;
            }
            value = first_value(bytes);
            if (value.kind == Kind::reference) return;
            if (value.kind == Kind::array) visit(number);
        }
        if (value.kind == Kind::number)
            add_reference(parent, page, 0, value.number);
        else if (value.kind == Kind::array)
            open_level(value.inside, parent, page, depth + 1);
        else if (value.kind == Kind::dictionary)
            dictionary_kid(value.inside, parent, page, depth);
    }

    void visit(std::size_t number) {
        if (number >= visited_.size()) visited_.resize(std::max(number + 1, 2 * visited_.size()));
        visited_[number] = true;
    }

    /// An element, or a reference to marked content or to an object. Its closing bracket may follow the bytes or not.
    void dictionary_kid(std::string_view bytes, std::int32_t parent, int page, int depth) {
        StructNode node;
        ByteValue kids, classes;
        std::string type;
        bool has_role = false;
        int mcid = -1;
        std::uint32_t stream = 0;
        const std::size_t read = each_entry(bytes, [&](std::string_view key, const ByteValue& value) {
            if (key == "S") {
                node.raw_role = name_of(value);
                has_role = !node.raw_role.empty();
            } else if (key == "K") {
                kids = value;
            } else if (key == "Pg") {
                if (const int own = page_number(value)) page = own;
            } else if (key == "Type") {
                type = name_of(value);
            } else if (key == "MCID") {
                const ByteValue number = resolved(value);
                if (number.kind == Kind::number) mcid = number.number;
            } else if (key == "Stm") {
                if (value.kind == Kind::reference) stream = static_cast<std::uint32_t>(value.number);
            } else if (key == "Alt") {
                node.alt = string_of(value);
            } else if (key == "ActualText") {
                node.actual_text = string_of(value);
            } else if (key == "Lang") {
                node.language = string_of(value);
            } else if (key == "A") {
                attributes(value, node, 0);
            } else if (key == "C") {
                classes = value;
            }
        });
        spend(read);
        if (type == "OBJR") return;
        if (type == "MCR" || (!has_role && mcid >= 0)) {
            add_reference(parent, page, stream, mcid);
            return;
        }
        auto& nodes = out_.structure.nodes;
        if (nodes.size() >= limits_.structure_nodes) {
            out_.too_large = true;
            return;
        }
        node.role = standard_role(node.raw_role);
        node.parent = parent;
        node.depth = depth;
        if (classes.kind != Kind::none) add_classes(classes, node);
        const auto index = static_cast<std::int32_t>(nodes.size());
        nodes.push_back(std::move(node));
        open_kids(kids, index, page, depth + 1);
    }

    void read_role_map(const ByteValue& value) {
        each_entry(dictionary(value), [&](std::string_view key, const ByteValue& mapped) {
            Token token;
            token.text = key;
            token.plain = key.find('#') == std::string_view::npos;
            std::string name = to_utf8_lossy(name_value(token, scratch_));
            role_map_.emplace(std::move(name), name_of(mapped));
        });
    }

    void read_class_map(const ByteValue& value) {
        each_entry(dictionary(value), [&](std::string_view key, const ByteValue& attributes_of_class) {
            class_map_.emplace(key, attributes_of_class);
        });
    }

    /// The standard type that the role map leads to; an unknown role stays what it is.
    const std::string& standard_role(const std::string& raw) {
        const auto known = roles_.find(raw);
        if (known != roles_.end()) return known->second;
        std::string role = raw;
        std::unordered_set<std::string> seen;  // role maps can go round in circles
        while (!is_standard(role) && seen.insert(role).second) {
            const auto mapped = role_map_.find(role);
            if (mapped == role_map_.end() || mapped->second.empty()) break;
            role = mapped->second;
        }
        if (!is_standard(role)) role = raw;
        return roles_.emplace(raw, std::move(role)).first->second;
    }

    void attributes(const ByteValue& value, StructNode& node, int depth) {
        const ByteValue found = resolved(value);
        if (found.kind == Kind::array &&
            depth < 2) {  // attribute objects, each perhaps with a revision number
            Lexer lexer(found.inside);
            for (int i = 0; i < 64; ++i) {
                const ByteValue item = read_value(lexer, found.inside);
                if (item.kind == Kind::none) return;
                if (item.kind != Kind::number) attributes(item, node, depth + 1);
            }
        }
        if (found.kind != Kind::dictionary) return;
        each_entry(found.inside, [&](std::string_view key, const ByteValue& entry) {
            if (key != "ColSpan" && key != "RowSpan") return;
            const ByteValue number = resolved(entry);
            if (number.kind == Kind::number && number.number >= 1 && number.number <= 1000)
                (key == "ColSpan" ? node.column_span : node.row_span) = number.number;
        });
    }

    void add_classes(const ByteValue& value, StructNode& node) {
        const ByteValue names = resolved(value);
        const auto add = [&](const ByteValue& name) {
            const auto found = name.kind == Kind::name ? class_map_.find(name.token.text) : class_map_.end();
            if (found != class_map_.end()) attributes(found->second, node, 0);
        };
        add(names);
        if (names.kind != Kind::array) return;
        Lexer lexer(names.inside);
        for (int i = 0; i < 64; ++i) {
            const ByteValue name = read_value(lexer, names.inside);
            if (name.kind == Kind::none) return;
            add(name);
        }
    }

    static constexpr std::uint64_t most_bytes = 2'000'000'000;

    File& file_;
    const PageNumbers& pages_;
    const Limits& limits_;
    StructureReading out_;
    std::vector<Level> levels_;
    std::vector<bool> visited_;  ///< by object number: the elements and arrays met so far
    std::unordered_map<std::string, std::string> role_map_, roles_;
    std::unordered_map<std::string_view, ByteValue> class_map_;
    std::uint64_t spent_ = 0;
    std::string scratch_;
};

}  // namespace

StructureReading read_structure(File& file, const Value& root, const PageNumbers& pages,
                                const Limits& limits) {
    return Walk(file, pages, limits).run(root);
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
