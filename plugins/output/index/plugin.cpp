// Output: pages that list an archive's letters.
#include "page.hpp"

namespace sheaf::index {

namespace {

class Index : public ArchiveOutput {
    std::unique_ptr<ArchiveWriter> begin(ArchiveContext& context) override {
        return std::make_unique<IndexWriter>(context);
    }
};

const DiagnosticSpec diagnostics[] = {
    {"index-unwritable", Severity::error,
     "A page of the index cannot be written: check the output folder, and the space left."},
};

const StageSpec stages[] = {{
    .kind = StageKind::output,
    .name = "index",
    .help = "`index.html`, which lists the archive's letters with their states and links, and leads to what "
            "the outputs before it wrote for the archive; a page for each thousand letters. Written by "
            "`sheaf batch` and `sheaf merge`; nothing for a letter alone.",
    .diagnostics = diagnostics,
    .create_output = [](const Setup&) -> Output* { return new Index; },
}};

}  // namespace

}  // namespace sheaf::index

SHEAF_PLUGIN("sheaf.index", "1.0.0", "Pages that list an archive's letters", "MIT", sheaf::index::stages)
