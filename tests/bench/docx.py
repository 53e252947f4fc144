#!/usr/bin/env python3
"""Compares the cost of reading Word letters with that of pandoc, on the same files in the same run.

    tests/bench/docx.py BUILD LETTER...

BUILD is a build folder with `bin/sheaf`; pandoc must be installed. Both read the letters and write JSON, and nothing else:
once in one process for all of them, once in a process per letter. Every figure is user plus system time, the median of
rounds in which the programs take turns. Letters that pandoc cannot read are left out and named.
"""
import os
import statistics
import subprocess
import sys
import tempfile

from pdf import ROUNDS, cost, peak


def main():
    if len(sys.argv) < 3:
        sys.exit("usage: docx.py BUILD LETTER...: no letter is named")
    build, letters = sys.argv[1], sys.argv[2:]
    sheaf = [os.path.join(build, "bin/sheaf"), "convert", "-q", "-p",
             os.path.join(os.path.dirname(os.path.abspath(__file__)), "docx.toml")]
    pandoc = ["pandoc", "-f", "docx", "-t", "json"]
    refused = [letter for letter in letters
               if subprocess.run([*pandoc, letter], capture_output=True, check=False).returncode]
    for letter in refused:
        print(f"left out, pandoc cannot read it: {os.path.basename(letter)}")
    letters = [letter for letter in letters if letter not in refused]
    megabytes = sum(os.path.getsize(letter) for letter in letters) / 1e6
    print(f"{len(letters)} letters, {megabytes:.2f} MB")
    with tempfile.TemporaryDirectory() as out:
        ways = {
            "pandoc, one process": [[*pandoc, *letters]],
            "sheaf, one process": [[*sheaf, "-o", out, *letters]],
            "pandoc, a process per letter": [[*pandoc, letter] for letter in letters],
            "sheaf, a process per letter": [[*sheaf, "-o", out, letter] for letter in letters],
        }
        times = {name: [] for name in ways}
        for _ in range(ROUNDS):
            for name, commands in ways.items():
                times[name].append(cost(commands))
        print(f"\n{'':32}{'seconds':>9}{'per MB':>9}{'times faster':>14}")
        peer = 0.0
        for name, rounds in times.items():
            median = statistics.median(rounds)
            if name.startswith("pandoc"):
                peer = median
            print(f"{name:32}{median:9.3f}{median / megabytes:9.3f}{peer / median:14.1f}")
        print(f"\npeak memory in one process: pandoc {peak([*pandoc, '-o', os.devnull, *letters]):.0f} MiB, "
              f"sheaf {peak([*sheaf, '-o', out, *letters]):.0f} MiB")


if __name__ == "__main__":
    main()
