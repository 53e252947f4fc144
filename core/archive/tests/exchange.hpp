// A worker's job and the honest answer to it.
#pragma once

#include <string>

#include "archive/message.hpp"
#include "base/sha256.hpp"
#include "pipeline/plan.hpp"
#include "pipeline/tests/temporary_folder.hpp"

namespace sheaf::testing {

inline constexpr FieldSpec counted_fields[] = {{"text", FieldType::text, "what"},
                                               {"count", FieldType::integer, "how many"}};
inline constexpr RecordSpec counted_types[] = {{"demand", "what must be done", counted_fields}};
inline constexpr StageSpec counting_stages[] = {
    {.kind = StageKind::input, .name = "lines"},
    {.kind = StageKind::transform, .name = "demands", .provides = counted_types}};

/// The letter has one output of two bytes, a record and a document.
struct Exchange {
    TemporaryFolder folder;
    Plan plan;
    Job job;
    Answer answer;

    Exchange() {
        plan.inputs.emplace_back().stage.spec = &counting_stages[0];
        plan.transforms.emplace_back().stage.spec = &counting_stages[1];
        plan.record_types = {counted_types[0]};
        folder.write("scratch/0", "{}");
        folder.write("scratch/document", "d");
        job.number = answer.number = 7;
        job.output_name = "2024/a.pdf";
        job.scratch = (folder.path() / "scratch").string();
        answer.has_document = true;
        LetterOutcome& outcome = answer.outcome;
        outcome.status = LetterStatus::converted;
        outcome.key.content = job.content = std::string(64, 'a');
        outcome.outputs = {{"2024/a.pdf.json", sha256_hex("{}"), 2}};
        outcome.records = {{"demand", "1", 1, "b2", 0.5, "demands", "", R"({"text":"x","count":null})"}};
        outcome.times = {{"lines", 0.1}};
    }
    std::string packed() const {
        Packer packer;
        packer(answer);
        return packer.take();
    }
};

}  // namespace sheaf::testing
