"""All hostile files in one batch, and all real letters, whose second run converts nothing."""
import csv
import os
import shutil
import subprocess
import sys
import unittest
from pathlib import Path

from batch import PIPELINE, PROGRAM, Folder, Run

SHARED = Path(os.environ.get("SHEAF_SHARED", ""))


def batch(folder, letters, *options):
    done = subprocess.run([PROGRAM, "--log-format=json", "batch", PIPELINE, str(letters), "-o", str(folder.out), "-j", "2",
                           *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=600)
    return Run(done)


class Archive(unittest.TestCase):
    def test_hostile_files_end_with_a_status_each_and_touch_nothing_else(self):
        folder = Folder()
        hostile = folder.path / "hostile"
        shutil.copytree(SHARED / "hostile", hostile)
        before = sorted(str(file) for file in folder.path.rglob("*"))
        run = batch(folder, hostile, "--seconds", "60", "--include", "*.pdf", "--include", "*.docx")
        self.assertIn(run.status, (0, 1, 3), run.text)
        self.assertEqual(run.totals["left"], 0)
        statuses = dict(folder.journal("SELECT name, status FROM letter"))
        files = [str(file.relative_to(hostile)) for end in ("pdf", "docx") for file in hostile.rglob(f"*.{end}")]
        self.assertEqual(sorted(statuses), sorted(files))
        self.assertNotIn("pending", statuses.values())
        after = sorted(str(file) for file in folder.path.rglob("*") if folder.out not in file.parents and file != folder.out)
        self.assertEqual(after, before)
        with open(SHARED / "hostile/manifest.tsv", newline="") as manifest:
            for row in csv.DictReader(manifest, delimiter="\t"):
                name = next((one for one in statuses if one.endswith(row["file"])), None)
                if name is None:
                    continue
                wanted = set(row["expect"].split("|"))
                good = statuses[name] in ("converted", "repaired", "doubtful")
                if good:
                    self.assertTrue(wanted & {"ok", "ok-warn"} or statuses[name] == "doubtful", (name, row["expect"]))
                elif wanted <= {"ok"}:
                    self.fail(f"{name} is {statuses[name]}, and {row['expect']} is wanted")
        peak = folder.journal("SELECT max(peak_memory) FROM letter")[0][0]
        self.assertLess(peak, 2 << 30)

    def test_the_second_run_over_all_letters_converts_nothing(self):
        folder = Folder()
        first = batch(folder, SHARED / "letters", "--include", "*.pdf", "--include", "*.docx")
        # Two of the files are web pages under a letter's name.
        self.assertEqual((first.status, first.totals["failed"], first.totals["quarantined"]), (1, 2, 0), first.text)
        self.assertEqual(first.totals["converted"] + 2, first.totals["listed"])
        second = batch(folder, SHARED / "letters", "--include", "*.pdf", "--include", "*.docx")
        self.assertEqual((second.totals["converted"], second.totals["rewritten"]), (0, 0))
        self.assertEqual(second.totals["skipped"], first.totals["listed"])
        self.assertEqual(second.status, first.status)


if __name__ == "__main__":
    if not (SHARED / "letters").is_dir():
        print("skipped: the shared letters are not here")
        sys.exit(77)
    unittest.main(verbosity=2)
