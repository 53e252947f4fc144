#include "poppler/messages.hpp"

#include <Error.h>

#include <algorithm>
#include <cstdint>
#include <string>

#include "objects/unicode.hpp"
#include "say.hpp"

namespace sheaf::pdf {

struct PopplerMessages::Data {
    static constexpr std::size_t kept = 5;      // distinct messages
    static constexpr std::size_t length = 200;  // bytes of each
    struct Message {
        std::string text;
        bool error;
    };
    std::vector<Message> messages;
    std::uint64_t further = 0, errors = 0;
};

namespace {

thread_local PopplerMessages::Data* current = nullptr;

void collect(ErrorCategory category, Goffset, const char* text) {
    // A password that does not open the file is not the file's fault, and has a diagnostic of its own.
    if (!current || category == errCommandLine) return;
    auto& data = *current;
    data.errors += category != errSyntaxWarning && category != errUnimplemented;
    // A file can give rise to millions: only the first few distinct ones are looked at.
    if (data.messages.size() >= PopplerMessages::Data::kept) {
        ++data.further;
        return;
    }
    std::string message = to_utf8_lossy(std::string_view(text).substr(0, PopplerMessages::Data::length));
    const bool known = std::any_of(data.messages.begin(), data.messages.end(),
                                   [&](const auto& m) { return m.text == message; });
    if (known) {
        ++data.further;
        return;
    }
    data.messages.push_back(
        {std::move(message), category != errSyntaxWarning && category != errUnimplemented});
}

}  // namespace

PopplerMessages::PopplerMessages() : data_(std::make_unique<Data>()), outer_(current) {
    current = data_.get();
    setErrorCallback(collect);
}

PopplerMessages::~PopplerMessages() {
    current = outer_;
}

std::uint64_t PopplerMessages::errors() const {
    return data_->errors;
}

void PopplerMessages::report(std::vector<Diagnostic>& diagnostics) const {
    for (const auto& message : data_->messages)
        say(diagnostics, message.error ? Severity::repaired : Severity::note, "pdf-syntax",
            "the file breaks the rules of PDF: " + message.text);
    if (data_->further > 0)
        say(diagnostics, Severity::note, "pdf-syntax",
            "further messages of this kind: " + std::to_string(data_->further));
}

}  // namespace sheaf::pdf
