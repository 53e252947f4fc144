#include "archive/fork_server.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstring>
#include <fstream>
#include <string>
#include <vector>

#include "archive/passed_files.hpp"
#include "archive/process_memory.hpp"
#include "base/codes.hpp"
#include "run/output_files.hpp"

namespace sheaf {

namespace {

constexpr int longest_creation = 60;  // seconds
// How far beyond the end of a stack a fault may lie and still be its overflow: a large frame skips the guard
// page.
constexpr std::uint64_t largest_frame = 1U << 20U;
// What begins here is no memory of anybody: a null pointer, and the members that it would have.
constexpr std::uint64_t null_page = 1U << 16U;

[[noreturn]] void refuse(const char* what) {
    throw StageError(codes::worker_failed.code, std::string(what) + ": " + std::strerror(errno),
                     "look for limits on processes, open files and memory");
}

/// Closes every file of the batch but the standard three and the socket, whose new number it gives: a faulty stage
/// must not write to the journal.
int keep_only(int socket) {
    constexpr int first_free = STDERR_FILENO + 1;
    if (socket != first_free) ::dup3(socket, first_free, O_CLOEXEC);
    ::close_range(first_free + 1, ~0U, 0);
    return first_free;
}

/// Memory as `/proc/self/maps` has it.
struct Mapping {
    std::uintptr_t begin = 0, end = 0;
};

/// What this process could write to and others see: the index of the journal, for one, is a file in memory.
std::vector<Mapping> shared_memory() {
    std::vector<Mapping> shared;
    std::ifstream maps("/proc/self/maps");
    for (std::string line; std::getline(maps, line);) {
        const char* const line_end = line.data() + line.size();
        Mapping one;
        const auto dash = std::from_chars(line.data(), line_end, one.begin, 16);
        const auto space = std::from_chars(std::min(dash.ptr + 1, line_end), line_end, one.end, 16);
        const std::string_view rights = std::string_view(line).substr(space.ptr - line.data());
        if (rights.starts_with(" rw-s")) shared.push_back(one);
    }
    return shared;
}

/// Leaves what is shared with others, but for these words.
void keep_only(std::span<LastWords> words) {
    const auto kept = reinterpret_cast<std::uintptr_t>(words.data());
    for (const Mapping& one : shared_memory()) {
        if (kept < one.begin || kept >= one.end) {
            ::munmap(reinterpret_cast<void*>(one.begin), one.end - one.begin);
            continue;
        }
        ::munmap(reinterpret_cast<void*>(one.begin), kept - one.begin);
        const std::uintptr_t after = kept + words.size_bytes();
        if (after < one.end) ::munmap(reinterpret_cast<void*>(after), one.end - after);
    }
}

/// Standard input is empty, and what is written to the other two goes to `said`.
void redirect_standard_files(int said) {
    const int null = ::open("/dev/null", O_RDWR | O_CLOEXEC);
    ::dup2(null, STDIN_FILENO);
    ::dup2(said, STDOUT_FILENO);
    ::dup2(said, STDERR_FILENO);
}

std::pair<OwnedFile, OwnedFile> sockets() {
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0)
        refuse("a connection to a worker process cannot be made");
    return {OwnedFile(ends[0]), OwnedFile(ends[1])};
}

}  // namespace

ForkServer::ForkServer(const Plan& plan, const WorkerSettings& worker, const ProcessLimits& limits,
                       std::span<LastWords> words)
    : plan_(plan), worker_(worker), limits_(limits), words_(words) {
    limits_.cpu_seconds = 0;  // for each letter, not for a worker's whole life
}

ForkServer::~ForkServer() {
    if (process_ < 0) return;
    kill_group(process_);
    wait_for(process_);
}

std::vector<Diagnostic> ForkServer::start() {
    auto [own, other] = sockets();
    const pid_t batch = ::getpid();
    process_ = ::fork();
    if (process_ < 0) refuse("a process for workers cannot be made");
    if (process_ == 0) {
        own.close();
        // Beyond what this process has already: the list of a batch's letters may be long.
        if (limits_.memory > 0) limits_.memory += ProcessMemory().field("VmSize:");
        enter_limits(limits_, batch);
        run(keep_only(other.number()), batch);
    }
    other.close();
    socket_ = std::move(own);

    // Its end closes the connection, if no process that a plugin started has it, too.
    pollfd polled{socket_.number(), POLLIN, 0};
    const bool in_time = ::poll(&polled, 1, longest_creation * 1000) > 0;
    Frames frames;
    const auto bytes = in_time ? receive_frame(socket_.number(), frames) : std::nullopt;
    auto problems = bytes ? unpacked<std::vector<Diagnostic>>(*bytes) : std::nullopt;
    if (problems && problems->empty()) return {};
    if (!in_time || problems) kill_group(process_);
    const ProcessEnd end = wait_for(process_);
    process_ = -1;
    if (problems) return std::move(*problems);
    const ProcessEnd late{ProcessEnd::How::timed_out, longest_creation};
    Diagnostic fault = fault_of(in_time ? end : late, words_.back(), plan_, limits_);
    fault.message += ", while it was created";
    return {std::move(fault)};
}

