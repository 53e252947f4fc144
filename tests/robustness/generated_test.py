"""generated_test.py PROGRAM SAMPLES [NAME]: what damaged and hostile letters that this test makes do to the program.

Each is converted alone, in little address space and time. The program ends by itself with a status that fits the file, writes
nothing but its own messages and the outputs, and every character that it read is accounted for in the ledger.
"""
import json
import os
import resource
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from hostile_files import FAILED, files

PROGRAM, SAMPLES = Path(sys.argv[1]).resolve(), Path(sys.argv[2])
ONLY = sys.argv[3] if len(sys.argv) > 3 else ""
SANITIZED = bool(os.environ.get("SHEAF_SANITIZE"))
# Sanitizers reserve terabytes of addresses and take their time.
ADDRESS_SPACE, SECONDS = (resource.RLIM_INFINITY, 300) if SANITIZED else (3 << 30, 60)
INPUTS = {".pdf": ("pdf", "docx"), ".docx": ("pdf", "docx")}
OTHERS = ("odt", "html", "text", "refusal")


def pipeline(name):
    """The inputs that know the file's kind; the others are there for files of other kinds."""
    inputs = "".join(f'[[input]]\nuse = "{one}"\n' + ('ocr = "never"\n' if one == "pdf" else "")
                     for one in INPUTS.get(Path(name).suffix, OTHERS))
    return (f'format = 1\nname = "hostile"\n{inputs}[[transform]]\nuse = "sections"\n[[output]]\nuse = "json"\n'
            '[[output]]\nuse = "html"\n')


def limit():
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


class Generated(unittest.TestCase):
    def test_no_file_breaks_the_program(self):
        count = 0
        for name, data, statuses, text in files(SAMPLES):
            if ONLY in name:
                count += 1
                with self.subTest(name), tempfile.TemporaryDirectory() as folder:
                    self.convert(Path(folder), name, data, statuses, text)
        print(f"{count} files", file=sys.stderr)
        self.assertGreater(count, 0)

    def convert(self, folder, name, data, statuses, text):
        (folder / name).write_bytes(data)
        (folder / "hostile.toml").write_text(pipeline(name))
        done = subprocess.run([PROGRAM, "--log-format=json", "convert", "--check", "-p", "hostile.toml", name, "-o", "out"],
                              cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=limit, timeout=SECONDS)
        said = done.stderr.decode(errors="replace")
        self.assertIn(done.returncode, statuses, said[-2000:])
        self.assertEqual(done.stdout, b"")
        messages = []
        for line in said.splitlines():
            self.assertTrue(line.startswith("{"), line)
            messages.append(json.loads(line))
        outputs = [f"{name}.html", f"{name}.json"]
        if done.returncode == FAILED:
            outputs = []
            errors = [message for message in messages if message.get("severity") == "error"]
            self.assertTrue(errors and all(error["message"] for error in errors), said)
        written = sorted(str(path.relative_to(folder / "out")) for path in (folder / "out").rglob("*") if path.is_file())
        self.assertEqual(written, outputs)
        self.assertEqual(sorted(path.name for path in folder.iterdir()),
                         sorted([name, "hostile.toml"] + (["out"] if (folder / "out").exists() else [])))
        if outputs:
            self.look_at(json.loads((folder / "out" / f"{name}.json").read_text(encoding="utf-8")), done.returncode, text)

    def look_at(self, document, status, text):
        ledger = document["ledger"]
        placed = ledger["blocks"] + ledger["furniture"] + ledger["refused"] + ledger["unaccounted"]
        self.assertEqual(ledger["read"], placed)
        self.assertEqual(ledger["refused"], sum(ledger.get("refused_by_reason", {}).values()))
        if ledger["unaccounted"]:
            self.assertNotEqual(status, 0)
        severe = [one for one in document["diagnostics"] if one["severity"] in ("doubtful", "error")]
        self.assertEqual(status != 0, bool(severe))
        if text:
            self.assertIn(text, " ".join(block.get("text", "") for block in document["blocks"]))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
