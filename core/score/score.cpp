#include "score/score.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <optional>

#include "base/wording.hpp"
#include "score/compare.hpp"
#include "sheaf/diagnostic.hpp"
#include "sheaf/text.hpp"

namespace sheaf::score {

namespace {

using Json = nlohmann::json;
using Texts = std::vector<std::string>;

Json read(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
    Json json = Json::parse(bytes, nullptr, false);
    if (!json.is_object())
        throw StageError("score-gold", "`" + file.filename().string() + "` is no JSON object",
                         "gold and outputs are JSON files");
    return json;
}

const Json& at(const Json& json, std::string_view name) {
    static const Json none;
    const auto found = json.is_object() ? json.find(name) : json.end();
    return json.is_object() && found != json.end() ? *found : none;
}

/// Text, number or nothing, as text.
std::string value(const Json& json, std::string_view name) {
    const Json& one = at(json, name);
    return one.is_string() ? one.get<std::string>() : one.is_null() ? std::string() : one.dump();
}

std::vector<Json> list(const Json& json, std::string_view name) {
    const Json& found = at(json, name);
    return found.is_array() ? found.get<std::vector<Json>>() : std::vector<Json>();
}

Texts keys(const std::vector<Json>& items, std::string_view name) {
    Texts out;
    for (const Json& item : items) out.push_back(key(value(item, name)));
    return out;
}

std::string shortened(const std::string& text) {
    return '"' + sheaf::shortened(text, 90) + '"';
}

class Scorer {
  public:
    Scorer(const Json& gold, const Json& out, Letter& letter) : gold_(gold), out_(out), letter_(letter) {
        for (const Json& diagnostic : list(out, "diagnostics")) {
            const std::string severity = value(diagnostic, "severity");
            letter.doubtful = letter.doubtful || severity == "doubtful" || severity == "error";
        }
    }

    void run() {
        // Gold from decisions says something about some of these only.
        const auto says = [&](const char* name) { return gold_.contains(name); };
        if (says("recommendations")) recommendations();
        if (says("sections")) sections();
        if (says("judgements")) judgements();
        if (says("metadata")) metadata();
        further();
    }

  private:
    Tally& field(const std::string& name) {
        for (auto& [known, tally] : letter_.fields)
            if (known == name) return tally;
        return letter_.fields.emplace_back(name, Tally()).second;
    }
    void wrong(Tally& tally) const {
        ++tally.wrong;
        if (!letter_.doubtful) ++tally.silent;
    }
    void add(const std::string& name, Tally tally) {
        if (!letter_.doubtful) tally.silent = tally.wrong;
        field(name) += tally;
    }
    /// A value of a record, with the record's confidence.
    void judge(const Json& record, bool right) {
        const Json& confidence = at(record, "confidence");
        if (confidence.is_number()) letter_.values.push_back({confidence.get<double>(), right});
    }
    void say(std::string line) { letter_.differences.push_back(std::move(line)); }

    /// A field of an item that both have: right or wrong. Whether it is not wrong.
    bool compare(const std::string& name, const Json& gold, const Json& found, std::string_view of,
                 const std::string& item) {
        const std::string a = value(gold, of), b = value(found, of);
        Tally& tally = field(name);
        ++tally.gold;
        // A value that is absent is missing, not wrong.
        const bool missing = b.empty() && !a.empty();
        tally.found += !missing;
        if (same_value(name, a, b)) {
            ++tally.right;
            tally.exact += a == b;
            return true;
        }
        if (!missing) wrong(tally);
        say(name + ": " + shortened(a) + " expected, " + shortened(b) + " found, of " + shortened(item));
        return missing;
    }

    std::vector<Json> records(std::string_view type) const { return list(at(out_, "records"), type); }

    void recommendations() {
        const std::vector<Json> gold = list(gold_, "recommendations");
        std::vector<Json> found = records("recommendation");
        std::vector<Pair> pairs = match(keys(gold, "text"), keys(found, "text"));
        leave_out_neutral(found, pairs);
        pairs = match(keys(gold, "text"), keys(found, "text"));
        const std::size_t same = count_items("recommendation", gold, found, pairs);
        add("recommendation.text", {.right = static_cast<double>(same),
                                    .gold = gold.size(),
                                    .found = found.size(),
                                    .exact = same,
                                    .wrong = pairs.size() - same});
        std::vector<bool> right(found.size());
        for (const Pair& pair : pairs)
            right[pair.found] =
                fields_right(gold[pair.gold], found[pair.found], pair) && pair.similarity == 1;
        for (std::size_t j = 0; j < found.size(); ++j) judge(found[j], right[j]);
    }

