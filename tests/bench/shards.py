#!/usr/bin/env python3
"""shards.py PROGRAM TEST_PLUGINS [--letters N] [--shards N] [--keep FOLDER] [--without-whole]

What an archive in shards costs, beside one run: N letters of three lines (the plugins of tests/batch), converted in shards one
after the other, joined by `sheaf merge`, and converted in one run, which is then run again with nothing to do. For each:
seconds on the clock, of the processor, peak memory of the largest process; letters a second and core; MiB of the journal. At
the end the efficiency (processor time of the run divided by that of all shards) and whether the joined archive has the same
bytes as that of the run.
"""
import argparse
import filecmp
import os
import sys
import tempfile
import time
from pathlib import Path

PIPELINE = """format = 1
name = "bench"
[[input]]
use = "lines"
[[transform]]
use = "demands"
[[output]]
use = "copies"
"""


def run(title, letters, *command):
    """Processor seconds of a command with its workers."""
    begun = time.monotonic()
    with open(os.devnull, "w") as nothing:
        process = os.posix_spawnp(command[0], command, os.environ,
                                  file_actions=[(os.POSIX_SPAWN_DUP2, nothing.fileno(), 2)])
    _, status, usage = os.wait4(process, 0)
    seconds, cpu = time.monotonic() - begun, usage.ru_utime + usage.ru_stime
    if os.waitstatus_to_exitcode(status) not in (0, 1, 3):
        sys.exit(f"{' '.join(command)}: ended with status {os.waitstatus_to_exitcode(status)}")
    print(f"{title:12} {letters:9} letters {seconds:8.1f} s {cpu:8.1f} s of the processor {usage.ru_maxrss / 1024:6.0f} MiB"
          f" {letters / cpu:7.0f} letters a second and core", flush=True)
    return cpu


def journal(folder):
    return sum(file.stat().st_size for file in (folder / ".sheaf").glob("journal.sqlite*")) / 2**20


def same(one, other):
    """Whether two folders hold the same files, what is hidden aside."""
    compared = filecmp.dircmp(one, other, ignore=[".sheaf"])
    if compared.left_only or compared.right_only:
        return False
    _, differing, unread = filecmp.cmpfiles(one, other, compared.common_files, shallow=False)
    return not differing and not unread and all(same(Path(one) / name, Path(other) / name) for name in compared.common_dirs)


def measure(options, folder):
    (folder / "bench.toml").write_text(PIPELINE)
    letters = folder / "in"
    for i in range(options.letters):
        part = letters / str(i // 1000)
        part.mkdir(parents=True, exist_ok=True)
        (part / f"{i}.txt").write_text(f"Letter {i}\nYou must mend roof {i}.\nThank you.\n")
    sheaf = [options.program, "--plugin-dir", options.plugins]
    batch = [*sheaf, "batch", "-q", str(folder / "bench.toml"), str(letters)]
    shards, cpu = [folder / f"shard-{i}" for i in range(1, options.shards + 1)], 0
    for i, shard in enumerate(shards, 1):
        cpu += run(f"shard {i}/{options.shards}", options.letters // options.shards, *batch, "--shard",
                   f"{i}/{options.shards}", "-o", str(shard))
    print(f"journals of the shards: {sum(map(journal, shards)):.0f} MiB")
    run("merge", options.letters, *sheaf, "merge", "-q", "-p", str(folder / "bench.toml"), "--gather", *map(str, shards), "-o",
        str(folder / "joined"))
    if options.without_whole:
        return
    whole = run("one run", options.letters, *batch, "-o", str(folder / "whole"))
    run("again", options.letters, *batch, "-o", str(folder / "whole"))
    print(f"journal of the run: {journal(folder / 'whole'):.0f} MiB")
    print(f"efficiency {whole / cpu:.3f}; the joined archive has {'the same' if same(folder / 'joined', folder / 'whole') else 'OTHER'}"
          " bytes")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("plugins")
    parser.add_argument("--letters", type=int, default=100000)
    parser.add_argument("--shards", type=int, default=8)
    parser.add_argument("--keep", type=Path, help="an empty folder to work in, which stays")
    parser.add_argument("--without-whole", action="store_true", help="no run on one machine to compare with")
    options = parser.parse_args()
    if options.keep:
        options.keep.mkdir(parents=True, exist_ok=True)
        measure(options, options.keep)
        return
    with tempfile.TemporaryDirectory(prefix="sheaf-bench-") as name:
        measure(options, Path(name))


if __name__ == "__main__":
    main()
