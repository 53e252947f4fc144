#!/usr/bin/env python3
"""twins.py DOCX PDF... --build FOLDER

One letter as DOCX and as PDFs: the same metadata, sections, block texts with their labels, and records. Pages and boxes
aside, which DOCX has not; so are running headers and footers, the place of footnotes among the blocks, whether a line
break was made by the author (a PDF does not say), and pictures (their description is lost in PDFs without tags).
"""
import argparse
import difflib
import json
import subprocess
import sys
import tempfile
from pathlib import Path

CONTAINERS = ("table", "row", "cell")
ASIDE = ("id", "page", "pages", "regions", "block", "anchors", "stage", "rule", "confidence", "spans")


def form(text):
    return " ".join(text.split()) if isinstance(text, str) else text


def walk(blocks):
    for block in blocks:
        yield block
        for key in ("rows", "cells", "blocks"):
            yield from walk(block.get(key, []))


def view(document):
    """The parts in which twins must agree, as lines of text."""
    lines = ["metadata:"]
    lines += [f"  {key}: {json.dumps(value, ensure_ascii=False)}" for key, value in document["metadata"].items()]
    lines.append("sections:")
    lines += [f"  {section['level']} {section['number'] or '-'} {form(section['title'])}"
              for section in document["sections"]]
    texts, notes = ["blocks:"], ["footnotes:"]
    for block in walk(document["blocks"]):
        if block["kind"] in CONTAINERS + ("furniture", "figure"):
            continue
        line = f"  {block['kind']} {block.get('label') or '-'} {form(block['text'])}"
        (notes if block["kind"] == "footnote" else texts).append(line)
    lines += texts + notes
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
    first = view(convert(options.docx, options))
    differing = 0
    for pdf in options.pdf:
        second = view(convert(pdf, options))
        lines = list(difflib.unified_diff(first, second, options.docx.name, pdf.name, lineterm="", n=0))
        differing += bool(lines)
        print("\n".join(lines) if lines else f"{pdf.name} agrees with {options.docx.name}: {len(first)} lines")
    return 1 if differing else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("docx", type=Path)
    parser.add_argument("pdf", type=Path, nargs="+")
    parser.add_argument("--build", type=lambda name: Path(name).resolve(), required=True)
    sys.exit(main(parser.parse_args()))
