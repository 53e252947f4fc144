// Who may talk to the server: whoever has the address that it printed, from its own pages, and nobody else.
#pragma once

#include <string>
#include <string_view>

namespace sheaf::review {

/// A secret of 32 hexadecimal digits, from the system.
std::string new_secret();

/// Whether the texts are equal; how long that takes says nothing about where they differ.
bool same_secret(std::string_view a, std::string_view b);

/// What a request says of itself.
struct RequestFacts {
    std::string_view method, path, host, origin, cookies;
    std::string_view token;  ///< of the address
    std::string_view form;   ///< the secret of the form
};

enum class Entry {
    open,        ///< go on
    come_in,     ///< the token is right: the browser gets the cookie
    no_ticket,   ///< neither token nor cookie
    wrong_host,  ///< another name leads here: somebody plays with name servers
    not_ours,    ///< what is to be changed was not asked for by a page of this server
    read_only,   ///< nothing may be changed
    wrong_method,
};

/// The rules. Made once for a server.
class Guard {
  public:
    /// `port` as the browser sees it.
    Guard(int port, bool read_only);

    Entry look_at(const RequestFacts& request) const;

    const std::string& token() const { return token_; }
    const std::string& form() const { return form_; }
    /// The value of the header `Set-Cookie`.
    std::string cookie() const;
    /// Where the browser begins: `http://127.0.0.1:8080/?token=...`.
    std::string address() const;

  private:
    bool has_cookie(std::string_view cookies) const;

    const std::string port_, token_, session_, form_;
    const bool read_only_;
};

}  // namespace sheaf::review
