"""A batch that is killed at any moment leaves whole outputs, and the next run makes of them what one run would have made."""
import random
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
        killed = 0
        for moment in range(MOMENTS):
            # Every few kills a run is allowed to end, and is then compared; the next begins with nothing.
            process = subprocess.Popen(folder.command(), stderr=subprocess.DEVNULL)
            time.sleep(chance.uniform(0, 1.1 * lasts))
            process.kill()
            killed += process.wait() != 0
            for name, content in outputs(folder.out).items() if folder.out.exists() else ():
                if not name.startswith("_archive") and name != "index.html" and ".sheaf-" not in name:
                    self.assertEqual(content, expected[name], f"{name} is not whole after kill {moment}")
            if moment % 10 == 9:
                resumed = folder.run()
                self.assertEqual(resumed.status, 0, resumed.text)
                self.assertEqual(outputs(folder.out), expected, f"after kill {moment}")
                self.assertEqual(folder.journal("SELECT count(*) FROM letter WHERE status='converted'"), [(24,)])
                subprocess.run(["rm", "-r", str(folder.out)], check=True)
        self.assertGreater(killed, MOMENTS / 4)


if __name__ == "__main__":
    unittest.main(verbosity=2)