/// In the fork_server's process.
void ForkServer::run(int socket, pid_t batch) {
    // Of the terminal, or of who stops all processes of a service: the batch decides.
    for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGQUIT}) ::signal(signal, SIG_IGN);
    keep_only(words_);
    LastWords& words = words_.back();
    note_faults(words);
    std::vector<Diagnostic> problems;
    LiveStages stages = create_stages(
        plan_, problems, [&](const StageSpec& stage) { words.stage = position_of(plan_, stage); });
    words.stage = LastWords::host;
    if (problems.empty()) confine_server(problems);
    if (!send_all(socket, framed(problems))) ::_exit(0);
    PassedFiles order;
    while (take_files(socket, order) && order.files.size() == 2) {
        // Forked twice, so that the worker's parent ends at once and the batch, which takes orphans in,
        // becomes its parent: it alone waits for workers.
        const pid_t between = ::fork();
        if (between == 0) {
            const pid_t parent = ::getpid();
            if (::fork() != 0) ::_exit(0);
            while (::getppid() == parent) ::sched_yield();
            ::setsid();  // no terminal
            enter_limits(limits_, batch);
            redirect_standard_files(order.files[1].number());
            const int own = keep_only(order.files[0].number());
            const std::size_t position = order.number % (words_.size() - 1);
            LastWords& own_words = words_[position];
            keep_only(words_.subspan(position, 1));
            note_faults(own_words);
            if (!send_all(own, framed(::getpid()))) ::_exit(0);
            work(plan_, stages, worker_, own, own_words, worker_.folder(order.number));
        }
        order.files.clear();
        if (between > 0) wait_for(between);
    }
    ::_exit(0);
}

/// What made the stages is done with the system.
void ForkServer::confine_server(std::vector<Diagnostic>& problems) const {
    if (worker_.confine == Confine::off) return;
    Confinement confinement = confinement_of(plan_, worker_.work_folder);
    if (confinement.work == Work::reads_letters) confinement.work = Work::forks_workers;
    if (!confine(confinement) && worker_.confine == Confine::require)
        problems.push_back(refused_confinement());
}

NewWorker ForkServer::spawn(std::uint64_t number) {
    LastWords& words = words_[number % (words_.size() - 1)];
    words.stage = LastWords::host;
    words.fault_address = words.stack_pointer = 0;
    words.forbidden_call = -1;
    auto [own, other] = sockets();
    std::array<int, 2> pipe{};
    if (::pipe2(pipe.data(), O_CLOEXEC) != 0) refuse("a connection to a worker process cannot be made");
    OwnedFile said(pipe[0]);
    const OwnedFile says(pipe[1]);
    ::fcntl(said.number(), F_SETFL, O_NONBLOCK);
    if (!pass_files(socket_.number(), number, std::array{other.number(), says.number()}))
        refuse("the process that starts workers is gone");
    return {std::move(own), std::move(said)};
}

Diagnostic connection_closed() {
    return diagnose(codes::worker_answer, "the worker process closed its connection", {},
                    "a stage closes a file that it did not open: this is a defect of the plugin");
}

Diagnostic wrote_too_much(std::uint64_t limit, const PlannedStage* stage) {
    Diagnostic fault = wrote_too_much(limit);
    if (stage) fault.stage = stage->name();
    return fault;
}

bool is_from_outside(const ProcessEnd& end) {
    constexpr std::array signals = {SIGKILL, SIGTERM, SIGINT, SIGHUP, SIGQUIT};
    return end.how == ProcessEnd::How::signalled &&
           std::find(signals.begin(), signals.end(), end.value) != signals.end();
}

Diagnostic fault_of(const ProcessEnd& end, const LastWords& words, const Plan& plan,
                    const ProcessLimits& limits) {
    const PlannedStage* stage = stage_at(plan, words.stage);
    const std::string subject = stage ? "the stage " : "the worker process, outside of every stage, ";
    std::string message = subject + described(end);
    const DiagnosticSpec* code = &codes::stage_crashed;
    std::string hint = "this is a defect of the plugin: report it with the letter, if you may share it";
    switch (end.how) {
        case ProcessEnd::How::timed_out:
            code = &codes::stage_time;
            hint = "raise the limit, or leave the letter out";
            break;
        case ProcessEnd::How::exited:
            if (!stage) return connection_closed();  // it could not give its answer
            code = &codes::stage_exited;
            message = subject + "ended the worker process with status " + std::to_string(end.value);
            break;
        case ProcessEnd::How::signalled: {
            const std::uint64_t address = words.fault_address, stack = words.stack_pointer;
            const std::uint64_t distance = address > stack ? address - stack : stack - address;
            if (end.value == SIGSYS && words.forbidden_call >= 0) {
                code = &codes::stage_forbidden;
                message = subject + "called `" + name_of_call(words.forbidden_call) +
                          "`, which no stage needs that reads letters, and was stopped";
                hint = "this is a defect of the plugin, or the letter attacks the library that reads it";
            } else if (end.value == SIGXFSZ) {
                return wrote_too_much(limits.file_size, stage);
            } else if (end.value == SIGXCPU) {
                code = &codes::stage_time;
                message = subject + "used more than " + std::to_string(limits.cpu_seconds) +
                          " seconds of processor time and was stopped";
                hint = "raise the limit, or leave the letter out";
            } else if (is_from_outside(end)) {
                message += ", sent from outside";
                hint = end.value == SIGKILL
                           ? "the system kills processes when its memory is used up: see its log"
                           : "somebody ended the worker process: run the batch with --retry-failed";
            } else if (stack != 0 && distance < largest_frame) {
                message += ": its stack overflowed";
            } else if (stack != 0 && address < null_page && limits.memory > 0) {
                hint += "; it may have run out of memory: the limit is " +
                        std::to_string(limits.memory >> 20U) + " MiB of address space";
            }
            break;
        }
        default:
            break;
    }
    Diagnostic fault = diagnose(*code, std::move(message), {}, std::move(hint));
    if (stage) fault.stage = stage->name();
    return fault;
}

}  // namespace sheaf
