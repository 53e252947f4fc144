"""A plugin that crashes, hangs or misbehaves costs one letter, and the diagnostic says which stage and why."""
import os
import signal
import subprocess
import time
import unittest

from batch import PLUGINS, PROGRAM, Folder, missing_confinement

FAULTS = {
    "segfault": ("stage-crashed", "SIGSEGV"),
    "abort": ("stage-crashed", "SIGABRT"),
    "overflow": ("stage-crashed", "its stack overflowed"),
    "memory": ("stage-failed", "ran out of memory: its address space is limited"),
    "loop": ("stage-time", "more than 1 seconds of processor time"),
    "garbage": ("worker-answer", "garbage"),
    "close": ("worker-answer", "closed its connection"),
    "exit": ("stage-exited", "ended the worker process with status 0"),
    "fork": ("stage-process", "left a process"),
    "child": ("stage-process", "left a process"),
    "kill": ("stage-crashed", "SIGKILL"),
    "throw": ("stage-failed", "no std::exception"),
}
UNCONFINED = ("--confine", "off")
if not missing_confinement():
    for fault in ("fork", "child"):
        FAULTS[fault] = ("stage-forbidden", "called `clone`")
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
        # The process that writes the archive outlives the workers that were replaced.
        rows = [line.split(",")[0] for line in (self.folder.out / "_archive/letters.csv").read_text().splitlines()[1:]]
        self.assertEqual(rows, sorted(f"{name}.txt" for name in [*self.good, *FAULTS]))
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

    def test_a_letter_whose_worker_is_killed_from_outside_is_tried_again(self):
        note = self.folder.path / "waits"
        self.folder.letter("slow.txt", f"fault: wait={note} once", "You must wait.")
        process = subprocess.Popen(self.folder.command("--include", "slow.txt", *UNCONFINED), stderr=subprocess.PIPE)
        deadline = time.monotonic() + 60
        while (not note.exists() or not note.read_text()) and time.monotonic() < deadline:
            time.sleep(0.02)
        os.kill(int(note.read_text()), signal.SIGKILL)
        said = process.communicate()[1]
        self.assertEqual(process.returncode, 0, said)
        self.assertTrue((self.folder.out / "slow.txt.txt").exists())

    def test_nothing_that_a_stage_started_is_left(self):
        self.folder.letter("orphan.txt", "fault: orphan")
        run = self.folder.run(*LIMITS, *UNCONFINED, "--include", "orphan.txt", "--include", "child.txt", "--include", "good*")
        self.assertEqual(run.diagnostic("child.txt")["code"], "stage-process", run.text)
        time.sleep(0.2)
        running = subprocess.run(["ps", "-eo", "args"], stdout=subprocess.PIPE, text=True, check=True).stdout
        self.assertNotIn(str(self.folder.pipeline), running)

    def test_an_output_that_crashes_over_the_archive_costs_the_archive_alone(self):
        letters = ("--include", "good*")
        self.assertEqual(self.folder.run(*letters).status, 0)
        before = (self.folder.out / "_archive/letters.csv").read_bytes()
        self.folder.letter("good-new.txt", "You must mend it.")
        text = self.folder.pipeline.read_text()
        self.folder.pipeline.write_text(text.replace("[batch]", '[[output]]\nuse = "crashing"\n\n[batch]'))
        run = self.folder.run(*letters)
        self.assertEqual(run.status, 1, run.text)
        self.assertIn("SIGABRT", run.diagnostics("stage-crashed")[0]["message"])
        self.assertTrue((self.folder.out / "good-new.txt.txt").exists())
        self.assertEqual((self.folder.out / "_archive/letters.csv").read_bytes(), before)
        left = [file.name for file in (self.folder.out / "_archive").iterdir()]
        self.assertFalse([name for name in left if "half" in name or name.startswith(".sheaf-")], left)
        self.folder.pipeline.write_text(text)
        self.assertEqual(self.folder.run(*letters).status, 0)
        self.assertIn(b"good-new", (self.folder.out / "_archive/letters.csv").read_bytes())

    def test_how_the_process_of_the_archive_ended_is_told_though_letters_were_still_converted(self):
        text = self.folder.pipeline.read_text()
        self.folder.pipeline.write_text(text.replace("[batch]", '[[output]]\nuse = "crashing"\n\n[batch]'))
        self.folder.letter("sleep.txt", "fault: sleep")
        run = self.folder.run("--include", "sleep.txt", "--seconds", "2")
        self.assertEqual(run.diagnostic("sleep.txt")["code"], "stage-time")
        self.assertIn("SIGABRT", run.diagnostics("stage-crashed")[0]["message"])

    def convert(self, *options, letters):
        """The exit status of `sheaf convert` with those options, and what it says."""
        done = subprocess.run([PROGRAM, "--plugin-dir", PLUGINS, "--log-format=json", "convert", "-p", self.folder.pipeline,
                               *(self.folder.letters / name for name in letters), "-o", self.folder.out, *options],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=120)
        return done.returncode, done.stderr

    def test_convert_keeps_the_limits_of_batches(self):
        status, said = self.convert("--cpu-seconds", "1", letters=["good-0.txt", "loop.txt"])
        self.assertEqual(status, 1, said)
        self.assertIn("stage-time", said)
        self.assertTrue((self.folder.out / "good-0.txt.txt").exists())
        self.folder.letter("sleep.txt", "fault: sleep")
        status, said = self.convert("--seconds", "1", letters=["sleep.txt"])
        self.assertEqual(status, 1, said)
        self.assertIn("stage-time", said)
        if "memory" in FAULTS:
            status, said = self.convert("--seconds", "100", "--memory-mib", "600", letters=["memory.txt", "good-1.txt"])
            self.assertEqual(status, 1, said)
            self.assertIn("stage-failed", said)
            self.assertTrue((self.folder.out / "good-1.txt.txt").exists())

    def test_convert_keeps_the_limit_of_sizes_that_batches_have(self):
        self.folder.letter("large.txt", "You must mend it. " * 80000)
        status, said = self.convert("--letter-mib", "1", letters=["large.txt", "good-2.txt"])
        self.assertEqual(status, 1, said)
        self.assertIn("letter-too-large", said)
        self.assertTrue((self.folder.out / "good-2.txt.txt").exists())

    def test_convert_keeps_the_limit_of_what_is_written_that_batches_have(self):
        self.folder.letter("wordy.txt", "You must mend it. " * 80000)
        status, said = self.convert("--output-mib", "1", letters=["wordy.txt", "good-3.txt"])
        self.assertEqual(status, 1, said)
        self.assertIn("stage-output", said)
        self.assertTrue((self.folder.out / "good-3.txt.txt").exists())
        self.assertFalse([file.name for file in self.folder.out.iterdir() if "wordy" in file.name])

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
