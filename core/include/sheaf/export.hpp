// Visibility of the SDK's symbols.
#pragma once

/// Marks what `libsheaf` exports; everything else in the library is hidden.
#define SHEAF_API __attribute__((visibility("default")))
