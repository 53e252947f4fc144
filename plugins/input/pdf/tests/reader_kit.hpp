// Short ways to look at what the reader gave.
#pragma once

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "pdf_builder.hpp"
#include "reader.hpp"

namespace sheaf::pdf {

/// The content of a page that says so.
inline const std::string hello = "BT /F1 10 Tf 50 700 Td (hello) Tj ET";

/// The text with its first `what`, which must be there, replaced.
inline std::string replaced(std::string text, const std::string& what, const std::string& by) {
    const auto at = text.find(what);
    REQUIRE(at != std::string::npos);
    return text.replace(at, what.size(), by);
}

inline Content read(PdfBuilder& builder, const Limits& limits = {}) {
    return read_content(builder.bytes(), "", limits);
}

/// One page with that content stream.
inline Content read(const std::string& content, const std::string& resources = "",
                    const std::string& entries = "") {
    PdfBuilder builder;
    builder.add_page(content, resources, entries);
    return read(builder);
}

inline std::string text_of(const PageContent& page, const Run& run) {
    return std::string(page.text_of(run));
}

inline std::vector<std::string> texts_of(const Content& content, std::size_t page = 0) {
    std::vector<std::string> out;
    for (const Run& run : content.pages.at(page).runs) out.push_back(text_of(content.pages[page], run));
    return out;
}

/// `the bidder`, from x 50 to 95, its baseline at y 700.
inline const std::string bidder_line = "BT /F1 10 Tf 50 700 Td (the bidder) Tj ET ";

/// The run with that text; fails when there is none.
inline const Run& run_with(const Content& content, const std::string& text, std::size_t page = 0) {
    for (const Run& run : content.pages.at(page).runs)
        if (text_of(content.pages[page], run) == text) return run;
    throw std::out_of_range("no run says: " + text);
}

inline bool has_code(const Content& content, const std::string& code) {
    for (const auto& diagnostic : content.diagnostics)
        if (diagnostic.code == code) return true;
    return false;
}

/// The role of the element that holds the run's marked content; empty when there is none.
inline std::string role_of(const Content& content, const std::string& text, std::size_t page = 0) {
    const Run& run = run_with(content, text, page);
    const ContentRef* ref = content.structure.find({content.pages[page].number, run.stream, run.mcid});
    return ref ? content.structure.nodes[static_cast<std::size_t>(ref->node)].role : "";
}

}  // namespace sheaf::pdf
