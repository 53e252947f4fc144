#!/usr/bin/env python3
"""doubts.py --source FOLDER --build FOLDER

Damages sample letters one fact at a time and looks at what the profiles make of them: each doubt arises where it should
and no other, what is right stays right, and nothing wrong is published without a doubt.
"""
import argparse
import json
import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path


def text(old, new):
    """Other words, in every part of the file."""
    return lambda part: part.replace(old, new)


def in_footers(edit):
    return lambda part: edit(part) if "<w:ftr" in part else part


def grade_beside(words, new):
    """Another grade in the rows of the second and later tables that hold the words."""
    def edit(part):
        tables = re.split(r"(?=<w:tbl>)", part)
        row = re.compile(f"({re.escape(words)}(?:(?!</w:tr>).)*?)(Requires improvement|Good)<", re.S)
        return "".join(tables[:2] + [row.sub(lambda found: f"{found[1]}{new}<", table) for table in tables[2:]])
    return edit


def without_row(words):
    """The rows of tables that hold the words."""
    return lambda part: re.sub(r"<w:tr\b(?:(?!</w:tr>).)*?" + re.escape(words) + r"(?:(?!</w:tr>).)*?</w:tr>", "", part,
                               flags=re.S)


def paragraph_with(words):
    return r"<w:p\b(?:(?!</w:p>).)*?" + re.escape(words) + r"(?:(?!</w:p>).)*?</w:p>"


def without_paragraph(*beginnings):
    def edit(part):
        for words in beginnings:
            part = re.sub(paragraph_with(words), "", part, flags=re.S)
        return part
    return edit


def grades(document):
    return {record["name"]: record["grade"] for record in document["records"]["judgement"]}


def items(document, kind):
    return [record["text"] for record in document["records"]["recommendation"] if record["kind"] == kind]


def typed_number(words, number):
    """The number of the paragraph that begins with the words is typed, no longer the list's."""
    return lambda part: part.replace(f'<w:p><w:pPr><w:pStyle w:val="NumberedParagraph"/></w:pPr><w:r>'
                                     f'<w:t xml:space="preserve">{words}',
                                     f'<w:p><w:r><w:t xml:space="preserve">{number} {words}')


def counts(document):
    return [(record["count"], record["of"], record["how"]) for record in document["records"]["evidence_count"]]


def terms(document):
    return [(record["term"], record["of"]) for record in document["records"]["quantifier"]]


ILACS, SIF, JTAI, SEND = "ilacs-harrowmere", "sif-kestrelford", "jtai-brackenshire", "send-saltmarsh-bay"
CIW, WELSH, VISIT = "assurance-check-dyffryn-arian", "gwiriad-sicrwydd-glyn-eira", "focused-visit-ashmere"
IMPROVE = ["The speed with which decisions", "The response to children who live with long-standing",
           "Management oversight of children who are educated", "The timeliness of life-story work",
           "How well plans for disabled children"]

