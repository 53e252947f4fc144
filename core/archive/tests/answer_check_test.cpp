// Answers that no worker of ours gives.
#include "archive/answer_check.hpp"

#include <unistd.h>

#include <catch2/catch.hpp>
#include <cmath>
#include <functional>
#include <limits>

#include "archive/tests/exchange.hpp"
#include "base/codes.hpp"
#include "run/convert.hpp"

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

TEST_CASE("Names of outputs are text that steers no terminal, and no longer than a file's name can be") {
    for (const std::string end : {".txt\xFF", ".\x1B[31mtxt", ".\n.txt", ".\xE2\x80\xAEtxt"})
        CHECK_FALSE(
            believed([&](Exchange& one) { one.answer.outcome.outputs[0].file = "2024/a.pdf" + end; }));
    const auto of_length = [](std::size_t length) {
        return believed([&](Exchange& one) {
            one.answer.outcome.outputs[0].file = "2024/a.pdf" + std::string(length - 5, 'x');
        });
    };
    CHECK(of_length(255));
    CHECK_FALSE(of_length(256));
    CHECK_FALSE(of_length(5000));
}

TEST_CASE("An answer is about the letter that was given") {
    const std::string other(64, 'b');
    CHECK_FALSE(believed([&](Exchange& one) { one.answer.outcome.key.content = other; }));
    CHECK_FALSE(believed([&](Exchange& one) { one.answer.outcome.key.content.clear(); }));
    CHECK_FALSE(believed([&](Exchange& one) {
        one.job.has_document = true;
        one.answer.outcome.read = false;  // then there is none to be stored
    }));
    const auto as_one_that_changed = [&](Exchange& one) {
        LetterOutcome& outcome = one.answer.outcome;
        outcome.key.content = other;
        outcome.diagnostics = {letter_changed()};
        outcome.status = LetterStatus::failed;
        outcome.outputs.clear();
        outcome.records.clear();
        one.answer.has_document = false;
    };
    CHECK(believed(as_one_that_changed));
    CHECK_FALSE(believed([&](Exchange& one) {
        as_one_that_changed(one);
        one.answer.has_document = true;
    }));
}

TEST_CASE("Where only the hash is asked for, there is one") {
    const auto hashed_as = [](const std::string& content) {
        return believed([&](Exchange& one) {
            one.job.only_hash = true;
            one.job.content.clear();
            LetterOutcome& outcome = one.answer.outcome;
            outcome.key.content = content;
            outcome.outputs.clear();
            outcome.records.clear();
            one.answer.has_document = false;
        });
    };
    CHECK(hashed_as(std::string(64, 'b')));
    CHECK_FALSE(hashed_as(""));
}

TEST_CASE("An output is a file of the size and the hash that are said, and no link") {
    namespace fs = std::filesystem;
    CHECK_FALSE(believed([](Exchange& one) { one.answer.outcome.outputs[0].sha256 = sha256_hex("[]"); }));
    CHECK_FALSE(believed([](Exchange& one) {
        // The folder itself leads elsewhere.
        const fs::path other = one.folder.path() / "other";
        fs::rename(one.job.scratch, other);
        fs::create_directory_symlink(other, one.job.scratch);
    }));
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

TEST_CASE("What is counted and measured is what a letter can have") {
    using Change = std::function<void(LetterOutcome&)>;
    const auto with = [](const Change& change) {
        return believed([&](Exchange& one) { change(one.answer.outcome); });
    };
    const auto diagnostics = [&](std::size_t count) {
        return with(
            [&](LetterOutcome& one) { one.diagnostics.assign(count, diagnose(codes::passed_over, "x")); });
    };
    CHECK(diagnostics(1000));
    CHECK_FALSE(diagnostics(500'000));
    const auto records = [&](std::size_t count) {
        return with([&](LetterOutcome& one) { one.records.assign(count, RecordRow(one.records[0])); });
    };
    CHECK(records(5000));
    CHECK_FALSE(records(450'000));
    CHECK_FALSE(believed([](Exchange& one) { one.answer.words.resize(2'000'000); }));
    CHECK_FALSE(believed([](Exchange& one) { one.answer.memory = ~0ULL; }));
    const Change changes[] = {
        [](LetterOutcome& one) { one.times.push_back(one.times[0]); },
        [](LetterOutcome& one) { one.times[0].seconds = 1e300; },
        [](LetterOutcome& one) { one.times[0].seconds = std::nan(""); },
        [](LetterOutcome& one) { one.seconds = 1e300; },
        [](LetterOutcome& one) { one.pages = ~std::size_t{0} >> 1U; },
        [](LetterOutcome& one) { one.sections = ~std::size_t{0} >> 1U; },
        [](LetterOutcome& one) { one.peak_memory = ~0ULL; },
        [](LetterOutcome& one) { one.records[0].confidence = 1.5; },
        [](LetterOutcome& one) { one.records[0].page = std::numeric_limits<int>::max(); },
    };
    for (const Change& change : changes) CHECK_FALSE(with(change));
}

TEST_CASE("A diagnostic points to a place that there can be") {
    const auto at = [](const std::function<void(Place&)>& change) {
        return believed([&](Exchange& one) {
            Diagnostic& note = one.answer.outcome.diagnostics.emplace_back(diagnose(codes::passed_over, "x"));
            note.place = {"", 1, 1, 1, Box{1, 2, 3, 4}, ""};
            change(note.place);
        });
    };
    CHECK(at([](Place&) {}));
    CHECK_FALSE(at([](Place& place) { place.line = -5; }));
    CHECK_FALSE(at([](Place& place) { place.column = -7; }));
    CHECK_FALSE(at([](Place& place) { place.page = -1; }));
    CHECK_FALSE(at([](Place& place) { place.box->left = std::nan(""); }));
    CHECK_FALSE(at([](Place& place) { place.box->bottom = 1e300; }));
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

TEST_CASE("A worker has had its last letter when something was put right in it, or its input doubted it") {
    const Exchange exchange;
    const auto worn_by = [&](const char* stage, Severity severity) {
        Diagnostic said{severity, "test-code", "said", stage, {}, {}};
        return tells_of_damage({{Severity::note, "test-code", "said", "lines", {}, {}}, std::move(said)},
                               exchange.plan);
    };
    CHECK(worn_by("lines", Severity::repaired));
    CHECK(worn_by("lines", Severity::doubtful));
    CHECK(worn_by("lines", Severity::error));
    CHECK(worn_by("demands", Severity::repaired));
    CHECK_FALSE(worn_by("lines", Severity::note));
    CHECK_FALSE(worn_by("demands", Severity::doubtful));  // a rule that is not sure tells of no damage
}
