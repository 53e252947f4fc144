#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "score/score.hpp"
#include "sheaf/diagnostic.hpp"

using namespace sheaf;
namespace fs = std::filesystem;

namespace {

/// A folder of gold and a folder of outputs, removed at the end.
class Folders {
  public:
    Folders() {
        std::string name = (fs::temp_directory_path() / "sheaf-score-XXXXXX").string();
        root_ = ::mkdtemp(name.data());
        fs::create_directory(gold());
        fs::create_directory(out());
    }
    ~Folders() { fs::remove_all(root_); }
    fs::path gold() const { return root_ / "gold"; }
    fs::path out() const { return root_ / "out"; }
    static void write(const fs::path& file, const std::string& text) { std::ofstream(file) << text; }

  private:
    fs::path root_;
};

const score::Tally& field(const score::Letter& letter, const std::string& name) {
    for (const auto& [known, tally] : letter.fields)
        if (known == name) return tally;
    FAIL("no field " << name);
    std::abort();
}

const std::string gold = R"({"id": "quay", "family": "harbour",
  "metadata": {"title": "Letter to Quay", "authority": "Quay", "document_date": "2030-05-04",
               "lead_inspector": null, "signatories": ["A. Gull"]},
  "judgements": [{"name": "Steps", "grade": "Good"}],
  "sections": [{"level": 1, "title": "Letter to Quay", "page": 1}, {"level": 2, "title": "Steps", "page": 1}],
  "recommendations": [
    {"text": "Mend the steps.", "label": "1", "kind": "recommendation", "modality": null, "section": "Steps", "page": 1},
    {"text": "Paint the posts.", "label": "2", "kind": "recommendation", "modality": "must", "section": "Steps", "page": 2}],
  "expectations": [{"text": "We expect calm."}]})";

std::string output(const std::string& date, const std::string& severity) {
    return R"({"metadata": {"title": "Letter to Quay", "authority": "Quay Council", "document_date": ")" +
           date +
           R"(", "signatories": ["A. Gull"]},
      "sections": [{"level": 1, "title": "Letter to Quay", "page": 1}, {"level": 2, "title": "Steps", "page": null}],
      "records": {"judgement": [{"name": "steps", "grade": "Good"}],
        "recommendation": [
          {"text": "Mend the steps", "label": "1", "kind": "recommendation", "modality": null, "section": "2 Steps", "page": 1},
          {"text": "We expect calm.", "label": null, "kind": "next_step", "modality": null, "section": "Steps", "page": 2},
          {"text": "Feed the gulls.", "label": "3", "kind": "recommendation", "modality": null, "section": "Steps", "page": 2}]},
      "diagnostics": [{"severity": ")" +
           severity + R"("}]})";
}

}  // namespace

TEST_CASE("items and fields are counted, and sentences that nobody counts are left out") {
    const Folders folders;
    Folders::write(folders.gold() / "quay.gold.json", gold);
    Folders::write(folders.out() / "quay.pdf.json", output("2030-05-04", "note"));
    const auto letters = score::score(folders.gold(), folders.out());
    REQUIRE(letters.size() == 1);
    const score::Letter& letter = letters[0];
    CHECK(letter.family == "harbour");
    CHECK_FALSE(letter.missing);
    const score::Tally& items = field(letter, "recommendation");
    CHECK(items.gold == 2);
    CHECK(items.found == 2);  // the expectation does not count
    CHECK(items.right == 1);
    CHECK(items.precision() == Approx(0.5));
    CHECK(items.recall() == Approx(0.5));
    CHECK(field(letter, "recommendation.section").right == 1);
    CHECK(field(letter, "section.page").right == 1);
    CHECK(field(letter, "section.page").wrong == 0);  // the second page is not known
    CHECK(field(letter, "section.page").found == 1);
    CHECK(field(letter, "judgement").f1() == 1);
    CHECK(field(letter, "section").f1() == 1);
    CHECK(field(letter, "metadata.authority").right == 1);
    CHECK(field(letter, "metadata.document_date").right == 1);
    CHECK(letter.metadata_of == 7);
    CHECK(letter.metadata_right == Approx(7));
}

TEST_CASE("a page counts where the gold names one, and only there") {
    const Folders folders;
    const auto page = [&](const std::string& wanted, const std::string& found) {
        Folders::write(folders.gold() / "quay.gold.json",
                       R"({"recommendations": [{"text": "Mend the steps.", "page": )" + wanted + "}]}");
        Folders::write(
            folders.out() / "quay.pdf.json",
            R"({"records": {"recommendation": [{"text": "Mend the steps.", "page": )" + found + "}]}}");
        const auto letters = score::score(folders.gold(), folders.out());
        for (const auto& [name, tally] : letters[0].fields)
            if (name == "recommendation.page") return tally;
        return score::Tally{};
    };
    CHECK(page("2", "2").right == 1);
    CHECK(page("2", "3").wrong == 1);
    CHECK(page("null", "3").found == 0);
    CHECK(page("null", "3").wrong == 0);
}

