#include "run/glob.hpp"

namespace sheaf {

namespace {

/// The regular expression that matches what the glob does.
std::string expression_of(std::string_view glob) {
    std::string expression;
    while (!glob.empty()) {
        std::size_t taken = 1;
        const std::size_t end = glob[0] == '[' ? glob.find(']', 2) : std::string_view::npos;
        if (glob.starts_with("**/")) {
            expression += "(?:.*/)?";
            taken = 3;
        } else if (glob.starts_with("**")) {
            expression += ".*";
            taken = 2;
        } else if (glob[0] == '*') {
            expression += "[^/]*";
        } else if (glob[0] == '?') {
            expression += "[^/]";
        } else if (end != std::string_view::npos) {
            const bool other = glob[1] == '!' || glob[1] == '^';
            expression += other ? "[^/" : "[";
            for (const char c : glob.substr(other ? 2 : 1, end - (other ? 2 : 1))) {
                if (c == '\\' || c == '[' || c == '^') expression += '\\';
                expression += c;
            }
            expression += ']';
            taken = end + 1;
        } else {
            if (std::string_view("\\.+()|{}^$[]").find(glob[0]) != std::string_view::npos) expression += '\\';
            expression += glob[0];
        }
        glob.remove_prefix(taken);
    }
    return "(?s)" + expression + "(?:/.*)?";
}

}  // namespace

Glob::Glob(std::string_view glob, bool whole_path)
    : whole_path_(whole_path || glob.find('/') != std::string_view::npos), pattern_(expression_of(glob)) {}

bool Glob::matches(std::string_view path) const {
    return pattern_.matches_all(whole_path_ ? path : path.substr(path.rfind('/') + 1));
}

}  // namespace sheaf
