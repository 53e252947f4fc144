"""Decisions hold for every later run: exactly their letters are done again, and the outputs say who checked what.

decisions_test.py PROGRAM SOURCE
"""
import csv
import io
import json
import re
import shutil
import sqlite3
import subprocess
import sys
import unittest
import zipfile
from pathlib import Path
from xml.etree import ElementTree

from office import Office, records_in

PROGRAM, SOURCE = sys.argv[1:3]
LETTERS = ["sif-kestrelford-tagged.pdf", "send-saltmarsh-bay.docx", "jtai-brackenshire-tagged.pdf"]
SIF = "sif-kestrelford-tagged.pdf"


def rows(office, letter, kind, folder=""):
    with open(office.out / folder / f"{letter}.{kind}.csv", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def letter_of(browser, name):
    """The number of a letter, whatever its state."""
    for number in range(1, 10):
        answer, page = browser.get(f"/letter/{number}")
        if answer.status == 200 and name in page:
            return number
    raise AssertionError("no letter " + name)


class Decisions(unittest.TestCase):
    def setUp(self):
        self.office = Office(PROGRAM, SOURCE, LETTERS)
        self.office.batch()

    def decide(self, *wishes, letter=SIF):
        with self.office.server() as browser:
            browser.enter()
            number = letter_of(browser, letter)
            for wish in wishes:
                page = browser.letter(number)
                answer, text = browser.post(f"/letter/{number}/decide", wish(page))
                self.assertEqual(answer.status, 200, re.findall("Not saved[^<]*", text))

    def first_judgement(self, verdict, **more):
        def wish(page):
            record, base = records_in(page, "judgement")[0]
            return {"verdict": verdict, "type": "judgement", "record": record, "base": base, **more}
        return wish

    def test_a_batch_redoes_exactly_the_letters_whose_decisions_changed(self):
        status, said = self.office.batch()
        self.assertIn("3 unchanged", said)
        before = {file.name: file.read_bytes() for file in self.office.out.iterdir() if file.is_file()}
        self.decide(self.first_judgement("corrected", field="grade", value="outstanding", base=""))
        status, said = self.office.batch()
        self.assertIn("1 written anew, 2 unchanged", said)
        changed = {name for name, data in before.items() if (self.office.out / name).read_bytes() != data}
        self.assertTrue(all(name.startswith(SIF) or name == "index.html" for name in changed), changed)
        status, said = self.office.batch()
        self.assertIn("3 unchanged", said)
        shutil.rmtree(self.office.decisions)
        status, said = self.office.batch()
        self.assertIn("1 written anew, 2 unchanged", said)
        for name, data in before.items():
            if name != "index.html":
                self.assertEqual((self.office.out / name).read_bytes(), data, name)

    def test_outputs_say_what_was_checked_and_by_whom(self):
        first = rows(self.office, SIF, "judgement")
        self.assertEqual(first[0]["checked"], "")
        self.decide(self.first_judgement("corrected", field="grade", value="outstanding", base=""),
                    lambda page: {"verdict": "added", "type": "recommendation", "field-text": "Count the boats each spring."})
        self.office.batch()
        row = rows(self.office, SIF, "judgement")[0]
        self.assertEqual((row["id"], row["grade"], row["checked"], row["checked_by"]),
                         (first[0]["id"], "outstanding", "corrected", "Ada"))
        added = [row for row in rows(self.office, SIF, "recommendation") if row["checked"] == "added"]
        self.assertEqual([row["text"] for row in added], ["Count the boats each spring."])
        with open(self.office.out / "_archive" / "judgement.csv", encoding="utf-8-sig") as file:
            whole = {(row["letter"], row["id"]): row for row in csv.DictReader(file)}
        self.assertEqual(whole[SIF, row["id"]]["checked"], "corrected")
        self.assertEqual({row["checked_by"] for row in whole.values()}, {"", "Ada"})
        with sqlite3.connect(self.office.out / "_archive" / "archive.sqlite") as database:
            found = database.execute("SELECT checked, checked_by FROM judgement WHERE id = ?", (row["id"],)).fetchall()
        self.assertEqual(found, [("corrected", "Ada")])
        made = rows(self.office, SIF, "decision")
        self.assertEqual(sorted(row["verdict"] for row in made), ["added", "corrected"])
        document = json.loads((self.office.out / f"{SIF}.json").read_text())
        self.assertEqual(document["records"]["judgement"][0]["checked"], "corrected")

    def test_convert_applies_the_same_and_gives_the_same_bytes(self):
        self.decide(self.first_judgement("rejected"))
        self.office.batch()
        out = self.office.path / "converted"
        done = subprocess.run([PROGRAM, "convert", "-q", "-p", str(self.office.pipeline), str(self.office.letters), "-o", str(out)],
                              timeout=300)
        self.assertIn(done.returncode, (0, 3))
        for file in out.iterdir():
            self.assertEqual(file.read_bytes(), (self.office.out / file.name).read_bytes(), file.name)

    def test_a_letter_that_was_renamed_keeps_its_decisions_and_one_that_changed_is_doubtful(self):
        self.decide(self.first_judgement("corrected", field="grade", value="outstanding", base=""))
        (self.office.letters / SIF).rename(self.office.letters / "renamed.pdf")
        self.office.batch("--prune")
        self.assertEqual(rows(self.office, "renamed.pdf", "judgement")[0]["checked"], "corrected")
        # Another file under the decided letter's name.
        shutil.copy(Path(SOURCE) / "samples" / "letters" / "sif-kestrelford-untagged.pdf", self.office.letters / SIF)
        (self.office.letters / "renamed.pdf").unlink()
        status, said = self.office.batch("--prune")
        self.assertEqual(status, 3)
        self.assertIn("decision-stale", said)
        self.assertEqual(rows(self.office, SIF, "judgement")[0]["checked"], "")

    def titles(self, folder=""):
        return [section["title"] for section in json.loads((self.office.out / folder / f"{SIF}.json").read_text())["sections"]]

    def test_headings_that_people_mark_and_reject_are_obeyed(self):
        document = json.loads((self.office.out / f"{SIF}.json").read_text())
        before = [section["title"] for section in document["sections"]]
        marked = next(block for block in document["blocks"] if block["kind"] == "paragraph" and len(block["text"]) < 120)
        title = marked["text"]

        def reject(page):
            record, base = next(one for one in records_in(page, "heading")[1:] if one[1] == "")  # none that was decided about
            return {"verdict": "rejected", "type": "heading", "record": record, "base": base}
        self.decide(lambda page: {"verdict": "added", "type": "heading", "marks": f"{marked['id']}:0-1", "field-level": "2"}, reject)
        _, said = self.office.batch()
        self.assertIn("1 written anew, 2 unchanged", said)
        self.assertEqual(sorted(self.titles()), sorted(before[:1] + before[2:] + [title]))
        decided = rows(self.office, SIF, "decision")
        self.assertEqual([(row["record_type"], row["verdict"]) for row in decided],
                         [("heading", "added"), ("heading", "rejected")])
        out = self.office.path / "converted"
        subprocess.run([PROGRAM, "convert", "-q", "--check", "-p", str(self.office.pipeline), str(self.office.letters), "-o", str(out)],
                       timeout=300)
        self.assertEqual((out / f"{SIF}.json").read_bytes(), (self.office.out / f"{SIF}.json").read_bytes())
        # Taken back, all is as it was.
        shutil.rmtree(self.office.decisions)
        self.office.batch()
        self.assertEqual(self.titles(), before)

    def test_the_register_as_a_workbook_says_what_it_says_as_csv(self):
        with self.office.server() as browser:
            browser.enter()
            _, page = browser.get("/letters?family=sif")
            self.assertIn('href="/letters.xlsx?family=sif"', page)
            answer, table = browser.get("/letters.csv?family=sif")
            _, book = browser.get("/letters.xlsx?family=sif")
            for path in ["/letters.csv", "/letters.xlsx"]:
                answer, _ = browser.get(path)
                self.assertIn("attachment", answer.getheader("Content-Disposition"))
        wanted = list(csv.reader(io.StringIO(table.lstrip("\ufeff"), newline="")))
        self.assertEqual(len(wanted), 2)
        space = {"x": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
        with zipfile.ZipFile(io.BytesIO(book)) as parts:
            sheets = [one.get("name") for one in ElementTree.fromstring(parts.read("xl/workbook.xml")).iterfind(".//x:sheet", space)]
            self.assertEqual(sheets, ["letters", "data dictionary"])
            sheet = ElementTree.fromstring(parts.read("xl/worksheets/sheet1.xml"))
        texts = ["".join(cell.itertext()) for cell in sheet.iterfind(".//x:c", space)]
        for value in wanted[0] + [wanted[1][wanted[0].index("letter")], wanted[1][wanted[0].index("title")]]:
            self.assertIn(value, texts)
        self.assertNotIn("outputs", texts)

    def test_trust_says_what_score_says_of_the_letters_without_decisions(self):
        def all_of(kind):
            def wishes(page):
                return [{"verdict": "confirmed", "type": kind, "record": record, "base": base} for record, base in records_in(page, kind)]
            return wishes
        with self.office.server() as browser:
            browser.enter()
            number = letter_of(browser, SIF)
            page = browser.letter(number)
            (record, _), = records_in(page, "metadata")
            for wish in all_of("metadata")(page) + all_of("recommendation")(page) + [
                    {"verdict": "corrected", "type": "metadata", "record": record, "field": "document_date", "value": "2001-02-03"}]:
                self.assertEqual(browser.post(f"/letter/{number}/decide", wish)[0].status, 200)
            _, trust = browser.get("/trust")
        gold, plain = self.office.path / "gold", self.office.path / "plain"
        subprocess.run([PROGRAM, "decisions", "export", "--gold", str(self.office.out), "-o", str(gold)], timeout=60, check=True)
        undecided = self.office.path / "undecided.toml"
        undecided.write_text(self.office.pipeline.read_text().replace('decisions = "decisions"\n', ""))
        subprocess.run([PROGRAM, "convert", "-q", "-p", str(undecided), str(self.office.letters / SIF), "-o", str(plain)], timeout=300)
        score = subprocess.run([PROGRAM, "score", "--json", str(gold), str(plain)], capture_output=True, text=True, timeout=60)
        fields = json.loads(score.stdout)["families"]["sif"]["fields"]
        shown = {name: re.findall(r">([^<]*)</td>", rest)
                 for name, rest in re.findall(r'<th scope="row">([^<]*)</th>(.*?)</tr>', trust, re.S)}
        for name in ["metadata.document_date", "metadata.authority", "metadata.title"]:
            family, checked, right, corrected, _, precision, interval, recall = shown[name]
            self.assertEqual(family, "sif")
            self.assertEqual(int(checked), int(right) + int(corrected))
            self.assertEqual(int(right), fields[name]["right"], name)
            self.assertAlmostEqual(float(precision.split()[0]) / 100, fields[name]["precision"], 3)
            self.assertAlmostEqual(float(recall.split()[0]) / 100, fields[name]["recall"], 3)
            for said, bound in zip(re.findall(r"[\d.]+", interval), fields[name]["precision_interval"]):
                self.assertAlmostEqual(float(said) / 100, bound, delta=0.00051)
        self.assertEqual(shown["metadata.document_date"][2:4], ["0", "1"])

    def test_what_is_checked_completely_becomes_gold(self):
        def all_of(kind):
            with self.office.server() as browser:
                browser.enter()
                number = letter_of(browser, SIF)
                for record, base in records_in(browser.letter(number), kind):
                    answer, text = browser.post(f"/letter/{number}/decide", {
                        "verdict": "confirmed", "type": kind, "record": record, "base": base})
                    self.assertEqual(answer.status, 200)
        all_of("judgement")
        gold = self.office.path / "gold"
        command = [PROGRAM, "decisions", "export", "--gold", str(self.office.out), "-o", str(gold)]
        self.assertEqual(subprocess.run(command, timeout=60).returncode, 0)
        file = json.loads((gold / f"{SIF}.gold.json").read_text())
        self.assertEqual(len(file["judgements"]), len(rows(self.office, SIF, "judgement")))
        self.assertNotIn("recommendations", file)
        self.assertNotIn("sections", file)
        all_of("heading")
        self.assertEqual(subprocess.run(command, timeout=60).returncode, 0)
        file = json.loads((gold / f"{SIF}.gold.json").read_text())
        self.assertEqual([section["title"] for section in file["sections"]], self.titles())
        scored = subprocess.run([PROGRAM, "score", str(gold), str(self.office.out)], capture_output=True, text=True, timeout=60)
        self.assertRegex(scored.stdout, r"judgement +\d+ +\d+ +\d+ +0 +1\.000")

    def test_what_was_decided_is_marked_for_a_new_profile(self):
        first = self.first_judgement("confirmed")
        self.decide(first, lambda page: {"verdict": "added", "type": "recommendation", "field-text": "Count the boats each spring."})
        profile = self.office.path / "new.toml"
        command = [PROGRAM, "new-profile", "-q", "-p", str(self.office.pipeline), "new", str(self.office.letters / SIF),
                   "--marks", str(self.office.decisions), "-o", str(profile)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("[judgements]", profile.read_text())
        self.assertNotIn("[[sections.heading]]", profile.read_text())
        self.assertIn("Count the boats each spring.", done.stdout)  # words that are nowhere in the letter


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0]], verbosity=2)
