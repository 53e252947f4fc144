// Input: letters as plain text (UTF-8) that begin with `Subject: `, with an empty line between paragraphs.
#include <sheaf/plugin.hpp>
#include <sheaf/text.hpp>

namespace {

using namespace sheaf;

constexpr std::string_view subject = "Subject: ";

class Reader : public Input {
    // How sure the plugin is that it reads these bytes: 0 (no) to 100. By content alone: file names are not
    // to be trusted.
    int sniff(std::string_view bytes) const override { return bytes.starts_with(subject) ? 90 : 0; }

    Document read(std::string_view bytes, Context&) override {
        // The only exception that a plugin throws. Its code is in the table of diagnostics below.
        if (!text::is_valid_utf8(bytes))
            throw StageError("@NAME@-not-utf8", "The letter is not in UTF-8.", "Convert it with iconv.");
        std::string text = text::to_nfc(bytes.substr(std::min(bytes.size(), subject.size())));
        std::erase(text, '\r');

        Document letter;
        letter.source.media_type = "text/plain";
        for (std::size_t at = 0, end = 0; at < text.size(); at = end + 2) {
            end = std::min(text.find("\n\n", at), text.size());
            Block block;  // see sheaf/document.hpp for all that a block can say
            block.kind = letter.blocks.empty() ? BlockKind::heading : BlockKind::paragraph;
            block.level = block.kind == BlockKind::heading ? 1 : 0;
            block.text = text::squeeze(text.substr(at, end - at));
            if (!block.text.empty()) letter.blocks.push_back(std::move(block));
        }

        // The ledger says where every visible character went: here into a block, or refused with a reason.
        letter.ledger.refused["markup"] = text::count_visible(subject);
        letter.ledger.blocks = count_text(letter).first;
        letter.ledger.read = text::count_visible(subject) + text::count_visible(text);
        return letter;
    }
};

const DiagnosticSpec diagnostics[] = {
    {"@NAME@-not-utf8", Severity::error, "The letter is not in UTF-8: convert it, with iconv for example."}};

// What the program knows of the plugin before it calls anything. `sheaf options @NAME@` prints it.
const StageSpec stages[] = {{
    .kind = StageKind::input,
    .name = "@NAME@",
    .help = "Letters as plain text that begin with `Subject: `.",
    .diagnostics = diagnostics,
    .create_input = [](const Setup&) -> Input* { return new Reader; },
}};

}  // namespace

// The id is the plugin's own in all the world: put your organisation's name in front. Then version, summary,
// licence.
SHEAF_PLUGIN("example.@NAME@", "0.1.0", "Letters as plain text", "MIT", stages)
