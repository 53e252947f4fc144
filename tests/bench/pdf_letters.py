#!/usr/bin/env python3
"""pdf_letters.py --build FOLDER [--table] FILE_OR_FOLDER...

Holds the letters and digits of every page, as a multiset, against those that Poppler's own interpreter gives (pdftotext).
Pages on which a block goes on from one to the next are counted together. OCR is off: what it reads is no text of the file.

Fails where letters are missing for which no reason is in the ledger, where there are letters that Poppler does not have
and no note says why, or where a word has lost letters. With --table, lists each difference with its reasons.
"""
import argparse
import collections
import concurrent.futures
import json
import os
import subprocess
import sys
import tempfile
import unicodedata
from pathlib import Path

SKIP = 77
# Some test files make pdftotext run without end.
BOUNDED = ("prlimit", "--cpu=60", f"--as={2 << 30}")
PIPELINE = 'format = 1\nname = "letters"\n[[input]]\nuse = "pdf"\nocr = "never"\n[[output]]\nuse = "json"\n'
# What a note says that letters were read otherwise than by the font's table of characters.
OTHERWISE = {
    "pdf-glyph-corrected": "the glyphs contradict their table of characters",
    "pdf-glyph-unknown": "glyphs without a character",
    "pdf-page-lost": "damaged content",
    "pdf-repaired": "damaged content",
    "pdf-syntax": "damaged content",
    "pdf-limit": "a limit was reached",
    "pdf-annotation-text": "fields that programs set as they like",
    "pdf-font-missing": "a font that is missing",
}


def apart(text):
    """Round bullets as they are typed, compatibility forms as what they stand for, accents apart; the ledger counts a syllable of Hangul as one letter."""
    return "".join(c if "\uac00" <= c <= "\ud7a3" else unicodedata.normalize("NFKD", c) for c in text.replace("\u25e6", "o"))


def letters(text):
    """Letters and digits, compatibility forms as what they stand for, accents apart."""
    return collections.Counter(c for c in apart(text) if c.isalnum())


def words(text):
    return collections.Counter(filter(None, ("".join(c for c in word if c.isalnum())
                                             for word in apart(text).split())))


def groups_of(letter):
    """Pages that share a block: for each page the first of those that it is counted with."""
    first = {page["number"]: page["number"] for page in letter["pages"]}

    def root(page):
        while first[page] != page:
            page = first[page]
        return page

    for block in letter["blocks"]:
        pages = sorted({region["page"] for region in block.get("regions", [])})
        for page in pages[1:]:
            first[root(page)] = root(pages[0])
    return {page: root(page) for page in first}


def text_of(block):
    marks = "".join(" " + span["mark"] for span in block.get("spans", []) if span.get("mark"))
    return block.get("label", "") + " " + block.get("text", "") + marks


def is_shortened(short, word):
    """`short` is the word without some of its letters, in their order."""
    rest = iter(word)
    return len(word) > len(short) > len(word) // 2 and all(c in rest for c in short)


