"""All hostile files in one batch, all real letters, whose second run converts nothing, and outputs from stored documents."""
import csv
import json
import os
import shutil
import subprocess
import unittest
from pathlib import Path

from batch import PIPELINE, PROGRAM, Folder, Run, outputs

SHARED = Path(os.environ.get("SHEAF_SHARED", ""))
# For one letter, and for all: sanitizers take ten times as long.
SECONDS, ALL_SECONDS = (600, 6000) if os.environ.get("SHEAF_SANITIZE") == "ON" else (60, 600)
SAMPLES = Path(PIPELINE).parent.parent / "samples/letters"

# The manifest's classes, and the diagnostics of the inputs that are meant by them.
CLASSES = {"docx-limit": "E-LIMIT", "pdf-limit": "E-LIMIT",
           "docx-malformed": "E-MALFORMED", "pdf-damaged": "E-MALFORMED",
           "docx-encrypted": "E-ENCRYPTED", "pdf-encrypted": "E-ENCRYPTED",
           "docx-not-word": "E-NOTDOCX", "docx-old-format": "E-NOTDOCX",
           "pdf-no-text": "E-NOTEXT"}


def batch(folder, letters, *options, pipeline=PIPELINE, out=None):
    done = subprocess.run([PROGRAM, "--log-format=json", "batch", pipeline, str(letters), "-o", str(out or folder.out), "-j", "2",
                           *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=ALL_SECONDS)
    return Run(done)


def class_of(status, diagnostics):
    """What became of a hostile file, in the manifest's words. That no profile fits it is no fault of the file."""
    if any(severity == "error" and code.startswith("refusal-") for severity, code in diagnostics):
        return {"E-NOTPDF", "E-NOTDOCX"}
    named = {CLASSES[code] for severity, code in diagnostics if code in CLASSES and severity in ("error", "doubtful")}
    if status not in ("converted", "repaired", "doubtful"):
        return named
    warned = any(severity != "note" and code.startswith(("pdf-", "docx-")) for severity, code in diagnostics)
    return named | {"ok-warn" if warned else "ok"}


class Archive(unittest.TestCase):
    def setUp(self):
        self.folder = Folder()

    @unittest.skipUnless((SHARED / "hostile").is_dir(), "the hostile files are not here")
    def test_hostile_files_end_with_a_status_each_and_touch_nothing_else(self):
        folder = self.folder
        hostile = folder.path / "hostile"
        shutil.copytree(SHARED / "hostile", hostile)
        before = sorted(str(file) for file in folder.path.rglob("*"))
        run = batch(folder, hostile, "--seconds", str(SECONDS), "--include", "*.pdf", "--include", "*.docx")
        self.assertIn(run.status, (0, 1, 3), run.text)
        self.assertEqual(run.totals["left"], 0)
        statuses = dict(folder.journal("SELECT name, status FROM letter"))
        files = [str(file.relative_to(hostile)) for end in ("pdf", "docx") for file in hostile.rglob(f"*.{end}")]
        self.assertEqual(sorted(statuses), sorted(files))
        self.assertTrue(set(statuses.values()) <= {"converted", "repaired", "doubtful", "failed"}, statuses)
        after = sorted(str(file) for file in folder.path.rglob("*") if folder.out not in file.parents and file != folder.out)
        self.assertEqual(after, before)
        peak = folder.journal("SELECT max(peak_memory) FROM letter")[0][0]
        self.assertLess(peak, 2 << 30)
        checked = 0
        with open(SHARED / "hostile/manifest.tsv", newline="") as manifest:
            for row in csv.DictReader(manifest, delimiter="\t"):
                name = "synthetic/" + row["file"]
                if name not in statuses:
                    continue
                with self.subTest(name):
                    checked += 1
                    self.hostile_file(name, statuses[name], row)
        self.assertGreater(checked, 0)

    def hostile_file(self, name, status, row):
        diagnostics = self.folder.journal("SELECT severity, code FROM diagnostic JOIN letter ON letter.id = letter "
                                          "WHERE name = ?", name)
        found = class_of(status, diagnostics)
        wanted = set(row["expect"].split("|"))
        # A package under the name of a PDF is taken for what it is, and its damage is named as that of a package.
        if "E-NOTPDF" in wanted:
            wanted.add("E-MALFORMED")
        self.assertTrue(found & wanted, (found, wanted, diagnostics))
        if not found & {"ok", "ok-warn"} or "Sentinel omega" not in row["must_do"] or "E-LIMIT" in found:
            return
        document = json.loads((self.folder.out / (name + ".json")).read_text())
        text = json.dumps(document["blocks"])
        for sentinel in ("Sentinel alpha", "Sentinel omega"):
            self.assertIn(sentinel, text)

    @unittest.skipUnless((SHARED / "letters").is_dir(), "the shared letters are not here")
    def test_the_second_run_over_all_letters_converts_nothing(self):
        folder = self.folder
        first = batch(folder, SHARED / "letters", "--include", "*.pdf", "--include", "*.docx")
        self.assertEqual((first.status, first.totals["failed"], first.totals["quarantined"]), (3, 0, 0), first.text)
        self.assertEqual(first.totals["converted"], first.totals["listed"])
        # Two of the files are web pages under a letter's name: somebody has to fetch the letters themselves.
        pages = folder.journal("SELECT name, status FROM letter WHERE name LIKE '%odd-birmingham-19-october-2012.pdf' "
                               "OR name LIKE '%odd-blackpool-13-july-2012.pdf'")
        self.assertEqual([status for _, status in pages], ["doubtful"] * 2, pages)
        second = batch(folder, SHARED / "letters", "--include", "*.pdf", "--include", "*.docx")
        self.assertEqual((second.totals["converted"], second.totals["rewritten"]), (0, 0))
        self.assertEqual(second.totals["skipped"], first.totals["listed"])
        self.assertEqual(second.status, first.status)

    def test_outputs_from_stored_documents_are_those_of_a_fresh_conversion(self):
        # Pages, boxes, tables and records of PDFs: all that a stored document must bring back.
        letters = self.folder.letters
        for name in ("sif-kestrelford-tagged.pdf", "send-saltmarsh-bay-untagged.pdf", "jtai-brackenshire-chromium.pdf"):
            shutil.copy(SAMPLES / name, letters)
        text = Path(PIPELINE).read_text().replace('"profiles"', json.dumps(str(Path(PIPELINE).parent / "profiles")), 1)
        self.assertIn('use = "csv"', text)
        pipeline = self.folder.path / "letters.toml"
        pipeline.write_text(text[:text.index("[[output]]")] + '[[output]]\nuse = "csv"\n')
        first = batch(self.folder, letters, pipeline=pipeline)
        self.assertEqual(first.totals["converted"], 3, first.text)
        pipeline.write_text(text.replace('use = "csv"', 'use = "csv"\nbom = true'))
        changed = batch(self.folder, letters, pipeline=pipeline)
        self.assertEqual((changed.totals["converted"], changed.totals["rewritten"]), (0, 3), changed.text)
        fresh = self.folder.path / "fresh"
        self.assertEqual(batch(self.folder, letters, pipeline=pipeline, out=fresh).totals["converted"], 3)
        self.assertEqual(outputs(self.folder.out), outputs(fresh))
        self.assertIn('"box', (fresh / "sif-kestrelford-tagged.pdf.json").read_text())


if __name__ == "__main__":
    unittest.main(verbosity=2)
