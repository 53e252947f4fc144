#!/usr/bin/env python3
"""samples.py --source FOLDER --build FOLDER [--launcher PROGRAM]

The worked plugins, from where they are installed as documentation: they build, pass their tests and the contract,
are installed next to the program's own, and work together in one pipeline.
"""
import json
import shutil
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

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

# All three in one pipeline: a letter in Markdown, names out, a row for each in a spreadsheet.
(sdk.work / "night.toml").write_text("""
format = 1
[[input]]
use = "markdown"
[[transform]]
use = "sections"
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
records = ["redaction"]
""")
letter = "plugins/markdown/letters/mill-race.md"
for out in ("out", "again"):
    sdk.run("sheaf", "convert", "--check", "-p", "night.toml", letter, "-o", out)
files = sorted(path.name for path in (sdk.work / "out").iterdir())
check("mill-race.md.redaction.csv" in files, f"the declared record type has no table: {files}")
document = json.loads((sdk.work / "out/mill-race.md.json").read_text())
check(document["ledger"]["unaccounted"] == 0 and document["ledger"]["refused_by_reason"]["redacted"] > 0, str(document["ledger"]))
check(len(document["records"]["redaction"]) == 2, "the two names are not taken out")
for name in files:
    path = sdk.work / "out" / name
    check(path.read_bytes() == (sdk.work / "again" / name).read_bytes(), f"{name} has other bytes the second time")
    texts = [path.read_bytes()]
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as package:
            texts = [package.read(part) for part in package.namelist()]
    for text in texts:
        check(b"Thistlewood" not in text and b"Hartshorn" not in text, f"a listed name is in {name}")
# The tracker's actions, and its links to the page next to it, with a family of letters that Sheaf knows.
(sdk.work / "tracker.toml").write_text(f"""
format = 1
profiles = ['{sdk.prefix}/share/sheaf/pipelines/profiles']
[[input]]
use = "pdf"
[[transform]]
use = "profile"
[[transform]]
use = "sections"
[[transform]]
use = "recommendations"
[[output]]
use = "json"
[[output]]
use = "html"
[[output]]
use = "tracker"
""")
letter = chosen.source / "samples/letters/assurance-check-dyffryn-arian-tagged.pdf"
sdk.run("sheaf", "convert", "--check", "-p", "tracker.toml", letter, "-o", "actions")
made = str(sdk.work / "actions" / letter.name)
with zipfile.ZipFile(made + ".tracker.xlsx") as package:
    strings = package.read("xl/sharedStrings.xml").decode()
    sheet = package.read("xl/worksheets/sheet1.xml").decode()
    links = package.read("xl/worksheets/_rels/sheet1.xml.rels").decode()
page = Path(made + ".html").read_text()
actions = json.loads(Path(made + ".json").read_text())["records"]["recommendation"]
check(len(actions) > 2, "there are no actions")
for action in actions:
    check(escape(action["text"]) in strings, f"the tracker lacks {action['text']}")
    check(f'r-{action["id"]}' in sheet + links, "an action has no link")
    check(f'id="r-{action["id"]}"' in page, "a link leads nowhere")
check(f"{letter.name}.html" in links, "the links do not lead to the page")

# The pipelines that the samples come with are right.
for name in ("markdown", "redact", "tracker"):
    sdk.run("sheaf", "check", f"plugins/{name}/pipeline.toml")
print("the samples are as they should be")
