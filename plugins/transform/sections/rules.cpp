#include "rules.hpp"

#include "sheaf/rules.hpp"

namespace sheaf::sections {

Rules::Rules(const Options& profile) {
    std::vector<std::string> expressions;
    for (const Options& heading : profile.tables("heading")) {
        headings_.push_back(
            {static_cast<int>(heading.integer("level")), heading.flag("in_table"), heading.flag("subtitle")});
        expressions.push_back(heading.text("title"));
    }
    for (const std::string& never : profile.texts("not_headings")) expressions.push_back(never);
    if (!expressions.empty()) vocabulary_.emplace(expressions, true);
    const Options& title = profile.table("title");
    title_begins_ = pattern_in(title, "begins");
    title_ends_ = pattern_in(title, "ends");
    title_ = title_begins_ || title_ends_;
    const Options& banner = profile.table("banner");
    banner_ = pattern_in(banner, "head");
    translation_ = pattern_in(profile, "translation");
    banner_level_ = static_cast<int>(banner.integer("level"));
    title_joined_ = !title.has("joined") || title.flag("joined");
}

Named Rules::name(std::string_view folded) const {
    Named named;
    if (!vocabulary_) return named;
    for (const std::size_t at : vocabulary_->found_in(folded)) {
        if (at >= headings_.size())
            named.never = true;
        else if (!named.heading)
            named.heading = &headings_[at];
    }
    return named;
}

bool Rules::heads_banner(std::string_view folded) const {
    return banner_ && banner_->found_in(folded);
}

bool Rules::translates(std::string_view folded) const {
    return translation_ && translation_->found_in(folded);
}

bool Rules::title_begins(std::string_view folded) const {
    return !title_begins_ || title_begins_->found_in(folded);
}

bool Rules::title_ends(std::string_view folded) const {
    return title_ends_ && title_ends_->found_in(folded);
}

}  // namespace sheaf::sections
