// sheaf new-profile: a profile for a family of letters, from examples that a person marked.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <set>

#include "base/codes.hpp"
#include "cli/commands.hpp"
#include "learn/trial.hpp"
#include "pipeline/suggest.hpp"
#include "sheaf/pattern.hpp"

namespace sheaf {

namespace {

namespace fs = std::filesystem;

/// More examples teach little more, and each is converted several times.
constexpr std::size_t most_letters = 10;
/// Letters, or differences, that the report names of a kind.
constexpr std::size_t most_named = 10;

[[noreturn]] void refuse(std::string message, std::string hint = {}) {
    throw StageError(codes::usage.code, std::move(message), std::move(hint));
}

void check_name(const std::string& name) {
    static const Pattern form("[a-z][a-z0-9]*(-[a-z0-9]+)*");
    if (!form.matches_all(name))
        refuse("\"" + name + "\" is no name for a profile", "use small letters, digits and single hyphens");
}

/// Writes a new file: nothing is ever replaced.
void write_new(const fs::path& file, const std::string& text) {
    if (fs::exists(file))
        throw StageError(codes::usage.code, "it exists already, and is not touched",
                         "choose another name with --output", in_file(file.string()));
    std::ofstream out(file, std::ios::binary);
    out << text;
    if (!out.flush())
        throw StageError(codes::output_unwritable.code, "the file cannot be written", {},
                         in_file(file.string()));
}

class NewProfile {
  public:
    NewProfile(const NewProfileOptions& options, OpenPipeline& pipeline, Console& console)
        : options_(options), console_(console), workshop_(pipeline.plan, pipeline.plugins) {}

    Exit run() {
        letters_ = find_letters(options_.letters);
        if (letters_.empty() || letters_.size() > most_letters)
            refuse("a profile is learned from 1 to " + std::to_string(most_letters) +
                       " letters, and there are " + std::to_string(letters_.size()),
                   "name two to four that differ; try the rest with --try");
        read();
        if (options_.marks.empty()) return propose();
        mark();
        const learn::Surroundings known = workshop_.surroundings(options_.name);
        const learn::Draft draft = learn::learn(examples_, known, options_.name);
        if (const auto problems = workshop_.check(draft.text); !problems.empty()) {
            console_.print({}, problems);
            return Exit::internal;
        }
        const fs::path file = options_.out.empty() ? options_.name + ".toml" : options_.out;
        write_new(file, draft.text);
        say("%s: a profile from %s", file.string().c_str(), plural(letters_.size(), "letter").c_str());
        report(draft, learn::measure(workshop_, letters_, examples_, known, options_.name));
        if (!options_.try_folder.empty()) try_letters(draft.text);
        return Exit::success;
    }

  private:
    void read() {
        for (const Letter& letter : letters_) {
            std::vector<Diagnostic> problems;
            auto document = workshop_.without_profile(letter, problems);
            if (!document) {
                console_.print(letter.name, problems);
                refuse("`" + letter.name + "` cannot be read");
            }
            read_.push_back({fs::path(letter.file).filename().string(), std::move(*document), {}});
        }
        for (const learn::Example& example : read_) examples_.push_back(&example);
    }

    Exit propose() {
        const std::string rows = learn::proposals(examples_, workshop_.surroundings(options_.name));
        if (options_.out.empty()) {
            std::fputs(rows.c_str(), stdout);
        } else {
            write_new(options_.out, rows);
            console_.line("Wrote " + options_.out +
                          ". Correct its rows, fill in those without a text or take them out, add what is "
                          "missing.");
        }
        console_.line("Then: sheaf new-profile " + options_.name + " LETTER... --marks FILE");
        return Exit::success;
    }

    void mark() {
        std::set<std::string> unknown;
        for (const std::string& file : options_.marks) {
            if (fs::is_directory(file)) mark_decided(file);
            for (const learn::Mark& mark : learn::read_marks(file)) {
                bool known = false;
                for (std::size_t i = 0; i < letters_.size(); ++i)
                    if (learn::is_of(mark, letters_[i].file)) {
                        read_[i].marks.push_back(mark);
                        known = true;
                    }
                if (!known) unknown.insert(mark.letter);
            }
        }
        if (!unknown.empty())
            console_.line("Not among the letters, so left aside: marks of " +
                          listed(std::vector<std::string>(unknown.begin(), unknown.end())));
        for (const learn::Example& example : read_)
            if (example.marks.empty())
                refuse("nothing is marked in `" + example.name + "`", "leave the letter out, or mark it");
    }

    /// Marks what people decided about the letters in `sheaf review`.
    void mark_decided(const fs::path& folder) {
        std::vector<Diagnostic> problems;
        const DecisionFolder decisions(folder, problems);
        if (decisions.files().empty()) return;
        for (std::size_t i = 0; i < letters_.size(); ++i) {
            const auto document = workshop_.decided(letters_[i], decisions, problems);
            if (!document) continue;
            for (learn::Mark& mark : learn::marks_of(*document, read_[i].name))
                read_[i].marks.push_back(std::move(mark));
            for (const Diagnostic& one : document->diagnostics)
                if (one.code == codes::decision_stale.code) console_.print(letters_[i].name, one);
        }
        console_.print({}, problems);
    }

