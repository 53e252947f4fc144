// What is and what is not the letter's title.
#include <map>

#include "learn/draft.hpp"
#include "learn/phrases.hpp"
#include "score/compare.hpp"
#include "sheaf/text.hpp"

namespace sheaf::learn {

namespace {

/// By so many bytes a title is longer than one that says only what kind of letter it is.
constexpr std::size_t much_longer = 30;

/// What is taken for the title in several examples and in none is, as `final report`: it would be wrong in every letter.
void write_not_title(const Examples& examples, Draft& draft) {
    std::map<std::string, std::size_t> wrong;
    for (const Example* example : examples) {
        const auto titles = example->of("title");
        const Record* const record = metadata(example->document);
        const std::string found = record ? text::fold(record->text("title")) : std::string();
        if (!titles.empty() && !found.empty() && titles.front()->text.size() > found.size() + much_longer)
            ++wrong[found];
    }
    std::vector<std::string> titles;
    for (const auto& [title, count] : wrong)
        if (count > 1) titles.push_back(title);
    if (titles.empty()) return;
    draft.text += "# Examples have it where another title is marked.\n";
    draft.pattern("not_title", any_title(titles));
}

/// Where the title is the first heading and the one below it in all examples.
void write_subtitle(const Examples& examples, Draft& draft) {
    std::vector<std::string> below;
    for (const Example* example : examples) {
        const auto titles = example->of("title");
        const std::vector<Section>& sections = example->document.sections;
        if (titles.empty() || sections.size() < 2 ||
            score::key(sections[0].title + " " + sections[1].title) != score::key(titles.front()->text))
            return;
        below.push_back(sections[1].title);
    }
    if (const std::string subtitle = any_title(below); !subtitle.empty()) draft.pattern("subtitle", subtitle);
}

}  // namespace

void learn_titles(const Examples& examples, Draft& draft) {
    write_subtitle(examples, draft);
    write_not_title(examples, draft);
}

}  // namespace sheaf::learn
