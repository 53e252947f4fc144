// Stages that do what a plugin must not do. `how` chooses what.
#include <cstring>
#include <exception>
#include <new>
#include <stdexcept>

#include <unwind.h>

#include "sheaf/plugin.hpp"

namespace {

using namespace sheaf;

struct SilentError : std::exception {
    const char* what() const noexcept override { return nullptr; }
};
struct LastingError {
    ~LastingError() noexcept(false) {
        if (std::uncaught_exceptions() == 0) throw 43;
    }
};

/// An exception of another language.
void throw_foreign() {
    static _Unwind_Exception foreign;
    foreign = {};
    foreign.exception_class = 0x4D4F5A0052555354;
    foreign.exception_cleanup = [](_Unwind_Reason_Code, _Unwind_Exception*) {};
    _Unwind_RaiseException(&foreign);
}

void throw_as_told(std::string_view how) {
    if (how == "stage-error")
        throw StageError("faulty-refusal", "the stage refuses the letter", "try another letter");
    if (how == "exception") throw std::runtime_error("the stage trips");
    if (how == "memory") throw std::bad_alloc();
    if (how == "int") throw 42;
    if (how == "silent") throw SilentError();
    if (how == "lasting") throw LastingError();
    if (how == "foreign") throw_foreign();
    if (how == "no-text") throw std::runtime_error("\xFF\xFE");
}

Record record_of(const char* type) {
    Record record;
    record.type = type;
    record.id = "0123456789abcdef";
    return record;
}

class FaultyTransform : public Transform {
  public:
    explicit FaultyTransform(const Setup& setup) : how_(setup.options.text("how")) {
        if (how_ == "create") throw StageError("faulty-refusal", "the stage cannot be made");
        if (how_ == "create-int") throw 42;
    }
    void apply(Document& document, Context& context) override {
        throw_as_told(how_);
        if (how_ == "dangling-section" && !document.blocks.empty())
            document.blocks.front().section = SectionId{99};
        if (how_ == "undeclared-record") document.records.push_back(record_of("rumour"));
        if (how_ == "undeclared-field") {
            document.records.push_back(record_of("finding"));
            document.records.back().fields.push_back({"colour", std::string("red"), {}});
        }
        if (how_ == "wrong-type") {
            document.records.push_back(record_of("finding"));
            document.records.back().fields.push_back({"made", std::string("last spring"), {}});
        }
        if (how_ == "undeclared-code")
            context.report(Severity::note, "faulty-secret", "nobody knows this code");
        if (how_ == "error-report")
            context.report(Severity::error, "faulty-refusal", "the letter is beyond help");
    }

  private:
    std::string how_;
};

class FaultyInput : public Input {
  public:
    explicit FaultyInput(const Setup& setup) : how_(setup.options.text("how")) {}
    int sniff(std::string_view) const override {
        if (how_ == "sniff") throw std::runtime_error("the stage cannot smell");
        if (how_ == "sniff-int") throw 42;
        return 50;
    }
    Document read(std::string_view, Context&) override {
        throw_as_told(how_);
        Document document;
        if (how_ == "unaccounted") document.ledger.read = document.ledger.unaccounted = 7;
        return document;
    }

  private:
    std::string how_;
};

class FaultyOutput : public Output {
  public:
    explicit FaultyOutput(const Setup& setup) : how_(setup.options.text("how")) {}
    void write(const Document&, Sink& sink, Context&) override {
        sink.write(".first", "written first");
        throw_as_told(how_);
        if (how_ == "twice") sink.write(".first", "written again");
        if (how_ == "slash") sink.write("/../../escaped", "must not be written");
    }

  private:
    std::string how_;
};

constexpr OptionSpec options[] = {{.name = "how", .type = OptionType::text, .help = "what goes wrong"}};
constexpr FieldSpec fields[] = {{"made", FieldType::date, "when"}};
constexpr RecordSpec records[] = {{"finding", "something found", fields}};
constexpr DiagnosticSpec diagnostics[] = {{"faulty-refusal", Severity::error, "The stage refuses."}};

const StageSpec stages[] = {
    {.kind = StageKind::input,
     .name = "faulty-input",
     .help = "Fails on request.",
     .options = options,
     .diagnostics = diagnostics,
     .create_input = [](const Setup& setup) -> Input* { return new FaultyInput(setup); }},
    {.kind = StageKind::transform,
     .name = "faulty",
     .help = "Fails on request.",
     .options = options,
     .provides = records,
     .diagnostics = diagnostics,
     .create_transform = [](const Setup& setup) -> Transform* { return new FaultyTransform(setup); }},
    {.kind = StageKind::output,
     .name = "faulty-output",
     .help = "Fails on request.",
     .options = options,
     .diagnostics = diagnostics,
     .create_output = [](const Setup& setup) -> Output* { return new FaultyOutput(setup); }},
};

}  // namespace

SHEAF_PLUGIN("test.faulty", "1.0.0", "Faulty stages made for tests", "MIT", stages)
