// The SDK's abstract classes have their type information and destructors here, once for all plugins.
#include "sheaf/plugin.hpp"

namespace sheaf {

Context::~Context() = default;
Input::~Input() = default;
Transform::~Transform() = default;
Sink::~Sink() = default;
Output::~Output() = default;

}  // namespace sheaf
