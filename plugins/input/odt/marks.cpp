// Tracked changes, notes, comments and forms.
#include <utility>

#include "sheaf/text.hpp"
#include "story.hpp"

namespace sheaf::odt {

// ---- Tracked changes

void Story::read_change(const xmlNode* node, const std::string& name, const Around& around) {
    const std::string id = value(node, "change-id");
    const auto found = letter_.changes.find(id);
    if (found == letter_.changes.end()) return;
    Change& change = found->second;
    const bool met = std::exchange(change.met, true);
    if (change.kind == Change::insertion && name == "text:change-start") {
        if (!met) ++letter_.insertions;
        insertions_.push_back(id);
    } else if (change.kind == Change::insertion && name == "text:change-end") {
        std::erase(insertions_, id);
    } else if (change.kind == Change::deletion && name == "text:change" && !met) {
        ++letter_.deletions;
        if (letter_.settings.changes == Changes::accept)
            letter_.tally.refuse("tracked deletion", count_below(change.node));
        else
            restore(change, around);
    }
}

// Puts text that was deleted where it was: its first paragraph goes on in the one that is open.
void Story::restore(const Change& change, Around around) {
    if (letter_.settings.changes == Changes::both) around.change = change.mark;
    bool first = open_.has_value();
    children(change.node, [&](const xmlNode* child) {
        const std::string name = name_of(child);
        if (is_aside(child)) return;
        if (name != "text:p" && name != "text:h") {
            first = false;
            return read_block(child);
        }
        if (!std::exchange(first, false) && open_) end_paragraph();
        if (!open_) open_.emplace();
        read_inlines(child, around);
    });
}

// ---- Notes

void Story::read_note(const xmlNode* node, const Around& around) {
    const xmlNode* body = child_named(node, "text:note-body");
    if (const std::string_view reason = refusal(around); !reason.empty())
        return letter_.tally.refuse(reason, count_below(node));
    if (!body) return;
    const xmlNode* citation = child_named(node, "text:note-citation");
    std::string label = citation ? value(citation, "label") : std::string();
    if (label.empty() && citation) label = text_below(citation);
    const bool endnote = value(node, "note-class") == "endnote";
    put_note(body, text::squeeze(text::to_nfc(label)), endnote ? "endnote" : "footnote",
             endnote ? letter_.endnotes : notes_);
}

void Story::read_comment(const xmlNode* node, const Around& around) {
    if (!letter_.settings.comments) return letter_.tally.refuse("comment", count_below(node));
    if (const std::string_view reason = refusal(around); !reason.empty())
        return letter_.tally.refuse(reason, count_below(node));
    std::string basis = "comment", initials;
    children(node, [&](const xmlNode* child) {
        const std::string name = name_of(child);
        const std::string text = text::squeeze(text::to_nfc(text_below(child)));
        if (name == "dc:creator" && !text.empty()) basis += " by " + text;
        if (name == "dc:date" && !text.empty()) basis += ", " + text;
        if (name.ends_with("-initials")) initials = text.substr(0, text::boundary(text, 16));
    });
    put_note(node, initials + std::to_string(++letter_.comment_count), basis, letter_.comments);
}

// A note's mark here, and its text among those that wait for their place.
void Story::put_note(const xmlNode* body, const std::string& label, const std::string& basis, Flow& to) {
    const std::string anchor = "note:" + std::to_string(letter_.labels.size());
    letter_.labels.emplace(pending_link(anchor), label);
    Story inner(letter_, StoryKind::note);
    inner.read(body);
    Flow note = inner.take();
    make_footnotes(note, basis);
    note.front().anchors.push_back(anchor);
    append(to, std::move(note), {});
    if (!open_) open_.emplace();
    open_->text.mark(pending_link(anchor));
}

// ---- Forms

void Story::read_control(const xmlNode* node, const Around& around) {
    const auto found = letter_.controls.find(value(node, "control"));
    if (found == letter_.controls.end()) return;
    const xmlNode* control = found->second;
    const std::string name = name_of(control);
    if (name == "form:checkbox" || name == "form:radio") {
        std::string state = value(control, "current-state");
        if (state.empty()) state = value(control, "state");
        const bool checked = state == "checked" || value(control, "current-selected") == "true";
        const std::string label = value(control, "label");
        const char* box = name == "form:radio" ? (checked ? "◉" : "○") : (checked ? "☒" : "☐");
        return add_text(box + (label.empty() ? "" : " " + label), around, false);
    }
    if (name == "form:listbox") {
        children(control, [&](const xmlNode* option) {
            if (value(option, "current-selected") == "true") add_text(value(option, "label"), around, false);
        });
        return;
    }
    std::string text = value(control, "current-value");
    if (text.empty()) text = value(control, "value");
    if (name == "form:text" || name == "form:textarea" || name == "form:combobox" || name == "form:date" ||
        name == "form:number" || name == "form:formatted-text")
        add_text(text, around, false);
}

// Form fields that LibreOffice takes over from Word, and content controls.
void Story::read_form_field(const xmlNode* node, const Around& around) {
    if (value(node, "showing-place-holder") == "true") {
        report_prompt(node);
        return refuse(node, "prompt of an empty form");
    }
    const std::string type = value(node, "type");
    std::vector<std::string> entries;
    std::string selected, checked;
    children(node, [&](const xmlNode* parameter) {
        const std::string name = value(parameter, "name");
        if (name == "Checkbox_Checked") checked = value(parameter, "value");
        if (name == "Dropdown_Selected") selected = value(parameter, "value");
        if (name == "Dropdown_ListEntry") entries.push_back(value(parameter, "value"));
    });
    if (type.ends_with("FORMCHECKBOX")) add_text(checked == "true" ? "☒" : "☐", around, false);
    const auto at = static_cast<std::size_t>(files::number(selected, 0, 0, 10000));
    if (type.ends_with("FORMDROPDOWN") && at < entries.size()) add_text(entries[at], around, false);
    read_inlines(node, around);
}

}  // namespace sheaf::odt
