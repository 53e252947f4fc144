"""What a batch does and does not do again, what it says about inputs, outputs and other batches, and that its outputs are
the same bytes whatever the way to them."""
import os
import random
import resource
import shutil
import signal
import subprocess
import time
import unittest
from pathlib import Path

from batch import PLUGINS, PROGRAM, Folder, Run, outputs


class State(unittest.TestCase):
    def setUp(self):
        self.folder = Folder()
        for i in range(6):
            self.folder.letter(f"2024/{i}.txt", f"You must sweep yard {i}.", "Thank you.")

    def counts(self, run, **wanted):
        self.assertIsNotNone(run.totals, run.text)
        self.assertEqual({key: run.totals[key] for key in wanted}, wanted, run.text)

    def test_only_what_changed_is_done_again(self):
        self.counts(self.folder.run(), converted=6, skipped=0)
        self.counts(self.folder.run(), converted=0, skipped=6)
        os.utime(self.folder.letters / "2024/0.txt")
        self.counts(self.folder.run(), converted=0, skipped=6)
        self.folder.letter("2024/1.txt", "You must paint the gate.")
        self.counts(self.folder.run(), converted=1, skipped=5)
        self.assertEqual(self.folder.journal("SELECT change, cause FROM record_change ORDER BY change"),
                         [("appeared", "letter"), ("vanished", "letter")])
        self.folder.pipeline.write_text("# a comment\n" + self.folder.pipeline.read_text())
        self.counts(self.folder.run(), converted=0, skipped=6)
        self.folder.pipeline.write_text(self.folder.pipeline.read_text().replace('"faulty"', '"faulty"\nnote = "x"'))
        self.counts(self.folder.run(), converted=6)
        self.counts(self.folder.run("--again"), converted=6)
        (self.folder.out / "2024/3.txt.txt").unlink()
        self.counts(self.folder.run(), rewritten=1, skipped=5)

    def test_a_changed_output_is_written_from_the_stored_document(self):
        self.folder.run()
        self.folder.pipeline.write_text(self.folder.pipeline.read_text().replace('"copies"', '"copies"\nheading = "Re: "'))
        self.counts(self.folder.run(), converted=0, rewritten=6)
        fresh = self.folder.path / "fresh"
        self.folder.run(out=fresh)
        self.assertEqual(outputs(self.folder.out), outputs(fresh))
        for document in (self.folder.out / ".sheaf/documents").rglob("*.gz"):
            document.write_bytes(b"damaged")
        self.folder.pipeline.write_text(self.folder.pipeline.read_text().replace("Re: ", "On: "))
        self.counts(self.folder.run(), converted=6, failed=0)

    def test_a_renamed_letter_is_not_read_again_and_a_removed_one_is_listed(self):
        self.folder.run()
        (self.folder.letters / "2024/0.txt").rename(self.folder.letters / "2024/new.txt")
        run = self.folder.run()
        self.counts(run, converted=0, rewritten=1, renamed=0, removed=1)
        self.assertIn("is now called `2024/new.txt`", run.diagnostics("input-removed")[0]["message"])
        self.assertTrue((self.folder.out / "2024/0.txt.txt").exists())
        self.counts(self.folder.run("--prune"), renamed=1, pruned=0, removed=0)
        self.assertFalse((self.folder.out / "2024/0.txt.txt").exists())
        (self.folder.letters / "2024/1.txt").unlink()
        run = self.folder.run()
        self.counts(run, removed=1, skipped=5)
        self.assertEqual(run.diagnostics("input-removed")[0]["letter"], "2024/1.txt")
        self.assertTrue((self.folder.out / "2024/1.txt.txt").exists())
        self.counts(self.folder.run("--prune"), pruned=1)
        self.assertFalse((self.folder.out / "2024/1.txt.txt").exists())
        fresh = self.folder.path / "fresh"
        self.folder.run(out=fresh)
        self.assertEqual(outputs(self.folder.out), outputs(fresh))

    def test_no_output_is_removed_without_being_told_to_wherever_the_program_is_started(self):
        # Paths as given are relative to the folder where the first run was started: seen from another one, the letters
        # of the first run are not there, and one of them has the content of a new letter.
        self.folder.run(inputs=["in/2024"], cwd=self.folder.path)
        self.assertEqual(self.folder.journal("SELECT file FROM letter WHERE name='0.txt'"),
                         [(str(self.folder.letters / "2024/0.txt"),)])
        elsewhere = self.folder.path / "elsewhere"
        elsewhere.mkdir()
        shutil.copy(self.folder.letters / "2024/0.txt", elsewhere / "copy.txt")
        before = outputs(self.folder.out)
        run = self.folder.run(inputs=["copy.txt"], cwd=elsewhere)
        self.counts(run, rewritten=1, renamed=0, removed=6)
        for name, content in before.items():
            if name.endswith((".txt", ".demand")):
                self.assertEqual(outputs(self.folder.out)[name], content, name)

    def test_a_letter_never_takes_the_place_of_one_from_another_input(self):
        self.folder.run()
        other = self.folder.path / "other"
        shutil.copytree(self.folder.letters, other)
        (other / "2024/0.txt").write_text("Letter 0\nYou must dig a ditch.\n")
        before = outputs(self.folder.out)
        run = self.folder.run(inputs=[other])
        self.assertEqual(run.status, 1, run.text)
        self.counts(run, failed=1, skipped=5)  # the same letters elsewhere are the same
        said = run.diagnostic("2024/0.txt")
        self.assertEqual(said["code"], "output-taken")
        self.assertIn(str(self.folder.letters / "2024/0.txt"), said["message"])
        self.assertEqual(outputs(self.folder.out), before)
        # A whole archive that was moved is the same archive, and what changed in it by then takes its place when asked.
        shutil.rmtree(self.folder.letters)
        self.assertEqual(self.folder.run(inputs=[other]).status, 1)
        self.assertEqual(outputs(self.folder.out), before)
        run = self.folder.run("--prune", inputs=[other])
        self.assertEqual(run.status, 0, run.text)
        self.counts(run, converted=1, skipped=5)

    def test_copies_of_a_letter_that_fails_fail_and_are_not_called_unchanged(self):
        for name in ("a.txt", "b.txt", "c.txt"):
            (self.folder.letters / name).write_text("no letter")
        run = self.folder.run()
        self.counts(run, failed=3, skipped=0, converted=6)
        self.counts(self.folder.run(), failed=0, skipped=9)
        (self.folder.letters / "a.txt").unlink()
        run = self.folder.run()
        self.assertEqual(run.diagnostics("input-removed")[0]["message"],
                         "it is no longer among the inputs, where the same letter is now called `b.txt`")

    def test_an_output_of_another_size_is_written_again(self):
        self.folder.run()
        output = self.folder.out / "2024/3.txt.txt"
        whole = output.read_bytes()
        output.write_bytes(whole[:-1])
        self.counts(self.folder.run(), rewritten=1, skipped=5)
        self.assertEqual(output.read_bytes(), whole)

    def test_a_worker_past_the_memory_mark_is_replaced(self):
        def letters_of_one_worker(*options):
            run = self.folder.run("-j", "1", "--again", *options)
            self.assertEqual(run.status, 0, run.text)
            return max(int(one["message"].split()[1]) for one in run.diagnostics("test-count"))
        for i in range(6):
            self.folder.letter(f"2024/{i}.txt", "fault: count")
        self.assertEqual(letters_of_one_worker(), 6)
        self.assertEqual(letters_of_one_worker("--worker-memory-mib", "1"), 1)
        if os.environ.get("SHEAF_SANITIZE") != "ON":  # sanitizers take memory, too
            # What the batch itself holds does not count, such as the list of its letters.
            self.assertEqual(letters_of_one_worker("--worker-memory-mib", "8"), 6)
        for i in range(6):  # all of them anew: they are hashed, and read in their order
            self.folder.letter(f"2024/{i}.txt", *(["fault: hold"] if i == 2 else []), "fault: count")  # holds 256 MiB from here on
        self.assertEqual(letters_of_one_worker("--worker-memory-mib", "200"), 3)
        self.assertEqual(letters_of_one_worker("--letters-per-worker", "2"), 2)

    def test_a_bad_glob_is_said_before_anything_runs(self):
        run = self.folder.run("--exclude", "[z-a]")
        self.assertEqual(run.status, 2, run.text)
        self.assertEqual(len(run.diagnostics("glob-invalid")), 1, run.text)
        self.folder.pipeline.write_text(self.folder.pipeline.read_text() + 'include = ["*.txt", "[z-a]"]\n')
        done = subprocess.run([PROGRAM, "--plugin-dir", PLUGINS, "check", str(self.folder.pipeline)],
                              stderr=subprocess.PIPE, text=True)
        self.assertEqual(done.returncode, 2)
        self.assertIn(":32:21: error[glob-invalid]: the glob `[z-a]` has the range `z-a`", done.stderr)

    def test_a_letter_that_cannot_be_read_in_time_costs_itself_alone(self):
        self.folder.letter("good.txt", "You must sweep.")
        with open(self.folder.letters / "endless.txt", "wb") as file:
            file.truncate(1 << 42)  # 4 TiB, of which nothing is on the disk
        run = self.folder.run("--seconds", "1", "--letter-mib", "0", "-j", "1")
        self.assertEqual(run.status, 1, run.text)
        self.assertEqual(run.diagnostic("endless.txt")["code"], "letter-slow")
        self.assertTrue((self.folder.out / "good.txt.txt").exists())

    def test_a_number_past_all_bounds_is_none(self):
        run = self.folder.run("--letters-per-worker", "99999999999999999999")
        self.assertEqual(run.status, 2, run.text)
        self.assertEqual(len(run.diagnostics("wrong-type")), 1, run.text)
        self.assertFalse(self.folder.out.exists())

    def test_nothing_is_pruned_while_an_input_cannot_be_looked_at(self):
        self.folder.run()
        shutil.rmtree(self.folder.letters / "2024")
        run = self.folder.run("--prune")
        self.assertEqual(len(run.diagnostics("not-pruned")), 1, run.text)
        self.assertTrue((self.folder.out / "2024/1.txt.txt").exists())
        self.assertEqual(run.status, 1)

    def test_the_same_bytes_for_any_number_of_workers_and_any_order(self):
        for i in range(40):
            self.folder.letter(f"more/{i}.txt", f"You must mend roof {i % 7}.")
        self.folder.run("-j", "1")
        expected = outputs(self.folder.out)
        names = [str(file.relative_to(self.folder.path)) for file in self.folder.letters.rglob("*.txt")]
        for jobs, seed in (("4", 1), ("2", 2)):
            random.Random(seed).shuffle(names)
            out = self.folder.path / f"out-{jobs}"
            listed = self.folder.path / "list"
            listed.write_text("".join(name[len("in/"):] + "\n" for name in names))
            done = subprocess.run([PROGRAM, "--plugin-dir", PLUGINS, "batch", "-q", str(self.folder.pipeline),
                                   "--files-from", str(listed), "-o", str(out), "-j", jobs], cwd=self.folder.letters)
            self.assertEqual(done.returncode, 0)
            self.assertEqual(outputs(out), expected)

    def test_two_runs_at_once(self):
        self.folder.letter("slow.txt", "fault: sleep")
        first = subprocess.Popen(self.folder.command("--seconds", "6"), stderr=subprocess.PIPE)
        while not (self.folder.out / ".sheaf/lock").exists() or not (self.folder.out / ".sheaf/lock").read_text():
            time.sleep(0.01)
        second = self.folder.run()
        self.assertEqual(second.status, 75, second.text)
        said = second.diagnostics("already-running")[0]["message"]
        self.assertIn(f"process {first.pid} on ", said)
        first.kill()
        first.communicate()
        third = self.folder.run("--exclude", "slow.txt")
        self.assertEqual(third.status, 0, third.text)

    def test_a_signal_lets_letters_under_way_end_and_a_second_stops_at_once(self):
        for i in range(30):
            self.folder.letter(f"slow/{i}.txt", "fault: sleep")
        for signals, seconds in ((1, "2"), (2, "60")):
            out = self.folder.path / f"out{signals}"
            process = subprocess.Popen(self.folder.command("--seconds", seconds, "--include", "slow/*", out=out),
                                       stderr=subprocess.PIPE)
            while not list((out / ".sheaf").glob("work/worker-*/*")):
                time.sleep(0.01)
            for _ in range(signals):
                process.send_signal(signal.SIGTERM)
                time.sleep(0.3)
            begun = time.monotonic()
            run = Run(subprocess.CompletedProcess([], process.wait(), b"", process.communicate()[1]))
            self.assertLess(time.monotonic() - begun, 30)
            self.assertEqual(run.status, 1)
            self.assertTrue(run.totals["interrupted"], run.text)
            self.assertGreater(run.totals["left"], 0)
        resumed = self.folder.run("--exclude", "slow/*", out=self.folder.path / "out1")
        self.assertEqual(resumed.totals["left"], 0)

    def test_inputs_that_are_missing_are_told(self):
        run = self.folder.run(inputs=[self.folder.letters, self.folder.path / "none"])
        self.assertEqual(run.status, 1)
        self.assertEqual(len(run.diagnostics("file-missing")), 1)
        self.counts(run, converted=6, unreachable=1)

    def test_inputs_that_vanish_during_the_run_are_told_and_lose_nothing(self):
        self.folder.run()
        expected = outputs(self.folder.out)
        # While the only worker sleeps over the first letter, the next two are in store: hashed, but not read yet; those behind
        # are only listed.
        slow = self.folder.letter("0-slow.txt", "fault: sleep")
        stored, _, listed = (self.folder.letter(f"2024/{i}.txt", "You must lock the gate.") for i in (0, 1, 5))
        process = subprocess.Popen(self.folder.command("-j", "1", "--seconds", "3"), stderr=subprocess.PIPE)
        while not list((self.folder.out / ".sheaf").glob("work/worker-*/*")):
            time.sleep(0.01)
        stored.unlink()
        listed.unlink()
        said = process.communicate()[1]
        run = Run(subprocess.CompletedProcess([], process.returncode, b"", said))
        self.assertEqual(run.status, 1, run.text)
        self.assertEqual({one["letter"] for one in run.diagnostics("file-missing")}, {"2024/0.txt", "2024/5.txt"}, run.text)
        self.counts(run, quarantined=1, failed=0, unreachable=2, converted=1, skipped=3, left=0)
        found = outputs(self.folder.out)
        for name in ("2024/0.txt.txt", "2024/5.txt.txt"):
            self.assertEqual(found[name], expected[name])
        slow.unlink()
        after = self.folder.run()
        self.assertEqual(after.status, 0, after.text)
        self.counts(after, listed=4, skipped=4, removed=3)

    def test_inputs_may_come_from_standard_input(self):
        names = "".join(f"2024/{i}.txt\n" for i in (3, 1))
        run = self.folder.run("--files-from", "-", inputs=[], input=names.encode(), cwd=self.folder.letters)
        self.counts(run, converted=2)
        self.assertEqual(self.folder.journal("SELECT name FROM letter ORDER BY name"), [("2024/1.txt",), ("2024/3.txt",)])
        nothing = self.folder.run("--files-from", "-", inputs=[], input=b"", cwd=self.folder.letters)
        self.assertEqual(nothing.status, 1)
        self.assertEqual(len(nothing.diagnostics("list-empty")), 1, nothing.text)
        self.counts(nothing, unreachable=1, removed=2)

    def test_letters_named_as_the_archive_s_own_files_take_nothing_from_them(self):
        for name in ("index", "_index", "_archive/demand.csv", ".sheaf/journal.sqlite"):
            self.folder.letter(name, "You must close the door.")
        run = self.folder.run(inputs=[self.folder.letters])
        self.counts(run, converted=9)
        found = outputs(self.folder.out)
        self.assertIn("__archive/demand.csv.txt", found)
        self.assertEqual(sum(name.startswith("_index~") and name.endswith(".txt") for name in found), 2, found)
        self.assertEqual([name for name in found if name.startswith("_archive/")],
                         ["_archive/.files", "_archive/csv-metadata.json", "_archive/datapackage.json",
                          "_archive/demand.csv", "_archive/demand.jsonl", "_archive/letters.csv",
                          "_archive/letters.jsonl"])
        self.assertIn("<html", (self.folder.out / "index.html").read_text())
        self.counts(self.folder.run(), skipped=9, converted=0)

    def test_a_lost_and_a_damaged_journal_are_told_and_lose_nothing(self):
        self.folder.run()
        expected = outputs(self.folder.out)
        journal = self.folder.out / ".sheaf/journal.sqlite"
        journal.unlink()
        run = self.folder.run()
        self.assertEqual(len(run.diagnostics("journal-lost")), 1, run.text)
        self.assertEqual(outputs(self.folder.out), expected)
        journal.write_bytes(b"x" * 8192)
        run = self.folder.run()
        self.assertEqual(len(run.diagnostics("journal-damaged")), 1, run.text)
        self.assertEqual(outputs(self.folder.out), expected)
        self.assertTrue(journal.with_name("journal.sqlite.damaged-1").exists())

    def test_an_output_folder_that_cannot_be_made_runs_nothing(self):
        self.folder.out.write_text("a file")
        run = self.folder.run()
        self.assertEqual(run.status, 2, run.text)
        self.assertEqual(len(run.diagnostics("output-unwritable")), 1)

    def test_a_read_only_output_is_told_and_loses_nothing(self):
        prefix = self.folder.unprivileged()
        if prefix is None:
            self.skipTest("the program cannot be run without the rights of root here")
        self.assertEqual(self.folder.run(prefix=prefix).status, 0)
        before = outputs(self.folder.out)
        self.folder.letter("2024/0.txt", "You must read the meter.")
        self.folder.letter("2025/new.txt", "You must count the sheep.")
        inner, outer = self.folder.out / "2024", [self.folder.out, self.folder.out / ".sheaf"]
        # All of it.
        for folder in outer:
            folder.chmod(0o555)
        (self.folder.out / ".sheaf/lock").chmod(0o444)
        run = self.folder.run(prefix=prefix)
        self.assertEqual(run.status, 2, run.text)
        self.assertEqual(len(run.diagnostics("output-unwritable")), 1, run.text)
        self.assertEqual(outputs(self.folder.out), before)
        # The folder of one letter.
        for folder in outer:
            folder.chmod(0o755)
        (self.folder.out / ".sheaf/lock").chmod(0o644)
        inner.chmod(0o555)
        run = self.folder.run(prefix=prefix)
        self.assertEqual(run.status, 1, run.text)
        self.assertEqual(run.diagnostic("2024/0.txt")["code"], "output-unwritable")
        self.counts(run, converted=1, failed=1, skipped=5)
        found = outputs(self.folder.out)
        self.assertEqual({name: found[name] for name in before if name.startswith("2024/")},
                         {name: before[name] for name in before if name.startswith("2024/")})
        inner.chmod(0o755)
        run = self.folder.run(prefix=prefix)
        self.assertEqual(run.status, 0, run.text)
        self.counts(run, skipped=6)
        fresh = self.folder.path / "fresh"
        self.folder.run(out=fresh)
        self.assertEqual(outputs(self.folder.out), outputs(fresh))

    def test_status_and_merge_read_an_archive_that_nobody_may_write_to(self):
        prefix = self.folder.unprivileged()
        if prefix is None:
            self.skipTest("the program cannot be run without the rights of root here")
        self.assertEqual(self.folder.run(prefix=prefix).status, 0)
        for folder in (self.folder.out / ".sheaf", self.folder.out):
            folder.chmod(0o555)
        nobody = ["setpriv", "--reuid=65533", "--regid=65533", "--clear-groups"] if os.geteuid() == 0 else []
        said = subprocess.run([*nobody, PROGRAM, "status", str(self.folder.out)], stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True)
        self.assertEqual((said.returncode, said.stderr), (0, ""))
        self.assertIn("letters: 6 converted", said.stdout)
        joined = self.folder.path / "joined"
        done = subprocess.run([PROGRAM, "merge", str(self.folder.out), "-o", str(joined)], stderr=subprocess.PIPE, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_nothing_is_written_through_a_link(self):
        elsewhere = self.folder.path / "elsewhere"
        elsewhere.mkdir()
        for name in (".sheaf", "_archive"):
            shutil.rmtree(self.folder.out, ignore_errors=True)
            self.folder.out.mkdir()
            (self.folder.out / name).symlink_to(elsewhere)
            run = self.folder.run()
            self.assertEqual(run.status, 2, run.text)
            self.assertIn(name, run.diagnostics("output-link")[0]["message"])
        shutil.rmtree(self.folder.out)
        self.folder.out.mkdir()
        (self.folder.out / "2024").symlink_to(elsewhere)
        run = self.folder.run()
        self.assertEqual((run.status, run.totals["failed"]), (1, 6), run.text)
        self.assertEqual(len(run.diagnostics("output-link")), 6)
        self.assertEqual(list(elsewhere.iterdir()), [])
        (self.folder.out / "2024").unlink()
        self.assertEqual(self.folder.run().status, 0)

    def test_what_is_no_letter_is_passed_over_and_said(self):
        for name in ("Thumbs.db", "desktop.ini", "~$0.txt", ".hidden.txt"):
            (self.folder.letters / "2024" / name).write_text("no letter")
        (self.folder.letters / "link.txt").symlink_to("2024/0.txt")
        os.mkfifo(self.folder.letters / "pipe")
        run = self.folder.run("--exclude", "5.txt")
        self.assertEqual(run.status, 0, run.text)
        self.counts(run, listed=5, converted=5)
        passed = {Path(one["letter"]).name: one["message"] for one in run.diagnostics("passed-over")}
        self.assertEqual(set(passed), {"Thumbs.db", "desktop.ini", "~$0.txt", ".hidden.txt", "link.txt", "pipe"})
        self.assertIn("neither a file nor a folder", passed["pipe"])
        status = subprocess.run([PROGRAM, "status", str(self.folder.out)], stdout=subprocess.PIPE, text=True).stdout
        self.assertIn("passed over:\n", status)

    def test_a_letter_that_fails_every_night_can_be_accepted(self):
        bad = self.folder.letters / "bad.txt"
        bad.write_text("no letter")
        self.assertEqual(self.folder.run().status, 1)
        def accept(*words):
            return subprocess.run([PROGRAM, "accept", str(self.folder.out), *words], stdout=subprocess.DEVNULL,
                                  stderr=subprocess.PIPE, text=True)
        self.assertEqual(accept("bad.txt").returncode, 2)
        self.assertIn("is converted: there is nothing to accept", accept("2024/0.txt", "--why", "x").stderr)
        self.assertIn("has no letter `none`", accept("none", "--why", "x").stderr)
        done = accept("bad.txt", "--why", "the site has no other copy")
        self.assertEqual(done.returncode, 0, done.stderr)
        run = self.folder.run()
        self.assertEqual(run.status, 0, run.text)
        status = subprocess.run([PROGRAM, "status", str(self.folder.out)], stdout=subprocess.PIPE, text=True).stdout
        self.assertIn("accepted as they are:\n  bad.txt: failed, since ", status)
        self.assertNotIn("needs a look", status)
        bad.write_text("another one that is no letter")
        self.assertEqual(self.folder.run().status, 1)
        self.assertEqual(accept("bad.txt", "--why", "still").returncode, 0)
        self.assertEqual(self.folder.run().status, 0)
        self.assertEqual(accept("bad.txt", "--undo").returncode, 0)
        self.assertEqual(self.folder.run().status, 1)

    def test_a_limit_of_the_shell_is_told_and_the_next_run_goes_on(self):
        limits = [(resource.RLIMIT_FSIZE, 30 << 10, "File too large")]
        if os.environ.get("SHEAF_SANITIZE") != "ON":  # sanitizers open pipes, and reserve terabytes of addresses
            limits += [(resource.RLIMIT_NOFILE, 10, "Too many open files"), (resource.RLIMIT_AS, 80 << 20, "ulimit -v unlimited")]
        for limit, most, words in limits:
            run = self.folder.run(preexec_fn=lambda limit=limit, most=most: resource.setrlimit(limit, (most, most)))
            self.assertGreater(run.status, 0, run.text)  # no signal ended it
            self.assertRegex(run.text, words)
        whole = self.folder.path / "whole"
        self.assertEqual(self.folder.run(out=whole).status, 0)
        self.assertEqual(self.folder.run().status, 0)
        self.assertEqual(outputs(self.folder.out), outputs(whole))

    def test_a_full_disk_is_told_and_the_next_run_goes_on(self):
        disk = self.folder.path / "disk"
        disk.mkdir()
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=600k", "none", str(disk)], stderr=subprocess.DEVNULL).returncode:
            self.skipTest("a small file system cannot be mounted here")
        try:
            for i in range(60):
                self.folder.letter(f"big/{i}.txt", "x" * 20000, f"You must mend roof {i}.")
            full = self.folder.run(out=disk)
            self.assertEqual(full.status, 1, full.text)
            told = full.diagnostics("output-unwritable") + full.diagnostics("journal-unwritable")
            self.assertGreater(len(told), 0, full.text)
            whole = self.folder.path / "whole"
            self.folder.run(out=whole)
            expected = outputs(whole)
            for name, content in outputs(disk).items():
                if not name.startswith("_archive") and name != "index.html":
                    self.assertEqual(content, expected[name])
            subprocess.run(["mount", "-o", "remount,size=20m", str(disk)], check=True)
            resumed = self.folder.run(out=disk)
            self.assertEqual(resumed.status, 0, resumed.text)
            self.assertEqual(outputs(disk), expected)
        finally:
            subprocess.run(["umount", str(disk)], check=True)


if __name__ == "__main__":
    unittest.main(verbosity=2)
