// The `profile` transform: recognises which family of letters a letter belongs to.
#include <array>

#include "recognise.hpp"
#include "sheaf/plugin.hpp"

namespace {

using namespace sheaf;

class ProfileStage final : public Transform {
  public:
    explicit ProfileStage(const Setup& setup)
        : recogniser_(setup.profiles, static_cast<std::size_t>(setup.options.integer("opening"))),
          forced_(setup.options.text("use_profile")) {
        for (const ProfileRules& rules : setup.profiles) known_ = known_ || rules.name == forced_;
        if (!forced_.empty() && !known_)
            throw StageError("profile-unknown", "there is no profile `" + forced_ + "`",
                             "use_profile must be the name of a loaded profile", setup.options.place());
    }

    void apply(Document& document, Context& context) override {
        if (!forced_.empty()) {
            document.profile = forced_;
            return;
        }
        const profile::Verdict verdict = recogniser_.judge(document);
        if (!verdict.chosen) {
            const std::string evidence = verdict.scores.empty() ? "none is loaded"
                                         : verdict.scores.front().found.empty()
                                             ? "nothing speaks for any"
                                             : "nearest is " + says(verdict.scores.front());
            context.report(Severity::doubtful, "profile-none", "no profile fits this letter: " + evidence, {},
                           "its sections and blocks are there, but no records; a profile for its family "
                           "would find them");
            return;
        }
        const profile::Score& best = verdict.scores.front();
        if (verdict.close) {
            context.report(Severity::doubtful, "profile-close",
                           "two profiles fit this letter: " + says(best) + " and " + says(verdict.scores[1]) +
                               "; the first is used",
                           {}, "read a record or two beside the letter");
        } else {
            context.report(Severity::note, "profile-chosen", "profile " + says(best));
        }
        document.profile = recogniser_.name(*verdict.chosen);
    }

  private:
    std::string says(const profile::Score& score) const {
        return "`" + recogniser_.name(score.profile) + "` (" + profile::describe(score.found) + ")";
    }

    profile::Recogniser recogniser_;
    std::string forced_;
    bool known_ = false;
};

constexpr OptionSpec options[] = {
    {.name = "opening",
     .type = OptionType::integer,
     .help = "How much of the letter's beginning counts as its opening, in bytes of text.",
     .default_value = "2500",
     .minimum = 100,
     .maximum = 1000000},
    {.name = "use_profile",
     .type = OptionType::text,
     .help = "Name of a profile to use for every letter, without looking for evidence."},
};

constexpr OptionSpec evidence_keys[] = {
    {.name = "name",
     .type = OptionType::text,
     .help = "What it is, for the note that says what spoke.",
     .required = true},
    {.name = "pattern",
     .type = OptionType::pattern,
     .help = "Looked for in each text, which is folded first: lower case, plain quotes and hyphens, single "
             "spaces.",
     .required = true},
    {.name = "where",
     .type = OptionType::choice,
     .help = "The texts to look in: blocks of the opening (one by one and joined), every short block, or "
             "running headers and footers.",
     .default_value = "\"opening\"",
     .choices = "opening|line|furniture"},
    {.name = "weight",
     .type = OptionType::number,
     .help = "What it adds to the profile's score; negative when it speaks against the profile.",
     .default_value = "1",
     .minimum = -100,
     .maximum = 100},
};

constexpr OptionSpec profile_keys[] = {
    {.name = "threshold",
     .type = OptionType::number,
     .help = "The score that a letter needs to be of this family.",
     .default_value = "5",
     .minimum = 0,
     .maximum = 1000},
    {.name = "margin",
     .type = OptionType::number,
     .help = "How far the next profile must lie behind; a nearer one makes the letter doubtful.",
     .default_value = "2",
     .minimum = 0,
     .maximum = 1000},
    {.name = "evidence",
     .type = OptionType::tables,
     .help = "What speaks for the family; each counts once, however often it is found.",
     .keys = evidence_keys},
};

constexpr DiagnosticSpec diagnostics[] = {
    {"profile-chosen", Severity::note, "Says which profile was chosen and what spoke for it."},
    {"profile-none", Severity::doubtful,
     "No profile reaches its threshold. The letter gets sections and what can be said of any letter, but no "
     "other records; write a profile for its family."},
    {"profile-close", Severity::doubtful,
     "Two profiles fit the letter almost equally well. Check the records, or add evidence to the right "
     "profile."},
    {"profile-unknown", Severity::error, "The option use_profile names a profile that is not loaded."},
};

Transform* create(const Setup& setup) {
    return new ProfileStage(setup);
}

constexpr StageSpec stages[] = {{
    .kind = StageKind::transform,
    .name = "profile",
    .help = "Recognises which family of letters a letter belongs to.",
    .options = options,
    .profile_options = profile_keys,
    .diagnostics = diagnostics,
    .create_transform = create,
}};

}  // namespace

SHEAF_PLUGIN("sheaf.profile", "1.0.0", "Recognises families of letters by profile files", "MIT", stages)
