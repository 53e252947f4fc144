#include "base/glob.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "base/codes.hpp"
#include "sheaf/text.hpp"

namespace sheaf {

namespace {

// In a path that is matched the slash is NUL, which no file name holds: so no set of characters ever stands
// for it.
constexpr char separator = '\0';

/// The character classes of POSIX, as RE2 writes them within a set. Letters are those of Unicode, as in a UTF-8 locale.
constexpr std::array<std::pair<std::string_view, std::string_view>, 12> classes = {
    {{"alnum", "\\pL\\p{Nd}"},
     {"alpha", "\\pL"},
     {"blank", "[:blank:]"},
     {"cntrl", "\\x01-\\x1F\\x7F"},
     {"digit", "[:digit:]"},
     {"graph", "[:graph:]"},
     {"lower", "\\p{Ll}"},
     {"print", "[:print:]"},
     {"punct", "[:punct:]"},
     {"space", "[:space:]"},
     {"upper", "\\p{Lu}"},
     {"xdigit", "[:xdigit:]"}}};

/// Thrown with the end of the sentence "the glob `...` ".
using BadGlob = std::invalid_argument;

/// Writes a glob as a regular expression, from its beginning to its end.
class Translation {
  public:
    explicit Translation(std::string_view glob) : glob_(glob) {}

    std::string expression() {
        while (at_ < glob_.size()) element();
        return "(?s)" + expression_ + "(?:\\x00.*)?";
    }

  private:
    bool take(std::string_view wanted) {
        if (!glob_.substr(at_).starts_with(wanted)) return false;
        at_ += wanted.size();
        return true;
    }
    /// The next character, without its special meaning.
    std::string_view literal() {
        if (take("\\") && at_ == glob_.size()) throw BadGlob("ends with a `\\` that stands before nothing");
        const std::size_t start = at_;
        text::next(glob_, at_);
        return glob_.substr(start, at_ - start);
    }
    static std::string quoted(std::string_view character) {
        const bool plain =
            character.size() > 1 || std::isalnum(static_cast<unsigned char>(character[0])) != 0;
        return (plain ? "" : "\\") + std::string(character);
    }
    void element() {
        if (take("**/"))
            expression_ += "(?:.*\\x00)?";
        else if (take("**"))
            expression_ += ".*";
        else if (take("*"))
            expression_ += "[^\\x00]*";
        else if (take("?"))
            expression_ += "[^\\x00]";
        else if (glob_[at_] == '[' && set_ends())
            set();
        else
            one_character();
    }
    void one_character() {
        const std::string_view one = literal();
        expression_ += one == "/" ? "\\x00" : quoted(one);
    }
    /// Whether the set that begins here comes to an end; if not, its `[` stands for itself.
    bool set_ends() const {
        std::size_t at = at_ + 1;
        if (at < glob_.size() && (glob_[at] == '!' || glob_[at] == '^')) ++at;
        for (bool first = true; at < glob_.size(); ++at, first = false) {
            if (glob_[at] == ']' && !first) return true;
            if (glob_[at] == '\\') ++at;
            if (glob_.substr(at).starts_with("[:"))
                if (const std::size_t end = glob_.find(":]", at + 2); end != std::string_view::npos)
                    at = end + 1;
        }
        return false;
    }
    void set() {
        take("[");
        expression_ += take("!") || take("^") ? "[^\\x00" : "[";
        for (bool first = true; first || !take("]"); first = false) {
            if (take("[:"))
                character_class();
            else
                range();
        }
        expression_ += ']';
    }
    void character_class() {
        const std::size_t end = glob_.find(":]", at_);
        const std::string_view name = glob_.substr(at_, end - at_);
        const auto* known =
            std::find_if(classes.begin(), classes.end(), [&](const auto& one) { return one.first == name; });
        if (known == classes.end())
            throw BadGlob("has the class `[:" + std::string(name) + ":]`, which does not exist");
        expression_ += known->second;
        at_ = end + 2;
    }
    void range() {
        if (glob_.substr(at_).starts_with("[.") || glob_.substr(at_).starts_with("[="))
            throw BadGlob("has a collating element, which would depend on a language");
        const std::string_view first = literal();
        expression_ += quoted(first);
        if (!glob_.substr(at_).starts_with("-") || glob_.substr(at_).starts_with("-]")) return;
        take("-");
        const std::string_view last = literal();
        if (last < first)  // UTF-8 keeps the order of characters
            throw BadGlob("has the range `" + std::string(first) + "-" + std::string(last) +
                          "`, which ends before it begins");
        expression_ += "-" + quoted(last);
    }

    std::string_view glob_;
    std::size_t at_ = 0;
    std::string expression_;
};

std::string expression_of(std::string_view glob) {
    const std::string problem = Glob::check(glob);
    if (!problem.empty())
        throw StageError(codes::glob_invalid.code, problem,
                         "write a glob as a shell takes it: `*.pdf`, `[a-z]*`");
    return Translation(glob).expression();
}

}  // namespace

Glob::Glob(std::string_view glob, bool whole_path)
    : whole_path_(whole_path || glob.find('/') != std::string_view::npos), pattern_(expression_of(glob)) {}

bool Glob::matches(std::string_view path) const {
    std::string text(whole_path_ ? path : path.substr(path.rfind('/') + 1));
    std::replace(text.begin(), text.end(), '/', separator);
    return pattern_.matches_all(text);
}

std::string Glob::check(std::string_view glob) {
    if (!text::is_valid_utf8(glob)) return "the glob is not valid UTF-8";
    try {
        const std::string problem = Pattern::check(Translation(glob).expression());
        return problem.empty() ? problem : "the glob `" + std::string(glob) + "` cannot be used: " + problem;
    } catch (const BadGlob& error) {
        return "the glob `" + std::string(glob) + "` " + error.what();
    }
}

}  // namespace sheaf
