"""Letters that are gone, and folders, links and journals that are: what is kept, what is removed, and what is said of it."""
import contextlib
import os
import shutil
import sqlite3
import subprocess
import unittest

from batch import PLUGINS, PROGRAM, Folder, outputs


class Gone(unittest.TestCase):
    def setUp(self):
        self.folder = Folder()
        for year in ("2023", "2024"):
            for i in range(3):
                self.folder.letter(f"{year}/{i}.txt", f"You must sweep yard {i} of {year}.", "Thank you.")

    def status(self, *options):
        return subprocess.run([PROGRAM, "status", str(self.folder.out), *options], stdout=subprocess.PIPE, text=True,
                              check=True).stdout

    def refused(self, run, place, kept):
        """Nothing was removed, of the letters or of the archive, and the place is named."""
        self.assertEqual(run.status, 1, run.text)
        self.assertEqual(run.totals["pruned"], 0, run.text)
        self.assertEqual([one["letter"] for one in run.diagnostics("out-of-reach")], [str(place)], run.text)
        self.assertEqual(len(run.diagnostics("not-pruned")), 1, run.text)
        self.assertEqual(outputs(self.folder.out), kept)
        self.assertIn("out-of-reach", self.status())

    def test_an_empty_list_of_inputs_prunes_nothing(self):
        self.folder.run()
        kept = outputs(self.folder.out)
        for option in ("--prune", "--prune-emptied"):
            run = self.folder.run("--files-from", "-", option, inputs=[], input=b"\n")
            self.assertEqual(run.status, 1, run.text)
            self.assertEqual(len(run.diagnostics("list-empty")), 1, run.text)
            self.assertEqual(run.totals["pruned"], 0)
            for name, content in kept.items():
                if not name.startswith("_archive") and name != "index.html":
                    self.assertEqual(outputs(self.folder.out).get(name), content, name)

    def test_a_folder_that_lost_all_its_letters_is_not_pruned_until_that_is_said(self):
        self.folder.run()
        kept = outputs(self.folder.out)
        for file in (self.folder.letters / "2023").iterdir():
            file.unlink()  # what is left is an empty folder, as of a share that is not mounted
        self.refused(self.folder.run("--prune"), self.folder.letters / "2023", kept)
        self.refused(self.folder.run("--prune", inputs=[self.folder.letters / "2024/../*/*.txt"]),
                     self.folder.letters / "2023", kept)
        run = self.folder.run("--prune-emptied")
        self.assertEqual((run.status, run.totals["pruned"]), (0, 3), run.text)
        fresh = self.folder.path / "fresh"
        self.folder.run(out=fresh)
        self.assertEqual(outputs(self.folder.out), outputs(fresh))

    def test_an_input_that_is_rightly_empty_can_be_pruned(self):
        self.folder.run()
        shutil.rmtree(self.folder.letters / "2023")
        shutil.rmtree(self.folder.letters / "2024")
        self.assertEqual(self.folder.run("--prune").totals["pruned"], 0)
        self.assertEqual(self.folder.run("--prune-emptied").totals["pruned"], 6)

    def test_letters_that_moved_or_went_one_by_one_are_pruned(self):
        self.folder.run()
        (self.folder.letters / "2023").rename(self.folder.letters / "moved")
        run = self.folder.run("--prune")
        self.assertEqual((run.status, run.totals["renamed"], run.totals["pruned"]), (0, 3, 0), run.text)
        (self.folder.letters / "moved/0.txt").unlink()
        (self.folder.letters / "2024/0.txt").unlink()
        self.assertEqual(self.folder.run("--prune").totals["pruned"], 2)

    def test_a_link_that_leads_nowhere_is_no_reason_to_prune(self):
        share = self.folder.path / "share"
        share.mkdir()
        (share / "a.txt").write_text("Letter a\nYou must lock it.\n")
        (self.folder.letters / "link").symlink_to(share)
        self.assertEqual(self.folder.run("--follow-symlinks").status, 0)
        kept = outputs(self.folder.out)
        share.rename(self.folder.path / "elsewhere")
        for option in ("--prune", "--prune-emptied"):
            self.refused(self.folder.run("--follow-symlinks", option), self.folder.letters / "link", kept)
        (self.folder.letters / "link").unlink()
        self.assertEqual(self.folder.run("--follow-symlinks", "--prune").totals["pruned"], 1)

    def test_the_whole_archive_keeps_letters_that_are_out_of_reach(self):
        self.folder.run()
        kept = outputs(self.folder.out)
        away = self.folder.path / "away"
        for gone in (self.folder.letters, self.folder.letters / "2023"):
            gone.rename(away)
            run = self.folder.run()
            self.assertEqual(outputs(self.folder.out), kept)
            said = run.diagnostics("out-of-reach")
            self.assertEqual([one["letter"] for one in said], [str(gone)], run.text)
            self.assertIn("is kept, in the files of the whole archive, too", said[0]["message"])
            away.rename(gone)
        self.assertEqual(self.folder.run().status, 0)
        # One letter that is gone is somebody's decision, and leaves the archive's files.
        (self.folder.letters / "2023/0.txt").unlink()
        run = self.folder.run()
        self.assertEqual((run.status, run.totals["removed"], run.diagnostics("out-of-reach")), (0, 1, []), run.text)
        self.assertNotIn("2023/0.txt", (self.folder.out / "_archive/letters.csv").read_text())

    def test_new_letters_come_into_the_archive_while_others_are_out_of_reach(self):
        self.folder.run()
        shutil.rmtree(self.folder.letters / "2023")
        self.folder.letter("2024/new.txt", "You must begin.")
        self.assertEqual(self.folder.run().status, 0)
        letters = (self.folder.out / "_archive/letters.csv").read_text()
        for name in ("2023/0.txt", "2024/0.txt", "2024/new.txt"):
            self.assertIn(name, letters)

    def test_a_shard_knows_of_folders_by_the_letters_of_others(self):
        for i in range(12):
            self.folder.letter(f"many/{i}.txt", f"You must mend {i}.")
        parts = [self.folder.path / f"part{number}" for number in (1, 2, 3)]
        def run_all(*options):
            return [self.folder.run("--shard", f"{number}/3", *options, out=out).totals
                    for number, out in enumerate(parts, 1)]
        run_all()
        for i in range(11):
            (self.folder.letters / f"many/{i}.txt").unlink()
        self.assertEqual(sum(one["pruned"] for one in run_all("--prune")), 11)
        shutil.rmtree(self.folder.letters / "2023")
        self.assertEqual(sum(one["pruned"] for one in run_all("--prune")), 0)


