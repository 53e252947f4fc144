// The SDK's abstract classes have their type information and destructors here, once for all plugins.
#include "sheaf/archive.hpp"
#include "sheaf/drawing.hpp"
#include "sheaf/plugin.hpp"

namespace sheaf {

Context::~Context() = default;
Input::~Input() = default;
DrawingInput::~DrawingInput() = default;
Transform::~Transform() = default;
Sink::~Sink() = default;
Output::~Output() = default;
ArchiveLetter::~ArchiveLetter() = default;
ArchiveContext::~ArchiveContext() = default;
ArchiveWriter::~ArchiveWriter() = default;
ArchiveOutput::~ArchiveOutput() = default;

void ArchiveOutput::write(const Document&, Sink&, Context&) {}

std::vector<std::string> ArchiveOutput::reads() const {
    return {};
}

/// Names every type that crosses the border, so that the test `abi` compares their layouts; nobody calls it.
SHEAF_API void border(const Box*, const Place*, const Diagnostic*, const Range*, const Region*, const Style*,
                      const Span*, const Block*, const Section*, const Anchor*, const Field*, const Record*,
                      const Page*, const Source*, const Ledger*, const Document*, const OptionSpec*,
                      const FieldSpec*, const RecordSpec*, const DiagnosticSpec*, const ProfileRules*,
                      const Setup*, const StageSpec*, const DescriptorHead*, const PluginDescriptor*,
                      const Input*, const Transform*, const Output*, const Sink*, const Context*,
                      const ArchiveRow*, const ArchiveLetter*, const ArchiveContext*, const ArchiveWriter*,
                      const ArchiveOutput*, const DrawingInput*, const DrawnPage*);
void border(const Box*, const Place*, const Diagnostic*, const Range*, const Region*, const Style*,
            const Span*, const Block*, const Section*, const Anchor*, const Field*, const Record*,
            const Page*, const Source*, const Ledger*, const Document*, const OptionSpec*, const FieldSpec*,
            const RecordSpec*, const DiagnosticSpec*, const ProfileRules*, const Setup*, const StageSpec*,
            const DescriptorHead*, const PluginDescriptor*, const Input*, const Transform*, const Output*,
            const Sink*, const Context*, const ArchiveRow*, const ArchiveLetter*, const ArchiveContext*,
            const ArchiveWriter*, const ArchiveOutput*, const DrawingInput*, const DrawnPage*) {}

}  // namespace sheaf
