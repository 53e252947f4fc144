#!/usr/bin/env python3
"""archive_test.py --source FOLDER --build FOLDER

Converts the sample letters in batches, and holds the whole-archive outputs to what they promise: they say what the letters'
own files say, all links lead somewhere, no page asks the network for anything, the report fits its schema, and parts that
are joined give what one batch gives. Exit status 77 where python3-jsonschema or python3-html5lib is missing.
"""
import argparse
import csv
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import unquote, urlsplit

try:
    import html5lib
    import jsonschema
except ImportError as missing:
    print(f"skipped: {missing}")
    sys.exit(77)

# How the columns of a letter's own CSV file differ from those of the archive's.
LETTER_COLUMNS = ["letter", "letter_authority", "letter_authority_code", "letter_region", "letter_date", "letter_date_is",
                  "letter_profile", "letter_state"]


def sheaf(options, *words, status=(0,)):
    done = subprocess.run([options.build / "bin/sheaf", *words], capture_output=True, text=True)
    assert done.returncode in status, (words, done.returncode, done.stderr)
    return done.stdout


def rows(file):
    with open(file, encoding="utf-8-sig", newline="") as text:
        return list(csv.reader(text))


def best_date(metadata):
    """A letter's date and what it is, as the archive chooses it."""
    for field, name in (("document_date", "printed"), ("inspection_end", "inspection_end"),
                        ("inspection_start", "inspection_start")):
        if metadata.get(field):
            return metadata[field], name
    return None, None


def check_records(out):
    letters = {path.name.removesuffix(".json"): json.loads(path.read_text(encoding="utf-8"))
               for path in out.glob("*.json")}
    assert len(letters) > 3
    header, *table = rows(out / "_archive/letters.csv")
    about_letters = {row[0]: dict(zip(header, row)) for row in table}
    assert sorted(letters) == sorted(name for name, row in about_letters.items() if row["state"] != "failed")
    failed = [row for row in about_letters.values() if row["state"] == "failed"]
    assert len(failed) == 1 and failed[0]["doubts"] and not failed[0]["outputs"], failed
    types = sorted({name for letter in letters.values() for name in letter["records"]})
    assert "recommendation" in types and "metadata" in types
    for name in types:
        records = [record for letter in letters.values() for record in letter["records"].get(name, [])]
        if not records:
            assert not (out / "_archive" / f"{name}.csv").exists(), name
            continue
        check_table(out, name, letters, about_letters)


def check_table(out, name, letters, about_letters):
    header, *table = rows(out / "_archive" / f"{name}.csv")
    lines = [json.loads(line) for line in (out / "_archive" / f"{name}.jsonl").read_text("utf-8").splitlines()]
    expected_rows, expected_lines = [], []
    for letter in sorted(letters):
        document = letters[letter]
        records = document["records"].get(name, [])
        own = out / f"{letter}.{name}.csv"
        assert own.exists() == bool(records), own
        if not records:
            continue
        metadata = document["records"]["metadata"][0]
        doubtful = any(one["severity"] == "doubtful" for one in document["diagnostics"])
        state = about_letters[letter]["state"]
        assert (state == "doubtful") == doubtful, (letter, state)
        about = [metadata["authority"], None, None, *best_date(metadata), document["metadata"]["profile"] or None, state]
        own_header, *own_rows = rows(own)
        assert header == LETTER_COLUMNS + own_header[1:] + ["doubts"], header
        expected_rows += [[letter, *(value or "" for value in about), *row[1:]] for row in own_rows]
        for record in records:
            values = dict(zip(LETTER_COLUMNS, [letter, *about]))
            values.update((key, value) for key, value in record.items() if key not in ("regions", "anchors"))
            expected_lines.append(values)
        assert int(about_letters[letter].get(f"{name}_count") or 1) == len(records), (letter, name)
    assert [row[:-1] for row in table] == expected_rows, name
    for line in lines:
        doubts = line.pop("doubts")
        assert doubts is None or line["letter_state"] == "doubtful", line
    assert lines == expected_lines, name


def check_index(out):
    page = (out / "index.html").read_bytes()
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parse(page)
    assert not parser.errors, parser.errors
    ids = {element.get("id") for element in tree.iter()} - {None}
    for element in tree.iter():
        for attribute in ("href", "src", "action", "data", "srcset"):
            link = element.get(attribute)
            if link is None:
                continue
            parts = urlsplit(link)
            assert not parts.scheme and not parts.netloc, link
            assert (out / unquote(parts.path)).is_file() if parts.path else parts.fragment in ids, link
    for control in [*tree.iter("input"), *tree.iter("select")]:
        assert any(label.get("for") == control.get("id") for label in tree.iter("label")), control.attrib
    rows_of_letters = [row for table in tree.iter("table") if table.get("id") == "letters" for row in table.iter("tr")]
    assert len(rows_of_letters) == 1 + len(list(out.glob("*.json"))) + 1  # the header, and the letter that failed


def check_report(options, out):
    schema = json.loads((options.source / "core/archive/sheaf-run-1.schema.json").read_text(encoding="utf-8"))
    for text in ((out / ".sheaf/run.json").read_text(encoding="utf-8"), sheaf(options, "status", out, "--json")):
        jsonschema.validate(json.loads(text), schema)
    assert (out / ".sheaf/summary.txt").read_text(encoding="utf-8") == sheaf(options, "-v", "status", out)


def test(options):
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        letters = scratch / "letters"
        letters.mkdir()
        for letter in sorted((options.source / "samples/letters").glob("*.docx")):
            shutil.copy(letter, letters)
        (letters / "broken <i>&.docx").write_bytes(b"PK\3\4no letter")
        pipeline = options.source / "pipelines/inspection-letters.toml"
        out = scratch / "out"
        sheaf(options, "batch", "-q", pipeline, letters, "-o", out, status=(1,))
        check_records(out)
        check_index(out)
        check_report(options, out)

        # The second night changes no byte of the whole-archive files, and its report is one that fits the schema, too.
        before = {path: path.read_bytes() for path in [out / "index.html", *(out / "_archive").iterdir()]}
        sheaf(options, "batch", "-q", pipeline, letters, "-o", out, status=(1,))
        assert before == {path: path.read_bytes() for path in [out / "index.html", *(out / "_archive").iterdir()]}
        check_report(options, out)

        names = sorted(letters.iterdir())
        parts = [scratch / "one", scratch / "two"]
        for part, files in zip(parts, (names[::2], names[1::2])):
            sheaf(options, "batch", "-q", pipeline, *files, "-o", part, status=(0, 1, 3))
        joined = scratch / "joined"
        sheaf(options, "merge", *parts, "-o", joined)
        for file in (out / "_archive").iterdir():
            if file.name.startswith(("letters.", "archive.")):
                continue  # they lead to the letters' own files, which stand elsewhere
            assert (joined / "_archive" / file.name).read_bytes() == file.read_bytes(), file.name
        check_links_of_joined(joined)
    return 0


def check_links_of_joined(joined):
    tree = html5lib.parse((joined / "index.html").read_bytes(), namespaceHTMLElements=False)
    links = [link for element in tree.iter("a") if (link := element.get("href")) and not link.startswith("#")]
    assert any(link.startswith("../one/") for link in links) and any(link.startswith("../two/") for link in links)
    for link in links:
        assert (joined / unquote(link)).is_file(), link


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--source", type=lambda name: Path(name).resolve(), required=True)
    parser.add_argument("--build", type=lambda name: Path(name).resolve(), required=True)
    sys.exit(test(parser.parse_args()))
