// Any bytes are messages of a worker: frames, or garbage; answers that are believed, or not.
#include <cstdint>
#include <fstream>
#include <string_view>

#include "archive/answer_check.hpp"
#include "archive/message.hpp"
#include "seeds.hpp"

namespace {

/// What the batch does with an answer.
void take(std::string_view payload) {
    static const sheaf::Plan plan;
    static const sheaf::Job job{1, "/letters/a.pdf", "a.pdf", "a.pdf", "/nonexistent"};
    if (const auto answer = sheaf::unpacked<sheaf::Answer>(payload))
        sheaf::fault_of_answer(*answer, job, plan);
    sheaf::unpacked<std::vector<sheaf::Diagnostic>>(payload);
    sheaf::unpacked<sheaf::Job>(payload);
}

}  // namespace

extern "C" void sheaf_write_seeds(const std::filesystem::path& folder) {
    sheaf::Answer answer;
    answer.number = 1;
    answer.outcome.key.content = std::string(64, 'a');
    answer.outcome.status = sheaf::LetterStatus::doubtful;
    answer.outcome.times = {{"pdf", 0.5}, {"sections", 0.25}};
    answer.outcome.diagnostics.resize(2);
    answer.outcome.diagnostics[0].severity = sheaf::Severity::doubtful;
    answer.outcome.diagnostics[0].code = "pdf-damaged";
    answer.outcome.diagnostics[0].place.box = sheaf::Box{1, 2, 3, 4};
    answer.outcome.outputs = {{"a.pdf.json", std::string(64, 'b'), 2}};
    answer.outcome.records.resize(1);
    answer.outcome.records[0].fields = R"({"text":"You must."})";
    sheaf::Packer packer;
    packer(answer);
    const std::string payload = packer.take();
    std::ofstream(folder / "answer", std::ios::binary) << payload;
    std::ofstream(folder / "frames", std::ios::binary)
        << sheaf::frame(payload) << sheaf::framed(answer.outcome.diagnostics);
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
