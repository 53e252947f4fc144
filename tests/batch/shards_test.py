"""One archive in shards, each in a folder of its own: joined, they are what one run makes."""
import random
import subprocess
import time
import unittest

from batch import PLUGINS, PROGRAM, Folder, outputs

SHARDS = 4


class Shards(unittest.TestCase):
    def setUp(self):
        self.folder = Folder()
        for i in range(40):
            self.folder.letter(f"20{i % 7:02}/{i}.txt", *(f"You must mend roof {j} of {i}." for j in range(i % 4)))
        # Names that differ in case only get names of their own, which depend on all letters.
        self.folder.letter("2000/Same.txt", "You must sweep.")
        self.folder.letter("2000/same.txt", "You must dust.")
        self.parts = [self.folder.path / f"part-{i}" for i in range(1, SHARDS + 1)]
        self.joined = self.folder.path / "joined"

    def run_shard(self, number):
        return self.folder.run("--shard", f"{number}/{SHARDS}", out=self.parts[number - 1])

    def merge(self, *options, out=None):
        return subprocess.run([PROGRAM, "--plugin-dir", PLUGINS, "merge", "-p", str(self.folder.pipeline),
                               *map(str, self.parts), "-o", str(out or self.joined), *options],
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def compare(self):
        whole = self.folder.path / "whole"
        self.assertEqual(self.folder.run("--prune", out=whole).status, 0)
        merged = self.merge("--gather")
        self.assertEqual(merged.returncode, 0, merged.stdout)
        self.assertEqual(outputs(self.joined), outputs(whole))

    def test_shards_joined_are_what_one_run_makes_and_stay_so(self):
        letters = [self.run_shard(number).totals["converted"] for number in range(1, SHARDS + 1)]
        self.assertEqual(sum(letters), 42)
        self.assertTrue(all(letters), letters)
        self.compare()
        # A letter that comes, one that goes, one that changes: each in its own shard, and no other does anything.
        self.folder.letter("new.txt", "You must begin.")
        self.folder.letter("2003/3.txt", "You must paint.")
        (self.folder.letters / "2001/1.txt").unlink()
        totals = [self.folder.run("--shard", f"{number}/{SHARDS}", "--prune", out=self.parts[number - 1]).totals
                  for number in range(1, SHARDS + 1)]
        self.assertEqual(sum(one["converted"] for one in totals), 2, totals)
        self.assertEqual(sum(one["pruned"] for one in totals), 1, totals)
        self.compare()

    def test_nothing_is_merged_into_a_batch_of_its_own(self):
        self.run_shard(1), self.run_shard(2)
        self.parts = self.parts[:2]
        before = outputs(self.parts[0])
        for options in ((), ("--gather",)):
            merged = self.merge(*options, out=self.parts[0])
            self.assertEqual(merged.returncode, 2, merged.stdout)
            self.assertIn("is the output folder of a batch", merged.stdout)
            self.assertEqual(outputs(self.parts[0]), before)

    def test_shards_that_are_killed_are_begun_again(self):
        chance = random.Random(1)
        for number in range(1, SHARDS + 1):
            for _ in range(3):
                process = subprocess.Popen(self.folder.command("--shard", f"{number}/{SHARDS}", out=self.parts[number - 1]),
                                           stderr=subprocess.DEVNULL)
                time.sleep(chance.uniform(0, 0.3))
                process.kill()
                process.wait()
            self.assertEqual(self.run_shard(number).status, 0)
        self.compare()

    def test_a_folder_holds_one_shard(self):
        self.run_shard(2)
        for options in (("--shard", f"1/{SHARDS}"), ("--shard", "2/5"), ()):
            run = self.folder.run(*options, out=self.parts[1])
            self.assertEqual(run.status, 2, run.text)
            self.assertIn(f"holds the shard 2/{SHARDS}", run.diagnostics("usage")[0]["message"])
        for wrong in ("0/4", "5/4", "x", "1"):
            self.assertEqual(self.folder.run("--shard", wrong).status, 2)

    def test_nothing_is_gathered_into_a_batch_s_own_folder(self):
        for number in range(1, SHARDS + 1):
            self.run_shard(number)
        refused = self.merge("--gather", out=self.parts[0])
        self.assertEqual(refused.returncode, 2, refused.stdout)
        self.assertIn("is the output folder of a batch", refused.stdout)


if __name__ == "__main__":
    unittest.main(verbosity=2)
