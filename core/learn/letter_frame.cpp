// The frame of a letter: what stands above the salutation, and what closes it.
#include <algorithm>
#include <map>
#include <set>

#include "learn/draft.hpp"
#include "learn/phrases.hpp"
#include "sheaf/date.hpp"
#include "sheaf/pattern.hpp"
#include "sheaf/text.hpp"
#include "sheaf/units.hpp"
#include "vocabulary.hpp"

namespace sheaf::learn {

namespace {

/// The lines above the salutation that several examples share are the letterhead; an addressee who is marked over several
/// lines is the only one.
void write_addressees(const Examples& examples, const Pattern& dear, Draft& draft) {
    std::map<std::string, std::set<const Example*>> lines;
    std::vector<std::string> order;
    bool several = false, one = true;
    for (const Example* example : examples) {
        const auto marks = example->of("addressees");
        one = one && marks.size() == 1;
        std::size_t held = 0;
        for (std::uint32_t i = 0; i < example->document.blocks.size(); ++i) {
            const Block& block = example->document.blocks[i];
            if (!text::is_text(block) || block.text.empty()) continue;
            if (dear.found_in(text::fold(block.text))) break;
            for (const text::Line& line : text::lines_of(example->document, {i})) {
                const bool marked = std::any_of(marks.begin(), marks.end(), [&](const Mark* mark) {
                    return text::fold(mark->text).find(text::fold(line.plain)) != std::string::npos;
                });
                held += marked;
                if (marked || !find_dates(line.plain).empty()) continue;
                const std::string folded = text::fold(line.plain);
                if (lines[folded].empty()) order.push_back(folded);
                lines[folded].insert(example);
            }
        }
        several = several || (marks.size() == 1 && held > 1);
    }
    std::string shared;
    for (const std::string& line : order)
        if (lines[line].size() > 1) shared += (shared.empty() ? "" : "|") + escaped(line);
    if (!shared.empty()) draft.pattern("letterhead", "^(" + shared + ")$");
    if (one && several) draft.line("one_addressee", "true");
}

}  // namespace

void learn_letter_frame(const Examples& examples, Draft& draft) {
    static const Pattern dear(vocabulary::any_of<"salutation">);
    if (std::all_of(examples.begin(), examples.end(),
                    [](const Example* example) { return has_line(*example, dear); })) {
        draft.table("[metadata.letter]",
                    "The frame of a letter, in which addressees and signatories are found.");
        draft.pattern("salutation", vocabulary::any_of<"salutation">);
        draft.pattern("closing", vocabulary::any_of<"closing">);
        write_addressees(examples, dear, draft);
    }
}

}  // namespace sheaf::learn
