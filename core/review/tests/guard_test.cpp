// Only the browser that was given the address gets in, and only its own pages change anything.
#include "review/guard.hpp"

#include <catch2/catch.hpp>

using namespace sheaf::review;

namespace {

struct Ticket {
    explicit Ticket(const Guard& guard)
        : form(guard.form()), cookie(guard.cookie().substr(0, guard.cookie().find(';'))) {}
    std::string form, cookie;

    RequestFacts get(std::string_view path = "/") const {
        return {"GET", path, "127.0.0.1:8080", "", cookie, "", ""};
    }
    RequestFacts post() const {
        return {"POST", "/letter/1/decide", "127.0.0.1:8080", "http://127.0.0.1:8080", cookie, "", form};
    }
};

}  // namespace

TEST_CASE("Secrets are long, and each is another") {
    const std::string one = new_secret();
    CHECK(one.size() == 32);
    CHECK(one.find_first_not_of("0123456789abcdef") == std::string::npos);
    CHECK(one != new_secret());
    CHECK(same_secret("abc", "abc"));
    CHECK(!same_secret("abc", "abd"));
    CHECK(!same_secret("abc", "abcd"));
    CHECK(!same_secret("", "a"));
}

TEST_CASE("The token of the address is exchanged for a cookie that scripts and other sites do not get") {
    const Guard guard(8080, false);
    RequestFacts first{"GET", "/", "127.0.0.1:8080", "", "", guard.token(), ""};
    CHECK(guard.look_at(first) == Entry::come_in);
    first.token = "wrong";
    CHECK(guard.look_at(first) == Entry::no_ticket);
    first.token = "";
    CHECK(guard.look_at(first) == Entry::no_ticket);
    first.token = guard.token();
    first.path = "/letter/1";
    CHECK(guard.look_at(first) == Entry::no_ticket);
    CHECK(guard.cookie().ends_with("; Path=/; HttpOnly; SameSite=Strict"));
    CHECK(guard.cookie().find(guard.token()) == std::string::npos);
    CHECK(guard.address() == "http://127.0.0.1:8080/?token=" + guard.token());
}

TEST_CASE("The cookie opens every page, alone or among others") {
    const Guard guard(8080, false);
    const Ticket ticket(guard);
    CHECK(guard.look_at(ticket.get("/letter/1")) == Entry::open);
    const std::string several = "a=b; " + ticket.cookie + ";c=d";
    RequestFacts request = ticket.get();
    request.cookies = several;
    CHECK(guard.look_at(request) == Entry::open);
    const std::string longer = ticket.cookie + "0", other = "x" + ticket.cookie;
    for (const std::string& wrong : {longer, other, std::string("sheaf-8080=")}) {
        request.cookies = wrong;
        CHECK(guard.look_at(request) == Entry::no_ticket);
    }
}

TEST_CASE("A name that somebody else made lead here opens nothing") {
    const Guard guard(8080, false);
    const Ticket ticket(guard);
    for (const char* host :
         {"evil.example:8080", "127.0.0.1", "127.0.0.1:80", "", "localhost.evil.example:8080"}) {
        RequestFacts request = ticket.get();
        request.host = host;
        CHECK(guard.look_at(request) == Entry::wrong_host);
        request.token = guard.token();
        CHECK(guard.look_at(request) == Entry::wrong_host);
    }
    RequestFacts request = ticket.get();
    request.host = "localhost:8080";
    CHECK(guard.look_at(request) == Entry::open);
}

TEST_CASE("Only a page of this server changes anything") {
    const Guard guard(8080, false);
    const Ticket ticket(guard);
    CHECK(guard.look_at(ticket.post()) == Entry::open);
    for (const char* origin : {"", "null", "http://evil.example", "https://127.0.0.1:8080",
                               "http://127.0.0.1:80", "http://localhost:8080"}) {
        RequestFacts request = ticket.post();
        request.origin = origin;
        CHECK(guard.look_at(request) == Entry::not_ours);
    }
    RequestFacts request = ticket.post();
    request.form = "";
    CHECK(guard.look_at(request) == Entry::not_ours);
    request = ticket.post();
    request.cookies = "";
    CHECK(guard.look_at(request) == Entry::no_ticket);
    request = ticket.get();
    request.origin = "http://evil.example";
    CHECK(guard.look_at(request) == Entry::not_ours);
    request = ticket.get();
    request.method = "DELETE";
    CHECK(guard.look_at(request) == Entry::wrong_method);
    request.method = "HEAD";
    CHECK(guard.look_at(request) == Entry::open);
}

TEST_CASE("Where things are only shown, nothing is changed") {
    const Guard guard(8080, true);
    const Ticket ticket(guard);
    CHECK(guard.look_at(ticket.get()) == Entry::open);
    CHECK(guard.look_at(ticket.post()) == Entry::read_only);
}
