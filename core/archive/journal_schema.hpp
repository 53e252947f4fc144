// The journal's tables; journal.md says what they mean.
#pragma once

#include <utility>

namespace sheaf {

inline constexpr int journal_format = 1;

inline constexpr const char* journal_schema = R"sql(
CREATE TABLE run(
  id INTEGER PRIMARY KEY,
  started TEXT NOT NULL,
  ended TEXT,
  status TEXT NOT NULL,
  exit INTEGER,
  pipeline TEXT NOT NULL,
  plan_name TEXT NOT NULL,
  reading TEXT NOT NULL,
  outputs TEXT NOT NULL,
  limits TEXT NOT NULL,
  jobs INTEGER NOT NULL,
  listed INTEGER, converted INTEGER, rewritten INTEGER, skipped INTEGER, failed INTEGER, quarantined INTEGER,
  unreachable INTEGER, removed INTEGER, renamed INTEGER, pruned INTEGER, "left" INTEGER,
  seconds REAL
);
CREATE TABLE problem(
  run INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE,
  subject TEXT NOT NULL,
  severity TEXT NOT NULL,
  code TEXT NOT NULL,
  message TEXT NOT NULL,
  hint TEXT NOT NULL
);
CREATE INDEX problem_of_run ON problem(run);
CREATE TABLE letter(
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  output_name TEXT NOT NULL UNIQUE,
  file TEXT NOT NULL,
  size INTEGER, modified INTEGER, changed INTEGER, inode INTEGER,
  content TEXT NOT NULL,
  reading TEXT NOT NULL,
  outputs TEXT NOT NULL,
  limits TEXT NOT NULL,
  status TEXT NOT NULL,
  retry INTEGER NOT NULL,
  present INTEGER NOT NULL,
  profile TEXT NOT NULL,
  title TEXT NOT NULL,
  document_date TEXT NOT NULL,
  authority TEXT NOT NULL,
  pages INTEGER NOT NULL,
  sections INTEGER NOT NULL,
  seconds REAL NOT NULL,
  peak_memory INTEGER NOT NULL,
  first_run INTEGER NOT NULL,
  run INTEGER NOT NULL
);
CREATE INDEX letter_by_content ON letter(content, reading);
CREATE TABLE output(
  letter INTEGER NOT NULL REFERENCES letter(id) ON DELETE CASCADE,
  file TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  size INTEGER NOT NULL,
  PRIMARY KEY(letter, file)
) WITHOUT ROWID;
CREATE TABLE record(
  letter INTEGER NOT NULL REFERENCES letter(id) ON DELETE CASCADE,
  type TEXT NOT NULL,
  seq INTEGER NOT NULL,
  id TEXT NOT NULL,
  page INTEGER NOT NULL,
  block TEXT NOT NULL,
  confidence REAL NOT NULL,
  stage TEXT NOT NULL,
  rule TEXT NOT NULL,
  fields TEXT NOT NULL,
  PRIMARY KEY(letter, type, seq)
) WITHOUT ROWID;
CREATE TABLE diagnostic(
  letter INTEGER NOT NULL REFERENCES letter(id) ON DELETE CASCADE,
  seq INTEGER NOT NULL,
  severity TEXT NOT NULL,
  code TEXT NOT NULL,
  stage TEXT NOT NULL,
  message TEXT NOT NULL,
  page INTEGER NOT NULL,
  part TEXT NOT NULL,
  hint TEXT NOT NULL,
  PRIMARY KEY(letter, seq)
) WITHOUT ROWID;
CREATE TABLE timing(
  letter INTEGER NOT NULL REFERENCES letter(id) ON DELETE CASCADE,
  seq INTEGER NOT NULL,
  stage TEXT NOT NULL,
  seconds REAL NOT NULL,
  PRIMARY KEY(letter, seq)
) WITHOUT ROWID;
CREATE TABLE record_type(
  seq INTEGER PRIMARY KEY,
  type TEXT NOT NULL UNIQUE,
  fields TEXT NOT NULL
);
CREATE TABLE letter_change(
  run INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE,
  letter TEXT NOT NULL,
  change TEXT NOT NULL,
  cause TEXT NOT NULL
);
CREATE INDEX letter_change_of_run ON letter_change(run);
CREATE TABLE record_change(
  run INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE,
  letter TEXT NOT NULL,
  type TEXT NOT NULL,
  id TEXT NOT NULL,
  change TEXT NOT NULL,
  cause TEXT NOT NULL
);
CREATE INDEX record_change_of_run ON record_change(run);
CREATE TABLE announced(
  file TEXT PRIMARY KEY,
  letter TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE remembered(
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;
)sql";

/// Tables that came later: each is made when it is missing, in a journal that may only be read as a table of the
/// connection.
inline constexpr std::pair<const char*, const char*> later_tables[] = {
    {"accepted", R"sql(accepted(
  letter TEXT PRIMARY KEY,
  content TEXT NOT NULL,
  status TEXT NOT NULL,
  why TEXT NOT NULL,
  since TEXT NOT NULL
) WITHOUT ROWID)sql"},
    {"source", R"sql(source(
  letter INTEGER PRIMARY KEY REFERENCES letter(id) ON DELETE CASCADE,
  media_type TEXT NOT NULL,
  producer TEXT NOT NULL
))sql"},
    {"row_hash", R"sql(row_hash(
  letter INTEGER PRIMARY KEY REFERENCES letter(id) ON DELETE CASCADE,
  sha256 TEXT NOT NULL
))sql"},
};

}  // namespace sheaf
