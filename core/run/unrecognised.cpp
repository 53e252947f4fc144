#include "run/unrecognised.hpp"

#include <algorithm>

#include "base/codes.hpp"
#include "base/wording.hpp"
#include "pipeline/suggest.hpp"
#include "sheaf/ascii.hpp"
#include "sheaf/text.hpp"

namespace sheaf {

namespace {

constexpr std::size_t looked_at = 256U << 10U;  // bytes
constexpr std::size_t longest_unrecognised = 200;

constexpr std::string_view page_beginnings[] = {"<!doctype html", "<html", "<head",
                                                "<script",        "<body", "<title"};

constexpr std::string_view letter_endings[] = {".pdf", ".doc", ".docx", ".docm", ".odt", ".rtf"};

/// The first line that is not empty, cut short and made printable, for a person who wonders what the file is.
std::string beginning_of(std::string_view bytes) {
    const std::string_view head = bytes.substr(0, 4096);
    const std::size_t start = std::min(head.find_first_not_of(" \t\r\n"), head.size());
    std::string shown;
    for (char c : head.substr(start, 24)) {
        if (c == '\n' || c == '\r') break;
        shown += c >= 0x20 && c < 0x7F ? c : '.';
    }
    return shown;
}

/// Between two marks, in one line.
std::string between(std::string_view page, std::string_view lower, std::string_view open,
                    std::string_view close) {
    const std::size_t tag = lower.find(open);
    const std::size_t start = tag == std::string_view::npos ? tag : lower.find('>', tag);
    const std::size_t end = start == std::string_view::npos ? start : lower.find(close, start);
    if (end == std::string_view::npos) return {};
    return shortened(text::squeeze(valid_utf8(page.substr(start + 1, end - start - 1))),
                     longest_unrecognised);
}

/// Whether the link leads to a file with that ending, `.pdf` for example.
bool leads_to(std::string_view link, const std::string& ending) {
    return ending.size() >= 2 && text::lower(link.substr(0, link.find_first_of("?#"))).ends_with(ending);
}

/// The first link of the page to a file with that ending.
std::string link_to(std::string_view page, std::string_view lower, const std::string& ending) {
    constexpr std::string_view attribute = "href=";
    for (std::size_t at = 0; (at = lower.find(attribute, at)) != std::string_view::npos;) {
        at += attribute.size();
        const char quote = at < lower.size() ? lower[at] : ' ';
        if (quote != '"' && quote != '\'') continue;
        const std::size_t end = lower.find(quote, at + 1);
        if (end == std::string_view::npos) return {};
        std::string link(page.substr(at + 1, end - at - 1));
        if (!leads_to(link, ending)) continue;
        for (std::size_t amp = 0; (amp = link.find("&amp;", amp)) != std::string::npos; ++amp)
            link.erase(amp + 1, 4);
        return shortened(valid_utf8(link), longest_unrecognised);
    }
    return {};
}

/// HTML, the WHATWG's MIME sniffing 7.1: white space, then one of some tags.
bool is_web_page(std::string_view lower) {
    if (lower.starts_with("\xEF\xBB\xBF")) lower.remove_prefix(3);
    lower.remove_prefix(std::min(lower.find_first_not_of(" \t\r\n\f"), lower.size()));
    return std::any_of(std::begin(page_beginnings), std::end(page_beginnings),
                       [&](std::string_view tag) { return lower.starts_with(tag); });
}

std::string ending_of(const Letter& letter) {
    return text::lower(std::filesystem::path(letter.file).extension().string());
}

std::string quoted_title(const std::string& title) {
    return title.empty() ? "" : " (\"" + title + "\")";
}

std::string where_else(const std::string& link) {
    return link.empty() ? "the site answered with a page in place of the letter: fetch it again"
                        : "the page leads to `" + link + "`: fetch the letter from there";
}

}  // namespace

Diagnostic not_recognised(std::string_view bytes, const Letter& letter, const Plan& plan) {
    std::vector<std::string> names;
    for (const PlannedStage& input : plan.inputs) names.emplace_back(input.name());
    const std::string none = "none of the inputs (" + listed(names) + ") recognises the file, which ";
    const std::string_view page = bytes.substr(0, looked_at);
    const std::string lower = text::lower(page);
    if (is_web_page(lower)) {
        const std::string title = between(page, lower, "<title", "</title");
        return diagnose(codes::not_recognised, none + "is a web page" + quoted_title(title), {},
                        where_else(link_to(page, lower, ending_of(letter))));
    }
    const std::string beginning = beginning_of(bytes);
    return diagnose(
        codes::not_recognised,
        none + (beginning.empty() ? "begins with white space" : "begins with `" + beginning + "`"), {},
        "the file is not what its name says, or its format needs another input plugin");
}

std::optional<Diagnostic> page_in_place(const Document& document, const Letter& letter) {
    const std::string ending = ending_of(letter);
    if (document.source.media_type != "text/html" ||
        std::find(std::begin(letter_endings), std::end(letter_endings), ending) == std::end(letter_endings))
        return std::nullopt;
    const auto title = document.source.properties.find("title");
    const std::string named =
        title == document.source.properties.end() ? std::string() : text::squeeze(title->second);
    std::string link;
    for (const Block& block : document.blocks)
        for (const Span& span : block.spans)
            if (link.empty() && leads_to(span.style.link, ending)) link = span.style.link;
    return diagnose(codes::web_page,
                    "the file is named `" + ending + "` and is a web page" +
                        quoted_title(shortened(named, longest_unrecognised)),
                    {}, where_else(shortened(link, longest_unrecognised)));
}

}  // namespace sheaf
