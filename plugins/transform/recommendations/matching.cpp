#include "matching.hpp"

#include <algorithm>

#include "sheaf/rules.hpp"

namespace sheaf::recommendations {

namespace {

/// How far to the right, in points, a paragraph stands that belongs to the item above it.
constexpr double indent = 9;

bool is_bullet_item(const Block& block) {
    return block.kind == BlockKind::list_item && !is_number_label(block.label);
}

class Matching {
  public:
    Matching(const Document& document, const Scope& scope, Unit unit, const Language& language)
        : document_(document),
          rule_(*scope.rule),
          unit_(unit),
          passages_(passages_of(document, scope.blocks, language.open_end)) {
        found_.unit = unit;
    }

    Items run() {
        for (const Passage& passage : passages_) read(passage);
        return std::move(found_);
    }

  private:
    /// What the passage belongs to.
    enum class Open { nothing, item, response };

    void read(const Passage& passage) {
        const text::Plain plain = text::plain(passage.text);
        const Block& first = document_[passage.first()];
        if (rule_.none && rule_.none->found_in(plain.text)) {
            found_.none.push_back(passage.first());
            open_ = Open::nothing;
        } else if (const auto match = rule_.item->find(plain.text); match && is_unit(first)) {
            found_.items.push_back(item_of(passage, Groups(document_, passage, plain, *rule_.item, *match)));
            begin_ = &first;
            open_ = Open::item;
        } else if (begins_response(passage, plain)) {
            begin_ = &first;
            listed_ = 0;
            open_ = Open::response;
        } else if (open_ == Open::response && (!is_number_label(first.label) || goes_on(first.label))) {
            append(found_.items.back().responses.back().said.anchors, passage);
        } else if (open_ == Open::item && (is_bullet_item(first) || is_indented(*begin_, first))) {
            append(found_.items.back().anchors, passage);
        } else {
            open_ = Open::nothing;
        }
    }

    /// The number is that of a list within the response, which counts from 1.
    bool goes_on(std::string_view label) {
        const std::string number = std::to_string(listed_ + 1);
        const bool next = label.starts_with(number) &&
                          label.find_first_not_of(".)", number.size()) == std::string_view::npos;
        if (next) ++listed_;
        return next;
    }

    bool is_unit(const Block& block) const {
        if (unit_ == Unit::bullets) return is_bullet_item(block);
        if (unit_ == Unit::numbers) return is_number_label(block.label);
        return !is_bullet_item(block);
    }

    Item item_of(const Passage& passage, const Groups& groups) const {
        Item item;
        const Block& block = document_[passage.first()];
        item.section = block.section;
        if (is_number_label(block.label)) item.label = block.label;
        append(item.anchors, passage);
        item.continued = item.anchors.size() > 1;
        read_groups(groups, item);
        return item;
    }

    bool begins_response(const Passage& passage, const text::Plain& plain) {
        if (!rule_.response || open_ == Open::nothing || found_.items.empty()) return false;
        const auto match = rule_.response->find(plain.text);
        if (!match) return false;
        const Groups groups(document_, passage, plain, *rule_.response, *match);
        Response response{groups.words("responder"), groups.words("date"), groups.words("text"), {}};
        append(response.anchors, passage);
        found_.items.back().responses.push_back(std::move(response));
        return true;
    }

    void append(std::vector<Anchor>& anchors, const Passage& passage) const {
        for (const Passage::Piece& piece : passage.pieces) anchors.push_back(whole(document_, piece.block));
    }

    const Document& document_;
    const Rule& rule_;
    const Unit unit_;
    const std::vector<Passage> passages_;
    Items found_;
    Open open_ = Open::nothing;
    int listed_ = 0;                ///< the last number of a list within the response under way
    const Block* begin_ = nullptr;  ///< the first block of the item or response under way
};

}  // namespace

Items find_matching(const Document& document, const Scope& scope, Unit unit, const Language& language) {
    return Matching(document, scope, unit, language).run();
}

std::optional<Range> Groups::in_plain(std::string_view name) const {
    const auto at = pattern_.group(name);
    return at ? match_.groups[*at] : std::nullopt;
}

Words Groups::words(std::string_view name) const {
    const auto range = in_plain(name);
    if (!range || range->start == range->end) return {};
    const std::vector<Anchor> anchors = passage_.anchors(document_, plain_.original(*range));
    return {joined_words(document_, anchors), anchors};
}

void read_groups(const Groups& groups, Item& item) {
    if (const Words text = groups.words("text"); !text.anchors.empty()) item.anchors = text.anchors;
    if (const Words label = groups.words("label"); !label.text.empty()) item.label = label.text;
    if (Words body = groups.words("responsible"); !body.text.empty()) item.responsible = std::move(body);
    item.modality = groups.words("modality").text;
    if (Words due = groups.words("deadline"); !due.text.empty()) item.deadline = std::move(due);
}

bool is_indented(const Block& item, const Block& block) {
    return block.kind == BlockKind::paragraph && block.label.empty() && !item.regions.empty() &&
           !block.regions.empty() && block.regions.front().box.left > item.regions.front().box.left + indent;
}

}  // namespace sheaf::recommendations
