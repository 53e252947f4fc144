#include "archive/archive_process.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <functional>

#include "archive/archive.hpp"
#include "archive/message.hpp"
#include "archive/worker.hpp"
#include "base/codes.hpp"
#include "base/process.hpp"

namespace sheaf {

template <class Visitor>
void fields(Visitor& visit, ArchiveAnswer& answer) {
    visit(answer.state, answer.written, answer.said, answer.problem, answer.journal_damage);
}
template <class Visitor>
void fields(Visitor& visit, FileHash& one) {
    visit(one.file, one.sha256);
}

namespace {

namespace fs = std::filesystem;

/// What it is told.
struct ArchiveOrder {
    bool last = false;    ///< all letters that are left are to be written, and the archive to be completed
    std::string before;   ///< if not: only those whose output names come before this one
    std::string outputs;  ///< the hash of the outputs, with the last order
};
template <class Visitor>
void fields(Visitor& visit, ArchiveOrder& order) {
    visit(order.last, order.before, order.outputs);
}

/// Unless something went wrong before.
void attempt(ArchiveAnswer& answer, const std::function<void()>& work) {
    if (answer.problem) return;
    try {
        work();
    } catch (const StageError& error) {
        answer.problem = error.diagnostic();
    } catch (const SqliteError& error) {
        answer.problem = diagnose(codes::journal_unwritable,
                                  std::string("the run journal cannot be read: ") + error.what());
        if (error.damaged()) answer.journal_damage = error.what();
    } catch (const std::exception& error) {
        answer.problem = diagnose(codes::stage_failed, error.what());
    }
}

/// The texts that it writes are of letters: it reaches the archive, the folder for temporary files, and the folders of the
/// files that it reads, which may be saved anew at any time.
bool confine_to_archive(const Plan& plan, const fs::path& out, const std::vector<std::string>& reads) {
    Confinement confinement = confinement_of(plan, out);
    confinement.writable.push_back(fs::temp_directory_path());
    for (const std::string& file : reads)
        confinement.readable.push_back(fs::absolute(file).lexically_normal().parent_path());
    return confine(confinement);
}

[[noreturn]] void serve(const Plan& plan, const fs::path& out, Confine wanted, int socket) {
    // The batch decides when to stop.
    for (const int signal : {SIGTERM, SIGINT, SIGHUP}) ::signal(signal, SIG_IGN);
    ArchiveAnswer answer;
    std::optional<ArchiveWriting> writing;
    std::vector<std::string> reads;
    attempt(answer, [&] {
        writing.emplace(plan, out, [&](const Diagnostic& said) { answer.said.push_back(said); });
        reads = writing->reads();
    });
    if (wanted != Confine::off && !confine_to_archive(plan, out, reads) && wanted == Confine::require)
        ::_exit(1);
    std::optional<Journal> journal;
    Frames frames;
    while (const auto bytes = receive_frame(socket, frames)) {
        const auto order = unpacked<ArchiveOrder>(*bytes);
        if (!order) break;
        attempt(answer, [&] {
            if (!journal) journal.emplace(Journal::file_in(out), Database::Access::read);
            if (order->last)
                answer.state = writing->finish(*journal, order->outputs, answer.written);
            else
                writing->advance(*journal, order->before);
        });
        if (!order->last) continue;
        writing.reset();
        journal.reset();  // so that the batch is the last to close it
        send_all(socket, framed(answer));
        break;
    }
    ::_exit(0);
}

}  // namespace

ArchiveProcess::ArchiveProcess(const Plan& plan, const fs::path& out, Confine wanted) {
    int ends[2];
    const pid_t parent = ::getpid();
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0 || (process_ = ::fork()) < 0)
        throw StageError(
            codes::worker_failed.code,
            std::string("the process that writes the archive cannot be started: ") + std::strerror(errno),
            "look for limits on processes, open files and memory");
    if (process_ == 0) {
        ::close(ends[0]);
        enter_limits({}, parent);
        serve(plan, out, wanted, ends[1]);
    }
    ::close(ends[1]);
    socket_ = OwnedFile(ends[0]);
}

ArchiveProcess::~ArchiveProcess() {
    if (process_ <= 0) return;
    socket_.close();
    kill_group(process_);
    wait_for(process_);
}

void ArchiveProcess::ended(const ProcessEnd& end) {
    process_ = -1;
    end_ = end;
}

void ArchiveProcess::advance(const std::string& name) {
    pollfd ready{socket_.number(), POLLOUT, 0};
    if (::poll(&ready, 1, 0) == 1 && (ready.revents & POLLOUT) != 0)
        send_all(socket_.number(), framed(ArchiveOrder{false, name, {}}));
}

ArchiveAnswer ArchiveProcess::finish(const std::string& outputs) {
    Frames frames;
    send_all(socket_.number(), framed(ArchiveOrder{true, {}, outputs}));
    const auto bytes = receive_frame(socket_.number(), frames);
    if (auto answer = bytes ? unpacked<ArchiveAnswer>(*bytes) : std::nullopt) return std::move(*answer);
    if (process_ > 0) {
        kill_group(process_);
        ended(wait_for(process_));
    }
    ArchiveAnswer failed;
    failed.problem =
        diagnose(codes::stage_crashed, "the process that writes the archive " + described(end_), {},
                 "an output of the pipeline has a defect; the archive's files are as they were");
    return failed;
}

}  // namespace sheaf
