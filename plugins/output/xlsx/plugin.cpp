// Output: the archive as a workbook for people, with a tracker that they fill in.
#include <filesystem>

#include "writer.hpp"

namespace sheaf::xlsx {

namespace {

class XlsxOutput : public ArchiveOutput {
  public:
    explicit XlsxOutput(const Options& options) : settings_{options.text("originals")} {
        // Like every path in a pipeline file, relative to it.
        if (options.has("tracker"))
            tracker_ = (std::filesystem::path(options.place().file).parent_path() / options.text("tracker"))
                           .string();
    }

    std::vector<std::string> reads() const override {
        return tracker_.empty() ? std::vector<std::string>() : std::vector<std::string>{tracker_};
    }
    std::unique_ptr<ArchiveWriter> begin(ArchiveContext& context) override {
        FilledTracker filled;
        if (!tracker_.empty()) filled = FilledTracker(read_workbook(tracker_), tracker_, context.tables());
        return archive_writer(context, std::move(filled), settings_);
    }

  private:
    WriterSettings settings_;
    std::string tracker_;
};

const OptionSpec options[] = {
    {.name = "tracker",
     .type = OptionType::text,
     .help = "A copy of the workbook in which people filled in the tracker, relative to this file: what they "
             "wrote is carried into the new one, by letter and record."},
    {.name = "originals",
     .type = OptionType::text,
     .help = "Address of the folder of the letters, as seen from the workbook, such as `../../letters` or "
             "one of a web server: rows then lead to the page of the original.",
     .default_value = "\"\""},
};

const DiagnosticSpec diagnostics[] = {
    {"xlsx-failed", Severity::error,
     "The workbook cannot be written: check the output folder, and the space left."},
    {"xlsx-unreadable", Severity::error,
     "The filled tracker cannot be read. Save it as XLSX, or name another file; the archive stays as it "
     "was."},
    {"xlsx-left-over", Severity::doubtful,
     "People wrote something beside records that are not there any more, or over the tracker's own words: it "
     "stands on a sheet of its own. See where it belongs."},
    {"xlsx-full", Severity::doubtful,
     "A sheet has as many rows as a workbook can have: the rest of them is in the database and the CSV "
     "files."},
};

const StageSpec stages[] = {{
    .kind = StageKind::output,
    .name = "xlsx",
    .help = "The archive as one workbook, `_archive/archive.xlsx`: a sheet for each table, a recommendation "
            "tracker that people fill in, and a data dictionary. Written by `sheaf batch` and `sheaf merge`; "
            "nothing for a letter alone.",
    .options = options,
    .diagnostics = diagnostics,
    .create_output = [](const Setup& setup) -> Output* { return new XlsxOutput(setup.options); },
}};

}  // namespace

}  // namespace sheaf::xlsx

SHEAF_PLUGIN("sheaf.xlsx", "1.0.0", "The archive as a workbook", "MIT", sheaf::xlsx::stages)
