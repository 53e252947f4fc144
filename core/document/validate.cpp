// The invariants of the document model: source, pages, diagnostics and ledger, and what the other parts
// share.
#include <algorithm>
#include <cmath>

#include "json_text.hpp"
#include "sheaf/ascii.hpp"
#include "sheaf/text.hpp"
#include "validation.hpp"

namespace sheaf {

void Validation::fail(std::string place, std::string_view what) {
    place += ": ";
    place += what;
    place += '.';
    violations.push_back(std::move(place));
}

std::string block_name(std::size_t position) {
    return "Block b" + std::to_string(position + 1);
}
std::string section_name(std::size_t position) {
    return "Section s" + std::to_string(position + 1);
}

std::string in_quotes(std::string_view text) {
    constexpr std::size_t most = 60;
    std::string quoted;
    append_json_string(quoted, text.substr(0, most));
    if (text.size() > most) quoted += "…";
    return quoted;
}

namespace {

bool is_utf8(std::string_view text) {
    return text::is_ascii(text) || text::is_valid_utf8(text);
}

bool is_control_space(char c) {
    return c == '\t' || c == '\v' || c == '\f' || c == '\r';
}

std::string_view fault_of_spaces(std::string_view text, bool lines) {
    bool after_space = true;  // none at the beginning
    for (char c : text) {
        const bool space = c == ' ' || c == '\n';
        if (space && after_space) return "begins with white space or has two white space characters in a row";
        if (is_control_space(c) || (c == '\n' && !lines))
            return lines ? "has white space other than spaces and line breaks"
                         : "has white space other than spaces";
        after_space = space;
    }
    if (after_space && !text.empty()) return "ends with white space";
    return {};
}

}  // namespace

std::string_view fault_of_text(std::string_view text, bool lines) {
    if (!text::is_ascii(text)) {
        if (!text::is_valid_utf8(text)) return "is not valid UTF-8";
        if (!text::is_nfc(text)) return "is not in Unicode normalisation form C";
        for (std::size_t at = 0; at < text.size();) {
            const char32_t c = text::next(text, at);
            if (c >= 0x80 && text::is_space(c)) return "has white space other than spaces and line breaks";
        }
    }
    return fault_of_spaces(text, lines);
}

void check_utf8(Validation& validation, std::string_view text, std::string_view place,
                std::string_view what) {
    if (!is_utf8(text)) validation.fail(std::string(place), std::string(what) + " is not valid UTF-8");
}

std::string_view fault_of_range(Range range, std::string_view text) {
    const auto on_boundary = [&](std::uint32_t at) {
        return at == text.size() || (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80;
    };
    if (range.start > range.end) return "ends before it starts";
    if (range.end > text.size()) return "ends behind the text";
    if (!on_boundary(range.start) || !on_boundary(range.end)) return "cuts a character";
    return {};
}

std::string_view fault_of_box(const Box& box) {
    for (double edge : {box.left, box.top, box.right, box.bottom})
        if (!std::isfinite(edge)) return "has an edge that is no finite number";
    if (box.left > box.right) return "has its left edge to the right of its right edge";
    if (box.top > box.bottom) return "has its top edge below its bottom edge";
    return {};
}

bool is_name(std::string_view text, char joint) {
    if (text.empty() || text[0] < 'a' || text[0] > 'z' || text.back() == joint) return false;
    char before = 0;
    for (char c : text) {
        const bool ordinary = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (!ordinary && (c != joint || before == joint)) return false;
        before = c;
    }
    return true;
}

bool is_hex(std::string_view text, std::size_t size) {
    return text.size() == size && std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
           });
}

