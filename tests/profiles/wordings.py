#!/usr/bin/env python3
"""wordings.py --source FOLDER --build FOLDER

Invented assurance check letters, each with one sentence in question, in several places: what demands something is recorded or
doubted, whatever its words are, and what demands nothing is neither.
"""
import argparse
import html
import json
import subprocess
import sys
import tempfile
from pathlib import Path

DEMANDS = [
    "Staff must read a lot.", "Partners should be told what they must do.", "Records should be kept up to date.",
    "Each child must be seen alone.", "Supervision needs to happen more often.", "There must be a clear plan for each child.",
    "There needs to be better oversight of plans.", "Plans need to be shared with families.",
    "Care should be taken to record the wishes of parents.", "These gaps must be closed.",
    "This should be a priority for the local authority.", "The local authority is expected to review plans on time.",
    "The local authority will need to review plans on time.", "The local authority ought to review plans on time.",
    "We recommend that the local authority reviews plans on time.", "It is recommended that plans are reviewed on time.",
    "We recommend a review of all plans.", "The local authority should consider whether it must review plans.",
    "Senior leaders, together with the health board, must agree a protocol.", "IROs should challenge drift.",
    "The local authority, through its board, must agree a protocol.", "The local authority (with partners) must agree a protocol.",
    "The local authority must, as a matter of urgency, agree a protocol.", "Immediate action must be taken to reduce waiting lists.",
    "To keep children safe, plans must be reviewed.", "Although staff work hard, managers should review plans.",
    "If waiting lists grow, the local authority must tell us.", "Only trained staff should carry out visits.",
    "No child should wait more than six weeks.", "The local authority cannot wait and should act now.",
    "The local authority must: review plans; share plans; and train staff.", "Managers are reminded that plans must be reviewed.",
    "We remind the local authority that it must review plans.", "A number of children wait, which the local authority should address.",
    "We consider that the local authority should strengthen its recording.", "You must ensure plans are reviewed.",
    "Inspectors are of the view that the local authority must strengthen recording.", "Blaenllyn should ensure plans are reviewed.",
    "THE LOCAL AUTHORITY MUST ENSURE PLANS ARE REVIEWED.", "The quality of assessments must improve.",
    "The local authority, working with its partners, should agree a protocol.", "Consequently the local authority must review plans.",
    "Although staff told us they feel supported, the local authority should review plans.",
    "Not only should the local authority review plans but it must also share them.",
    "It is our view that the local authority should review plans.", "The local authority has been advised that it must review plans.",
]
# Only where the letter says what must be better.
LOOSER = [
    "It is essential that plans are reviewed on time.", "The local authority is to review plans on time.",
    "The local authority has to review plans on time.", "We would like the local authority to review plans on time.",
    "CIW expects leaders to review plans on time.", "Review all plans on time.", "Ensure that all plans are reviewed on time.",
    "The local authority may wish to consider how it reviews plans.", "The expectation is that the local authority reviews plans.",
    "What the local authority must do is review plans on time.", "We advise you to ensure plans are reviewed.",
    "It is imperative the local authority reviews plans.", "We would encourage the local authority to review plans.",
    "The local authority would benefit from reviewing plans.", "It is the responsibility of the local authority to review plans.",
    "More work is needed to make sure that plans are shared.", "The local authority could do more to hear children.",
    "There is scope to improve recording.", "Improvement is needed in the quality of assessments.", "A review of thresholds is required.",
    "We look forward to seeing an improvement plan.", "We were told that plans are late and the authority must review them.",
]
# Of two bodies, each its own: a record holds one of them, and a person must see the other.
OF_TWO = [
    "The local authority must share plans, and the health board should read them.",
    "The local authority should share plans; the health board must read them.",
    "Leaders must share plans while the health board needs to read them.",
]
NO_DEMANDS = [
    "A parent said ‘they should listen to us more’.", "A parent told us the local authority should listen more.",
    "Parents told us that staff should have listened.", "The local authority should have told the family sooner.",
    "Managers must have known about the delay.", "The local authority should not be blamed for this.",
    "The local authority should be commended for this.", "In 2024 we said that the local authority should review plans.",
    "In our last letter we said that plans must be reviewed.", "Under the Act, local authorities must review plans.",
    "By law, the local authority must review plans.", "The Code of Practice states that the local authority must review plans.",
    "The local authority should now be in a position to review plans on time.", "The council should be well placed to meet demand.",
    "The local authority is required to review plans on time and does so.",
    "The new system should help staff to record.", "This should improve as the new team settles.", "Staff know what they must do.",
    "Practitioners understand when they should escalate.", "The local authority knows what needs to improve.",
    "Staff are clear that children must be seen alone.", "Leaders accept that they must do more.", "It is not clear who should act.",
    "Children who need to talk can do so.", "Children had to move more often than they should.",
    "Some plans are longer than they should be.", "One young person said: “Staff must read a lot.”",
    "Parents told us: the local authority should act faster.", "If the local authority should fail, the health board steps in.",
    "The local authority should be given credit for this.", "The local authority should find this easier with its new system.",
]
# Behind a demand, and only there.
SAYS_MORE = ["This should be done by June.", "This must be completed by 30 September 2026.", "These actions need to be carried out soon."]
PLAIN = "The local authority should make sure that letters to families are plain."
TOP = """<html lang="en"><head><title>Letter</title></head><body><p>Ffion Garth<br>Director of Social Services<br>Blaenllyn Council</p>
<p>Date: 7 April 2026</p><p>Dear Director,</p><h1>CIW Assurance Check Visit of Blaenllyn Children's Services</h1><p>This letter
describes the findings of our assurance check (AC) visit of Blaenllyn children's services between 23 and 25 February 2026.</p>
<h2>1 Introduction</h2><p>1.1 We act under the Social Services and Well-being (Wales) Act 2014.</p>
<h2>2 Terminology and Quantity Definitions</h2><p>A glossary is in Appendix one.</p><h2>3 Summary of Assurance Check</h2>"""
END = """<h2>6. Methodology</h2><h3>Fieldwork</h3><p>We read ten records.</p><p>Yours sincerely,</p><p>Mabli Thorne</p>
<p>Head of Local Authority Inspection</p><p>Care Inspectorate Wales</p><h2>Appendix 1</h2><h3>Glossary of Terminology</h3><table>
<tr><th>Term</th><th>What we mean in our reports and letters</th></tr><tr><td>Must</td><td>Improvement is necessary.</td></tr></table>
<h2>Appendix 2</h2><h3>Quantity Definitions Table</h3><table><tr><th>Terminology</th><th>Definition</th></tr><tr><td>Most</td>
<td>90% or more</td></tr></table></body></html>"""


