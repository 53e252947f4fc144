#!/usr/bin/env python3
"""new_profile.py BUILD SHARED [FAMILY...]

How good profiles are that `sheaf new-profile` writes from three marked letters of each family: scored on the family's other
letters, beside the profile that a person wrote. SHARED holds `letters` with gold and `score/score.py`.
"""
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

EXAMPLES = 3
COLUMNS = ["recommendation_exact", "section", "judgement", "metadata", "rec_kind", "rec_modality", "rec_label", "rec_section"]


def letters_of(shared):
    """Gold files by family, each with its letter."""
    families = {}
    for gold in sorted((shared / "letters").glob("*/*.gold.json")):
        stem = gold.name[:-len(".gold.json")]
        letter = next((one for one in sorted(gold.parent.glob(f"{stem}.*")) if one.suffix in (".pdf", ".docx")), None)
        if letter:
            families.setdefault(json.loads(gold.read_text())["family"], []).append((letter, gold))
    return families


def score(shared, letters, pipeline, sheaf, folder):
    """The totals of the letters, converted by the pipeline (the installed one where it is none), and how many are doubtful."""
    out, golds = folder / "out", folder / "gold"
    golds.mkdir(parents=True)
    for letter, gold in letters:
        (golds / gold.name).write_bytes(gold.read_bytes())
    subprocess.run([sheaf, "convert", "-q", *(["-p", pipeline] if pipeline else []), *[one for one, _ in letters], "-o", out])
    done = subprocess.run([sys.executable, shared / "score/score.py", golds, out, "--json"], capture_output=True, text=True)
    doubtful = sum(any(one["severity"] == "doubtful" for one in json.loads(file.read_text())["diagnostics"])
                   for file in out.glob("*.json"))
    return json.loads(done.stdout), doubtful


def main():
    build, shared, wanted = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:]
    sheaf = build / "bin/sheaf"
    print("family".ljust(22) + "profile".ljust(9) + "letters doubtful " + " ".join(name[:14].ljust(14) for name in COLUMNS))
    for family, letters in letters_of(shared).items():
        if (wanted and family not in wanted) or len(letters) <= EXAMPLES:
            continue
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            examples, others = letters[:EXAMPLES], letters[EXAMPLES:]
            (folder / "profiles").mkdir()
            began = time.monotonic()
            done = subprocess.run([sheaf, "new-profile", family, *[one for one, _ in examples],
                                   *[word for _, gold in examples for word in ("--marks", gold)],
                                   "-o", folder / "profiles" / f"{family}.toml"], capture_output=True, text=True)
            took = time.monotonic() - began
            if done.returncode:
                print(family, done.stderr)
                continue
            pipeline = (build / "share/sheaf/pipelines/inspection-letters.toml").read_text()
            (folder / "learned.toml").write_text(pipeline)
            for kind, file in (("learned", folder / "learned.toml"), ("by hand", None)):
                totals, doubtful = score(shared, others, file, sheaf, folder / kind)
                print(family.ljust(22) + kind.ljust(9) + f"{len(others):7} {doubtful:8} " + " ".join(
                    ("-" if totals[name] is None else f"{totals[name]:.3f}").ljust(14) for name in COLUMNS)
                    + (f"  {took:.0f} s" if kind == "learned" else ""), flush=True)


if __name__ == "__main__":
    main()
