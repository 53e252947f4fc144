#include <algorithm>
#include <array>
#include <cstdlib>
#include <map>
#include <set>
#include <utility>

#include "plain/demand.hpp"
#include "plain/fonts.hpp"
#include "reader/file.hpp"
#include "reader/inflate.hpp"

namespace sheaf::pdf {
namespace {

constexpr int most_objects = 8'388'607;  // ISO 32000-1, annex C
constexpr std::size_t most_sections = 256, deepest = 64;

/// Takes back what the PNG predictors did to rows of `width` bytes, each behind the number of its predictor
/// (ISO 32000-1, 7.4.4.4; RFC 2083, 6). A pixel has one byte.
std::string without_prediction(std::string_view rows, std::size_t width) {
    demand(rows.size() % (width + 1) == 0);
    std::string out;
    out.reserve(rows.size());
    const auto byte = [](char c) { return static_cast<unsigned char>(c); };
    for (std::size_t row = 0; row < rows.size(); row += width + 1) {
        const char kind = rows[row];
        demand(kind >= 0 && kind <= 4);
        for (std::size_t i = 0; i < width; ++i) {
            const int left = i > 0 ? byte(out.back()) : 0;
            const int up = row > 0 ? byte(out[out.size() - width]) : 0;
            const int corner = row > 0 && i > 0 ? byte(out[out.size() - width - 1]) : 0;
            int guess = 0;
            if (kind == 1) guess = left;
            if (kind == 2) guess = up;
            if (kind == 3) guess = (left + up) / 2;
            if (kind == 4) {
                const int middle = left + up - corner;
                const int far_left = std::abs(middle - left), far_up = std::abs(middle - up),
                          far_corner = std::abs(middle - corner);
                guess = far_left <= far_up && far_left <= far_corner ? left
                        : far_up <= far_corner                       ? up
                                                                     : corner;
            }
            out += static_cast<char>(byte(rows[row + 1 + i]) + guess);
        }
    }
    return out;
}

class PlainFile final : public File {
  public:
    PlainFile(std::string_view file, std::uint64_t inflated) : File(inflated), file_(file) {
        // Poppler counts from the header, wherever it stands.
        demand(file.starts_with("%PDF-") && file.size() <= 0x7FFFFFFF);
        const std::size_t tail = file.size() - std::min<std::size_t>(file.size(), 1024);
        const std::size_t at = file.rfind("startxref");
        demand(at != std::string_view::npos && at >= tail);
        Lexer lexer(file, at + 9);
        const Token start = lexer.next();
        demand(start.kind == Token::Kind::number && start.plain);
        read_sections(offset_of(start.number));
        demand(trailer_.entry("Encrypt").is_null());
        catalog_ = trailer_["Root"];
        demand(catalog_.is_dictionary() && catalog_.entry("OCProperties").is_null());
        const Value root = catalog_.entry("Pages");
        demand(root.is_reference());
        add_pages(root, {}, 0);
        demand(!pages_.empty() && root.resolved()["Count"].integer() == static_cast<int>(pages_.size()));
    }

    std::string_view find(int number, int generation) override {
        demand(number >= 0 && static_cast<std::size_t>(number) < table_.size());
        const Entry& entry = table_[static_cast<std::size_t>(number)];
        if (entry.kind == Entry::Kind::in_stream) return in_stream(number, static_cast<int>(entry.offset));
        demand(entry.kind == Entry::Kind::in_file && entry.generation == generation);
        const std::string_view bytes = object_at(file_, entry.offset, number, generation);
        demand(!bytes.empty());
        return bytes;
    }

    bool decode(const Value& stream, Bytes& out) override {
        const std::string_view packed = data_of(stream);
        demand(stream.entry("F").is_null());
        Value filter = stream["Filter"], parameters = stream["DecodeParms"];
        if (filter.is_array()) {
            const std::vector<Value> filters = filter.items(), all = parameters.items();
            demand(filters.size() <= 1 && (!parameters.is_array() || all.size() == filters.size()));
            filter = filters.empty() ? Value() : filters[0].resolved();
            if (!all.empty()) parameters = all[0].resolved();
        }
        if (filter.is_null()) {
            take(packed.size());
            std::copy(packed.begin(), packed.end(), out.room(packed.size()));
            out.grow(packed.size());
            return true;
        }
        demand(filter.is_name("FlateDecode"));
        const int predictor = parameters["Predictor"].integer().value_or(1);
        if (predictor <= 1) {
            inflate(packed, out);
            return true;
        }
        const auto number = [&](const char* key, int otherwise) {
            return parameters[key].integer().value_or(otherwise);
        };
        const int columns = number("Columns", 1);
        demand(predictor >= 10 && columns > 0 && columns < 65536 && number("Colors", 1) == 1 &&
               number("BitsPerComponent", 8) == 8);
        Bytes rows;
        inflate(packed, rows);
        const std::string bytes = without_prediction(rows.view(), static_cast<std::size_t>(columns));
        std::copy(bytes.begin(), bytes.end(), out.room(bytes.size()));
        out.grow(bytes.size());
        return true;
    }

