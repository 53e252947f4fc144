#include "poppler/repair.hpp"

#include <ErrorCodes.h>
#include <PDFDoc.h>
#include <Stream.h>
#include <XRef.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "objects/lexer.hpp"

namespace sheaf::pdf {
namespace {

constexpr int max_number = 8'388'607;  // ISO 32000-1, annex C
constexpr int usual_number = 100'000;  // up to here no number is doubted
constexpr std::size_t max_objects = 2'000'000;
constexpr std::size_t max_unpacked = std::size_t{64} << 20;  // bytes of all object streams

/// The bytes of the value of a key in the dictionary that the object begins with; empty when there is none.
std::string_view entry(std::string_view object, std::string_view key) {
    Lexer lexer(object);
    Token token;
    if (lexer.next(token) != Token::Kind::dict_begin) return {};
    int depth = 1;
    bool is_key = true;  // at depth 1, a name that follows a whole value
    while (depth > 0) {
        const auto kind = lexer.next(token);
        if (kind == Token::Kind::end) return {};
        if (kind == Token::Kind::dict_begin || kind == Token::Kind::array_begin) ++depth;
        if (kind == Token::Kind::dict_end || kind == Token::Kind::array_end) --depth;
        if (depth != 1) continue;
        if (kind != Token::Kind::name) {
            is_key = true;  // numbers and `R` of a reference end at the next name
            continue;
        }
        if (!is_key) {
            is_key = true;  // a name as a value
            continue;
        }
        is_key = false;
        if (token.text != key) continue;
        const std::size_t begin = lexer.position();
        int inside = 0;
        std::size_t end = begin;
        for (bool first = true;; first = false) {
            const auto next = lexer.next(token);
            if (next == Token::Kind::end) return {};
            if (inside == 0 && !first && (next == Token::Kind::name || next == Token::Kind::dict_end)) break;
            if (next == Token::Kind::dict_begin || next == Token::Kind::array_begin) ++inside;
            if (next == Token::Kind::dict_end || next == Token::Kind::array_end) --inside;
            end = lexer.position();
        }
        std::string_view value = object.substr(begin, end - begin);
        value.remove_prefix(std::min(value.find_first_not_of(" \t\r\n"), value.size()));
        return value;
    }
    return {};
}

std::string_view type_of(std::string_view object) {
    std::string_view type = entry(object, "Type");
    return type.starts_with('/') ? type.substr(1) : std::string_view();
}

/// An object whose value does not end, with the ends that it lacks; empty for one that is whole. They stand before its
/// stream, or before its `endobj`, or behind the last token.
std::string closed(std::string_view object) {
    Lexer lexer(object);
    Token token;
    std::string open;  // what ends each that is open, the outermost first
    std::size_t end = 0;
    for (auto kind = lexer.next(token); kind != Token::Kind::end; kind = lexer.next(token)) {
        if (kind == Token::Kind::keyword && (token.text == "stream" || token.text == "endobj")) break;
        if (kind == Token::Kind::dict_begin) open += '>';
        if (kind == Token::Kind::array_begin) open += ']';
        if ((kind == Token::Kind::dict_end || kind == Token::Kind::array_end) && !open.empty())
            open.pop_back();
        // A string whose parenthesis is missing takes all that is left.
        if (kind == Token::Kind::string &&
            token.text.data() + token.text.size() == object.data() + object.size())
            open += ')';
        end = lexer.position();
        if (open.empty()) return {};
    }
    if (open.empty()) return {};
    std::string out(object.substr(0, end));
    for (auto bracket = open.rbegin(); bracket != open.rend(); ++bracket)
        out.append(*bracket == '>' ? 2 : 1, *bracket);
    return out.append(object.substr(end));
}

struct Found {
    int number = 0, generation = 0;
    std::size_t at = 0;     ///< of `12 0 obj`
    std::size_t value = 0;  ///< behind it
    std::size_t end = 0;    ///< where the next object begins: what is left open is not looked for beyond it
};

/// The largest number that an object of the file may have. Numbers are given out one after the other, and an object takes more
/// than one byte; where damage makes one large, Poppler walks along all numbers below it for each stream without a length.
int largest_number(std::string_view file) {
    return static_cast<int>(std::clamp<std::size_t>(file.size(), usual_number, max_number));
}

/// Every `12 0 obj` of the file, in order.
std::vector<Found> scan(std::string_view file) {
    std::vector<Found> found;
    const int most = largest_number(file);
    const auto digit = [&](std::size_t i) { return file[i] >= '0' && file[i] <= '9'; };
    const auto blank = [&](std::size_t i) {
        return file[i] == ' ' || file[i] == '\n' || file[i] == '\r' || file[i] == '\t';
    };
    for (std::size_t at = file.find("obj"); at != std::string_view::npos && found.size() < max_objects;
         at = file.find("obj", at + 3)) {
        std::size_t i = at;
        const auto back_over_number = [&](int& number) {
            const std::size_t gap = i;
            while (i > 0 && blank(i - 1)) --i;
            const std::size_t end = i;
            while (i > 0 && end - i < 10 && digit(i - 1)) --i;
            if (gap == end || i == end) return false;
            std::int64_t value = 0;
            for (std::size_t k = i; k < end; ++k) value = value * 10 + (file[k] - '0');
            number = static_cast<int>(std::min<std::int64_t>(value, most + 1));
            return number <= most;
        };
        Found one;
        if (!back_over_number(one.generation) || !back_over_number(one.number) || one.number == 0) continue;
        one.at = i;
        one.value = at + 3;
        one.end = file.size();
        if (!found.empty()) found.back().end = one.at;
        found.push_back(one);
    }
    return found;
}

class Table {
  public:
    explicit Table(std::string_view file) : file_(file), objects_(scan(file)) {
        for (const Found& one : objects_) {
            entries_[one.number] = {one.at, one.generation, 0, 0};
            largest_ = std::max(largest_, one.number);
            if (std::string whole = closed(value(one)); !whole.empty())
                closed_.emplace_back(one, std::move(whole));
        }
        read_trailers();
    }

