#!/usr/bin/env python3
"""Compares the cost of reading PDF letters with that of pdftotext, on the same files in the same run.

    tests/bench/pdf.py BUILD LETTER...

BUILD is a build folder with `bin/sheaf` and `bin/dump-runs`. Every figure is user plus system time: the median
of five rounds, in which the programs take turns. Letters whose catalog holds /OutputIntents are counted apart,
because pdftotext builds colour transforms for each of their pages and nothing else here does.
"""
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile

ROUNDS = 5


def cost(commands):
    """User plus system seconds of running the commands one after the other."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    for command in commands:
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def peak(command):
    """Peak resident memory of one command, in MiB."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, usage = os.wait4(process.pid, 0)
    return usage.ru_maxrss / 1024


def has_output_intents(letter):
    def shown(number):
        return subprocess.run(["qpdf", f"--show-object={number}", letter], stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, check=False).stdout

    root = re.search(rb"/Root (\d+)", shown("trailer"))
    return root is not None and b"/OutputIntents" in shown(root.group(1).decode())


def main():
    # Pages of the web that were saved under the name of a letter are none.
    letters = [letter for letter in sys.argv[2:] if open(letter, "rb").read(1024).find(b"%PDF-") >= 0]
    if not letters:
        sys.exit("usage: pdf.py BUILD LETTER...: no PDF letter is named")
    build = sys.argv[1]
    sheaf, reader = os.path.join(build, "bin/sheaf"), os.path.join(build, "bin/dump-runs")
    without = [letter for letter in letters if not has_output_intents(letter)]
    print(f"{len(letters)} letters, {len(without)} of them without /OutputIntents")
    print("\n".join(f"  {os.path.basename(letter)}" for letter in without))
    convert = [sheaf, "convert", "-p", os.path.join(os.path.dirname(os.path.abspath(__file__)), "json.toml")]
    with tempfile.TemporaryDirectory() as out:
        for title, group in (("all letters", letters), ("letters without /OutputIntents", without)):
            if not group:
                continue
            ways = {
                "pdftotext, a process per letter": [["pdftotext", "-q", f, "/dev/null"] for f in group],
                "reader alone, one process": [[reader, "-q", *group]],
                "reader alone, a process per letter": [[reader, "-q", f] for f in group],
                "sheaf convert to JSON, one process": [[*convert, "-o", out, *group]],
                "sheaf convert to JSON, a process per letter": [[*convert, "-o", out, f] for f in group],
            }
            times = {name: [] for name in ways}
            for _ in range(ROUNDS):
                for name, commands in ways.items():
                    times[name].append(cost(commands))
            peer = statistics.median(times["pdftotext, a process per letter"])
            print(f"\n{title}\n{'':46}{'seconds':>9}{'ratio':>9}")
            for name, rounds in times.items():
                median = statistics.median(rounds)
                print(f"{name:46}{median:9.3f}{median / peer:9.3f}")
    print(f"\nstart-up, sheaf --version: {statistics.median(cost([[sheaf, '--version']]) for _ in range(11)) * 1000:.1f} ms")
    largest = max(letters, key=lambda f: peak([reader, "-q", f]))
    print(f"\npeak memory of the reader alone: {peak([reader, '-q', largest]):.1f} MiB ({os.path.basename(largest)})")
    # The same letters again and again: memory that grows with their number would show.
    many = (letters * (1000 // len(letters) + 1))[:1000]
    print(f"1,000 letters in one process:    {peak([reader, '-q', *many]):.1f} MiB")
    print(f"all letters in one process:      {peak([reader, '-q', *letters]):.1f} MiB")


if __name__ == "__main__":
    main()
