#include "sheaf/document.hpp"

namespace sheaf {
std::vector<std::string> validate(const Document&) { return {}; }
}  // namespace sheaf