    void report(const learn::Draft& draft, const learn::Trial& trial) const {
        say("\nwhat the rules give, by field (right of those marked; wrong besides)");
        say("  %-28s %-22s %s", "field", "on the examples", "each letter by rules from the others");
        for (const auto& [name, tally] : trial.same) {
            const auto left = std::find_if(trial.left_out.begin(), trial.left_out.end(),
                                           [&, field = name](const auto& one) { return one.first == field; });
            say("  %-28s %-22s %s", name.c_str(), told(tally).c_str(),
                left == trial.left_out.end() ? "" : told(left->second).c_str());
        }
        if (!draft.left.empty()) say("\nwhat could not be generalised");
        for (const std::string& one : draft.left) say("  %s", one.c_str());
        name_lines("what is doubtful in the examples themselves", trial.doubts);
        name_lines("what differs where a letter is left out", trial.differences);
    }

    static void name_lines(const char* what, const std::vector<std::string>& lines) {
        if (lines.empty()) return;
        say("\n%s", what);
        for (std::size_t i = 0; i < std::min(lines.size(), most_named); ++i) say("  %s", lines[i].c_str());
        if (lines.size() > most_named) say("  and %zu more", lines.size() - most_named);
    }

    static std::string told(const score::Tally& tally) {
        char text[64];
        std::snprintf(text, sizeof text, "%g of %zu, wrong %zu", tally.right, tally.gold, tally.wrong);
        return text;
    }

    void try_letters(const std::string& profile) {
        std::vector<std::string> taken, different, near, unread;
        std::set<std::string> fired;
        std::size_t claimed = 0;
        const std::vector<Letter> letters = find_letters({options_.try_folder});
        for (const Letter& letter : letters) {
            std::vector<Diagnostic> problems;
            const auto before = workshop_.with_all(letter, {}, problems);
            const auto after = workshop_.with_all(letter, profile, problems);
            if (!before || !after) {
                unread.push_back(letter.name);
            } else if (after->profile == options_.name) {
                ++claimed;
                if (before->profile != options_.name && !before->profile.empty())
                    taken.push_back(letter.name + " (" + before->profile + ")");
                for (const Record& record : after->records) fired.insert(record.rule);
                if (std::string how = difference(*after); !how.empty())
                    different.push_back(letter.name + ": " + how);
            } else if (std::string why = nearness(*after); !why.empty()) {
                near.push_back(letter.name + ": " + why);
            }
        }
        std::vector<std::string> silent = workshop_.rule_names(profile);
        std::erase_if(silent, [&](const std::string& name) { return fired.contains(name); });
        say("\ntried on %s: %zu of the family", plural(letters.size(), "letter").c_str(), claimed);
        name_all("  taken from other families", taken);
        name_all("  different from the examples", different);
        name_all("  not of the family, though something of it is there", near);
        if (claimed > 0) name_all("  rules that found nothing in any letter", silent);
        name_all("  cannot be read", unread);
    }

    /// How a letter of the family looks different from the examples; empty when it does not.
    std::string difference(const Document& letter) const {
        std::string how;
        for (const std::string& heading : learn::missing_headings(examples_, letter))
            how += (how.empty() ? "without the heading `" : ", `") + heading + "`";
        for (const Diagnostic& one : letter.diagnostics)
            if (one.severity == Severity::doubtful) how += (how.empty() ? "" : "; ") + one.message;
        return how;
    }

    /// What of the family is in a letter that no profile fits; empty when other families are nearer.
    std::string nearness(const Document& letter) const {
        for (const Diagnostic& one : letter.diagnostics)
            if (one.code == "profile-none" &&
                one.message.find("`" + options_.name + "`") != std::string::npos)
                return one.message;
        return {};
    }

    static void name_all(const char* what, const std::vector<std::string>& names) {
        if (names.empty()) return;
        say("%s: %zu", what, names.size());
        for (std::size_t i = 0; i < std::min(names.size(), most_named); ++i) say("    %s", names[i].c_str());
        if (names.size() > most_named) say("    and %zu more", names.size() - most_named);
    }

    const NewProfileOptions& options_;
    Console& console_;
    learn::Workshop workshop_;
    std::vector<Letter> letters_;
    std::vector<learn::Example> read_;
    learn::Examples examples_;
};

}  // namespace

Exit new_profile(const CommonOptions& common, const NewProfileOptions& options) {
    Console console(common.console());
    return guarded(console, [&] {
        check_name(options.name);
        const auto pipeline = open_pipeline(common, options.pipeline, {}, ProfileTables::at_once, console);
        if (!pipeline) return Exit::nothing_ran;
        return NewProfile(options, *pipeline, console).run();
    });
}

}  // namespace sheaf
