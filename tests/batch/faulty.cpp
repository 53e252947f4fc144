// A transform that does to its process what a transform must not do, to the letters whose text asks for it: a
// letter that holds the words `fault: NAME` suffers the fault of that name.
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "forged.hpp"
#include "sheaf/archive.hpp"
#include "sheaf/plugin.hpp"

namespace {

using namespace sheaf;

volatile int sink;

/// Never comes to its end, which the compiler is not to see.
int overflow(int depth) {
    volatile char frame[4096];
    frame[0] = static_cast<char>(depth);
    sink = frame[0];
    return depth < 0 ? 0 : overflow(depth + 1) + frame[0];
}

void exhaust_memory() {
    std::vector<std::string> held;
    while (true) held.emplace_back().reserve(64U << 20U);  // not touched: that costs time
}

/// Writes to every file that is open, as a stage does that uses a number which is not its own.
void write_garbage() {
    for (int file = 3; file < 64; ++file) (void)!::write(file, "garbage, and more of it\n", 24);
}

/// Leaves its process number in the file, unless somebody did so before.
bool note(const std::string& file) {
    const int note = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (note < 0) return false;
    const std::string number = std::to_string(::getpid());
    (void)!::write(note, number.data(), number.size());
    ::close(note);
    return true;
}

/// Tells that it waits, by a file beside the one that it waits for.
void wait_for(const std::string& file) {
    note(file + ".awaited");
    while (::access(file.c_str(), F_OK) != 0) ::usleep(10'000);
}

/// Uses the processor in spite of the limit of the system, which is there to be raised for each letter.
void* spin(void*) {
    const rlimit none{RLIM_INFINITY, RLIM_INFINITY};
    ::setrlimit(RLIMIT_CPU, &none);
    ::signal(SIGXCPU, SIG_IGN);
    while (true) sink = sink + 1;
}

void* rest(void*) {
    while (true) ::pause();
}

void start_threads(int count, void* (*work)(void*), void* with = nullptr) {
    pthread_attr_t small;
    ::pthread_attr_init(&small);
    ::pthread_attr_setstacksize(&small, 64U << 10U);
    for (pthread_t thread{}; count > 0; --count) ::pthread_create(&thread, &small, work, with);
}

/// Holds up the thread that reads the connection, when the next job begins to arrive.
void* hold_up(void* reader) {
    pollfd connection{STDERR_FILENO + 1, POLLIN, 0};
    ::poll(&connection, 1, -1);
    ::pthread_kill(*static_cast<pthread_t*>(reader), SIGUSR1);
    return rest(nullptr);
}

/// The worker gives its answer and reads no more.
void become_mute() {
    static pthread_t reader = ::pthread_self();
    ::signal(SIGUSR1, [](int) { rest(nullptr); });
    start_threads(1, hold_up, &reader);
}

void suffer(const std::string& fault) {
    if (fault.starts_with("wait=") && note(fault.substr(5))) rest(nullptr);
    if (fault.starts_with("until=")) wait_for(fault.substr(6));
    if (fault.starts_with("idle-spin=") && note(fault.substr(10))) start_threads(1, spin);
    if (fault == "unlimited-loop") spin(nullptr);
    if (fault == "threads") {
        start_threads(1000, rest);
        rest(nullptr);
    }
    if (fault == "mute") become_mute();
    if (fault.starts_with("forge:")) forged::prepare(fault.substr(6));
    if (fault == "write-to-kept") forged::write_to_kept();
    if (fault == "umask") ::umask(0);
    if (fault == "segfault") *static_cast<volatile int*>(nullptr) = 1;
    if (fault == "abort") {
        (void)!::write(STDERR_FILENO, "an assertion failed\n", 20);
        std::abort();
    }
    if (fault == "overflow") sink = overflow(0);
    if (fault == "memory") exhaust_memory();
    if (fault == "loop")
        while (true) sink = sink + 1;
    if (fault == "sleep")
        while (true) ::pause();
    if (fault == "garbage") write_garbage();
    if (fault == "close") ::close_range(3, ~0U, 0);
    if (fault == "exit") std::exit(0);
    if (fault == "fork") ::fork();
    if (fault == "child" && ::fork() == 0)
        while (true) ::pause();
    if (fault == "orphan" && ::fork() == 0) {
        ::setsid();
        if (::fork() == 0)
            while (true) ::pause();
        ::_exit(0);
    }
    if (fault == "kill") ::kill(::getpid(), SIGKILL);
    if (fault == "throw") throw 42;
    if (fault == "hold") {
        static std::vector<std::string> held;
        held.emplace_back(256U << 20U, 'x');
    }
}

bool can_open(const std::string& file, int flags) {
    const int opened = ::open(file.c_str(), flags | O_CLOEXEC, 0600);
    if (opened >= 0) ::close(opened);
    return opened >= 0;
}

/// Writes until something stops it, in one file or in many.
bool fill(int folder, bool many) {
    const std::string piece(1U << 20U, 'x');
    int file = -1;
    for (int i = 0; i < 256; ++i) {
        if (file >= 0 && many) ::close(std::exchange(file, -1));
        if (file < 0) file = ::openat(folder, ("x" + std::to_string(i)).c_str(), O_WRONLY | O_CREAT, 0600);
        if (::write(file, piece.data(), piece.size()) < 0) return false;
    }
    return true;
}

/// To kill a process by a signal that tells it of what comes into a pipe.
bool signal_by_file(pid_t process) {
    int pipe[2];
    return ::pipe(pipe) == 0 && ::fcntl(pipe[0], F_SETOWN, process) == 0 &&
           ::fcntl(pipe[0], F_SETSIG, SIGKILL) == 0 && ::fcntl(pipe[0], F_SETFL, O_ASYNC) == 0 &&
           ::write(pipe[1], "x", 1) == 1;
}

bool limit_of_files(pid_t process) {
    const rlimit none{0, 0};
    return ::prlimit(process, RLIMIT_NOFILE, &none, nullptr) == 0;
}

bool pin(pid_t process) {
    cpu_set_t first;
    CPU_ZERO(&first);
    CPU_SET(0, &first);
    return ::sched_setaffinity(process, sizeof first, &first) == 0;
}

/// Whether what this process writes to memory is seen in a file, or by others than the batch, which is left a page.
bool shares_memory() {
    std::ifstream maps("/proc/self/maps");
    int pages = 0;
    for (std::string line; std::getline(maps, line);) {
        if (line.find(" rw-s ") == std::string::npos) continue;
        char* dash = nullptr;
        const auto begin = std::strtoull(line.c_str(), &dash, 16);
        pages += static_cast<int>((std::strtoull(dash + 1, nullptr, 16) - begin) / 4096);
        if (line.find("/dev/zero") == std::string::npos) return true;
    }
    return pages != 1;
}

bool fill(const std::string& folder, bool many) {
    return fill(::open(folder.c_str(), O_PATH | O_DIRECTORY), many);
}

/// Where nobody finds it who goes by paths: deep below the folder.
bool fill_deep(const std::string& folder) {
    int last = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY);
    const std::string name(100, 'd');
    for (int i = 0; i < 100; ++i) {
        if (::mkdirat(last, name.c_str(), 0700) != 0) return false;
        const int next = ::openat(last, name.c_str(), O_RDONLY | O_DIRECTORY);
        ::close(std::exchange(last, next));
    }
    return fill(last, true);
}

/// Makes what stands in the way of later letters: folders of their names, with rights of that mode.
bool plant(const std::string& folder, mode_t mode) {
    for (int i = 1; i < 100; ++i) {
        const std::string made = folder + "/" + std::to_string(i);
        if (::mkdir(made.c_str(), mode) != 0) continue;  // the letter's own
        ::mkdir((made + "/0").c_str(), 0700);
        ::mkdir((made + "/0/x").c_str(), 0700);
    }
    return true;
}

/// What somebody tries who has taken over the process. Whether it came about.
bool attack(const std::string& what, const std::string& target) {
    const auto number = [&] { return static_cast<pid_t>(std::atoi(target.c_str())); };
    if (what == "read") return can_open(target, O_RDONLY);
    if (what == "open-to-write") return can_open(target, O_WRONLY);
    if (what == "create") return can_open(target, O_WRONLY | O_CREAT);
    if (what == "link") return ::symlink("/etc/passwd", target.c_str()) == 0;
    if (what == "remove") return ::unlink(target.c_str()) == 0;
    if (what == "mode") return ::chmod(target.c_str(), 0777) == 0;
    if (what == "internet") return ::socket(AF_INET, SOCK_STREAM, 0) >= 0;
    if (what == "unix-socket") return ::socket(AF_UNIX, SOCK_STREAM, 0) >= 0;
    if (what == "kill") return ::kill(number(), SIGKILL) == 0;
    if (what == "trace") return ::ptrace(PTRACE_ATTACH, number(), nullptr, nullptr) == 0;
    if (what == "namespace") return ::unshare(CLONE_NEWUSER) == 0;
    if (what == "run") return ::execl("/bin/sh", "sh", "-c", ("echo > " + target).c_str(), nullptr) == 0;
    if (what == "fork-and-run") {
        const pid_t child = ::fork();
        if (child == 0) {
            ::execl("/bin/sh", "sh", "-c", ("echo > " + target).c_str(), nullptr);
            ::_exit(1);
        }
        return ::waitpid(child, nullptr, 0) == child;
    }
    if (what == "signal-by-file") return signal_by_file(number());
    if (what == "limit") return limit_of_files(number());
    if (what == "pin") return pin(number());
    if (what == "shared-memory") return shares_memory();
    if (what == "hidden-memory") return ::memfd_create("x", 0) >= 0;
    if (what == "empty") return can_open(target, O_RDONLY | O_TRUNC);
    if (what == "fill-file") return fill(target, false);
    if (what == "fill-files") return fill(target, true) && ::pause() == 0;
    if (what == "fill-hidden")
        return ::mkdir((target + "/.h").c_str(), 0300) == 0 && fill(target + "/.h", true) && ::pause() == 0;
    if (what == "fill-deep") return fill_deep(target) && ::pause() == 0;
    if (what == "plant") return plant(target, 0700);
    if (what == "plant-hidden-and-crash" && plant(target, 0300)) std::abort();
    return false;
}

class Faulty : public Transform {
  public:
    explicit Faulty(const Setup& setup) {
        if (setup.options.text("create") == "crash") std::abort();
        if (setup.options.text("create") == "exit") std::exit(0);
    }
    void apply(Document& document, Context& context) override {
        static const std::string mark = "fault: ";
        static int letters = 0;
        ++letters;
        for (const Block& block : document.blocks) {
            const std::size_t at = block.text.find(mark);
            if (at == std::string::npos) continue;
            const std::string fault = block.text.substr(
                at + mark.size(), block.text.find(' ', at + mark.size()) - at - mark.size());
            if (fault.starts_with("attack:")) {
                const std::size_t sign = std::min(fault.find('='), fault.size());
                const bool done =
                    attack(fault.substr(7, sign - 7), sign < fault.size() ? fault.substr(sign + 1) : "");
                context.report(Severity::note, "test-attack", done ? "succeeded" : "failed", {}, {});
            } else if (fault == "count")
                context.report(Severity::note, "test-count",
                               "letter " + std::to_string(letters) + " of this process", {}, {});
            else if (fault.starts_with("content="))
                document.source.sha256 = fault.substr(8);
            else
                suffer(fault);
        }
    }
};

constexpr OptionSpec options[] = {
    {.name = "create",
     .type = OptionType::choice,
     .help = "what happens when the stage is created",
     .default_value = "\"nothing\"",
     .choices = "nothing|crash|exit"},
    {.name = "note", .type = OptionType::text, .help = "changes nothing but the plan"}};

constexpr DiagnosticSpec faulty_diagnostics[] = {
    {"test-attack", Severity::note, "What came of an attack."},
    {"test-count", Severity::note, "How many letters this process has had."}};

/// A letter of plain text: a paragraph a line.
class Lines : public Input {
    int sniff(std::string_view bytes) const override { return bytes.starts_with("Letter") ? 100 : 0; }
    Document read(std::string_view bytes, Context&) override {
        Document document;
        document.source.media_type = "text/plain";
        for (std::size_t at = 0; at < bytes.size();) {
            const std::size_t end = std::min(bytes.find('\n', at), bytes.size());
            if (end > at) {
                Block block;
                block.text = bytes.substr(at, end - at);
                document.blocks.push_back(std::move(block));
            }
            at = end + 1;
        }
        document.ledger.read = document.ledger.blocks = count_text(document).first;
        return document;
    }
};

/// Each paragraph that demands something is a record.
constexpr FieldSpec demand_fields[] = {{"text", FieldType::text, "the paragraph"}};
constexpr RecordSpec records[] = {{"demand", "What must be done.", demand_fields}};

class Demands : public Transform {
    void apply(Document& document, Context&) override {
        RecordIds ids(document);
        for (std::uint32_t i = 0; i < document.blocks.size(); ++i) {
            const std::string text = document.blocks[i].text;
            if (text.find(" must ") == std::string::npos) continue;
            Record record;
            record.type = "demand";
            record.id = ids.next("demand", {text});
            record.fields = {{"text", text, {}}};
            record.anchors = {{BlockId{i}, {0, static_cast<std::uint32_t>(text.size())}}};
            record.confidence = 1;
            add_record(document, std::move(record));
        }
    }
};

/// The text again, and a file for each demand.
class Copies : public Output {
  public:
    explicit Copies(const Setup& setup) : heading_(setup.options.text("heading")) {}
    void write(const Document& document, Sink& out, Context&) override {
        std::string text = heading_ + document.source.name + "\n";
        for (const Block& block : document.blocks) text += block.text + "\n";
        out.write(".txt", text);
        for (std::size_t i = 0; i < document.records.size(); ++i)
            out.write("." + std::to_string(i) + ".demand", document.records[i].id + "\n");
        forged::answer(document);
    }

