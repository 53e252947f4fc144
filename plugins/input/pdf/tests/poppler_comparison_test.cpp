// Compares what the reader sees with what Poppler's own interpreter shows, glyph by glyph.
#include <Catalog.h>
#include <GfxFont.h>
#include <GfxState.h>
#include <OutputDev.h>
#include <PDFDoc.h>
#include <Stream.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "objects/unicode.hpp"
#include "reader.hpp"
#include "shared_files.hpp"

using namespace sheaf::pdf;

namespace {

struct Shown {
    std::string text, font;
    double x = 0, y = 0;
    int mcid = -1;
    bool artifact = false;
};

/// Notes down every glyph that Poppler's interpreter draws on a page.
class Notebook : public OutputDev {
  public:
    std::vector<Shown> shown;
    bool upsideDown() override { return true; }
    bool useDrawChar() override { return true; }
    bool interpretType3Chars() override { return false; }
    bool needNonText() override { return false; }

    void drawChar(GfxState* state, double x, double y, double, double, double, double, CharCode, int,
                  const Unicode* unicode, int count) override {
        Shown one;
        state->transform(x, y, &one.x, &one.y);
        for (int i = 0; i < count; ++i) append_glyph(one.text, static_cast<char32_t>(unicode[i]));
        if (const auto font = state->getFont(); font && font->getName())
            one.font = font->getNameWithoutSubsetTag();
        for (const auto& [mcid, artifact] : marks_) {
            if (mcid >= 0) one.mcid = mcid;
            one.artifact = one.artifact || artifact;
        }
        shown.push_back(std::move(one));
    }
    void beginMarkedContent(const char* name, Dict* properties) override {
        int mcid = -1;
        if (properties) properties->lookupInt("MCID", nullptr, &mcid);
        marks_.emplace_back(mcid, std::string_view(name) == "Artifact");
    }
    void endMarkedContent(GfxState*) override {
        if (!marks_.empty()) marks_.pop_back();
    }

  private:
    std::vector<std::pair<int, bool>> marks_;
};

std::vector<Shown> shown_by_poppler(PDFDoc& document, int page) {
    Notebook notebook;
    document.displayPage(
        &notebook, page, 72, 72, 0, false, true, false, nullptr, nullptr, [](Annot*, void*) { return false; },
        nullptr);
    return std::move(notebook.shown);
}

std::vector<Shown> shown_by_reader(const Content& content, const PageContent& page) {
    std::vector<Shown> out;
    for (const Run& run : page.runs) {
        // Poppler shows nothing of hidden layers; annotations are left out here.
        if (run.optional_hidden || run.annotation) continue;
        for (std::uint32_t i = run.first; i < run.first + run.count; ++i) {
            const Glyph& glyph = page.glyphs[i];
            Shown one;
            one.text = page.text.substr(glyph.text, glyph.length);
            one.font = content.fonts[run.font].name;
            const bool across = run.direction % 180 == 0;
            // What a run does not say of each glyph is left open.
            one.x = across ? glyph.left : NAN;
            one.y = across ? (run.oblique ? NAN : run.baseline) : glyph.left;
            one.mcid = run.mcid;
            one.artifact = run.is_artifact;
            out.push_back(std::move(one));
        }
    }
    return out;
}

/// How many glyphs differ in what; empty when all are equal.
std::map<std::string, int> differences(const std::string& bytes) {
    std::map<std::string, int> out;
    const Content content = read_content(bytes, "", Limits());
    PDFDoc document(new MemStream(bytes.data(), 0, static_cast<Goffset>(bytes.size()), Object(objNull)));
    for (const PageContent& page : content.pages) {
        const auto theirs = shown_by_poppler(document, page.number);
        const auto ours = shown_by_reader(content, page);
        if (theirs.size() != ours.size()) {
            ++out["glyph count"];
            continue;
        }
        const auto far = [](double a, double b) { return std::abs(a - b) > 0.1; };
        for (std::size_t i = 0; i < ours.size(); ++i) {
            if (ours[i].text != theirs[i].text) ++out["text"];
            if (far(ours[i].x, theirs[i].x) || far(ours[i].y, theirs[i].y)) ++out["position"];
            if (ours[i].font != theirs[i].font) ++out["font"];
            if (ours[i].mcid != theirs[i].mcid) ++out["mcid"];
            if (ours[i].artifact != theirs[i].artifact) ++out["artifact"];
        }
    }
    return out;
}

struct Known {
    const char* file;    ///< the end of its name
    const char* reason;  ///< why the two readings differ
};

void compare(const std::vector<std::string>& files, const std::vector<Known>& known) {
    for (const std::string& file : files) {
        std::string found;
        try {
            for (const auto& [what, count] : differences(read_file(file)))
                found += what + " " + std::to_string(count) + "; ";
        } catch (const sheaf::StageError& e) {
            WARN(file << ": " << e.what());
            continue;
        }
        INFO(file);
        const auto reason = std::find_if(known.begin(), known.end(), [&](const Known& k) {
            const std::string_view end = k.file;
            return file.size() >= end.size() && file.compare(file.size() - end.size(), end.size(), end) == 0;
        });
        if (reason != known.end()) {
            INFO(reason->reason);
            CHECK(found != "");  // else the reason is out of date
        } else {
            CHECK(found == "");
        }
    }
}

/// Files of the public test sets that other readers read without complaint.
std::vector<std::string> good_public_files() {
    std::vector<std::string> out;
    const char* root = std::getenv("SHEAF_SHARED");
    if (!root) return out;
    const std::string folder = std::string(root) + "/hostile/";
    std::ifstream list(folder + "split_dev.tsv");
    for (std::string row; std::getline(list, row);) {
        std::vector<std::string> cells(1);
        for (const char c : row) {
            if (c == '\t')
                cells.emplace_back();
            else
                cells.back() += c;
        }
        if (cells.size() > 4 && cells[0].rfind("pdf/", 0) == 0 && cells[4] == "ok")
            out.push_back(folder + cells[0]);
    }
    return out;
}

}  // namespace

TEST_CASE("every glyph of the letters is what Poppler's own interpreter shows", "[.shared]") {
    const auto files = shared_files("letters", ".pdf");
    if (files.empty()) {
        WARN("skipped: there are no shared letters");
        return;
    }
    compare(files, {});
}

TEST_CASE("every glyph of the good public files is what Poppler's own interpreter shows", "[.shared]") {
    const auto files = good_public_files();
    if (files.empty()) {
        WARN("skipped: there are no shared public files");
        return;
    }
    const char* const accents =
        "accents printed beside their letters become combining characters behind them";
    compare(
        files,
        {{"highlights.pdf", accents},
         {"issue-202.pdf", accents},
         {"issue4402_reduced.pdf", "the file gives visible glyphs no meaning: U+FFFD stands for them"},
         {"issue-71-duplicate-chars-2.pdf", "private characters of Wingdings 3 say nothing: U+FFFD"},
         {"testJournalParser.pdf", "ToUnicode says spaces; the glyphs' names say parts of large brackets"},
         {"issue-461-example.pdf", "a font's name is no UTF-8; the reader makes it so"},
         {"testPDF_bad_page_303226.pdf",
          "damaged content: Poppler gives the page up after many errors, the reader goes on"}});
}
