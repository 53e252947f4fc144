// The names under which outputs print severities and block kinds, and the exception of the plugin border.
#include <array>

#include "sheaf/diagnostic.hpp"
#include "sheaf/document.hpp"

namespace sheaf {

namespace {

constexpr std::array<std::string_view, 4> severity_names = {"note", "repaired", "doubtful", "error"};
constexpr std::array<std::string_view, 9> block_kind_names = {
    "paragraph", "heading", "list_item", "table", "row", "cell", "figure", "footnote", "furniture"};

template <class Enum, std::size_t N>
std::string_view name_of(Enum value, const std::array<std::string_view, N>& names) {
    const auto at = static_cast<std::size_t>(value);
    return at < N ? names[at] : std::string_view("unknown");
}

template <class Enum, std::size_t N>
std::optional<Enum> named(std::string_view name, const std::array<std::string_view, N>& names) {
    for (std::size_t i = 0; i < N; ++i)
        if (names[i] == name) return static_cast<Enum>(i);
    return std::nullopt;
}

}  // namespace

std::string_view name(Severity severity) {
    return name_of(severity, severity_names);
}
std::optional<Severity> severity_named(std::string_view name) {
    return named<Severity>(name, severity_names);
}

std::string_view name(BlockKind kind) {
    return name_of(kind, block_kind_names);
}
std::optional<BlockKind> block_kind_named(std::string_view name) {
    return named<BlockKind>(name, block_kind_names);
}

StageError::StageError(std::string code, std::string message, std::string hint, Place place)
    : std::runtime_error(message), diagnostic_{Severity::error,  std::move(code), std::move(message), {},
                                               std::move(place), std::move(hint)} {}
StageError::~StageError() = default;
StageError::StageError(const StageError&) = default;

}  // namespace sheaf
