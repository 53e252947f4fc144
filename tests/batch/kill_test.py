"""A batch that is killed at any moment leaves whole outputs, and the next run makes of them what one run would have made."""
import random
import signal
import subprocess
import time
import unittest

from batch import Folder, outputs

MOMENTS = 100


class Killed(unittest.TestCase):
    def test_killed_at_a_hundred_moments(self):
        folder = Folder()
        for i in range(24):
            folder.letter(f"{i}.txt", *(f"You must mend roof {j} of {i}." for j in range(i % 4)))
        whole = folder.path / "whole"
        begun = time.monotonic()
        self.assertEqual(folder.run(out=whole).status, 0)
        lasts = time.monotonic() - begun
        expected = outputs(whole)
        chance = random.Random(1)
        killed = attempts = 0
        while killed < MOMENTS:
            attempts += 1
            self.assertLess(attempts, 10 * MOMENTS, "runs end before they are killed")
            # Every few kills a run is allowed to end, and is then compared; the next begins with nothing.
            process = subprocess.Popen(folder.command(), stderr=subprocess.DEVNULL)
            time.sleep(chance.uniform(0, 1.1 * lasts))
            process.kill()
            status = process.wait()
            self.assertIn(status, (0, -signal.SIGKILL))
            if status == 0:
                lasts *= 0.95  # the first run was a slow one
            else:
                killed += 1
            for name, content in outputs(folder.out).items() if folder.out.exists() else ():
                if not name.startswith("_archive") and name != "index.html" and ".sheaf-" not in name:
                    self.assertEqual(content, expected[name], f"{name} is not whole after attempt {attempts}")
            if attempts % 10 == 9:
                resumed = folder.run()
                self.assertEqual(resumed.status, 0, resumed.text)
                self.assertEqual(outputs(folder.out), expected, f"after attempt {attempts}")
                self.assertEqual(folder.journal("SELECT count(*) FROM letter WHERE status='converted'"), [(24,)])
                subprocess.run(["rm", "-r", str(folder.out)], check=True)


if __name__ == "__main__":
    unittest.main(verbosity=2)
