// What a stage reports about a letter, and the one exception that may cross the plugin border.
//
// A stage reports through `Context::report` and goes on, or throws `StageError` when it cannot. Every code is
// declared in the stage's `DiagnosticSpec` table, where people find what it means and what to do. The worst
// severity of a letter decides what becomes of it: up to `repaired` it is converted, with `doubtful` it is
// converted and a person should look, with `error` it fails and none of its files appear.
#pragma once

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "sheaf/export.hpp"

namespace sheaf {

/// How much a diagnostic matters, in rising order.
enum class Severity : std::uint8_t {
    note,      ///< worth knowing; the result is as good as ever
    repaired,  ///< the input was damaged, and what was damaged was put right
    doubtful,  ///< something in the result may be wrong or missing: a person should look
    error,     ///< the letter (or the run) could not be done
};

/// The severity's name as outputs print it: `note`, `repaired`, `doubtful` or `error`.
SHEAF_API std::string_view name(Severity severity);
/// The severity of that name, or nothing.
SHEAF_API std::optional<Severity> severity_named(std::string_view name);

/// A rectangle in points (1/72 inch), origin at the top left of the page as it is shown, y downwards.
struct Box {
    double left = 0;    ///< from the page's left edge; finite
    double top = 0;     ///< from the page's top edge; finite
    double right = 0;   ///< not less than `left`
    double bottom = 0;  ///< not less than `top`
    friend bool operator==(const Box&, const Box&) = default;
};

/// Where a diagnostic points. Any part may be absent: zero, or empty.
struct Place {
    std::string file;        ///< a pipeline or profile file, as the user named it
    int line = 0;            ///< 1-based; 0 when unknown
    int column = 0;          ///< 1-based, in code points; 0 when unknown
    int page = 0;            ///< 1-based; 0 when unknown or the format has no pages
    std::optional<Box> box;  ///< on that page
    std::string part;        ///< a part of a package, such as `word/document.xml`
    friend bool operator==(const Place&, const Place&) = default;
};

/// A message about a letter, a pipeline file or a plugin.
struct Diagnostic {
    Severity severity = Severity::note;  ///< how much it matters
    std::string code;     ///< stable, documented, such as `pdf-encrypted`: lower case words joined by hyphens
    std::string message;  ///< one sentence for a person: what is wrong, with the values concerned
    std::string stage;    ///< the stage that reports it; the host fills it in
    Place place;          ///< where; may be empty
    std::string hint;     ///< what to do about it; may be empty
    friend bool operator==(const Diagnostic&, const Diagnostic&) = default;
};

/// The only exception that a plugin may throw: this stage cannot process this letter. The host catches it at every call,
/// reports it as an error, and goes on with the next letter.
class SHEAF_API StageError : public std::runtime_error {
  public:
    /// `code` is one that the stage declares, `message` one sentence for a person, `hint` what to do about it.
    StageError(std::string code, std::string message, std::string hint = {}, Place place = {});
    ~StageError() override;
    StageError(const StageError&);
    StageError& operator=(const StageError&) = delete;

    /// The code, message, hint and place as a diagnostic. Owned by the exception.
    const Diagnostic& diagnostic() const noexcept { return diagnostic_; }

  private:
    Diagnostic diagnostic_;
};

}  // namespace sheaf
