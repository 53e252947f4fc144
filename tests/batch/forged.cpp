#include "forged.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <utility>

#include "archive/message.hpp"

namespace forged {

namespace {

namespace fs = std::filesystem;
using namespace sheaf;

constexpr std::uint64_t mark = 0x313a46414548531bULL;

struct Head {
    std::uint64_t mark, size, checksum;
};

struct Order {
    std::string kind, folder, argument;
};

Order order;
int kept = -1;

int find_socket() {
    struct stat status {};
    for (int file = 3; file < 64; ++file)
        if (::fstat(file, &status) == 0 && S_ISSOCK(status.st_mode)) return file;
    return -1;
}

void send(const Answer& answer) {
    Packer packer;
    packer(answer);
    const std::string bytes = packer.take();
    Head head{mark, bytes.size(), 0xcbf29ce484222325ULL};  // FNV-1a
    for (const char byte : bytes)
        head.checksum = (head.checksum ^ static_cast<unsigned char>(byte)) * 0x100000001b3ULL;
    std::string frame(reinterpret_cast<const char*>(&head), sizeof head);
    frame += bytes;
    const int socket = find_socket();
    for (std::size_t at = 0; at < frame.size();) {
        const ssize_t sent = ::send(socket, frame.data() + at, frame.size() - at, MSG_NOSIGNAL);
        if (sent <= 0) return;
        at += static_cast<std::size_t>(sent);
    }
}

/// The next job that the batch sends; its open files are let go.
Job next_job() {
    static std::string bytes;
    while (true) {
        const std::size_t at =
            bytes.find(std::string_view(reinterpret_cast<const char*>(&mark), sizeof mark));
        Head head{};
        if (at != std::string::npos && bytes.size() - at >= sizeof head) {
            std::memcpy(&head, bytes.data() + at, sizeof head);
            if (bytes.size() - at - sizeof head >= head.size) {
                const auto job = unpacked<Job>(std::string_view(bytes).substr(at + sizeof head, head.size));
                bytes.erase(0, at + sizeof head + head.size);
                if (job) return *job;
            }
        }
        char buffer[4096];
        const ssize_t got = ::recv(find_socket(), buffer, sizeof buffer, 0);
        if (got <= 0) ::_exit(0);
        bytes.append(buffer, static_cast<std::size_t>(got));
    }
}

/// The scratch folder of the letter that is at work.
fs::path scratch() {
    fs::path newest;
    for (const auto& entry : fs::directory_iterator(order.folder))
        if (newest.empty() ||
            std::atoi(entry.path().filename().c_str()) > std::atoi(newest.filename().c_str()))
            newest = entry.path();
    return newest;
}

Answer answer_to(std::uint64_t number, const std::string& content) {
    Answer answer;
    answer.number = number;
    answer.outcome.status = LetterStatus::converted;
    answer.outcome.key.content = content;
    return answer;
}

/// Answers each job to come as if its letter were the one of that hash.
[[noreturn]] void serve(const std::string& content) {
    while (true) {
        const Job job = next_job();
        Answer answer = answer_to(job.number, content);
        if (!job.only_hash) {
            fs::create_directories(job.scratch);
            std::ofstream(fs::path(job.scratch) / "document") << "of another letter";
            answer.has_document = true;
        }
        send(answer);
    }
}

}  // namespace

void prepare(const std::string& what) {
    const std::size_t first = what.find(','), second = what.find(',', first + 1);
    order = {what.substr(0, first), what.substr(first + 1, second - first - 1), what.substr(second + 1)};
}

void answer(const Document& document) {
    const std::string kind = std::exchange(order.kind, {});
    if (kind.empty()) return;
    const fs::path folder = scratch();
    if (kind == "keep") kept = ::open((folder / "0").c_str(), O_RDWR | O_CLOEXEC);
    if (kind == "keep") return;
    Answer answer =
        answer_to(static_cast<std::uint64_t>(std::atoi(folder.filename().c_str())), document.source.sha256);
    LetterOutcome& outcome = answer.outcome;
    if (kind == "hash") outcome.outputs = {{document.source.name + ".txt", std::string(64, 'a'), 0}};
    if (kind == "hash") std::ofstream(folder / "0", std::ios::trunc);
    if (kind == "content") {
        std::ofstream(folder / "document") << "of another letter";
        outcome.key.content = order.argument;
        answer.has_document = true;
    }
    if (kind == "link") {
        fs::rename(folder, fs::path(order.folder) / ".gone");
        fs::create_directory_symlink(order.argument, folder);
        // Its last line says which hash the file there has.
        outcome.outputs = {{document.source.name + ".txt", document.blocks.back().text,
                            fs::file_size(fs::path(order.argument) / "0")}};
    }
    send(answer);
    if (kind == "serve") serve(order.argument);
    while (true) ::pause();
}

void write_to_kept() {
    (void)!::pwrite(kept, "CHANGED", 7, 0);
}

}  // namespace forged
