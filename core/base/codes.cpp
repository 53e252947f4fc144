#include "base/codes.hpp"

namespace sheaf {

namespace {
constexpr DiagnosticSpec all_codes[] = {
#define SHEAF_LIST_CODE(NAME, SEVERITY, CODE, HELP) codes::NAME,
    SHEAF_HOST_CODES(SHEAF_LIST_CODE)
#undef SHEAF_LIST_CODE
};
}  // namespace

std::span<const DiagnosticSpec> codes::all() {
    return all_codes;
}

Diagnostic diagnose(const DiagnosticSpec& spec, std::string message, Place place, std::string hint) {
    Diagnostic diagnostic;
    diagnostic.severity = spec.severity;
    diagnostic.code = spec.code;
    diagnostic.message = std::move(message);
    diagnostic.place = std::move(place);
    diagnostic.hint = std::move(hint);
    return diagnostic;
}

Place in_file(std::string file) {
    Place place;
    place.file = std::move(file);
    return place;
}

}  // namespace sheaf