    bool empty() const { return objects_.empty(); }

    /// The numbers of object streams.
    std::vector<Found> streams() const {
        std::vector<Found> out;
        for (const Found& one : objects_)
            if (type_of(value(one)) == "ObjStm") out.push_back(one);
        return out;
    }

    void note_plain() {
        for (const Found& one : objects_) note(one.number, one.at, value(one));
    }

    /// The objects of a stream: what it holds decoded, and where the objects begin in that.
    void note_stream(const Found& stream, std::string_view decoded, std::size_t first, int count) {
        Lexer lexer(decoded);
        Token number, offset;
        // By where they begin: each ends where the next one begins. Of several at one place the last counts.
        std::map<std::size_t, int> begins;
        for (int i = 0; i < count && i <= 0xFFFF; ++i) {
            if (lexer.next(number) != Token::Kind::number || lexer.next(offset) != Token::Kind::number) break;
            if (!(number.number >= 1 && number.number <= largest_number(file_)) || !(offset.number >= 0))
                continue;
            const int id = static_cast<int>(number.number);
            const auto known = entries_.find(id);
            // What stands further on in the file is newer.
            if (known != entries_.end() && known->second.at > stream.at) continue;
            entries_[id] = {stream.at, 0, stream.number, i};
            largest_ = std::max(largest_, id);
            const double at = static_cast<double>(first) + offset.number;
            if (at < static_cast<double>(decoded.size())) begins[static_cast<std::size_t>(at)] = id;
        }
        for (auto at = begins.begin(); at != begins.end(); ++at) {
            const auto next = std::next(at);
            const std::size_t end = next == begins.end() ? decoded.size() : next->first;
            note(at->second, stream.at, decoded.substr(at->first, end - at->first));
        }
    }

    bool has_pages() const { return !pages_.empty(); }
    int catalog() const { return root_ && entries_.contains(root_) ? root_ : catalog_; }

    /// The file with a table that leads to that catalog.
    std::string with_catalog(int root) const {
        auto [out, entries] = closed_file();
        write_table(out, entries, root);
        return out;
    }

