// Rules and letters that the tests of the stage share.
#pragma once

#include <string>
#include <vector>

#include "extract.hpp"
#include "sheaf/testing.hpp"

namespace sheaf::metadata_stage::testing_letters {

using sheaf::testing::DocumentBuilder;
using sheaf::testing::options;
namespace testing = sheaf::testing;

inline const metadata_stage::FrequentWords words = {{"en", {"the", "of", "and"}}, {"cy", {"yn", "y", "ac"}}};

inline Options field(const std::string& name, const std::string& where, const std::string& pattern) {
    return options({{"name", name}, {"where", where}, {"pattern", pattern}});
}

inline Rules rules_with(std::vector<Options> fields, std::vector<std::string> expected = {}) {
    Options table = options({{"field", std::move(fields)},
                             {"document_type", "Report"},
                             {"expected", std::move(expected)},
                             {"authority_strip", std::vector<std::string>{"^(the )?(london )?borough of ",
                                                                          " (county )?council$", "'s$"}},
                             {"name_end", R"((^|,? )(hmi|her majesty|director|inspector|chief|services)\b)"},
                             {"authority_part", "^city of "},
                             {"post_nominals", std::vector<std::string>{"OBE", "CB", "QPM"}},
                             {"courtesies", std::vector<std::string>{"Dr"}},
                             {"particles", std::vector<std::string>{"van", "der"}}});
    table.set("letter", options({{"salutation", "^dear "},
                                 {"closing", "^yours sincerely"},
                                 {"goes_on", " (and|of)$|,$"},
                                 {"placeholder", "^click or tap|\\{\\{"},
                                 {"not_addressee", std::vector<std::string>{"^by e-mail"}}}));
    return metadata_stage::compile(table);
}

inline std::string texts(const Record& record, std::string_view name) {
    const auto* list = std::get_if<std::vector<std::string>>(&record.field(name)->value);
    std::string out;
    if (list)
        for (const std::string& text : *list) out += (out.empty() ? "" : " | ") + text;
    return out;
}

inline Record metadata_of(Document document, const Rules& rules,
                          const metadata_stage::FrequentWords& frequent, Context& context) {
    metadata_stage::extract(document, rules, frequent, context);
    return *metadata(document);
}

/// `name, role, body` of each record of the type, a line each.
inline std::string people(Document document, const Rules& rules, const std::string& type) {
    testing::TestContext context;
    metadata_stage::extract(document, rules, words, context);
    std::string out;
    for (const Record& record : document.records)
        if (record.type == type)
            out += std::string(record.text("name")) + " | " + std::string(record.text("role")) + " | " +
                   std::string(record.text("body")) + "\n";
    return out;
}

inline Rules letter_rules() {
    Options table = options({{"name_end", R"((^|,? )(director|inspector|head|chief|chair)\b)"},
                             {"particles", std::vector<std::string>{"al", "van"}},
                             {"courtesies", std::vector<std::string>{"Dr"}},
                             {"post_nominals", std::vector<std::string>{"OBE", "CB", "QPM"}}});
    table.set("letter", options({{"salutation", "^dear "},
                                 {"closing", "^yours sincerely"},
                                 {"not_addressee", std::vector<std::string>{R"(\d{5})"}},
                                 {"role", R"(\b(director|inspector|head|chief|chair|keeper|warden)\b)"},
                                 {"body", R"(\b(council|trust|board|services?|pilots)\b)"},
                                 {"whole_role", R"(\b(director|chief|harbours)$)"},
                                 {"joined", " (and|&) "},
                                 {"duty", " (for|at) "},
                                 {"goes_on", " (and|of|at)$|,$"},
                                 {"address", R"(\bhouse\b)"},
                                 {"entry", "^(to|cc|copies): *"},
                                 {"signing_body", "^(office of quays|harbour watch)$"}}));
    return metadata_stage::compile(table);
}

inline std::string words_of(const Document& document, const Record& record, std::string_view name) {
    std::string out;
    for (const Anchor& anchor : record.field(name)->anchors)
        out += document[anchor.block].text.substr(anchor.range.start, anchor.range.end - anchor.range.start);
    return out;
}

}  // namespace sheaf::metadata_stage::testing_letters
