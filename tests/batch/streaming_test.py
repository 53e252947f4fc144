"""The archive is written while letters are converted: as far as they are done, in order of their names."""
import json
import subprocess
import time
import unittest

from batch import Folder, outputs

UNCONFINED = ["--confine", "off"]
FIRST, SECOND = [f"a{i:03}.txt" for i in range(150)], [f"c{i:03}.txt" for i in range(30)]


class Streaming(unittest.TestCase):
    def setUp(self):
        self.folder = Folder()
        for name in FIRST + SECOND:
            self.folder.letter(name, *(f"You must mend roof {i} of {name}." for i in range(5)))

    def wait_for(self, what):
        deadline = time.monotonic() + 60
        while not what():
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.02)

    def under_way(self):
        """The letters in the archive's lines of JSON that are being written, as far as they are on the disk."""
        letters = []
        for file in (self.folder.out / ".sheaf/work").glob("*.tmp"):
            for line in file.read_bytes().splitlines(keepends=True):
                if line.startswith(b"{") and line.endswith(b"}\n"):
                    letters.append(json.loads(line)["letter"])
        return letters

    def test_rows_are_written_while_a_letter_is_at_work_and_only_those_before_it(self):
        note = self.folder.path / "waits"
        self.folder.letter("b.txt", f"fault: wait={note} once", "You must wait.")
        process = subprocess.Popen(self.folder.command(*UNCONFINED), stderr=subprocess.DEVNULL)
        try:
            self.wait_for(lambda: note.exists() and (self.folder.out / (SECOND[-1] + ".txt")).exists())
            self.wait_for(lambda: len(self.under_way()) > 100)
            self.assertEqual(set(self.under_way()) - set(FIRST), set())
            self.assertFalse((self.folder.out / "_archive/demand.jsonl").exists())
        finally:
            process.kill()
            process.wait()
        # What was begun is nobody's: the next run writes what one run would have written.
        self.assertEqual(self.folder.run(*UNCONFINED).status, 0)
        self.assertEqual(list((self.folder.out / ".sheaf").glob("work/*")), [])
        whole = self.folder.path / "whole"
        self.assertEqual(self.folder.run(*UNCONFINED, out=whole).status, 0)
        self.assertEqual(outputs(self.folder.out), outputs(whole))

    def test_letters_in_any_order_give_the_same_bytes(self):
        self.assertEqual(self.folder.run().status, 0)
        turned = self.folder.path / "turned"
        inputs = [self.folder.letters / name for name in reversed(FIRST + SECOND)]
        self.assertEqual(self.folder.run(out=turned, inputs=inputs).status, 0)
        self.assertEqual(outputs(turned), outputs(self.folder.out))

    def test_a_letter_that_is_gone_is_not_in_an_archive_that_others_change(self):
        self.assertEqual(self.folder.run().status, 0)
        (self.folder.letters / FIRST[0]).unlink()
        for options in ([], ["--prune"]):
            self.folder.letter(SECOND[-1], f"You must mend the gate {options}.")
            self.assertEqual(self.folder.run(*options).status, 0)
            rows = [json.loads(line) for line in (self.folder.out / "_archive/letters.jsonl").read_text().splitlines()]
            self.assertEqual([row["letter"] for row in rows], (FIRST + SECOND)[1:])
            demands = (self.folder.out / "_archive/demand.csv").read_text()
            self.assertIn(f"the gate {options}", demands)


if __name__ == "__main__":
    unittest.main(verbosity=2)
