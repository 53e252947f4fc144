"""What a worker answers that somebody has taken over is not believed, and spoils no other letter: which letter it had, what it
has written, and where. Workers are not confined here, so that everything is tried that an answer can say."""
import hashlib
import subprocess
import unittest
from pathlib import Path

from batch import PROGRAM, Folder, Run

VICTIM = "You must pay nothing."
DEMAND = "You must pay the author of the other letter."


class Forged(unittest.TestCase):
    def setUp(self):
        self.folder = Folder()
        self.victim = self.folder.letter("victim.txt", VICTIM)
        self.content = hashlib.sha256(self.victim.read_bytes()).hexdigest()
        self.worker = self.folder.out / ".sheaf/work/worker-0"

    def run_one_by_one(self, *options):
        return self.folder.run("-j", "1", "--confine", "off", *options)

    def forge(self, kind, argument="", *lines):
        self.folder.letter("a-forger.txt", f"fault: forge:{kind},{self.worker},{argument} so", *lines)

    def refused(self, run, words, letter="a-forger.txt"):
        said = run.diagnostic(letter)
        self.assertEqual(said["code"], "worker-answer", run.text)
        self.assertIn(words, said["message"])

    def victim_is_whole(self):
        self.assertEqual((self.folder.out / "victim.txt.txt").read_text(), f"victim.txt\nLetter victim\n{VICTIM}\n")
        self.assertEqual(self.folder.journal("SELECT name FROM letter WHERE content=?", self.content), [("victim.txt",)])
        verified = subprocess.run([PROGRAM, "verify", str(self.folder.out)], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.assertEqual(verified.returncode, 0, verified.stderr)

    def test_no_stage_says_which_letter_it_had(self):
        self.folder.letter("a-forger.txt", f"fault: content={self.content}", DEMAND)
        run = self.run_one_by_one()
        self.assertEqual(run.status, 0, run.text)
        self.assertIn(DEMAND, (self.folder.out / "a-forger.txt.txt").read_text())
        self.victim_is_whole()

    def test_no_worker_says_which_letter_it_had(self):
        self.forge("content", self.content)
        self.refused(self.run_one_by_one(), "of another letter")
        self.victim_is_whole()

    def test_no_letter_says_what_those_behind_it_hold(self):
        # In its hands come the letters that its worker is given next: the first of them is tried again in another.
        self.folder.letter("a-forger.txt", f"fault: forge:serve,{self.worker},{self.content} so")
        self.folder.letter("b-next.txt", DEMAND)
        self.folder.letter("c-last.txt", DEMAND)
        run = self.run_one_by_one()
        self.assertEqual((run.status, run.totals["converted"]), (0, 4), run.text)
        contents = self.folder.journal("SELECT name, content FROM letter WHERE name IN ('b-next.txt', 'c-last.txt') ORDER BY name")
        self.assertEqual(contents, [(name, hashlib.sha256((self.folder.letters / name).read_bytes()).hexdigest())
                                    for name in ("b-next.txt", "c-last.txt")])
        for name in ("b-next.txt.txt", "c-last.txt.txt"):
            self.assertIn(DEMAND, (self.folder.out / name).read_text())
        self.victim_is_whole()

    def test_a_letter_for_which_no_answer_is_believed_is_not_tried_for_ever(self):
        self.folder.letter("a-good.txt", DEMAND)
        self.folder.letter("b-bad.txt", "fault: garbage")
        run = self.run_one_by_one()
        self.assertEqual((run.totals["converted"], run.totals["quarantined"]), (2, 1), run.text)
        self.refused(run, "garbage", "b-bad.txt")
        self.victim_is_whole()

    def test_an_output_has_the_hash_that_the_answer_says(self):
        self.forge("hash")
        self.refused(self.run_one_by_one(), "not what the answer says")
        self.victim_is_whole()

    def test_no_output_changes_after_its_hash_was_taken(self):
        self.forge("keep", "", DEMAND)
        self.folder.letter("b-next.txt", "fault: write-to-kept", DEMAND)
        run = self.run_one_by_one()
        self.assertEqual(run.status, 0, run.text)
        self.assertTrue((self.folder.out / "a-forger.txt.txt").read_text().startswith("a-forger.txt\n"))
        self.victim_is_whole()

    def test_who_may_read_and_write_an_output_is_not_for_a_worker_to_say(self):
        self.folder.letter("a-forger.txt", "fault: umask", DEMAND)
        run = self.run_one_by_one()
        self.assertEqual(run.status, 0, run.text)
        for file in self.folder.out.rglob("*"):
            if file.is_file():
                self.assertEqual(file.stat().st_mode & 0o7002, 0, file)

    def test_no_file_is_taken_from_another_folder(self):
        stolen = self.folder.path / "stolen/0"
        stolen.parent.mkdir()
        stolen.write_text("not for letters")
        self.forge("link", stolen.parent, hashlib.sha256(stolen.read_bytes()).hexdigest())
        self.refused(self.run_one_by_one(), "not what the answer says")
        self.assertEqual(stolen.read_text(), "not for letters")
        self.assertFalse((self.folder.out / "a-forger.txt.txt").exists())
        self.victim_is_whole()

    def test_no_more_is_read_of_a_letter_than_the_limit_though_the_system_says_that_it_is_empty(self):
        endless = Path("/proc/kallsyms")
        if not endless.exists() or len(endless.read_bytes()) < 2 << 20:
            self.skipTest("this system has no such file")
        run = self.folder.run("--letter-mib", "1", inputs=[endless])
        self.assertEqual(run.diagnostic("kallsyms")["code"], "letter-too-large", run.text)


class Changed(unittest.TestCase):
    def test_a_letter_that_changes_while_it_is_read_is_read_again(self):
        folder = Folder()
        letter = folder.letter("a.txt", "You must wait.")
        note = folder.path / "note"
        folder.letter("a.txt", f"fault: wait={note} once", "You must wait.")
        process = subprocess.Popen(folder.command("-j", "1", "--confine", "off"), stderr=subprocess.PIPE)
        while process.poll() is None and (not note.exists() or not note.read_text()):
            pass
        letter.write_text("Letter a\nYou must mend it.\n")
        subprocess.run(["kill", "-KILL", note.read_text()], check=True)
        said = process.communicate()[1]
        self.assertEqual(process.returncode, 0, said)
        self.assertEqual((folder.out / "a.txt.txt").read_text(), "a.txt\nLetter a\nYou must mend it.\n")
        content = hashlib.sha256(letter.read_bytes()).hexdigest()
        self.assertEqual(folder.journal("SELECT content, status FROM letter"), [(content, "converted")])
        again = Run(subprocess.run(folder.command(), stdout=subprocess.PIPE, stderr=subprocess.PIPE))
        self.assertEqual((again.status, again.totals["skipped"]), (0, 1), again.text)


if __name__ == "__main__":
    unittest.main(verbosity=2)
