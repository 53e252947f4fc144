// What the last run of a batch did, and how its letters stand: for people, for programs, for a monitor.
#pragma once

#include <filesystem>
#include <functional>
#include <string_view>

#include "archive/journal.hpp"

namespace sheaf {

/// Takes a report piece by piece.
using ReportSink = std::function<void(std::string_view)>;

/// The report as JSON (`sheaf-run/1`, whose schema is sheaf-run-1.schema.json): the last run, its letters by status,
/// those that need a look, and what changed since the run before. Memory does not grow with the archive.
/// Throws `SqliteError`.
void report_json(Journal& journal, const ReportSink& sink);

/// The same to read. Of long lists the beginning, unless `all` is asked for.
void report_text(Journal& journal, const ReportSink& sink, bool all);

/// Prometheus' text format, for node_exporter's textfile collector. `archive` tells several archives apart.
void report_metrics(Journal& journal, std::string_view archive, const ReportSink& sink);

/// Writes `run.json`, `summary.txt` and `sheaf.prom` in `out/.sheaf`, and the last of them to `metrics`, too, when that
/// is not empty. Called after `end_run`: the last row of `run` is this run. Throws `StageError` and `SqliteError`.
void write_report(Journal& journal, const std::filesystem::path& out, const std::filesystem::path& metrics);

}  // namespace sheaf
