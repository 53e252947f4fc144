#!/usr/bin/env python3
"""forms_test.py --source FOLDER --build FOLDER

Converts the sample letters in a batch, and holds every form of the archive (CSV, SQLite, the workbook) to what its JSON Lines
say: types, labels, dates, quotation marks, lists. The CSV files are read by the description that comes with them, the
workbook by openpyxl, and by pandas and LibreOffice where these are installed. Exit status 77 where python3-openpyxl is missing.
"""
import argparse
import csv
import datetime
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import unquote

try:
    import openpyxl
except ImportError as missing:
    print(f"skipped: {missing}")
    sys.exit(77)


def sheaf(options, *words):
    done = subprocess.run([options.build / "bin/sheaf", *words], capture_output=True, text=True)
    assert done.returncode in (0, 1, 3), (words, done.returncode, done.stderr)


def parted(cell):
    """The texts of a list's cell, as the data package says that they are joined."""
    texts, at = [], 0
    while at < len(cell):
        text = ""
        if cell[at] == '"':
            at += 1
            while cell[at] != '"' or cell[at + 1:at + 2] == '"':
                at += 2 if cell[at] == '"' else 1
                text += cell[at - 1]
            at += 1
        else:
            end = cell.find("; ", at)
            end = len(cell) if end < 0 else end
            text, at = cell[at:end], end
        texts.append(text)
        assert cell[at:at + 2] in ("; ", ""), cell
        at += 2
    return texts


def fused(text):
    """Without the apostrophe that keeps a spreadsheet from taking a text for a formula."""
    return text[1:] if text.startswith("'") and text[1:].lstrip(" ")[:1] in "=+-@\t\r\n＝＋－＠" else text


def from_cell(cell, field):
    if cell == "":
        return None
    if field["type"] in ("integer", "number"):
        return json.loads(cell)
    if field["type"] == "boolean":
        return cell == "true"
    if "A list:" in field["description"]:
        return [fused(text) for text in parted(cell)]
    return fused(cell)


