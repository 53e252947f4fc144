"""The worked examples in Python and R read a letter's JSON alike, and the words that they take are those of its records.

Skipped (77) where R or its package jsonlite is missing; the example in Python is run by the guide, too.
"""
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

PROGRAM, SOURCE = sys.argv[1], Path(sys.argv[2])
EXAMPLES = SOURCE / "samples/data"
LETTERS = ["sif-kestrelford.docx", "gwiriad-sicrwydd-glyn-eira.docx"]


def wide_letter():
    """A letter with characters of two to four bytes in front of the words, in them and behind them."""
    front, words = "“Tŷ Gŵyl” – 𝟙. ", "The council’s café must open – daily."
    begin = len(front.encode())
    anchor = {"block": "b1", "start": begin, "end": begin + len(words.encode())}
    return {"blocks": [{"id": "b1", "text": front + words + " “Diolch”"}],
            "records": {"recommendation": [{"label": None, "modality": "must", "text": words, "anchors": [anchor]}]}}


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True, encoding="utf-8",
                          env={"PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C.UTF-8"}).stdout


def main():
    with tempfile.TemporaryDirectory() as folder:
        for letter in LETTERS:
            subprocess.run([PROGRAM, "convert", "-q", SOURCE / "samples/letters" / letter, "-o", folder], check=True)
        files = [str(Path(folder, letter + ".json")) for letter in LETTERS]
        files.append(str(Path(folder, "wide.json")))
        Path(files[-1]).write_text(json.dumps(wide_letter(), ensure_ascii=False), encoding="utf-8")
        by_python = run(sys.executable, str(EXAMPLES / "read.py"), *files)
        for file in files:
            letter = json.loads(Path(file).read_text(encoding="utf-8"))
            blocks = {block["id"]: block["text"] for block in letter["blocks"]}
            for record in letter["records"]["recommendation"]:
                anchor = record["anchors"][0]
                text = blocks[anchor["block"]]
                words = text.encode()[anchor["start"]:anchor["end"]].decode()
                assert f"  from {anchor['block']}: {words[:50]}\n" in by_python, words
        assert "  from b1: The council’s café must open – daily.\n" in by_python, by_python
        if not shutil.which("Rscript") or subprocess.run(["Rscript", "-e", "library(jsonlite)"], capture_output=True).returncode:
            print("skipped: the example in R was not run: there is no R with the package jsonlite")
            return 77
        by_r = run("Rscript", str(EXAMPLES / "read.R"), *files)
        assert by_r == by_python, by_r
    return 0


if __name__ == "__main__":
    sys.exit(main())