    void damaged() override { throw NotPlain(); }

    Value catalog() override { return catalog_; }
    Value information() override { return trailer_["Info"]; }
    int pages() override { return static_cast<int>(pages_.size()); }
    std::optional<PageFacts> page(int number) override {
        return pages_.at(static_cast<std::size_t>(number - 1));
    }
    int page_object(int number) override { return pages_.at(static_cast<std::size_t>(number - 1)).object; }
    bool is_off(const Value&) override { return false; }  // without groups nothing can be off
    std::optional<Destination> destination(const std::string&) override { throw NotPlain(); }
    std::optional<FontFacts> font(const Value& font) override { return plain_font(font.resolved()); }

    std::optional<ocr::Bitmap> draw(int page, double dpi) override {
        if (!drawing_) drawing_ = open_with_poppler(file_, "", limit_);
        return drawing_->draw(page, dpi);
    }
    void report(std::vector<Diagnostic>& diagnostics) const override {
        if (drawing_) drawing_->report(diagnostics);
    }

  private:
    /// Where an object is. Of several sections that speak of one object the first counts.
    struct Entry {
        enum class Kind : std::uint8_t { unknown, free, in_file, in_stream };
        Kind kind = Kind::unknown;
        int generation = 0;
        std::size_t offset = 0;  ///< in the file, or the number of the object stream
    };
    struct ObjectStream {
        Bytes bytes;
        std::vector<std::pair<int, std::size_t>> offsets;  ///< by object number, ascending
    };
    struct Inherited {
        std::optional<std::vector<double>> media, crop;
        int rotation = 0;
        Value resources;
    };

    std::size_t offset_of(double number) const {
        demand(number > 0 && number < static_cast<double>(file_.size()));
        return static_cast<std::size_t>(number);
    }

    // Cross-reference tables and streams (ISO 32000-1, 7.5.4 and 7.5.8).

    void read_sections(std::size_t at) {
        std::set<std::size_t> seen;
        for (bool more = true; more;) {
            demand(seen.insert(at).second && seen.size() < most_sections);
            Value trailer;
            if (Lexer lexer(file_, at); lexer.next().text == "xref") {
                trailer = read_table(lexer);
                // Of a hybrid file: what the table hides from readers that know no streams.
                if (const Value hidden = trailer.entry("XRefStm"); !hidden.is_null())
                    read_stream(offset_of(hidden.integer().value_or(0)));
            } else {
                trailer = read_stream(at);
            }
            if (trailer_.is_null()) trailer_ = trailer;
            const Value previous = trailer.entry("Prev");
            more = !previous.is_null();
            if (more) at = offset_of(previous.integer().value_or(0));
        }
    }

    void set(std::size_t number, const Entry& entry) {
        // Honest numbers are no larger than the file.
        demand(number <= most_objects && number <= file_.size());
        if (number >= table_.size()) table_.resize(number + 1);
        if (table_[number].kind == Entry::Kind::unknown) table_[number] = entry;
    }

    /// Reads the sections behind the word `xref`, and gives the trailer behind them.
    Value read_table(Lexer& lexer) {
        for (;;) {
            const Token first = lexer.next();
            if (first.kind == Token::Kind::keyword) {
                demand(first.text == "trailer");
                return {*this, file_.substr(lexer.position())};
            }
            const Token count = lexer.next();
            demand(first.kind == Token::Kind::number && first.plain && first.number >= 0 &&
                   count.kind == Token::Kind::number && count.plain && count.number >= 0 &&
                   first.number + count.number <= most_objects &&
                   first.number + count.number <= static_cast<double>(file_.size()));
            std::size_t at = file_.find_first_not_of(" \r\n", lexer.position());
            const auto begin = static_cast<std::size_t>(first.number),
                       end = begin + static_cast<std::size_t>(count.number);
            if (begin == end) continue;
            demand(at != std::string_view::npos && (end - begin) * 20 <= file_.size() - at);
            table_.resize(std::max(table_.size(), end));
            for (std::size_t number = begin; number < end; ++number, at += 20)
                set(number, table_entry(file_.substr(at, 20)));
            // Some files count from 1 where they mean 0.
            demand(begin != 1 || table_[1].kind != Entry::Kind::free || table_[1].generation != 65535);
            lexer.seek(at);
        }
    }

