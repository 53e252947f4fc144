#include "base/process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <cmath>
#include <csignal>
#include <cstring>

#include "base/clock.hpp"
#include "base/owned_file.hpp"
#include "base/wording.hpp"
#include "sheaf/text.hpp"

namespace sheaf {

namespace {

struct Pipe {
    OwnedFile read, write;
    bool open() {
        std::array<int, 2> ends{};
        if (::pipe2(ends.data(), O_CLOEXEC) != 0) return false;
        read = OwnedFile(ends[0]);
        write = OwnedFile(ends[1]);
        return ::fcntl(ends[0], F_SETFL, O_NONBLOCK) == 0;
    }
};

void limit(int what, std::uint64_t amount) noexcept {
    if (amount == 0) return;
    rlimit now{};
    ::getrlimit(static_cast<__rlimit_resource>(what), &now);
    const rlim_t most = std::min<rlim_t>(amount, now.rlim_max);
    const rlimit next{most, most};
    ::setrlimit(static_cast<__rlimit_resource>(what), &next);
}

/// Reads what is there. False at the end of the file, and when there is more than `most`.
bool drain(const OwnedFile& from, std::string& into, std::size_t most, bool keep_reading) {
    std::array<char, 65536> buffer;
    while (true) {
        const ssize_t got =
            uninterrupted([&] { return ::read(from.number(), buffer.data(), buffer.size()); });
        if (got < 0) return errno == EAGAIN;
        if (got == 0) return false;
        const std::size_t room = most - into.size();
        into.append(buffer.data(), std::min(room, static_cast<std::size_t>(got)));
        if (static_cast<std::size_t>(got) > room && !keep_reading) return false;
    }
}

/// Milliseconds for `poll` until the end of the time; -1 when there is no limit.
int left_until(const ProcessLimits& limits, Clock::time_point start) {
    if (limits.seconds <= 0) return -1;
    return static_cast<int>(
        std::clamp(std::ceil((limits.seconds - seconds_since(start)) * 1000), 0.0, double{INT_MAX}));
}

struct Streams {
    Pipe out, err, started;
};

/// Takes what the child writes until it ends, its time is up, or it writes too much.
ProcessResult watch(pid_t child, const OwnedFile& handle, Streams& streams, const ProcessLimits& limits,
                    const CaptureLimits& capture) {
    ProcessResult result;
    const auto start = Clock::now();
    std::array<pollfd, 3> polled = {pollfd{handle.number(), POLLIN, 0},
                                    pollfd{streams.out.read.number(), POLLIN, 0},
                                    pollfd{streams.err.read.number(), POLLIN, 0}};
    // One byte more than is to be taken tells that there is too much.
    const auto take_out = [&] { return drain(streams.out.read, result.out, capture.out + 1, false); };
    const auto take_err = [&] { return drain(streams.err.read, result.err, capture.err, true); };
    const auto too_much = [&] { return result.out.size() > capture.out; };
    bool in_time = true;
    while (!too_much()) {
        const int ready = ::poll(polled.data(), polled.size(), left_until(limits, start));
        if (ready < 0 && errno == EINTR) continue;
        if (ready == 0) in_time = false;
        if (polled[1].revents && !take_out()) polled[1].fd = -1;
        if (polled[2].revents && !take_err()) polled[2].fd = -1;
        if (ready <= 0 || polled[0].revents) break;
    }
    // Whatever the child left running goes with it: nobody else writes to the pipes from here on.
    kill_group(child);
    const ProcessEnd end = wait_for(child);
    take_out();
    take_err();
    if (too_much())
        result.end = {ProcessEnd::How::wrote_much, static_cast<int>(capture.out >> 20U)};
    else if (!in_time)
        result.end = {ProcessEnd::How::timed_out, static_cast<int>(std::ceil(limits.seconds))};
    else
        result.end = end;
    return result;
}

ProcessResult not_started(int error) {
    ProcessResult result;
    result.end = {ProcessEnd::How::not_started, error};
    return result;
}

/// Forks; the child calls `begin`, which does not return. A number that `begin` writes to `started` is the error that
/// kept it from beginning.
template <class Begin>
ProcessResult run(const Begin& begin, const ProcessLimits& limits, const CaptureLimits& capture) {
    Streams streams;
    if (!streams.out.open() || !streams.err.open() || !streams.started.open()) return not_started(errno);
    const pid_t parent = ::getpid();
    const pid_t child = ::fork();
    if (child < 0) return not_started(errno);
    if (child == 0) {
        enter_limits(limits, parent);
        begin(streams);
        ::_exit(127);
    }
    ::setpgid(child, child);  // whoever of the two is first: the group is there when it is killed
    const OwnedFile handle(static_cast<int>(::syscall(SYS_pidfd_open, child, 0)));
    streams.out.write.close();
    streams.err.write.close();
    streams.started.write.close();
    if (!handle) {
        const int error = errno;
        kill_group(child);
        wait_for(child);
        return not_started(error);
    }
    ProcessResult result = watch(child, handle, streams, limits, capture);
    int error = 0;
    if (::read(streams.started.read.number(), &error, sizeof error) == sizeof error)
        return not_started(error);
    return result;
}

std::vector<char*> pointers(const std::vector<std::string>& words) {
    std::vector<char*> list;
    list.reserve(words.size() + 1);
    for (const std::string& word : words) list.push_back(const_cast<char*>(word.c_str()));
    list.push_back(nullptr);
    return list;
}

/// A file in memory that holds the bytes, read from its beginning.
OwnedFile file_of(const std::string& bytes) {
    OwnedFile file(::memfd_create("sheaf", MFD_CLOEXEC));
    if (!file || !write_all(file.number(), bytes)) return OwnedFile();
    ::lseek(file.number(), 0, SEEK_SET);
    return file;
}

}  // namespace

void enter_limits(const ProcessLimits& limits, pid_t parent) noexcept {
    ::setpgid(0, 0);
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) ::_exit(127);  // it died before it could be asked
    for (int signal = 1; signal < NSIG; ++signal)
        if (signal != SIGKILL && signal != SIGSTOP) ::signal(signal, SIG_DFL);
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    const rlimit no_core{0, 0};
    ::setrlimit(RLIMIT_CORE, &no_core);
    limit(RLIMIT_CPU, limits.cpu_seconds);
    limit(RLIMIT_AS, limits.memory);
    limit(RLIMIT_FSIZE, limits.file_size);
    limit(RLIMIT_NOFILE, limits.open_files);
}

