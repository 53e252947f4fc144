#!/usr/bin/env python3
"""archive.py PROGRAM FOLDER [--letters N] [--only OUTPUT...]

What the outputs of an archive cost. FOLDER is a batch's output folder. Its letters are put under other names into a copy of its
journal until there are --letters of them, with all their records and with the stored documents of the first; then
`sheaf merge` writes the archive of that, with each output alone and with all. Beside them stands what it takes SQLite to copy the
same rows into another file. Seconds on the clock and of the processor, peak memory of the process, MiB written.
"""
import argparse
import os
import shutil
import sqlite3
import subprocess
import tempfile
import time
from pathlib import Path

OUTPUTS = ["csv", "jsonl", "index", "sqlite", "xlsx"]
TABLES = {"output": "file", "record": None, "diagnostic": None, "source": None}


def multiply(folder, out, letters):
    """A folder whose journal has copies of the letters; the documents are the same files."""
    (out / ".sheaf").mkdir(parents=True)
    shutil.copy(folder / ".sheaf/journal.sqlite", out / ".sheaf/journal.sqlite")
    (out / ".sheaf/documents").symlink_to((folder / ".sheaf/documents").resolve())
    database = sqlite3.connect(out / ".sheaf/journal.sqlite")
    database.executescript("PRAGMA synchronous=OFF; PRAGMA journal_mode=MEMORY;")
    first, = database.execute("SELECT count(*) FROM letter WHERE present").fetchone()
    most, = database.execute("SELECT max(id) FROM letter").fetchone()
    columns = [row[1] for row in database.execute("PRAGMA table_info(letter)")]
    for copy in range(1, -(-letters // first)):
        step, name = copy * most, f"copy-{copy:05}/"
        values = ", ".join({"id": f"id+{step}", "name": f"'{name}'||name", "output_name": f"'{name}'||output_name"}.get(one, f'"{one}"')
                           for one in columns)
        chosen = f"FROM letter WHERE present AND id<={most} ORDER BY id LIMIT {max(0, letters - copy * first)}"
        database.execute(f"INSERT INTO letter SELECT {values} {chosen}")
        for table, prefixed in TABLES.items():
            parts = [row[1] for row in database.execute(f"PRAGMA table_info({table})")]
            values = ", ".join({"letter": f"letter+{step}", prefixed: f"'{name}'||{prefixed}"}.get(one, f'"{one}"') for one in parts)
            database.execute(f"INSERT INTO {table} SELECT {values} FROM {table} WHERE letter IN (SELECT id {chosen})")
    database.commit()
    counts = [database.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("letter", "record")]
    database.close()
    return counts


def copy_rows(out, scratch):
    database = sqlite3.connect(scratch / "copy.sqlite")
    database.executescript(f"PRAGMA synchronous=OFF; PRAGMA journal_mode=OFF; ATTACH '{out}/.sheaf/journal.sqlite' AS journal;"
                           "CREATE TABLE letter AS SELECT * FROM journal.letter; CREATE TABLE record AS SELECT * FROM journal.record;")
    database.close()


def measure(title, work):
    begun, before = time.monotonic(), os.times()
    peak, written = work()
    after = os.times()
    cpu = sum(after[:4]) - sum(before[:4])
    print(f"{title}: {time.monotonic() - begun:.1f} s, {cpu:.1f} s of the processor, {peak:.0f} MiB of memory, {written:.0f} MiB written",
          flush=True)


def size_of(folder):
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 2**20


def merge(program, scratch, source, outputs):
    pipeline, joined = scratch / "bench.toml", scratch / "joined"
    pipeline.write_text('format = 1\nname = "bench"\n[[input]]\nuse = "docx"\n' +
                        "".join(f'[[output]]\nuse = "{one}"\n' for one in outputs))
    process = subprocess.Popen([program, "merge", "-q", "-p", str(pipeline), str(source), "-o", str(joined)])
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, process.returncode
    written = size_of(joined)
    shutil.rmtree(joined)
    return used.ru_maxrss / 1024, written


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--letters", type=int, default=100000)
    parser.add_argument("--only", nargs="*", choices=OUTPUTS)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sheaf-bench-") as name:
        scratch, source = Path(name), Path(name) / "many"
        letters, records = multiply(options.folder, source, options.letters)
        print(f"{letters} letters, {records} records", flush=True)

        def copied():
            copy_rows(source, scratch)
            return 0, (scratch / "copy.sqlite").stat().st_size / 2**20
        measure("a copy of the rows", copied)
        for outputs in [[one] for one in options.only or OUTPUTS] + ([] if options.only else [OUTPUTS]):
            measure(", ".join(outputs), lambda chosen=outputs: merge(options.program, scratch, source, chosen))


if __name__ == "__main__":
    main()
