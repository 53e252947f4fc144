// One of two plugins whose types have the same names and other layouts: CLASH is 1 or 2. Each says whether
// its own types are still its own.
#include <map>
#include <stdexcept>
#include <string>
#include <typeinfo>
#include <vector>

#include "sheaf/plugin.hpp"

namespace details {

struct Base {
    virtual ~Base() = default;
    virtual int mark() const { return CLASH; }
};

#if CLASH == 1
struct State : Base {
    std::string text = "one";
    inline static std::vector<std::string> seen = {"one"};
    bool sound() const { return text == "one" && mark() == 1 && seen.front() == "one"; }
};
struct Failure : std::runtime_error {
    Failure() : std::runtime_error("failure 1") {}
    std::string more = "one";
    bool sound() const { return more == "one"; }
};
#else
struct State : Base {
    double numbers[8] = {2, 2, 2, 2, 2, 2, 2, 2};
    inline static std::map<int, double> seen = {{2, 2.0}};
    int mark() const override { return CLASH; }
    bool sound() const {
        return numbers[7] == 2 && Base::mark() == 2 && seen.size() == 1 && seen.begin()->second == 2;
    }
};
struct Failure : std::runtime_error {
    Failure() : std::runtime_error("failure 2") {}
    double more[4] = {2, 2, 2, 2};
    bool sound() const { return more[3] == 2; }
};
#endif

/// A variable inside an inline function: one for the whole program, if the linker has its way.
inline State& shared_state() {
    static State state;
    return state;
}

template <class Type>
Type& made_once() {
    static Type made{};
    return made;
}

}  // namespace details

namespace {

using namespace sheaf;

std::string fault() {
    if (!details::shared_state().sound()) return "the variable of an inline function";
    if (!details::State().sound()) return "a class";
    if (!details::made_once<details::State>().sound()) return "the variable of a template";
    details::Base& base = details::shared_state();
    const auto* state = dynamic_cast<details::State*>(&base);
    if (!state || !state->sound() || typeid(base) != typeid(details::State)) return "type information";
    try {
        throw details::Failure();
    } catch (const details::Failure& failure) {
        if (!failure.sound()) return "an exception";
    } catch (...) {
        return "an exception's type";
    }
    return {};
}

class Clash : public Transform {
    void apply(Document&, Context&) override {
        if (const std::string what = fault(); !what.empty())
            throw StageError("clash-disturbed", "the other plugin disturbs " + what);
        if (throws_) throw details::Failure();
    }

  public:
    explicit Clash(const Setup& setup) : throws_(setup.options.flag("throws")) {}

  private:
    bool throws_;
};

constexpr OptionSpec options[] = {{.name = "throws",
                                   .type = OptionType::flag,
                                   .help = "throw the own exception",
                                   .default_value = "false"}};
constexpr DiagnosticSpec diagnostics[] = {
    {"clash-disturbed", Severity::error, "The other plugin disturbs this one."}};

const StageSpec stages[] = {
    {.kind = StageKind::transform,
     .name = CLASH == 1 ? "clash-1" : "clash-2",
     .help = "Fails when the other plugin disturbs it.",
     .options = options,
     .diagnostics = diagnostics,
     .create_transform = [](const Setup& setup) -> Transform* { return new Clash(setup); }},
};

}  // namespace

SHEAF_PLUGIN(CLASH == 1 ? "test.clash-1" : "test.clash-2", "1.0.0", "A plugin made for a test", "MIT", stages)