    /// Compares the fields of a recommendation that both have; whether none is wrong.
    bool fields_right(const Json& gold, const Json& found, const Pair& pair) {
        const std::string text = value(gold, "text");
        if (pair.similarity < 1)
            say("recommendation.text: " + text + " expected, " + value(found, "text") + " found");
        bool right = true;
        for (const char* name : {"kind", "modality", "label", "section"})
            right = compare("recommendation." + std::string(name), gold, found, name, text) && right;
        for (const char* name : {"page", "responsible"})
            if (!at(gold, name).is_null())
                right = compare("recommendation." + std::string(name), gold, found, name, text) && right;
        return right;
    }

    /// Items found and missed; returns how many are the same in every word.
    std::size_t count_items(const std::string& name, const std::vector<Json>& gold,
                            const std::vector<Json>& found, const std::vector<Pair>& pairs) {
        std::vector<bool> has_gold(gold.size()), has_found(found.size());
        std::size_t same = 0;
        for (const Pair& pair : pairs) {
            has_gold[pair.gold] = has_found[pair.found] = true;
            same += pair.similarity == 1;
        }
        add(name, {.right = static_cast<double>(pairs.size()),
                   .gold = gold.size(),
                   .found = found.size(),
                   .exact = same,
                   .wrong = found.size() - pairs.size()});
        const char* words = name == "section" ? "title" : "text";
        for (std::size_t i = 0; i < gold.size(); ++i)
            if (!has_gold[i]) say(name + " missed: " + shortened(value(gold[i], words)));
        for (std::size_t j = 0; j < found.size(); ++j)
            if (!has_found[j]) say(name + " spurious: " + shortened(value(found[j], words)));
        return same;
    }

    /// Sentences that the reader saw and did not count: finding them is neither right nor wrong.
    void leave_out_neutral(std::vector<Json>& found, const std::vector<Pair>& pairs) const {
        Texts neutral = keys(list(gold_, "expectations"), "text");
        constexpr std::string_view mark = "next-steps sentence not recorded as an item";
        for (const Json& quirk : list(gold_, "quirks")) {
            if (!quirk.is_string()) continue;
            std::string text = quirk.get<std::string>();
            const std::size_t colon = text.starts_with(mark) ? text.find(':') : std::string::npos;
            if (colon == std::string::npos) continue;
            text = text::squeeze(std::string_view(text).substr(colon + 1));
            // A page may stand before the sentence: `p3: `.
            const std::size_t digits = text.find_first_not_of("0123456789", 1);
            if (text.starts_with('p') && digits > 1 && digits != std::string::npos && text[digits] == ':')
                text = text::squeeze(std::string_view(text).substr(digits + 1));
            neutral.push_back(key(text));
        }
        if (neutral.empty()) return;
        std::vector<Json> kept;
        for (std::size_t j = 0; j < found.size(); ++j) {
            const bool paired =
                std::any_of(pairs.begin(), pairs.end(), [&](const Pair& pair) { return pair.found == j; });
            if (paired || match(neutral, {key(value(found[j], "text"))}).empty())
                kept.push_back(std::move(found[j]));
        }
        found = std::move(kept);
    }

    /// The key of the title above each section, by levels; empty at the top.
    static Texts parents(const std::vector<Json>& sections) {
        Texts out;
        std::vector<std::pair<int, std::string>> open;
        for (const Json& section : sections) {
            const int level = at(section, "level").is_number() ? at(section, "level").get<int>() : 1;
            while (!open.empty() && open.back().first >= level) open.pop_back();
            out.push_back(open.empty() ? std::string() : open.back().second);
            open.emplace_back(level, title_key(value(section, "title")));
        }
        return out;
    }

    void sections() {
        const std::vector<Json> gold = list(gold_, "sections"), found = list(out_, "sections");
        Texts a, b;
        for (const Json& section : gold) a.push_back(title_key(value(section, "title")));
        for (const Json& section : found) b.push_back(title_key(value(section, "title")));
        const std::vector<Pair> pairs = match(a, b);
        count_items("section", gold, found, pairs);
        const Texts above_gold = parents(gold), above_found = parents(found);
        for (const Pair& pair : pairs) {
            const std::string &x = above_gold[pair.gold], &y = above_found[pair.found];
            Tally& parent = field("section.parent");
            ++parent.gold;
            ++parent.found;
            parent.exact += x == y;
            if (x == y || (!x.empty() && !y.empty() && similarity(x, y) >= similar_enough)) {
                ++parent.right;
            } else {
                wrong(parent);
                say("section.parent: " + shortened(x) + " expected, " + shortened(y) + " found, of " +
                    shortened(a[pair.gold]));
            }
            if (!at(gold[pair.gold], "page").is_null())
                compare("section.page", gold[pair.gold], found[pair.found], "page", a[pair.gold]);
        }
    }

