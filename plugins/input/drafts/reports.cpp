#include "reports.hpp"

#include <string>

#include "sheaf/text.hpp"

namespace sheaf::drafts {

void report_changes(Context& context, std::string_view code, std::uint64_t insertions,
                    std::uint64_t deletions, std::string_view outcome) {
    if (insertions + deletions == 0) return;
    context.report(Severity::note, code,
                   "the letter has tracked changes (" + std::to_string(insertions) + " insertions, " +
                       std::to_string(deletions) + " deletions); " + std::string(outcome),
                   {}, "the option `changes` chooses");
}

void report_silence(Context& context, std::string_view code, const Document& document) {
    constexpr std::uint64_t page_number =
        20;  // characters: what is no letter beside pictures, such as `Page 1 of 2`
    std::size_t pictures = 0;
    std::uint64_t visible = 0;
    for (const Block& block : document.blocks) {
        if (block.kind == BlockKind::figure) ++pictures;
        if (block.kind != BlockKind::furniture && block.kind != BlockKind::figure)
            visible += text::count_visible(block.text) + text::count_visible(block.label);
    }
    if (visible > (pictures > 0 ? page_number : 0)) return;
    context.report(Severity::doubtful, code,
                   std::string("the letter has ") +
                       (visible > 0 ? "hardly a character of text" : "no character of text") +
                       (pictures > 0 ? ", only pictures (" + std::to_string(pictures) + ")" : std::string()),
                   {}, pictures > 0 ? "print it as PDF: the scanned pages of a PDF are read by OCR" : "");
}

}  // namespace sheaf::drafts
