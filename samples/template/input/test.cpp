#include <catch2/catch.hpp>
#include <sheaf/testing.hpp>

using namespace sheaf;
using namespace sheaf::testing;

extern "C" const PluginDescriptor sheaf_plugin;  // the plugin's, in plugin.cpp

namespace {

Document read(std::string_view bytes) {
    const Options none;
    const std::unique_ptr<Input> input(sheaf_plugin.stages[0].create_input({none, {}}));
    TestContext context;
    return input->read(bytes, context);
}

}  // namespace

TEST_CASE("the subject becomes a heading, and what is between empty lines a paragraph") {
    Document expected = DocumentBuilder()
                            .without_pages()
                            .proposed_heading(1, "A bridge")
                            .paragraph("The bridge is closed.")
                            .paragraph("Mend it.")
                            .build();
    expected.source = {};
    expected.source.media_type = "text/plain";
    expected.ledger.refused["markup"] = 8;
    expected.ledger.read += 8;
    CHECK(differences(expected, read("Subject: A bridge\n\nThe bridge\nis closed.\r\n\r\nMend it.\n")) == "");
}

TEST_CASE("a letter that is not in UTF-8 is refused") {
    CHECK_THROWS_AS(read("Subject: \xff"), StageError);
}
