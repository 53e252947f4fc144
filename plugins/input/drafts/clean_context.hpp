// Messages about a damaged or hostile letter hold its names and values: they leave as valid text of one line.
#pragma once

#include <utility>

#include "sheaf/plugin.hpp"
#include "sheaf/text.hpp"

namespace sheaf::drafts {

inline std::string printable(std::string_view text) {
    std::string result;
    for (std::size_t at = 0; at < text.size();) {
        const char32_t c = text::next(text, at);
        text::append(result, c < 0x20 || c == 0x7F ? U' ' : c);
    }
    return text::to_nfc(result);
}

inline Place printable(Place place) {
    place.part = printable(place.part);
    return place;
}

class CleanContext final : public Context {
  public:
    explicit CleanContext(Context& context) : context_(context) {}
    void report(Severity severity, std::string_view code, std::string message, Place place,
                std::string hint) override {
        context_.report(severity, code, printable(message), printable(std::move(place)), std::move(hint));
    }
    std::span<const RecordSpec> record_types() const override { return context_.record_types(); }
    std::string_view password() const override { return context_.password(); }

  private:
    Context& context_;
};

/// Calls `read` with a context whose messages are clean, and so are those of the `StageError` that it throws.
template <class Read>
Document with_clean_messages(Context& context, Read&& read) {
    CleanContext clean(context);
    try {
        return read(clean);
    } catch (const StageError& error) {
        const Diagnostic& diagnostic = error.diagnostic();
        throw StageError(diagnostic.code, printable(diagnostic.message), diagnostic.hint,
                         printable(diagnostic.place));
    }
}

}  // namespace sheaf::drafts
