// Visibility of the SDK's symbols, and what holds for all of the SDK.
#pragma once

/// Marks what `libsheaf` exports; everything else in the library is hidden.
#define SHEAF_API __attribute__((visibility("default")))

/// All that a plugin may use. Text is UTF-8; offsets are bytes; lengths on a page are points. Functions that are not said
/// to throw throw nothing but `std::bad_alloc`. What is returned by value or in a container belongs to the caller.
namespace sheaf {}
