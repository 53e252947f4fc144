// A transform that does to its process what a transform must not do, to the letters whose text asks for it: a
// letter that holds the words `fault: NAME` suffers the fault of that name.
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include "sheaf/plugin.hpp"

namespace {

using namespace sheaf;

volatile int sink;

/// Never comes to its end, which the compiler is not to see.
int overflow(int depth) {
    volatile char frame[4096];
    frame[0] = static_cast<char>(depth);
    sink = frame[0];
    return depth < 0 ? 0 : overflow(depth + 1) + frame[0];
}

void exhaust_memory() {
    std::vector<std::string> held;
    while (true) held.emplace_back(64U << 20U, 'x');
}

/// Writes to every file that is open, as a stage does that uses a number which is not its own.
void write_garbage() {
    for (int file = 3; file < 64; ++file) (void)!::write(file, "garbage, and more of it\n", 24);
}

void suffer(const std::string& fault) {
    if (fault == "segfault") *static_cast<volatile int*>(nullptr) = 1;
    if (fault == "abort") {
        (void)!::write(STDERR_FILENO, "an assertion failed\n", 20);
        std::abort();
    }
    if (fault == "overflow") sink = overflow(0);
    if (fault == "memory") exhaust_memory();
    if (fault == "loop")
        while (true) sink = sink + 1;
    if (fault == "sleep")
        while (true) ::pause();
    if (fault == "garbage") write_garbage();
    if (fault == "close") ::close_range(3, ~0U, 0);
    if (fault == "exit") std::exit(0);
    if (fault == "fork") ::fork();
    if (fault == "child" && ::fork() == 0)
        while (true) ::pause();
    if (fault == "orphan" && ::fork() == 0) {
        ::setsid();
        if (::fork() == 0)
            while (true) ::pause();
        ::_exit(0);
    }
    if (fault == "kill") ::kill(::getpid(), SIGKILL);
    if (fault == "throw") throw 42;
}

class Faulty : public Transform {
  public:
    explicit Faulty(const Setup& setup) {
        if (setup.options.text("create") == "crash") std::abort();
        if (setup.options.text("create") == "exit") std::exit(0);
    }
    void apply(Document& document, Context&) override {
        static const std::string mark = "fault: ";
        for (const Block& block : document.blocks)
            if (const std::size_t at = block.text.find(mark); at != std::string::npos)
                suffer(block.text.substr(at + mark.size(),
                                         block.text.find(' ', at + mark.size()) - at - mark.size()));
    }
};

constexpr OptionSpec options[] = {
    {.name = "create",
     .type = OptionType::choice,
     .help = "what happens when the stage is created",
     .default_value = "\"nothing\"",
     .choices = "nothing|crash|exit"},
    {.name = "note", .type = OptionType::text, .help = "changes nothing but the plan"}};

/// A letter of plain text: a paragraph a line.
class Lines : public Input {
    int sniff(std::string_view bytes) const override { return bytes.starts_with("Letter") ? 100 : 0; }
    Document read(std::string_view bytes, Context&) override {
        Document document;
        document.source.media_type = "text/plain";
        for (std::size_t at = 0; at < bytes.size();) {
            const std::size_t end = std::min(bytes.find('\n', at), bytes.size());
            if (end > at) {
                Block block;
                block.text = bytes.substr(at, end - at);
                document.blocks.push_back(std::move(block));
            }
            at = end + 1;
        }
        document.ledger.read = document.ledger.blocks = count_text(document).first;
        return document;
    }
};

/// Each paragraph that demands something is a record.
constexpr FieldSpec demand_fields[] = {{"text", FieldType::text, "the paragraph"}};
constexpr RecordSpec records[] = {{"demand", "What must be done.", demand_fields}};

class Demands : public Transform {
    void apply(Document& document, Context&) override {
        for (std::uint32_t i = 0; i < document.blocks.size(); ++i) {
            const std::string text = document.blocks[i].text;
            if (text.find(" must ") == std::string::npos) continue;
            Record record;
            record.type = "demand";
            record.id = record_id(document, "demand", {text});
            record.fields = {{"text", text, {}}};
            record.anchors = {{BlockId{i}, {0, static_cast<std::uint32_t>(text.size())}}};
            record.confidence = 1;
            add_record(document, std::move(record));
        }
    }
};

/// The text again, and a file for each demand.
class Copies : public Output {
  public:
    explicit Copies(const Setup& setup) : heading_(setup.options.text("heading")) {}
    void write(const Document& document, Sink& out, Context&) override {
        std::string text = heading_ + document.source.name + "\n";
        for (const Block& block : document.blocks) text += block.text + "\n";
        out.write(".txt", text);
        for (std::size_t i = 0; i < document.records.size(); ++i)
            out.write("." + std::to_string(i) + ".demand", document.records[i].id + "\n");
    }

  private:
    std::string heading_;
};

constexpr OptionSpec copy_options[] = {
    {.name = "heading", .type = OptionType::text, .help = "stands before the name", .default_value = "\"\""}};

const StageSpec stages[] = {
    {.kind = StageKind::input,
     .name = "lines",
     .help = "Reads plain text.",
     .create_input = [](const Setup&) -> Input* { return new Lines; }},
    {.kind = StageKind::transform,
     .name = "faulty",
     .help = "Suffers the fault that the letter names.",
     .options = options,
     .create_transform = [](const Setup& setup) -> Transform* { return new Faulty(setup); }},
    {.kind = StageKind::transform,
     .name = "demands",
     .help = "Finds what must be done.",
     .provides = records,
     .create_transform = [](const Setup&) -> Transform* { return new Demands; }},
    {.kind = StageKind::output,
     .name = "copies",
     .help = "Writes the text again.",
     .options = copy_options,
     .create_output = [](const Setup& setup) -> Output* { return new Copies(setup); }},
};

}  // namespace

SHEAF_PLUGIN("test.faulty", "1.0.0", "A plugin made for a test", "MIT", stages)
