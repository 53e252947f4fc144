#include "review/record_card.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/wording.hpp"
#include "decisions/headings.hpp"

namespace sheaf::review {

namespace {

const char* kind_of(FieldType type) {
    switch (type) {
        case FieldType::date:
            return "date";
        case FieldType::integer:
        case FieldType::number:
            return "number";
        case FieldType::flag:
            return "flag";
        case FieldType::texts:
            return "texts";
        case FieldType::text:
            break;
    }
    return "text";
}

/// What people see of a record first: its label, and its first text.
std::string heading_of(const Record& record) {
    constexpr std::size_t longest = 80;
    std::string heading(record.text("label"));
    for (const Field& field : record.fields) {
        const auto* text = std::get_if<std::string>(&field.value);
        if (!text || text->empty() || field.name == "label") continue;
        heading += (heading.empty() ? "" : " ") + shortened(*text, longest);
        break;
    }
    return heading.empty() ? html::in_words(record.type) : heading;
}

void write_state(const Element& parent, const Decision* decision) {
    if (!decision) return;
    parent.text(" ").add("span", {{"class", std::string("state ") + std::string(name(decision->verdict))}},
                         std::string(name(decision->verdict)) + " by " + decision->by);
    if (!decision->note.empty()) parent.text(" ").add("q", {{"class", "note"}}, decision->note);
}

class CardWriter {
  public:
    CardWriter(const Site& site, const CheckedLetter& checked, const RecordSpec& type, const Card& card)
        : site_(site),
          checked_(checked),
          type_(type),
          card_(card),
          record_(card.decided ? *card.decided : *card.found),
          whole_(checked.about(record_.id, {})),
          heading_(heading_of(record_)) {}

    void write(const Element& parent) const {
        const std::string state = whole_ ? std::string(name(whole_->verdict)) : std::string();
        const Element article =
            parent.add("article", {{"class", "record " + state},
                                   {"id", "r-" + record_.id},
                                   {"data-record", record_.id},
                                   {"data-base", mark_of(checked_.stored(record_.id, {}))},
                                   {"data-checked", state},
                                   {"data-anchors", marks_text(record_.anchors)},
                                   {"data-boxes", boxes_text(checked_.found, record_.anchors)}});
        const Element head = article.add("h3", {}, heading_);
        if (const int page = page_of(checked_.found, record_.anchors); page > 0)
            head.text(" ").add("span", {{"class", "quiet"}}, "page " + std::to_string(page));
        write_state(head, whole_);
        if (!card_.decided) {
            write_rejected(article);
        } else {
            write_values(article.newline());
        }
        if (!site_.read_only) write_buttons(article.newline());
    }

  private:
    void write_rejected(const Element& article) const {
        std::string text;
        for (const Field& field : card_.found->fields)
            if (text.empty()) text = text_of(field.value);
        article.add("p").add("s", {}, text);
    }

    void write_values(const Element& article) const {
        const Element list = article.add("div", {{"class", "list"}});
        std::vector<std::size_t> absent;
        for (std::size_t i = 0; i < type_.fields.size() && i < record_.fields.size(); ++i) {
            if (!is_value(record_.fields[i].name)) continue;
            const bool said = checked_.about(record_.id, record_.fields[i].name) != nullptr;
            if (text_of(record_.fields[i].value).empty() && !said)
                absent.push_back(i);
            else
                write_value(list.newline(), i);
        }
        if (absent.empty()) return;
        const Element more = article.add("details", {{"class", "absent"}});
        more.add("summary", {}, count(absent.size(), "value") + " not in the letter");
        const Element rest = more.add("div", {{"class", "list"}});
        for (const std::size_t i : absent) write_value(rest.newline(), i);
    }

    void write_value(const Element& list, std::size_t at) const {
        const Field& field = record_.fields[at];
        const FieldSpec& spec = type_.fields[at];
        const Decision* const decision = checked_.about(record_.id, field.name);
        const std::string text = text_of(field.value);
        const std::vector<Anchor>& anchors = field.anchors.empty() ? record_.anchors : field.anchors;
        const Element row = list.add("div", {{"class", decision ? "value checked" : "value"},
                                             {"tabindex", "-1"},
                                             {"data-field", field.name},
                                             {"data-kind", kind_of(spec.type)},
                                             {"data-value", text},
                                             {"data-base", mark_of(checked_.stored(record_.id, field.name))},
                                             {"data-anchors", marks_text(anchors)},
                                             {"data-boxes", boxes_text(checked_.found, anchors)}});
        row.add("span", {{"class", "name"}, {"title", spec.help}}, html::in_words(field.name));
        const Element value = row.add("span", {{"class", "is"}});
        text.empty() ? value.add("span", {{"class", "quiet"}}, "–") : value.lines(text);
        if (decision && decision->verdict == Verdict::corrected)
            value.add("span", {{"class", "was"}}, "was: " + (decision->was.empty() ? "–" : decision->was));
        write_state(value, decision);
        if (!site_.read_only)
            row.add("button", {{"type", "button"}, {"data-do", "edit"}}, "Correct")
                .attribute("aria-label", "Correct " + html::in_words(field.name) + " of " + heading_);
    }

