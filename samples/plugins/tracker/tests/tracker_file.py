#!/usr/bin/env python3
"""tracker_file.py TEST_PROGRAM

Looks into a tracker that the test program writes: its cells, validations, links, filter and frozen header, as they
stand in the file's XML.
"""
import os
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
import zipfile

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def check(holds, what):
    if not holds:
        sys.exit(f"the tracker has no {what}")


with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "tracker.xlsx")
    subprocess.run([sys.argv[1], "[.file]"], env={**os.environ, "TRACKER_FILE": path}, check=True, stdout=subprocess.DEVNULL)
    with zipfile.ZipFile(path) as package:
        check(package.testzip() is None, "sound parts")
        check(all(entry.date_time[:3] == (1980, 1, 1) for entry in package.infolist()), "fixed times")
        parts = {name: package.read(name).decode() for name in package.namelist()}
sheet = ElementTree.fromstring(parts["xl/worksheets/sheet1.xml"])
strings = ["".join(node.itertext()) for node in ElementTree.fromstring(parts["xl/sharedStrings.xml"])]

cells = {}
for cell in sheet.iter(f"{MAIN}c"):
    value = cell.find(f"{MAIN}v")
    check(cell.find(f"{MAIN}f") is None, "cells without formulas")
    if value is not None:
        cells[cell.get("r")] = strings[int(value.text)] if cell.get("t") == "s" else value.text
check([cells.get(f"{column}1") for column in "ABCDEFGHI"] ==
      ["Label", "Action", "Kind", "Responsible", "Page", "Owner", "Due", "Status", "Notes"], "header")
check(cells["B2"].startswith("The trust should mend"), "action")
check(cells["B3"].startswith("=The trust must"), "text that begins with =")
check(cells["G2"] == "46295" and "G3" not in cells, "due date")  # days since 1899-12-30: 30 September 2026
check(cells["H2"] == cells["H3"] == "Open" and "F2" not in cells, "status of a new action")
check((cells["E2"], cells["E3"]) == ("page 1", "page 2"), "pages")

rules = {rule.get("sqref"): rule for rule in sheet.iter(f"{MAIN}dataValidation")}
formula = lambda cells: rules[cells].find(f"{MAIN}formula1").text
check(rules["F2:F203"].get("type") == "list" and formula("F2:F203") == '"Finance,Works"', "list of owners")
check(rules["H2:H203"].get("type") == "list" and formula("H2:H203") == '"Open,Done"', "list of statuses")
check(rules["G2:G203"].get("type") == "date", "check of due dates")
check(sheet.find(f"{MAIN}autoFilter").get("ref") == "A1:I3", "filter")
pane = sheet.find(f".//{MAIN}pane")
check(pane.get("state") == "frozen" and pane.get("ySplit") == "1", "frozen header")

links = [link.get("ref") for link in sheet.iter(f"{MAIN}hyperlink")]
check(links == ["E2", "E3"], "links")
targets = re.findall(r'Target="([^"]+)" TargetMode="External"', parts["xl/worksheets/_rels/sheet1.xml.rels"])
places = [link.get("location") for link in sheet.iter(f"{MAIN}hyperlink")]
check(set(targets) == {"mill%20race.pdf.html"} or all("#r-" in target for target in targets), "targets")
check(places == ["r-0000000000000001", "r-0000000000000002"] or
      [target.split("#")[1] for target in targets] == ["r-0000000000000001", "r-0000000000000002"], "places in the page")
print("the tracker is as it should be")
