#include "run/worker.hpp"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <ucontext.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdlib>
#include <cstring>

#include "plugin/codes.hpp"
#include "plugin/owned_file.hpp"
#include "run/clock.hpp"
#include "run/documents.hpp"
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

/// A field of /proc/self/status, which are in KiB, as bytes.
std::uint64_t memory_field(std::string_view name) {
    std::array<char, 4096> text{};
    const OwnedFile file(::open("/proc/self/status", O_RDONLY | O_CLOEXEC));
    const ssize_t size = file ? ::read(file.number(), text.data(), text.size() - 1) : 0;
    const char* at = size > 0 ? std::strstr(text.data(), name.data()) : nullptr;
    return at ? std::strtoull(at + name.size(), nullptr, 10) * 1024 : 0;
}

void forget_peak_memory() {
    const OwnedFile file(::open("/proc/self/clear_refs", O_WRONLY | O_CLOEXEC));
    if (file) (void)!::write(file.number(), "5", 1);
}

/// The processor time that this process may still use.
void allow_cpu(std::uint64_t seconds) {
    if (seconds == 0) return;
    rusage used{};
    ::getrusage(RUSAGE_SELF, &used);
    rlimit limit{};
    ::getrlimit(RLIMIT_CPU, &limit);
    limit.rlim_cur = static_cast<rlim_t>(used.ru_utime.tv_sec + used.ru_stime.tv_sec + 1) + seconds;
    ::setrlimit(RLIMIT_CPU, &limit);
}

/// The failure is not the letter's: the same letter may be converted on another night.
bool from_outside(const Diagnostic& one) {
    for (const DiagnosticSpec& code :
         {codes::file_missing, codes::file_unreadable, codes::not_a_file, codes::output_unwritable})
        if (one.code == code.code) return true;
    return false;
}

/// The stage misbehaved, which another letter need not suffer from.
bool misbehaved(const Diagnostic& one) {
    return one.code == codes::stage_failed.code || one.code == codes::stage_process.code;
}

LetterStatus status_of(const std::vector<Diagnostic>& diagnostics) {
    Severity worst = Severity::note;
    bool misbehaviour = false;
    for (const Diagnostic& one : diagnostics) {
        worst = std::max(worst, one.severity);
        misbehaviour = misbehaviour || (one.severity == Severity::error && misbehaved(one));
    }
    switch (worst) {
        case Severity::note:
            return LetterStatus::converted;
        case Severity::repaired:
            return LetterStatus::repaired;
        case Severity::doubtful:
            return LetterStatus::doubtful;
        case Severity::error:
            break;
    }
    return misbehaviour ? LetterStatus::quarantined : LetterStatus::failed;
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
    Worker(const Plan& plan, LiveStages& stages, const WorkerSettings& settings, LastWords& words)
        : plan_(plan), stages_(stages), settings_(settings), words_(words) {
        run_.password = settings.password;
    }

    Answer answer(const Job& job) {
        const auto start = Clock::now();
        Watch watch(plan_, words_);
        run_.watch = &watch;
        Answer answer;
        answer.number = job.number;
        answer.outcome.read = job.document.empty();
        allow_cpu(settings_.cpu_seconds);
        forget_peak_memory();
        // Whatever the host itself runs out of is told, too.
        if (auto problem = guarded("", [&] { convert(job, answer); }))
            answer.outcome.diagnostics.push_back(std::move(*problem));
        LetterOutcome& outcome = answer.outcome;
        outcome.status = status_of(outcome.diagnostics);
        outcome.retry = std::any_of(
            outcome.diagnostics.begin(), outcome.diagnostics.end(),
            [](const Diagnostic& one) { return one.severity == Severity::error && from_outside(one); });
        if (!has_outputs(outcome.status)) {
            outcome.outputs.clear();
            outcome.records.clear();
        }
        outcome.times = watch.take_times();
        outcome.seconds = seconds_since(start);
        outcome.peak_memory = memory_field("VmHWM:");
        answer.memory = memory_field("VmRSS:");
        return answer;
    }

  private:
    void convert(const Job& job, Answer& answer) {
        LetterOutcome& outcome = answer.outcome;
        const fs::path scratch = job.scratch;
        make_folders(scratch);
        const auto document = document_of(job, outcome);
        if (!document) return;
        describe(*document, outcome);
        StagedFiles files(scratch, job.output_name, settings_.sync);
        if (!write_outputs(*document, plan_, stages_, run_, files, outcome.diagnostics)) return;
        outcome.outputs = files.files();
        if (!outcome.read) return;
        // Not brought to the disk: should it get lost there, or only a part of it arrive, the letter is read
        // again.
        write_file(scratch / "document", stored_form(*document), false, "the stored document");
        answer.has_document = true;
    }

    std::optional<Document> document_of(const Job& job, LetterOutcome& outcome) {
        if (!job.document.empty()) {
            auto document = stored_document(job.document);
            if (document) document->source.name = job.name;
            if (document) return document;
            outcome.read = true;  // it is damaged: the letter is read again
        }
        std::error_code error;
        const std::uint64_t size = fs::file_size(job.file, error);
        if (!error && settings_.largest_letter > 0 && size > settings_.largest_letter)
            throw StageError(codes::letter_too_large.code,
                             "the letter has " + std::to_string(size >> 20U) + " MiB, and the limit is " +
                                 std::to_string(settings_.largest_letter >> 20U) + " MiB",
                             "raise the limit `letter_mib`, or leave the letter out");
        Letter letter;
        letter.file = job.file;
        letter.name = job.name;
        letter.output_name = job.output_name;
        return read_letter(letter, plan_, stages_, run_, outcome.diagnostics);
    }

    static void describe(const Document& document, LetterOutcome& outcome) {
        outcome.key.content = document.source.sha256;
        outcome.diagnostics = document.diagnostics;
        outcome.profile = document.profile;
        if (const Record* known = metadata(document)) {
            outcome.title = known->text("title");
            outcome.document_date = known->text("document_date");
            outcome.authority = known->text("authority");
        }
        outcome.pages = document.pages.size();
        outcome.sections = document.sections.size();
        outcome.records = rows_of(document);
    }

    const Plan& plan_;
    LiveStages& stages_;
    const WorkerSettings& settings_;
    LastWords& words_;
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
}

void work(const Plan& plan, LiveStages& stages, const WorkerSettings& settings, int socket,
          LastWords& words) {
    Worker worker(plan, stages, settings, words);
    Frames frames;
    while (const auto bytes = receive_frame(socket, frames)) {
        const auto job = unpacked<Job>(*bytes);
        if (!job || !send_all(socket, framed(worker.answer(*job)))) break;
    }
    ::_exit(0);
}

}  // namespace sheaf