  private:
    std::string heading_;
};

/// Crashes when it is to write an archive.
class Crashing : public ArchiveOutput {
    std::unique_ptr<ArchiveWriter> begin(ArchiveContext& context) override {
        std::ofstream(context.file("_archive/half.txt")) << "half";
        std::abort();
    }
};

constexpr OptionSpec copy_options[] = {
    {.name = "heading", .type = OptionType::text, .help = "stands before the name", .default_value = "\"\""}};

const StageSpec stages[] = {
    {.kind = StageKind::input,
     .name = "lines",
     .help = "Reads plain text.",
     .create_input = [](const Setup&) -> Input* { return new Lines; }},
    {.kind = StageKind::transform,
     .name = "faulty",
     .help = "Suffers the fault that the letter names.",
     .options = options,
     .diagnostics = faulty_diagnostics,
     .create_transform = [](const Setup& setup) -> Transform* { return new Faulty(setup); }},
    {.kind = StageKind::transform,
     .name = "demands",
     .help = "Finds what must be done.",
     .provides = records,
     .create_transform = [](const Setup&) -> Transform* { return new Demands; }},
    {.kind = StageKind::output,
     .name = "copies",
     .help = "Writes the text again.",
     .options = copy_options,
     .create_output = [](const Setup& setup) -> Output* { return new Copies(setup); }},
    {.kind = StageKind::output,
     .name = "crashing",
     .help = "Crashes when it is to write an archive.",
     .create_output = [](const Setup&) -> Output* { return new Crashing; }},
};

}  // namespace

SHEAF_PLUGIN("test.faulty", "1.0.0", "A plugin made for a test", "MIT", stages)
