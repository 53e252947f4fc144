"""Letters that another program reads, in a batch: what a command may do in its own folder, and the sample pipeline that reads
RTF and the binary format of Word with LibreOffice, where that is installed."""
import http.server
import json
import os
import shutil
import subprocess
import threading
import unittest
import zipfile
from pathlib import Path

from batch import PIPELINE, PROGRAM, Folder, missing_confinement

SAMPLES = Path(PIPELINE).resolve().parent.parent / "samples/exec"
OFFICE = shutil.which("soffice")
RTF = r"{\rtf1\ansi Dear Ms Orr\par The council {\b must} act by 3 May 2024.\par}"
CONFINE = "try" if missing_confinement() else "require"

READER = """#!/usr/bin/env python3
import json, socket, sys
socket.socket(socket.AF_UNIX).bind("socket")
text = sys.stdin.read().split()[-1]
json.dump({"format": "sheaf-document/1", "source": {"media_type": "text/plain"}, "pages": [], "sections": [], "records": {},
           "blocks": [{"id": "b1", "kind": "paragraph", "text": text}], "ledger": {"read": len(text)}, "diagnostics": []},
          sys.stdout)
"""

LINKED_PICTURE = """<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
 xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"
 xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
 xmlns:p="http://schemas.openxmlformats.org/drawingml/2006/picture"><w:body><w:p><w:r><w:t>Dear Ms Orr</w:t></w:r><w:r>
<w:drawing><wp:inline><wp:extent cx="900000" cy="900000"/><wp:docPr id="1" name="x"/><a:graphic>
<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><p:pic><p:nvPicPr><p:cNvPr id="0" name="x"/>
<p:cNvPicPr/></p:nvPicPr><p:blipFill><a:blip r:link="link"/><a:stretch><a:fillRect/></a:stretch></p:blipFill><p:spPr><a:xfrm>
<a:off x="0" y="0"/><a:ext cx="900000" cy="900000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic>
</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p></w:body></w:document>"""


def write_linked(path, address):
    """A DOCX whose picture is somewhere else."""
    types, relationships = ("http://schemas.openxmlformats.org/package/2006/" + name for name in ("content-types", "relationships"))
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("[Content_Types].xml", f'<Types xmlns="{types}"><Default Extension="rels" ContentType="application/vnd.'
                      'openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/'
                      'vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>')
        file.writestr("_rels/.rels", f'<Relationships xmlns="{relationships}"><Relationship Id="m" '
                      f'Type="{office}/officeDocument" Target="word/document.xml"/></Relationships>')
        file.writestr("word/document.xml", LINKED_PICTURE)
        file.writestr("word/_rels/document.xml.rels", f'<Relationships xmlns="{relationships}"><Relationship Id="link" '
                      f'Type="{office}/image" Target="{address}" TargetMode="External"/></Relationships>')


class Commands(unittest.TestCase):
    def test_a_command_makes_a_socket_in_its_own_folder(self):
        folder = Folder()
        folder.pipeline.write_text('format = 1\n[[input]]\nuse = "exec"\nname = "reader"\ncommand = ["./reader.py"]\n'
                                   'begins = ["4c6574746572"]\n[[output]]\nuse = "json"\n')
        reader = folder.path / "reader.py"
        reader.write_text(READER)
        reader.chmod(0o755)
        folder.letter("one.txt", "Orr")
        run = folder.run("--confine", CONFINE)
        self.assertEqual(run.status, 0, run.text)

    def test_without_libreoffice_the_message_says_what_to_install(self):
        run = subprocess.run(["/bin/sh", str(SAMPLES / "office.sh"), PROGRAM], input=RTF, capture_output=True, text=True,
                             env={"PATH": "/nowhere"}, check=False)
        self.assertEqual(run.returncode, 1)
        self.assertIn("apt-get install libreoffice", run.stderr)


@unittest.skipUnless(OFFICE, "LibreOffice is not installed")
class Office(unittest.TestCase):
    def setUp(self):
        self.folder = Folder()
        for name in ("office.sh", "office.toml"):
            shutil.copy(SAMPLES / name, self.folder.path)
        self.folder.pipeline = self.folder.path / "office.toml"
        text = self.folder.pipeline.read_text().replace("../../build/release/bin/sheaf", PROGRAM)
        self.folder.pipeline.write_text(text.replace("../../pipelines", str(Path(PIPELINE).resolve().parent)))

    def to_doc(self, file):
        subprocess.run([OFFICE, f"-env:UserInstallation=file://{self.folder.path}/profile", "--headless", "--convert-to", "doc",
                        "--outdir", str(self.folder.letters), str(file)], check=True, capture_output=True)

    def test_rtf_and_doc_are_read_under_confinement(self):
        rtf = self.folder.letters / "letter.rtf"
        rtf.write_text(RTF)
        self.to_doc(rtf)
        (self.folder.letters / "broken.rtf").write_text(RTF[:40] + "{" * 50)
        run = self.folder.run("--confine", CONFINE)
        for name, kind in (("letter.rtf", "application/rtf"), ("letter.doc", "application/msword")):
            document = json.loads((self.folder.out / (name + ".json")).read_text())
            self.assertEqual(document["source"]["media_type"], kind, run.text)
            self.assertEqual([block["text"] for block in document["blocks"]],
                             ["Dear Ms Orr", "The council must act by 3 May 2024."])
        self.assertEqual([one["letter"] for one in run.said if one.get("code") == "exec-failed"], ["broken.rtf"], run.text)
        self.assertEqual(self.folder.run("--confine", CONFINE).totals["skipped"], 3)  # a failed letter is not tried again, either

    def test_what_a_letter_links_to_is_not_fetched(self):
        asked = []

        class Server(http.server.BaseHTTPRequestHandler):
            def do_GET(self):  # pylint: disable=invalid-name
                asked.append(self.path)
                self.send_error(404)

            do_HEAD = do_OPTIONS = do_GET

            def log_message(self, *_):  # pylint: disable=arguments-differ
                pass

        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            write_linked(self.folder.path / "linked.docx", f"http://127.0.0.1:{server.server_port}/picture.png")
            self.to_doc(self.folder.path / "linked.docx")
            self.assertTrue(asked, "LibreOffice by itself fetches no linked picture: this test shows nothing")
            asked.clear()
            run = self.folder.run("--confine", CONFINE, env={**os.environ, "no_proxy": "127.0.0.1"})
            server.shutdown()
        self.assertTrue((self.folder.out / "linked.doc.json").exists(), run.text)
        self.assertEqual(asked, [])


if __name__ == "__main__":
    unittest.main()
