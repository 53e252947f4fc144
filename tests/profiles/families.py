#!/usr/bin/env python3
"""families.py --source FOLDER --build FOLDER [--shared FOLDER]

Families with records of their own, responses and deadlines: the sample letters say what their sources say, in every format,
without a doubt. With --shared, the same of letters that do not belong to the project.
"""
import argparse
import html
import json
import subprocess
import sys
import tempfile
from pathlib import Path


def convert(program, letters, folder):
    """The letters' documents by name; exit status 3 is that of doubtful letters, which the checks look at."""
    done = subprocess.run([program, "convert", "-q", *map(str, letters), "-o", folder], timeout=600)
    if done.returncode not in (0, 3):
        sys.exit(f"sheaf convert ended with {done.returncode}")
    return {letter.name: json.loads((Path(folder) / f"{letter.name}.json").read_text()) for letter in letters}


def doubts(document):
    return [f"{one['code']}: {one['message']}" for one in document["diagnostics"] if one["severity"] == "doubtful"]


def own(document):
    """The press page's own records, without places."""
    records = document["records"]
    return {
        "inspection": [{name: one[name] for name in ("inspectorate", "council", "period", "first_day", "last_day")}
                       for one in records["inspection"]],
        "positive_feedback": [one["text"] for one in records["positive_feedback"]],
        "statement": [{name: one[name] for name in ("speaker", "role", "text")} for one in records["statement"]],
    }


def as_html(gold):
    """A press page as a council's web site has it."""
    def paragraph(text):
        return f"<p>{html.escape(text)}</p>"
    page = [f"<html lang=\"en\"><body><h1>{html.escape(gold['title'])}</h1>"]
    for text in gold["paragraphs"]:
        page.append(paragraph(text))
        if text.endswith("include:"):
            page.append("<ul>" + "".join(f"<li>{html.escape(one)}</li>" for one in gold["bullets"]) + "</ul>")
    return "".join(page) + "</body></html>"


def check_samples(program, samples, folder, wrong):
    names = ["press-cwm-rhosyn", "focused-visit-ashmere", "looked-after-eastmarch"]
    letters = [samples / f"{name}{twin}" for name in names for twin in (".docx", "-tagged.pdf", "-untagged.pdf")]
    documents = convert(program, letters, folder)
    for name, document in documents.items():
        wrong(name, "doubts", doubts(document), [])
        if name.startswith("press"):
            wrong(name, "profile", document["metadata"]["profile"], "council-press")
            found = own(document)
            wrong(name, "inspection", found["inspection"],
                  [{"inspectorate": "Care Inspectorate Wales", "council": "Cwm Rhosyn County Borough Council",
                    "period": "October and November 2024", "first_day": "2024-10-01", "last_day": "2024-11-30"}])
            wrong(name, "points", len(found["positive_feedback"]), 4)
            wrong(name, "nested bullets", found["positive_feedback"][2:3],
                  ["New staff are shown round by those who have been there longest: in the office on visits."])
            wrong(name, "speaker", [(one["speaker"], one["role"]) for one in found["statement"]],
                  [("Councillor Meirion Pugh", "Cabinet Member for Adults and Carers")])
        elif name.startswith("focused"):
            wrong(name, "demands", [one["kind"] for one in document["records"]["recommendation"]],
                  ["priority_action", "area_for_improvement", "area_for_improvement"])
            wrong(name, "authority", document["metadata"]["authority"], "Ashmere")
        else:
            wrong(name, "deadlines", [(one["deadline"], one["deadline_printed"])
                                      for one in document["records"]["recommendation"]],
                  [(None, "Immediately")] * 2 + [("2013-10-12", "Within three months")] * 2 +
                  [("2014-01-12", "Within six months")])
            wrong(name, "grades", [one["grade"] for one in document["records"]["judgement"]],
                  ["Adequate", "Good", "Good", "Adequate", "Adequate"])


def check_press(program, shared, folder, wrong):
    """The council's press page from DOCX, PDF and HTML."""
    gold = json.loads((shared / "letters/ciw/press-2018.gold.json").read_text())
    page = Path(folder) / "press-2018.html"
    page.write_text(as_html(gold))
    documents = convert(program, [shared / "letters/ciw/press-2018.docx", shared / "letters/ciw/press-2018.pdf", page],
                        folder)
    expected = {
        "inspection": [{"inspectorate": gold["metadata"]["inspectorate"],
                        "council": gold["metadata"]["authority_as_printed"],
                        "period": gold["metadata"]["inspection_period_as_printed"],
                        "first_day": "2018-02-01", "last_day": "2018-03-31"}],
        "positive_feedback": gold["bullets"],
        "statement": [{name: gold["quote"][name] for name in ("speaker", "role", "text")}],
    }
    for name, document in documents.items():
        wrong(name, "doubts", doubts(document), [])
        wrong(name, "authority", document["metadata"]["authority"], gold["metadata"]["authority"])
        for kind, records in own(document).items():
            wrong(name, kind, records, expected[kind])


def check_inquiries(program, shared, folder, wrong):
    """Recommendations with numbers of their own, and what was answered."""
    golds = [json.loads(file.read_text()) for file in sorted((shared / "letters/families").glob("taic-*.gold.json"))]
    documents = convert(program, [shared / f"letters/families/{gold['id']}.pdf" for gold in golds], folder)
    for gold in golds:
        name = f"{gold['id']}.pdf"
        records = documents[name]["records"]
        for field in ("text", "label", "responsible", "section"):
            wrong(name, field, [one[field] for one in records["recommendation"]],
                  [one[field] for one in gold["recommendations"]])
        answered = {one["label"]: (one["date"], one["responder"]) for one in records["response"]}
        wrong(name, "responses", answered, {one["label"]: (one["reply_date"], one["reply_by"])
                                            for one in gold["recommendations"] if "reply_date" in one})


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--source", type=Path, required=True)
    parser.add_argument("--build", type=Path, required=True)
    parser.add_argument("--shared", type=Path)
    options = parser.parse_args()
    if options.shared and not options.shared.is_dir():
        print(f"there is no folder {options.shared}")
        return 77
    failures = []

    def wrong(letter, what, found, expected):
        if found != expected:
            failures.append(f"{letter}: {what}:\n  found    {found}\n  expected {expected}")

    program = options.build / "bin/sheaf"
    with tempfile.TemporaryDirectory() as folder:
        if options.shared:
            check_press(program, options.shared, folder, wrong)
            check_inquiries(program, options.shared, folder, wrong)
        else:
            check_samples(program, options.source / "samples/letters", folder, wrong)
    print("\n".join(failures) or "all as expected")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
