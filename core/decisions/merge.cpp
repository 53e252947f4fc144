#include "decisions/merge.hpp"

#include <algorithm>
#include <map>

#include "base/codes.hpp"
#include "base/files.hpp"
#include "decisions/folder.hpp"
#include "pipeline/file_text.hpp"

namespace sheaf {

namespace {

namespace fs = std::filesystem;

struct Joined {
    LetterDecisions all;
    std::vector<DecisionConflict> conflicts;

    void add(const Decision& one) {
        for (const DecisionConflict& known : conflicts)
            if (known.first.same_subject(one)) return;  // it is told already
        const auto known = std::find_if(all.decisions.begin(), all.decisions.end(),
                                        [&](const Decision& other) { return other.same_subject(one); });
        if (known == all.decisions.end()) {
            all.put(one);
        } else if (!agree(*known, one)) {
            conflicts.push_back({all.letter, *known, one});
            all.decisions.erase(known);
        } else if (one.on < known->on) {
            *known = one;
        }
    }
};

LetterDecisions read(const fs::path& file) {
    std::vector<Diagnostic> problems;
    const auto text = read_file(file, problems);
    auto decisions = text ? read_decisions(*text, file.string(), problems) : std::nullopt;
    if (!decisions)
        throw StageError(codes::decision_invalid.code, problems.front().message,
                         "mend the file, then merge again", problems.front().place);
    return std::move(*decisions);
}

}  // namespace

bool agree(const Decision& a, const Decision& b) {
    return a.verdict == b.verdict && a.value == b.value && a.sha256 == b.sha256 && a.marks == b.marks &&
           (a.verdict != Verdict::added || a.fields == b.fields);
}

MergedDecisions merge_decisions(const std::vector<fs::path>& folders, const fs::path& out) {
    std::error_code error;
    if (fs::exists(out, error) && !fs::is_empty(out, error)) refuse_to_write(out, "it is not empty");
    std::map<std::string, Joined> letters;  // by hash
    for (const fs::path& folder : folders) {
        std::vector<Diagnostic> problems;
        if (!fs::is_directory(folder, error))
            throw StageError(codes::file_missing.code, "there is no folder `" + folder.string() + "`");
        const DecisionFolder known(folder, problems);
        for (const fs::path& file : known.files()) {
            const LetterDecisions one = read(file);
            Joined& joined = letters[one.sha256];
            if (joined.all.letter.empty()) joined.all = {one.letter, one.sha256, {}};
            for (const Decision& decision : one.decisions) joined.add(decision);
        }
    }
    MergedDecisions merged;
    std::vector<Diagnostic> none;
    const DecisionFolder target(out, none);
    std::map<fs::path, std::size_t> taken;
    for (auto& [sha256, joined] : letters) {
        fs::path file = target.file_named(joined.all.letter);
        // Two letters of one name: another version of it, or another archive's.
        if (taken[file]++ > 0) file = target.file_named(joined.all.letter + "." + sha256.substr(0, 8));
        write_decisions(file, joined.all);
        ++merged.letters;
        merged.decisions += joined.all.decisions.size();
        std::move(joined.conflicts.begin(), joined.conflicts.end(), std::back_inserter(merged.conflicts));
    }
    return merged;
}

}  // namespace sheaf