    void write_buttons(const Element& article) const {
        const Element buttons = article.add("div", {{"class", "buttons"}});
        const auto button = [&](const char* action, const char* text) {
            buttons.add("button", {{"type", "button"}, {"data-do", action}}, text)
                .attribute("aria-label", std::string(text) + ": " + heading_);
        };
        const bool added = !card_.found;
        if (card_.decided && !added && !whole_) button("confirm", "Confirm");
        if (card_.decided && !added) button("reject", "Reject");
        if (!added) button("note", "Note");
        if (whole_) button("back", "Take back");
    }

    const Site& site_;
    const CheckedLetter& checked_;
    const RecordSpec& type_;
    const Card& card_;
    const Record& record_;
    const Decision* whole_;
    const std::string heading_;
};

bool before(const Record& a, const Record& b) {
    if (a.anchors.empty() || b.anchors.empty()) return false;
    return std::pair(a.anchors.front().block, a.anchors.front().range) <
           std::pair(b.anchors.front().block, b.anchors.front().range);
}

}  // namespace

std::string coordinate(double points) {
    std::array<char, 40> digits{};
    const auto end =
        std::to_chars(digits.data(), digits.data() + digits.size(), points, std::chars_format::fixed, 1).ptr;
    return {digits.data(), end};
}

std::string boxes_text(const Document& document, const std::vector<Anchor>& anchors) {
    std::string text;
    for (const Region& region : regions_of(document, anchors)) {
        text += (text.empty() ? "" : ";") + std::to_string(region.page) + ":";
        text += coordinate(region.box.left) + "," + coordinate(region.box.top) + "," +
                coordinate(region.box.right) + "," + coordinate(region.box.bottom);
    }
    return text;
}

std::vector<Card> cards_of(const CheckedLetter& checked, const RecordSpec& type) {
    std::vector<Card> cards;
    for (const Record& record : checked.found.records)
        if (record.type == type.name) cards.push_back({&record, nullptr});
    for (const Record& record : checked.decided.records) {
        if (record.type != type.name) continue;
        const auto known = std::find_if(cards.begin(), cards.end(), [&](const Card& card) {
            return card.found && card.found->id == record.id;
        });
        if (known != cards.end()) {
            known->decided = &record;
            continue;
        }
        const auto behind = std::find_if(cards.begin(), cards.end(), [&](const Card& card) {
            return before(record, card.found ? *card.found : *card.decided);
        });
        cards.insert(behind, {nullptr, &record});
    }
    return cards;
}

void write_card(const Element& parent, const Site& site, const CheckedLetter& checked, const RecordSpec& type,
                const Card& card) {
    CardWriter(site, checked, type, card).write(parent);
}

void write_add_form(const Element& parent, const RecordSpec& type) {
    const Element form =
        parent.add("template", {{"id", std::string("add-") + type.name}})
            .add("form", {{"class", "editor"}, {"aria-label", "A new " + html::in_words(type.name)}});
    for (const FieldSpec& field : type.fields) {
        if (!is_value(field.name)) continue;
        // A heading's title is what its words say.
        const bool heading = std::string_view(type.name) == heading_type.name;
        if (heading && field.type == FieldType::text) continue;
        const std::string name = std::string("field-") + field.name;
        const Element label =
            form.newline().add("label", {{"title", field.help}}, html::in_words(field.name));
        if (field.type == FieldType::flag) {
            const Element select = label.add("select", {{"name", name}});
            for (const char* value : {"", "true", "false"}) select.add("option", {{"value", value}}, value);
        } else if (field.type == FieldType::text || field.type == FieldType::texts) {
            label.add("textarea", {{"name", name}, {"rows", "1"}, {"data-kind", kind_of(field.type)}});
        } else {
            const Element input =
                label.add("input", {{"name", name}, {"type", kind_of(field.type)}, {"step", "any"}});
            if (heading) input.attribute("min", "1").attribute("max", "9").attribute("value", "2");
        }
    }
}

}  // namespace sheaf::review
