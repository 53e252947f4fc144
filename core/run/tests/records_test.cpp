// Records are made to look as they are declared.
#include "run/records.hpp"

#include <catch2/catch.hpp>

using namespace sheaf;

namespace {

constexpr FieldSpec fields[] = {{"name", FieldType::text, ""},    {"made", FieldType::date, ""},
                                {"size", FieldType::integer, ""}, {"share", FieldType::number, ""},
                                {"done", FieldType::flag, ""},    {"words", FieldType::texts, ""}};
constexpr RecordSpec types[] = {{"thing", "", fields}};
constexpr StageSpec maker{.kind = StageKind::transform, .name = "maker", .help = "", .provides = types};
constexpr StageSpec other{.kind = StageKind::transform, .name = "other", .help = ""};

Document with(std::vector<Field> given, std::string stage = {}) {
    Document document;
    Record record;
    record.type = "thing";
    record.fields = std::move(given);
    record.stage = std::move(stage);
    document.records.push_back(std::move(record));
    return document;
}

}  // namespace

TEST_CASE("Fields are put in declared order, absent ones added, the stage filled in") {
    Document document = with({{"words", std::vector<std::string>{"a"}, {}}, {"name", std::string("n"), {}}});
    CHECK(settle_records(document, maker, types).empty());
    const Record& record = document.records.front();
    CHECK(record.stage == "maker");
    REQUIRE(record.fields.size() == 6);
    for (std::size_t i = 0; i < 6; ++i) CHECK(record.fields[i].name == fields[i].name);
    CHECK(record.text("name") == "n");
    CHECK(std::holds_alternative<std::monostate>(record.fields[1].value));
}

TEST_CASE("Every type of value is accepted as declared and refused otherwise") {
    Document right = with({{"made", std::string("2026-02-28"), {}},
                           {"size", std::int64_t{3}, {}},
                           {"share", 0.5, {}},
                           {"done", true, {}}});
    CHECK(settle_records(right, maker, types).empty());
    Document wrong = with({{"name", std::int64_t{1}, {}},
                           {"made", std::string("2026-02-30"), {}},
                           {"size", 3.0, {}},
                           {"share", std::int64_t{1}, {}},
                           {"done", std::string("yes"), {}},
                           {"words", std::string("a"), {}}});
    CHECK(settle_records(wrong, maker, types).size() == 6);
}

TEST_CASE("A field that is given twice is refused") {
    Document document = with({{"name", std::string("a"), {}}, {"name", std::string("b"), {}}});
    CHECK(settle_records(document, maker, types).size() == 1);
}

TEST_CASE("A later stage may change a record of an earlier one, which keeps its maker") {
    Document document = with({{"name", std::string("redacted"), {}}}, "maker");
    CHECK(settle_records(document, other, types).empty());
    CHECK(document.records.front().stage == "maker");
}

TEST_CASE("A stage may not make records that only another one declares") {
    Document document = with({});
    CHECK(settle_records(document, other, types).size() == 1);
}
