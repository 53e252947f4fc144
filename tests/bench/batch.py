#!/usr/bin/env python3
"""batch.py PROGRAM TEST_PLUGINS [LETTERS PIPELINE]

What a batch costs. With the plugin of tests/batch (letters of three lines, which take next to no time to convert): the batch's
own cost per letter and per letter that is skipped, and its memory with --journalled letters in the journal. With LETTERS and
PIPELINE: letters a second at -j 1 and -j 2. Medians of --rounds; the cost of the batch is the processor time of its process
alone, without its workers.
"""
import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PIPELINE = """format = 1
name = "bench"
[[input]]
use = "lines"
[[transform]]
use = "demands"
[[output]]
use = "copies"
"""


def run(command):
    """Seconds on the clock, processor seconds and peak MiB of the process itself, and what it says at its end."""
    with tempfile.TemporaryFile("w+") as log:
        begun = time.monotonic()
        process = subprocess.Popen(command, stderr=log)
        cpu, peak = 0.0, 0.0
        while process.poll() is None:
            try:
                fields = Path(f"/proc/{process.pid}/stat").read_text().rsplit(")", 1)[1].split()
                status = Path(f"/proc/{process.pid}/status").read_text().splitlines()
            except OSError:
                break
            cpu = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
            peak = max([peak] + [int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM")])
            time.sleep(0.01)
        process.wait()
        seconds = time.monotonic() - begun
        log.seek(0)
        last = log.read().splitlines()[-1]
    if process.returncode not in (0, 1, 3):
        sys.exit(f"{command} ended with status {process.returncode}: {last}")
    return seconds, cpu, peak, json.loads(last)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("plugins")
    parser.add_argument("letters", nargs="?")
    parser.add_argument("pipeline", nargs="?")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--journalled", type=int, default=100000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sheaf-bench-") as name:
        folder = Path(name)
        base = [options.program, "--plugin-dir", options.plugins, "--log-format=json", "batch"]
        if options.letters:
            for jobs in ("1", "2"):
                rates = []
                for turn in range(options.rounds):
                    seconds, _, _, said = run(base + [options.pipeline, options.letters, "-o", str(folder / f"{jobs}-{turn}"),
                                                      "-j", jobs, "--include", "*.pdf", "--include", "*.docx"])
                    rates.append(said["converted"] / seconds)
                print(f"-j {jobs}: {statistics.median(rates):.1f} letters/s")
        pipeline = folder / "bench.toml"
        pipeline.write_text(PIPELINE)
        letters = folder / "in"
        for i in range(options.journalled):
            part = letters / str(i // 1000)
            part.mkdir(parents=True, exist_ok=True)
            (part / f"{i}.txt").write_text(f"Letter {i}\nYou must mend roof {i}.\nThank you.\n")
        command = base + [str(pipeline), str(letters), "-o", str(folder / "out"), "-j", "2", "--letters-per-worker", "0"]
        for title in ("converted", "skipped (hashed)", "skipped (known by size and times)"):
            seconds, cpu, peak, said = run(command)
            print(f"{title}: {said['listed']} letters in {seconds:.1f} s; the batch itself {cpu / said['listed'] * 1e6:.0f} us a "
                  f"letter, {peak:.0f} MiB")


if __name__ == "__main__":
    main()
