#include "equation_fields.hpp"

#include <utility>
#include <vector>

#include "sheaf/ascii.hpp"

namespace sheaf::docx {
namespace {

constexpr int deepest = 32;

std::string in_brackets(std::string formula) {
    return needs_brackets(formula) ? "(" + std::move(formula) + ")" : formula;
}

bool ends_in_digit(std::string_view text) {
    return !text.empty() && text.back() >= '0' && text.back() <= '9';
}

class Equation {
  public:
    explicit Equation(std::string_view instruction) : rest_(instruction) {}

    std::string read(bool behind_digit) {
        std::string all;
        while (!rest_.empty()) all += element(behind_digit && all.empty(), all);
        return all;
    }

  private:
    // The next element: a switch with its arguments, or text up to the next switch, comma or closing bracket.
    std::string element(bool behind_digit, const std::string& before) {
        if (rest_[0] != '\\') {
            const char c = rest_[0];
            rest_.remove_prefix(1);
            return std::string(1, c);
        }
        rest_.remove_prefix(1);
        std::string name = word();
        if (name.empty()) {  // an escaped character
            if (rest_.empty()) return {};
            const char c = rest_[0];
            rest_.remove_prefix(1);
            return std::string(1, c);
        }
        std::string open = "(", close = ")";
        read_options(name, open, close);
        if (rest_.empty() || rest_[0] != '(') return {};
        const std::vector<std::string> arguments = read_arguments();
        std::string shown = show(name, arguments, open, close);
        const bool joined = name == "f" && (behind_digit || ends_in_digit(before));
        return joined ? " " + shown : shown;
    }

    std::string word() {
        std::size_t end = 0;
        while (end < rest_.size() && text::is_ascii_letter(rest_[end])) ++end;
        std::string name = text::lower(rest_.substr(0, end));
        rest_.remove_prefix(end);
        return name;
    }

    // Options of a switch (`\b \bc\{ (...)`, `\s\up8(...)`): what they say of brackets and of raising.
    void read_options(std::string& name, std::string& open, std::string& close) {
        while (!rest_.empty() && rest_[0] != '(') {
            if (rest_[0] != '\\') {
                rest_.remove_prefix(1);  // a measure, or white space
                continue;
            }
            rest_.remove_prefix(1);
            const std::string option = word();
            if (name == "s" && (option == "up" || option == "do")) name = option;
            if (name == "i" && (option == "su" || option == "pr")) name = option;
            if (name != "b" || rest_.size() < 2 || rest_[0] != '\\') continue;
            const std::string bracket(1, rest_[1]);
            rest_.remove_prefix(2);
            if (option == "lc" || option == "bc") open = bracket;
            if (option == "rc") close = bracket;
            if (option == "bc")
                close = bracket == "{" ? "}" : bracket == "[" ? "]" : bracket == "(" ? ")" : bracket;
        }
    }

    std::vector<std::string> read_arguments() {
        std::vector<std::string> arguments(1);
        rest_.remove_prefix(1);
        if (++depth_ > deepest) rest_ = {};
        int brackets = 0;
        while (!rest_.empty()) {
            const char c = rest_[0];
            if (c == ')' && brackets == 0) {
                rest_.remove_prefix(1);
                break;
            }
            if ((c == ',' || c == ';') && brackets == 0) {
                rest_.remove_prefix(1);
                arguments.emplace_back();
                continue;
            }
            brackets += c == '(' ? 1 : c == ')' ? -1 : 0;
            arguments.back() += element(false, arguments.back());
        }
        --depth_;
        return arguments;
    }

    static std::string joined(const std::vector<std::string>& arguments, std::string_view by) {
        std::string all;
        for (const std::string& argument : arguments) (all += all.empty() ? "" : by) += argument;
        return all;
    }

    static std::string limit(const char* sign, const std::string& of) {
        return of.empty() ? std::string() : sign + in_brackets(of);
    }

    static std::string show(const std::string& name, const std::vector<std::string>& of,
                            const std::string& open, const std::string& close) {
        if (name == "f" && of.size() == 2) return in_brackets(of[0]) + "/" + in_brackets(of[1]);
        if (name == "r" && of.size() == 2)
            return (of[0] == "3"   ? "∛"
                    : of[0] == "4" ? "∜"
                    : of[0] == "2" ? "√"
                                   : of[0] + "√") +
                   in_brackets(of[1]);
        if (name == "r") return "√" + in_brackets(of[0]);
        if (name == "b") return open + of[0] + close;
        if (name == "up") return "^" + in_brackets(of[0]);
        if (name == "do") return "_" + in_brackets(of[0]);
        if (name == "l") return joined(of, ",");
        if ((name == "i" || name == "su" || name == "pr") && of.size() == 3)
            return std::string(name == "i"    ? "∫"
                               : name == "su" ? "∑"
                                              : "∏") +
                   limit("_", of[0]) + limit("^", of[1]) + " " + of[2];
        if (name == "d") return {};  // displaces what follows
        return joined(of, name == "a" ? " " : "");
    }

    std::string_view rest_;
    int depth_ = 0;
};

}  // namespace

bool needs_brackets(std::string_view formula) {
    int depth = 0;
    for (std::size_t k = 0; k < formula.size(); ++k) {
        const char c = formula[k];
        depth += c == '(' ? 1 : c == ')' ? -1 : 0;
        if (depth != 0) continue;
        if (k > 0 && (c == '+' || c == '-' || c == '/' || c == ' ' || c == '=')) return true;
        if (formula.substr(k).starts_with("\xE2\x88\x92") || formula.substr(k).starts_with("±")) return k > 0;
    }
    return false;
}

std::string equation(std::string_view instruction, bool behind_digit) {
    while (!instruction.empty() && instruction.front() == ' ') instruction.remove_prefix(1);
    instruction.remove_prefix(std::min<std::size_t>(2, instruction.size()));  // EQ
    while (!instruction.empty() && instruction.front() == ' ') instruction.remove_prefix(1);
    while (!instruction.empty() && instruction.back() == ' ') instruction.remove_suffix(1);
    return Equation(instruction).read(behind_digit);
}

}  // namespace sheaf::docx
