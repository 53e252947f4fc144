#!/usr/bin/env python3
"""review.py PROGRAM LETTER... [--letters N]

What `sheaf review` costs: pictures of pages beside pdftoppm, the first time and again; pages of the register, filters and searches
over an archive of N letters (the given ones, as copies under other names, in the archive's database and in the journal); the
server's memory. Copies are made by SQL from what a batch wrote, so that the archive has its tables, indices and full texts.
"""
import argparse
import shutil
import sqlite3
import statistics
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "review"))
from office import Office  # noqa: E402

INDICES = "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL"


def columns_of(db, table):
    return [row[1] for row in db.execute(f'PRAGMA table_info("{table}")')]


def copy_rows(db, table, copies, change):
    """Each row of the table `copies` times more; `change` gives SQL for columns that differ, of `n` (from 1) and `own` rows."""
    columns = columns_of(db, table)
    values = ", ".join(change.get(column, f'own."{column}"') for column in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    db.execute(f'CREATE TEMP TABLE own AS SELECT * FROM "{table}"')
    db.execute(f'WITH RECURSIVE copies(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM copies WHERE n < {copies}) '
               f'INSERT INTO "{table}"({names}) SELECT {values} FROM copies CROSS JOIN own')
    db.execute("DROP TABLE own")


def copied_database(file, wanted):
    db = sqlite3.connect(file)
    db.execute("PRAGMA journal_mode=OFF")
    db.execute("PRAGMA cache_size=-200000")
    indices = db.execute(INDICES).fetchall()
    for name, _ in indices:
        db.execute(f'DROP INDEX "{name}"')
    own, step = db.execute("SELECT count(*), max(id) + 1 FROM letters").fetchone()
    copies = wanted // own - 1
    tables = [row[0] for row in db.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT IN ('letters', 'about', 'data_dictionary', "
        "'repeated_recommendation') AND name NOT LIKE '%search%'")]
    for table in tables:
        copy_rows(db, table, copies, {columns_of(db, table)[0]: "NULL", "letter_id": f"own.letter_id + n * {step}"})
    copy_rows(db, "letters", copies, {"id": f"own.id + n * {step}", "letter": "'copy-' || n || '/' || own.letter"})
    for _, sql in indices:
        db.execute(sql)
    db.execute("INSERT INTO search(search) VALUES('rebuild')")
    db.execute("INSERT INTO letter_search(letter_search) VALUES('delete-all')")
    db.execute("INSERT INTO letter_search(rowid, text) SELECT letter_id, group_concat(text, ' ') FROM passage "
               "WHERE kind = 'text' GROUP BY letter_id")
    db.commit()
    count = db.execute("SELECT count(*) FROM letters").fetchone()[0]
    db.close()
    return count


def copied_journal(file, wanted):
    db = sqlite3.connect(file)
    own, step = db.execute("SELECT count(*), max(id) + 1 FROM letter").fetchone()
    copies = wanted // own - 1
    copy_rows(db, "diagnostic", copies, {"letter": f"own.letter + n * {step}"})
    copy_rows(db, "letter", copies, {"id": f"own.id + n * {step}", "output_name": "'copy-' || n || '/' || own.output_name"})
    db.commit()
    db.close()
    file.with_name(file.name + ".sha256").unlink()  # what a batch wrote of its bytes


def seconds(work):
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def report(name, times):
    times = sorted(times)
    print(f"  {name:44} median {statistics.median(times) * 1000:7.1f} ms   95th {times[int(len(times) * 0.95)] * 1000:7.1f} ms",
          flush=True)


def pictures(office, browser, letters):
    print("pictures of pages (110 dots an inch)")
    first, again, other = [], [], []
    for number in range(1, len(letters) + 1):
        page = browser.letter(number)
        name = next(letter.name for letter in letters if letter.name in page)
        if not name.endswith(".pdf"):
            continue
        for sheet in range(1, min(4, page.count('class="sheet"')) + 1):
            path = f"/letter/{number}/page/{sheet}.png"
            first.append(seconds(lambda: browser.get(path)))
            again.append(seconds(lambda: browser.get(path)))
            other.append(seconds(lambda: subprocess.run(
                ["pdftoppm", "-r", "110", "-f", str(sheet), "-l", str(sheet), "-png", str(office.letters / name)],
                stdout=subprocess.DEVNULL, check=True)))
    report("the first time", first)
    report("again", again)
    report("pdftoppm", other)
    for what, times in [("the first time", first), ("again", again)]:
        print(f"  {what} / pdftoppm: {statistics.median(times) / statistics.median(other):.2f}")


def memory(browser):
    status = Path(f"/proc/{browser.process}/status").read_text()
    return next(line.split(":")[1].strip() for line in status.splitlines() if line.startswith("VmHWM"))


def pages(browser, count):
    print(f"pages over {count} letters")
    for name, path in [("queue", "/"), ("register", "/letters"), ("register, last page", f"/letters?page={count // 50}"),
                       ("sorted by title", "/letters?sort=title"), ("sorted by date, earliest first", "/letters?sort=date"),
                       ("filter: state", "/letters?state=doubtful"), ("filter: family", "/letters?family=sif"),
                       ("filter: year", "/letters?year=2023"), ("filter: grade", "/letters?grade=good"),
                       ("filter: must", "/letters?modality=must"), ("filter: rare words", "/letters?words=whistleblowing"),
                       ("filter: common words", "/letters?words=children"),
                       ("filter: year and words", "/letters?year=2023&words=children+homes"),
                       ("search, rare words", "/search?words=whistleblowing"), ("search, common words", "/search?words=children"),
                       ("search, two common words", "/search?words=children+services"), ("authorities", "/authorities"),
                       ("charts", "/charts"), ("letter", "/letter/1"), ("trust", "/trust")]:
        once = seconds(lambda: browser.get(path))
        report(f"{name} (the first: {once * 1000:.0f} ms)", [seconds(lambda: browser.get(path)) for _ in range(40)])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--letters", dest="wanted", type=int, default=100_000)
    options = parser.parse_args()
    office = Office(options.program, Path(__file__).resolve().parent.parent.parent, [])
    for letter in options.files:
        shutil.copy(letter, office.letters)
    office.batch()
    with office.server() as browser:
        browser.enter()
        pictures(office, browser, options.files)
        print("  memory of the server:", memory(browser))
    database = office.out / "_archive" / "archive.sqlite"
    spent = seconds(lambda: copied_database(database, options.wanted))
    print(f"the archive's database: {database.stat().st_size / 2**20:.0f} MiB, made in {spent:.0f} s", flush=True)
    copied_journal(office.out / ".sheaf" / "journal.sqlite", options.wanted)
    with office.server() as browser:
        browser.enter()
        pages(browser, options.wanted)
        print("  memory of the server:", memory(browser))


main()
