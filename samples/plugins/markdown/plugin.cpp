// Input: letters as Markdown, or as plain text, which is Markdown without marks.
#include "sheaf/plugin.hpp"

#include <algorithm>

#include "inline.hpp"
#include "lines.hpp"
#include "sheaf/text.hpp"

namespace markdown {

using namespace sheaf;

namespace {

bool is_plain_text(std::string_view bytes) {
    // A beginning is enough to tell, but it may end within a character.
    std::string_view head = bytes.substr(0, 4096);
    while (head.size() < bytes.size() && !head.empty() && (bytes[head.size()] & 0xC0) == 0x80)
        head.remove_suffix(1);
    const auto is_control = [](char c) {
        return static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\r' && c != '\t';
    };
    return text::is_valid_utf8(head) && std::none_of(head.begin(), head.end(), is_control);
}

class MarkdownInput : public Input {
    int sniff(std::string_view bytes) const override {
        const bool has_words = text::count_visible(bytes.substr(0, 4096)) > 0;
        if (!is_plain_text(bytes) || !has_words) return 0;
        // Many formats are text, too, and know themselves better.
        const bool heading =
            bytes.starts_with("# ") || bytes.find("\n# ") != bytes.npos || bytes.find("\n## ") != bytes.npos;
        return heading ? 40 : 10;
    }

    Document read(std::string_view bytes, Context& context) override {
        if (!text::is_valid_utf8(bytes))
            throw StageError("markdown-not-utf8", "The letter is not in UTF-8.", "Convert it with iconv.");
        std::string text = text::to_nfc(bytes);
        if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
        std::erase(text, '\r');
        Document letter;
        letter.source.media_type = "text/markdown";
        const Parts parts = parts_of(text);
        std::uint64_t markup = parts.markup;
        for (const Part& part : parts.parts) markup += add(letter, part);
        link_footnotes(letter, context);
        letter.ledger.read = text::count_visible(text);
        letter.ledger.blocks = count_text(letter).first;
        if (markup > 0) letter.ledger.refused["markup"] = markup;
        // Nothing is lost without a word: what is neither placed nor markup shows here, and makes the letter
        // doubtful.
        letter.ledger.unaccounted = letter.ledger.read - letter.ledger.blocks - markup;
        return letter;
    }

    /// Adds the block; gives the visible characters of its marks.
    static std::uint64_t add(Document& letter, const Part& part) {
        if (part.kind == BlockKind::table) return add_table(letter, part);
        Block block;
        block.kind = part.kind;
        block.level = part.level;
        block.label = part.label;
        return add_text(letter, std::move(block), part.text);
    }

    static std::uint64_t add_text(Document& letter, Block block, std::string_view marked) {
        Inline inner = inline_of(marked);
        block.text = std::move(inner.text);
        block.spans = std::move(inner.spans);
        if (!block.text.empty() || !block.label.empty() || !block.spans.empty())
            letter.blocks.push_back(std::move(block));
        return inner.markup;
    }

    static std::uint64_t add_table(Document& letter, const Part& part) {
        std::uint64_t markup = 0;
        const auto add_container = [&](BlockKind kind, BlockId parent, bool header) {
            Block block;
            block.kind = kind;
            block.parent = parent;
            block.header = header;
            letter.blocks.push_back(block);
            return BlockId{static_cast<std::uint32_t>(letter.blocks.size() - 1)};
        };
        const BlockId table = add_container(BlockKind::table, {}, false);
        for (std::size_t r = 0; r < part.rows.size(); ++r) {
            const BlockId row = add_container(BlockKind::row, table, r == 0);
            for (const std::string& text : part.rows[r]) {
                Block block;
                block.parent = add_container(BlockKind::cell, row, r == 0);
                if (!text.empty()) markup += add_text(letter, std::move(block), text);
            }
        }
        return markup;
    }

    /// Marks lead to their footnotes.
    static void link_footnotes(Document& letter, Context& context) {
        for (Block& block : letter.blocks)
            for (Span& span : block.spans) {
                if (span.mark.empty()) continue;
                const auto note =
                    std::find_if(letter.blocks.begin(), letter.blocks.end(), [&](const Block& other) {
                        return other.kind == BlockKind::footnote && other.label == span.mark;
                    });
                if (note != letter.blocks.end())
                    span.style.link = "#b" + std::to_string(note - letter.blocks.begin() + 1);
                else
                    context.report(Severity::note, "markdown-no-footnote",
                                   "The mark [^" + span.mark + "] has no footnote.");
            }
    }
};

const DiagnosticSpec diagnostics[] = {
    {"markdown-not-utf8", Severity::error, "The letter is not in UTF-8: convert it, with iconv for example."},
    {"markdown-no-footnote", Severity::note,
     "A footnote's mark stands in the text, and no footnote has that mark."},
};

const StageSpec stages[] = {{
    .kind = StageKind::input,
    .name = "markdown",
    .help = "Letters as Markdown: headings, paragraphs, lists, tables, footnotes. Plain text is read as "
            "paragraphs and lists.",
    .diagnostics = diagnostics,
    .create_input = [](const Setup&) -> Input* { return new MarkdownInput; },
}};

}  // namespace

}  // namespace markdown

SHEAF_PLUGIN("example.markdown", "1.0.0", "Letters as Markdown or plain text", "MIT", markdown::stages)
