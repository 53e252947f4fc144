#include "poppler/write.hpp"

#include <Object.h>

#include <algorithm>
#include <charconv>
#include <cstdio>

namespace sheaf::pdf {
namespace {

constexpr int deepest_object = 100;  // nesting of direct objects

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

void write_object(const Object& object, std::string& out, int depth);

void write_dictionary(const Dict& dictionary, std::string& out, int depth) {
    out += "<<";
    for (int i = 0; i < dictionary.getLength(); ++i) {
        write_name(dictionary.getKey(i), out);
        out += ' ';
        write_object(dictionary.getValNF(i), out, depth + 1);
    }
    out += ">>";
}

void write_object(const Object& object, std::string& out, int depth) {
    if (depth > deepest_object) {
        out += "null ";
    } else if (object.isRef()) {
        out += std::to_string(object.getRefNum()) + " " + std::to_string(object.getRefGen()) + " R ";
    } else if (object.isInt()) {
        out += std::to_string(object.getInt()) + " ";
    } else if (object.isNum()) {
        // As many digits as give the same number again, and never an exponent, which PDF does not know.
        char digits[400];
        const auto end =
            std::to_chars(digits, digits + sizeof digits, object.getNum(), std::chars_format::fixed).ptr;
        out.append(digits, end);
        if (std::find(digits, end, '.') == end) out += ".0";
        out += ' ';
    } else if (object.isBool()) {
        out += object.getBool() ? "true " : "false ";
    } else if (object.isStream()) {
        write_dictionary(*object.streamGetDict(), out, depth);
        out += " stream\n";
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
        write_dictionary(*object.getDict(), out, depth);
    } else {
        out += "null ";
    }
}

}  // namespace

void write_object(const Object& object, std::string& out) {
    write_object(object, out, 0);
}

}  // namespace sheaf::pdf
