#include <catch2/catch.hpp>
#include <sheaf/testing.hpp>

using namespace sheaf;
using namespace sheaf::testing;

extern "C" const PluginDescriptor sheaf_plugin;  // the plugin's, in plugin.cpp

namespace {

std::string written(const Document& letter) {
    const Options given = options({{"records", std::string("recommendation")}});
    const std::unique_ptr<Output> output(sheaf_plugin.stages[0].create_output({given, {}}));
    TestContext context;
    TestSink sink;
    output->write(letter, sink, context);
    REQUIRE(sink.files.size() == 1);
    return sink.files.begin()->second;
}

}  // namespace

TEST_CASE("each record is a line with its label and its page") {
    Document letter = DocumentBuilder().paragraph("The parish should repair the bridge.", "1.1");
    Record record;
    record.type = "recommendation";
    record.fields = {{"text", letter.blocks[0].text, {}}, {"label", std::string("1.1"), {}}};
    record.anchors = {{{0}, {0, 34}}};
    letter.records = {record};
    CHECK(written(letter) == "# test\n\n- [ ] 1.1 The parish should repair the bridge. (page 1)\n");
}

TEST_CASE("a letter without records gives an empty list") {
    CHECK(written(DocumentBuilder().paragraph("All is well.")) == "# test\n\n");
}
