"""What somebody plants in an output folder (links, pipes, lists of files, journals) is refused by its name: nothing is written or
removed elsewhere, and nobody's own file goes."""
import contextlib
import os
import shutil
import sqlite3
import subprocess
import time
import unittest

from batch import PLUGINS, PROGRAM, Folder, Run


class Planted(unittest.TestCase):
    def setUp(self):
        self.folder = Folder()
        self.out = self.folder.out
        for i in range(4):
            self.folder.letter(f"2024/{i}.txt", f"You must sweep yard {i}.", "Thank you.")
        self.elsewhere = self.folder.path / "elsewhere"
        self.elsewhere.mkdir()
        self.joined = self.folder.path / "joined"

    def sheaf(self, command, *arguments):
        return Run(subprocess.run([PROGRAM, "--plugin-dir", PLUGINS, "--log-format=json", command, *map(str, arguments)],
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60))

    def merge(self, *options):
        return self.sheaf("merge", "-p", self.folder.pipeline, self.out, "-o", self.joined, *options)

    def refused(self, run, words, code="output-unwritable", status=2):
        self.assertEqual(run.status, status, run.text)
        self.assertTrue(any(words in one["message"] for one in run.diagnostics(code)), (words, run.text))

    def link_in_place_of(self, folder):
        """The folder's files, which are elsewhere by now."""
        shutil.rmtree(self.elsewhere)
        folder.rename(self.elsewhere)
        folder.symlink_to(self.elsewhere)
        return sorted(self.elsewhere.iterdir())

    def test_a_list_of_what_was_gathered_removes_nothing_outside(self):
        self.assertEqual(self.folder.run().status, 0)
        victim, other = self.folder.path / "victim/keep.txt", self.elsewhere / "victim.txt"
        for file in (victim, other):
            file.parent.mkdir(exist_ok=True)
            file.write_text("kept")
        (self.joined / ".sheaf").mkdir(parents=True)
        for name in ("../victim/keep.txt", str(other), ".sheaf/own", "_archive/own.csv", "index.html"):
            (self.joined / ".sheaf/gathered").write_bytes(name.encode() + b"\0")
            self.refused(self.merge("--gather"), name)
        self.assertEqual((victim.read_text(), other.read_text()), ("kept", "kept"))
        (self.joined / ".sheaf/gathered").unlink()
        os.mkfifo(self.joined / ".sheaf/gathered")
        self.refused(self.merge("--gather"), ".sheaf/gathered` is no regular file")

    def test_nothing_is_removed_through_a_link(self):
        self.assertEqual(self.folder.run().status, 0)
        self.assertEqual(self.merge("--gather").status, 0)
        files = self.link_in_place_of(self.joined / "2024")
        self.refused(self.merge("--gather"), "joined/2024` is a symbolic link", "output-link")
        self.assertEqual(sorted(self.elsewhere.iterdir()), files)
        files = self.link_in_place_of(self.out / "2024")
        (self.folder.letters / "2024/0.txt").unlink()
        (self.folder.letters / "2024/1.txt").write_text("no letter")
        run = self.folder.run("--prune")
        self.refused(run, "out/2024` is a symbolic link", "output-link", status=1)
        self.assertEqual(sorted(self.elsewhere.iterdir()), files)
        # What could not be removed is not forgotten.
        (self.out / "2024").unlink()
        self.elsewhere.rename(self.out / "2024")
        run = self.folder.run("--prune")
        self.assertEqual((run.totals["pruned"], run.totals["failed"]), (1, 1), run.text)
        self.assertEqual({file.name[0] for file in (self.out / "2024").iterdir()}, {"2", "3"})

    def test_a_link_in_the_place_of_an_output_is_refused_by_name(self):
        victim = self.elsewhere / "victim.txt"
        for name in ("2024/0.txt.txt", "index.html", "_archive/demand.csv"):
            self.assertEqual(self.folder.run("--again").status, 0)
            file = self.out / name
            sound = file.read_bytes()
            victim.write_bytes(sound)
            file.unlink()
            file.symlink_to(victim)
            for options in ([], ["--again"]):  # also when no letter changed
                self.refused(self.folder.run(*options), f"out/{name}` is a symbolic link", "output-link", status=1)
            self.assertTrue(file.is_symlink())
            self.assertEqual(victim.read_bytes(), sound)
            file.unlink()
            self.assertEqual(self.folder.run().status, 0)
            self.assertEqual(file.read_bytes(), sound)

    def test_stored_documents_go_through_no_link(self):
        documents = self.out / ".sheaf/documents"
        documents.mkdir(parents=True)
        for i in range(256):
            (documents / f"{i:02x}").symlink_to(self.elsewhere)
        run = self.folder.run()
        self.assertEqual((run.status, run.totals["failed"], len(run.diagnostics("output-link"))), (1, 4, 4), run.text)
        self.assertEqual(list(self.elsewhere.iterdir()), [])

    def test_a_folder_that_becomes_a_link_during_a_run_is_noticed(self):
        self.folder.letter("2024/1.txt", "fault: sleep")
        process = subprocess.Popen(self.folder.command("-j", "1", "--seconds", "3"), stderr=subprocess.PIPE)
        while not (self.out / "2024/0.txt.txt").exists():
            time.sleep(0.01)
        (self.out / "2024").rename(self.out / "before")
        (self.out / "2024").symlink_to(self.elsewhere)
        said = process.communicate()[1]
        run = Run(subprocess.CompletedProcess([], process.returncode, b"", said))
        self.refused(run, "out/2024` is a symbolic link", "output-link", status=1)
        self.assertEqual(list(self.elsewhere.iterdir()), [])

    def test_the_archive_s_folder_is_no_link(self):
        self.assertEqual(self.folder.run().status, 0)
        (self.elsewhere / "own.csv").write_text("kept")
        self.joined.mkdir()
        (self.joined / "_archive").symlink_to(self.elsewhere)
        self.refused(self.merge(), "joined/_archive` is a symbolic link", "output-link")
        self.assertEqual([file.name for file in self.elsewhere.iterdir()], ["own.csv"])

    def test_files_of_others_stay(self):
        own = [self.out / name for name in (".sheaf-2024-minutes.txt", "_archive/own.csv", "_archive/own.html",
                                            "_archive/.sheaf-999999-own.csv")]
        (self.out / "_archive").mkdir(parents=True)
        for file in own:
            file.write_text("kept")
        self.assertEqual(self.folder.run().status, 0)
        self.assertEqual(self.folder.run("--again").status, 0)
        self.assertEqual([file.read_text() for file in own], ["kept"] * len(own))
        gathered = self.joined / "2024/1.txt.txt"
        gathered.parent.mkdir(parents=True)
        gathered.write_text("kept")
        for _ in range(2):
            self.refused(self.merge("--gather"), "2024/1.txt.txt` is there already", "output-collision")
            self.assertEqual(gathered.read_text(), "kept")

    def test_a_lock_that_is_somebody_s_file_is_not_emptied(self):
        mine = self.folder.path / "mine.txt"
        mine.write_text("kept")
        (self.out / ".sheaf").mkdir(parents=True)
        (self.out / ".sheaf/lock").hardlink_to(mine)
        self.assertEqual(self.folder.run().status, 0)
        self.assertEqual(mine.read_text(), "kept")

    def test_an_output_is_gathered_only_as_its_part_wrote_it(self):
        self.assertEqual(self.folder.run().status, 0)
        output = self.out / "2024/1.txt.txt"
        sound = output.read_text()
        output.write_text(sound.swapcase())
        self.refused(self.merge("--gather"), "out/2024/1.txt.txt` cannot be gathered: its bytes", "output-damaged")
        output.unlink()
        self.refused(self.merge("--gather"), "there is no such file", "output-damaged")
        output.write_text(sound)
        self.assertEqual(self.merge("--gather").status, 0)
        self.link_in_place_of(self.out / "2024")
        self.refused(self.merge("--gather"), "out/2024` is a symbolic link", "output-link")

    def test_a_part_s_journal_names_nothing_outside(self):
        self.assertEqual(self.folder.run().status, 0)
        escaped = self.folder.path / "escaped.txt"
        journal = self.out / ".sheaf/journal.sqlite"
        known = "2024/0.txt.txt"
        for name in ("../escaped.txt", str(escaped), ".sheaf/lock", "_archive/letters.csv", "index.html"):
            with contextlib.closing(sqlite3.connect(journal)) as database, database:
                self.assertEqual(database.execute("UPDATE output SET file=? WHERE file=?", (name, known)).rowcount, 1)
                database.execute("DELETE FROM row_hash")
            known = name
            journal.with_name("journal.sqlite.sha256").unlink(missing_ok=True)
            escaped.write_text("secret")
            self.refused(self.merge("--gather"), f"`{name}`")
            self.assertFalse((self.joined / "2024").exists())
            self.assertFalse((self.joined / "index.html").exists())

    def test_a_pipe_or_a_link_in_the_place_of_a_file_is_named_and_nobody_waits(self):
        self.assertEqual(self.folder.run().status, 0)
        for name in ("_archive/.files", ".sheaf/journal.sqlite", ".sheaf/journal.sqlite-wal", ".sheaf/journal.sqlite-shm",
                     ".sheaf/lock"):
            file = self.out / name
            kept = file.read_bytes() if file.exists() else None
            file.unlink(missing_ok=True)
            os.mkfifo(file)
            self.refused(self.folder.run(timeout=60), f"{name}` is no regular file")
            if "journal" in name:
                for command in ("status", "verify"):
                    self.refused(self.sheaf(command, self.out), f"{name}` is no regular file", "journal-unwritable")
            file.unlink()
            file.symlink_to(self.elsewhere / "none")
            self.refused(self.folder.run(), f"{name}` is a symbolic link", "output-link")
            file.unlink()
            if kept is not None:
                file.write_bytes(kept)
        self.assertEqual(self.folder.run().status, 0)
        (self.joined / "_archive").mkdir(parents=True)
        os.mkfifo(self.joined / "_archive/.files")
        run = self.merge()
        self.assertEqual(run.status, 2, run.text)
        self.assertIn("_archive/.files` is no regular file", run.text)

    def test_root_uses_no_private_folder_of_another_user(self):
        if os.geteuid() != 0:
            self.skipTest("only root can give a folder to another user")
        (self.out / ".sheaf").mkdir(parents=True)
        os.chown(self.out / ".sheaf", 65534, 65534)
        self.refused(self.folder.run(), ".sheaf` belongs to another user, number 65534")
        os.chown(self.out / ".sheaf", 0, 0)
        self.assertEqual(self.folder.run().status, 0)


if __name__ == "__main__":
    unittest.main(verbosity=2)
