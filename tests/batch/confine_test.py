"""What somebody can do who has taken over a worker, by a letter that makes a library run its own code: spoil that letter. Each
attack is made twice, by a worker that is confined and, to see that the attack is one, by a worker that is not."""
import contextlib
import os
import subprocess
import time
import unittest
from pathlib import Path

from batch import Folder, missing_confinement, outputs

GOOD = [f"good-{i}.txt" for i in range(6)]


MISSING = missing_confinement()


@unittest.skipIf(MISSING, "this system cannot confine workers: it has no " + "; no ".join(MISSING))
@unittest.skipIf(os.environ.get("SHEAF_SANITIZE") == "ON", "sanitizers make calls of the system of their own")
class Confined(unittest.TestCase):
    def setUp(self):
        self.folder = Folder()
        for name in GOOD:
            self.folder.letter(name, "You must sweep the yard.")

    def attack(self, what, confine="require", *options):
        """What came of it: `succeeded`, `failed`, or the code of what ended the worker; and the run."""
        self.folder.letter("attack.txt", f"fault: attack:{what} and nothing else")
        out = self.folder.path / f"out-{confine}"
        run = self.folder.run("--confine", confine, "--again", *options, out=out)
        for name in GOOD:
            self.assertTrue((out / f"{name}.txt").exists(), run.text)
        said = run.diagnostics("test-attack")
        return (said[0]["message"] if said else run.diagnostic("attack.txt")["code"]), run

    def refused(self, what, result="failed"):
        self.assertEqual(self.attack(what, "off")[0], "succeeded", f"{what}, not confined")
        found, run = self.attack(what)
        self.assertEqual(found, result, f"{what}: {run.text}")
        return run

    def test_no_file_can_be_read_but_the_letter(self):
        secret = self.folder.path / "secret"
        secret.write_text("not for letters")
        for file in ("/etc/passwd", secret, self.folder.letters / GOOD[0], self.folder.pipeline,
                     self.folder.path / "out-require/.sheaf/journal.sqlite", f"/proc/{os.getpid()}/environ"):
            if Path(file).exists() or "journal" in str(file):
                found, run = self.attack(f"read={file}")
                self.assertEqual(found, "failed", f"{file}: {run.text}")
        self.assertEqual(self.attack(f"read={secret}", "off")[0], "succeeded")

    def test_nothing_can_be_written_but_the_scratch_folder(self):
        self.attack("nothing")
        out = self.folder.path / "out-require"
        before = outputs(out)
        for what in (f"open-to-write={out}/.sheaf/journal.sqlite", f"open-to-write={out}/{GOOD[0]}.txt",
                     f"create={out}/new.txt", f"create={self.folder.letters}/new.txt", f"create={out}/.sheaf/work/new",
                     f"remove={self.folder.letters}/{GOOD[0]}", f"remove={out}/{GOOD[0]}.txt",
                     f"link={out}/.sheaf/work/worker-0/link", f"link={out}/.sheaf/work/worker-1/link",
                     f"mode={self.folder.letters}/{GOOD[0]}"):
            found, run = self.attack(what)
            self.assertEqual(found, "failed", f"{what}: {run.text}")
        after = outputs(out)
        self.assertEqual({name: after[name] for name in before if name.startswith("good")},
                         {name: before[name] for name in before if name.startswith("good")})
        self.refused(f"create={self.folder.path}/new.txt")

    def test_no_connection_can_be_made(self):
        self.refused("internet")
        self.refused("unix-socket")

    def test_no_program_can_be_run(self):
        for what, call in (("run", "execve"), ("fork-and-run", "clone")):
            for confine in ("off", "require"):
                made = self.folder.path / f"made-by-{what}-{confine}"
                found, run = self.attack(f"{what}={made}", confine)
                self.assertEqual(made.exists(), confine == "off", run.text)
            self.assertEqual(found, "stage-forbidden", run.text)
            self.assertIn(f"called `{call}`", run.diagnostic("attack.txt")["message"])
            self.assertEqual(run.diagnostic("attack.txt")["stage"], "faulty")

    def test_no_other_process_can_be_touched(self):
        for what, result in (("trace", "stage-forbidden"), ("kill", "stage-forbidden"), ("limit", "stage-forbidden"),
                             ("pin", "failed"), ("signal-by-file", "failed")):
            other = subprocess.Popen(["sleep", "60"])
            self.addCleanup(other.wait)
            self.addCleanup(other.kill)
            found, run = self.attack(f"{what}={other.pid}")
            self.assertEqual(found, result, f"{what}: {run.text}")
            self.assertIsNone(other.poll())
            self.assertEqual(self.attack(f"{what}={other.pid}", "off")[0], "succeeded")
        self.assertEqual(self.attack("namespace")[0], "stage-forbidden")

    def test_nobody_with_the_same_rights_can_trace_a_worker(self):
        prefix = self.folder.unprivileged()
        if not prefix:
            self.skipTest("only root can start the batch as somebody else")
        self.folder.letter("attack.txt", "fault: sleep")
        batch = subprocess.Popen([*prefix, *self.folder.command("--confine", "require")], stderr=subprocess.DEVNULL)
        self.addCleanup(batch.wait)
        self.addCleanup(batch.terminate)
        # What belongs to root in /proc is closed to everybody else, whoever the process runs for: two workers that read letters,
        # two that hash them, and the process that writes the archive, beside the one that starts workers.
        closed = 0
        while closed < 5 and batch.poll() is None:
            with contextlib.suppress(OSError):
                children = Path(f"/proc/{batch.pid}/task/{batch.pid}/children").read_text().split()
                closed = sum(os.stat(f"/proc/{child}/mem").st_uid == 0 for child in children)
            time.sleep(0.05)
        self.assertEqual(closed, 5)

    def test_no_memory_is_shared_with_the_batch(self):
        """SQLite's index of the journal is memory that is a file: what a worker writes there would damage the journal."""
        for confine in ("require", "off"):
            found, run = self.attack("shared-memory", confine)
            self.assertEqual(found, "failed", run.text)

    def test_what_a_kernel_with_an_older_landlock_would_let_pass_is_refused_before(self):
        self.refused("empty=/dev/null")
        self.refused("hidden-memory")

    def test_the_disk_cannot_be_filled(self):
        for what in ("fill-file", "fill-files"):
            for worker in (0, 1):
                folder = self.folder.path / f"out-require/.sheaf/work/worker-{worker}"
                found, run = self.attack(f"{what}={folder}", "require", "--output-mib", "8")
                # It is the folder of the worker that has the letter, or of the other one.
                self.assertIn(found, ("stage-output", "failed"), run.text)
                written = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) if folder.exists() else 0
                self.assertEqual(written, 0)
        one = self.attack(f"fill-file={folder.parent}/worker-0", "require", "--output-mib", "8", "-j", "1")
        self.assertEqual(one[0], "stage-output", one[1].text)
        many = self.attack(f"fill-files={folder.parent}/worker-0", "require", "--output-mib", "8", "-j", "1")
        self.assertEqual(many[0], "stage-output", many[1].text)

    def test_what_cannot_be_weighed_is_too_much(self):
        for what in ("fill-hidden", "fill-deep"):
            folder = Folder()
            prefix = folder.unprivileged()
            if prefix is None:
                self.skipTest("there is no user here whom the rights of folders concern")
            folder.letter("attack.txt", f"fault: attack:{what}={folder.out}/.sheaf/work/worker-0 and nothing else")
            run = folder.run("--confine", "require", "--output-mib", "8", "-j", "1", prefix=prefix)
            self.assertEqual(run.diagnostic("attack.txt")["code"], "stage-output", run.text)
            self.assertFalse((folder.out / ".sheaf/work").exists())

    def test_what_a_worker_leaves_is_in_nobodys_way(self):
        for what in ("plant", "plant-hidden-and-crash"):
            folder = Folder()
            prefix = folder.unprivileged()
            if prefix is None:
                self.skipTest("there is no user here whom the rights of folders concern")
            for i in range(20):
                folder.letter(f"good-{i}.txt", "You must sweep the yard.")
            folder.letter("attack.txt", f"fault: attack:{what}={folder.out}/.sheaf/work/worker-0 and nothing else")
            run = folder.run("--confine", "require", "-j", "1", prefix=prefix)
            self.assertEqual(run.totals["converted"], 20 + (what == "plant"), run.text)
            self.assertFalse((folder.out / ".sheaf/work").exists())
            again = folder.run("--confine", "require", "-j", "1", "--again", prefix=prefix)
            self.assertEqual(again.totals["converted"], 20 + (what == "plant"), again.text)

    def test_confined_workers_convert_to_the_same_bytes(self):
        for confine in ("require", "off"):
            self.folder.run("--confine", confine, out=self.folder.path / confine)
        self.assertEqual(outputs(self.folder.path / "require"), outputs(self.folder.path / "off"))


if __name__ == "__main__":
    unittest.main(verbosity=2)
