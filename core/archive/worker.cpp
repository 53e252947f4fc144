#include "archive/worker.hpp"

#include <fcntl.h>
#include <sys/wait.h>
#include <ucontext.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>

#include "archive/answer_check.hpp"
#include "archive/documents.hpp"
#include "archive/passed_files.hpp"
#include "archive/process_memory.hpp"
#include "base/clock.hpp"
#include "base/codes.hpp"
#include "base/files.hpp"
#include "base/owned_file.hpp"
#include "base/process.hpp"
#include "base/wording.hpp"
#include "decisions/apply.hpp"
#include "pipeline/exec_stage.hpp"
#include "pipeline/file_text.hpp"
#include "run/output_files.hpp"
#include "sheaf/json.hpp"

namespace sheaf {

namespace {

namespace fs = std::filesystem;

/// Notes which stage is called and how long it takes, and finds processes that it leaves behind.
class Watch : public StageWatch {
  public:
    Watch(const Plan& plan, LastWords& words) : plan_(plan), words_(words), process_(::getpid()) {}

    void begins(const StageSpec& stage) override {
        words_.stage = position_of(plan_, stage);
        stage_ = stage.name;
        start_ = Clock::now();
    }
    std::optional<Diagnostic> ended() override {
        // A stage that forks comes back twice; the copy must not answer for the worker.
        if (::getpid() != process_) ::_exit(0);
        words_.stage = LastWords::host;
        const double seconds = seconds_since(start_);
        const auto known = std::find_if(times_.begin(), times_.end(),
                                        [&](const StageTime& time) { return time.stage == stage_; });
        if (known == times_.end())
            times_.push_back({stage_, seconds});
        else
            known->seconds += seconds;
        if (!left_a_process()) return std::nullopt;
        return diagnose(codes::stage_process, "the stage left a process of its own behind", {},
                        "a stage waits for every process that it starts; this is a defect of the plugin");
    }
    std::vector<StageTime> take_times() { return std::move(times_); }

  private:
    static bool left_a_process() {
        siginfo_t info{};
        return ::waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) == 0;
    }

    const Plan& plan_;
    LastWords& words_;
    const pid_t process_;
    const char* stage_ = "";
    Clock::time_point start_;
    std::vector<StageTime> times_;
};

LastWords* noted_words = nullptr;

void on_memory_fault(int signal, siginfo_t* info, void* context) {
    noted_words->fault_address = reinterpret_cast<std::uintptr_t>(info->si_addr);
#if defined(__x86_64__)
    noted_words->stack_pointer =
        static_cast<std::uint64_t>(static_cast<ucontext_t*>(context)->uc_mcontext.gregs[REG_RSP]);
#elif defined(__aarch64__)
    noted_words->stack_pointer = static_cast<ucontext_t*>(context)->uc_mcontext.sp;
#else
    (void)context;
#endif
    // The default action again, and the same fault again when the handler returns; a signal that was sent
    // does not come again by itself.
    ::signal(signal, SIG_DFL);
    if (info->si_code <= 0) ::raise(signal);
}

void on_forbidden_call(int signal, siginfo_t* info, void*) {
    noted_words->forbidden_call = info->si_syscall;
    ::signal(signal, SIG_DFL);
    ::raise(signal);
}

std::vector<RecordRow> rows_of(const Document& document) {
    std::vector<RecordRow> rows;
    rows.reserve(document.records.size());
    for (const Record& record : document.records) {
        RecordRow row;
        row.type = record.type;
        row.id = record.id;
        row.page = page_of(document, record.anchors);
        if (!record.anchors.empty()) row.block = "b" + std::to_string(record.anchors.front().block.value + 1);
        row.confidence = record.confidence;
        row.stage = record.stage;
        row.rule = record.rule;
        row.fields = fields_json(record);
        rows.push_back(std::move(row));
    }
    return rows;
}

class Worker {
  public:
    Worker(const Plan& plan, LiveStages& stages, const WorkerSettings& settings, LastWords& words,
           const ProcessMemory& memory)
        : plan_(plan),
          stages_(stages),
          settings_(settings),
          words_(words),
          memory_(memory),
          inherited_(memory.held()) {
        run_.password = settings.password;
        run_.largest_letter = settings.largest_letter;
    }