void allow_cpu(std::uint64_t seconds) noexcept {
    if (seconds == 0) return;
    rusage used{};
    ::getrusage(RUSAGE_SELF, &used);
    rlimit limit{};
    ::getrlimit(RLIMIT_CPU, &limit);
    const rlim_t wanted = static_cast<rlim_t>(used.ru_utime.tv_sec + used.ru_stime.tv_sec + 1) + seconds;
    limit.rlim_cur = std::min(wanted, limit.rlim_max);
    ::setrlimit(RLIMIT_CPU, &limit);
}

void kill_group(pid_t leader) noexcept {
    if (leader <= 1) return;
    ::kill(-leader, SIGKILL);
    ::kill(leader, SIGKILL);
}

ProcessEnd end_of(int wait_status) {
    if (WIFSIGNALED(wait_status)) return {ProcessEnd::How::signalled, WTERMSIG(wait_status)};
    return {ProcessEnd::How::exited, WEXITSTATUS(wait_status)};
}

ProcessEnd wait_for(pid_t child) noexcept {
    int status = 0;
    uninterrupted([&] { return ::waitpid(child, &status, 0); });
    return end_of(status);
}

std::string described(const ProcessEnd& end) {
    const std::string value = std::to_string(end.value);
    switch (end.how) {
        case ProcessEnd::How::exited:
            return "ended with status " + value;
        case ProcessEnd::How::signalled: {
            const char* abbreviation = ::sigabbrev_np(end.value);
            const char* meaning = ::sigdescr_np(end.value);
            return "was ended by the signal " + (abbreviation ? "SIG" + std::string(abbreviation) : value) +
                   (meaning ? " (" + std::string(meaning) + ")" : "");
        }
        case ProcessEnd::How::timed_out:
            return "did not end within " + plural(static_cast<std::size_t>(end.value), "second") +
                   " and was stopped";
        case ProcessEnd::How::wrote_much:
            return "wrote more than " + value + " MiB and was stopped";
        case ProcessEnd::How::not_started:
            return "could not be started: " + std::string(std::strerror(end.value));
    }
    return "ended";
}

std::vector<std::string> lines_said(std::string_view err, std::size_t most) {
    constexpr std::size_t longest = 500;
    std::vector<std::string> lines;
    std::string line;
    const auto end_line = [&] {
        line = text::squeeze(line);
        if (!line.empty()) lines.push_back(std::move(line));
        line.clear();
    };
    const std::string readable = valid_utf8(err);
    for (std::size_t at = 0; at < readable.size();) {
        const std::size_t start = at;
        const char32_t c = text::next(readable, at);
        if (c == U'\n' || c == U'\r') {
            end_line();
        } else if (c == 0x1B && at < readable.size() && readable[at] == '[') {
            // A terminal's control sequence (ECMA-48): up to its final byte.
            do ++at;
            while (at < readable.size() && (readable[at] < 0x40 || readable[at] > 0x7E));
            at = std::min(at + 1, readable.size());
        } else if (line.size() < longest) {
            const bool control = c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029;
            line += control ? std::string_view(" ") : std::string_view(readable).substr(start, at - start);
            if (line.size() >= longest) line += "…";
        }
    }
    end_line();
    if (lines.size() > most) lines.erase(lines.begin(), lines.end() - static_cast<std::ptrdiff_t>(most));
    return lines;
}

ProcessResult run_command(const Command& command, const ProcessLimits& limits, const CaptureLimits& capture) {
    const OwnedFile input = file_of(command.input);
    if (!input) return not_started(errno);
    const std::vector<char*> words = pointers(command.words);
    const std::vector<char*> environment = pointers(command.environment);
    return run(
        [&](const Streams& streams) {
            const bool ready = ::dup2(input.number(), STDIN_FILENO) >= 0 &&
                               ::dup2(streams.out.write.number(), STDOUT_FILENO) >= 0 &&
                               ::dup2(streams.err.write.number(), STDERR_FILENO) >= 0 &&
                               ::chdir(command.folder.c_str()) == 0 &&
                               ::close_range(3, ~0U, CLOSE_RANGE_CLOEXEC) == 0;
            if (ready) ::execve(words[0], words.data(), environment.data());
            const int error = errno;
            (void)!::write(streams.started.write.number(), &error, sizeof error);
        },
        limits, capture);
}

ProcessResult run_in_child(const std::function<void(int out)>& work, const ProcessLimits& limits) {
    return run(
        [&](const Streams& streams) {
            ::dup2(streams.err.write.number(), STDOUT_FILENO);
            ::dup2(streams.err.write.number(), STDERR_FILENO);
            try {
                work(streams.out.write.number());
            } catch (...) {
                ::_exit(1);
            }
            ::_exit(0);
        },
        limits, {});
}

}  // namespace sheaf
