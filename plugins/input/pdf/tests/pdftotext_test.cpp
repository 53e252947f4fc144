// An independent count: the letters and digits of all glyphs read are those that pdftotext prints.
#include <array>
#include <catch2/catch.hpp>
#include <cstdio>
#include <map>
#include <string>

#include "layout.hpp"
#include "reader.hpp"
#include "shared_files.hpp"
#include "sheaf/text.hpp"

using namespace sheaf::pdf;

namespace {

using Counts = std::map<char32_t, int>;

void count(std::string_view text, Counts& into, int step) {
    for (std::size_t at = 0; at < text.size();) {
        const char32_t c = sheaf::text::next(text, at);
        if (sheaf::text::is_letter(c) || sheaf::text::is_digit(c)) into[c] += step;
    }
}

/// What the program prints; empty when it cannot be run.
std::string printed_by(const std::string& command) {
    std::string out;
    FILE* pipe = popen(command.c_str(), "r");
    if (!pipe) return out;
    std::array<char, 65536> buffer;
    while (const std::size_t got = fread(buffer.data(), 1, buffer.size(), pipe))
        out.append(buffer.data(), got);
    pclose(pipe);
    return out;
}

/// Letters and digits of which one side has more: `e+2` the reader, `e-1` pdftotext.
std::string difference(const std::string& file) {
    Counts counts;
    const Content content = read_content(read_file(file), "", Limits());
    for (const PageContent& page : content.pages)
        for (const Run& run : page.runs)
            if (!run.optional_hidden) count(page.text_of(run), counts, 1);
    const std::string theirs = printed_by("pdftotext -raw -q '" + file + "' -");
    count(theirs, counts, -1);
    std::string out;
    for (const auto& [c, n] : counts) {
        if (n == 0) continue;
        sheaf::text::append(out, c);
        out += (n > 0 ? "+" : "") + std::to_string(n) + " ";
    }
    return out;
}

}  // namespace

TEST_CASE("the letters and digits read are those that pdftotext prints", "[.shared]") {
    const auto files = shared_files("letters", ".pdf");
    if (files.empty() || printed_by("pdftotext -v 2>&1").empty()) {
        WARN("skipped: there are no shared letters, or no pdftotext");
        return;
    }
    for (const std::string& file : files) {
        std::string found;
        try {
            found = difference(file);
        } catch (const sheaf::StageError&) {
            continue;  // pages of the web under the name of a letter
        }
        INFO(file);
        CHECK(found == "");
    }
}

TEST_CASE("blocks, furniture and what is refused hold the letters and digits that pdftotext prints",
          "[.shared]") {
    const auto files = shared_files("letters", ".pdf");
    if (files.empty() || printed_by("pdftotext -v 2>&1").empty()) {
        WARN("skipped: there are no shared letters, or no pdftotext");
        return;
    }
    for (const std::string& file : files) {
        sheaf::Document document;
        try {
            lay_out(read_content(read_file(file), "", Limits()), document);
        } catch (const sheaf::StageError&) {
            continue;
        }
        Counts counts;
        for (const sheaf::Block& block : document.blocks) {
            // A picture's alternative text is on no page.
            if (block.kind == sheaf::BlockKind::figure) continue;
            count(block.label, counts, 1);
            count(block.text, counts, 1);
            for (const sheaf::Span& span : block.spans) count(span.mark, counts, 1);
        }
        const std::string theirs = printed_by("pdftotext -raw -q '" + file + "' -");
        count(theirs, counts, -1);
        std::string added, lacking, reasons;
        std::uint64_t missing = 0, refused = 0;
        for (const auto& [c, n] : counts) {
            if (n < 0) {
                missing += static_cast<std::uint64_t>(-n);
                sheaf::text::append(lacking, c);
                lacking += std::to_string(n) + " ";
            }
            if (n > 0) {
                sheaf::text::append(added, c);
                added += "+" + std::to_string(n) + " ";
            }
        }
        for (const auto& [reason, n] : document.ledger.refused) {
            // No letters and no digits: they explain nothing here.
            if (reason.find("hyphen") != std::string::npos) continue;
            refused += n;
            reasons += " " + std::to_string(n) + " " + reason + ";";
        }
        INFO(file);
        // The list of differences, each with the reasons that explain it.
        if (missing > 0) WARN(file << ": " << missing << " missing: " << lacking << "refused:" << reasons);
        CHECK(added == "");
        // Each letter that is missing was refused, with its reason.
        CHECK(missing <= refused);
        CHECK(document.ledger.unaccounted == 0);
    }
}