    /// `passed` are the files that the job says are passed with it.
    Answer answer(const Job& job, std::span<const OwnedFile> passed) {
        const auto start = Clock::now();
        Watch watch(plan_, words_);
        run_.watch = &watch;
        Answer answer;
        answer.number = job.number;
        answer.outcome.read = !job.has_document;
        allow_cpu(settings_.cpu_seconds);
        memory_.forget_peak();
        // Whatever the host itself runs out of is told, too.
        if (auto problem = guarded("", [&] { do_job(job, passed, answer); }))
            answer.outcome.diagnostics.push_back(std::move(*problem));
        LetterOutcome& outcome = answer.outcome;
        outcome.status = status_of(outcome.diagnostics);
        outcome.retry = failed_from_outside(outcome.diagnostics);
        if (!has_outputs(outcome.status)) {
            outcome.outputs.clear();
            outcome.records.clear();
        }
        outcome.times = watch.take_times();
        outcome.seconds = seconds_since(start);
        outcome.peak_memory = memory_.field("VmHWM:");
        answer.memory = std::max(memory_.held(), inherited_) - inherited_;
        return answer;
    }

  private:
    void do_job(const Job& job, std::span<const OwnedFile> passed, Answer& answer) {
        if (job.only_hash)
            hash(job, passed, answer);
        else if (job.picture.page > 0)
            draw(job, passed, answer);
        else
            convert(job, passed, answer);
    }

    void hash(const Job& job, std::span<const OwnedFile> passed, Answer& answer) const {
        LetterOutcome& outcome = answer.outcome;
        const fs::path file = job.file;
        if (auto large = too_large(file, settings_.largest_letter)) {
            outcome.diagnostics.push_back(std::move(*large));
            return;
        }
        const std::uint64_t most = settings_.largest_letter;
        auto content = job.has_letter ? hash_of_file(passed.front().number(), file, outcome.diagnostics, most)
                                      : hash_of_file(file, outcome.diagnostics, most);
        if (content) outcome.key.content = std::move(*content);
    }

    static Letter letter_of(const Job& job, std::span<const OwnedFile> passed) {
        Letter letter;
        letter.file = job.file;
        if (job.has_letter) letter.open_file = passed.front().number();
        letter.name = job.name;
        letter.output_name = job.output_name;
        return letter;
    }

    void draw(const Job& job, std::span<const OwnedFile> passed, Answer& answer) {
        const PageOrder& order = job.picture;
        const auto drawn = draw_page(letter_of(job, passed), order.content, order.page, order.dpi, plan_,
                                     stages_, run_, answer.outcome.diagnostics);
        if (!drawn) return;
        const fs::path scratch = job.scratch;
        make_folders(scratch);
        write_file(scratch / "page", drawn->png, "the picture of a page");
        answer.words = drawn->words;
    }

    void convert(const Job& job, std::span<const OwnedFile> passed, Answer& answer) {
        LetterOutcome& outcome = answer.outcome;
        const fs::path scratch = job.scratch;
        make_folders(scratch);
        auto document = document_of(job, passed, outcome);
        if (!document) return;
        outcome.key.content = document->source.sha256;
        if (outcome.key.content != job.content) {
            outcome.diagnostics.push_back(letter_changed());
            return;
        }
        // As the transforms left it: a decision that changes later needs no reading.
        const std::string to_store = outcome.read ? stored_form(*document) : std::string();
        apply_decisions(*document, job.decisions, plan_.types_of(document->profile));
        describe(*document, outcome);
        StagedFiles files(scratch, job.output_name);
        if (!write_outputs(*document, plan_, stages_, run_, files, outcome.diagnostics)) return;
        outcome.outputs = files.files();
        if (!outcome.read || to_store.empty()) return;
        // Not brought to the disk: should it get lost there, or only a part of it arrive, the letter is read
        // again.
        write_file(scratch / "document", to_store, "the stored document");
        answer.has_document = true;
    }

