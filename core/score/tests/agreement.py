#!/usr/bin/env python3
"""agreement.py SHEAF

Damages the gold of real letters in many ways, calls that outputs, and checks that `sheaf score` and the reference
scorer that comes with the gold give the same totals. Ends with status 77 where the letters are absent.
"""
import json
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

shared = Path(os.environ.get("SHEAF_SHARED", "/nonexistent"))
reference, folders = shared / "score" / "score.py", [shared / "letters" / name for name in ("dev", "ciw")]
if not reference.exists():
    print("skipped: SHEAF_SHARED names no folder with letters and their reference scorer")
    sys.exit(77)


def damaged_text(text, dice):
    if not text or dice.random() < 0.5:
        return text
    words = text.split(" ")
    for _ in range(dice.choice((1, 1, 2, 5))):
        at = dice.randrange(len(words))
        words[at] = dice.choice(("", "other", words[at].upper(), words[at][::-1], words[at] + ";"))
    return " ".join(words)


def damaged(items, fields, dice):
    items = [dict(item) for item in items if dice.random() < 0.9]
    for item in items:
        for field in fields:
            if isinstance(item.get(field), str) and dice.random() < 0.4:
                item[field] = damaged_text(item[field], dice)
        for field in ("page", "level"):
            if item.get(field) and dice.random() < 0.2:
                item[field] += 1
    if len(items) > 1 and dice.random() < 0.5:
        items.insert(dice.randrange(len(items)), dict(dice.choice(items)))
    return items


def output_of(gold, dice):
    metadata = {name: damaged_text(value, dice) if isinstance(value, str) and dice.random() < 0.4 else value
                for name, value in gold.get("metadata", {}).items()}
    demands = gold.get("recommendations", []) + gold.get("expectations", [])
    return {"metadata": metadata, "diagnostics": [],
            "sections": damaged(gold.get("sections", []), ["title"], dice),
            "records": {"judgement": damaged(gold.get("judgements", []), ["name", "grade"], dice),
                        "recommendation": damaged(demands, ["text", "kind", "section", "label", "responsible"], dice)}}


failures = 0
for folder in folders:
    for seed in range(3):
        dice = random.Random(seed)
        with tempfile.TemporaryDirectory() as out:
            for file in sorted(folder.glob("*.gold.json")):
                if dice.random() < 0.95:
                    made = output_of(json.loads(file.read_text(encoding="utf-8")), dice)
                    Path(out, file.name.replace(".gold.json", ".pdf.json")).write_text(json.dumps(made), encoding="utf-8")
            expected = json.loads(subprocess.run([sys.executable, reference, folder, out, "--json"], check=True,
                                                 stdout=subprocess.PIPE).stdout)
            found = json.loads(subprocess.run([sys.argv[1], "score", folder, out, "--json"], check=True,
                                              stdout=subprocess.PIPE).stdout)["totals"]
        for name, value in expected.items():
            if (found[name] is None) != (value is None) or (value is not None and abs(found[name] - value) > 2e-4):
                print(f"{folder.name}, seed {seed}: {name} is {found[name]}, the reference says {value}")
                failures += 1
sys.exit(1 if failures else 0)
