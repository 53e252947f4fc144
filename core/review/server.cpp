#include "review/server.hpp"

#include <httplib.h>
#include <malloc.h>

#include <charconv>
#include <chrono>
#include <thread>

#include "base/codes.hpp"
#include "base/json.hpp"
#include "review/assets.hpp"
#include "review/guard.hpp"
#include "review/letter_page.hpp"
#include "review/pictures.hpp"
#include "review/printed_words.hpp"
#include "review/queue.hpp"
#include "review/register.hpp"

namespace sheaf::review {

namespace {

using httplib::Request;
using httplib::Response;

constexpr std::size_t longest_request = 1U << 20U;
constexpr double plain_dpi = 110, fine_dpi = 220;
constexpr const char* html_type = "text/html; charset=utf-8";

constexpr const char* policy =
    "default-src 'none'; img-src 'self' data:; style-src 'self'; script-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

std::string field(const Request& request, const char* name) {
    return request.has_file(name) ? request.get_file_value(name).content : std::string();
}

template <class Integer>
Integer number_in(const std::string& text) {
    Integer number{};
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

class Server {
  public:
    Server(const Plan& plan, const ServerSettings& settings)
        : settings_(settings),
          plan_(plan),
          archive_(settings.archive),
          desk_(settings.decisions, plan, settings.by),
          queue_(archive_, desk_),
          register_(settings.archive, plan, settings.workbook),
          pictures_(plan, settings.pool) {}

    void run(const std::function<void(const std::string&)>& ready) {
        const int port = settings_.port == 0 ? http_.bind_to_any_port("127.0.0.1")
                         : http_.bind_to_port("127.0.0.1", settings_.port) ? settings_.port
                                                                           : -1;
        if (port < 0)
            throw StageError(codes::usage.code,
                             "the port " + std::to_string(settings_.port) + " cannot be used",
                             "choose another one with --port, or leave it to the program");
        guard_.emplace(port, settings_.read_only);
        site_ = {settings_.archive, settings_.by, guard_->form(), settings_.read_only, register_.exists()};
        set_up();
        std::thread listening([this] { http_.listen_after_bind(); });
        ready(guard_->address());
        while (!pictures_.asked_to_stop()) std::this_thread::sleep_for(std::chrono::milliseconds(200));
        http_.stop();
        listening.join();
    }

  private:
    void set_up();
    void set_up_register();
    httplib::Server::HandlerResponse admit(const Request& request, Response& response) const;
    void refuse(Response& response, int status, const std::string& why) const;
    /// Calls with the letter that the path names, if there is one.
    void with_letter(const Request& request, Response& response,
                     const std::function<void(const ArchivedLetter&)>& call);
    void show_letter(const ArchivedLetter& letter, Response& response, const std::string& message = {},
                     bool alarming = false);
    void show_words(const ArchivedLetter& letter, const Request& request, Response& response);
    void show_picture(const ArchivedLetter& letter, const Request& request, Response& response);
    void decide(const ArchivedLetter& letter, const Request& request, Response& response, bool undo);
    static Wish wish_of(const Request& request);

    const ServerSettings& settings_;
    const Plan& plan_;
    const ArchiveView archive_;
    Desk desk_;
    Queue queue_;
    const Register register_;
    Pictures pictures_;
    std::optional<Guard> guard_;
    Site site_;
    httplib::Server http_;
};

void Server::set_up() {
    http_.set_payload_max_length(longest_request);
    http_.set_read_timeout(10);
    http_.set_tcp_nodelay(true);
    http_.set_pre_routing_handler(
        [this](const Request& request, Response& response) { return admit(request, response); });
    http_.set_exception_handler([this](const Request&, Response& response, std::exception_ptr thrown) {
        try {
            std::rethrow_exception(std::move(thrown));
        } catch (const std::exception& error) {
            refuse(response, 500, error.what());
        } catch (...) {
            refuse(response, 500, "an error of the program");
        }
    });
    http_.set_error_handler([this](const Request&, Response& response) {
        if (response.body.empty()) refuse(response, response.status, "There is nothing here.");
    });
    http_.Get(style_path, [](const Request&, Response& response) {
        response.set_content(std::string(html::style_sheet) + review_style, "text/css; charset=utf-8");
    });
    http_.Get(script_path, [](const Request&, Response& response) {
        response.set_content(review_script, "text/javascript; charset=utf-8");
    });
    http_.Get("/", [this](const Request&, Response& response) {
        response.set_content(queue_page(site_, queue_.entries(), plan_), html_type);
    });
    http_.Get("/trust", [this](const Request&, Response& response) {
        response.set_content(trust_page(site_, archive_, desk_), html_type);
    });
    set_up_register();
    http_.Get(R"(/letter/(\d{1,15}))", [this](const Request& request, Response& response) {
        with_letter(request, response, [&](const ArchivedLetter& letter) { show_letter(letter, response); });
    });
    http_.Get(R"(/letter/(\d{1,15})/page/(\d{1,6})\.png)",
              [this](const Request& request, Response& response) {
                  with_letter(request, response,
                              [&](const ArchivedLetter& letter) { show_picture(letter, request, response); });
              });
    http_.Get(R"(/letter/(\d{1,15})/page/(\d{1,6})\.json)",
              [this](const Request& request, Response& response) {
                  with_letter(request, response,
                              [&](const ArchivedLetter& letter) { show_words(letter, request, response); });
              });
    http_.Post(R"(/letter/(\d{1,15})/(decide|undo))", [this](const Request& request, Response& response) {
        with_letter(request, response, [&](const ArchivedLetter& letter) {
            decide(letter, request, response, request.matches[2] == "undo");
        });
    });
}

void Server::set_up_register() {
    if (!site_.has_archive) return;
    using Page = std::string (Register::*)(const Site&, const Query&) const;
    using File = std::string (Register::*)(const Query&) const;
    const auto answer = [this](const char* path, Page made) {
        http_.Get(path, [this, made](const Request& request, Response& response) {
            const Query query = [&](const char* name) { return request.get_param_value(name); };
            response.set_content((register_.*made)(site_, query), html_type);
        });
    };
    answer("/letters", &Register::letters_page);
    answer("/search", &Register::search_page);
    answer("/authorities", &Register::authorities_page);
    answer("/authority", &Register::authority_page);
    answer("/charts", &Register::charts_page);
    const auto file = [this](const char* path, const char* name, const char* type, File made) {
        http_.Get(path, [this, name, type, made](const Request& request, Response& response) {
            const Query query = [&](const char* one) { return request.get_param_value(one); };
            response.set_header("Content-Disposition", std::string("attachment; filename=") + name);
            response.set_content((register_.*made)(query), type);
        });
    };
    file(R"(/letters\.csv)", "letters.csv", "text/csv; charset=utf-8", &Register::letters_csv);
    if (register_.writes_workbooks())
        file(R"(/letters\.xlsx)", "letters.xlsx",
             "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", &Register::letters_xlsx);
    http_.Get("/open", [this](const Request& request, Response& response) {
        const auto letter = archive_.named(request.get_param_value("letter"));
        if (!letter) return refuse(response, 404, "The archive has no such letter.");
        const std::string record = request.get_param_value("record");
        const bool known =
            !record.empty() && record.find_first_not_of("0123456789abcdef") == std::string::npos;
        response.set_redirect("/letter/" + std::to_string(letter->known.id) + (known ? "#r-" + record : ""),
                              303);
    });
}

/// Every answer says what the browser may do with it; what must not come in gets no further.
httplib::Server::HandlerResponse Server::admit(const Request& request, Response& response) const {
    response.set_header("Content-Security-Policy", policy);
    response.set_header("X-Content-Type-Options", "nosniff");
    response.set_header("X-Frame-Options", "DENY");
    response.set_header("Referrer-Policy", "same-origin");
    response.set_header("Cross-Origin-Opener-Policy", "same-origin");
    response.set_header("Cross-Origin-Resource-Policy", "same-origin");
    response.set_header("Cache-Control", "no-store");
    const std::string host = request.get_header_value("Host"), origin = request.get_header_value("Origin"),
                      cookies = request.get_header_value("Cookie"), token = request.get_param_value("token"),
                      form = request.get_header_value("X-Sheaf-Form");
    const auto no = [&](int status, const char* why) {
        refuse(response, status, why);
        return httplib::Server::HandlerResponse::Handled;
    };
    switch (guard_->look_at({request.method, request.path, host, origin, cookies, token, form})) {
        case Entry::open:
            return httplib::Server::HandlerResponse::Unhandled;
        case Entry::come_in:
            response.set_header("Set-Cookie", guard_->cookie());
            response.set_redirect("/", 303);
            return httplib::Server::HandlerResponse::Handled;
        case Entry::no_ticket:
            return no(403, "Open the address that `sheaf review` has printed.");
        case Entry::wrong_host:
            return no(421, "This server is not called that.");
        case Entry::not_ours:
            return no(403, "Only this server's own pages may ask for that.");
        case Entry::read_only:
            return no(403, "Nothing can be changed: the server was started with --read-only.");
        case Entry::wrong_method:
            break;
    }
    return no(405, "There is no such method.");
}

void Server::refuse(Response& response, int status, const std::string& why) const {
    response.status = status;
    Site nobody;  // whoever has no ticket is told no names
    nobody.read_only = true;
    response.set_content(notice(nobody, "Not possible", why), html_type);
}

void Server::with_letter(const Request& request, Response& response,
                         const std::function<void(const ArchivedLetter&)>& call) {
    const auto letter = archive_.letter(number_in<std::int64_t>(request.matches[1]));
    letter ? call(*letter) : refuse(response, 404, "The archive has no such letter.");
}

void Server::show_letter(const ArchivedLetter& letter, Response& response, const std::string& message,
                         bool alarming) {
    auto document = archive_.document(letter);
    if (!document) {
        std::string why = "Nothing was read of " + letter.known.name + ".";
        for (const Diagnostic& problem : archive_.doubts(letter.known.id))
            why += "\n" + problem.message + (problem.hint.empty() ? "" : ": " + problem.hint);
        response.set_content(notice(site_, letter.heading(), why), html_type);
        return;
    }
    LetterSurroundings around;
    around.message = message;
    around.alarming = alarming;
    bool behind = false;
    for (const auto& entry : queue_.entries()) {
        const std::int64_t id = entry->letter.known.id;
        if (!entry->done()) ++around.left;
        if (!entry->done() && id != letter.known.id && (around.next == 0 || behind)) {
            around.next = id;
            behind = false;
        }
        behind = behind || id == letter.known.id;
    }
    const CheckedLetter checked = desk_.check(std::move(*document), letter.known.output_name);
    response.set_content(letter_page(site_, letter, checked, plan_, around), html_type);
}

void Server::show_picture(const ArchivedLetter& letter, const Request& request, Response& response) {
    const double dpi = request.has_param("fine") ? fine_dpi : plain_dpi;
    const Picture picture = pictures_.draw(letter, number_in<int>(request.matches[2]), dpi);
    if (!picture.page) return refuse(response, 404, picture.problem.message);
    response.headers.erase("Cache-Control");
    response.set_header("Cache-Control", "private, max-age=3600");
    response.set_content(picture.page->png, "image/png");
}

/// `[[block, start, end, left, top, right, bottom], ...]`
void Server::show_words(const ArchivedLetter& letter, const Request& request, Response& response) {
    const int page = number_in<int>(request.matches[2]);
    const Picture picture = pictures_.draw(letter, page, plain_dpi);
    const auto document = archive_.document(letter);
    Json words = Json::array();
    if (picture.page && document)
        for (const PlacedWord& word : place_words(*document, page, picture.page->words))
            words.push_back({word.block.value + 1, word.range.start, word.range.end, word.box.left,
                             word.box.top, word.box.right, word.box.bottom});
    response.set_content(dump(words), "application/json");
}

Wish Server::wish_of(const Request& request) {
    Wish wish;
    wish.verdict = field(request, "verdict");
    wish.record = field(request, "record");
    wish.type = field(request, "type");
    wish.field = field(request, "field");
    wish.value = field(request, "value");
    wish.note = field(request, "note");
    wish.marks = field(request, "marks");
    wish.code = field(request, "code");
    wish.message = field(request, "message");
    wish.page = number_in<int>(field(request, "page"));
    wish.base = field(request, "base");
    constexpr std::string_view prefix = "field-";
    for (const auto& [name, file] : request.files)
        if (name.starts_with(prefix)) wish.fields.emplace_back(name.substr(prefix.size()), file.content);
    return wish;
}

void Server::decide(const ArchivedLetter& letter, const Request& request, Response& response, bool undo) {
    const auto document = archive_.document(letter);
    if (!document) return refuse(response, 404, "Nothing was read of this letter.");
    const Answer answer = undo ? desk_.undo(*document, letter.known.output_name)
                               : desk_.decide(*document, letter.known.output_name, wish_of(request));
    const bool done = answer.result == Answer::Result::done;
    response.status = done ? 200 : answer.result == Answer::Result::conflict ? 409 : 400;
    show_letter(letter, response,
                done ? (undo ? "Taken back." : "Saved.") : "Not saved: " + answer.message + ".", !done);
}

}  // namespace

void serve(const Plan& plan, const ServerSettings& settings,
           const std::function<void(const std::string&)>& ready) {
    ::mallopt(M_ARENA_MAX, 2);  // a heap for each thread would each keep what its largest letter took
    Server(plan, settings).run(ready);
}

}  // namespace sheaf::review
