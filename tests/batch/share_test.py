"""Letters on a share that stops to answer: whoever reads them then cannot be killed. They hold up nobody else."""
import importlib.util
import os
import subprocess
import sys
import time
import unittest
from pathlib import Path

from batch import Folder


class Share(unittest.TestCase):
    def setUp(self):
        if os.geteuid() != 0 or not os.access("/dev/fuse", os.R_OK | os.W_OK) or not importlib.util.find_spec("fusepy"):
            self.skipTest("a file system that stops to answer cannot be mounted here")
        self.folder = Folder()
        for name in ("a", "b", "c"):
            self.folder.letter(f"{name}.txt", f"You must sweep yard {name}.")
        self.folder.letter("slow.txt", "You must wait.")
        self.share = self.folder.path / "share"
        self.share.mkdir()

    def run_over(self, openings):
        """A batch over the share, on which the slow letter can be read so often."""
        server = subprocess.Popen([sys.executable, "-B", Path(__file__).with_name("slow_share.py"), self.folder.letters,
                                   self.share, str(openings)], stderr=subprocess.PIPE, text=True)
        try:
            while server.poll() is None and not os.path.ismount(self.share):
                time.sleep(0.01)
            if server.poll() is not None:
                self.skipTest("a file system cannot be mounted here: " + server.stderr.read())
            return self.folder.run("-j", "1", "--seconds", "2", inputs=[self.share])
        finally:
            server.kill()
            server.communicate()
            subprocess.run(["umount", "-l", self.share], stderr=subprocess.DEVNULL)

    def outputs(self):
        return sorted(file.name for file in self.folder.out.glob("*.txt.txt"))

    def test_a_letter_that_the_share_does_not_give_holds_up_nobody(self):
        run = self.run_over(0)
        self.assertEqual((run.status, run.totals["converted"], run.totals["unreachable"]), (1, 3, 1), run.text)
        self.assertEqual(run.diagnostic("slow.txt")["code"], "letter-slow")
        self.assertEqual(self.outputs(), ["a.txt.txt", "b.txt.txt", "c.txt.txt"])

    def test_a_share_may_stop_to_answer_when_a_letter_was_hashed(self):
        run = self.run_over(1)
        self.assertEqual((run.status, run.totals["converted"], run.totals["quarantined"]), (1, 3, 1), run.text)
        self.assertEqual(run.diagnostic("slow.txt")["code"], "stage-time")
        self.assertEqual(self.outputs(), ["a.txt.txt", "b.txt.txt", "c.txt.txt"])
        # The next run tries again.
        run = self.run_over(9)
        self.assertEqual(run.status, 0, run.text)
        self.assertEqual(self.outputs()[-1], "slow.txt.txt")

    def test_the_batch_itself_reads_no_letter(self):
        run = self.run_over(2)
        self.assertEqual((run.status, run.totals["converted"]), (0, 4), run.text)


if __name__ == "__main__":
    unittest.main(verbosity=2)