    /// The file with a catalog of its own, whose pages are those that were found, in the order of the file.
    std::string with_own_catalog() const {
        auto [out, entries] = closed_file();
        const int catalog = largest_ + 1, list = largest_ + 2;
        const auto add = [&, &out = out, &entries = entries](int number, const std::string& body) {
            entries[number] = {out.size(), 0, 0, 0};
            out += std::to_string(number) + " 0 obj\n" + body + "\nendobj\n";
        };
        std::string kids;
        for (const auto& [order, number] : pages_) kids += std::to_string(number) + " 0 R ";
        const std::string tags =
            tree_ ? "/StructTreeRoot " + std::to_string(tree_) + " 0 R/MarkInfo<</Marked true>>" : "";
        add(catalog, "<</Type/Catalog/Pages " + std::to_string(list) + " 0 R" + tags + ">>");
        add(list, "<</Type/Pages/MediaBox[0 0 595 842]/Count " + std::to_string(pages_.size()) + "/Kids[" +
                      kids + "]>>");
        write_table(out, entries, catalog);
        return out;
    }

  private:
    struct Entry {
        std::size_t at;
        int generation;
        int stream, index;  ///< of an object in an object stream
    };

    /// The file, and behind it each object that does not end before the next one begins, with its ends. Whoever reads such
    /// an object where it stood would read all that follows it, too, and do so for each of them.
    std::pair<std::string, std::map<int, Entry>> closed_file() const {
        std::string out(file_);
        out += "\nendstream endobj\n";
        auto entries = entries_;
        for (const auto& [one, whole] : closed_) {
            const auto known = entries.find(one.number);
            if (known == entries.end() || known->second.at != one.at || known->second.stream != 0) continue;
            known->second.at = out.size();
            out += std::to_string(one.number) + " " + std::to_string(one.generation) + " obj" + whole +
                   "\nendobj\n";
        }
        return {std::move(out), std::move(entries)};
    }

    std::string_view value(const Found& one) const { return file_.substr(one.value, one.end - one.value); }

    /// What is left of trailers says which object is the catalog and how the file is encrypted.
    void read_trailers() {
        for (std::size_t at = file_.find("trailer"); at != std::string_view::npos;) {
            const std::size_t next = file_.find("trailer", at + 7);
            read_trailer(file_.substr(at + 7, next - at - 7));
            at = next;
        }
        for (const Found& one : objects_) {
            const std::string_view object = value(one);
            if (type_of(object) == "XRef") read_trailer(object);
            if (encrypt_.empty() && entry(object, "Filter") == "/Standard" && !entry(object, "O").empty())
                encrypt_ = std::to_string(one.number) + " " + std::to_string(one.generation) + " R";
        }
    }

    void read_trailer(std::string_view dictionary) {
        if (const auto root = entry(dictionary, "Root"); !root.empty()) {
            const double number = Lexer(root).next().number;
            if (number >= 1 && number <= max_number) root_ = static_cast<int>(number);
        }
        if (const auto encrypt = entry(dictionary, "Encrypt"); !encrypt.empty()) encrypt_ = encrypt;
        if (const auto id = entry(dictionary, "ID"); !id.empty()) id_ = id;
    }

    void note(int number, std::size_t at, std::string_view object) {
        const auto known = entries_.find(number);
        if (known == entries_.end() || known->second.at != at) return;  // an older state of the object
        const std::string_view type = type_of(object);
        if (type == "Catalog") catalog_ = number;
        if (type == "StructTreeRoot") tree_ = number;
        if (type == "Page") pages_.emplace_back(std::make_pair(at, pages_.size()), number);
    }

