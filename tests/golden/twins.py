#!/usr/bin/env python3
"""twins.py DOCX OTHER --build FOLDER [--known FILE] [--accept] [--shared]

One letter as DOCX and as PDF, as ODT or as a web page: the same metadata, sections, block texts with their labels, and records. Pages and boxes
aside, which DOCX has not; so are running headers and footers, the place of footnotes among the blocks, whether lines that
the author broke are one paragraph or several (a PDF does not say), and pictures (their description is lost in PDFs
without tags).

FILE lists the differences that are known, in the form that this prints: no others may be there, and none of them may have
gone unnoticed. With --accept it is written again. A known difference is a fault to repair, not a result to keep.

With --shared, the letters are named below the folder that SHEAF_SHARED names; where that is not there, this is skipped.
"""
import argparse
import difflib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

CONTAINERS = ("table", "row", "cell")
ASIDE = ("id", "page", "pages", "regions", "block", "anchors", "stage", "rule", "confidence", "grounds", "spans")


def form(text):
    return " ".join(text.split()) if isinstance(text, str) else text


def view(document):
    """The parts in which twins must agree, as lines of text."""
    lines = ["metadata:"]
    lines += [f"  {key}: {json.dumps(value, ensure_ascii=False)}" for key, value in document["metadata"].items()
              if key not in ASIDE]
    lines.append("sections:")
    lines += [f"  {section['level']} {section.get('number') or '-'} {form(section['title'])}"
              for section in document["sections"]]
    texts, notes, links = ["blocks:"], ["footnotes:"], ["links:"]
    by_id = {"#" + block["id"]: block for block in document["blocks"]}
    for block in document["blocks"]:
        if block["kind"] in CONTAINERS + ("furniture", "figure"):
            continue
        label = block.get("label") or "-"
        for part in block["text"].split("\n"):
            line = f"  {block['kind']} {label} {form(part)}"
            (notes if block["kind"] == "footnote" else texts).append(line)
            label = "-"
        for span in block.get("spans", []):
            if "link" in span:
                to = by_id.get(span["link"])
                where = form(to["text"]) if to else span["link"]
                link = f"  {form(block['text'])[:40]}: {span.get('mark', '')} -> {where}"
                if link != links[-1]:  # a link whose words are set in two ways is two spans
                    links.append(link)
    lines += texts + notes + links
    for kind, records in document["records"].items():
        lines.append(f"{kind}:")
        for record in records:
            lines.append("  " + json.dumps({key: form(value) for key, value in record.items() if key not in ASIDE},
                                           ensure_ascii=False))
    return lines


def convert(letter, options):
    with tempfile.TemporaryDirectory() as out:
        done = subprocess.run([options.build / "bin" / "sheaf", "convert", letter, "-o", out],
                              stdin=subprocess.DEVNULL, capture_output=True, text=True)
        if done.returncode not in (0, 3):
            sys.exit(f"sheaf convert {letter} ended with {done.returncode}:\n{done.stderr}")
        return json.loads(next(Path(out).glob("*.json")).read_text(encoding="utf-8"))


def main(options):
    if options.shared:
        root = Path(os.environ.get("SHEAF_SHARED", "/nonexistent"))
        options.docx, options.pdf = root / options.docx, root / options.pdf
        if not (options.docx.exists() and options.pdf.exists()):
            print("skipped: SHEAF_SHARED names no folder with these letters")
            return 77
    first, second = (view(convert(letter, options)) for letter in (options.docx, options.pdf))
    found = list(difflib.unified_diff(first, second, options.docx.name, options.pdf.name, lineterm="", n=0))
    if options.accept:
        options.known.parent.mkdir(exist_ok=True)
        options.known.unlink(missing_ok=True)
        if found:
            options.known.write_text("\n".join(found) + "\n", encoding="utf-8")
        return 0
    known = []
    if options.known and options.known.exists():
        known = options.known.read_text(encoding="utf-8").splitlines()
    if found == known:
        print(f"{len(first)} lines agree" + (f", but for {len(known)} lines of known differences" if known else ""))
        return 0
    print("\n".join(difflib.unified_diff(known, found, "known differences", "differences", lineterm="", n=1))
          if known else "\n".join(found))
    return 1


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("docx", type=Path)
    parser.add_argument("pdf", type=Path)
    parser.add_argument("--build", type=lambda name: Path(name).resolve(), required=True)
    parser.add_argument("--known", type=Path)
    parser.add_argument("--accept", action="store_true")
    parser.add_argument("--shared", action="store_true")
    sys.exit(main(parser.parse_args()))
