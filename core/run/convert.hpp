// One letter through the stages of a plan.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "decisions/folder.hpp"
#include "run/letters.hpp"
#include "run/stages.hpp"
#include "sheaf/drawing.hpp"

namespace sheaf {

/// Told of every call of a stage, whose own diagnostics it may add to.
class StageWatch {
  public:
    virtual ~StageWatch() = default;
    virtual void begins(const StageSpec& stage) = 0;
    /// What is wrong with how the stage left the process; nothing when all is well.
    virtual std::optional<Diagnostic> ended() = 0;
};

struct RunSettings {
    std::string password;              ///< for encrypted letters; empty when none
    std::uint64_t largest_letter = 0;  ///< bytes; 0: no limit
    std::uint64_t largest_output = 0;  ///< bytes of a letter's outputs; 0: no limit
    bool check_stages = false;         ///< `validate` after every stage, and only declared diagnostics
    std::filesystem::path out;         ///< the output folder
    const DecisionFolder* decisions = nullptr;  ///< of what people decided; null: none
    StageWatch* watch = nullptr;
};

/// What became of a letter.
struct LetterResult {
    bool converted = false;  ///< all outputs are in their places
    std::vector<Diagnostic> diagnostics;
    std::string profile;
    std::size_t pages = 0, sections = 0;
    std::vector<std::pair<std::string, std::size_t>> records;  ///< by type, in pipeline order
    std::vector<std::string> files;                            ///< below the output folder

    Severity worst() const;
};

/// That the letter is larger than the limit (0: none); nothing when it is not, or cannot be looked at.
std::optional<Diagnostic> too_large(const std::filesystem::path& letter, std::uint64_t limit);

/// That the letter's file has other bytes than somebody knew.
Diagnostic letter_changed();

/// What the letter's input alone reads of it. Nothing when that cannot be done; `diagnostics` says why.
std::optional<Document> open_letter(const Letter& letter, const Plan& plan, LiveStages& stages,
                                    const RunSettings& settings, std::vector<Diagnostic>& diagnostics);

/// The rest of `read_letter`, of a letter that was opened.
std::optional<Document> finish_letter(Document document, const Letter& letter, const Plan& plan,
                                      LiveStages& stages, const RunSettings& settings,
                                      std::vector<Diagnostic>& diagnostics);

/// Reads a letter and applies the transforms, then the decisions. Nothing when the letter cannot be done; `diagnostics` says why.
/// Those of a letter that was done stand in the document.
std::optional<Document> read_letter(const Letter& letter, const Plan& plan, LiveStages& stages,
                                    const RunSettings& settings, std::vector<Diagnostic>& diagnostics);

/// Draws a page (from 1) of a letter whose bytes have that hash. Nothing when that cannot be done; `diagnostics` says why.
std::optional<DrawnPage> draw_page(const Letter& letter, const std::string& sha256, int page, double dpi,
                                   const Plan& plan, LiveStages& stages, const RunSettings& settings,
                                   std::vector<Diagnostic>& diagnostics);

/// Calls every output with the sink. False, and a diagnostic, when one could not do it.
bool write_outputs(const Document& document, const Plan& plan, LiveStages& stages,
                   const RunSettings& settings, Sink& sink, std::vector<Diagnostic>& diagnostics);

/// Reads a letter and writes its outputs, all or none.
LetterResult convert_letter(const Letter& letter, const Plan& plan, LiveStages& stages,
                            const RunSettings& settings);

/// The counts and diagnostics of a document.
LetterResult summary_of(const Document& document, const Plan& plan);

}  // namespace sheaf