namespace {

void check_source(Validation& validation) {
    const Source& source = validation.document.source;
    check_utf8(validation, source.name, "Source", "the name");
    check_utf8(validation, source.media_type, "Source", "the media type");
    check_utf8(validation, source.producer, "Source", "the producer");
    check_utf8(validation, source.language, "Source", "the language");
    for (const auto& [name, value] : source.properties) {
        check_utf8(validation, name, "Source", "a property's name");
        check_utf8(validation, value, "Source", "a property");
    }
    if (source.name.starts_with('/')) validation.fail("Source", "the name is an absolute path");
    // An input plugin leaves the hash to the host.
    if (!source.sha256.empty() && !is_hex(source.sha256, 64))
        validation.fail("Source", "the SHA-256 is not 64 lower-case hexadecimal digits");
    check_utf8(validation, validation.document.profile, "Document", "the profile");
}

void check_pages(Validation& validation) {
    for (std::size_t i = 0; i < validation.document.pages.size(); ++i) {
        const Page& page = validation.document.pages[i];
        const std::string place = "Page " + std::to_string(i + 1);
        if (page.number < 1 || static_cast<std::size_t>(page.number) != i + 1)
            validation.fail(place, "bears the number " + std::to_string(page.number));
        if (!std::isfinite(page.width) || !std::isfinite(page.height) || page.width < 0 || page.height < 0)
            validation.fail(place, "the size is no finite number, or negative");
        if (page.rotation != 0 && page.rotation != 90 && page.rotation != 180 && page.rotation != 270)
            validation.fail(place, "the rotation is " + std::to_string(page.rotation) +
                                       " degrees, not 0, 90, 180 or 270");
        check_utf8(validation, page.label, place, "the label");
    }
}

void check_diagnostics(Validation& validation) {
    for (std::size_t i = 0; i < validation.document.diagnostics.size(); ++i) {
        const Diagnostic& diagnostic = validation.document.diagnostics[i];
        const std::string name = "Diagnostic " + std::to_string(i + 1);
        const Place& place = diagnostic.place;
        if (diagnostic.severity > Severity::error) validation.fail(name, "the severity is none of the four");
        if (!is_name(diagnostic.code, '-'))
            validation.fail(name, "the code " + in_quotes(diagnostic.code) +
                                      " is not made of lower-case words joined by hyphens");
        if (diagnostic.message.empty()) validation.fail(name, "the message is empty");
        check_utf8(validation, diagnostic.message, name, "the message");
        check_utf8(validation, diagnostic.hint, name, "the hint");
        check_utf8(validation, diagnostic.stage, name, "the stage");
        check_utf8(validation, place.file, name, "the file");
        check_utf8(validation, place.part, name, "the part");
        if (place.line < 0 || place.column < 0 || place.page < 0)
            validation.fail(name, "a line, column or page is negative");
        if (!place.box) continue;
        if (place.page == 0) validation.fail(name, "the box stands on no page");
        if (const auto fault = fault_of_box(*place.box); !fault.empty())
            validation.fail(name, "the box " + std::string(fault));
    }
}

void check_ledger(Validation& validation) {
    const Ledger& ledger = validation.document.ledger;
    const auto [blocks, furniture] = count_text(validation.document);
    if (ledger.blocks != blocks)
        validation.fail("Ledger", "it counts " + std::to_string(ledger.blocks) +
                                      " characters in blocks, where the document holds " +
                                      std::to_string(blocks));
    if (ledger.furniture != furniture)
        validation.fail("Ledger", "it counts " + std::to_string(ledger.furniture) +
                                      " characters in furniture, where the document holds " +
                                      std::to_string(furniture));
    std::uint64_t sum = 0;
    bool overflow = __builtin_add_overflow(ledger.blocks, ledger.furniture, &sum);
    overflow |= __builtin_add_overflow(sum, ledger.unaccounted, &sum);
    for (const auto& [reason, count] : ledger.refused) {
        overflow |= __builtin_add_overflow(sum, count, &sum);
        if (reason.empty()) validation.fail("Ledger", "characters are refused without a reason");
        check_utf8(validation, reason, "Ledger", "a reason");
    }
    if (overflow || sum != ledger.read)
        validation.fail("Ledger", "it does not add up: " + std::to_string(ledger.read) +
                                      " characters were read, " +
                                      (overflow ? std::string("too many to count") : std::to_string(sum)) +
                                      " have a place, a reason or are unaccounted for");
}

}  // namespace

std::vector<std::string> validate(const Document& document) {
    Validation validation{document, {}};
    check_source(validation);
    check_pages(validation);
    check_blocks(validation);
    check_containers(validation);
    check_sections(validation);
    check_records(validation);
    check_diagnostics(validation);
    check_ledger(validation);
    return std::move(validation.violations);
}

}  // namespace sheaf