    /// A cross-reference stream (ISO 32000-1, 7.5.8), which can point into object streams.
    void write_table(std::string& out, const std::map<int, Entry>& entries, int root) const {
        const std::size_t at = out.size();
        const int own = entries.rbegin()->first + 1;
        std::string rows, index;
        const auto put = [&](std::uint64_t number, int bytes) {
            while (bytes-- > 0)
                rows += static_cast<char>(number >> (8U * static_cast<unsigned>(bytes)) & 0xFFU);
        };
        const auto row = [&](const Entry& one) {
            put(one.stream ? 2 : 1, 1);
            put(one.stream ? static_cast<std::uint64_t>(one.stream) : one.at, 4);
            put(static_cast<std::uint64_t>(one.stream ? one.index : one.generation), 2);
        };
        int first = -1, last = -1;
        const auto close = [&] {
            if (first >= 0) index += std::to_string(first) + " " + std::to_string(last - first + 1) + " ";
        };
        for (const auto& [number, one] : entries) {
            if (number != last + 1 || first < 0) {
                close();
                first = number;
            }
            last = number;
            row(one);
        }
        close();
        index += std::to_string(own) + " 1";
        row({at, 0, 0, 0});
        out += std::to_string(own) + " 0 obj\n<</Type/XRef/Size " + std::to_string(own + 1) + "/Root " +
               std::to_string(root) + " 0 R/W[1 4 2]/Index[" + index + "]/Length " +
               std::to_string(rows.size());
        if (!encrypt_.empty()) out += "/Encrypt " + encrypt_ + "/ID" + (id_.empty() ? "[<><>]" : id_);
        out += ">>stream\n" + rows + "\nendstream endobj\nstartxref\n" + std::to_string(at) + "\n%%EOF\n";
    }

    std::string_view file_;
    std::vector<Found> objects_;
    std::vector<std::pair<Found, std::string>> closed_;  ///< those that do not end, with their ends
    std::map<int, Entry> entries_;
    std::vector<std::pair<std::pair<std::size_t, std::size_t>, int>> pages_;  ///< with their order
    int largest_ = 0, root_ = 0, catalog_ = 0, tree_ = 0;
    std::string encrypt_, id_;
};

/// Decodes the object streams with the help of a document that has no pages. Returns false where a password is
/// wanted for that.
bool read_streams(Table& table, const std::vector<Found>& streams, const OpenBytes& open) {
    const std::string bytes = table.with_own_catalog();
    const auto document = open(bytes);
    if (!document || !document->isOk()) return !document || document->getErrorCode() != errEncrypted;
    std::size_t unpacked = 0;
    for (const Found& one : streams) {
        const Object object = document->getXRef()->fetch(one.number, one.generation);
        if (!object.isStream()) continue;
        const Object count = object.streamGetDict()->lookup("N"),
                     first = object.streamGetDict()->lookup("First");
        if (!count.isInt() || !first.isInt() || first.getInt() < 0) continue;
        std::string decoded;
        Stream* stream = object.getStream();
        stream->reset();
        unsigned char part[4096];
        for (int got = 0; unpacked < max_unpacked && (got = stream->doGetChars(sizeof part, part)) > 0;) {
            decoded.append(reinterpret_cast<const char*>(part), static_cast<std::size_t>(got));
            unpacked += static_cast<std::size_t>(got);
        }
        stream->close();
        table.note_stream(one, decoded, static_cast<std::size_t>(first.getInt()), count.getInt());
    }
    return true;
}

bool has_pages(const OpenBytes& open, const std::string& bytes) {
    const auto document = open(bytes);
    if (!document || !document->isOk()) return false;
    ::Page* first = document->getNumPages() > 0 ? document->getPage(1) : nullptr;
    return first && first->isOk();
}

}  // namespace

Repaired repair(std::string_view file, const OpenBytes& open) {
    // Places in a file count from its header.
    const std::size_t header = file.substr(0, 1024).find("%PDF-");
    if (header != std::string_view::npos) file.remove_prefix(header);
    Repaired out;
    Table table(file);
    if (table.empty()) return out;
    table.note_plain();
    if (const auto streams = table.streams(); !streams.empty() && !read_streams(table, streams, open)) {
        out.bytes = table.with_own_catalog();
        return out;
    }
    if (const int catalog = table.catalog()) {
        out.bytes = table.with_catalog(catalog);
        if (has_pages(open, out.bytes)) return out;
    }
    out.bytes.clear();
    if (!table.has_pages()) return out;
    out.bytes = table.with_own_catalog();
    out.pages_by_order = true;
    return out;
}

}  // namespace sheaf::pdf