# What is done, to which letter, how; the codes of the doubts that must arise, and no others; what must hold of the
# records.
CASES = [
    ("nothing", ILACS, [], set(), lambda d: len(grades(d)) == 5),
    ("a grade that is not in the list", ILACS, [text(">Outstanding<", ">Splendid<")],
     {"judgement-without-grade", "judgement-missing"},
     lambda d: "The experiences and progress of care leavers" not in grades(d) and len(grades(d)) == 4),
    ("a judgement's row is lost", ILACS, [without_row("The impact of leaders on social work")], {"judgement-missing"},
     lambda d: len(grades(d)) == 4),
    ("the overall grade is lost", ILACS, [without_row("Overall effectiveness")], {"judgement-missing"},
     lambda d: len(grades(d)) == 4),
    ("no overall grade, as since April 2026", ILACS,
     [without_row("Overall effectiveness"), text("8 to 19 September 2025", "8 to 19 June 2026")], set(),
     lambda d: len(grades(d)) == 4),
    ("a heading gives another grade than page 1", ILACS,
     [text("children in care: good", "children in care: outstanding")], {"judgement-disagreement"},
     lambda d: grades(d)["The experiences and progress of children in care"] == "Good"),
    ("headings without their article", ILACS, [text("The experiences and progress of c", "Experiences and progress of c"),
                                               text("The impact of leaders", "Impact of leaders")], set(),
     lambda d: len(grades(d)) == 5 and all(finding["theme"] for finding in d["records"]["finding"])),
    ("the section of improvements is one of development", ILACS, [text("What needs to improve?", "Areas for development")],
     set(), lambda d: items(d, "area_for_improvement") == items(BASE[ILACS], "area_for_improvement")),
    ("a judgement that the family does not know", ILACS, [text("Overall effectiveness", "Value for money")],
     {"judgement-unknown", "judgement-missing"}, lambda d: "Value for money" not in grades(d)),
    ("the section of improvements has another name", ILACS, [text("What needs to improve?", "Thoughts for the winter")],
     {"recommendations-missing"}, lambda d: not d["records"]["recommendation"]),
    ("a bullet says that there are none", ILACS,
     [without_paragraph(*IMPROVE[1:]), text(IMPROVE[0], "No areas for improvement were found. " + IMPROVE[0])],
     set(), lambda d: not d["records"]["recommendation"]),
    ("the section of improvements is empty", ILACS, [without_paragraph(*IMPROVE)], {"recommendations-missing"},
     lambda d: not d["records"]["recommendation"]),
    ("the dates of footer and page 1 differ", ILACS,
     [in_footers(text("8 to 19 September 2025", "15 to 26 September 2025"))], {"metadata-disagreement"},
     lambda d: d["metadata"]["inspection_start"] == "2025-09-08"),
    ("no lead inspector", ILACS, [text("Lead inspector:", "Weather:")], {"metadata-missing"},
     lambda d: d["metadata"]["lead_inspector"] is None),
    ("a date that there is not", ILACS, [text("8 to 19 September 2025", "38 to 49 September 2025")], {"metadata-missing"},
     lambda d: d["metadata"]["inspection_start"] is None),
    ("sub-judgements without their grades", SIF, [text("Experiences and progress of care leavers", "Experiences of care")],
     {"judgement-unknown", "judgement-missing"}, lambda d: len(grades(d)) == 6),
    ("a banner gives another grade than page 1", SIF,
     [grade_beside("Leadership, management and governance", "Good")], {"judgement-disagreement"},
     lambda d: grades(d)["3. Leadership, management and governance"] == "Requires improvement"),
    ("the recommendations are headed by nothing that says so", SIF, [text(">Recommendations<", ">For the winter<")],
     {"recommendations-missing", "recommendations-witness"}, lambda d: not d["records"]["recommendation"]),
    ("the recommendations have a longer name", SIF, [text(">Recommendations<", ">Our recommendations<")], set(),
     lambda d: items(d, "recommendation") == items(BASE[SIF], "recommendation")),
    ("the second body's judgement is gone", SIF, [], set(),
     lambda d: any("Safeguarding" in name for name in grades(d))),
    ("the improvements have another heading", JTAI, [text(">Areas for improvement<", ">Matters of interest<")],
     {"recommendations-missing"}, lambda d: not items(d, "area_for_improvement")),
    ("a case study is headed like the improvements", JTAI, [text("Case study: effective practice", "Case study: areas for improvement")],
     set(), lambda d: len(items(d, "area_for_improvement")) == len(items(BASE[JTAI], "area_for_improvement"))),
    ("the day on which the letter was printed", JTAI, [text(">14 March 2024<", ">Printed on 14 March 2024<")],
     {"metadata-missing"}, lambda d: d["metadata"]["document_date"] is None),
    ("the date with its weekday and an ordinal", JTAI, [text(">14 March 2024<", ">Thursday, 14th March 2024<")], set(),
     lambda d: d["metadata"]["document_date"] == "2024-03-14"),
    ("a deadline on another weekday", JTAI, [text("by 28 June 2024", "by Monday 28 June 2024")],
     {"recommendations-deadline"}, lambda d: any(item["deadline"] == "2024-06-28" for item in
                                                  d["records"]["recommendation"])),
    ("what the partners know is no next step", JTAI,
     [text("The council should send", "Partners know that they should meet. By 1 June 2024, the board should meet. The council should send")],
     set(), lambda d: [item["responsible"] for item in d["records"]["recommendation"] if "board should meet" in item["text"]]
     == ["the board"] and "Partners know that they should meet." not in items(d, "next_step")),
    ("an order among the next steps", JTAI,
     [text("The council should send", "Please write to us. The council should send")], {"recommendations-witness"},
     lambda d: len(items(d, "next_step")) == len(items(BASE[JTAI], "next_step"))),
    ("no next steps", JTAI, [text(">Next steps<", ">The weather<")], {"recommendations-missing"},
     lambda d: not items(d, "next_step")),
    ("the letter is not closed", JTAI, [text("Yours sincerely", "With our thanks")], {"metadata-missing"},
     lambda d: d["metadata"]["signatories"] is None),
    ("services for adults and children", CIW,
     [text("Visit of Dyffryn Arian Children's Services", "Visit of the Vale of Arian Adults' and Children's Services")], set(),
     lambda d: d["metadata"]["authority"] == "Vale of Arian"),
    ("a visit before this one", CIW,
     [text("This letter sets out what we found", "We last visited between 3 and 7 June 2024. This letter sets out what we found")], set(),
     lambda d: d["metadata"]["inspection_start"] == "2025-05-12"),
    ("a focused visit before this one, and weekdays", VISIT,
     [text("This letter summarises", "The last focused visit to Ashmere was on 3 and 4 May 2023. This letter summarises"),
      text("on 6 and 7 February 2024", "on Tuesday 6 and Wednesday 7 February 2024")], set(),
     lambda d: (d["metadata"]["inspection_start"], d["metadata"]["inspection_end"]) == ("2024-02-06", "2024-02-07")),
    ("an inspection before this one", JTAI,
     [text("Between 22 and 26 January 2024, inspectors", "The last inspection took place from 3 to 7 June 2022. This inspection took place "
           "from 22 to 26 January 2024. Inspectors")], set(), lambda d: d["metadata"]["inspection_start"] == "2024-01-22"),
    ("two visits in one sentence", CIW, [text("between 12 – 16 May 2025", "between 12 and 16 May 2025 and on 2 June 2025")],
     set(), lambda d: (d["metadata"]["inspection_start"], d["metadata"]["inspection_end"]) == ("2025-05-12", "2025-06-02")),
    ("no demand is made", CIW, [text("should ", "could "), text("must ", "may ")],
     {"recommendations-missing", "recommendations-witness"},
     lambda d: not d["records"]["recommendation"]),
    ("rows of demands are lost", SEND, [without_row("Leaders across the partnership"), without_row("The partnership should see")],
     {"recommendations-missing"}, lambda d: not items(d, "area_for_improvement")),
    ("the columns have other names", SEND, [text("Responsible body", "Who"), text(">Areas for priority action<", ">Urgent<"),
                                             text(">Areas for improvement<", ">Later<")],
     {"recommendations-missing"}, lambda d: not d["records"]["recommendation"]),
    ("another inspectorate", SEND, [text("Area SEND inspection", "Estuary review"), text("Inspection outcome", "Result"),
                                     text("area partnership", "group")], {"profile-none"},
     lambda d: not d["records"]["recommendation"] and d["metadata"]["authority"] is None),
    ("a paragraph's number is printed twice", CIW, [typed_number("Young carers are found early.", "3.9")],
     {"findings-repeated"}, lambda d: min(one["confidence"] for one in d["records"]["finding"]) < 1),
    ("the first paragraph's number is lost", CIW,
     [lambda part: re.sub(r'(<w:lvl w:ilvl="1"[^>]*><w:start w:val=)"1"', r'\1"2"', part)], {"findings-gap"},
     lambda d: d["records"]["finding"][0]["label"] == "1.2"),
    ("the text says another overall grade", ILACS,
     [text("The authority knows where it is weaker.", "Overall effectiveness is judged to be inadequate.")],
     {"judgement-disagreement"}, lambda d: grades(d)["Overall effectiveness"] == "Good"),
    ("a condition that holds a grade", ILACS,
     [text("The authority knows where it is weaker.", "Children’s services in Harrowmere require improvement when a child waits.")],
     set(), lambda d: len(grades(d)) == 5),
    ("the board's judgement in other words", SIF,
     [text("The Local Safeguarding Children Board requires improvement<", "The Local Safeguarding Children Board is judged to be good<")],
     set(), lambda d: grades(d)["The Local Safeguarding Children Board"] == "good"),
    ("the inspection is one for a second time", SIF, [text("Inspection date:", "Re-inspection dates:")], set(),
     lambda d: d["metadata"]["title"] == BASE[SIF]["metadata"]["title"] and d["metadata"]["inspection_end"] == "2016-06-30"),
    ("a lead-in with a comma behind its verb", JTAI,
     [text("Leaders of the constabulary and of the integrated care board need to act without delay to make certain that:",
           "The safeguarding partners must, as a matter of urgency, make certain that:")], set(),
     lambda d: [(one["responsible"], one["modality"]) for one in d["records"]["recommendation"] if one["kind"] == "priority_action"]
     == [("The safeguarding partners", "must")] * 3),
    ("a demand with a condition before it, and one on two paragraphs", JTAI,
     [text("The council should send the statement", "If the plan is late, the police must tell us. The council should send the statement")],
     set(), lambda d: [one["responsible"] for one in d["records"]["recommendation"] if "plan is late" in one["text"]] == ["the police"]),
    ("a plan that somebody must do more with", JTAI,
     [text("The council should send the statement", "The council should send the plan, and must publish the statement")],
     set(), lambda d: any(one["text"].startswith("The council should send the plan, and must publish") for one in
                          d["records"]["recommendation"])),
    ("demands and forecasts among the improvements", JTAI,
     [text("Parents are seen as part of the problem", "Although parents help, they should be heard"),
      text("Addresses to which children are taken are known", "Every child who goes missing must be known"),
      text("Return interviews are carried out", "The planned move is recent and should help. Interviews are carried out"),
      text("Schools learn that a pupil is at risk", "It is important that schools should learn of risk")], set(),
     lambda d: [one["modality"] for one in d["records"]["recommendation"] if one["kind"] == "area_for_improvement"]
     == [None, "should", None, "must", "should"]),
    ("the date behind words that say so", JTAI, [text(">14 March 2024<", ">Date of letter: 14 March 2024<")], set(),
     lambda d: d["metadata"]["document_date"] == "2024-03-14"),
    ("a visit of one day", JTAI,
     [text("Between 22 and 26 January 2024, inspectors", "On Monday 22 January 2024, inspectors")], set(),
     lambda d: d["metadata"]["inspection_start"] == "2024-01-22"),
    ("a demand in what must be better", SEND,
     [text("Transport is arranged in July", "The council must arrange transport. It is arranged in July")],
     {"recommendations-witness"}, lambda d: len(d["records"]["recommendation"]) == len(BASE[SEND]["records"]["recommendation"])),
    ("the lead inspector in another order", SEND,
     [text("Verity Longstaff, Ofsted Lead Inspector", "Verity Longstaff HMI, Lead Inspector, Ofsted")], set(),
     lambda d: d["metadata"]["lead_inspector"] == "Verity Longstaff"),
    ("improvements that are called recommendations", CIW,
     [text("Areas for Improvement", "Recommendations"), text("The local authority should measure", "The local authority needs to measure")],
     set(), lambda d: len(d["records"]["recommendation"]) == 7),
    ("priority actions under other headings", JTAI, [text(">Areas for priority action<", ">Urgent areas for action<")], set(),
     lambda d: len(items(d, "priority_action")) == 3),
    ("priority actions under a heading that nobody knows", JTAI, [text(">Areas for priority action<", ">For the winter<")],
     {"recommendations-witness"}, lambda d: not items(d, "priority_action")),
    ("improvements and next steps under other headings", JTAI,
     [text(">Areas for improvement<", ">What partners need to do better<"), text(">Next steps<", ">What happens next<")], set(),
     lambda d: len(items(d, "area_for_improvement")) == 5 and len(items(d, "next_step")) == 2),
    ("improvements of a visit under another heading", VISIT,
     [text("What needs to improve in this area", "What must improve in this area")], set(),
     lambda d: len(items(d, "area_for_improvement")) == 2),
    ("a column of who is responsible with another head", SEND,
     [text("Responsible body", "Lead partner"), text("Saltmarsh Bay Council and Estuary ICB", "Saltmarsh Bay Council / Estuary ICB")],
     set(), lambda d: d["records"]["recommendation"][0]["responsible_bodies"] == ["Saltmarsh Bay Council", "Estuary ICB"]),
    ("words that only look like quantities", CIW,
     [text("Young carers are found early.", "What matters most is said at half-term, many times a week, where help is most "
           "needed; the vast majority and a few minutes are not measured, and too many words are fewer than half a day "
           "needs. The most vulnerable and the most complex come first.")], set(),
     lambda d: terms(d) == terms(BASE[CIW])),
    ("quantities with and without their nouns", CIW,
     [text("Young carers are found early.", "Nearly all young carers are found early, and most feel heard. In a minority "
           "of schools, few staff (3/20) ask. Half of families know.")], set(),
     lambda d: [use for use in terms(d) if use not in terms(BASE[CIW])] ==
     [("Nearly all", "young carers"), ("Most", None), ("A minority", "schools"), ("Few", "staff"), ("Half", "families")]),
    ("numbers whose verb is another one's", CIW,
     [text("We spoke with 19 children and young people, 22 parents and carers, and 38 employees of the council.",
           "We met leaders, and 19 children wrote to us. We spoke with nobody who leads 12 meetings. We met seven parents.")],
     set(), lambda d: counts(d)[3:6] == [(19, "children", None), (12, "meetings", None), (7, "parents", "met")]),
    ("dates, sums and shares are no counts", CIW,
     [text("We spoke with 19 children and young people, 22 parents and carers, and 38 employees of the council.",
           "On 12 May 2025 children sang. It cost £40 families would have liked to keep. In 50% of records and 2.5 "
           "visits a week it rained.")], set(),
     lambda d: counts(d) == counts(BASE[CIW])[:3] + counts(BASE[CIW])[6:]),
    ("a deadline with a year of two digits", CIW,
     [text("ensure records show", "ensure by 12 November 26, and no later, that records show")], set(),
     lambda d: d["records"]["recommendation"][0]["deadline"] == "2026-11-12"),
    ("a number that is no deadline", CIW,
     [text("ensure records show", "ensure by 12 November 26 teams show")], set(),
     lambda d: d["records"]["recommendation"][0]["deadline"] is None),
    ("praise is no demand", CIW,
     [text("Young carers are found early.", "Young carers are found early. The local authority should be proud of that.")],
     set(), lambda d: len(d["records"]["recommendation"]) == 7),
    ("a forecast is no demand", CIW,
     [text("The local authority should ensure", "The new council should soon help. The local authority should ensure")],
     set(), lambda d: len(d["records"]["recommendation"]) == 7),
    ("the authority stands behind a colon", CIW,
     [text("The local authority should ensure", "This has a price: the local authority should ensure")], set(),
     lambda d: d["records"]["recommendation"][0]["responsible"] == "the local authority" and
     d["records"]["recommendation"][0]["text"].startswith("This has a price: ")),
    ("two bodies must act", CIW,
     [text("The local authority should ensure", "The local authority and health board should ensure")], set(),
     lambda d: d["records"]["recommendation"][0]["responsible_bodies"] == ["The local authority", "health board"]),
    ("somebody who is no body should act", CIW, [text("The local authority should ensure", "Everybody should ensure")],
     {"recommendations-witness"}, lambda d: len(d["records"]["recommendation"]) == 6),
    ("Rhaid and dylai are turned into wishes", WELSH, [text("Dylai", "Gallai"), text("Rhaid", "Da")],
     {"recommendations-missing", "recommendations-witness"}, lambda d: not d["records"]["recommendation"]),
    ("a village should act, in Welsh", WELSH, [text("awdurdod lleol gyhoeddi", "pentref gyhoeddi")],
     {"recommendations-witness"}, lambda d: len(d["records"]["recommendation"]) == 4),
]
BASE = {}


