// Options that inputs of office documents have in common.
#pragma once

#include <cstdint>

#include "files/archive.hpp"
#include "sheaf/options.hpp"

namespace sheaf::drafts {

/// What becomes of tracked changes (in Word: ECMA-376 part 1, 17.13.5).
enum class Changes : std::uint8_t {
    accept,  ///< inserted text stays, deleted text goes
    reject,  ///< deleted text stays, inserted text goes
    both,    ///< both stay, each span marked with its author and date
};

inline constexpr OptionSpec changes_option = {
    .name = "changes",
    .type = OptionType::choice,
    .help =
        "What becomes of tracked changes: the text as it is when they are accepted, as it was before "
        "them, or both with each change marked.",
    .default_value = "\"accept\"",
    .choices = "accept|reject|both"};

inline constexpr OptionSpec comments_option = {
    .name = "comments",
    .type = OptionType::flag,
    .help = "Reviewers' comments become footnote blocks behind the text; otherwise they are refused.",
    .default_value = "true"};

inline constexpr OptionSpec max_entries_option = {.name = "max_entries",
                                                  .type = OptionType::integer,
                                                  .help = "Most entries that the zip file may have.",
                                                  .default_value = "20000",
                                                  .minimum = 1,
                                                  .maximum = 1e9};

constexpr OptionSpec max_part_size_option(const char* default_mib, double most_mib) {
    return {.name = "max_part_size",
            .type = OptionType::integer,
            .help = "Most MiB that one part may inflate to.",
            .default_value = default_mib,
            .minimum = 1,
            .maximum = most_mib};
}

constexpr OptionSpec max_total_size_option(const char* default_mib) {
    return {.name = "max_total_size",
            .type = OptionType::integer,
            .help = "Most MiB that all parts that are read may inflate to.",
            .default_value = default_mib,
            .minimum = 1,
            .maximum = 1e6};
}

constexpr OptionSpec max_nodes_option(const char* help, const char* default_value) {
    return {.name = "max_nodes",
            .type = OptionType::integer,
            .help = help,
            .default_value = default_value,
            .minimum = 1000,
            .maximum = 1e12};
}

inline Changes changes_in(const Options& given) {
    const std::string& changes = given.text("changes");
    return changes == "reject" ? Changes::reject : changes == "both" ? Changes::both : Changes::accept;
}

inline std::uint64_t count_in(const Options& given, const char* name) {
    return static_cast<std::uint64_t>(given.integer(name));
}

inline files::ArchiveLimits archive_limits_in(const Options& given) {
    return {count_in(given, "max_entries"), count_in(given, "max_part_size") << 20U,
            count_in(given, "max_total_size") << 20U};
}

}  // namespace sheaf::drafts
