"""Nobody but the person who was given the address sees or changes anything, and nothing in a letter can act.

security_test.py PROGRAM SOURCE
"""
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import tomllib
import unittest
import zipfile
from pathlib import Path

from office import Browser, Office, records_in

PROGRAM, SOURCE = sys.argv[1:3]
LETTERS = ["sif-kestrelford-tagged.pdf", "send-saltmarsh-bay.docx"]


class Security(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.office = Office(PROGRAM, SOURCE, LETTERS)
        cls.office.batch()
        cls.context = cls.office.server()
        cls.browser = cls.context.__enter__().enter()
        cls.page = cls.browser.letter(1)
        cls.kind = "judgement" if 'data-type="judgement"' in cls.page and records_in(cls.page, "judgement") else "metadata"
        cls.record = records_in(cls.page, cls.kind)[0][0]

    @classmethod
    def tearDownClass(cls):
        cls.context.__exit__(None, None, None)

    def wish(self):
        return {"verdict": "confirmed", "type": self.kind, "record": self.record, "base": ""}

    def nothing_decided(self):
        self.assertEqual(list(self.office.decisions.rglob("*.toml")) if self.office.decisions.exists() else [], [])

    def test_only_the_loopback_address_listens(self):
        listening = [line.split()[1] for table in ("tcp", "tcp6") for line in Path("/proc/net/" + table).read_text().splitlines()[1:]
                     if line.split()[3] == "0A"]
        port = f":{self.browser.port:04X}"
        self.assertEqual([address for address in listening if address.endswith(port)], ["0100007F" + port])

    def test_without_the_token_there_is_nothing(self):
        for path in ["/", "/?token=", "/?token=" + "0" * 32, "/letter/1", "/letter/1/page/1.png", "/assets/review.js", "/trust"]:
            answer, text = self.browser.ask("GET", path)
            self.assertEqual(answer.status, 403, path)
            self.assertIsNone(answer.getheader("Set-Cookie"))
            self.assertNotIn(b"Ada", text)
        answer, _ = self.browser.ask("GET", "/", headers={"Cookie": self.browser.cookie[:-1] + "x"})
        self.assertEqual(answer.status, 403)

    def test_the_cookie_is_for_this_server_only(self):
        self.assertIn("HttpOnly", self.browser.set_cookie)
        self.assertIn("SameSite=Strict", self.browser.set_cookie)
        self.assertNotIn("Domain", self.browser.set_cookie)
        self.assertNotIn(self.browser.token, self.browser.set_cookie)

    def test_another_host_name_opens_nothing(self):
        for host in ["evil.example", f"evil.example:{self.browser.port}", "127.0.0.1", ""]:
            answer, _ = self.browser.ask("GET", "/", headers={"Cookie": self.browser.cookie}, host=host)
            self.assertIn(answer.status, (400, 421), host)

    def test_another_site_changes_nothing(self):
        for headers in [{"Origin": "http://evil.example"}, {"Origin": None}, {"Origin": "null"}, {"X-Sheaf-Form": None},
                        {"X-Sheaf-Form": "0" * 32}, {"Cookie": None}]:
            answer, _ = self.browser.post("/letter/1/decide", self.wish(), headers)
            self.assertEqual(answer.status, 403, headers)
        answer, _ = self.browser.get("/letter/1", Origin="http://evil.example")
        self.assertEqual(answer.status, 403)
        self.nothing_decided()

    def test_no_method_but_get_head_and_post(self):
        for method in ["PUT", "DELETE", "PATCH", "OPTIONS"]:
            answer, _ = self.browser.ask(method, "/letter/1", headers={"Cookie": self.browser.cookie})
            self.assertIn(answer.status, (400, 405), method)

    def test_every_answer_forbids_foreign_and_inline_code(self):
        for path in ["/", "/letter/1", "/assets/review.css", "/letter/1/page/1.png", "/nowhere"]:
            answer, _ = self.browser.get(path)
            policy = answer.getheader("Content-Security-Policy")
            self.assertIn("default-src 'none'", policy, path)
            self.assertNotIn("unsafe", policy)
            self.assertEqual(answer.getheader("X-Content-Type-Options"), "nosniff")
        for path in ["/", "/letter/1", "/trust"]:
            _, page = self.browser.get(path)
            self.assertNotRegex(page, r"<script(?! src=)")
            self.assertNotRegex(page, r"\s(on\w+|style)=\"")
            self.assertNotIn("javascript:", page.lower())
            for address in re.findall(r'(?:href|src)="([^"]*)"', page):
                self.assertRegex(address, r"^(/|#|data:,)", address)

    def test_no_path_of_a_request_reaches_the_file_system(self):
        for path in ["/../../../etc/passwd", "/assets/../../etc/passwd", "/assets/%2e%2e/%2e%2e/etc/passwd", "/letter/..%2f1",
                     "/letter/1/page/../../x.png", "/letter/1/page/1.png%00.html", "/.sheaf/journal.sqlite", "/letter/-1",
                     "/letter/999", "/letter/1/page/0.png", "/letter/1/page/999.png", "/letter/99999999999999999999"]:
            answer, text = self.browser.get(path)
            self.assertIn(answer.status, (400, 404), path)
            self.assertNotIn("root:", text if isinstance(text, str) else text.decode("latin-1"))

    def test_wishes_are_held_to_the_letter(self):
        bad = [{"verdict": "liked"}, {"record": "../../etc/passwd"}, {"type": "decision"}, {"type": "<script>"},
               {"verdict": "corrected", "field": "nothing", "value": "x"}, {"verdict": "corrected", "field": "", "value": "x"},
               {"verdict": "settled", "code": "x", "message": "y"}]
        for change in bad:
            answer, _ = self.browser.post("/letter/1/decide", {**self.wish(), **change})
            self.assertEqual(answer.status, 400, change)
        self.nothing_decided()

    def test_a_request_that_is_too_long_or_broken_does_no_harm(self):
        answer, _ = self.browser.post("/letter/1/decide", {**self.wish(), "note": "x" * 3_000_000})
        self.assertIn(answer.status, (400, 413))
        for raw in [b"GET / HTTP/1.1\r\n\r\n", b"\x00" * 500, b"POST /letter/1/decide HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n"]:
            with socket.create_connection((self.browser.host, self.browser.port), timeout=20) as connection:
                connection.sendall(raw)
                connection.shutdown(socket.SHUT_WR)
                connection.recv(4096)
        answer, _ = self.browser.get("/")
        self.assertEqual(answer.status, 200)
        self.nothing_decided()


class Changes(unittest.TestCase):
    def test_read_only_changes_nothing(self):
        office = Office(PROGRAM, SOURCE, LETTERS[:1])
        office.batch()
        with office.server("--read-only") as browser:
            browser.enter()
            page = browser.letter(1)
            self.assertNotIn('data-do="confirm"', page)
            record = records_in(page, "judgement")[0][0]
            answer, _ = browser.post("/letter/1/decide", {"verdict": "rejected", "type": "judgement", "record": record})
            self.assertEqual(answer.status, 403)
        self.assertFalse(office.decisions.exists())

    def test_what_people_write_is_text_and_no_code(self):
        office = Office(PROGRAM, SOURCE, LETTERS[:1])
        office.batch()
        with office.server() as browser:
            browser.enter()
            record = records_in(browser.letter(1), "judgement")[0][0]
            evil = '</span><script>alert(1)</script><a href="javascript:alert(2)">'
            answer, page = browser.post("/letter/1/decide", {"verdict": "corrected", "type": "judgement", "record": record,
                                                             "field": "grade", "value": evil, "note": evil})
            self.assertEqual(answer.status, 200)
            self.assertIn("&lt;script&gt;", page)
            self.assertNotIn("<script>", page)
            self.assertNotRegex(page, r'<a[^>]*href="javascript')

    def test_what_letters_say_is_text_and_no_code(self):
        office = Office(PROGRAM, SOURCE, LETTERS[:1])
        evil = "&lt;script&gt;alert(1)&lt;/script&gt; &lt;img src=x onerror=alert(2)&gt; quays"
        word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        link = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        parts = {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" '
            'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
            "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="a" Type="{link}/officeDocument" Target="word/document.xml"/></Relationships>',
            "word/_rels/document.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="b" Type="{link}/hyperlink" Target="javascript:alert(3)" TargetMode="External"/></Relationships>',
            "word/document.xml": f'<w:document xmlns:w="{word}" xmlns:r="{link}"><w:body><w:p><w:pPr><w:outlineLvl w:val="0"/></w:pPr>'
            f'<w:r><w:t>{evil}</w:t></w:r></w:p><w:p><w:hyperlink r:id="b"><w:r><w:t>{evil}</w:t></w:r></w:hyperlink></w:p></w:body></w:document>',
        }
        with zipfile.ZipFile(office.letters / "<b onmouseover=alert(4)>.docx", "w") as file:
            for name, text in parts.items():
                file.writestr(name, text)
        office.batch()
        shown = 0
        with office.server() as browser:
            browser.enter()
            for path in ["/", "/letter/1", "/letter/2", "/letters", "/search?words=quays", "/charts", "/letters?words=%3Cscript%3E",
                         "/search?words=%22%3E%3Cscript%3E", "/authority?name=%3Cscript%3E", "/open?letter=%3Cscript%3E"]:
                _, page = browser.get(path)
                shown += "&lt;script&gt;alert(1)" in page
                for code in ["<script>", "<img src=x", "<b onmouseover", 'href="javascript']:
                    self.assertNotIn(code, page, path)
        self.assertGreaterEqual(shown, 2)

    def test_pages_are_drawn_in_a_confined_process(self):
        office = Office(PROGRAM, SOURCE, LETTERS[:1])
        office.batch()

        def below(process):
            for child in Path(f"/proc/{process}/task/{process}/children").read_text().split():
                yield int(child)
                yield from below(int(child))
        with office.server() as browser:
            browser.enter()
            self.assertEqual(browser.get("/letter/1/page/1.png")[0].status, 200)
            about = [Path(f"/proc/{process}/status").read_text() for process in below(browser.process)]
            self.assertTrue(any(re.search(r"NoNewPrivs:\s1", one) and re.search(r"Seccomp:\s2", one) for one in about), about)

    def test_a_file_of_decisions_is_whole_at_every_moment(self):
        office = Office(PROGRAM, SOURCE, LETTERS[:1])
        office.batch()
        with office.server() as browser:
            browser.enter()
            record = records_in(browser.letter(1), "judgement")[0][0]
            file, seen, done = office.decisions / f"{LETTERS[0]}.decisions.toml", set(), threading.Event()

            def read():
                while not done.is_set():
                    if file.exists():
                        seen.add(len(tomllib.loads(file.read_text()).get("decision", [])))
            reader = threading.Thread(target=read)
            reader.start()
            for _ in range(20):
                for verdict in ["confirmed", "none"]:
                    base = records_in(browser.letter(1), "judgement")[0][1]
                    wish = {"verdict": verdict, "type": "judgement", "record": record, "base": base, "note": "n" * 20000}
                    self.assertEqual(browser.post("/letter/1/decide", wish)[0].status, 200)
            done.set()
            reader.join()
            self.assertEqual(seen, {0, 1})
        self.assertEqual([one.name for one in office.decisions.iterdir()], [file.name])

    def test_two_tabs_lose_nothing(self):
        office = Office(PROGRAM, SOURCE, LETTERS[:1])
        office.batch()
        with office.server() as browser:
            browser.enter()
            records = [record for record, _ in records_in(browser.letter(1), "judgement")]
            self.assertGreater(len(records), 1)
            answers = []

            def confirm(record):
                tab = Browser(browser.address)
                tab.cookie, tab.form = browser.cookie, browser.form
                answers.append(tab.post("/letter/1/decide", {"verdict": "confirmed", "type": "judgement", "record": record})[0].status)
            threads = [threading.Thread(target=confirm, args=(record,)) for record in records]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            self.assertEqual(set(answers), {200})
            page = browser.letter(1)
            self.assertEqual(page.count("confirmed by Ada"), len(records))
            # The second to say something about the same record has not seen the first.
            answer, text = browser.post("/letter/1/decide", {"verdict": "rejected", "type": "judgement", "record": records[0]})
            self.assertEqual(answer.status, 409)
            self.assertIn("meanwhile Ada decided: confirmed", text)

    def test_a_killed_server_loses_nothing_that_it_acknowledged(self):
        office = Office(PROGRAM, SOURCE, LETTERS[:1])
        office.batch()
        process = subprocess.Popen([PROGRAM, "review", str(office.out), "--by", "Ada"], stdout=subprocess.PIPE, text=True)
        browser = Browser(process.stdout.readline().strip()).enter()
        record = records_in(browser.letter(1), "judgement")[0][0]
        answer, _ = browser.post("/letter/1/decide", {"verdict": "confirmed", "type": "judgement", "record": record})
        os.kill(process.pid, signal.SIGKILL)
        process.wait(20)
        self.assertEqual(answer.status, 200)
        with office.server() as again:
            again.enter()
            self.assertIn("confirmed by Ada", again.letter(1))


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0]], verbosity=2)
