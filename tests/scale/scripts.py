#!/usr/bin/env python3
"""scripts.py --source FOLDER --build FOLDER

Runs the array script for Slurm with the commands of Slurm stood in for: every task of the array, one that is stopped in the
middle and queued again, and the job that joins. What comes out is what one run makes. The manifests for Kubernetes are
YAML, name one image of this version, and their shell scripts parse.
"""
import argparse
import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TASKS = 3


def outputs(folder):
    return {str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest()
            for file in sorted(folder.rglob("*")) if file.is_file() and ".sheaf" not in file.parts}


def environment(options, scratch, **more):
    return {**os.environ, "PATH": f"{scratch}/bin:{options.build}/bin:{os.environ['PATH']}", **more}


def task(options, scratch, number):
    return environment(options, scratch, SLURM_ARRAY_TASK_ID=str(number), SLURM_ARRAY_TASK_MIN="1",
                       SLURM_ARRAY_TASK_COUNT=str(TASKS), SLURM_ARRAY_JOB_ID="7", SLURM_CPUS_PER_TASK="1")


def check_slurm(options, scratch):
    script = options.source / "cmake/scale/slurm/sheaf-array.sh"
    commands = scratch / "bin"
    commands.mkdir()
    for name in ("sbatch", "scontrol"):
        (commands / name).write_text(f'#!/bin/sh\necho {name} "$@" >>{scratch}/calls\n')
        (commands / name).chmod(0o755)
    letters, out = scratch / "letters", scratch / "out"
    letters.mkdir()
    for letter in sorted((options.source / "samples/letters").glob("*.docx")):
        shutil.copy(letter, letters)
    job = scratch / "job.toml"
    job.write_text(f'format = 1\nname = "scale"\nprofiles = ["{options.source}/pipelines/profiles"]\n'
                   '[[input]]\nuse = "docx"\n[[transform]]\nuse = "profile"\n[[transform]]\nuse = "sections"\n'
                   '[[transform]]\nuse = "metadata"\n[[output]]\nuse = "json"\n'
                   f'[batch]\ninputs = ["{letters}"]\n')
    # Stopped by the cluster: the letters under way end, and the task is queued again.
    stopped = subprocess.Popen(["sh", script, job, out], env=task(options, scratch, 2))
    shard = out / f"shard-2-of-{TASKS}"
    while not (shard / ".sheaf/journal.sqlite").exists():
        time.sleep(0.01)
    stopped.send_signal(signal.SIGTERM)
    status = stopped.wait()
    for number in range(1, TASKS + 1):
        subprocess.run(["sh", script, job, out], env=task(options, scratch, number), check=True)
    calls = (scratch / "calls").read_text().splitlines()
    if status == 1:  # it was faster than the signal otherwise
        assert calls[0] == "scontrol requeue 7_2", calls
    queued = [call for call in calls if call.startswith("sbatch")]
    assert len(queued) == 1 and "--dependency=afterok:7" in queued[0] and f"SHEAF_JOIN={TASKS}" in queued[0], calls
    subprocess.run(["sh", script, job, out], env=environment(options, scratch, SHEAF_JOIN=str(TASKS)), check=True)
    whole = scratch / "whole"
    subprocess.run([options.build / "bin/sheaf", "batch", "-q", job, "-o", whole])
    assert outputs(out / "all") == outputs(whole), "the joined shards are not what one run makes"


def check_kubernetes(options):
    version = re.search(r"project\(sheaf VERSION ([0-9.]+)", (options.source / "CMakeLists.txt").read_text())[1]
    folder = options.source / "cmake/scale/kubernetes"
    for file in sorted(folder.glob("*.yaml")):
        text = file.read_text(encoding="utf-8")
        assert re.findall(r"image: (\S+)", text) == [f"sheaf:{version}"], f"{file}: the image is not of this version"
    try:
        import yaml
    except ImportError:
        print("python3-yaml is not installed: the manifests were not parsed")
        return
    job = yaml.safe_load((folder / "job.yaml").read_text(encoding="utf-8"))
    container = job["spec"]["template"]["spec"]["containers"][0]
    shards = next(one["value"] for one in container["env"] if one["name"] == "SHEAF_SHARDS")
    assert int(shards) == job["spec"]["completions"], "SHEAF_SHARDS is not the number of completions"
    subprocess.run(["sh", "-n", "-c", container["args"][0]], check=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--source", type=lambda name: Path(name).resolve(), required=True)
    parser.add_argument("--build", type=lambda name: Path(name).resolve(), required=True)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sheaf-scale-") as work:
        check_kubernetes(given)
        check_slurm(given, Path(work))
    sys.exit(0)