    /// Items that are right when all their words are: each counted as often as it occurs.
    void count_equal(const std::string& name, Texts gold, Texts found) {
        std::sort(gold.begin(), gold.end());
        std::sort(found.begin(), found.end());
        Texts same, missed, spurious;
        std::set_intersection(gold.begin(), gold.end(), found.begin(), found.end(), std::back_inserter(same));
        std::set_difference(gold.begin(), gold.end(), found.begin(), found.end(), std::back_inserter(missed));
        std::set_difference(found.begin(), found.end(), gold.begin(), gold.end(),
                            std::back_inserter(spurious));
        add(name, {.right = static_cast<double>(same.size()),
                   .gold = gold.size(),
                   .found = found.size(),
                   .exact = same.size(),
                   .wrong = spurious.size()});
        for (const std::string& one : missed) say(name + " missed: " + shortened(one));
        for (const std::string& one : spurious) say(name + " spurious: " + shortened(one));
    }

    /// Some values of each item as one text.
    static Texts joined(const std::vector<Json>& items, std::initializer_list<const char*> names) {
        Texts out;
        for (const Json& item : items) {
            std::string text;
            for (const char* name : names) text += (text.empty() ? "" : " | ") + key(value(item, name));
            out.push_back(std::move(text));
        }
        return out;
    }

    void judgements() {
        const Texts gold = joined(list(gold_, "judgements"), {"name", "grade"});
        const std::vector<Json> found = records("judgement");
        const Texts texts = joined(found, {"name", "grade"});
        count_equal("judgement", gold, texts);
        for (std::size_t i = 0; i < found.size(); ++i)
            judge(found[i], std::find(gold.begin(), gold.end(), texts[i]) != gold.end());
    }

    void metadata() {
        const Json &gold = at(gold_, "metadata"), &found = at(out_, "metadata");
        for (const char* name : {"title", "document_date", "inspection_start", "inspection_end", "authority",
                                 "lead_inspector"}) {
            const std::string a = value(gold, name), b = value(found, name);
            const std::string field_name = name;
            const bool right = same_value("metadata." + field_name, a, b);
            ++letter_.metadata_of;
            letter_.metadata_right += right;
            Tally& tally = field("metadata." + field_name);
            tally.gold += !a.empty();
            tally.found += !b.empty();
            if (right && !a.empty() && !b.empty()) {
                ++tally.right;
                tally.exact += a == b;
            } else if (!b.empty() && !right) {
                wrong(tally);
            }
            if (!b.empty()) judge(metadata_record(), right);
            if (!right)
                say("metadata." + field_name + ": " + shortened(a) + " expected, " + shortened(b) + " found");
        }
        for (const char* name : {"addressees", "signatories"})
            names(name, texts(gold, name), texts(found, name));
    }

    /// The record whose flat view the metadata are; it has the confidence.
    Json metadata_record() const {
        const std::vector<Json> found = records("metadata");
        return found.empty() ? Json() : found.front();
    }

    static Texts texts(const Json& json, std::string_view name) {
        Texts out;
        for (const Json& one : list(json, name))
            if (one.is_string()) out.push_back(key(one.get<std::string>()));
        return out;
    }

    void names(const std::string& name, const Texts& gold, const Texts& found) {
        if (gold.empty() && found.empty()) return;
        const std::vector<Pair> pairs = match(gold, found);
        ++letter_.metadata_of;
        letter_.metadata_right +=
            2 * static_cast<double>(pairs.size()) / static_cast<double>(gold.size() + found.size());
        const auto exact =
            std::count_if(pairs.begin(), pairs.end(), [](const Pair& pair) { return pair.similarity == 1; });
        add("metadata." + name, {.right = static_cast<double>(pairs.size()),
                                 .gold = gold.size(),
                                 .found = found.size(),
                                 .exact = static_cast<std::size_t>(exact),
                                 .wrong = found.size() - static_cast<std::size_t>(exact)});
        if (pairs.size() < std::max(gold.size(), found.size()))
            say("metadata." + name + ": " + std::to_string(gold.size()) + " expected, " +
                std::to_string(found.size()) + " found, " + std::to_string(pairs.size()) + " the same");
        std::vector<bool> right(found.size());
        for (const Pair& pair : pairs) {
            right[pair.found] = pair.similarity == 1;
            if (pair.similarity < 1)
                say("metadata." + name + ": " + shortened(gold[pair.gold]) + " expected, " +
                    shortened(found[pair.found]) + " found");
        }
        for (const bool one : right) judge(metadata_record(), one);
    }

