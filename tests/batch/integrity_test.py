"""Damage to what a batch has written, bit by bit, is noticed and mended: in the journal, in outputs, whole-archive files and
stored documents."""
import contextlib
import fcntl
import os
import random
import shutil
import sqlite3
import subprocess
import unittest
from pathlib import Path

from batch import PROGRAM, Folder, Run, outputs

FLIPS = 100
# Of these the next run is tried, too: each takes two.
RUNS = 10


def flip(file, chance):
    """One bit of the file becomes another."""
    content = bytearray(file.read_bytes())
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    file.write_bytes(content)


class Integrity(unittest.TestCase):
    def setUp(self):
        self.folder = Folder()
        for i in range(6):
            self.folder.letter(f"2024/{i}.txt", f"You must sweep yard {i}.", "Thank you.")
        self.assertEqual(self.folder.run().status, 0)
        self.chance = random.Random(1)

    def sheaf(self, command, *options, prefix=()):
        return Run(subprocess.run([*prefix, PROGRAM, "--log-format=json", command, str(self.folder.out), *options],
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE))

    def nobody(self):
        """What stands before a command of somebody who may only read."""
        if os.geteuid() != 0:
            self.skipTest("only root can become somebody who may only read")
        for folder in (self.folder.path, self.folder.out, self.folder.out / ".sheaf"):
            folder.chmod(0o755)
        nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
        if subprocess.run([*nobody, PROGRAM, "--version"], stdout=subprocess.DEVNULL).returncode:
            self.skipTest("the program cannot be run without the rights of root here")
        return nobody

    def test_what_is_as_it_was_written_is_called_so(self):
        verified = Run(subprocess.run([PROGRAM, "verify", str(self.folder.out)], stdout=subprocess.PIPE,
                                      stderr=subprocess.PIPE))
        self.assertEqual(verified.status, 0, verified.text)
        self.assertIn("12 outputs, 8 whole-archive files, 6 stored documents: all as they were written", verified.text)

    def test_every_bit_of_the_journal_counts(self):
        journal = self.folder.out / ".sheaf/journal.sqlite"
        for i in range(FLIPS):
            sound = journal.read_bytes()
            flip(journal, self.chance)
            for command in ("status", "verify"):
                said = self.sheaf(command)
                self.assertEqual((said.status, len(said.diagnostics("journal-damaged"))), (2, 1), said.text)
            if i < RUNS:
                self.folder.letter(f"2025/{i}.txt", f"You must paint fence {i}.")
                run = self.folder.run()
                self.assertEqual((run.status, len(run.diagnostics("journal-damaged"))), (0, 1), run.text)
                after = self.folder.run()
                self.assertEqual((after.status, after.diagnostics("journal-damaged")), (0, []), after.text)
                self.assertEqual(after.totals["skipped"], 7 + i)
            else:
                journal.write_bytes(sound)
        fresh = self.folder.path / "fresh"
        self.folder.run(out=fresh)
        self.assertEqual(outputs(self.folder.out), outputs(fresh))

    def test_every_bit_of_the_journal_counts_after_a_run_that_was_killed_too(self):
        sound = self.folder.out
        self.folder.letter("2025/1.txt", "You must paint fence 1.")
        fresh = self.folder.path / "fresh"
        self.folder.run(out=fresh)
        expected = outputs(fresh)
        for i in range(FLIPS):
            out = self.folder.path / f"flipped-{i}"
            shutil.copytree(sound, out)
            (out / ".sheaf/journal.sqlite.sha256").unlink()
            flip(out / ".sheaf/journal.sqlite", self.chance)
            run = self.folder.run(out=out)
            self.assertEqual((run.status, outputs(out)), (0, expected), run.text)
            shutil.rmtree(out)

    def test_damage_after_a_run_that_was_killed_does_not_last(self):
        journal = self.folder.out / ".sheaf/journal.sqlite"
        seal = journal.with_name("journal.sqlite.sha256")
        for _ in range(RUNS):
            seal.unlink()
            content = bytearray(journal.read_bytes())
            at = self.chance.randrange(len(content) - 512)
            content[at:at + 512] = bytes(512)
            journal.write_bytes(content)
            self.assertIn(self.folder.run().status, (0, 1))
            after = self.folder.run()
            self.assertEqual((after.status, after.diagnostics("journal-damaged")), (0, []), after.text)

    def test_every_bit_of_what_was_written_counts(self):
        out = self.folder.out
        expected = outputs(out)
        files = [out / name for name in expected] + sorted((out / ".sheaf/documents").rglob("*.gz"))
        for i in range(FLIPS):
            file = self.chance.choice(files)
            sound = file.read_bytes()
            flip(file, self.chance)
            verified = self.sheaf("verify")
            self.assertEqual(verified.status, 1, f"{file}: {verified.text}")
            name = str(file.relative_to(out))
            self.assertEqual([one["letter"] for one in verified.diagnostics("output-damaged")], [name], verified.text)
            if i < RUNS:
                run = self.folder.run("--verify")
                self.assertEqual(run.status, 0, run.text)
                self.assertEqual(outputs(out), expected, name)
                self.assertEqual(self.sheaf("verify").status, 0)
            else:
                file.write_bytes(sound)

    def test_a_missing_output_is_damage_and_a_changed_one_is_told_when_it_is_mended(self):
        first, second = (self.folder.out / f"2024/{i}.txt.txt" for i in (0, 1))
        first.unlink()
        second.write_text(second.read_text().swapcase())
        said = self.sheaf("verify").diagnostics("output-damaged")
        self.assertEqual([one["letter"] for one in said], ["2024/0.txt.txt", "2024/1.txt.txt"])
        self.assertIn("there is no such file", said[0]["message"])
        run = self.folder.run("--verify")
        self.assertEqual((run.status, run.totals["rewritten"], run.totals["skipped"]), (0, 2, 4), run.text)
        self.assertEqual({one["severity"] for one in run.diagnostics("output-damaged")}, {"repaired"})

    def test_an_archive_that_one_may_only_read_can_be_verified(self):
        nobody = self.nobody()
        verified = self.sheaf("verify", prefix=nobody)
        self.assertEqual(verified.status, 0, verified.text)

    def test_a_journal_is_sealed_by_everybody_who_writes_to_it(self):
        (self.folder.letters / "bad.txt").write_text("no letter")
        self.folder.run()
        self.assertEqual(self.sheaf("accept", "bad.txt", "--why", "known").status, 0)
        seals = subprocess.run(["sha256sum", "--check", "--quiet", "journal.sqlite.sha256"], cwd=self.folder.out / ".sheaf")
        self.assertEqual(seals.returncode, 0)
        moved = self.folder.path / "moved"
        shutil.move(self.folder.out, moved)
        self.folder.out = Path(moved)
        self.assertEqual(self.sheaf("verify").status, 0)

    def test_damage_of_the_seal_is_none_of_the_journal(self):
        seal = self.folder.out / ".sheaf/journal.sqlite.sha256"
        for damaged in (lambda sound: b"", lambda sound: sound[:40], lambda sound: sound.replace(b"a", b"b", 1),
                        lambda sound: sound[:-3] + b"x\n"):
            seal.write_bytes(damaged(seal.read_bytes()))
            verified = self.sheaf("verify")
            self.assertEqual(verified.status, 0, verified.text)
            run = self.folder.run()
            self.assertEqual((run.status, run.totals["skipped"], run.diagnostics("journal-damaged")), (0, 6, []), run.text)

    def test_who_reads_the_journal_does_not_damage_it(self):
        """A query that is open while a run ends keeps the latest pages in the log; the next one moves them."""
        journal = self.folder.out / ".sheaf/journal.sqlite"
        with contextlib.closing(sqlite3.connect(journal)) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM letter").fetchone()
            self.folder.letter("2025/1.txt", "You must paint fence 1.")
            self.assertEqual(self.folder.run().status, 0)
        with contextlib.closing(sqlite3.connect(journal)) as other:
            other.execute("SELECT count(*) FROM letter").fetchone()
        self.assertEqual(self.sheaf("verify").status, 0)
        run = self.folder.run()
        self.assertEqual((run.status, run.totals["skipped"], run.diagnostics("journal-damaged")), (0, 7, []), run.text)

    def test_what_changes_nothing_leaves_the_seal(self):
        seal = self.folder.out / ".sheaf/journal.sqlite.sha256"
        for command in (["accept", "no-such.txt", "--why", "x"],):
            self.assertNotEqual(self.sheaf(*command).status, 0)
            self.assertTrue(seal.exists(), command)
        self.assertNotEqual(self.folder.run("--shard", "1/2").status, 0)
        self.assertTrue(seal.exists())

    def test_what_a_batch_is_writing_is_not_called_damaged(self):
        written = self.folder.out / "2024/0.txt.txt"
        written.write_text("newer")
        with contextlib.closing(sqlite3.connect(self.folder.out / ".sheaf/journal.sqlite")) as journal, journal:
            journal.execute("INSERT INTO announced VALUES('2024/0.txt.txt', '2024/0.txt')")
        (self.folder.out / ".sheaf/journal.sqlite.sha256").unlink()
        self.assertEqual(self.sheaf("verify").status, 1)  # of a run that was killed
        with open(self.folder.out / ".sheaf/lock", "r+") as lock:
            fcntl.lockf(lock, fcntl.LOCK_EX)
            verified = self.sheaf("verify")
        self.assertEqual(verified.status, 0, verified.text)

    def test_what_may_not_be_read_is_not_called_damaged_nor_sound(self):
        nobody = self.nobody()
        document = next((self.folder.out / ".sheaf/documents").rglob("*.gz"))
        for file in (self.folder.out / "2024/0.txt.txt", document):
            file.chmod(0o600)
            verified = self.sheaf("verify", prefix=nobody)
            file.chmod(0o644)
            self.assertEqual((verified.status, verified.diagnostics("output-damaged")), (1, []), verified.text)
            said = [one["letter"] for one in verified.diagnostics("file-unreadable")]
            self.assertEqual(said, [str(file.relative_to(self.folder.out))], verified.text)

    def test_a_link_is_no_output(self):
        written = self.folder.out / "2024/0.txt.txt"
        elsewhere = self.folder.path / "elsewhere"
        written.rename(elsewhere)
        written.symlink_to(elsewhere)
        self.assertEqual(self.sheaf("verify").status, 1)
        self.assertEqual(self.folder.run("--verify").status, 0)
        self.assertFalse(written.is_symlink())

    def test_damage_of_a_letter_that_is_gone_is_told_with_what_mends_it(self):
        (self.folder.letters / "2024/0.txt").unlink()
        self.folder.run()
        (self.folder.out / "2024/0.txt.txt").write_text("spoilt")
        said = self.sheaf("verify").diagnostics("output-damaged")
        self.assertIn("no longer among the inputs", said[0]["hint"])


if __name__ == "__main__":
    unittest.main(verbosity=2)
