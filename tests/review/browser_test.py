"""A person checks letters in a real browser: Debian's Chromium, driven by playwright-core, looked at by axe-core.

browser_test.py PROGRAM SOURCE FOLDER [--keep-pictures]

Skipped (77) where there is no Chromium, no Node, or where the pinned packages cannot be had.
"""
import csv
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from office import Office

PROGRAM, SOURCE, FOLDER = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
import npm_packages
DOUBTFUL, SIF, WORD = "other-prison-thornhulme-tagged.pdf", "sif-kestrelford-tagged.pdf", "send-saltmarsh-bay.docx"


def drive(office, step, browser, **more):
    pictures = FOLDER / "pictures"
    pictures.mkdir(exist_ok=True)
    facts = {"address": browser.address, "step": step, "chromium": shutil.which("chromium"), "pictures": str(pictures), **more}
    done = subprocess.run(["node", str(HERE / "browser.mjs"), json.dumps(facts)], cwd=FOLDER, text=True, timeout=500,
                          env={**os.environ, "NODE_PATH": str(FOLDER / "node_modules"), "SHEAF_MODULES": str(FOLDER / "node_modules")})
    if done.returncode != 0:
        sys.exit(f"the step \"{step}\" failed")


def rows(office, letter, kind):
    with open(office.out / f"{letter}.{kind}.csv", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def check_paper(names):
    """Every word of every table is printed whole, within the margins, on both sizes of paper."""
    for name in names:
        wanted = set(re.findall(r"[^\W\d_]{3,}", (FOLDER / "pictures" / f"{name}.txt").read_text(encoding="utf-8")))
        for size in ("A4", "Letter"):
            sheet = FOLDER / "pictures" / f"{name}-{size}.pdf"
            text = subprocess.run(["pdftotext", sheet, "-"], check=True, capture_output=True, text=True).stdout
            missing = wanted - set(re.findall(r"[^\W\d_]{3,}", text))
            assert not missing, (name, size, sorted(missing)[:10])
            boxes = subprocess.run(["pdftotext", "-bbox", sheet, "-"], check=True, capture_output=True, text=True).stdout
            width = float(re.search(r'<page width="([\d.]+)"', boxes).group(1))
            assert max(map(float, re.findall(r'xMax="([\d.]+)"', boxes))) < width - 40, (name, size)


def main():
    if not shutil.which("chromium"):
        npm_packages.skip("there is no chromium")
    npm_packages.install(HERE, FOLDER)
    names = ["assurance-check-dyffryn-arian-tagged.pdf", "sif-kestrelford.docx", "gwiriad-sicrwydd-glyn-eira.docx"]
    expected = SOURCE / "samples" / "letters" / "expected"
    office = Office(PROGRAM, SOURCE, [DOUBTFUL, SIF, WORD])
    office.batch()
    with office.server() as browser:
        drive(office, "paper", browser, pages={name: (expected / f"{name}.html").resolve().as_uri() for name in names})
        check_paper(names)
        drive(office, "hands", browser, sif=SIF)
        drive(office, "touch", browser, sif=SIF)
    office.batch()
    assert not [row for row in rows(office, SIF, "recommendation") if row["checked"]]  # all of it was taken back
    with office.server() as browser:
        drive(office, "round", browser, doubtful=DOUBTFUL, sif=SIF)
    status, said = office.batch()
    assert status == 0, said  # the doubt was settled
    assert "2 written anew, 1 unchanged" in said, said

    judgements = rows(office, SIF, "judgement")
    assert judgements[1]["grade"] == "Good" and judgements[1]["checked"] == "corrected", judgements[1]
    assert {row["checked"] for row in judgements} == {"confirmed", "corrected"}, judgements
    added = [row for row in rows(office, SIF, "recommendation") if row["checked"] == "added"]
    assert len(added) == 1 and added[0]["modality"] == "should" and added[0]["text"], added
    assert added[0]["page"] != "", added  # it is bound to its words

    # The letter behind the name is another one now: what was decided no longer fits.
    shutil.copy(SOURCE / "samples" / "letters" / "sif-kestrelford-untagged.pdf", office.letters / SIF)
    status, said = office.batch()
    assert status == 3 and "decision-stale" in said, said
    with office.server() as browser:
        drive(office, "stale", browser, sif=SIF)
        drive(office, "tabs", browser, sif=SIF)
        drive(office, "archive", browser, sif=SIF)
        drive(office, "looks", browser, sif=SIF, paths=["/letters", "/search?words=children", "/authorities",
                                                        "/authority?name=Kestrelford", "/charts"])
    print("a person can check letters")


main()