class Journal(unittest.TestCase):
    def setUp(self):
        self.folder = Folder()
        self.folder.letter("a.txt", "You must sweep.")
        (self.folder.letters / "bad.txt").write_text("no letter")
        self.journal = self.folder.out / ".sheaf/journal.sqlite"
        self.folder.run()
        subprocess.run([PROGRAM, "accept", str(self.folder.out), "bad.txt", "--why", "no other copy"], check=True,
                       stderr=subprocess.DEVNULL)

    def said_later(self):
        status = subprocess.run([PROGRAM, "status", str(self.folder.out)], stdout=subprocess.PIPE, text=True,
                                check=True).stdout
        folder = self.folder.out / ".sheaf"
        return status, (folder / "summary.txt").read_text(), (folder / "run.json").read_text()

    def test_damage_of_the_journal_is_said_later_too(self):
        self.journal.write_bytes(b"x" * 8192)
        subprocess.run([PROGRAM, "--plugin-dir", PLUGINS, "batch", "-q", str(self.folder.pipeline), str(self.folder.letters),
                        "-o", str(self.folder.out)], stderr=subprocess.DEVNULL)
        for text in self.said_later():
            self.assertIn("journal-damaged", text)
            self.assertIn("they are to be accepted again", text)

    def test_a_journal_that_is_gone_is_said_later_too(self):
        self.journal.unlink()
        self.folder.run()
        for text in self.said_later():
            self.assertIn("journal-lost", text)

    def test_letters_that_were_accepted_still_are_after_damage_elsewhere(self):
        with contextlib.closing(sqlite3.connect(self.journal)) as database, database:
            database.execute("UPDATE letter SET status='none' WHERE name='a.txt'")
        run = self.folder.run()
        self.assertEqual(run.status, 0, run.text)
        said = run.diagnostics("journal-damaged")
        self.assertEqual(len(said), 1, run.text)
        self.assertIn("of letters that were accepted as they are, 1 still are", said[0]["message"])
        self.assertIn("bad.txt: failed, since ", self.said_later()[0])


class PassedOver(unittest.TestCase):
    def setUp(self):
        self.folder = Folder()
        self.folder.letter("a.txt", "You must sweep.")

    def status(self, *options):
        return subprocess.run([PROGRAM, "status", str(self.folder.out), *options], stdout=subprocess.PIPE, text=True,
                              check=True).stdout

    def test_the_true_number_is_said_of_what_was_passed_over(self):
        for i in range(256):
            (self.folder.letters / f".hidden-{i:03}").touch()
        self.folder.run()
        shown = self.status().split("passed over:\n")[1].splitlines()
        self.assertEqual((len(shown[:20]), shown[20]), (20, "  and 236 more"))
        shown = self.status("-v").split("passed over:\n")[1].splitlines()
        self.assertEqual(shown[200], "  and 56 more")
        self.assertTrue(all("it is no letter" in line for line in shown[:200]))
        for file in self.folder.letters.glob(".hidden-*"):
            file.unlink()
        self.folder.run()
        self.assertNotIn("passed over", self.status())

    def test_a_link_that_leads_back_is_listed(self):
        os.symlink(".", self.folder.letters / "round")
        run = self.folder.run("--follow-symlinks")
        said = run.diagnostics("passed-over")
        self.assertEqual(len(said), 1, run.text)
        self.assertIn("leads back to a folder above it", said[0]["message"])


if __name__ == "__main__":
    unittest.main()
