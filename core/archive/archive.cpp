#include "archive/archive.hpp"

#include <deque>
#include <optional>

#include "archive/archive_cursor.hpp"
#include "archive/archive_files.hpp"
#include "archive/archive_tables.hpp"
#include "archive/gather.hpp"
#include "archive/register.hpp"
#include "base/codes.hpp"
#include "base/sha256.hpp"
#include "pipeline/file_text.hpp"
#include "run/stages.hpp"
#include "sheaf/archive.hpp"

namespace sheaf {

namespace {

namespace fs = std::filesystem;

/// Rises when the files change though no letter did.
constexpr int archive_version = 3;

/// What one output may ask of the host.
class OutputContext : public ArchiveContext {
  public:
    OutputContext(std::string stage, const ArchiveTables& tables, ArchiveFiles& files,
                  const ArchiveReport& report)
        : stage_(std::move(stage)), tables_(tables), files_(files), report_(report) {}

    std::span<const RecordSpec> tables() const override { return tables_.specs(); }
    std::string file(std::string_view name) override { return files_.add(name); }
    std::vector<std::string> files() const override { return files_.names(); }
    void report(Severity severity, std::string_view code, std::string message, std::string hint) override {
        report_({severity, std::string(code), std::move(message), stage_, {}, std::move(hint)});
    }

  private:
    const std::string stage_;
    const ArchiveTables& tables_;
    ArchiveFiles& files_;
    const ArchiveReport& report_;
};

[[noreturn]] void fail(const Diagnostic& problem) {
    throw StageError(problem.code, problem.message, problem.hint, problem.place);
}

/// What an output throws ends the run; nothing else leaves the call.
void call(std::string_view stage, const std::function<void()>& work) {
    const auto problem = guarded(stage, work);
    if (!problem) return;
    throw StageError(problem->code,
                     "the output `" + std::string(stage) + "` cannot write the archive: " + problem->message,
                     problem->hint, problem->place);
}

/// An output that writes archives.
struct WorkingOutput {
    LiveStage<Output> stage;
    ArchiveOutput* output = nullptr;  ///< owned by `stage`; null: it writes letters only
    std::unique_ptr<OutputContext> context;
    std::unique_ptr<ArchiveWriter> writer;
};

/// The plan's outputs, as far as they write archives.
class WorkingOutputs {
  public:
    explicit WorkingOutputs(const Plan& plan) {
        for (const PlannedStage& planned : plan.outputs) {
            WorkingOutput& one = outputs_.emplace_back();
            one.stage.plan = &planned;
            one.stage.knows_family = true;
            std::vector<Diagnostic> problems;
            Output* const output = stage_for(one.stage, plan, {}, problems);
            if (!output) fail(problems.front());
            one.output = dynamic_cast<ArchiveOutput*>(output);
        }
        std::erase_if(outputs_, [](const WorkingOutput& one) { return !one.output; });
    }
    /// The files that they read.
    std::vector<std::string> reads() {
        std::vector<std::string> all;
        for (WorkingOutput& one : outputs_)
            call(one.stage.name(), [&] {
                for (std::string& file : one.output->reads()) all.push_back(std::move(file));
            });
        return all;
    }
    void begin(const ArchiveTables& tables, ArchiveFiles& files, const ArchiveReport& report) {
        for (WorkingOutput& one : outputs_) {
            one.context =
                std::make_unique<OutputContext>(std::string(one.stage.name()), tables, files, report);
            call(one.stage.name(), [&] { one.writer = one.output->begin(*one.context); });
        }
    }
    void add(ArchiveLetter& letter) {
        for (WorkingOutput& one : outputs_)
            if (one.writer) call(one.stage.name(), [&] { one.writer->add(letter); });
    }
    void finish() {
        for (WorkingOutput& one : outputs_)
            if (one.writer) call(one.stage.name(), [&] { one.writer->finish(); });
    }

    void end() {
        for (WorkingOutput& one : outputs_) {
            one.writer.reset();
            one.context.reset();
        }
    }

  private:
    std::vector<WorkingOutput> outputs_;
};

/// Lets no writer outlive what it refers to.
class WritersEnd {
  public:
    explicit WritersEnd(WorkingOutputs& outputs) : outputs_(outputs) {}
    ~WritersEnd() { outputs_.end(); }
    WritersEnd(const WritersEnd&) = delete;
    WritersEnd& operator=(const WritersEnd&) = delete;

  private:
    WorkingOutputs& outputs_;
};

/// The text of the register that the plan names; empty when it names none.
std::string register_of(const Plan& plan) {
    if (!plan.batch.has("register")) return {};
    std::vector<Diagnostic> problems;
    auto text = read_file(plan.batch.text("register"), problems);
    if (!text) fail(problems.front());
    return std::move(*text);
}

std::vector<Journal*> journals_of(const std::vector<ArchiveSource>& sources) {
    std::vector<Journal*> journals;
    journals.reserve(sources.size());
    for (const ArchiveSource& source : sources) journals.push_back(source.journal);
    return journals;
}

/// An archive under way: the letters of several journals, in order of their names, to all outputs.
class Progress {
  public:
    Progress(const Plan& plan, WorkingOutputs& outputs, const std::vector<ArchiveSource>& sources,
             const fs::path& out, const fs::path& scratch, const ArchiveReport& report)
        : tables_(journals_of(sources), plan.record_types),
          register_(plan.batch.has("register") ? Register(register_of(plan), plan.batch.text("register"))
                                               : Register()),
          files_(out, scratch),
          outputs_(outputs),
          end_(outputs) {
        for (const ArchiveSource& source : sources) cursors_.emplace_back(source, tables_, register_);
        outputs_.begin(tables_, files_, report);
    }

