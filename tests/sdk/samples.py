#!/usr/bin/env python3
"""samples.py --source FOLDER --build FOLDER [--launcher PROGRAM]

The worked plugins, from where they are installed as documentation: they build, pass their tests and the contract,
are installed beside the program's own, and work together in one pipeline.
"""
import json
import shutil
import zipfile

from kit import Sdk, check, options

chosen = options()
sdk = Sdk(chosen)
shutil.copytree(sdk.prefix / "share/doc/sheaf/plugins", sdk.work / "plugins")
printed = sdk.run("cmake", "-S", "plugins", "-B", "build", "-G", "Ninja", f"-DCMAKE_PREFIX_PATH={sdk.prefix}")
check("Warning" not in printed, printed)
sdk.run("cmake", "--build", "build", "-j", "2")
sdk.run("ctest", "--test-dir", "build", "-j", "2")
sdk.run("cmake", "--install", "build")
listed = json.loads(sdk.run("sheaf", "plugins", "--json"))
check({"example.markdown", "example.redact", "example.tracker"} <= {plugin["id"] for plugin in listed["plugins"]},
      "the plugins are not listed")
check(not listed["refused"], f"refused: {listed['refused']}")

# All three in one pipeline: a letter in Markdown, names out, actions in a spreadsheet.
(sdk.work / "night.toml").write_text("""
format = 1
[[input]]
use = "markdown"
[[transform]]
use = "sections"
[[transform]]
use = "recommendations"
[[transform]]
use = "redact"
names = "plugins/redact/names.txt"
[[output]]
use = "json"
[[output]]
use = "csv"
[[output]]
use = "html"
[[output]]
use = "tracker"
""")
letter = "plugins/markdown/letters/mill-race.md"
for out in ("out", "again"):
    sdk.run("sheaf", "convert", "--check", "-p", "night.toml", letter, "-o", out)
files = sorted(path.name for path in (sdk.work / "out").iterdir())
check("mill-race.md.redaction.csv" in files, f"the declared record type has no table: {files}")
document = json.loads((sdk.work / "out/mill-race.md.json").read_text())
check(document["ledger"]["unaccounted"] == 0 and document["ledger"]["refused"]["redacted"] > 0, str(document["ledger"]))
check(len(document["records"]["recommendation"]) == 2, "the two recommendations are not found")
check(len(document["records"]["redaction"]) == 2, "the two names are not taken out")
for name in files:
    path = sdk.work / "out" / name
    check(path.read_bytes() == (sdk.work / "again" / name).read_bytes(), f"{name} has other bytes the second time")
    texts = [path.read_bytes()]
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as package:
            texts = [package.read(part) for part in package.namelist()]
    for text in texts:
        check(b"Thistlewood" not in text and b"Hartshorn" not in text, f"a listed name stands in {name}")
with zipfile.ZipFile(sdk.work / "out/mill-race.md.tracker.xlsx") as package:
    sheet = package.read("xl/sharedStrings.xml").decode()
    links = package.read("xl/worksheets/_rels/sheet1.xml.rels").decode()
page = (sdk.work / "out/mill-race.md.html").read_text()
check("rebuild the eastern wall" in sheet, "the tracker lacks an action")
for record in document["records"]["recommendation"]:
    check(f'id="r-{record["id"]}"' in page, "the tracker's links lead nowhere")
check("mill-race.md.html" in links, "the tracker has no links to the page")

# The pipelines that the samples come with are right.
for name in ("markdown", "redact", "tracker"):
    sdk.run("sheaf", "check", f"plugins/{name}/pipeline.toml")
print("the samples are as they should be")