    /// `{"People": ["4.1", ...]}` as texts.
    static Texts by_theme(const Json& themes) {
        Texts out;
        if (!themes.is_object()) return out;
        for (const auto& [theme, labels] : themes.items())
            for (const Json& label : labels)
                if (label.is_string()) out.push_back(key(theme) + " | " + key(label.get<std::string>()));
        return out;
    }

    /// What only some gold files record.
    void further() {
        const auto has = [&](const char* name) { return gold_.contains(name); };
        if (has("numbered_paragraphs"))
            count_equal("finding", joined(list(gold_, "numbered_paragraphs"), {"label", "text"}),
                        joined(records("finding"), {"label", "text"}));
        if (has("strengths"))
            count_equal("strength", by_theme(at(gold_, "strengths")),
                        joined(records("strength"), {"theme", "label"}));
        if (has("improvements"))
            count_equal("improvement", by_theme(at(gold_, "improvements")),
                        joined(records("improvement"), {"theme", "label"}));
        if (has("positive_practice"))
            count_equal("positive_practice",
                        joined(list(gold_, "positive_practice"), {"label", "theme", "text"}),
                        joined(records("positive_practice"), {"label", "theme", "text"}));
        if (has("glossary") || has("quantity_definitions")) {
            Texts gold = joined(list(gold_, "glossary"), {"term", "definition"});
            for (std::string& one : joined(list(gold_, "quantity_definitions"), {"term", "definition"}))
                gold.push_back(std::move(one));
            count_equal("definition", std::move(gold), joined(records("definition"), {"term", "meaning"}));
        }
        if (has("quantifier_mentions"))
            count_equal(
                "quantifier",
                joined(list(gold_, "quantifier_mentions"), {"label", "as_printed", "definition", "of"}),
                joined(records("quantifier"), {"label", "as_printed", "definition", "of"}));
        if (has("evidence_counts"))
            count_equal("evidence_count", joined(list(gold_, "evidence_counts"), {"label", "count", "of"}),
                        joined(records("evidence_count"), {"label", "count", "of"}));
    }

    const Json& gold_;
    const Json& out_;
    Letter& letter_;
};

constexpr std::string_view gold_suffix = ".gold.json";

std::vector<std::filesystem::path> gold_files(const std::filesystem::path& gold) {
    std::vector<std::filesystem::path> files;
    std::error_code problem;
    if (std::filesystem::is_regular_file(gold, problem)) files.push_back(gold);
    if (std::filesystem::is_directory(gold, problem))
        for (const auto& entry : std::filesystem::directory_iterator(gold, problem))
            if (entry.path().filename().string().ends_with(gold_suffix)) files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    if (files.empty())
        throw StageError("score-gold", "there is no gold in `" + gold.string() + "`",
                         "gold files are named like the letters, with .gold.json behind");
    return files;
}

std::optional<std::filesystem::path> output_of(const std::string& id, const std::filesystem::path& out) {
    std::error_code problem;
    if (const auto plain = out / (id + ".json"); std::filesystem::is_regular_file(plain, problem))
        return plain;
    std::optional<std::filesystem::path> first;
    for (const auto& entry : std::filesystem::directory_iterator(out, problem)) {
        const std::string name = entry.path().filename().string();
        if (name.starts_with(id + ".") && name.ends_with(".json") && !name.ends_with(gold_suffix) &&
            (!first || entry.path() < *first))
            first = entry.path();
    }
    return first;
}

}  // namespace

std::vector<Letter> score(const std::filesystem::path& gold, const std::filesystem::path& out) {
    std::vector<Letter> letters;
    for (const std::filesystem::path& file : gold_files(gold)) {
        Letter& letter = letters.emplace_back();
        letter.id = file.filename().string();
        if (letter.id.ends_with(gold_suffix)) letter.id.resize(letter.id.size() - gold_suffix.size());
        const Json wanted = read(file);
        letter.family = value(wanted, "family");
        const auto output = output_of(letter.id, out);
        letter.missing = !output;
        Scorer(wanted, output ? read(*output) : Json::object(), letter).run();
    }
    return letters;
}

}  // namespace sheaf::score
