// What a batch and its workers say to each other: every byte of a worker is taken for hostile.
#include "archive/message.hpp"

#include <catch2/catch.hpp>

using namespace sheaf;

namespace {

Answer answer() {
    Answer made;
    made.number = 7;
    made.outcome.status = LetterStatus::doubtful;
    made.outcome.profile = "harbour";
    made.outcome.diagnostics = {{Severity::note, "test-code", "said", "stage", {.page = 2}, "look"}};
    made.outcome.outputs = {{"0", "aa", 5}};
    made.memory = 1 << 20;
    return made;
}

}  // namespace

TEST_CASE("An answer comes back from its frame as it was, however its bytes arrive") {
    const std::string sent = framed(answer());
    Frames frames;
    for (const char byte : sent) {
        CHECK_FALSE(frames.next());
        frames.add({&byte, 1});
    }
    const auto bytes = frames.next();
    REQUIRE(bytes);
    const auto found = unpacked<Answer>(*bytes);
    REQUIRE(found);
    CHECK(found->number == 7);
    CHECK(found->outcome.status == LetterStatus::doubtful);
    CHECK(found->outcome.profile == "harbour");
    CHECK(found->outcome.diagnostics == answer().outcome.diagnostics);
    CHECK(found->outcome.outputs.at(0).size == 5);
    CHECK(found->memory == 1 << 20);
    CHECK_FALSE(frames.next());
    CHECK_FALSE(frames.garbage());
}

TEST_CASE("Two frames that arrive together are taken one after the other") {
    Frames frames;
    frames.add(frame("one") + frame(""));
    CHECK(frames.next() == "one");
    CHECK(frames.next() == "");
    CHECK_FALSE(frames.next());
}

TEST_CASE("What is no frame is garbage from its first byte on, and stays so") {
    Frames text, changed;
    text.add("h");
    CHECK_FALSE(text.next());
    CHECK(text.garbage());
    text.add(frame("one"));
    CHECK_FALSE(text.next());
    std::string bytes = frame("one");
    bytes.back() ^= 1;
    changed.add(bytes);
    CHECK_FALSE(changed.next());
    CHECK(changed.garbage());
}

TEST_CASE("An answer with bytes missing or left over is none") {
    Packer packer;
    packer(answer());
    const std::string bytes = packer.take();
    CHECK(unpacked<Answer>(bytes));
    CHECK_FALSE(unpacked<Answer>(bytes + "x"));
    for (std::size_t size = 0; size < bytes.size(); ++size)
        CHECK_FALSE(unpacked<Answer>(std::string_view(bytes).substr(0, size)));
}
