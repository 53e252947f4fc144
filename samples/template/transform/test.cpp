#include <catch2/catch.hpp>
#include <sheaf/testing.hpp>

using namespace sheaf;
using namespace sheaf::testing;

extern "C" const PluginDescriptor sheaf_plugin;  // the plugin's, in plugin.cpp

namespace {

/// The letter after the transform, which looks for these words.
Document applied(Document letter, const std::string& words) {
    const Options given = options({{"words", words}});
    const std::unique_ptr<Transform> transform(sheaf_plugin.stages[0].create_transform({given, {}}));
    TestContext context;
    transform->apply(letter, context);
    return letter;
}

}  // namespace

TEST_CASE("a sentence with the words becomes a record whose anchor is the sentence") {
    const Document letter =
        applied(DocumentBuilder().paragraph("The bridge is closed. Mend it by 30 June, and paint it."),
                "by [0-9]+ [A-Z][a-z]+");
    REQUIRE(letter.records.size() == 1);
    CHECK(letter.records[0].text("text") == "Mend it by 30 June, and paint it.");
    CHECK(letter.records[0].anchors == std::vector<Anchor>{{{0}, {22, 55}}});
    CHECK(validate(letter).empty());
}

TEST_CASE("a letter without the words stays as it is") {
    const Document letter = DocumentBuilder().paragraph("The bridge is closed.");
    CHECK(differences(letter, applied(letter, "open")) == "");
}
