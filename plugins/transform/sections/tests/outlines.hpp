// Invented letters about a harbour, and the outline that the stage finds in them.
#pragma once

#include <catch2/catch.hpp>
#include <string>
#include <utility>
#include <vector>

#include "headings.hpp"
#include "levels.hpp"
#include "sheaf/testing.hpp"
#include "tree.hpp"

namespace sheaf::testing::outlines {

using sections::Customs;
using sections::Rules;
using Strings = std::vector<std::string>;

/// The tree that the stage builds, a line a section: level, number and title.
inline Strings outline(Document& document, const Rules& rules = {}) {
    const Customs customs{Pattern("^dear ", true),
                          Pattern("^yours ", true),
                          Pattern("^contents$", true),
                          Pattern("^(figure|table) [0-9]+", true),
                          Pattern(R"(\b(must|should)\b)", true),
                          200};
    const sections::Body body = sections::body_of(document);
    std::vector<sections::Heading> headings = sections::find_headings(document, rules, customs, body);
    sections::decide_levels(headings);
    sections::build_tree(document, headings);
    const std::vector<std::string> broken = validate(document);
    CAPTURE(broken);
    CHECK(broken.empty());
    Strings lines;
    for (const Section& section : document.sections)
        lines.push_back(std::to_string(section.level) + " " +
                        (section.number.empty() ? "" : section.number + " | ") + section.title);
    return lines;
}
inline Strings outline(const DocumentBuilder& builder, const Rules& rules = {}) {
    Document document = builder.build();
    return outline(document, rules);
}

inline Options heading(std::string title, int level = 0, bool in_table = false, bool subtitle = false) {
    return options({{"title", std::move(title)},
                    {"level", static_cast<std::int64_t>(level)},
                    {"in_table", in_table},
                    {"subtitle", subtitle}});
}
inline Rules profile(std::vector<Options> headings, Strings never = {}, Options title = {}) {
    return Rules(options(
        {{"heading", std::move(headings)}, {"not_headings", std::move(never)}, {"title", std::move(title)}}));
}

inline constexpr const char* prose =
    "The harbour master keeps a record of every boat that enters, and the record is complete.";

/// A paragraph of running text at 12 points.
inline DocumentBuilder& text(DocumentBuilder& builder) {
    return builder.paragraph(prose).size(12);
}

}  // namespace sheaf::testing::outlines
