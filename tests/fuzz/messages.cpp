// Any bytes are messages of a worker: frames, or garbage; answers that are believed, or not.
#include <cstdint>
#include <fstream>
#include <string_view>

#include "archive/answer_check.hpp"
#include "archive/tests/exchange.hpp"
#include "seeds.hpp"

namespace {

std::size_t believed = 0;

/// What the batch does with an answer.
void take(std::string_view payload) {
    static const sheaf::testing::Exchange exchange;
    if (const auto answer = sheaf::unpacked<sheaf::Answer>(payload))
        believed += sheaf::fault_of_answer(*answer, exchange.job, exchange.plan).empty();
    sheaf::unpacked<std::vector<sheaf::Diagnostic>>(payload);
    sheaf::unpacked<sheaf::Job>(payload);
}

}  // namespace

extern "C" void sheaf_write_seeds(const std::filesystem::path& folder) {
    sheaf::testing::Exchange exchange;
    std::ofstream(folder / "answer", std::ios::binary) << exchange.packed();
    sheaf::LetterOutcome& outcome = exchange.answer.outcome;
    outcome.status = sheaf::LetterStatus::doubtful;
    outcome.diagnostics.resize(2);
    for (sheaf::Diagnostic& one : outcome.diagnostics)
        one.severity = sheaf::Severity::doubtful, one.code = "lines-damaged";
    outcome.diagnostics[0].place.box = sheaf::Box{1, 2, 3, 4};
    std::ofstream(folder / "frames", std::ios::binary)
        << sheaf::frame(exchange.packed()) << sheaf::framed(outcome.diagnostics);
}

extern "C" std::size_t sheaf_count_read() {
    return believed;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    // Checksums are no puzzle to be solved: what is in a frame is tried without one, too.
    take(bytes);
    sheaf::Frames frames;
    for (std::size_t at = 0; at < size; at += 100) {
        frames.add(bytes.substr(at, 100));
        while (const auto payload = frames.next()) take(*payload);
    }
    return 0;
}
