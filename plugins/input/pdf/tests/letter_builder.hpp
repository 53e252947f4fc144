// Builds what the reader would give of a small letter, for tests of the layout.
//
// All fonts are as wide as they need to be for sums in the head: every character is half an em wide.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "layout.hpp"
#include "layout/word_lists.hpp"
#include "sheaf/text.hpp"

namespace sheaf::pdf::test {

/// How a run is set, and what it belongs to.
struct Set {
    float size = 10;
    bool bold = false;
    int node = -1;  ///< structure element; -1: none
    int font = -1;  ///< in `Content::fonts`; -1: by `bold` and by the text
    bool artifact = false;
    int render_mode = 0;
    float raised = 0;  ///< points above the baseline
    std::string actual;
    float letter_gap = 0;  ///< em between letters
    float word_gap = 0;    ///< em: spaces are gaps of this width instead of glyphs; 0: they are glyphs
};

class LetterBuilder {
  public:
    LetterBuilder() {
        content_.fonts.resize(3);
        content_.fonts[1].bold = true;
        content_.fonts[2].name = "Wingdings";
        content_.fonts[2].symbolic = true;
    }

    LetterBuilder& page(double width = 600, double height = 800) {
        PageContent& page = content_.pages.emplace_back();
        page.number = static_cast<int>(content_.pages.size());
        page.width = width;
        page.height = height;
        mcid_ = 0;
        return *this;
    }

    /// An element of the structure tree; returns its number.
    int element(std::string role, int parent = -1) {
        StructNode node;
        node.role = node.raw_role = std::move(role);
        node.parent = parent;
        node.depth = parent < 0 ? 0 : content_.structure.nodes[static_cast<std::size_t>(parent)].depth + 1;
        content_.structure.nodes.push_back(std::move(node));
        content_.tagged = true;
        return static_cast<int>(content_.structure.nodes.size()) - 1;
    }

    /// Text on the last page, its first character at `left`, standing on `baseline`.
    LetterBuilder& text(float left, float baseline, std::string_view text, const Set& set = {}) {
        PageContent& page = content_.pages.back();
        Run run;
        run.first = static_cast<std::uint32_t>(page.glyphs.size());
        run.font = set.bold ? 1 : 0;
        run.size = set.size;
        run.left = left;
        run.baseline = baseline - set.raised;
        run.top = run.baseline - 0.75F * set.size;
        run.bottom = run.baseline + 0.25F * set.size;
        run.is_artifact = set.artifact;
        run.render_mode = static_cast<std::uint8_t>(set.render_mode);
        if (!set.actual.empty()) {
            run.actual_text = static_cast<std::int32_t>(page.actual_texts.size());
            page.actual_texts.push_back(set.actual);
        }
        if (set.node >= 0) {
            run.mcid = mcid_++;
            content_.structure.refs.push_back({{page.number, 0, run.mcid}, set.node, 0});
        }
        for (std::size_t at = 0; at < text.size();) {
            std::size_t end = at;
            const char32_t c = text::next(text, end);
            if (c >= 0xF000 && c <= 0xF0FF) run.font = 2;
            if (c == ' ' && set.word_gap > 0) {
                left += set.word_gap * set.size;
                at = end;
                continue;
            }
            Glyph glyph;
            glyph.text = static_cast<std::uint32_t>(page.text.size());
            glyph.length = static_cast<std::uint8_t>(end - at);
            glyph.left = left;
            glyph.right = left += set.size / 2;
            left += set.letter_gap * set.size;
            page.text.append(text.substr(at, end - at));
            page.glyphs.push_back(glyph);
            at = end;
        }
        if (set.font >= 0) run.font = static_cast<std::uint32_t>(set.font);
        run.count = static_cast<std::uint32_t>(page.glyphs.size()) - run.first;
        run.right = page.glyphs.back().right;
        page.runs.push_back(run);
        return *this;
    }

    /// Lines of text, one under the other, 12 points apart. Returns the baseline of the line after them.
    float lines(float left, float baseline, const std::vector<std::string>& texts, const Set& set = {}) {
        for (const std::string& line : texts) {
            text(left, baseline, line, set);
            baseline += 1.2F * set.size;
        }
        return baseline;
    }

    /// A horizontal or vertical line.
    LetterBuilder& rule(double left, double top, double right, double bottom) {
        content_.pages.back().rules.push_back({{left, top, right, bottom}, false, 0});
        return *this;
    }

    /// A grid of ruled lines through these coordinates.
    LetterBuilder& grid(const std::vector<double>& xs, const std::vector<double>& ys) {
        for (const double y : ys) rule(xs.front(), y, xs.back(), y + 0.5);
        for (const double x : xs) rule(x, ys.front(), x + 0.5, ys.back());
        return *this;
    }

    /// A small filled shape such as a bullet.
    LetterBuilder& dot(double left, double top, double size = 4) {
        content_.pages.back().rules.push_back({{left, top, left + size, top + size}, true, 0});
        return *this;
    }

    LetterBuilder& image(const Box& box) {
        content_.pages.back().images.push_back({box, -1});
        return *this;
    }

    PageContent& last_page() { return content_.pages.back(); }
    Content& content() { return content_; }

    /// The document that the layout makes of it, checked against every invariant of the model.
    Document lay_out(Tags tags = Tags::check, WordLists* words = nullptr) {
        std::sort(content_.structure.refs.begin(), content_.structure.refs.end(),
                  [](const ContentRef& a, const ContentRef& b) { return a.key < b.key; });
        Document document;
        document.source.name = "letter.pdf";
        document.source.media_type = "application/pdf";
        document.source.sha256 = std::string(64, '0');
        pdf::lay_out(content_, document, {.tags = tags, .keep_hidden = false, .words = words});
        return document;
    }

  private:
    Content content_;
    int mcid_ = 0;
};

/// The texts of a document's blocks of text with their labels, in order, furniture left out: `4.11|The text`.
inline std::vector<std::string> texts(const Document& document) {
    std::vector<std::string> result;
    for (const Block& block : document.blocks) {
        if (block.kind == BlockKind::furniture || block.kind == BlockKind::table ||
            block.kind == BlockKind::row || block.kind == BlockKind::cell)
            continue;
        result.push_back(block.label.empty() ? block.text : block.label + "|" + block.text);
    }
    return result;
}

inline std::vector<std::string> texts_of(const Document& document, BlockKind kind) {
    std::vector<std::string> result;
    for (const Block& block : document.blocks)
        if (block.kind == kind) result.push_back(block.text);
    return result;
}

inline const Block* block_with(const Document& document, std::string_view text) {
    for (const Block& block : document.blocks)
        if (block.text.find(text) != std::string::npos) return &block;
    return nullptr;
}

inline bool has_code(const Document& document, std::string_view code) {
    return std::any_of(document.diagnostics.begin(), document.diagnostics.end(),
                       [&](const Diagnostic& one) { return one.code == code; });
}

/// Every character stands in exactly one place, and the model's invariants hold.
inline bool sound(const Document& document) {
    return validate(document).empty() && document.ledger.unaccounted == 0 &&
           worst(document) == Severity::note;
}

}  // namespace sheaf::pdf::test
