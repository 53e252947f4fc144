// Invented letters about a harbour, and what the stage makes of them.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "extract.hpp"
#include "sheaf/testing.hpp"

namespace sheaf::testing::demands {

using recommendations::Demand;
using Strings = std::vector<std::string>;

inline const recommendations::Language& language() {
    static const recommendations::Language made{
        Demand({{"must", "must"}, {"should", "should"}, {"rhaid", "must"}}, {"that", "which", "they", "when"},
               {"^should (have (been|told)|a|be proud)\\b"}, {"^the new "},
               R"(^(if|when)\b[^,]*?(,|\bthey\b))", "^they\\b", "^although [^,]*, "),
        recommendations::Deadlines(
            R"(\b(by|before)( the)?(?P<end> end of)?( \w+day)? ?$)",
            {R"(^(?P<period>within (?P<number>\w+) (?P<unit>(?:working )?[a-z]+))(?:[,:]|$))",
             "^(?P<period>immediately):?$"},
            {{"three", "3"}}, {{"months", "month"}, {"days", "day"}}),
        Pattern("^yours sincerely", true), Pattern(R"(\b(to|the|and)$)", true)};
    return made;
}
inline const Demand& demand() {
    return language().demand;
}

using Values = std::vector<std::pair<std::string, Options::Value>>;

inline Options rule(std::string name, std::string kind, Strings items, Values more) {
    more.insert(more.begin(),
                {{"name", std::move(name)}, {"kind", std::move(kind)}, {"items", std::move(items)}});
    return options(more);
}
inline Options improvements(Strings items, Values more = {}) {
    more.push_back({"section", std::string("^areas for improvement")});
    return rule("improvements", "area_for_improvement", std::move(items), std::move(more));
}

struct Result {
    Document document;
    TestContext context;
    const std::vector<Record>& records() const { return document.records; }
    Strings texts(std::string_view field = "text") const {
        Strings all;
        for (const Record& record : document.records) all.emplace_back(record.text(field));
        return all;
    }
};

inline Result run(const DocumentBuilder& builder, std::vector<Options> rules, Strings decoys = {},
                  std::vector<Options> expected = {}, Values more = {}) {
    Result result;
    result.document = builder.build();
    more.insert(
        more.end(),
        {{"rule", std::move(rules)}, {"decoys", std::move(decoys)}, {"expected", std::move(expected)}});
    const recommendations::Family family = recommendations::compile(options(more));
    recommendations::extract(result.document, family, language(), result.context);
    return result;
}

inline DocumentBuilder letter() {
    DocumentBuilder builder;
    builder.heading(1, "Visit to the harbour").paragraph("We came by sea.");
    return builder;
}

}  // namespace sheaf::testing::demands
