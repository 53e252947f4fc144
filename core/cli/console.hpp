// What people and machines see on standard error: diagnostics, one line a letter, progress.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/json.hpp"
#include "base/wording.hpp"
#include "run/convert.hpp"
#include "sheaf/diagnostic.hpp"

namespace sheaf {

enum class LogFormat { text, json };

/// What is written to standard error.
struct ConsoleStyle {
    LogFormat format = LogFormat::text;
    Severity least = Severity::repaired;  ///< of the diagnostics of letters; machines get all
    bool lines = true;                    ///< summary lines and progress
};

/// Exit statuses of every command.
enum class Exit : int {
    success = 0,
    some_failed = 1,    ///< the other letters are complete
    nothing_ran = 2,    ///< usage, pipeline or plugin error
    some_doubtful = 3,  ///< all converted
    internal = 70,
    locked = 75,  ///< another batch is at work on the output folder
};

/// `file:line:column`, as much of it as is known.
std::string place_text(const Place& place);

/// `subject: severity[code]: message (page 3); hint`. `subject` is a letter's name, or empty for the place's
/// file.
std::string diagnostic_text(const std::string& subject, const Diagnostic& diagnostic);
std::string diagnostic_json(const std::string& subject, const Diagnostic& diagnostic);

/// `a.pdf: converted (doubtful): profile x, 15 pages, 12 sections; records: judgement 3, recommendation 8`
std::string summary_line(const std::string& letter, const LetterResult& result);

/// What became of a letter, as one line of JSON.
std::string result_json(const std::string& letter, const LetterResult& result);

/// Writes a line for people to standard output, laid out as `printf` does, behind as many empty lines as the format begins with.
/// Whatever the values hold, nothing of it steers a terminal: see `printable`.
[[gnu::format(printf, 1, 2)]] void say(const char* format, ...);
/// Writes a value to standard output, indented. A terminal shows it as it is: see `json_for_eyes`.
void say_json(const Json& json);

/// A JSON string.
std::string json_text(const std::string& text);

/// Writes whole lines to standard error, and a progress bar below them when standard error is a terminal and
/// the run takes more than a second.
class Console {
  public:
    explicit Console(ConsoleStyle style);
    ~Console();
    Console(const Console&) = delete;
    Console& operator=(const Console&) = delete;

    void print(const std::string& subject, const Diagnostic& diagnostic);
    void print(const std::string& subject, const std::vector<Diagnostic>& diagnostics);
    /// A line for people; `json` is its form for machines, empty for none.
    void line(const std::string& text, const std::string& json = {});

    /// `by_itself`: the bar is kept up by a thread; otherwise whenever `progress` is called.
    void start_progress(std::size_t letters, bool by_itself = true);
    /// The letter that is under way; `done` are finished.
    void progress(std::size_t done, const std::string& letter);
    void end_progress();
    /// A bar is shown, or will be.
    bool has_progress() const { return total_ > 0; }

  private:
    void write(const std::string& line);
    void draw();
    void erase();

    ConsoleStyle style_;
    std::mutex mutex_;
    std::condition_variable_any wake_;
    std::jthread ticker_;
    std::chrono::steady_clock::time_point start_, next_;
    std::size_t total_ = 0, done_ = 0;
    std::string current_;
    bool drawn_ = false;
};

}  // namespace sheaf
