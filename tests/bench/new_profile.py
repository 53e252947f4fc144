#!/usr/bin/env python3
"""new_profile.py BUILD SHARED [--splits N] [--verbose] [--keep FOLDER] [FAMILY...]

How good profiles are that `sheaf new-profile` writes from three marked letters of each family, scored on the family's other
letters beside the profile that a person wrote. Of a family with three letters that have gold two are examples. SHARED holds
`letters` with gold and `score/score.py`. Of all choices of examples, N are tried (3), spread evenly. `silent` counts demands,
grades and values of the letter that are wrong or missing in letters that are not marked doubtful.
"""
import argparse
import itertools
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

EXAMPLES = 3
COLUMNS = ["recommendation_exact", "section", "judgement", "metadata", "rec_kind", "rec_modality", "rec_label", "rec_section"]
COUNTED = ("rec spurious", "rec inexact", "rec missed", "judgement", "metadata")  # the scorer's lines that tell of an error


def letters_of(shared):
    """Gold files by family, each with its letter."""
    families = {}
    for gold in sorted((shared / "letters").glob("*/*.gold.json")):
        stem = gold.name[:-len(".gold.json")]
        letter = next((one for one in sorted(gold.parent.glob(f"{stem}.*")) if one.suffix in (".pdf", ".docx")), None)
        if letter:
            families.setdefault(json.loads(gold.read_text())["family"], []).append((letter, gold))
    return families


def splits_of(letters, count):
    """Choices of examples, at most so many, spread evenly over all that there are."""
    every = list(itertools.combinations(letters, min(EXAMPLES, len(letters) - 1)))
    return [every[i * len(every) // count] for i in range(count)] if len(every) > count else every


def convert(sheaf, pipeline, letters, out):
    """Converts the letters (by the installed pipeline where none is given), and tells which of them are doubtful."""
    subprocess.run([sheaf, "convert", "-q", *(["-p", pipeline] if pipeline else []), *[one for one, _ in letters], "-o", out],
                   stderr=subprocess.DEVNULL)
    return {file.name[:-len(".json")].rsplit(".", 1)[0] for file in out.glob("*.json")
            if any(one["severity"] == "doubtful" for one in json.loads(file.read_text())["diagnostics"])}


def score(shared, letters, out, doubtful, folder):
    """The totals of those letters, how many are doubtful, what is wrong in the others, and all differences."""
    folder.mkdir()
    for _, gold in letters:
        (folder / gold.name).symlink_to(gold.resolve())
    run = [sys.executable, shared / "score/score.py", folder, out]
    totals = json.loads(subprocess.run([*run, "--json"], capture_output=True, text=True).stdout)
    told = subprocess.run([*run, "--verbose"], capture_output=True, text=True).stdout
    silent, letter, lines = 0, "", []
    for line in told.splitlines():
        if line.startswith("== "):
            letter = line.split()[1]
            lines.append(line + (" (doubtful)" if letter in doubtful else ""))
        elif line.startswith("   "):
            silent += letter not in doubtful and line.strip().startswith(COUNTED)
            lines.append(line)
    names = {gold.name[:-len(".gold.json")] for _, gold in letters}
    return totals, len(names & doubtful), silent, lines


def row(family, kind, letters, scored, more=""):
    totals, doubtful, silent, _ = scored
    print(family.ljust(22) + kind.ljust(9) + f"{letters:7} {doubtful:8} {silent:6} " + " ".join(
        ("-" if totals[name] is None else f"{totals[name]:.3f}").ljust(14) for name in COLUMNS) + more, flush=True)


def measure(family, letters, args, folder):
    """Rows for the splits of one family."""
    sheaf = args.build / "bin/sheaf"
    doubtful = convert(sheaf, None, letters, folder / "hand")
    for number, examples in enumerate(splits_of(letters, args.splits)):
        here = folder / str(number)
        (here / "profiles").mkdir(parents=True)
        others = [one for one in letters if one not in examples]
        began = time.monotonic()
        done = subprocess.run([sheaf, "new-profile", family, *[one for one, _ in examples],
                               *[word for _, gold in examples for word in ("--marks", gold)],
                               "-o", here / "profiles" / f"{family}.toml"], capture_output=True, text=True)
        took = time.monotonic() - began
        if done.returncode:
            print(family, done.stderr)
            continue
        (here / "learned.toml").write_text((args.build / "share/sheaf/pipelines/inspection-letters.toml").read_text())
        (here / "report.txt").write_text(done.stdout)
        unsure = convert(sheaf, here / "learned.toml", others, here / "out")
        learned = score(args.shared, others, here / "out", unsure, here / "gold")
        row(family, "learned", len(others), learned, f"  {took:.0f} s  without " + ", ".join(one.stem for one, _ in others))
        if args.verbose:
            print("\n".join(learned[3]))
        row(family, "by hand", len(others), score(args.shared, others, folder / "hand", doubtful, here / "gold-hand"))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=Path)
    parser.add_argument("shared", type=Path)
    parser.add_argument("family", nargs="*")
    parser.add_argument("--splits", type=int, default=3)
    parser.add_argument("--verbose", action="store_true", help="say what is wrong in each letter")
    parser.add_argument("--keep", type=Path, help="a new folder in which profiles and outputs are kept")
    args = parser.parse_intermixed_args()
    print("family".ljust(22) + "profile".ljust(9) + "letters doubtful silent " + " ".join(name[:14].ljust(14) for name in COLUMNS))
    for family, letters in letters_of(args.shared).items():
        if (args.family and family not in args.family) or len(letters) < EXAMPLES:
            continue
        if args.keep:
            measure(family, letters, args, args.keep / family)
        else:
            with tempfile.TemporaryDirectory() as name:
                measure(family, letters, args, Path(name))


if __name__ == "__main__":
    main()