TEST_CASE("a sentence that the reader left out is neutral, with its page before it or without") {
    const Folders folders;
    const auto found = [&](const std::string& quirk) {
        Folders::write(
            folders.gold() / "quay.gold.json",
            R"({"recommendations": [], "quirks": ["next-steps sentence not recorded as an item: )" + quirk +
                R"("]})");
        Folders::write(folders.out() / "quay.pdf.json",
                       R"({"records": {"recommendation": [{"text": "We will meet again in May."}]}})");
        const auto letters = score::score(folders.gold(), folders.out());
        return field(letters[0], "recommendation").found;
    };
    CHECK(found("We will meet again in May.") == 0);
    CHECK(found("p3: We will meet again in May.") == 0);
    CHECK(found("p: We will meet again in May, all of us, at the old harbour office by the quay.") == 1);
}

TEST_CASE("a wrong value is silent unless the letter is marked doubtful") {
    const Folders folders;
    Folders::write(folders.gold() / "quay.gold.json", gold);
    Folders::write(folders.out() / "quay.pdf.json", output("2030-04-05", "note"));
    const auto silent = score::score(folders.gold(), folders.out());
    CHECK(field(silent[0], "metadata.document_date").wrong == 1);
    CHECK(field(silent[0], "metadata.document_date").silent == 1);
    CHECK(field(silent[0], "recommendation").silent == 1);

    Folders::write(folders.out() / "quay.pdf.json", output("2030-04-05", "doubtful"));
    const auto marked = score::score(folders.gold(), folders.out());
    CHECK(marked[0].doubtful);
    CHECK(field(marked[0], "metadata.document_date").wrong == 1);
    CHECK(field(marked[0], "metadata.document_date").silent == 0);
}

TEST_CASE("a name with letters behind it is wrong, and confidence is held against truth") {
    const Folders folders;
    Folders::write(
        folders.gold() / "quay.gold.json",
        R"({"id": "quay", "family": "harbour", "metadata": {"signatories": ["Marguerite Longshore"]},
                       "judgements": [{"name": "Quays", "grade": "Good"}]})");
    Folders::write(folders.out() / "quay.json",
                   R"({"metadata": {"signatories": ["Marguerite Longshore CB"]}, "diagnostics": [],
                       "records": {"metadata": [{"confidence": 0.95}],
                                   "judgement": [{"name": "Quays", "grade": "Good", "confidence": 1}]}})");
    const auto letters = score::score(folders.gold(), folders.out());
    CHECK(field(letters[0], "metadata.signatories").wrong == 1);
    CHECK(field(letters[0], "metadata.signatories").silent == 1);
    const auto bands = score::bands({&letters[0]});
    CHECK(bands[0].values == 1);
    CHECK(bands[0].right == 1);
    CHECK(bands[1].least == 0.95);
    CHECK(bands[1].values == 1);
    CHECK(bands[1].right == 0);
}

TEST_CASE("a letter without output misses everything and says nothing wrong") {
    const Folders folders;
    Folders::write(folders.gold() / "quay.gold.json", gold);
    const auto letters = score::score(folders.gold(), folders.out());
    CHECK(letters[0].missing);
    CHECK(field(letters[0], "recommendation").recall() == 0);
    CHECK(field(letters[0], "recommendation").silent == 0);
}

TEST_CASE("a folder without gold, and gold that is no JSON, are errors") {
    const Folders folders;
    CHECK_THROWS_AS(score::score(folders.gold(), folders.out()), StageError);
    Folders::write(folders.gold() / "quay.gold.json", "[1");
    CHECK_THROWS_AS(score::score(folders.gold(), folders.out()), StageError);
}

TEST_CASE("A precision's interval is Wilson's: it narrows with the values, and says nothing without any") {
    const auto of = [](double right, std::size_t found) {
        return score::Tally{.right = right, .gold = found, .found = found}.precision_interval();
    };
    CHECK(of(9, 10).low == Approx(0.5958).margin(0.0001));
    CHECK(of(9, 10).high == Approx(0.9821).margin(0.0001));
    CHECK(of(10, 10).low == Approx(0.7225).margin(0.0001));
    CHECK(of(10, 10).high == Approx(1));
    CHECK(of(0, 10).low == 0);
    CHECK(of(900, 1000).low > of(9, 10).low);
    CHECK(of(0, 0).low == 0);
    CHECK(of(0, 0).high == 1);
}
