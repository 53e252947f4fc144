// sheaf decisions: what people decided, for others.
#include "archive/sqlite.hpp"
#include "base/atomic_file.hpp"
#include "base/codes.hpp"
#include "cli/journal_command.hpp"
#include "decisions/merge.hpp"
#include "review/archive_view.hpp"
#include "review/gold.hpp"

namespace sheaf {

namespace {

namespace fs = std::filesystem;

std::string said(const Decision& one) {
    return one.by + " " + std::string(name(one.verdict)) +
           (one.value.empty() ? "" : " to \"" + one.value + "\"");
}

/// Writes the gold of every letter that has some; how many have.
std::size_t write_gold(const Plan& plan, const std::string& archive, const fs::path& out) {
    const review::ArchiveView view(archive);
    const review::Desk desk(plan.decisions, plan, {});
    std::size_t written = 0;
    for (const review::ArchivedLetter& letter : view.letters()) {
        const std::string& name = letter.known.output_name;
        if (desk.version(letter.known.key.content, name).empty()) continue;
        auto document = view.document(letter);
        if (!document) continue;
        const auto gold = review::gold_of(desk.check(std::move(*document), name), name);
        if (!gold) continue;
        AtomicFile file(out / (name + ".gold.json"));
        file.write(*gold);
        file.commit();
        ++written;
    }
    return written;
}

}  // namespace

Exit export_decisions(const CommonOptions& common, const DecisionsOptions& options) {
    Console console(common.console());
    return with_journal(console, options.archive, [&] {
        const auto pipeline = open_pipeline(common, review::pipeline_of(options.archive, options.pipeline),
                                            {}, ProfileTables::when_asked, console);
        if (!pipeline) return Exit::nothing_ran;
        const std::size_t written = write_gold(pipeline->plan, options.archive, options.out);
        console.line("gold of " + plural(written, "letter") + " is in " + options.out);
        return Exit::success;
    });
}

Exit merge_decision_folders(const CommonOptions& common, const DecisionsOptions& options) {
    Console console(common.console());
    return guarded(console, [&] {
        const MergedDecisions merged =
            merge_decisions({options.folders.begin(), options.folders.end()}, options.out);
        for (const DecisionConflict& one : merged.conflicts)
            console.print(one.letter,
                          diagnose(codes::merge_conflict,
                                   one.first.type + " " + one.first.record + " " + one.first.field + ": " +
                                       said(one.first) + ", and " + said(one.second) + ": neither was taken",
                                   {}, "decide again in `sheaf review`"));
        console.line(plural(merged.decisions, "decision") + " about " + plural(merged.letters, "letter") +
                     (merged.conflicts.empty() ? "" : ", " + plural(merged.conflicts.size(), "conflict")));
        return merged.conflicts.empty() ? Exit::success : Exit::some_failed;
    });
}

}  // namespace sheaf
