"""What people are shown of a letter whose name and text hold characters that steer a terminal, and of text that was refused."""
import gzip
import json
import subprocess
import sys
import unicodedata
import unittest

from batch import PIPELINE, PLUGINS, PROGRAM, Folder

UNSEEN = {"Cc", "Cf", "Zl", "Zp", "Co", "Cn"}
NAME = "a\x1b[2J\x9b2J\u202efdp\u2028.txt"


def steers(text):
    return sorted({f"U+{ord(c):04X}" for c in text if c != "\n" and unicodedata.category(c) in UNSEEN})


class Shown(unittest.TestCase):
    def setUp(self):
        self.folder = Folder()
        # One of all that steers, a line each; line ends and NUL are no text.
        every = [chr(c) for c in range(sys.maxunicode + 1) if unicodedata.category(chr(c)) in {"Cc", "Cf", "Zl", "Zp"}]
        every = [c for c in every if c not in "\0\n\r\f\v\x85"] + ["\ue000", "\u0378"]
        lines = [f"You must sweep {c}yard{c} {i}." for i, c in enumerate(every)]
        self.letter = self.folder.letters / NAME
        self.letter.write_text("\n".join([f"Letter \x1b[31m\x9b\u202e\u2028", *lines, "fault: doubt\u202e"]) + "\n")

    def say(self, *words, json_log=False):
        done = subprocess.run([PROGRAM, "--plugin-dir", PLUGINS, *(["--log-format=json"] if json_log else []), *map(str, words)],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=120)
        text = done.stdout.decode() + done.stderr.decode()
        self.assertTrue(text, words)
        self.assertEqual(steers(text), [], (words, text[:2000]))
        return done

    def test_no_command_lets_a_letter_steer_the_terminal(self):
        batch = ["batch", self.folder.pipeline, self.folder.letters, "-o", self.folder.out]
        self.say(*batch)
        said = self.say(*batch, "--again", json_log=True).stderr.decode()
        names = {json.loads(line).get("letter") for line in said.splitlines()}
        self.assertIn(NAME, names)  # the same data
        self.say("status", self.folder.out, "-v")
        status = self.say("status", self.folder.out, "--json").stdout
        self.assertEqual([one["letter"] for one in json.loads(status)["slowest"]],
                         [name for name, in self.folder.journal("SELECT output_name FROM letter")])
        explained = self.say("explain", "-p", self.folder.pipeline, self.letter).stdout.decode()
        self.assertIn("\\u{202E}", explained)
        self.say("explain", "-p", self.folder.pipeline, self.letter, "--record", "demand")
        self.say("explain", "-p", self.folder.pipeline, self.folder.out)
        stored, = (self.folder.out / ".sheaf/documents").rglob("*.gz")
        document = self.folder.path / "letter.json"
        document.write_bytes(gzip.decompress(stored.read_bytes()).replace(b'"type": "demand"', b'"type": "recommendation"'))
        compared = self.say("compare", document, document).stdout.decode()
        self.assertIn("before: a [2J\\u{9B}2J\\u{202E}fdp\\u{2028}.txt", compared)
        as_json = json.loads(self.say("compare", document, document, "--json").stdout)
        self.assertEqual(as_json[0]["before"]["letter"], NAME)


class Refused(unittest.TestCase):
    def test_a_letter_is_doubtful_when_a_quarter_of_its_text_was_refused(self):
        folder = Folder()
        def page(name, hidden):
            (folder.letters / name).write_text(
                f"<!DOCTYPE html><html><body><main><p>{'a' * (100 - hidden)}</p><p hidden>{'b' * hidden}</p></main></body></html>")
        for hidden in (0, 1, 24, 25, 46, 60):
            page(f"{hidden}.html", hidden)
        subprocess.run([PROGRAM, "batch", PIPELINE, str(folder.letters), "-o", str(folder.out)], stderr=subprocess.DEVNULL)
        said = dict(folder.journal("SELECT name, severity || ' ' || message FROM diagnostic JOIN letter "
                                   "ON letter.id=diagnostic.letter WHERE code='text-refused'"))
        self.assertEqual(said, {f"{share}.html": f"doubtful {share} % of the letter's text was refused (\"hidden text\") and "
                                                 "stands in no block" for share in (25, 46, 60)})


if __name__ == "__main__":
    unittest.main()
