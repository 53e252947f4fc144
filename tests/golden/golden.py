#!/usr/bin/env python3
"""golden.py --source FOLDER --build FOLDER [--accept]

Converts the sample letters with the main pipeline and compares the outputs, byte for byte, with those in
samples/letters/expected. With --accept the expected outputs are replaced: read `git diff` before you commit them.

A letter that is known to differ from its twin (known/NAME.diff) is left out: what is wrong is not expected.
"""
import argparse
import difflib
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

LINES_SHOWN = 60  # of each file's difference
KNOWN = Path(__file__).resolve().parent / "known"


def convert(options, out):
    letters = sorted(path.name for kind in ("docx", "pdf") for path in options.letters.glob(f"*.{kind}")
                     if not (KNOWN / f"{path.stem}.diff").exists())
    done = subprocess.run([options.build / "bin" / "sheaf", "convert", *letters, "-o", out], cwd=options.letters,
                          stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    if done.returncode not in (0, 3):  # 3: all converted, some doubtful
        sys.exit(f"sheaf convert ended with {done.returncode}:\n{done.stderr}")


def difference(name, expected, printed):
    if expected is None:
        return [f"{name} is not expected"]
    if printed is None:
        return [f"{name} was not written"]
    before, after = (data.decode("utf-8", "backslashreplace").splitlines() for data in (expected, printed))
    lines = list(difflib.unified_diff(before, after, f"expected/{name}", f"converted/{name}", lineterm="", n=2))
    left_out = len(lines) - LINES_SHOWN
    return lines[:LINES_SHOWN] + ([f"... and {left_out} lines more"] if left_out > 0 else [])


def files_below(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def main(options):
    options.letters = options.source / "samples" / "letters"
    expected_folder = options.letters / "expected"
    with tempfile.TemporaryDirectory() as scratch:
        out = Path(scratch, "out")
        convert(options, out)
        if options.accept:
            shutil.rmtree(expected_folder, ignore_errors=True)
            shutil.copytree(out, expected_folder)
            print(f"took over {len(files_below(out))} files; read `git diff` before you commit them")
            return 0
        expected, printed = files_below(expected_folder), files_below(out)
    differing = [name for name in sorted(expected.keys() | printed.keys()) if expected.get(name) != printed.get(name)]
    for name in differing:
        print("\n".join(difference(name, expected.get(name), printed.get(name))) + "\n")
    print(f"{len(expected)} files expected, {len(differing)} differ")
    if differing:
        print("If the new outputs are right: cmake --build FOLDER --target update-golden")
    return 1 if differing or not expected else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--source", type=lambda name: Path(name).resolve(), required=True)
    parser.add_argument("--build", type=lambda name: Path(name).resolve(), required=True)
    parser.add_argument("--accept", action="store_true")
    sys.exit(main(parser.parse_args()))
