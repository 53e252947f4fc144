"""Each hostile file alone, in little address space: an exit code of the program's own, and nothing but its own messages.

Whether each file ends in its class is seen by the batch over all of them; this sees what a batch hides: a library that
writes to standard error by itself, and an appetite for memory.
"""
import json
import os
import resource
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

PROGRAM, SHARED = sys.argv[1], Path(os.environ.get("SHEAF_SHARED", ""))
del sys.argv[1]
ADDRESS_SPACE = 2 << 30
INPUTS = (("pdf", "docx"), ("odt", "html", "text", "refusal"))  # each file goes through both


def limit():
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


class Hostile(unittest.TestCase):
    def test_no_file_breaks_the_program_or_makes_a_library_speak(self):
        files = sorted(file for end in ("pdf", "docx") for file in (SHARED / "hostile").rglob(f"*.{end}"))
        self.assertTrue(files)
        with tempfile.TemporaryDirectory() as folder:
            for file, inputs in ((file, inputs) for file in files for inputs in INPUTS):
                pipeline = Path(folder, "hostile.toml")
                stages = "".join(f'[[input]]\nuse = "{one}"\n' + ('ocr = "never"\n' if one == "pdf" else "")
                                 for one in inputs)
                pipeline.write_text(f'format = 1\nname = "hostile"\n{stages}[[output]]\nuse = "json"\n')
                with self.subTest(file.name, inputs=inputs):
                    done = subprocess.run(
                        [PROGRAM, "--log-format=json", "convert", "--check", "-p", pipeline, file, "-o", Path(folder, "out")],
                        stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=limit, timeout=60)
                    # Good, failed, doubtful: never a signal, nor the codes for wrong use.
                    self.assertIn(done.returncode, (0, 1, 3), done.stderr.decode(errors="replace"))
                    reported = []
                    for line in done.stderr.decode().splitlines():
                        self.assertTrue(line.startswith("{"), line)
                        reported.append(json.loads(line))
                    if done.returncode == 1:
                        self.assertIn("error", [one.get("severity") for one in reported])


if __name__ == "__main__":
    if not (SHARED / "hostile").is_dir():
        print("skipped: SHEAF_SHARED names no folder with hostile files")
        sys.exit(77)
    unittest.main(verbosity=2)
