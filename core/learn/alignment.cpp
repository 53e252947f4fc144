// What marked texts begin with in common.
#include <set>

#include "learn/draft.hpp"
#include "learn/phrases.hpp"
#include "sheaf/pattern.hpp"
#include "sheaf/text.hpp"

namespace sheaf::learn {

namespace {

/// What stands for a date and for a body where texts are compared.
const std::string some_day = "qqdayqq", some_body = "qqbodyqq";

std::string pattern_of(const std::vector<std::string>& texts, const std::vector<std::string>& verbs,
                       const std::string& label) {
    const Template common = common_words(texts);
    const bool body = verbs.size() == texts.size();
    std::size_t literal = 0;
    std::string out = "^";
    for (std::size_t i = 0; i < common.words.size() && (body || i < 6); ++i) {
        const std::string& word = common.words[i];
        if (common.gaps[i] != Template::Gap::none && word == some_body)
            out += "(?:the )?";
        else if (common.gaps[i] != Template::Gap::none)
            out += common.gaps[i] == Template::Gap::all ? ".+? " : "(?:.+? )?";
        out += (word == some_day    ? std::string(R"(\d{1,2} \p{L}+ \d{4},?)")
                : word == some_body ? std::string()
                                    : escaped(word)) +
               (i + 1 < common.words.size() ? " " : "");
        if (word != some_day && word != some_body) ++literal;
    }
    if (literal < 2) return {};
    if (body) {
        // A verb that no example has must not cost the item, only its body.
        std::set<std::string> different(verbs.begin(), verbs.end());
        std::string any;
        for (const std::string& verb : different) any += (any.empty() ? "" : "|") + escaped(verb);
        out += "(?:(?P<responsible>.+?) (?:" + any + ")\\b)?";
    }
    return label.empty() ? out : "^(?P<text>" + out.substr(1) + ".*?)\\s*\\(?(?P<label>" + label + ")\\)?$";
}

}  // namespace

std::string aligned(const std::vector<Located>& found, Shape shape) {
    std::vector<std::string> texts, verbs;
    std::string label;
    for (const Located& one : found) {
        std::string words = words_seen(one, shape);
        const std::string printed = one.mark->plain("label");
        const std::size_t label_at = printed.empty() ? std::string::npos : words.rfind(printed);
        if (label_at != std::string::npos && label_at > 0) {
            label = form_of(printed);
            words.resize(words.find_last_not_of(" ([", label_at - 1) + 1);
        }
        static const Pattern day(R"(\d{1,2} \p{L}+ \d{4},?)");
        while (const auto match = day.find(words))
            words.replace(match->whole.start, match->whole.end - match->whole.start, some_day);
        const std::string body = one.mark->plain("responsible");
        if (const std::size_t at = body.empty() ? std::string::npos : words.find(body);
            at != std::string::npos) {
            const std::size_t after = at + body.size();
            const std::size_t end = words.find(' ', after + 1);
            if (after < words.size()) verbs.push_back(text::fold(words.substr(after + 1, end - after - 1)));
            words.replace(at, std::string::npos, some_body);
        }
        texts.push_back(std::move(words));
    }
    return pattern_of(texts, verbs, label);
}

}  // namespace sheaf::learn
