// Answers that no worker of ours gives.
#include "archive/answer_check.hpp"

#include <unistd.h>

#include <catch2/catch.hpp>
#include <cmath>
#include <functional>

#include "archive/tests/exchange.hpp"
#include "base/codes.hpp"

using namespace sheaf;
using namespace sheaf::testing;

namespace {

bool believed(const std::function<void(Exchange&)>& change) {
    Exchange exchange;
    change(exchange);
    return fault_of_answer(exchange.answer, exchange.job, exchange.plan).empty();
}

}  // namespace

TEST_CASE("An honest answer is believed") {
    CHECK(believed([](Exchange&) {}));
}

TEST_CASE("Names of outputs are the letter's own, in its folder") {
    for (const char* name : {"2024/b.pdf.json", "../2024/a.pdf.json", "2024/a.pdf", "2024/a.pdf/../../x",
                             "/etc/passwd", "2024/a.pdf.json/x", ""})
        CHECK_FALSE(believed([&](Exchange& one) { one.answer.outcome.outputs[0].file = name; }));
    CHECK_FALSE(believed([](Exchange& one) { one.answer.outcome.outputs[0].file += std::string("\0", 1); }));
    CHECK_FALSE(believed([](Exchange& one) {
        one.folder.write("scratch/1", "{}");
        one.answer.outcome.outputs.push_back(one.answer.outcome.outputs[0]);
    }));
}

TEST_CASE("An output is a file of the size that is said, and no link") {
    namespace fs = std::filesystem;
    CHECK_FALSE(believed([](Exchange& one) { one.answer.outcome.outputs[0].size = 3; }));
    CHECK_FALSE(believed([](Exchange& one) { one.answer.outcome.outputs[0].sha256 = "short"; }));
    for (const char* name : {"0", "document"}) {
        CHECK_FALSE(believed([&](Exchange& one) {
            const auto file = one.folder.path() / "scratch" / name;
            fs::remove(file);
            fs::create_symlink(one.folder.write("secret", "{}"), file);
        }));
        CHECK_FALSE(believed([&](Exchange& one) {
            const auto file = one.folder.path() / "scratch" / name;
            fs::remove(file);
            fs::create_hard_link(one.folder.write("secret", "{}"), file);
        }));
    }
}

TEST_CASE("Records are those that the plan's stages declare") {
    const auto with = [](const std::function<void(RecordRow&)>& change) {
        return believed([&](Exchange& one) { change(one.answer.outcome.records[0]); });
    };
    CHECK_FALSE(with([](RecordRow& record) { record.type = "other"; }));
    for (const char* fields : {"", "{}", "[]", R"({"count":1,"text":"x"})", R"({"text":1,"count":1})",
                               R"({"text":"x","count":"1"})", R"({"text":"x","count":1,"more":1})",
                               "{\"text\":\"\xFF\",\"count\":1}"})
        CHECK_FALSE(with([&](RecordRow& record) { record.fields = fields; }));
    CHECK_FALSE(with([](RecordRow& record) { record.stage = "nobody"; }));
    CHECK_FALSE(with([](RecordRow& record) { record.block = "b1\" onclick"; }));
    CHECK_FALSE(with([](RecordRow& record) { record.page = -1; }));
    CHECK_FALSE(with([](RecordRow& record) { record.confidence = std::nan(""); }));
}

TEST_CASE("A status follows from what is reported") {
    CHECK_FALSE(believed([](Exchange& one) { one.answer.outcome.status = LetterStatus::doubtful; }));
    CHECK_FALSE(believed([](Exchange& one) { one.answer.outcome.retry = true; }));
    CHECK_FALSE(believed([](Exchange& one) {
        one.answer.outcome.diagnostics = {diagnose(codes::stage_failed, "x")};
        one.answer.outcome.status = LetterStatus::quarantined;  // and still it has outputs
    }));
    CHECK_FALSE(believed([](Exchange& one) { one.answer.outcome.diagnostics = {{}}; }));  // no code
    CHECK_FALSE(believed([](Exchange& one) { one.answer.number = 8; }));
    CHECK_FALSE(believed([](Exchange& one) { one.answer.outcome.read = false; }));
}

TEST_CASE("Bytes that are no value of an enumeration, a flag or a length are no message") {
    const std::string bytes = Exchange().packed();
    REQUIRE(unpacked<Answer>(bytes));
    const std::size_t status = sizeof(std::uint64_t) + sizeof(std::size_t) + 64;  // number, content
    for (const std::size_t at : {status, status + 1, status + 2})
        for (const char value : {'\x05', '\xFF'}) {
            std::string forged = bytes;
            forged[at] = value;
            CHECK_FALSE(unpacked<Answer>(forged));
        }
    std::string forged = bytes;
    forged[sizeof(std::uint64_t) + 6] = '\x7F';  // the length of the content
    CHECK_FALSE(unpacked<Answer>(forged));
    CHECK_FALSE(unpacked<Answer>(bytes.substr(0, bytes.size() - 1)));
    CHECK_FALSE(unpacked<Answer>(bytes + "x"));
}

TEST_CASE("A frame that says that it is larger than any answer is garbage at once") {
    Frames frames;
    std::string bytes = frame("x");
    bytes[sizeof(std::uint64_t) + 3] = '\x10';  // 256 MiB
    frames.add(bytes);
    CHECK_FALSE(frames.next());
    CHECK(frames.garbage());
}
