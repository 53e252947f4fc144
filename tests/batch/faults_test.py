"""A plugin that crashes, hangs or misbehaves costs one letter, and the diagnostic says which stage and why."""
import os
import resource
import signal
import subprocess
import time
import unittest
from pathlib import Path

from batch import PLUGINS, PROGRAM, Folder, Run, missing_confinement

FAULTS = {
    "segfault": ("stage-crashed", "SIGSEGV"),
    "abort": ("stage-crashed", "SIGABRT"),
    "overflow": ("stage-crashed", "its stack overflowed"),
    "memory": ("stage-failed", "ran out of memory: its address space is limited"),
    "loop": ("stage-time", "more than 1 seconds of processor time"),
    "unlimited-loop": ("stage-time", "more than 1 seconds of processor time"),
    "threads": ("stage-threads", "threads"),
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
    for fault in ("segfault", "abort", "overflow", "memory", "exit"):
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
        if "memory" in FAULTS:
            raised = self.folder.run(*LIMITS[:-1], "700", "--exclude", "*loop.txt")
            self.assertEqual(raised.totals["quarantined"], len(FAULTS) - 2, raised.text)
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
            if fault != "throw":
                (self.folder.letters / f"{fault}.txt").unlink()
        self.assertEqual(self.folder.run().totals["quarantined"], 1)
        renamed = self.folder.letters / "renamed.txt"
        (self.folder.letters / "throw.txt").rename(renamed)
        self.assertEqual(self.folder.run().totals["quarantined"], 0)
        self.assertEqual(self.folder.run("--retry-failed").totals["quarantined"], 1)
        text = self.folder.pipeline.read_text()
        self.folder.pipeline.write_text(text.replace('"faulty"', '"faulty"\nnote = "new"'))
        run = self.folder.run()
        self.assertEqual((run.totals["quarantined"], run.totals["converted"]), (1, 12))

    def test_a_letter_whose_worker_is_killed_from_outside_is_tried_again(self):
        for sent in (signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGQUIT):
            process, worker = self.worker_that_waits(f"slow-{sent.name}.txt")
            os.kill(worker, sent)
            said = process.communicate()[1]
            self.assertEqual(process.returncode, 0, said)
            self.assertTrue((self.folder.out / f"slow-{sent.name}.txt.txt").exists())

    def worker_that_waits(self, letter):
        """A batch of one letter, over which its worker waits for ever, once; and the worker's process number."""
        note = self.folder.path / f"{letter}-waits"
        self.folder.letter(letter, f"fault: wait={note} once", "You must wait.")
        process = subprocess.Popen(self.folder.command("--include", letter, *UNCONFINED), stderr=subprocess.PIPE)
        return process, self.noted(note)

    @staticmethod
    def noted(note):
        """The process number in the file, once it is there."""
        deadline = time.monotonic() + 60
        while (not note.exists() or not note.read_text()) and time.monotonic() < deadline:
            time.sleep(0.02)
        return int(note.read_text())

    def test_a_letter_whose_worker_is_killed_when_the_batch_was_to_stop_is_left_to_the_next_run(self):
        process, worker = self.worker_that_waits("slow.txt")
        process.send_signal(signal.SIGTERM)
        os.kill(worker, signal.SIGKILL)
        run = Run(subprocess.CompletedProcess([], process.wait(), b"", process.communicate()[1]))
        self.assertTrue(run.totals["interrupted"], run.text)
        self.assertEqual((run.totals["left"], run.totals["quarantined"]), (1, 0), run.text)
        after = self.folder.run("--include", "slow.txt", *UNCONFINED)
        self.assertEqual((after.status, after.totals["converted"]), (0, 1), after.text)

    def test_all_processes_are_told_to_end(self):
        process, worker = self.worker_that_waits("slow.txt")
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        self.assertIn(str(worker), children)
        for one in (*map(int, children), process.pid):
            os.kill(one, signal.SIGTERM)
        run = Run(subprocess.CompletedProcess([], process.wait(), b"", process.communicate()[1]))
        self.assertTrue(run.totals["interrupted"], run.text)
        self.assertEqual((run.totals["left"], run.totals["quarantined"]), (1, 0), run.text)

    def test_a_letter_that_only_waited_is_tried_again_by_the_next_run(self):
        key = self.folder.path / "key"
        self.folder.letter("waits.txt", f"fault: until={key} lies there", "You must wait.")
        only = ("--include", "waits.txt", *UNCONFINED)
        run = self.folder.run(*only, "--seconds", "3")
        self.assertEqual(run.diagnostic("waits.txt")["code"], "stage-time", run.text)
        key.touch()
        after = self.folder.run(*only, "--seconds", "3")
        self.assertEqual((after.status, after.totals["converted"]), (0, 1), after.text)

    def test_a_worker_that_reads_no_more_holds_nobody_up(self):
        decisions = self.folder.path / "decisions"
        decisions.mkdir()
        text = self.folder.pipeline.read_text()
        self.folder.pipeline.write_text(text.replace('name = "test"', 'name = "test"\ndecisions = "decisions"'))
        only = ("--include", "mute.txt", "--include", "z.txt", "-j", "1")
        long_ago = time.time() - 3600
        os.utime(self.folder.letter("z.txt", "You must mend it."), (long_ago, long_ago))
        time.sleep(2.1)  # so that its content is known by then, and it is given to the worker with its decisions
        self.assertEqual(self.folder.run(*only).status, 0)
        self.folder.letter("mute.txt", "fault: mute", "You must be quiet.")
        (decisions / "z.txt.decisions.toml").write_text("# " + "x" * 6_000_000)
        run = self.folder.run(*only, "--seconds", "8")
        self.assertEqual(run.totals["converted"] + run.totals["rewritten"], 2, run.text)
        # Nor does one that is to end, and does not.
        run = self.folder.run(*only, "--again", "--letters-per-worker", "1", "--seconds", "100", timeout=60)
        self.assertEqual(run.totals["converted"], 2, run.text)

    def test_a_worker_that_uses_the_processor_without_a_letter_is_ended(self):
        note, key = self.folder.path / "note", self.folder.path / "key"
        # Not before the other worker is at work: so none is given to this one.
        self.folder.letter("a.txt", f"fault: until={key}.awaited is there", f"fault: idle-spin={note} then", "You must rest.")
        self.folder.letter("b.txt", f"fault: until={key} lies there", "You must wait.")
        process = subprocess.Popen(self.folder.command("--include", "?.txt", "--seconds", "200", *UNCONFINED),
                                   stderr=subprocess.PIPE)
        self.addCleanup(process.kill)
        worker = self.noted(note)
        deadline = time.monotonic() + 100
        while Path(f"/proc/{worker}").exists() and time.monotonic() < deadline:
            time.sleep(0.1)
        self.assertFalse(Path(f"/proc/{worker}").exists())
        key.touch()
        said = process.communicate()[1]
        self.assertEqual(process.returncode, 0, said)

    def test_few_open_files_are_an_error_and_no_end_of_the_world(self):
        for files in range(4, 20):
            def few():
                resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))
            run = self.folder.run("--include", "good*", preexec_fn=few, timeout=60, out=self.folder.path / f"out-{files}")
            self.assertIn(run.status, (0, 1, 2, 127), run.text)
            self.assertTrue(run.status == 0 or run.text, files)

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
