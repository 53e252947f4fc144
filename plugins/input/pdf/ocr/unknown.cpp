#include "ocr/unknown.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string>

#include "layout/parts.hpp"
#include "ocr/look.hpp"
#include "sheaf/text.hpp"

namespace sheaf::pdf::ocr {
namespace {

constexpr std::size_t most_lines = 300;  // of a letter
constexpr int margin = 6;                // pixels around a line
constexpr float confidence = 0.5F;       // in a run some of whose letters were read so
constexpr char32_t unknown = 0xFFFD;

std::u32string characters(std::string_view text) {
    std::u32string out;
    for (std::size_t at = 0; at < text.size();)
        if (const char32_t c = text::next(text, at); !text::is_space(c)) out.push_back(c);
    return out;
}

std::string utf8(std::u32string_view characters) {
    std::string out;
    for (const char32_t c : characters) text::append(out, c);
    return out;
}

bool can_be_read(const Run& run) {
    return is_seen(run) && !run.replaced && run.actual_text < 0 && run.direction == 0 && !run.oblique;
}

bool has_unknown(const PageContent& page, const Run& run) {
    return can_be_read(run) && characters(page.text_of(run)).find(unknown) != std::u32string::npos;
}

/// Runs that stand on one line, one after the other.
struct UnknownLine {
    std::size_t first = 0, end = 0;
    Box box;
};

bool follows(const Run& run, const Run& before) {
    return can_be_read(run) && std::abs(run.baseline - before.baseline) < 1 &&
           run.left > before.right - before.size && run.left < before.right + 2 * before.size;
}

std::vector<UnknownLine> unknown_lines(const PageContent& page) {
    std::vector<UnknownLine> lines;
    for (std::size_t r = 0; r < page.runs.size();) {
        UnknownLine line{r, r + 1, box_of(page.runs[r])};
        bool wanted = has_unknown(page, page.runs[r]);
        for (; line.end < page.runs.size() && follows(page.runs[line.end], page.runs[line.end - 1]);
             ++line.end) {
            line.box = united(line.box, box_of(page.runs[line.end]));
            wanted = wanted || has_unknown(page, page.runs[line.end]);
        }
        if (wanted) lines.push_back(line);
        r = line.end;
    }
    return lines;
}

/// What each of the glyphs stands for: known glyphs (one or more characters) hold on to what was read, unknown ones take
/// what is left between them, one character or the few of a ligature. Nothing where the two do not fit together.
std::optional<std::vector<std::u32string>> align(const std::vector<std::u32string>& glyphs,
                                                 const std::u32string& read) {
    constexpr double most_wrong = 0.2, lost = 1;  // of the glyphs; the cost of a character without a partner
    constexpr std::array<double, 4> taken = {1, 0.1, 0.4, 0.7};  // by an unknown glyph: so many characters
    const std::size_t rows = glyphs.size() + 1, columns = read.size() + 1;
    struct Cell {
        double cost = 1e9;
        std::size_t glyph = 0, character = 0;  // the cell that it is reached from
    };
    std::vector<Cell> cells(rows * columns);
    cells[0].cost = 0;
    for (std::size_t i = 0; i < rows; ++i)
        for (std::size_t j = 0; j < columns; ++j) {
            const auto reach = [&](std::size_t glyph, std::size_t character, double cost) {
                if (glyph >= rows || character >= columns) return;
                Cell& next = cells[glyph * columns + character];
                cost += cells[i * columns + j].cost;
                if (cost < next.cost) next = {cost, i, j};
            };
            reach(i, j + 1, lost);
            if (i == glyphs.size()) continue;
            if (glyphs[i].find(unknown) != std::u32string::npos) {
                for (std::size_t count = 0; count < taken.size(); ++count)
                    reach(i + 1, j + count, taken[count]);
            } else {
                const bool same = text::fold(utf8(std::u32string_view(read).substr(j, glyphs[i].size()))) ==
                                  text::fold(utf8(glyphs[i]));
                reach(i + 1, j + glyphs[i].size(), same ? 0 : lost);
                reach(i + 1, j, lost);
            }
        }
    if (cells.back().cost > most_wrong * static_cast<double>(glyphs.size())) return std::nullopt;
    std::vector<std::u32string> out = glyphs;
    for (std::size_t i = glyphs.size(), j = read.size(); i > 0 || j > 0;) {
        const Cell& cell = cells[i * columns + j];
        if (cell.glyph < i && glyphs[i - 1].find(unknown) != std::u32string::npos && j > cell.character)
            out[i - 1] = read.substr(cell.character, j - cell.character);
        i = cell.glyph;
        j = cell.character;
    }
    return out;
}

/// The line's glyphs that are printed, by their place in the page's.
std::vector<std::uint32_t> printed(const PageContent& page, const UnknownLine& line) {
    std::vector<std::uint32_t> out;
    for (std::size_t r = line.first; r < line.end; ++r)
        for (std::uint32_t g = page.runs[r].first; g < page.runs[r].first + page.runs[r].count; ++g)
            if (!characters(page.text_of(g, 1)).empty()) out.push_back(g);
    return out;
}

/// Gives glyphs of a run other texts: all of the run's texts follow each other.
void rewrite(PageContent& page, Run& run, const std::vector<std::uint32_t>& glyphs,
             const std::vector<std::u32string>& texts) {
    for (std::uint32_t g = run.first; g < run.first + run.count; ++g) {
        std::string text(page.text_of(g, 1));
        const auto at = std::lower_bound(glyphs.begin(), glyphs.end(), g);
        if (at != glyphs.end() && *at == g && text.find("\uFFFD") != std::string::npos) {
            text = utf8(texts[static_cast<std::size_t>(at - glyphs.begin())]);
            run.confidence = confidence;
        }
        page.glyphs[g].text = static_cast<std::uint32_t>(page.text.size());
        page.glyphs[g].length = static_cast<std::uint8_t>(text.size());
        page.text += text;
    }
}

/// Whether the line could be read.
bool read_line(PageContent& page, const UnknownLine& line, const Bitmap& bitmap, Engine& engine) {
    const std::vector<std::uint32_t> glyphs = printed(page, line);
    std::vector<std::u32string> texts;
    texts.reserve(glyphs.size());
    for (const std::uint32_t g : glyphs) texts.push_back(characters(page.text_of(g, 1)));
    const std::u32string read = characters(engine.read_line(cut(bitmap, pixels(bitmap, line.box), margin)));
    const auto found = align(texts, read);
    if (!found) return false;
    for (std::size_t r = line.first; r < line.end; ++r)
        if (has_unknown(page, page.runs[r])) rewrite(page, page.runs[r], glyphs, *found);
    return true;
}

}  // namespace

bool has_unknown(const PageContent& page) {
    return page.text.find("\uFFFD") != std::string::npos &&
           std::any_of(page.runs.begin(), page.runs.end(),
                       [&](const Run& run) { return has_unknown(page, run); });
}

void read_unknown(Content& content, const std::vector<std::size_t>& pages, const Draw& draw, Engine& engine) {
    constexpr std::size_t most_told = 20, longest_shown = 80;
    std::size_t count = 0, told = 0;
    for (const std::size_t p : pages) {
        PageContent& page = content.pages[p];
        const std::optional<Bitmap> bitmap = draw(page.number, read_dpi);
        if (!bitmap) continue;
        for (const UnknownLine& line : unknown_lines(page)) {
            if (++count > most_lines) break;
            if (!read_line(page, line, *bitmap, engine) || ++told > most_told) continue;
            std::string words;
            for (std::size_t r = line.first; r < line.end; ++r) words += page.text_of(page.runs[r]);
            words = text::squeeze(words);
            say(content.diagnostics, Severity::doubtful, "pdf-glyph-unknown",
                "letters of a line have no character in the file and were read by OCR: " +
                    words.substr(0, text::boundary(words, longest_shown)),
                page.number, line.box, "compare the words with the page");
        }
    }
    if (told > most_told)
        say(content.diagnostics, Severity::doubtful, "pdf-glyph-unknown",
            std::to_string(told - most_told) + " further lines were read so");
}

}  // namespace sheaf::pdf::ocr
