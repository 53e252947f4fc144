"""What the tests of batches share: a folder of letters, a pipeline over the plugin of faults, and runs of the program."""
import contextlib
import hashlib
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

PROGRAM, PLUGINS, PIPELINE = sys.argv[1:4]
del sys.argv[1:4]

TEXT = """format = 1
name = "test"

[[input]]
use = "lines"

[[transform]]
use = "faulty"

[[transform]]
use = "demands"

[[output]]
use = "copies"

[[output]]
use = "csv"
letters = false
bom = false

[[output]]
use = "jsonl"

[[output]]
use = "index"

[batch]
jobs = 2
seconds = 20
cpu_seconds = 20
sync = false
"""


def missing_confinement():
    """What this system lacks to confine workers."""
    listed = subprocess.run([PROGRAM, "plugins", "--json"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                            check=True).stdout
    return json.loads(listed)["missing_confinement"]


class Folder:
    """A folder with letters (`in`), a pipeline file and outputs (`out`)."""

    def __init__(self):
        self.keep = tempfile.TemporaryDirectory(prefix="sheaf-batch-")
        self.path = Path(self.keep.name)
        self.letters = self.path / "in"
        self.out = self.path / "out"
        self.pipeline = self.path / "test.toml"
        self.letters.mkdir()
        self.pipeline.write_text(TEXT)

    def letter(self, name, *lines):
        file = self.letters / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("\n".join(("Letter " + Path(name).stem,) + lines) + "\n")
        return file

    def command(self, *options, out=None, inputs=None):
        inputs = [self.letters] if inputs is None else inputs
        return [PROGRAM, "--plugin-dir", PLUGINS, "--log-format=json", "batch", str(self.pipeline), *map(str, inputs),
                "-o", str(out or self.out), *options]

    def run(self, *options, out=None, inputs=None, prefix=(), timeout=120, **more):
        return Run(subprocess.run([*prefix, *self.command(*options, out=out, inputs=inputs)], stdout=subprocess.PIPE,
                                  stderr=subprocess.PIPE, timeout=timeout, **more))

    def unprivileged(self):
        """What stands before a command so that folders can be read-only for it; None where that cannot be had."""
        self.out.mkdir()
        if os.geteuid() != 0:
            return []
        nobody = 65534
        self.path.chmod(0o755)
        os.chown(self.out, nobody, nobody)
        prefix = ["setpriv", f"--reuid={nobody}", f"--regid={nobody}", "--clear-groups"]
        for need in ([PROGRAM, "--version"], ["test", "-r", PLUGINS]):
            try:
                if subprocess.run([*prefix, *need], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode:
                    return None
            except OSError:
                return None
        return prefix

    def journal(self, query, *values, out=None):
        with contextlib.closing(sqlite3.connect((out or self.out) / ".sheaf/journal.sqlite")) as database:
            return database.execute(query, values).fetchall()


class Run:
    """A run that has ended: its exit status and what it said."""

    def __init__(self, done):
        self.status = done.returncode
        self.text = done.stderr.decode()
        self.said = [json.loads(line) for line in self.text.splitlines() if line.startswith("{")]
        self.totals = next((one for one in self.said if "listed" in one), None)

    def diagnostics(self, code):
        return [one for one in self.said if one.get("code") == code]

    def diagnostic(self, letter):
        found = [one for one in self.said if one.get("letter") == letter and one.get("severity") == "error"]
        assert len(found) == 1, (letter, found, self.text)
        return found[0]


def outputs(folder):
    """Every output by name, with its hash: all but what is kept in `.sheaf`."""
    return {str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest()
            for file in sorted(folder.rglob("*")) if file.is_file() and ".sheaf" not in file.parts}
