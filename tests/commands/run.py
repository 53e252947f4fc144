#!/usr/bin/env python3
"""run.py TEST.md --source FOLDER --build FOLDER [--accept]

Runs the commands of a Markdown file and compares what they print. Fenced blocks of these kinds are looked at:

    ```console      `$ command` lines, each followed by its standard output and, where it is not 0, its exit status
                    in brackets on a line of its own: `[2]`. A command goes on after a line that ends in a backslash.
                    A line of three dots matches any lines, `…` in a line for any text in it.
    ```stdin        the standard input of the next command; without it, standard input is empty
    ```WORD NAME    a file to be made before the next command; WORD says what it is: `toml`, `cpp`, `text`

All commands of a file run in one fresh folder, by sh, with the built program first in PATH. `samples`, `pipelines`
and `core` are there as in the repository, and `build/release` is the build under test. With --accept the file is
rewritten with what the commands print: read the difference before you keep it.
"""
import argparse
import difflib
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path


def run(command, given, folder, options):
    path = f"{options.build}/bin{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "LC_ALL": "C.UTF-8"}
    for name in ("SHEAF_PLUGIN_PATH", "CDPATH"):
        environment.pop(name, None)
    done = subprocess.run(["sh", "-c", command], input=given.encode(), stdout=subprocess.PIPE, cwd=folder,
                          env=environment, timeout=600)
    printed = done.stdout.decode("utf-8", "backslashreplace").splitlines()
    if done.returncode:
        printed.append(f"[{done.returncode}]")
    return printed


def line_matches(expected, printed):
    return re.fullmatch(".*".join(map(re.escape, expected.split("…"))), printed) is not None


def matches(expected, printed):
    if not expected:
        return not printed
    if expected[0] == "...":
        return any(matches(expected[1:], printed[skipped:]) for skipped in range(len(printed) + 1))
    return bool(printed) and line_matches(expected[0], printed[0]) and matches(expected[1:], printed[1:])


def console(lines, given, folder, options, report):
    """Runs the commands of one block; returns the block as it came out."""
    out, at = [], 0
    while at < len(lines):
        start = at
        if not lines[at].startswith("$ "):
            sys.exit(f"{options.test}: a console block must begin with `$ command`: {lines[at]}")
        command = lines[at][2:]
        while command.endswith("\\"):
            at += 1
            command += "\n" + lines[at]
        at += 1
        out += lines[start:at]
        expected = []
        while at < len(lines) and not lines[at].startswith("$ "):
            expected.append(lines[at])
            at += 1
        printed = run(command, given, folder, options)
        given = ""
        if matches(expected, printed):
            out += expected
        else:
            out += printed
            report.append(f"$ {command}\n" + "\n".join(difflib.unified_diff(
                expected, printed, "expected", "printed", lineterm="", n=2)))
    return out


def run_test(options):
    text = options.test.read_text(encoding="utf-8")
    out, report, count, given = [], [], 0, ""
    with tempfile.TemporaryDirectory() as folder:
        for name in ("samples", "pipelines", "core"):
            os.symlink(options.source / name, f"{folder}/{name}")
        os.mkdir(f"{folder}/build")
        os.symlink(options.build, f"{folder}/build/release")
        lines = iter(text.splitlines())
        for line in lines:
            out.append(line)
            fence = re.fullmatch(r"```(\w+) ?(.*)", line)
            if not fence:
                continue
            block = []
            for inner in lines:
                if inner == "```":
                    break
                block.append(inner)
            kind = fence[1]
            if kind not in ("console", "stdin") and fence[2]:
                Path(folder, fence[2]).write_text("".join(f"{row}\n" for row in block), encoding="utf-8")
            elif kind == "stdin":
                given = "".join(f"{row}\n" for row in block)
            elif kind == "console":
                count += 1
                block = console(block, given, folder, options, report)
                given = ""
            out += [*block, "```"]
    if not count:
        sys.exit(f"{options.test}: no commands")
    if options.accept:
        options.test.write_text("\n".join(out) + "\n", encoding="utf-8")
    print("\n\n".join(report))
    return 1 if report else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("test", type=Path)
    parser.add_argument("--source", type=lambda name: Path(name).resolve(), required=True)
    parser.add_argument("--build", type=lambda name: Path(name).resolve(), required=True)
    parser.add_argument("--accept", action="store_true")
    sys.exit(run_test(parser.parse_args()))
