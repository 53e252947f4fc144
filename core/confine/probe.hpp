// What this system has to keep a process from reaching beyond its work.
#pragma once

#include <string>
#include <vector>

namespace sheaf {

/// What a batch does about workers that this system cannot confine.
enum class Confine {
    require,  ///< it does not run
    attempt,  ///< it confines them as far as it can, and says what is missing
    off,      ///< it confines nobody
};

/// `require`, `try` or `off`, as the `[batch]` table has it.
Confine confine_named(const std::string& name);

/// The version of Landlock that the kernel offers, from the second on; 0: none.
int landlock_version() noexcept;
/// Whether the kernel takes filters of system calls.
bool has_call_filters() noexcept;

/// What the kernel lacks, as ends of a sentence that begins "this system has no"; empty when it has all.
std::vector<std::string> missing_confinement();

}  // namespace sheaf
