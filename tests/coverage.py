#!/usr/bin/env python3
"""coverage.py FILES.csv: the share of lines run, by folder, from what `gcovr --csv` says of files; the least first."""
import csv
import sys
from pathlib import PurePath

folders = {}
with open(sys.argv[1], newline="", encoding="utf-8") as file:
    for row in csv.DictReader(file):
        total, run = folders.get(PurePath(row["filename"]).parent, (0, 0))
        folders[PurePath(row["filename"]).parent] = (total + int(row["line_total"]), run + int(row["line_covered"]))
for folder, (total, run) in sorted(folders.items(), key=lambda entry: entry[1][1] / max(entry[1][0], 1)):
    print(f"{run / max(total, 1):7.1%} of {total:6} lines  {folder}")
lines = sum(total for total, _ in folders.values())
print(f"{sum(run for _, run in folders.values()) / max(lines, 1):7.1%} of {lines:6} lines  in all")
