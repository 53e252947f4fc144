#!/usr/bin/env python3
"""Checks pages of random documents with two validators: html5lib, which knows every parse error of the HTML standard,
and HTML Tidy, which knows what may stand in what.

usage: valid_test.py RANDOM_HTML_PROGRAM

Exits 77, which ctest counts as skipped, where neither is installed.
"""
import collections
import glob
import shutil
import subprocess
import sys
import tempfile

try:
    import html5lib
except ImportError:
    html5lib = None

# Empty paragraphs are those of the document, not Tidy's to drop.
TIDY = ["tidy", "-quiet", "-errors", "--drop-empty-elements", "no", "--drop-empty-paras", "no"]
# The standard allows it: words that two records were taken from.
ALLOWED = "Warning: nested emphasis <mark>"


def main():
    tidy = shutil.which("tidy")
    if not tidy and not html5lib:
        print("skipped: neither of the Debian packages tidy and python3-html5lib is installed for", sys.executable)
        return 77
    faults = collections.Counter()
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.argv[1], folder, "40"], check=True)
        pages = sorted(glob.glob(folder + "/*.html"))
        assert len(pages) == 40
        for page in pages:
            if html5lib:
                parser = html5lib.HTMLParser()
                with open(page, "rb") as file:
                    parser.parse(file)
                for position, code, _ in parser.errors:
                    faults[f"html5lib: {code} in {page}:{position[0]}"] += 1
            if tidy:
                said = subprocess.run(TIDY + [page], capture_output=True, text=True, errors="replace").stderr
                for line in (line for line in said.splitlines() if ALLOWED not in line):
                    faults[f"tidy: {line} in {page}"] += 1
    for fault, count in faults.most_common(30):
        print(count, fault)
    print(f"{len(pages)} pages; html5lib: {'yes' if html5lib else 'no'}, tidy: {'yes' if tidy else 'no'}; "
          f"{sum(faults.values())} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