    /// `0000000123 00000 n` and two characters of line end.
    static Entry table_entry(std::string_view line) {
        const auto digits = [&](std::size_t from, std::size_t count) {
            std::size_t value = 0;
            for (const char c : line.substr(from, count)) {
                demand(c >= '0' && c <= '9');
                value = value * 10 + static_cast<std::size_t>(c - '0');
            }
            return value;
        };
        const auto is_end = [](char c) { return c == ' ' || c == '\r' || c == '\n'; };
        demand(line[10] == ' ' && line[16] == ' ' && is_end(line[18]) && is_end(line[19]));
        demand(line[17] == 'n' || line[17] == 'f');
        return {line[17] == 'n' ? Entry::Kind::in_file : Entry::Kind::free, static_cast<int>(digits(11, 5)),
                digits(0, 10)};
    }

    Value read_stream(std::size_t at) {
        Lexer lexer(file_, at);
        demand(lexer.next().kind == Token::Kind::number && lexer.next().kind == Token::Kind::number &&
               lexer.next().text == "obj");
        const Value stream(*this, file_.substr(lexer.position()));
        demand(stream.is_stream());
        std::array<std::size_t, 3> widths;
        const std::vector<Value> sizes = stream.entry("W").items();
        demand(sizes.size() == 3);
        for (std::size_t i = 0; i < 3; ++i) {
            const auto size = sizes[i].integer();
            demand(size && *size >= 0 && *size <= 4);
            widths[i] = static_cast<std::size_t>(*size);
        }
        std::vector<int> ranges;
        for (const Value& number : stream.entry("Index").items()) {
            ranges.push_back(number.integer().value_or(-1));
            demand(ranges.back() >= 0);
        }
        if (ranges.empty()) ranges = {0, stream.entry("Size").integer().value_or(0)};
        demand(ranges.size() % 2 == 0);

        Bytes bytes;
        stream.decode(bytes);
        std::string_view rest = bytes.view();
        const auto field = [&](std::size_t width, std::size_t otherwise) {
            std::size_t value = width == 0 ? otherwise : 0;
            for (std::size_t i = 0; i < width; ++i) value = value << 8 | static_cast<unsigned char>(rest[i]);
            rest.remove_prefix(width);
            return value;
        };
        for (std::size_t range = 0; range < ranges.size(); range += 2)
            for (int i = 0; i < ranges[range + 1]; ++i) {
                demand(rest.size() >= widths[0] + widths[1] + widths[2]);
                const std::size_t kind = field(widths[0], 1), offset = field(widths[1], 0),
                                  generation = field(widths[2], 0);
                demand(kind <= 2);
                set(static_cast<std::size_t>(ranges[range]) + static_cast<std::size_t>(i),
                    {kind == 0   ? Entry::Kind::free
                     : kind == 1 ? Entry::Kind::in_file
                                 : Entry::Kind::in_stream,
                     static_cast<int>(generation & 0x7FFFFFFF), offset});
            }
        return stream;
    }

    // Streams.

    /// The bytes of a stream as they stand in the file (ISO 32000-1, 7.3.8).
    std::string_view data_of(const Value& stream) const {
        const char* const end = stream.inside().data() + stream.inside().size();
        demand(stream.is_stream() && end >= file_.data() && end < file_.data() + file_.size());
        Lexer lexer(file_, static_cast<std::size_t>(end - file_.data()));
        demand(lexer.next().kind == Token::Kind::dict_end && lexer.next().text == "stream");
        std::size_t begin = lexer.position();
        if (file_.substr(begin, 2) == "\r\n")
            begin += 2;
        else if (file_.substr(begin, 1) == "\n")
            begin += 1;
        else
            throw NotPlain();
        const int length = stream["Length"].integer().value_or(-1);
        demand(length >= 0 && static_cast<std::size_t>(length) <= file_.size() - begin);
        lexer.seek(begin + static_cast<std::size_t>(length));
        demand(lexer.next().text == "endstream");
        return file_.substr(begin, static_cast<std::size_t>(length));
    }

    /// Counts bytes that are decoded; how to go on at the limit is left to the other reading.
    void take(std::size_t bytes) {
        demand(bytes < limit_ - std::min(inflated_, limit_));
        inflated_ += bytes;
    }

    void inflate(std::string_view packed, Bytes& out) {
        const std::size_t before = out.size();
        demand(inflater_.append(packed, limit_ - std::min(inflated_, limit_), out));
        take(out.size() - before);
    }

    std::string_view in_stream(int number, int stream) {
        const auto [found, first_asked] = object_streams_.try_emplace(stream);
        ObjectStream& of = found->second;
        if (first_asked) read_object_stream(stream, of);
        const auto at = std::lower_bound(of.offsets.begin(), of.offsets.end(), number,
                                         [](const auto& entry, int wanted) { return entry.first < wanted; });
        demand(at != of.offsets.end() && at->first == number);
        return of.bytes.view().substr(at->second);
    }

