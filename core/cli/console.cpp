#include "cli/console.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdarg>
#include <cstdio>
#include <cstring>

#include "base/json.hpp"

namespace sheaf {

namespace {

constexpr auto first_pause = std::chrono::milliseconds(1000);  // shorter runs show no bar
constexpr auto later_pause = std::chrono::milliseconds(200);

std::size_t terminal_width() {
    winsize size{};
    return ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

}  // namespace

std::string place_text(const Place& place) {
    std::string text = place.file;
    if (place.line > 0) {
        text += ":" + std::to_string(place.line);
        if (place.column > 0) text += ":" + std::to_string(place.column);
    }
    return text;
}

std::string diagnostic_text(const std::string& subject, const Diagnostic& diagnostic) {
    const std::string place = place_text(diagnostic.place);
    std::string text = !subject.empty() ? subject : !place.empty() ? place : "sheaf";
    text += ": " + std::string(name(diagnostic.severity)) + "[" + diagnostic.code + "]: ";
    if (!diagnostic.stage.empty()) text += diagnostic.stage + ": ";
    text += diagnostic.message;
    if (!subject.empty() && !place.empty()) text += " (" + place + ")";
    if (diagnostic.place.page > 0) text += " (page " + std::to_string(diagnostic.place.page) + ")";
    if (!diagnostic.place.part.empty()) text += " (" + diagnostic.place.part + ")";
    if (!diagnostic.hint.empty()) text += "; " + diagnostic.hint;
    return printable(text);
}

std::string diagnostic_json(const std::string& subject, const Diagnostic& diagnostic) {
    Json json;
    if (!subject.empty()) json["letter"] = subject;
    json["severity"] = name(diagnostic.severity);
    json["code"] = diagnostic.code;
    json["message"] = diagnostic.message;
    if (!diagnostic.stage.empty()) json["stage"] = diagnostic.stage;
    const Place& place = diagnostic.place;
    if (!place.file.empty()) json["file"] = place.file;
    if (place.line > 0) json["line"] = place.line;
    if (place.column > 0) json["column"] = place.column;
    if (place.page > 0) json["page"] = place.page;
    if (place.box) json["box"] = {place.box->left, place.box->top, place.box->right, place.box->bottom};
    if (!place.part.empty()) json["part"] = place.part;
    if (!diagnostic.hint.empty()) json["hint"] = diagnostic.hint;
    return dump(json);
}

std::string summary_line(const std::string& letter, const LetterResult& result) {
    if (!result.converted) return letter + ": not converted";
    std::string line = letter + ": converted";
    if (result.worst() == Severity::doubtful) line += " (doubtful)";
    line += ": " + (result.profile.empty() ? "no profile" : "profile " + result.profile);
    if (result.pages > 0) line += ", " + plural(result.pages, "page");
    line += ", " + plural(result.sections, "section");
    std::string records;
    for (const auto& [type, count] : result.records)
        if (count > 0) records += (records.empty() ? "" : ", ") + type + " " + std::to_string(count);
    return line + (records.empty() ? "; no records" : "; records: " + records);
}

std::string result_json(const std::string& letter, const LetterResult& result) {
    Json records = Json::object();
    for (const auto& [type, count] : result.records) records[type] = count;
    return dump({{"letter", letter},
                 {"converted", result.converted},
                 {"doubtful", result.worst() == Severity::doubtful},
                 {"profile", result.profile},
                 {"pages", result.pages},
                 {"sections", result.sections},
                 {"records", records},
                 {"outputs", result.files}});
}

std::string json_text(const std::string& text) {
    return dump(Json(text));
}

void say(const char* format, ...) {
    std::va_list values, again;
    va_start(values, format);
    va_copy(again, values);
    std::string line(static_cast<std::size_t>(std::max(0, std::vsnprintf(nullptr, 0, format, values))), ' ');
    std::vsnprintf(line.data(), line.size() + 1, format, again);
    va_end(again);
    va_end(values);
    const std::size_t empty = std::strspn(format, "\n");
    std::fputs((std::string(empty, '\n') + printable(line.substr(empty)) + '\n').c_str(), stdout);
}

void say_json(const Json& json) {
    std::fputs((json_for_eyes(dump(json, 2)) + '\n').c_str(), stdout);
}

Console::Console(ConsoleStyle style) : style_(style) {}

Console::~Console() {
    end_progress();
}

void Console::print(const std::string& subject, const Diagnostic& diagnostic) {
    // What concerns the pipeline is always told: its author is at the keyboard.
    const bool wanted = diagnostic.severity >= style_.least ||
                        (style_.lines && (subject.empty() || style_.format == LogFormat::json));
    if (!wanted) return;
    write(style_.format == LogFormat::json ? json_for_eyes(diagnostic_json(subject, diagnostic))
                                           : diagnostic_text(subject, diagnostic));
}

void Console::print(const std::string& subject, const std::vector<Diagnostic>& diagnostics) {
    for (const Diagnostic& diagnostic : diagnostics) print(subject, diagnostic);
}

void Console::line(const std::string& text, const std::string& json) {
    if (!style_.lines) return;
    if (style_.format == LogFormat::text)
        write(printable(text));
    else if (!json.empty())
        write(json_for_eyes(json));
}

void Console::start_progress(std::size_t letters, bool by_itself) {
    if (!style_.lines || style_.format == LogFormat::json || !::isatty(STDERR_FILENO)) return;
    total_ = letters;
    start_ = std::chrono::steady_clock::now();
    next_ = start_ + first_pause;
    if (!by_itself) return;
    ticker_ = std::jthread([this](std::stop_token stop) {
        std::unique_lock lock(mutex_);
        auto pause = first_pause;
        while (!wake_.wait_for(lock, stop, pause, [&] { return stop.stop_requested(); })) {
            draw();
            pause = later_pause;
        }
        erase();
    });
}

void Console::progress(std::size_t done, const std::string& letter) {
    const std::lock_guard lock(mutex_);
    done_ = done;
    current_ = letter;
    if (total_ == 0 || ticker_.joinable() || std::chrono::steady_clock::now() < next_) return;
    draw();
    next_ = std::chrono::steady_clock::now() + later_pause;
}

void Console::end_progress() {
    total_ = 0;
    if (!ticker_.joinable()) return erase();
    ticker_.request_stop();
    ticker_.join();
}

void Console::write(const std::string& line) {
    const std::lock_guard lock(mutex_);
    const bool again = drawn_;
    erase();
    std::fputs((line + "\n").c_str(), stderr);
    if (again) draw();
}

/// `[#####---------------] 5/22  2.4/s  7 s left  2024/a.pdf`, cut to the terminal's width.
void Console::draw() {
    constexpr std::size_t width = 20;
    const std::size_t filled = total_ > 0 ? width * done_ / total_ : 0;
    const std::chrono::duration<double> gone = std::chrono::steady_clock::now() - start_;
    const double rate = static_cast<double>(done_) / gone.count();
    std::array<char, 64> pace{};
    if (done_ > 0)
        std::snprintf(pace.data(), pace.size(), "  %.*f/s  %.0f s left", rate < 10 ? 1 : 0, rate,
                      static_cast<double>(total_ - std::min(done_, total_)) / rate);
    const std::string bar = "[" + std::string(filled, '#') + std::string(width - filled, '-') + "] " +
                            std::to_string(done_) + "/" + std::to_string(total_) + pace.data() + "  " +
                            printable(current_);
    std::fputs(("\r\x1b[K" + std::string(beginning(bar, terminal_width() - 1))).c_str(), stderr);
    drawn_ = true;
}

void Console::erase() {
    if (drawn_) std::fputs("\r\x1b[K", stderr);
    drawn_ = false;
}

}  // namespace sheaf
