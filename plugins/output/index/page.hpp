// The pages that list an archive's letters.
#pragma once

#include <memory>

#include "sheaf/archive.hpp"

namespace sheaf::index {

/// `index.html` in the output folder, and a page in `_archive` for each further thousand letters. A page holds all
/// that it needs: it asks nothing of any network. Throws `StageError` (`index-unwritable`).
class IndexWriter : public ArchiveWriter {
  public:
    /// The context must outlive it.
    explicit IndexWriter(ArchiveContext& context);
    ~IndexWriter() override;
    IndexWriter(const IndexWriter&) = delete;
    IndexWriter& operator=(const IndexWriter&) = delete;

    void add(ArchiveLetter& letter) override;
    void finish() override;

  private:
    struct Data;
    std::unique_ptr<Data> data_;
};

}  // namespace sheaf::index