    /// ISO 32000-1, 7.5.7. What the stream's own entries refer to may stand in others: in few, or the file is damaged.
    void read_object_stream(int number, ObjectStream& out) {
        demand(static_cast<std::size_t>(number) < table_.size() &&
               table_[static_cast<std::size_t>(number)].kind == Entry::Kind::in_file && ++being_read_ < 8);
        const Value object(*this, find(number, 0));
        const auto count = object["N"].integer(), first = object["First"].integer();
        demand(object.is_stream() && count && *count >= 0 && first && *first >= 0);
        decode(object, out.bytes);
        Lexer lexer(out.bytes.view());
        for (int i = 0; i < *count; ++i) {
            const Token key = lexer.next(), offset = lexer.next();
            demand(key.kind == Token::Kind::number && offset.kind == Token::Kind::number && key.number >= 0 &&
                   key.number <= most_objects && offset.number >= 0);
            const double at = *first + offset.number;
            demand(at < static_cast<double>(out.bytes.size()));
            out.offsets.emplace_back(static_cast<int>(key.number), static_cast<std::size_t>(at));
        }
        // Of two objects of one number the first counts.
        std::stable_sort(out.offsets.begin(), out.offsets.end(),
                         [](const auto& a, const auto& b) { return a.first < b.first; });
        --being_read_;
    }

    // Pages (ISO 32000-1, 7.7.3).

    /// A box with its lower left corner first; nothing where there is none.
    static std::optional<std::vector<double>> box_of(const Value& array) {
        if (array.is_null()) return std::nullopt;
        auto box = array.numbers(4);
        demand(box.has_value());
        auto& b = *box;
        if (b[0] > b[2]) std::swap(b[0], b[2]);
        if (b[1] > b[3]) std::swap(b[1], b[3]);
        demand(b[0] < b[2] && b[1] < b[3]);
        return box;
    }

    void add_pages(const Value& reference, Inherited inherited, std::size_t depth) {
        demand(reference.is_reference() && depth < deepest && nodes_.insert(reference.object()).second);
        const Value node = reference.resolved();
        demand(node.is_dictionary());
        if (auto box = box_of(node["MediaBox"])) inherited.media = std::move(box);
        if (auto box = box_of(node["CropBox"])) inherited.crop = std::move(box);
        if (const Value rotation = node["Rotate"]; !rotation.is_null()) {
            demand(rotation.integer().has_value());
            inherited.rotation = (*rotation.integer() % 360 + 360) % 360 / 90 * 90;
        }
        if (const Value own = node["Resources"]; own.is_dictionary()) inherited.resources = own;
        const Value kids = node["Kids"];
        if (node["Type"].is_name("Page")) {
            demand(kids.is_null());
            add_page(reference, node, inherited);
        } else {
            demand(kids.is_array());
            for (const Value& kid : kids.items()) add_pages(kid, inherited, depth + 1);
        }
    }

    void add_page(const Value& reference, const Value& page, const Inherited& inherited) {
        const Value contents = page.entry("Contents"), annotations = page.entry("Annots");
        const auto is_usual = [](const Value& value) {
            return value.is_reference() || value.is_array() || value.is_null();
        };
        demand(inherited.media && is_usual(contents) && is_usual(annotations));
        const auto& media = *inherited.media;
        std::vector<double> crop = inherited.crop.value_or(media);
        for (const std::size_t low : {0, 1}) {
            const std::size_t high = low + 2;
            if (crop[high] - crop[low] > media[high] - media[low]) {
                crop[low] = media[low];
                crop[high] = media[high];
            }
            crop[low] = std::clamp(crop[low], media[low], media[high]);
            crop[high] = std::clamp(crop[high], media[low], media[high]);
        }
        PageFacts facts;
        facts.object = reference.object();
        facts.generation = reference.generation();
        facts.left = crop[0];
        facts.bottom = crop[1];
        facts.right = crop[2];
        facts.top = crop[3];
        facts.rotation = inherited.rotation;
        facts.dictionary = page;
        facts.resources = inherited.resources;
        pages_.push_back(facts);
    }

    std::string_view file_;
    std::vector<Entry> table_;  ///< by object number
    Value trailer_, catalog_;
    std::map<int, ObjectStream> object_streams_;
    int being_read_ = 0;  ///< of them
    std::vector<PageFacts> pages_;
    std::set<int> nodes_;  ///< of the page tree, by object number
    Inflater inflater_;
    std::unique_ptr<File> drawing_;  ///< the same file, opened where a page has to be drawn
};

}  // namespace

std::unique_ptr<File> open_plain(std::string_view bytes, std::uint64_t inflated) {
    return std::make_unique<PlainFile>(bytes, inflated);
}

}  // namespace sheaf::pdf
