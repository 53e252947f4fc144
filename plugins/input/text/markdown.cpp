#include <md4c-html.h>

#include <algorithm>

#include "markup.hpp"

namespace sheaf::plain {

std::string page_of_markdown(const std::string& text) {
    std::string page = "<body>";
    const auto append = [](const MD_CHAR* html, MD_SIZE size, void* to) {
        static_cast<std::string*>(to)->append(html, size);
    };
    // Indented lines are no code in letters.
    constexpr unsigned dialect =
        MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_TASKLISTS | MD_FLAG_NOINDENTEDCODEBLOCKS;
    md_html(text.data(), static_cast<MD_SIZE>(text.size()), append, &page, dialect, 0);
    return page;
}

bool is_markdown(std::string_view text) {
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        const std::size_t hashes = std::min(line.find_first_not_of('#'), line.size());
        if (hashes >= 1 && hashes <= 6 && line.substr(hashes).starts_with(' ')) return true;
        if (line.starts_with("```") || line.starts_with("~~~")) return true;
        if (line.starts_with("|") && line.find("---") != std::string_view::npos) return true;
        if (const auto link = line.find("](");
            link != std::string_view::npos && line.find(')', link) != line.npos)
            return true;
        const auto bold = line.find("**");
        if (bold != std::string_view::npos && line.find("**", bold + 3) != std::string_view::npos)
            return true;
    }
    return false;
}

}  // namespace sheaf::plain
