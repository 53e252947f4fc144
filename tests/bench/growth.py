#!/usr/bin/env python3
"""Shows that what a letter costs grows with its size, and not with its square.

    tests/bench/growth.py BUILD [CASE...]

BUILD is a build folder with `bin/sheaf` and the plugins of `tests/batch`. Each case is a letter that makes one loop long; it
is converted at a size, at twice and at four times that size. Every figure is user plus system time, the least of five
rounds, without what a letter of size 1 costs. Ends with status 1 where a doubling costs more than `MOST` times as much.

A further case is a function of a folder and a size that writes the letter and gives the arguments of `sheaf` that convert it;
its name and its first size stand in CASES.
"""
import os
import sys
import tempfile
from pathlib import Path

from pdf import cost

ROUNDS, MOST = 5, 2.6


def equal_records(folder, size):
    """As many records of the same words as the size says: their ids differ in a number alone."""
    pipeline = folder / "records.toml"
    pipeline.write_text('format = 1\nname = "records"\n[[input]]\nuse = "lines"\n[[transform]]\nuse = "demands"\n'
                        '[[output]]\nuse = "json"\n')
    letter = folder / f"{size}.txt"
    letter.write_text("Letter\n" + "You must act.\n" * size)
    return ["--plugin-dir", "tests/batch/plugins", "convert", "-q", "-p", str(pipeline), str(letter)]


def open_objects(folder, size):
    """A damaged PDF in which no object ends."""
    letter = folder / f"{size}.pdf"
    letter.write_text("%PDF-1.4\n" + "".join(f"{number} 0 obj\n<< /Type /Page /Kids [\n" for number in range(1, size + 1)))
    return ["convert", "-q", str(letter)]


def long_table(folder, size):
    """A web page with one table, whose rows are each a heading and its text."""
    letter = folder / f"{size}.html"
    rows = "".join(f"<tr><td><b>Berth {row}</b></td><td>The ring of berth {row} is checked every week.</td></tr>\n"
                   for row in range(size))
    letter.write_text(f"<!DOCTYPE html><html><body><h1>The harbour</h1><table>{rows}</table></body></html>")
    return ["convert", "-q", str(letter)]


def many_demands(folder, size):
    """A web page of sections, each with a demand in a numbered paragraph."""
    letter = folder / f"{size}.html"
    text = "".join(f"<h2>Quay {number}</h2><p>{number}.1 The council should mend quay {number} by 3 May 2031, as its "
                   f"crews told us.</p>\n" for number in range(1, size + 1))
    letter.write_text(f"<!DOCTYPE html><html><body><h1>Inspection of the harbour</h1>{text}</body></html>")
    return ["convert", "-q", str(letter)]


CASES = {
    "records of the same words": (equal_records, 4000),
    "objects that never end": (open_objects, 8000),
    "rows of a table": (long_table, 1000),
    "sections with demands": (many_demands, 1000),
}


def seconds(build, folder, make, size):
    command = make(folder, size)
    plugins = [os.path.join(build, word) if word.startswith("tests/") else word for word in command]
    return min(cost([[os.path.join(build, "bin/sheaf"), *plugins, "-o", str(folder)]]) for _ in range(ROUNDS))


def main():
    if len(sys.argv) < 2:
        sys.exit("usage: growth.py BUILD [CASE...]: no build folder is named")
    build, grown = os.path.abspath(sys.argv[1]), []
    for name in sys.argv[2:] or CASES:
        make, first = CASES[name]
        with tempfile.TemporaryDirectory() as folder:
            start = seconds(build, Path(folder), make, 1)
            times = [seconds(build, Path(folder), make, first * times) - start for times in (1, 2, 4)]
        ratios = [after / before for before, after in zip(times, times[1:])]
        print(f"{name}: {first} {times[0]:.3f} s, {2 * first} {times[1]:.3f} s, {4 * first} {times[2]:.3f} s; "
              f"a doubling costs {ratios[0]:.1f} and {ratios[1]:.1f} times as much")
        if max(ratios) > MOST:
            grown.append(name)
    if grown:
        sys.exit("grows faster than the letter: " + ", ".join(grown))


if __name__ == "__main__":
    main()
