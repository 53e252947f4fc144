// The `html` input stage.
#include <algorithm>
#include <string>
#include <vector>

#include "sheaf/plugin.hpp"

#include "encoding.hpp"
#include "reader.hpp"
#include "sniff.hpp"

namespace {

using namespace sheaf;

constexpr OptionSpec options[] = {
    {.name = "max_size",
     .type = OptionType::integer,
     .help = "Most MiB that a page may have.",
     .default_value = "64",
     .minimum = 1,
     .maximum = 1000},
};

constexpr DiagnosticSpec diagnostics[] = {
    {"html-limit", Severity::error,
     "Reading the page would cost more than a limit allows. The message says which."},
    {"html-empty", Severity::error, "The page has no element at all."},
    {"html-no-text", Severity::doubtful,
     "The page has no text, or nothing but navigation: a script may write what a browser shows."},
    {"html-encoding", Severity::doubtful,
     "Some bytes mean nothing in the encoding of the page. They are read as U+FFFD, or left out."},
    {"html-frame", Severity::doubtful, "Another page is shown inside this one; it is not read."},
    {"html-attachment", Severity::note,
     "Files that are attached to the page, in the file that it is saved in, are not read."},
    {"html-ledger", Severity::doubtful,
     "Characters were lost or doubled while reading, by an error of this plugin."},
};

void report_attached(const std::vector<std::string>& attached, Context& context) {
    constexpr std::size_t most_named = 10;
    if (attached.empty()) return;
    std::string names;
    for (std::size_t i = 0; i < std::min(attached.size(), most_named); ++i)
        names += (i ? ", " : ": ") + attached[i];
    if (attached.size() > most_named) names += ", ...";
    context.report(Severity::note, "html-attachment",
                   std::to_string(attached.size()) + (attached.size() == 1 ? " file is" : " files are") +
                       " attached to the page and not read" + names,
                   {},
                   "open the file in a program that shows what is attached, and convert those files, too");
}

class HtmlInput final : public Input {
  public:
    explicit HtmlInput(const Options& given)
        : most_bytes_(static_cast<std::uint64_t>(given.integer("max_size")) << 20) {}

    // A Word or PDF file is neither; a plain text that begins with a tag may be one.
    int sniff(std::string_view bytes) const override {
        return web::is_page(bytes) || web::is_saved_page(bytes) ? 90 : 0;
    }

    Document read(std::string_view bytes, Context& context) override {
        if (bytes.size() > most_bytes_)
            throw StageError("html-limit",
                             "the page has more than " + std::to_string(most_bytes_ >> 20) + " MiB",
                             "raise the option `max_size` if this page is to be trusted");
        bool faulty = false;
        const bool saved = web::is_saved_page(bytes);
        const web::SavedPage inside = saved ? web::saved_page(bytes) : web::SavedPage();
        const std::string page = web::to_utf8(saved ? inside.page : bytes, faulty, inside.charset);
        if (faulty)
            context.report(Severity::doubtful, "html-encoding",
                           "some bytes of the page mean nothing in its encoding", {},
                           "compare the text with what a browser shows");
        report_attached(inside.attached, context);
        Document document = web::read_page(page, context);
        if (saved) document.source.media_type = "multipart/related";
        return document;
    }

  private:
    std::uint64_t most_bytes_;
};

Input* create(const Setup& setup) {
    return new HtmlInput(setup.options);
}

constexpr StageSpec stages[] = {{
    .kind = StageKind::input,
    .name = "html",
    .help = "Reads web pages, also those that are saved in one file with their pictures (.mht): what a "
            "browser shows of them without running a script and without fetching anything. Navigation, and "
            "what stands outside the page's main part, is furniture.",
    .options = options,
    .diagnostics = diagnostics,
    .create_input = create,
}};

}  // namespace

SHEAF_PLUGIN("sheaf.web", "1.0.0", "Web pages, as a browser shows them", "MIT", stages)