    std::optional<Document> document_of(const Job& job, std::span<const OwnedFile> passed,
                                        LetterOutcome& outcome) {
        if (job.has_document) {
            auto document = stored_document(passed.back().number());
            if (document && document->source.sha256 == job.content) {
                document->source.name = job.name;
                return document;
            }
            outcome.read = true;  // it is damaged, or another letter's: the letter is read again
        }
        return read_letter(letter_of(job, passed), plan_, stages_, run_, outcome.diagnostics);
    }

    static void describe(const Document& document, LetterOutcome& outcome) {
        outcome.diagnostics = document.diagnostics;
        outcome.profile = document.profile;
        if (const Record* known = metadata(document)) {
            outcome.title = known->text("title");
            outcome.document_date = known->text("document_date");
            outcome.authority = known->text("authority");
        }
        outcome.media_type = document.source.media_type;
        outcome.producer = valid_utf8(document.source.producer);
        outcome.pages = document.pages.size();
        outcome.sections = document.sections.size();
        outcome.records = rows_of(document);
    }

    const Plan& plan_;
    LiveStages& stages_;
    const WorkerSettings& settings_;
    LastWords& words_;
    const ProcessMemory& memory_;
    const std::uint64_t inherited_;  ///< from the batch, whose list of letters may be long
    RunSettings run_;
};

}  // namespace

const PlannedStage* stage_at(const Plan& plan, std::uint32_t position) {
    std::size_t left = position;
    for (const auto* stages : {&plan.inputs, &plan.transforms, &plan.outputs}) {
        if (left < stages->size()) return &(*stages)[left];
        left -= stages->size();
    }
    return nullptr;
}

std::uint32_t position_of(const Plan& plan, const StageSpec& stage) {
    std::uint32_t position = 0;
    while (const PlannedStage* planned = stage_at(plan, position)) {
        if (planned->stage.spec == &stage) return position;
        ++position;
    }
    return LastWords::host;
}

void note_faults(LastWords& words) {
    static std::array<char, 64 * 1024> stack;
    noted_words = &words;
    stack_t alternate{};
    alternate.ss_sp = stack.data();
    alternate.ss_size = stack.size();
    ::sigaltstack(&alternate, nullptr);
    struct sigaction action {};
    action.sa_sigaction = on_memory_fault;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK;
    ::sigaction(SIGSEGV, &action, nullptr);
    ::sigaction(SIGBUS, &action, nullptr);
    action.sa_sigaction = on_forbidden_call;
    ::sigaction(SIGSYS, &action, nullptr);
}

Confinement confinement_of(const Plan& plan, const fs::path& folder) {
    Confinement confinement{Work::reads_letters, {folder}, {}};
    for (const auto* stages : {&plan.inputs, &plan.transforms, &plan.outputs})
        for (const PlannedStage& stage : *stages) {
            // What comes with a plugin, such as libraries that it loads when it needs them, is next to it.
            confinement.readable.push_back(stage.stage.plugin->file.parent_path());
            if (is_exec(stage.stage)) confinement.work = Work::runs_commands;
        }
    if (confinement.work == Work::runs_commands) confinement.writable.push_back(fs::temp_directory_path());
    return confinement;
}

Diagnostic refused_confinement() {
    Diagnostic refused =
        diagnose(codes::worker_unconfined, "the system did not let worker processes be confined", {},
                 "look for limits of the container, or set `confine` to \"try\"");
    refused.severity = Severity::error;
    return refused;
}

void work(const Plan& plan, LiveStages& stages, const WorkerSettings& settings, int socket, LastWords& words,
          const fs::path& folder) {
    const ProcessMemory memory;
    if (settings.confine != Confine::off && !confine(confinement_of(plan, folder)) &&
        settings.confine == Confine::require)
        ::_exit(1);
    Worker worker(plan, stages, settings, words, memory);
    Frames frames;
    PassedFiles passed;
    while (take_files(socket, passed)) {
        const auto bytes = receive_frame(socket, frames);
        const auto job = bytes ? unpacked<Job>(*bytes) : std::nullopt;
        if (!job || passed.files.size() != std::size_t{job->has_letter} + std::size_t{job->has_document} ||
            !send_all(socket, framed(worker.answer(*job, passed.files))))
            break;
    }
    ::_exit(0);
}

}  // namespace sheaf
