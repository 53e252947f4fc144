// Outputs of a whole archive: what an output may write for all letters together.
//
// An output that is an `ArchiveOutput` is asked by `sheaf batch`, while letters are converted, and by
// `sheaf merge` for files of the archive. It may write for each letter, too, by overriding `Output::write`.
//
// An archive is a set of tables, all made by the host, so that every form of it says the same: `letters` has
// a row for each letter, also for those that failed; `doubts` a row for each doubt; and there is a table for
// each record type. An output gets letter after letter, each with its rows, in order of the letters' names,
// whatever the order in which they were converted. It keeps none of them, so that memory does not grow with
// the archive.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sheaf/document.hpp"
#include "sheaf/plugin.hpp"

namespace sheaf {

/// A row of one of the archive's tables.
struct ArchiveRow {
    std::size_t table = 0;          ///< position in `ArchiveContext::tables`
    std::vector<FieldValue> cells;  ///< one for each of the table's columns, of its type, or absent
};

/// A letter of an archive. Valid during the call that it was passed to.
class SHEAF_API ArchiveLetter {
  public:
    virtual ~ArchiveLetter();
    /// Its rows: first that of the table `letters`, then those of the other tables, in order of the tables.
    virtual std::span<const ArchiveRow> rows() const = 0;
    /// All of it, as the transforms left it; owned by the letter. Null when it failed, or when its stored document is lost.
    /// It is read from the disk when it is first asked for.
    virtual const Document* document() = 0;
};

/// What the host offers to an output of the archive, from `ArchiveOutput::begin` until its writer is gone.
class SHEAF_API ArchiveContext {
  public:
    virtual ~ArchiveContext();
    /// The tables, in order: `letters`, `doubts`, and the record types in pipeline order. In each table but `letters` the
    /// first column, `letter`, names the letter by the column `letter` of `letters`; the columns whose names begin with
    /// `letter_` say again what that table says.
    virtual std::span<const RecordSpec> tables() const = 0;
    /// A new file, by its name below the output folder: `index.html`, or a name in the folder `_archive`. Gives the absolute
    /// path of an empty file that the output is to write, by whatever means. It gets its name when all outputs have
    /// finished. Throws `StageError` when another output has the name, or when it is no such name.
    virtual std::string file(std::string_view name) = 0;
    /// The names that were given so far, in order: those of outputs that stand before this one in the pipeline, and its own.
    virtual std::vector<std::string> files() const = 0;
    /// Tells whoever runs the batch. `code` must be declared by the stage.
    virtual void report(Severity severity, std::string_view code, std::string message,
                        std::string hint = {}) = 0;
};

/// Writes an archive once. When it is destroyed without `finish`, its files are removed by the host.
class SHEAF_API ArchiveWriter {
  public:
    virtual ~ArchiveWriter();
    /// Takes the next letter. Throws `StageError` when the archive cannot be written.
    virtual void add(ArchiveLetter& letter) = 0;
    /// Completes and closes the files. Throws `StageError` when they cannot be written.
    virtual void finish() = 0;
};

/// An output that writes an archive as a whole.
class SHEAF_API ArchiveOutput : public Output {
  public:
    ~ArchiveOutput() override;
    /// Nothing for a letter by itself.
    void write(const Document& document, Sink& sink, Context& context) override;
    /// Begins to write the archive; null when its options say that there is nothing to write. Throws `StageError`.
    virtual std::unique_ptr<ArchiveWriter> begin(ArchiveContext& context) = 0;
    /// Paths of files that `begin` reads. The archive is written again when a letter, the outputs' options or one of these
    /// files has changed since. None unless overridden.
    virtual std::vector<std::string> reads() const;
};

}  // namespace sheaf
