#include "review/guard.hpp"

#include <sys/random.h>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace sheaf::review {

std::string new_secret() {
    std::array<unsigned char, 16> bytes{};
    if (::getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size()))
        throw std::runtime_error("the system gives no random bytes");
    constexpr std::string_view digits = "0123456789abcdef";
    std::string secret;
    for (const unsigned char byte : bytes) {
        secret += digits[byte >> 4U];
        secret += digits[byte & 15U];
    }
    return secret;
}

bool same_secret(std::string_view a, std::string_view b) {
    if (a.size() != b.size()) return false;
    unsigned different = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        different |= static_cast<unsigned char>(a[i]) ^ static_cast<unsigned char>(b[i]);
    return different == 0;
}

Guard::Guard(int port, bool read_only)
    : port_(std::to_string(port)),
      token_(new_secret()),
      session_(new_secret()),
      form_(new_secret()),
      read_only_(read_only) {}

Entry Guard::look_at(const RequestFacts& request) const {
    const bool known_host = request.host == "127.0.0.1:" + port_ || request.host == "localhost:" + port_;
    if (!known_host) return Entry::wrong_host;
    const bool changes = request.method == "POST";
    if (!changes && request.method != "GET" && request.method != "HEAD") return Entry::wrong_method;
    if (!changes && request.path == "/" && same_secret(request.token, token_)) return Entry::come_in;
    if (!has_cookie(request.cookies)) return Entry::no_ticket;
    // A browser says where a form comes from; a page of another site cannot keep it from doing so.
    const bool own_origin = request.origin == "http://" + std::string(request.host);
    if (changes && (!own_origin || !same_secret(request.form, form_))) return Entry::not_ours;
    if (changes && read_only_) return Entry::read_only;
    if (!changes && !request.origin.empty() && !own_origin) return Entry::not_ours;
    return Entry::open;
}

bool Guard::has_cookie(std::string_view cookies) const {
    const std::string name = "sheaf-" + port_ + "=";
    while (!cookies.empty()) {
        const std::size_t end = std::min(cookies.find(';'), cookies.size());
        std::string_view one = cookies.substr(0, end);
        one.remove_prefix(std::min(one.find_first_not_of(' '), one.size()));
        if (one.starts_with(name) && same_secret(one.substr(name.size()), session_)) return true;
        cookies.remove_prefix(std::min(end + 1, cookies.size()));
    }
    return false;
}

std::string Guard::cookie() const {
    // Browsers do not tell ports apart, so the name does.
    return "sheaf-" + port_ + "=" + session_ + "; Path=/; HttpOnly; SameSite=Strict";
}

std::string Guard::address() const {
    return "http://127.0.0.1:" + port_ + "/?token=" + token_;
}

}  // namespace sheaf::review
