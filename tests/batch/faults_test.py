"""A plugin that crashes, hangs or misbehaves costs one letter, and the diagnostic says which stage and why."""
import os
import subprocess
import time
import unittest

from batch import Folder

FAULTS = {
    "segfault": ("stage-crashed", "SIGSEGV"),
    "abort": ("stage-crashed", "SIGABRT"),
    "overflow": ("stage-crashed", "its stack overflowed"),
    "memory": ("stage-failed", "ran out of memory: the limit is 600 MiB"),
    "loop": ("stage-time", "more than 1 seconds of processor time"),
    "garbage": ("worker-answer", "garbage"),
    "close": ("worker-answer", "closed its connection"),
    "exit": ("stage-exited", "ended the worker process with status 0"),
    "fork": ("stage-process", "left a process"),
    "child": ("stage-process", "left a process"),
    "kill": ("stage-crashed", "SIGKILL"),
    "throw": ("stage-failed", "no std::exception"),
}
LIMITS = ("--seconds", "100", "--cpu-seconds", "1", "--memory-mib", "600")
if os.environ.get("SHEAF_SANITIZE") == "ON":  # the sanitizer takes faults for itself, and any amount of address space
    for fault in ("segfault", "abort", "overflow", "memory"):
        del FAULTS[fault]


class Faults(unittest.TestCase):
    def setUp(self):
        self.folder = Folder()
        for fault in FAULTS:
            self.folder.letter(f"{fault}.txt", f"fault: {fault}", "You must mend it.")
        self.good = [f"good-{i}" for i in range(12)]
        for name in self.good:
            self.folder.letter(f"{name}.txt", "You must sweep the yard.")

    def test_each_fault_costs_its_letter_alone_and_is_not_tried_again(self):
        run = self.folder.run(*LIMITS)
        self.assertEqual(run.status, 1, run.text)
        for fault, (code, words) in FAULTS.items():
            said = run.diagnostic(f"{fault}.txt")
            self.assertEqual(said["code"], code, said)
            self.assertIn(words, said["message"])
            # What shows after the call only cannot be laid at a stage's door; all else names the guilty one.
            if fault not in ("garbage", "close"):
                self.assertEqual(said.get("stage"), "faulty", said)
            self.assertEqual(self.folder.journal("SELECT status FROM letter WHERE name=?", f"{fault}.txt"),
                             [("quarantined",)], fault)
        for name in self.good:
            self.assertTrue((self.folder.out / f"{name}.txt.txt").exists(), name)
            self.assertTrue((self.folder.out / f"{name}.txt.0.demand").exists(), name)
        if "abort" in FAULTS:
            self.assertIn("an assertion failed", run.diagnostics("worker-said")[0]["message"])

        again = self.folder.run(*LIMITS)
        self.assertEqual((again.totals["skipped"], again.totals["quarantined"]), (len(FAULTS) + 12, 0), again.text)
        self.assertEqual(again.status, 1)
        raised = self.folder.run(*LIMITS[:-1], "700", "--exclude", "loop.txt")
        self.assertEqual(raised.totals["quarantined"], len(FAULTS) - 1, raised.text)
        self.assertEqual(raised.totals["skipped"], 12)

    def test_a_stage_that_sleeps_for_ever_ends_at_the_limit_of_time(self):
        self.folder.letter("sleep.txt", "fault: sleep")
        run = self.folder.run("--seconds", "3", "--include", "sleep.txt", "--include", "good*")
        said = run.diagnostic("sleep.txt")
        self.assertEqual((said["code"], said["stage"]), ("stage-time", "faulty"))
        self.assertIn("did not end within 3 seconds", said["message"])
        self.assertEqual(run.totals["converted"], 12)

    def test_quarantine_ends_with_retry_failed_and_with_other_rules(self):
        for fault in FAULTS:
            if fault != "exit":
                (self.folder.letters / f"{fault}.txt").unlink()
        self.assertEqual(self.folder.run().totals["quarantined"], 1)
        renamed = self.folder.letters / "renamed.txt"
        (self.folder.letters / "exit.txt").rename(renamed)
        self.assertEqual(self.folder.run().totals["quarantined"], 0)
        self.assertEqual(self.folder.run("--retry-failed").totals["quarantined"], 1)
        text = self.folder.pipeline.read_text()
        self.folder.pipeline.write_text(text.replace('"faulty"', '"faulty"\nnote = "new"'))
        run = self.folder.run()
        self.assertEqual((run.totals["quarantined"], run.totals["converted"]), (1, 12))

    def test_nothing_that_a_stage_started_is_left(self):
        self.folder.letter("orphan.txt", "fault: orphan")
        self.folder.run(*LIMITS, "--include", "orphan.txt", "--include", "child.txt", "--include", "good*")
        time.sleep(0.2)
        running = subprocess.run(["ps", "-eo", "args"], stdout=subprocess.PIPE, text=True, check=True).stdout
        self.assertNotIn(str(self.folder.pipeline), running)

    def test_a_stage_that_cannot_be_created_is_an_error_of_the_pipeline(self):
        text = self.folder.pipeline.read_text()
        for create, words in (("crash", "SIGABRT"), ("exit", "status 0")):
            self.folder.pipeline.write_text(text.replace('"faulty"', f'"faulty"\ncreate = "{create}"'))
            run = self.folder.run()
            self.assertEqual(run.status, 2, run.text)
            self.assertIn(words, run.text)
            self.assertIn("while it was created", run.text)


if __name__ == "__main__":
    unittest.main(verbosity=2)
