#include "layout/reasons.hpp"

#include <algorithm>
#include <map>

#include "say.hpp"
#include "sheaf/text.hpp"

namespace sheaf::pdf {
namespace {

bool is_heading_role(std::string_view role) {
    return role == "H" || role == "Title" ||
           (role.size() == 2 && role[0] == 'H' && role[1] >= '1' && role[1] <= '9');
}

/// The element or one that holds it has one of the roles.
bool stands_in(const Structure& structure, std::int32_t node, std::initializer_list<std::string_view> roles) {
    for (int depth = 0; node >= 0 && depth < 512; ++depth) {
        const StructNode& one = structure.nodes[static_cast<std::size_t>(node)];
        if (std::find(roles.begin(), roles.end(), one.role) != roles.end()) return true;
        node = one.parent;
    }
    return false;
}

std::string overruled(const Structure& structure, const Item& item, bool in_cell) {
    const std::string& role = structure.nodes[static_cast<std::size_t>(item.node)].role;
    const bool listed = stands_in(structure, item.node, {"L", "LI", "Lbl", "LBody"});
    switch (item.kind) {
        case BlockKind::list_item:
            if (!listed) return "tag " + role + " overruled: its label makes it a list item";
            break;
        case BlockKind::paragraph:
            if (is_heading_role(role)) return "tag " + role + " overruled: reads and looks like text";
            if (role == "LI" || role == "LBody" || role == "Lbl")
                return "tag " + role + " overruled: " +
                       (item.label.empty() ? "it has no label" : "its label numbers paragraphs");
            break;
        case BlockKind::furniture:
            return "tag " + role + " overruled: runs through the pages at one place";
        default:
            break;
    }
    if (!in_cell && item.is_text() && stands_in(structure, item.node, {"TD", "TH", "TR", "Table"}))
        return "out of a table that only lays out the page";
    return {};
}

void explain(const Structure& structure, std::vector<Item>& items, bool in_cell) {
    for (Item& item : items) {
        explain(structure, item.children, in_cell || item.kind == BlockKind::cell);
        if (item.node >= 0 && item.basis.empty()) item.basis = overruled(structure, item, in_cell);
    }
}

/// At most that many bytes, whole characters.
std::string shortened(std::string_view text) {
    constexpr std::size_t most = 120;
    const std::size_t end = text::boundary(text, most);
    return std::string(text.substr(0, end)) + (end < text.size() ? "..." : "");
}

}  // namespace

void explain_overruled(const Structure& structure, std::vector<Item>& items) {
    explain(structure, items, false);
}

void report_overruled(Work& work) {
    constexpr std::size_t most = 40;
    std::vector<Overruled> told;
    std::stable_sort(work.overruled.begin(), work.overruled.end(),
                     [](const Overruled& a, const Overruled& b) { return a.page < b.page; });
    for (const Overruled& one : work.overruled) {
        const auto same = std::find_if(told.begin(), told.end(), [&](const Overruled& other) {
            return other.page == one.page && other.reason == one.reason;
        });
        if (same != told.end()) {
            same->box = united(same->box, one.box);
            same->count += one.count;
        } else if (told.size() < most) {
            told.push_back(one);
        }
    }
    for (const Overruled& one : told)
        say(work.document.diagnostics, Severity::note, "pdf-tags-overruled",
            "The page overrules the tags: " + std::string(one.reason) +
                (one.count > 1 ? " (" + std::to_string(one.count) + " times)" : ""),
            one.page, one.box);
}

void report_refused(Work& work) {
    constexpr std::size_t most = 100;
    // What follows each other on a page and is refused for one reason is told together.
    std::vector<Refused> told;
    std::stable_sort(work.refused.begin(), work.refused.end(),
                     [](const Refused& a, const Refused& b) { return a.page < b.page; });
    std::uint64_t further = 0;
    for (Refused& one : work.refused) {
        if (!told.empty() && told.back().page == one.page && told.back().reason == one.reason) {
            Refused& last = told.back();
            last.box = united(last.box, one.box);
            last.count += one.count;
            if (last.text.size() < 400) last.text += (one.text.empty() ? "" : " ") + one.text;
        } else if (told.size() < most) {
            told.push_back(std::move(one));
        } else {
            further += one.count;
        }
    }
    const auto characters = [](std::uint64_t count) {
        return std::to_string(count) + (count == 1 ? " character" : " characters");
    };
    for (const Refused& one : told) {
        const std::string text = shortened(text::squeeze(text::to_nfc(one.text)));
        say(work.document.diagnostics, Severity::note, "pdf-refused",
            characters(one.count) + " refused, " + std::string(one.reason) +
                (text.empty() ? "" : ": " + text),
            one.page, one.box);
    }
    if (further > 0)
        say(work.document.diagnostics, Severity::note, "pdf-refused",
            characters(further) + " refused in further places");
}

}  // namespace sheaf::pdf
