#include "object_bytes.hpp"

#include <Object.h>
#include <XRef.h>

#include <algorithm>
#include <cstdio>

namespace sheaf::pdf {
namespace {

constexpr int deepest = 100;  // nesting of direct objects

int integer(double v) {
    return v > -2e9 && v < 2e9 ? static_cast<int>(v) : 0;
}

void write_name(const char* name, std::string& out) {
    out += '/';
    for (; *name; ++name) {
        const auto c = static_cast<unsigned char>(*name);
        const bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                           c == '_' || c == '-';
        char escaped[4];
        if (plain) {
            out += *name;
        } else {
            std::snprintf(escaped, sizeof escaped, "#%02x", c);
            out += escaped;
        }
    }
}

void write_object(const Object& object, std::string& out, int depth) {
    if (depth > deepest) {
        out += "null ";
    } else if (object.isRef()) {
        out += std::to_string(object.getRefNum()) + " " + std::to_string(object.getRefGen()) + " R ";
    } else if (object.isInt()) {
        out += std::to_string(object.getInt()) + " ";
    } else if (object.isNum()) {
        out += std::to_string(object.getNum()) + " ";
    } else if (object.isName()) {
        write_name(object.getName(), out);
        out += ' ';
    } else if (object.isString()) {
        constexpr char digits[] = "0123456789abcdef";
        out += '<';
        for (const char c : object.getString()->toStr()) {
            out += digits[static_cast<unsigned char>(c) >> 4];
            out += digits[static_cast<unsigned char>(c) & 15];
        }
        out += '>';
    } else if (object.isArray()) {
        out += '[';
        for (int i = 0; i < object.arrayGetLength(); ++i) write_object(object.arrayGetNF(i), out, depth + 1);
        out += ']';
    } else if (object.isDict()) {
        out += "<<";
        for (int i = 0; i < object.dictGetLength(); ++i) {
            write_name(object.dictGetKey(i), out);
            out += ' ';
            write_object(object.dictGetValNF(i), out, depth + 1);
        }
        out += ">>";
    } else {
        out += "null ";
    }
}

}  // namespace

ByteValue read_value(Lexer& lexer, std::string_view bytes) {
    using Kind = Token::Kind;
    ByteValue value;
    switch (lexer.next(value.token)) {
        case Kind::number: {
            value.kind = ByteValue::Kind::number;
            value.number = integer(value.token.number);
            if (!value.token.plain || value.token.number < 0) break;
            const std::size_t behind = lexer.position();
            Token generation, keyword;
            if (lexer.next(generation) == Kind::number && lexer.next(keyword) == Kind::keyword &&
                keyword.text == "R") {
                value.kind = ByteValue::Kind::reference;
                value.generation = integer(generation.number);
            } else {
                lexer.seek(behind);
            }
            break;
        }
        case Kind::name:
            value.kind = ByteValue::Kind::name;
            break;
        case Kind::string:
        case Kind::hex_string:
            value.kind = ByteValue::Kind::string;
            break;
        case Kind::keyword:
            value.kind = ByteValue::Kind::other;
            break;
        case Kind::array_begin:
        case Kind::dict_begin: {
            value.kind =
                value.token.kind == Kind::array_begin ? ByteValue::Kind::array : ByteValue::Kind::dictionary;
            const std::size_t begin = lexer.position();
            std::size_t end = begin;
            Token token;
            for (int open = 1; open > 0;) {
                end = lexer.position();
                const Kind kind = lexer.next(token);
                if (kind == Kind::end) break;
                if (kind == Kind::array_begin || kind == Kind::dict_begin) ++open;
                if (kind == Kind::array_end || kind == Kind::dict_end) --open;
                if (kind == Kind::keyword && token.text == "endobj") break;  // a closing bracket is missing
            }
            value.inside = bytes.substr(begin, end - begin);
            break;
        }
        case Kind::array_end:
        case Kind::dict_end:
        case Kind::end:
            break;
    }
    return value;
}

ObjectBytes::ObjectBytes(XRef* xref, std::string_view file, std::size_t start, StreamReader& streams)
    : xref_(xref), file_(file), start_(start), streams_(streams) {}

std::string_view ObjectBytes::write(const Object& object) {
    std::string& out = written_.emplace_back();
    write_object(object, out, 0);
    return out;
}

std::string_view ObjectBytes::in_file(int number, int generation, std::size_t offset) const {
    if (offset > file_.size() - start_) return {};
    Lexer lexer(file_, start_ + offset);
    Token token;
    if (lexer.next(token) != Token::Kind::number || token.number != number) return {};
    if (lexer.next(token) != Token::Kind::number || token.number != generation) return {};
    // Some writers leave no space behind `obj`.
    if (lexer.next(token) != Token::Kind::keyword || token.text != "obj") return {};
    return file_.substr(lexer.position());
}

std::string_view ObjectBytes::in_stream(int number, int stream) {
    auto found = object_streams_.find(stream);
    if (found == object_streams_.end()) {
        found = object_streams_.emplace(stream, ObjectStream()).first;
        ObjectStream& made = found->second;
        const Object object = xref_->fetch(stream, 0);
        if (!object.isStream()) return {};
        const Object count = object.streamGetDict()->lookup("N"),
                     first = object.streamGetDict()->lookup("First");
        if (!count.isInt() || !first.isInt() || first.getInt() < 0) return {};
        streams_.append(object, made.bytes);
        Lexer lexer(made.bytes.view());
        Token key, offset;
        for (int i = 0; i < count.getInt(); ++i) {
            if (lexer.next(key) != Token::Kind::number || lexer.next(offset) != Token::Kind::number) break;
            if (offset.number < 0) continue;
            const double at = first.getInt() + offset.number;
            if (at < static_cast<double>(made.bytes.size()))
                made.offsets.emplace_back(integer(key.number), static_cast<std::size_t>(at));
        }
        // Of two objects of one number the first counts.
        std::stable_sort(made.offsets.begin(), made.offsets.end(),
                         [](const auto& a, const auto& b) { return a.first < b.first; });
    }
    const auto& offsets = found->second.offsets;
    const auto at = std::lower_bound(offsets.begin(), offsets.end(), number,
                                     [](const auto& entry, int wanted) { return entry.first < wanted; });
    if (at == offsets.end() || at->first != number) return {};
    return found->second.bytes.view().substr(at->second);
}

std::string_view ObjectBytes::find(int number, int generation) {
    if (number < 0 || number >= xref_->getNumObjects()) return {};
    // Strings of encrypted files are readable only through Poppler, and so is what its repair has found.
    if (!xref_->isEncrypted()) {
        const XRefEntry* entry = xref_->getEntry(number, false);
        std::string_view bytes;
        if (entry->type == xrefEntryUncompressed && entry->gen == generation && entry->offset >= 0)
            bytes = in_file(number, generation, static_cast<std::size_t>(entry->offset));
        else if (entry->type == xrefEntryCompressed && generation == 0 && entry->offset > 0 &&
                 entry->offset < xref_->getNumObjects())
            bytes = in_stream(number, static_cast<int>(entry->offset));
        if (!bytes.empty()) return bytes;
    }
    return write(xref_->fetch(number, generation));
}

}  // namespace sheaf::pdf
