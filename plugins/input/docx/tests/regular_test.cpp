// The two readers of XML: what the fast one reads, it reads as libxml2 does, and it leaves the rest to
// libxml2.
#include "regular.hpp"
#include "fixture.hpp"

using namespace fixture;
using namespace sheaf::docx;

namespace {

// All that a reader tells of a part.
std::string told(XmlReader xml) {
    std::uint64_t letters = 0;
    xml.count_text(&letters);
    std::string all;
    try {
        for (Event event = xml.next(); event != Event::finished; event = xml.next()) {
            const auto number = [&](auto value) { all += std::to_string(static_cast<int>(value)) + " "; };
            number(event);
            number(xml.depth());
            number(xml.preserves_space());
            if (event == Event::text) {
                all += xml.text();
            } else {
                number(xml.ns());
                number(xml.tag());
            }
            for (const Tag tag : {Tag::val, Tag::id, Tag::space, Tag::name})
                for (const Ns ns : {Ns::none, Ns::w, Ns::r, Ns::xml, Ns::other})
                    if (const auto value = xml.attribute(ns, tag)) {
                        number(ns);
                        number(tag);
                        all += *value;
                    }
            all += "\n";
        }
    } catch (const sheaf::StageError& error) {
        all += error.diagnostic().code;
    }
    return all + std::to_string(letters) + " " + std::to_string(xml.line()) + " " + xml.trouble();
}

std::string by_libxml2(const std::string& part) {
    NodeBudget budget{1000};
    return told(XmlReader(memory_source(part), "part", {}, budget));
}
std::string by_both(const std::string& part) {
    NodeBudget budget{1000};
    return told(XmlReader(part, "part", {}, budget));
}
bool regular(const std::string& part, std::uint64_t depth = 256, std::uint64_t nodes = 1000) {
    NodeBudget budget{nodes};
    Events events;
    return read_regular(part, depth, budget, events);
}

const std::string example =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\r\n"
    "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"\n"
    " xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships' xmlns=\"urn:x\">\n"
    "<w:p w:val=\"a&amp;b&#x41;\" r:id='\"' id=\"\" w:id=\"caf\xC3\xA9\"><w:t xml:space=\"preserve\"> one]] "
    "&lt;two&gt;\r\n"
    "&#233;\xE2\x80\x93 </w:t ><w:tab/><p xmlns=\"urn:y\" name=\"n\"/>\r</w:p>  <b.2-c />\n</w:document>\n";

}  // namespace

TEST_CASE("a regular part is read as libxml2 reads it") {
    CHECK(regular(example));
    CHECK(by_both(example) == by_libxml2(example));
    CHECK(regular("\xEF\xBB\xBF<a/>"));
    CHECK(by_both("\xEF\xBB\xBF<a/>") == by_libxml2("\xEF\xBB\xBF<a/>"));
}

TEST_CASE("what is not regular is left to libxml2") {
    for (const char* part : {"",
                             " ",
                             "<a>",
                             "</a>",
                             "<a></b>",
                             "<a/><b/>",
                             "<a/>text",
                             "<a><!-- c --></a>",
                             "<a><![CDATA[x]]></a>",
                             "<!DOCTYPE a><a/>",
                             "<?pi?><a/>",
                             "<a b='1' b='2'/>",
                             "<a b='<'/>",
                             "<a>&b;</a>",
                             "<a>&#0;</a>",
                             "<a>]]></a>",
                             "<a b=1/>",
                             "<a b='1'c='2'/>",
                             "<x:a/>",
                             "<a x:b='1'/>",
                             "<a xmlns:x=''/>",
                             "<a xmlns=''/>",
                             "<a>\xFF</a>",
                             "<a>\xEF\xBF\xBF</a>",
                             "<a>\x01</a>",
                             "<\xC3\xA9/>",
                             "<a b='\n'/>",
                             "<a xmlns:x='urn:x' xmlns:x='urn:y'/>",
                             "<a xmlns:x='urn:x' x:b='1' x:b='2'/>",
                             "<a c='' b='1' d='' b='2'/>",
                             "<a xmlns:x='urn:x' xmlns:y='urn:x' x:b='1' y:b='2'/>",
                             "<?xml version='1.1'?><a/>",
                             "<?xml version='1.0' encoding='ISO-8859-1'?><a/>",
                             " <?xml version='1.0'?><a/>"})
        CHECK_FALSE(regular(part));
    CHECK(by_both("") == by_libxml2(""));
    CHECK_FALSE(regular(std::string("<a>\0</a>", 8)));
    CHECK_FALSE(regular("<a><a><a/></a></a>", 2));
    CHECK(regular("<a><a><a/></a></a>", 3));
    CHECK_FALSE(regular("<a><a>x</a></a>", 3, 2));
    CHECK(regular("<a><a>x</a></a>", 3, 3));
}

TEST_CASE("a glance tells that a part holds no text") {
    const auto no_text = [](const std::string& part, std::uint64_t depth = 256, std::uint64_t nodes = 1000) {
        NodeBudget budget{nodes};
        return holds_no_text(part, depth, budget);
    };
    CHECK_FALSE(no_text(example));
    CHECK(no_text("<?xml version=\"1.0\"?><w:a><w:tab b='t'/>t<w:b> </w:b></w:a>"));
    for (const char* part :
         {"<t/>", "<a><w:t>", "<w:delText>x</w:delText>", "<w:instrText >", "<!DOCTYPE a><a/>",
          "<a><!-- c --></a>", "<?xml version='1.0' encoding='UTF-16'?><a/>", "<a", "<a <t>x</t></a>"})
        CHECK_FALSE(no_text(part));
    CHECK(no_text("<a><b/><b><c/></b></a>", 3));
    CHECK_FALSE(no_text("<a><b/><b><c/></b></a>", 2));
    NodeBudget budget{5};
    CHECK(holds_no_text("<a>x<b/> </a>", 256, budget));
    CHECK(budget.left == 1);
    CHECK_FALSE(holds_no_text("<a>x</a>", 256, budget));
    CHECK(budget.left == 1);
}

TEST_CASE("one wrong byte anywhere makes no difference between the readers") {
    using namespace std::string_literals;
    const std::string bytes = "<>&\"'/= a:;#]x\r\n\t\x01\x80\xC3-!?\0"s;
    for (std::size_t at = 0; at < example.size(); ++at) {
        std::vector<std::string> edited = {example.substr(0, at), std::string(example).erase(at, 1)};
        for (const char byte : bytes) {
            edited.push_back(std::string(example).insert(at, 1, byte));
            edited.push_back(std::string(example).replace(at, 1, 1, byte));
        }
        for (const std::string& part : edited) {
            if (!regular(part)) continue;
            CAPTURE(part);
            REQUIRE(by_both(part) == by_libxml2(part));
        }
    }
}
