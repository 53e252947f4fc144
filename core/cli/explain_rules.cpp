// sheaf explain FOLDER: which rules of the profiles a batch's archive rests on, and which found nothing.
#include <cstdio>

#include "archive/journal.hpp"
#include "archive/rule_use.hpp"
#include "base/codes.hpp"
#include "base/wording.hpp"
#include "cli/commands.hpp"
#include "cli/rule_text.hpp"

namespace sheaf {

namespace {

void print(const FamilyUse& family) {
    say("\nProfile: %s (%s)", family.profile.c_str(), plural(family.letters, "letter").c_str());
    for (const RuleUse& use : family.rules) {
        const RecordRule& rule = use.rule;
        if (use.records > 0) {
            say("  %s: %s in %s", rule.name.c_str(), plural(use.records, "record").c_str(),
                plural(use.letters, "letter").c_str());
        } else {
            say("  %s: found nothing", rule.name.c_str());
            say("    tried: %s", rule_text(*rule.stage, *rule.table, *rule.keys).c_str());
        }
    }
}

}  // namespace

Exit explain_rules(const CommonOptions& common, const ExplainOptions& options) {
    Console console(common.console());
    if (!options.record.empty()) {
        console.print({}, diagnose(codes::usage, "--record is for one letter, and this is a folder", {},
                                   "name the letter's file"));
        return Exit::nothing_ran;
    }
    const auto pipeline = open_pipeline(common, options.pipeline, {}, ProfileTables::at_once, console);
    if (!pipeline) return Exit::nothing_ran;
    try {
        Journal journal = Journal::of(options.letter);
        say("%s", options.letter.c_str());
        for (const FamilyUse& family : rule_use(journal.database(), pipeline->plan)) print(family);
        return Exit::success;
    } catch (const StageError& error) {
        console.print({}, error.diagnostic());
    } catch (const SqliteError& error) {
        console.print({}, journal_problem(options.letter, error));
    }
    return Exit::nothing_ran;
}

}  // namespace sheaf