def letter(place, sentence):
    """A letter with the sentence in a paragraph that demands something else, or in another part."""
    asked = html.escape(sentence, quote=False)
    strengths = ["Staff know the families well and visit them often."] * 10
    areas = [PLAIN]
    summary, steps = "", "We will write again."
    if place == "areas":
        areas.append(f"Some plans are late. {PLAIN} {asked}")
    elif place == "strengths":
        strengths.append(f"Plans are good. {asked}")
    elif place == "summary":
        summary = f"<p>3.2 Plans vary. {asked}</p>"
    else:
        steps += " " + asked
    numbered = [f"<p>4.{number} {text}</p>" for number, text in enumerate(strengths + areas, 1)]
    return (TOP + f"<p>3.1 The service is small.</p>{summary}<h2>4 Key Findings and Evidence</h2><p>Findings stand below.</p>"
            f"<h3>People</h3><h4>Strengths</h4>{''.join(numbered[:len(strengths)])}"
            f"<h4>Areas for Improvement</h4>{''.join(numbered[len(strengths):])}<h2>5. Next Steps</h2><p>{steps}</p>" + END)


def same(one, other):
    return one.replace("’", "'").replace("‘", "'") == other.replace("’", "'").replace("‘", "'")


def verdict(kind, sentence, document):
    """What is wrong; None when nothing is."""
    records = [record["text"] for record in document["records"].get("recommendation", []) if record["text"] != PLAIN]
    doubts = [item["code"] for item in document["diagnostics"] if item["severity"] == "doubtful"]
    if kind == "of two":
        return None if doubts else f"not doubted; recorded: {records}"
    if kind == "demand":
        found = any(same(record, sentence) for record in records)
        return None if found or doubts else f"neither recorded nor doubted; recorded: {records}"
    return f"recorded: {records}; doubts: {doubts}" if records or doubts else None


def main(options):
    cases = []
    for place in ("areas", "strengths", "summary", "next steps"):
        cases += [(place, "demand", sentence) for sentence in DEMANDS + (LOOSER if place == "areas" else [])]
        cases += [(place, "none", sentence) for sentence in NO_DEMANDS + (SAYS_MORE if place == "areas" else [])]
    cases += [("areas", "of two", sentence) for sentence in OF_TWO]
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        letters = []
        for number, (place, _, sentence) in enumerate(cases):
            letters.append(Path(folder, f"{number:03}.html"))
            letters[-1].write_text(letter(place, sentence), encoding="utf-8")
        result = subprocess.run([options.build / "bin/sheaf", "convert", "-q", "-p",
                                 options.source / "pipelines/inspection-letters.toml", *letters, "-o", folder],
                                stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        if result.returncode not in (0, 3):
            sys.exit(result.stderr)
        for path, (place, kind, sentence) in zip(letters, cases):
            wrong = verdict(kind, sentence, json.loads(Path(f"{path}.json").read_text(encoding="utf-8")))
            if wrong:
                failed += 1
                print(f"FAILED: {place}: {sentence}: {wrong}")
    if failed:
        sys.exit(f"{failed} of {len(cases)} sentences")
    print(f"{len(cases)} sentences")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--source", type=Path, required=True)
    parser.add_argument("--build", type=Path, required=True)
    main(parser.parse_args())
