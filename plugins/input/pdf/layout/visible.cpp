#include "layout/visible.hpp"

#include <algorithm>
#include <cmath>

#include "ocr/layer.hpp"
#include "say.hpp"
#include "sheaf/text.hpp"

namespace sheaf::pdf {
namespace {

/// Characters of the run that are not white space.
std::uint64_t count_run(const Work& work, std::uint32_t page_index, const Run& run) {
    const PageContent& page = work.content.pages[page_index];
    if (run.actual_text < 0) return text::count_visible(page.text_of(run));
    std::uint64_t count = 0;
    for (std::uint32_t g = run.first; g < run.first + run.count; ++g) {
        const auto found = work.repaired.find(glyph_key(page_index, g));
        count += text::count_visible(found != work.repaired.end() ? std::string_view(found->second)
                                                                  : page.text_of(g, 1));
    }
    return count;
}

const char* reason_of(Hidden hidden) {
    switch (hidden) {
        case Hidden::no:
            break;
        case Hidden::covered:
            return "covered";
        case Hidden::redacted:
            return "redacted";
        case Hidden::same_colour:
            return "same colour as its ground";
        case Hidden::transparent:
            return "transparent";
        case Hidden::too_small:
            return "too small";
        case Hidden::cut_off:
            return "clipped";
        case Hidden::mark:
            return "printed over words";
        case Hidden::under_picture:  // the picture may show the same words
            break;
    }
    return nullptr;
}

bool only_spaces_or_marks(std::string_view text) {
    std::size_t at = 0;
    while (at < text.size()) {
        const char32_t c = text::next(text, at);
        if (!text::is_space(c)) return false;
    }
    return true;
}

/// Whether the text has no meaning of its own: nothing, or private code points and replacement characters.
bool unreadable(std::string_view text) {
    std::size_t at = 0;
    while (at < text.size()) {
        const char32_t c = text::next(text, at);
        if (c != 0xFFFD && !(c >= 0xE000 && c <= 0xF8FF) && !text::is_space(c)) return false;
    }
    return true;
}

/// The characters of `actual` where it says the same as what is shown but for large and small letters, as it does of small
/// capitals; else nothing. Spaces stay, whatever stands for them.
std::vector<std::string> recased(const std::string& shown, const std::string& actual) {
    std::vector<std::string> letters;
    if (shown == actual) return {};
    for (std::size_t at = 0, from = 0; at < shown.size();) {
        const std::size_t start = at, actual_start = from;
        const char32_t c = text::next(shown, at);
        const char32_t other = from < actual.size() ? text::next(actual, from) : 0;
        std::string one = shown.substr(start, at - start),
                    another = actual.substr(actual_start, from - actual_start);
        if (text::is_space(c)) {
            letters.push_back(std::move(one));
            if (!text::is_space(other) && other >= 0x20) from = actual_start;
        } else if (other != 0 && text::fold(one) == text::fold(another)) {
            letters.push_back(std::move(another));
        } else {
            return {};
        }
        if (at == shown.size() && from != actual.size()) return {};
    }
    return letters;
}

/// ActualText replaces what is shown (ISO 32000-1, 14.9.4). Producers also hide words in it that are not on the
/// page, so it is believed only where the shown glyphs cannot be read, or are the same letters, or where it says that a hyphen
/// is soft.
void apply_actual_text(Work& work, std::uint32_t page_index) {
    const PageContent& page = work.content.pages[page_index];
    for (std::size_t r = 0; r < page.runs.size();) {
        const std::int32_t id = page.runs[r].actual_text;
        std::size_t end = r + 1;
        if (id < 0) {
            r = end;
            continue;
        }
        while (end < page.runs.size() && page.runs[end].actual_text == id) ++end;
        std::string shown;
        std::uint32_t glyphs = 0;
        for (std::size_t i = r; i < end; ++i) {
            shown += page.text_of(page.runs[i]);
            glyphs += page.runs[i].count;
        }
        const std::string& actual = page.actual_texts[static_cast<std::size_t>(id)];
        if (const auto letters = recased(shown, actual); letters.size() == glyphs) {
            std::size_t next = 0;
            for (std::size_t i = r; i < end; ++i)
                for (std::uint32_t g = page.runs[i].first; g < page.runs[i].first + page.runs[i].count; ++g)
                    work.repaired[glyph_key(page_index, g)] = letters[next++];
        }
        const bool soft = (shown == "-" || shown == "\xE2\x80\x90") && actual == "\xC2\xAD";
        const bool repairs = glyphs > 0 && unreadable(shown) && !only_spaces_or_marks(actual) &&
                             text::count_visible(actual) <= 4ULL * glyphs;
        if (soft || repairs) {
            bool first = true;
            for (std::size_t i = r; i < end; ++i)
                for (std::uint32_t g = page.runs[i].first; g < page.runs[i].first + page.runs[i].count; ++g) {
                    work.repaired[glyph_key(page_index, g)] = first ? actual : std::string();
                    first = false;
                }
        }
        r = end;
    }
}

/// Where each word would stand is not in the file, and readers see it all the same: the letter is doubtful.
void refuse_unset(Work& work, const PageContent& page) {
    for (const UnsetText& one : page.unset) {
        const std::uint64_t count = text::count_visible(one.text);
        if (count == 0) continue;
        work.document.ledger.read += count;
        work.refuse(one.reason, count, page.number, one.box, one.text);
        say(work.document.diagnostics, Severity::doubtful, "pdf-annotation-text",
            std::to_string(count) + " characters are in no block: " + one.reason, page.number, one.box,
            "print the letter anew to PDF from a program that shows them");
    }
}

}  // namespace

void find_visible(Work& work) {
    std::map<int, std::uint64_t> sizes;  // in tenths of a point
    for (std::uint32_t p = 0; p < work.content.pages.size(); ++p) {
        const PageContent& page = work.content.pages[p];
        if (!page.actual_texts.empty()) apply_actual_text(work, p);
        const bool scan = ocr::is_picture(page);
        auto& fates = work.fates.emplace_back(page.runs.size(), Fate::text);
        for (std::size_t r = 0; r < page.runs.size(); ++r) {
            const Run& run = page.runs[r];
            const std::uint64_t count = count_run(work, p, run);
            work.document.ledger.read += count;
            const char* reason = nullptr;
            if (run.replaced)
                reason = "replaced by OCR";
            else if (run.optional_hidden)
                reason = "optional content off";
            else if (run.right < 0 || run.left > page.width || run.bottom < 0 || run.top > page.height)
                reason = "outside page";
            else if (run.clipped)
                reason = "clipped";
            else if (!work.keep_hidden)
                reason = (run.render_mode == 3 || run.render_mode == 7) && !scan ? "invisible"
                                                                                 : reason_of(run.hidden);
            if (reason) {
                fates[r] = Fate::refused;
                // What somebody took out is not said again where it is told that it was.
                const bool secret = run.hidden == Hidden::redacted;
                work.refuse(reason, count, page.number, {run.left, run.top, run.right, run.bottom},
                            secret ? std::string() : std::string(page.text_of(run)));
            } else if (!run.is_artifact) {
                sizes[static_cast<int>(std::lround(run.size * 10))] += count;
            }
        }
        refuse_unset(work, page);
    }
    std::uint64_t most = 0;
    for (const auto& [size, count] : sizes)
        if (count > most) {
            most = count;
            work.body_size = static_cast<float>(size) / 10;
        }
}

}  // namespace sheaf::pdf
