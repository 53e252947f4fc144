#include "pipeline/own_records.hpp"

#include <catch2/catch.hpp>

using namespace sheaf;

namespace {

Options table(std::vector<std::pair<std::string, Options::Value>> values) {
    Options options;
    for (auto& [name, value] : values) options.set(name, std::move(value));
    return options;
}
Options field(std::string name, std::string type) {
    return table({{"name", std::move(name)}, {"type", std::move(type)}, {"help", std::string("A field.")}});
}
Options rules(std::string name, std::vector<Options> fields) {
    return table({{"type", std::vector{table({{"name", std::move(name)},
                                              {"help", std::string("A record.")},
                                              {"text", true},
                                              {"field", std::move(fields)}})}}});
}

}  // namespace

TEST_CASE("a profile's record types have their fields between the text and the grounds") {
    std::vector<Diagnostic> problems;
    const OwnRecords own = own_records(
        rules("tide", {field("day", "last_day"), field("height", "integer"), field("wind", "choice")}),
        problems);
    CHECK(problems.empty());
    REQUIRE(own.types.size() == 1);
    CHECK(std::string_view(own.types[0].name) == "tide");
    std::vector<std::pair<std::string, FieldType>> fields;
    for (const FieldSpec& one : own.types[0].fields) fields.emplace_back(one.name, one.type);
    CHECK(fields == std::vector<std::pair<std::string, FieldType>>{{"text", FieldType::text},
                                                                   {"day", FieldType::date},
                                                                   {"height", FieldType::integer},
                                                                   {"wind", FieldType::text},
                                                                   {"grounds", FieldType::texts}});
}

TEST_CASE("names that outputs cannot write are reported") {
    const auto faults = [](const Options& rules) {
        std::vector<Diagnostic> problems;
        own_records(rules, problems);
        return problems.size();
    };
    CHECK(faults(rules("High Tide", {})) == 1);
    CHECK(faults(rules("tide", {field("Day", "date")})) == 1);
    CHECK(faults(rules("tide", {field("page", "integer")})) == 1);
    CHECK(faults(rules("tide", {field("day", "date"), field("day", "date")})) == 1);
}
