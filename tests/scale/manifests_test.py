"""The manifests for Kubernetes are valid by the public schemas of its API, and a mistake in one would be found.

manifests_test.py SOURCE FOLDER
"""
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
import npm_packages

SOURCE, FOLDER = Path(sys.argv[1]), Path(sys.argv[2])


def validate(*files):
    return subprocess.run(["node", HERE / "manifests.mjs", FOLDER, *files], capture_output=True, text=True)


npm_packages.install(HERE, FOLDER)
manifests = sorted((SOURCE / "cmake/scale/kubernetes").glob("*.yaml"))
done = validate(*manifests)
assert manifests and done.returncode == 0, done.stdout + done.stderr

wrong = FOLDER / "wrong.yaml"
text = manifests[0].read_text(encoding="utf-8")
for right, mistake in (("backoffLimit: 32", "backoffLimit: many"), ("- name: sheaf\n", "- nome: sheaf\n"), ("kind: Job", "kind: Jab")):
    assert right in text, right
    wrong.write_text(text.replace(right, mistake), encoding="utf-8")
    done = validate(wrong)
    assert done.returncode == 1 and str(wrong) in done.stdout, f"{mistake!r} was not found: {done.stdout}{done.stderr}"
print("the manifests are valid")
