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
constexpr std::size_t short_word = 3;
const std::string article = "the", optional_article = "(?:the )?";

std::string any_of(const std::vector<std::string>& words) {
    std::string any;
    for (const std::string& word : std::set<std::string>(words.begin(), words.end()))
        any += (any.empty() ? "" : "|") + escaped(word);
    return any;
}

/// The body with the verb behind it, and how binding that is, there or further on.
std::string body_pattern(const std::vector<std::string>& verbs, const std::vector<std::string>& modals) {
    const std::string how = "(?P<modality>" + any_of(modals) + ")\\b";
    const std::string verb = verbs == modals ? how : "(?:" + any_of(verbs) + ")\\b";
    const bool later = verbs != modals && modals.size() == verbs.size();
    // A verb that no example has must not cost the item, only its body.
    return "(?:(?P<responsible>.+?) " + verb + (later ? "(?:[^.]*?\\b" + how + ")?" : "") + ")?";
}

std::string pattern_of(const std::vector<std::string>& texts, const std::vector<std::string>& verbs,
                       const std::vector<std::string>& modals, const std::string& label) {
    const Template common = common_words(texts);
    const bool body = verbs.size() == texts.size();
    std::size_t literal = 0;
    std::string out = "^";
    for (std::size_t i = 0; i < common.words.size() && (body || i < 6); ++i) {
        const std::string& word = common.words[i];
        // Whether a body has an article says nothing of the wording.
        const bool before_body = i + 1 < common.words.size() && common.words[i + 1] == some_body;
        if (before_body && word == article && common.gaps[i] == Template::Gap::none) continue;
        if (word == some_body)
            out += optional_article;
        else if (common.gaps[i] != Template::Gap::none)
            out += common.gaps[i] == Template::Gap::all ? ".+? " : "(?:.+? )?";
        out += (word == some_day    ? std::string(R"(\d{1,2} \p{L}+ \d{4},?)")
                : word == some_body ? std::string()
                                    : escaped(word)) +
               (i + 1 < common.words.size() ? " " : "");
        // Short words, as articles, tell little.
        if (word != some_body && word.size() > short_word) ++literal;
    }
    if (literal < 2) return {};
    if (!body && out.ends_with(' ')) out.pop_back();
    if (body) out += body_pattern(verbs, modals);
    return label.empty() ? out
                         : "^(?P<text>" + out.substr(1) + ".*?)\\s*\\(?(?P<label>" + label + ")\\)?\\.?$";
}

}  // namespace

std::string aligned(const std::vector<Located>& found, Shape shape) {
    std::vector<std::string> texts, verbs, modals;
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
        if (const std::string modal = one.mark->plain("modality"); !modal.empty()) modals.push_back(modal);
        texts.push_back(std::move(words));
    }
    return pattern_of(texts, verbs, modals, label);
}

}  // namespace sheaf::learn
