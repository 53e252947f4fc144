"""What the tests of `sheaf review` share: an archive of sample letters with a folder of decisions, and the server over it."""
import contextlib
import http.client
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.parse
from pathlib import Path

PIPELINE = """format = 1
name = "office"
profiles = ["profiles"]
decisions = "decisions"

[[input]]
use = "pdf"

[[input]]
use = "docx"

[[transform]]
use = "profile"

[[transform]]
use = "sections"

[[transform]]
use = "metadata"

[[transform]]
use = "judgements"

[[transform]]
use = "recommendations"

[[output]]
use = "json"

[[output]]
use = "csv"

[[output]]
use = "sqlite"

[batch]
jobs = 1
sync = false
"""


class Office:
    """A folder with letters (`in`), a pipeline, decisions, and the archive (`out`)."""

    def __init__(self, program, source, letters):
        self.program = str(program)
        self.keep = tempfile.TemporaryDirectory(prefix="sheaf-review-")
        self.path = Path(self.keep.name)
        self.letters, self.out, self.decisions = self.path / "in", self.path / "out", self.path / "decisions"
        self.pipeline = self.path / "office.toml"
        self.pipeline.write_text(PIPELINE)
        self.letters.mkdir()
        for letter in letters:
            shutil.copy(Path(source) / "samples" / "letters" / letter, self.letters)

    def batch(self, *options):
        """Runs a batch; its exit status and what it said."""
        done = subprocess.run([self.program, "batch", str(self.pipeline), str(self.letters), "-o", str(self.out), *options],
                              capture_output=True, text=True, timeout=300)
        if done.returncode not in (0, 3):
            sys.exit(f"the batch failed: {done.returncode}\n{done.stderr}")
        return done.returncode, done.stderr

    @contextlib.contextmanager
    def server(self, *options):
        process = subprocess.Popen([self.program, "review", str(self.out), "--by", "Ada", *options],
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        try:
            address = process.stdout.readline().strip()
            if not address:
                sys.exit("the server did not begin: " + process.stderr.read())
            browser = Browser(address)
            browser.process = process.pid
            yield browser
        finally:
            process.terminate()
            process.wait(20)


class Browser:
    """Requests as a browser makes them; every header can be another."""

    def __init__(self, address):
        self.address = address
        parts = urllib.parse.urlsplit(address)
        self.host, self.port = parts.hostname, parts.port
        self.token = urllib.parse.parse_qs(parts.query)["token"][0]
        self.own = f"{self.host}:{self.port}"
        self.cookie = self.form = ""

    def ask(self, method, path, body=None, headers=None, host=None):
        connection = http.client.HTTPConnection(self.host, self.port, timeout=60)
        connection.putrequest(method, path, skip_host=True)
        connection.putheader("Host", self.own if host is None else host)
        for name, value in (headers or {}).items():
            connection.putheader(name, value)
        if body is not None:
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body)
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        return answer, text

    def enter(self):
        answer, _ = self.ask("GET", "/?token=" + self.token)
        assert answer.status == 303, answer.status
        self.set_cookie = answer.getheader("Set-Cookie")
        self.cookie = self.set_cookie.split(";")[0]
        return self

    def get(self, path, **headers):
        answer, text = self.ask("GET", path, headers={"Cookie": self.cookie, **headers})
        return answer, text.decode("utf-8", "replace") if "text" in (answer.getheader("Content-Type") or "") else text

    def letter(self, number):
        answer, page = self.get(f"/letter/{number}")
        assert answer.status == 200, (answer.status, page)
        self.form = re.search(r'data-form="([0-9a-f]*)"', page).group(1)
        return page

    def post(self, path, fields, headers=None):
        boundary = "sheaf-test-boundary"
        body = "".join(f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
                       for name, value in fields.items()) + f"--{boundary}--\r\n"
        given = {"Cookie": self.cookie, "Origin": "http://" + self.own, "X-Sheaf-Form": self.form,
                 "Content-Type": f"multipart/form-data; boundary={boundary}"}
        given.update(headers or {})
        answer, text = self.ask("POST", path, body.encode(), {k: v for k, v in given.items() if v is not None})
        return answer, text.decode("utf-8", "replace")


def records_in(page, kind):
    """`(id, base)` of each record card of the type on a letter's page, in order."""
    section = re.search(rf'<section class="type" data-type="{kind}".*?</section>', page, re.S).group(0)
    return re.findall(r'data-record="([0-9a-f]{16})" data-base="([0-9a-f]*)"', section)