def tables_of(archive):
    """The rows of each table, from the JSON Lines."""
    return {path.stem: [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
            for path in sorted(archive.glob("*.jsonl"))}


def check_csv(archive, tables):
    package = json.loads((archive / "datapackage.json").read_text(encoding="utf-8"))
    web = json.loads((archive / "csv-metadata.json").read_text(encoding="utf-8"))
    described = {resource["path"]: resource["schema"]["fields"] for resource in package["resources"]}
    assert {f"{name}.csv" for name in tables} == set(described) == {one["url"] for one in web["tables"]}
    for name, expected in tables.items():
        file = archive / f"{name}.csv"
        assert file.read_bytes().startswith(b"\xef\xbb\xbf"), file
        with open(file, encoding="utf-8-sig", newline="") as text:
            header, *rows = csv.reader(text)
        fields = described[file.name]
        assert header == [field["name"] for field in fields], name
        assert all(field["description"] for field in fields), name
        found = [{field["name"]: from_cell(cell, field) for field, cell in zip(fields, row)} for row in rows]
        # An empty text and an absent one are the same cell.
        assert found == [{key: None if value == "" else value for key, value in row.items()} for row in expected], name


def check_database(archive, tables):
    database = sqlite3.connect(f"file:{archive / 'archive.sqlite'}?mode=ro", uri=True)
    database.row_factory = sqlite3.Row
    assert database.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    assert not database.execute("PRAGMA foreign_key_check").fetchall()
    types = {(row["table_name"], row["column_name"]): row["type"] for row in database.execute("SELECT * FROM data_dictionary")}
    for name, expected in tables.items():
        source = name if name == "letters" else f"{name}_with_letter"
        order = "id" if name == "letters" else "row_key"
        found = database.execute(f'SELECT * FROM "{source}" ORDER BY {order}').fetchall()
        assert len(found) == len(expected), name
        for row, values in zip(found, expected):
            for column, value in values.items():
                if column.startswith("letter_"):
                    continue  # `letters` says it
                kind = types.get((name, column), "text")
                there = row[column]
                if kind == "texts":
                    there = None if there is None else json.loads(there)
                elif kind == "flag":
                    there = None if there is None else bool(there)
                assert there == value and type(there) is type(value), (name, column, there, value)
    recommendation = tables["recommendation"][0]
    word = max(recommendation["text"].split(), key=len).strip(".,;:")
    hits = database.execute("SELECT record_id FROM passage WHERE kind='recommendation' AND id IN "
                            "(SELECT rowid FROM search WHERE search MATCH ?)", (f'"{word}"',)).fetchall()
    assert recommendation["id"] in [hit[0] for hit in hits], word
    for (view,) in database.execute("SELECT name FROM sqlite_master WHERE type='view'").fetchall():
        database.execute(f'SELECT * FROM "{view}"').fetchall()


def sheet_value(value):
    """What JSON says, as a cell of a workbook says it."""
    return "\n".join(value) if isinstance(value, list) else value


def cell_value(cell):
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat()
    return cell


def check_workbook(file, tables):
    book = openpyxl.load_workbook(file)
    assert book.sheetnames[0] == "Tracker" and book.sheetnames[-1] == "data dictionary", book.sheetnames
    for name, expected in tables.items():
        header, *rows = book[name].iter_rows()
        assert [cell.value for cell in header] == list(expected[0]), name
        assert len(rows) == len(expected), name
        for row, values in zip(rows, expected):
            for cell, (column, value) in zip(row, values.items()):
                assert cell.data_type != "f", (name, column, cell.value)
                if cell.hyperlink and isinstance(value, int):
                    assert cell_value(cell.value) in (value, str(value)), (name, column)
                    continue
                assert cell_value(cell.value) == sheet_value(value) or (not value and cell.value is None), \
                    (name, column, cell.value, value)
    tracker = list(book["Tracker"].iter_rows(values_only=True))
    assert [row[tracker[0].index("Recommendation")] for row in tracker[1:]] == \
        [row["text"] for row in tables["recommendation"]]
    return book


def check_links(file, archive):
    for sheet in openpyxl.load_workbook(file).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.hyperlink:
                    target = unquote(cell.hyperlink.target.split("#")[0].replace("\\", "/"))
                    assert (archive / target).is_file(), (sheet.title, cell.coordinate, target)


def check_pandas(archive, tables):
    try:
        import pandas
    except ImportError as missing:
        print(f"not looked at by pandas: {missing}")
        return
    frame = pandas.read_csv(archive / "recommendation.csv", dtype={"label": str}, parse_dates=["letter_date"])
    labels = [row["label"] for row in tables["recommendation"]]
    assert [None if pandas.isna(label) else label for label in frame["label"]] == labels
    assert frame["letter_date"].dt.strftime("%Y-%m-%d").tolist() == [row["letter_date"] for row in tables["recommendation"]]
    with sqlite3.connect(archive / "archive.sqlite") as database:
        assert pandas.read_sql("SELECT text FROM recommendation ORDER BY row_key", database)["text"].tolist() == \
            [row["text"] for row in tables["recommendation"]]


def check_libreoffice(archive, tables, scratch):
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if not program:
        print("not looked at by LibreOffice: it is not installed")
        return
    saved = scratch / "saved"
    subprocess.run([program, "--headless", f"-env:UserInstallation=file://{scratch}/office", "--convert-to", "xlsx",
                    "--outdir", saved, archive / "archive.xlsx"], check=True, capture_output=True, timeout=300)
    if not (saved / "archive.xlsx").exists():
        print("not looked at by LibreOffice: it has no Calc")
        return
    check_workbook(saved / "archive.xlsx", tables)


def test(options):
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        letters = scratch / "letters"
        letters.mkdir()
        for letter in sorted((options.source / "samples/letters").glob("*.docx")):
            shutil.copy(letter, letters)
        (letters / "broken.docx").write_bytes(b"PK\x03\x04 a package that ends early")
        pipeline = options.source / "pipelines/inspection-letters.toml"
        out = scratch / "out"
        sheaf(options, "batch", "-q", pipeline, letters, "-o", out)
        archive = out / "_archive"
        tables = tables_of(archive)
        assert {"letters", "doubts", "recommendation", "judgement"} <= set(tables), sorted(tables)
        check_csv(archive, tables)
        check_database(archive, tables)
        check_workbook(archive / "archive.xlsx", tables)
        check_links(archive / "archive.xlsx", archive)
        check_pandas(archive, tables)
        check_libreoffice(archive, tables, scratch)
    return 0


if __name__ == "__main__":
    os.environ.setdefault("LC_ALL", "C.UTF-8")
    parser = argparse.ArgumentParser()
    parser.add_argument("--source", type=lambda name: Path(name).resolve(), required=True)
    parser.add_argument("--build", type=lambda name: Path(name).resolve(), required=True)
    sys.exit(test(parser.parse_args()))
