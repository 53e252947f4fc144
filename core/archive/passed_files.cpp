#include "archive/passed_files.hpp"

#include <sys/socket.h>

#include <array>
#include <cstring>

namespace sheaf {

namespace {

constexpr std::size_t most_bytes = most_passed_files * sizeof(int);

/// The form of a message that holds a number and open files.
struct Message {
    explicit Message(std::uint64_t& number) : bytes{&number, sizeof number} {
        form.msg_iov = &bytes;
        form.msg_iovlen = 1;
    }
    Message(const Message&) = delete;
    Message& operator=(const Message&) = delete;

    iovec bytes;
    alignas(cmsghdr) std::array<char, CMSG_SPACE(most_bytes)> control{};
    msghdr form{};
};

}  // namespace

bool pass_files(int socket, std::uint64_t number, std::span<const int> files, int flags) {
    Message message(number);
    if (!files.empty()) {
        message.form.msg_control = message.control.data();
        message.form.msg_controllen = CMSG_SPACE(files.size_bytes());
        cmsghdr* head = CMSG_FIRSTHDR(&message.form);
        head->cmsg_level = SOL_SOCKET;
        head->cmsg_type = SCM_RIGHTS;
        head->cmsg_len = CMSG_LEN(files.size_bytes());
        std::memcpy(CMSG_DATA(head), files.data(), files.size_bytes());
    }
    return uninterrupted([&] { return ::sendmsg(socket, &message.form, MSG_NOSIGNAL | flags); }) ==
           sizeof number;
}

bool take_files(int socket, PassedFiles& passed) {
    Message message(passed.number);
    message.form.msg_control = message.control.data();
    message.form.msg_controllen = message.control.size();
    const ssize_t got = uninterrupted([&] { return ::recvmsg(socket, &message.form, MSG_CMSG_CLOEXEC); });
    if (got != sizeof passed.number) return false;
    passed.files.clear();
    const cmsghdr* head = CMSG_FIRSTHDR(&message.form);
    if (!head) return true;
    std::array<int, most_passed_files> numbers{};
    const std::size_t size = head->cmsg_len - CMSG_LEN(0);
    std::memcpy(numbers.data(), CMSG_DATA(head), size);
    for (std::size_t i = 0; i < size / sizeof(int); ++i) passed.files.emplace_back(numbers[i]);
    return true;
}

}  // namespace sheaf