def damaged(source, edits, target):
    with zipfile.ZipFile(source) as before, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as after:
        for entry in before.infolist():
            data = before.read(entry)
            if entry.filename.endswith(".xml"):
                part = data.decode()
                for edit in edits:
                    part = edit(part)
                data = part.encode()
            after.writestr(entry.filename, data)


def main(options):
    letters = options.source / "samples" / "letters"
    failed = 0
    with tempfile.TemporaryDirectory() as scratch:
        names = []
        for number, (what, letter, edits, codes, holds) in enumerate(CASES):
            names.append(f"{number:02}.docx")
            damaged(letters / f"{letter}.docx", edits, Path(scratch, names[-1]))
        for letter in {case[1] for case in CASES}:
            names.append(f"{letter}.docx")
            damaged(letters / f"{letter}.docx", [], Path(scratch, names[-1]))
        done = subprocess.run([options.build / "bin" / "sheaf", "convert", "-q", *names, "-o", "out"], cwd=scratch)
        if done.returncode not in (0, 3):
            sys.exit(f"sheaf convert ended with {done.returncode}")
        read = lambda name: json.loads(Path(scratch, "out", f"{name}.json").read_text())
        BASE.update((case[1], read(f"{case[1]}.docx")) for case in CASES)
        for number, (what, letter, edits, codes, holds) in enumerate(CASES):
            document = read(names[number])
            found = {one["code"] for one in document["diagnostics"] if one["severity"] == "doubtful"}
            right = found == codes and holds(document)
            if not right or options.verbose:
                failed += not right
                print(f"{'ok' if right else 'WRONG'}: {letter}: {what}: doubts {sorted(found)}, expected "
                      f"{sorted(codes)}; records as they should be: {holds(document)}")
    print(f"{len(CASES)} letters, {failed} wrong")
    return 1 if failed else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--source", type=lambda name: Path(name).resolve(), required=True)
    parser.add_argument("--build", type=lambda name: Path(name).resolve(), required=True)
    parser.add_argument("--verbose", action="store_true")
    sys.exit(main(parser.parse_args()))