    /// The letters that come before this output name in their journals; one that several have is taken once.
    void advance(const std::string& name) {
        for (ArchiveCursor& cursor : cursors_) cursor.go_on(name);
        while (ArchiveCursor* const first = first_cursor()) {
            ++letters_;
            first->load();
            outputs_.add(*first);
            pass(*first);
        }
    }
    std::vector<FileHash> finish() {
        advance(behind_all_names);
        outputs_.finish();
        return files_.commit();
    }
    std::size_t letters() const { return letters_; }

  private:
    /// The one whose letter comes first; null when all are at their ends.
    ArchiveCursor* first_cursor() {
        ArchiveCursor* first = nullptr;
        for (ArchiveCursor& cursor : cursors_)
            if (!cursor.at_end() && (!first || cursor.name() < first->name())) first = &cursor;
        return first;
    }
    /// Leaves the letter behind, in every journal that has it.
    void pass(const ArchiveCursor& letter) {
        // Copies: the letter's own cursor moves on.
        const std::string name{std::string_view(letter.name())}, content{std::string_view(letter.content())};
        for (ArchiveCursor& cursor : cursors_) {
            if (cursor.at_end() || cursor.name() != name) continue;
            if (cursor.content() != content)
                throw StageError(codes::merge_conflict.code,
                                 "two of the folders have a letter `" + name + "`, with different content",
                                 "--prefix puts the folders' names in front of the letters'");
            cursor.next();
        }
    }

    const ArchiveTables tables_;
    const Register register_;
    std::deque<ArchiveCursor> cursors_;
    ArchiveFiles files_;
    WorkingOutputs& outputs_;
    const WritersEnd end_;
    std::size_t letters_ = 0;
};

}  // namespace

struct ArchiveWriting::Parts {
    const Plan& plan;
    const fs::path out;
    const ArchiveReport report;
    WorkingOutputs outputs{plan};
    std::string files_read;  ///< a hash of the files that are read
    std::optional<Progress> progress;

    std::vector<std::string> reads() {
        std::vector<std::string> files = outputs.reads();
        if (plan.batch.has("register")) files.push_back(plan.batch.text("register"));
        return files;
    }
    /// Before they are read: what is written meanwhile makes the next run write the archive again.
    void look_at_files() {
        Sha256 hash;
        for (const std::string& file : reads()) {
            std::vector<Diagnostic> missing;  // which whoever reads it reports
            hash.add(file + sha256_hex(read_file(file, missing).value_or("")));
        }
        files_read = hash.hex();
    }
    void begin(Journal& journal) {
        if (progress) return;
        if (files_read.empty()) look_at_files();
        progress.emplace(plan, outputs, std::vector<ArchiveSource>{{&journal, out, "", ""}}, out,
                         fs::path(private_folder) / "work", report);
    }
};

ArchiveWriting::ArchiveWriting(const Plan& plan, fs::path out, ArchiveReport report)
    : parts_(new Parts{plan, std::move(out), std::move(report)}) {}

ArchiveWriting::~ArchiveWriting() = default;

std::vector<std::string> ArchiveWriting::reads() {
    return parts_->reads();
}

void ArchiveWriting::advance(Journal& journal, const std::string& name) {
    parts_->begin(journal);
    parts_->progress->advance(name);
}

std::string ArchiveWriting::finish(Journal& journal, std::string_view outputs,
                                   std::vector<FileHash>& written) {
    if (parts_->files_read.empty()) parts_->look_at_files();
    std::string state = std::to_string(archive_version) + " " + std::to_string(journal.generation()) + " " +
                        std::string(outputs) + " " + parts_->files_read;
    if (journal.remembered(archive_state) != state || !ArchiveFiles::complete(parts_->out)) {
        parts_->begin(journal);
        written = parts_->progress->finish();
    }
    parts_->progress.reset();
    return state;
}

std::size_t merge_archives(const Plan& plan, const std::vector<ArchivePart>& parts, const fs::path& out,
                           const ArchiveReport& report, bool gathering) {
    std::error_code error;
    if (fs::exists(Journal::file_in(out), error))
        throw StageError(
            codes::output_unwritable.code,
            "`" + out.string() +
                "` is the output folder of a batch, whose next run would write its own archive there",
            "choose another folder");
    std::deque<Journal> journals;
    std::vector<ArchiveSource> sources;
    for (const ArchivePart& part : parts) {
        Journal& journal = journals.emplace_back(Journal::of(part.folder));
        journal.check();
        const std::string link =
            fs::weakly_canonical(part.folder).lexically_relative(fs::weakly_canonical(out)).string();
        sources.push_back({&journal, part.folder, part.prefix, gathering ? "" : link + "/"});
    }
    WorkingOutputs outputs(plan);
    if (gathering) gather(sources, out);
    Progress progress(plan, outputs, sources, out, {}, report);
    progress.finish();
    return progress.letters();
}

}  // namespace sheaf
