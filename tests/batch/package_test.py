"""The description of the archive's CSV files is valid for the public validator of data packages, which reads every row by it.

Skipped (77) where there is no Node, or where the pinned package cannot be had.
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

PROGRAM, SOURCE, FOLDER = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
import npm_packages

# Prints what is wrong, a line each; a row that breaks a type, a key or a relation is an error, too.
VALIDATOR = """
const {Package} = require('datapackage');
(async () => {
  const found = await Package.load(process.argv[1]);
  for (const one of found.errors) console.log(one.message);
  for (const one of found.resources)
    await one.read({relations: one.name !== 'letters', keyed: true})
      .catch(error => [error, ...(error.errors || [])].forEach(e => console.log(one.name + ': ' + e.message)));
})().catch(error => { console.error(error); process.exit(1); });
"""

# What the metadata of CSV on the Web may say ("Metadata Vocabulary for Tabular Data", W3C 2015, sections 5.3 to 5.6 and 5.11.1).
WEB = {"group": {"@context", "dialect", "tables", "dc:description"}, "table": {"url", "dc:description", "tableSchema"},
       "schema": {"columns", "primaryKey", "foreignKeys"}, "column": {"name", "titles", "dc:description", "datatype"},
       "key": {"columnReference", "reference"}, "types": {"string", "date", "integer", "number", "boolean"}}


def complaints(package):
    done = subprocess.run(["node", "-e", VALIDATOR, package], capture_output=True, text=True, cwd=FOLDER,
                          env={**os.environ, "NODE_PATH": str(FOLDER / "node_modules")})
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def check_web(archive):
    """What CSV on the Web says agrees with the data package and uses nothing that its vocabulary has not."""
    web = json.loads((archive / "csv-metadata.json").read_text(encoding="utf-8"))
    package = json.loads((archive / "datapackage.json").read_text(encoding="utf-8"))
    assert web["@context"] == "http://www.w3.org/ns/csvw" and set(web) <= WEB["group"], set(web)
    urls = {table["url"]: table for table in web["tables"]}
    assert list(urls) == [resource["path"] for resource in package["resources"]]
    for table, resource in zip(web["tables"], package["resources"]):
        schema, own = table["tableSchema"], resource["schema"]
        assert set(table) <= WEB["table"] and set(schema) <= WEB["schema"], (set(table), set(schema))
        names = [column["name"] for column in schema["columns"]]
        assert names == [field["name"] for field in own["fields"]]
        for column, field in zip(schema["columns"], own["fields"]):
            assert set(column) <= WEB["column"] and column["datatype"] in WEB["types"], column
            assert (column["datatype"], column["dc:description"]) == (field["type"], field["description"]), column
        assert schema.get("primaryKey") == own.get("primaryKey") and set(own.get("primaryKey", [])) <= set(names)
        for key in schema.get("foreignKeys", []):
            there = key["reference"]["resource"], key["reference"]["columnReference"]
            assert set(key) <= WEB["key"] and there[1] in [c["name"] for c in urls[there[0]]["tableSchema"]["columns"]], key


def main():
    npm_packages.install(HERE, FOLDER)
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        letters = scratch / "letters"
        letters.mkdir()
        for letter in sorted((SOURCE / "samples/letters").glob("*.docx")):
            shutil.copy(letter, letters)
        (letters / "broken.docx").write_bytes(b"PK\x03\x04 a package that ends early")
        # The validator takes no byte order mark.
        text = (SOURCE / "pipelines/inspection-letters.toml").read_text(encoding="utf-8")
        text = text.replace('use = "csv"', 'use = "csv"\nbom = false')
        for name in ("profiles", "registers"):
            text = text.replace(f'"{name}', f'"{SOURCE}/pipelines/{name}')
        (scratch / "plain.toml").write_text(text, encoding="utf-8")
        done = subprocess.run([PROGRAM, "batch", "-q", scratch / "plain.toml", letters, "-o", scratch / "out"], capture_output=True)
        assert done.returncode == 1, done.stderr
        archive = scratch / "out/_archive"
        found = complaints(archive / "datapackage.json")
        assert not found, found
        check_web(archive)

        # It does notice what is wrong: a type, a relation, a column that is missing.
        table = archive / "recommendation.csv"
        right = table.read_text(encoding="utf-8")
        for before, after in (("confidence", "trust"), ("2016-08-22", "22 August"), ("\nsif-kestrelford.docx", "\nnobody.docx")):
            assert before in right, before
            table.write_text(right.replace(before, after), encoding="utf-8")
            assert complaints(archive / "datapackage.json"), after


if __name__ == "__main__":
    main()
