// Prints the blocks that layout makes of letters, the ledger and what is wrong with the document.
// Usage: dump-blocks [-q] LETTER.pdf...   (-q: the ledger only, and the time that each step takes)
#include <chrono>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iterator>

#include "layout.hpp"
#include "reader.hpp"

using namespace sheaf;

namespace {

void print(const Document& document) {
    for (std::size_t b = 0; b < document.blocks.size(); ++b) {
        const Block& block = document.blocks[b];
        int depth = 0;
        for (BlockId p = block.parent; p; p = document[p].parent) ++depth;
        std::string text;
        for (const char c : block.text) {
            if (c == '\n')
                text += "\\n";
            else
                text += c;
        }
        std::string style;
        if (!block.spans.empty()) {
            const Style& s = block.spans.front().style;
            style = std::to_string(static_cast<int>(s.size * 10));
            if (s.bold) style += "b";
            if (s.italic) style += "i";
        }
        std::string pages;
        for (const Region& r : block.regions) pages += (pages.empty() ? "" : ",") + std::to_string(r.page);
        std::printf("%*s%zu p%s %s%s%s%s [%s] %s| %s", depth * 2, "", b, pages.c_str(),
                    std::string(name(block.kind)).c_str(),
                    block.level ? std::to_string(block.level).c_str() : "", block.header ? " header" : "",
                    block.column_span > 1 ? (" span" + std::to_string(block.column_span)).c_str() : "",
                    style.c_str(), block.label.c_str(), text.c_str());
        for (const Span& span : block.spans)
            if (!span.mark.empty())
                std::printf(" <mark %s@%u %s>", span.mark.c_str(), span.range.start, span.style.link.c_str());
        std::printf("%s%s\n", block.basis.empty() ? "" : "   // ", block.basis.c_str());
    }
}

}  // namespace

int main(int argc, char** argv) {
    bool quiet = false;
    int bad = 0;
    for (int i = 1; i < argc; ++i) {
        if (std::strcmp(argv[i], "-q") == 0) {
            quiet = true;
            continue;
        }
        std::ifstream in(argv[i], std::ios::binary);
        const std::string bytes{std::istreambuf_iterator<char>(in), {}};
        using Clock = std::chrono::steady_clock;
        try {
            const auto t0 = Clock::now();
            const pdf::Content content = pdf::read_content(bytes, {}, {});
            const auto t1 = Clock::now();
            Document document;
            pdf::lay_out(content, document);
            const auto t2 = Clock::now();
            if (!quiet) print(document);
            const Ledger& ledger = document.ledger;
            const auto ms = [](auto d) { return std::chrono::duration<double, std::milli>(d).count(); };
            std::printf(
                "%s: %zu pages, %zu blocks; read %lu blocks %lu furniture %lu unaccounted %lu; reading %.1f "
                "ms, layout %.1f ms\n",
                argv[i], document.pages.size(), document.blocks.size(), ledger.read, ledger.blocks,
                ledger.furniture, ledger.unaccounted, ms(t1 - t0), ms(t2 - t1));
            for (const auto& [reason, count] : ledger.refused)
                std::printf("  refused %s: %lu\n", reason.c_str(), count);
            for (const auto* list :
                 {&content.diagnostics, const_cast<const std::vector<Diagnostic>*>(&document.diagnostics)})
                for (const Diagnostic& d : *list)
                    std::printf("  %s %s: %s\n", std::string(name(d.severity)).c_str(), d.code.c_str(),
                                d.message.c_str());
            document.source.sha256 = std::string(64, '0');
            document.source.name = "letter";
            document.source.media_type = "application/pdf";
            const auto problems = validate(document);
            for (std::size_t p = 0; p < problems.size() && p < 10; ++p)
                std::printf("  INVALID %s\n", problems[p].c_str());
            bad += !problems.empty();
        } catch (const StageError& e) {
            std::printf("%s: %s\n", argv[i], e.what());
            ++bad;
        }
    }
    return bad ? 1 : 0;
}
