// Output: an action tracker, a spreadsheet in which people say who does what by when.
#include "sheaf/plugin.hpp"

#include "workbook.hpp"

namespace tracker {

using namespace sheaf;

namespace {

class TrackerOutput : public Output {
  public:
    explicit TrackerOutput(const Options& options)
        : types_(options.texts("records")), choices_{options.texts("owners"), options.texts("statuses")} {
        for (const auto* list : {&choices_.owners, &choices_.statuses})
            if (const std::string fault = fault_of(*list); !fault.empty())
                throw StageError("tracker-choices", "A list of choices cannot be offered: " + fault + ".",
                                 "Excel wants lists of up to 255 characters, without commas.",
                                 options.place());
        if (choices_.statuses.empty())
            throw StageError("tracker-choices", "The list of statuses is empty.", "Name one at least.",
                             options.place());
    }

    void write(const Document& letter, Sink& sink, Context&) override {
        const Record* data = metadata(letter);
        const std::string title =
            data && !data->text("title").empty() ? std::string(data->text("title")) : letter.source.name;
        sink.write(".tracker.xlsx", workbook(title, actions_of(letter, types_), choices_));
    }

  private:
    std::vector<std::string> types_;
    Choices choices_;
};

const OptionSpec options[] = {
    {.name = "records",
     .type = OptionType::texts,
     .help = "The types of the records that are actions.",
     .default_value = "['recommendation']"},
    {.name = "owners",
     .type = OptionType::texts,
     .help = "Who can be chosen as an owner; any name when there are none.",
     .default_value = "[]"},
    {.name = "statuses",
     .type = OptionType::texts,
     .help = "Which statuses can be chosen; a new action has the first.",
     .default_value = "['Open', 'In progress', 'Done', 'Not agreed']"},
};

const DiagnosticSpec diagnostics[] = {
    {"tracker-choices", Severity::error,
     "The owners or statuses cannot be offered as a list of choices: mend the list."},
};

const StageSpec stages[] = {{
    .kind = StageKind::output,
    .name = "tracker",
    .help = "A spreadsheet (XLSX) with a row for each recommendation, in which people fill in owner, due "
            "date and status. "
            "Its links lead to the output html of the same letter.",
    .options = options,
    .diagnostics = diagnostics,
    .create_output = [](const Setup& setup) -> Output* { return new TrackerOutput(setup.options); },
}};

}  // namespace

}  // namespace tracker

SHEAF_PLUGIN("example.tracker", "1.0.0", "Recommendations as an action tracker", "MIT", tracker::stages)