class File:
    def __init__(self, path, build):
        self.path, self.missing, self.extra, self.lost, self.reasons = path, 0, 0, [], collections.Counter()
        self.problems, self.listed, self.letters = [], [], 0
        with tempfile.TemporaryDirectory() as folder:
            pipeline = Path(folder) / "letters.toml"
            pipeline.write_text(PIPELINE)
            done = subprocess.run([build / "bin/sheaf", "convert", "-q", "-p", pipeline, path, "-o", "-"],
                                  capture_output=True, check=False)
        self.status = done.returncode
        if done.returncode in (0, 3):
            self.compare(json.loads(done.stdout))

    def compare(self, letter):
        said = subprocess.run([*BOUNDED, "pdftotext", "-raw", "-q", self.path, "-"], capture_output=True, check=False)
        if said.returncode < 0:
            self.listed.append("pdftotext was stopped: nothing is compared")
            return
        pages = said.stdout.decode("utf-8", "replace").split("\f")
        groups = groups_of(letter)
        theirs, ours = collections.defaultdict(str), collections.defaultdict(str)
        for number, group in groups.items():
            theirs[group] += "\n" + (pages[number - 1] if number <= len(pages) else "")
        for block in letter["blocks"]:
            if block["kind"] != "figure" and block.get("regions"):
                ours[groups[block["regions"][0]["page"]]] += "\n" + text_of(block)
        notes = {OTHERWISE[d["code"]] for d in letter["diagnostics"] if d["code"] in OTHERWISE}
        refused = collections.Counter()
        for d in letter["diagnostics"]:
            if d["code"] == "pdf-refused" and "page" in d:
                count, reason = d["message"].split(" ", 1)
                reason = reason.split("refused, ", 1)[-1].split(":")[0]
                refused[groups[d["page"]]] += int(count)
                self.reasons[reason] += int(count)
        cut = "refused in further places" in json.dumps(letter["diagnostics"])
        for group in sorted(set(groups.values())):
            self.compare_pages(group, theirs[group], ours[group], refused[group], notes, cut)

    def compare_pages(self, group, theirs, ours, refused, notes, cut):
        a, b = letters(theirs), letters(ours)
        self.letters += sum(a.values())
        missing, extra = a - b, b - a
        self.missing += sum(missing.values())
        self.extra += sum(extra.values())
        if not missing and not extra:
            return
        count = sum(missing.values())
        show = lambda counter: "".join(f"{c}{n} " for c, n in sorted(counter.items())[:12])
        self.listed.append(f"page {group}: missing {show(missing)}of {count}, more {show(extra)}of {sum(extra.values())}; "
                           f"{refused} refused; {', '.join(sorted(notes)) or 'nothing said'}")
        if notes:
            return
        if count > refused and not cut:
            self.problems.append(f"page {group}: {count} letters are missing, and {refused} characters were refused: {show(missing)}")
        if extra:
            self.problems.append(f"page {group}: there are letters that pdftotext does not have: {show(extra)}")
        if count > refused:
            gone, come = words(theirs) - words(ours), words(ours) - words(theirs)
            # Of pages that have little in common with pdftotext's, words tell nothing that the letters do not.
            if len(gone) * len(come) < 100000:
                self.lost += [f"page {group}: {word} is {short}" for word in gone for short in come
                              if is_shortened(short, word) and not (letters(word) - letters(short)) - missing]


def files_in(paths):
    for path in paths:
        found = sorted(path.rglob("*.pdf")) if path.is_dir() else [path]
        yield from (file for file in found if b"%PDF-" in file.open("rb").read(1024))


def main():
    parser = argparse.ArgumentParser(description="Holds the letters of pages against those of pdftotext.")
    parser.add_argument("--build", type=Path, required=True)
    parser.add_argument("--table", action="store_true")
    parser.add_argument("paths", type=Path, nargs="*")
    given = parser.parse_args()
    shared = Path(os.environ.get("SHEAF_SHARED", "/nonexistent"))
    paths = given.paths or [path for path in (shared / "letters", shared / "peers/pdf") if path.is_dir()]
    if not paths:
        print("skipped: there are no shared letters")
        return SKIP
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        files = list(pool.map(lambda path: File(path, given.build), files_in(paths)))
    reasons = sum((file.reasons for file in files), collections.Counter())
    for file in files:
        for line in file.listed if given.table else []:
            print(f"{file.path.name}: {line}")
    for file in files:
        for line in file.problems + file.lost:
            print(f"WITHOUT A REASON: {file.path.name}: {line}")
    print(f"{len(files)} files, statuses {dict(collections.Counter(file.status for file in files))}, "
          f"{sum(file.letters for file in files)} letters and digits")
    print(f"missing in blocks: {sum(file.missing for file in files)}, more in blocks: {sum(file.extra for file in files)}, "
          f"lost inside words: {sum(len(file.lost) for file in files)}")
    print("refused: " + ", ".join(f"{count} {reason}" for reason, count in reasons.most_common()))
    return 1 if any(file.problems or file.lost for file in files) else 0


if __name__ == "__main__":
    sys.exit(main())
