// The `sections` transform: decides which blocks are headings, their levels, and the section tree.
#include <map>

#include "headings.hpp"
#include "levels.hpp"
#include "sheaf/plugin.hpp"
#include "tree.hpp"
#include "vocabulary.hpp"

namespace {

using namespace sheaf;

class SectionsStage final : public Transform {
  public:
    explicit SectionsStage(const Setup& setup)
        : customs_{Pattern(setup.options.text("salutation"), true),
                   Pattern(setup.options.text("closing"), true),
                   Pattern(setup.options.text("contents"), true),
                   Pattern(setup.options.text("caption"), true),
                   Pattern(setup.options.text("demand"), true),
                   static_cast<std::size_t>(setup.options.integer("longest_heading"))} {
        for (const ProfileRules& profile : setup.profiles) profiles_.emplace(profile.name, profile.rules);
    }

    void apply(Document& document, Context& context) override {
        const sections::Rules& rules = rules_of(document.profile);
        const sections::Body body = sections::body_of(document);
        std::vector<sections::Heading> headings = sections::find_headings(document, rules, customs_, body);
        sections::decide_levels(headings);
        sections::build_tree(document, headings);
        if (document.sections.empty())
            context.report(Severity::note, "sections-none", "the letter has no headings");
    }

  private:
    /// Compiled for the first letter of a family: most runs see few families.
    const sections::Rules& rules_of(const std::string& profile) {
        const auto compiled = rules_.find(profile);
        if (compiled != rules_.end()) return compiled->second;
        const auto known = profiles_.find(profile);
        if (known == profiles_.end()) return none_;
        return rules_.emplace(profile, sections::Rules(known->second)).first->second;
    }

    sections::Customs customs_;
    std::map<std::string, Options, std::less<>> profiles_;
    std::map<std::string, sections::Rules, std::less<>> rules_;
    sections::Rules none_;
};

constexpr OptionSpec options[] = {
    {.name = "salutation",
     .type = OptionType::pattern,
     .help =
         "Begins a letter's text; what stands above it is no heading, and a bold line below it is the title. "
         "Folded text.",
     .default_value = vocabulary::as_pattern<"salutation">},
    {.name = "closing",
     .type = OptionType::pattern,
     .help = "Closes a letter's text; the bold lines below it are signatures. Folded text.",
     .default_value = vocabulary::as_pattern<"closing">},
    {.name = "contents",
     .type = OptionType::pattern,
     .help = "The heading of a contents list, whose entries repeat the headings and are none. Folded text.",
     .default_value = vocabulary::as_pattern<"contents">},
    {.name = "caption",
     .type = OptionType::pattern,
     .help = "Names a figure or a table, and is no heading, even in bold. Folded text.",
     .default_value = vocabulary::as_pattern<"caption">},
    {.name = "demand",
     .type = OptionType::pattern,
     .help = "A line that closes with a full stop and says this is a sentence, not a heading, even in bold. "
             "Folded text.",
     .default_value = vocabulary::as_pattern<"demand">},
    {.name = "longest_heading",
     .type = OptionType::integer,
     .help = "How long a heading may be, in bytes.",
     .default_value = "200",
     .minimum = 20,
     .maximum = 2000},
};

constexpr OptionSpec title_keys[] = {
    {.name = "begins",
     .type = OptionType::pattern,
     .help = "The folded text of the block with which the letter's title begins; absent: the first block of "
             "text."},
    {.name = "ends",
     .type = OptionType::pattern,
     .help =
         "The folded text of the block before which the title block ends; absent: the title is one block."},
    {.name = "joined",
     .type = OptionType::flag,
     .help = "The lines of the title block are one heading of level 1; if not, lines that look different are "
             "headings of level 1, 2 and so on.",
     .default_value = "true"},
};

constexpr OptionSpec banner_keys[] = {
    {.name = "head",
     .type = OptionType::pattern,
     .help = "The folded text of the first cell of the table.",
     .required = true},
    {.name = "level",
     .type = OptionType::integer,
     .help = "The banner's visible rank.",
     .minimum = 1,
     .maximum = 9,
     .required = true},
};

constexpr OptionSpec heading_keys[] = {
    {.name = "title",
     .type = OptionType::pattern,
     .help = "Looked for in the folded text of a short block, with and without its printed number. The first "
             "rule that matches counts.",
     .required = true},
    {.name = "level",
     .type = OptionType::integer,
     .help = "Its visible rank, 1 the highest; absent: that of the headings that look like it.",
     .minimum = 1,
     .maximum = 9},
    {.name = "in_table",
     .type = OptionType::flag,
     .help = "It may also be the banner of a box, which is a table's cell to the input.",
     .default_value = "false"},
    {.name = "subtitle",
     .type = OptionType::flag,
     .help = "A bold paragraph directly below it, however long, is a heading one level lower.",
     .default_value = "false"},
};

constexpr OptionSpec profile_keys[] = {
    {.name = "title",
     .type = OptionType::table,
     .help = "Where the letter's title stands; absent: decided by its look.",
     .keys = title_keys},
    {.name = "heading",
     .type = OptionType::tables,
     .help = "The headings that the family's letters have. Others are found by their look.",
     .keys = heading_keys},
    {.name = "banner",
     .type = OptionType::table,
     .help =
         "Tables that are the banner of a chapter: the first cell of each row below the head is a heading.",
     .keys = banner_keys},
    {.name = "translation",
     .type = OptionType::pattern,
     .help = "The folded text of a line that is directly below a heading, set like it, and its translation: "
             "both are one heading."},
    {.name = "not_headings",
     .type = OptionType::patterns,
     .help = "Folded texts of short blocks that are never headings, however they look.",
     .default_value = "[]"},
};

constexpr DiagnosticSpec diagnostics[] = {
    {"sections-none", Severity::note, "No block of the letter is a heading, by profile, tags or look."},
};

Transform* create(const Setup& setup) {
    return new SectionsStage(setup);
}

constexpr StageSpec stages[] = {{
    .kind = StageKind::transform,
    .name = "sections",
    .help = "Decides the headings and their levels and builds the section tree.",
    .options = options,
    .profile_options = profile_keys,
    .diagnostics = diagnostics,
    .create_transform = create,
}};

}  // namespace

SHEAF_PLUGIN("sheaf.sections", "1.0.0", "Headings, their levels and the section tree", "MIT", stages)
