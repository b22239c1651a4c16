"""The web server as it runs, over real sockets: who is answered what, also while others are slow, large or forged."""

import hmac
import re
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import psutil
import pytest

from app.web.heads import LONGEST_BODY
from app.web.worker import MOST_HELD, MOST_WAITING
from tests.kit.apart import free_port
from tests.kit.served import WHOLE_REQUEST, WORD

ROOT = Path(__file__).parents[2]
SECRET = "s3cr3t"
TOKEN = "nobody-may-read-this-token"


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass
class Server:
    port: int
    process: subprocess.Popen[bytes]
    log: Path

    def connects(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=5)

    def says(self, request: bytes) -> Answer:
        """Send bytes and read the one answer, to its end."""
        with self.connects() as one:
            one.sendall(request)
            return answer_on(one)

    def asks(self, method: str, path: str, body: bytes = b"", **headers: str) -> Answer:
        return self.says(asking(method, path, body, **headers))

    def slack(self, text: str = "hello", *, age: float = 0, secret: str = SECRET) -> Answer:
        return self.says(from_slack(text, age=age, secret=secret))

    def lines(self, word: str) -> list[str]:
        return [one for one in self.log.read_text().splitlines() if word in one]

    def memory(self) -> int:
        """Bytes of the serving process."""
        (child,) = psutil.Process(self.process.pid).children()
        return int(child.memory_info().rss)


def asking(method: str, path: str, body: bytes = b"", **headers: str) -> bytes:
    said = {"Host": "x", "Connection": "close", **{name.replace("_", "-"): text for name, text in headers.items()}}
    if body:
        said["Content-Length"] = str(len(body))
    head = "".join(f"{name}: {text}\r\n" for name, text in said.items())
    return f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode() + body


def from_slack(
    text: str = "hello", *, age: float = 0, secret: str = SECRET, changes: Mapping[str, str] | None = None
) -> bytes:
    body = urlencode({"command": "/mentoring", "text": text, "team_id": "T1", "user_id": "U1"}).encode()
    stamp = str(int(time.time() - age))
    signature = "v0=" + hmac.new(secret.encode(), b"v0:" + stamp.encode() + b":" + body, "sha256").hexdigest()
    headers = {"X_Slack_Request_Timestamp": stamp, "X_Slack_Signature": signature, **(changes or {})}
    kind = "application/x-www-form-urlencoded"
    return asking("POST", "/slack/events", body, Content_Type=kind, **{k: v for k, v in headers.items() if v != "-"})


def answer_on(one: socket.socket) -> Answer:
    heard = b""
    while b"\r\n\r\n" not in heard:
        data = one.recv(65536)
        if not data:
            raise AssertionError(f"hung up after {heard!r}")
        heard += data
    head, _, body = heard.partition(b"\r\n\r\n")
    first, *rest = head.decode().split("\r\n")
    headers = dict(line.split(": ", 1) for line in rest)
    while len(body) < int(headers.get("Content-Length", "0")):
        body += one.recv(65536)
    return Answer(int(first.split()[1]), headers, body)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    port, log = free_port(), tmp_path_factory.mktemp("web") / "log"
    with log.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.kit.served", str(port), SECRET],
            cwd=ROOT,
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
        made = Server(port, process, log)
        deadline = time.monotonic() + 30
        while True:
            try:
                assert made.asks("GET", "/healthz").body == b"alive\n"
                break
            except OSError:
                assert time.monotonic() < deadline, log.read_text()
                time.sleep(0.05)
        yield made
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=10) == 0


def test_what_slack_signed_is_answered(server: Server) -> None:
    said = server.slack("hello")
    assert (said.status, said.body) == (200, b"heard 5")
    assert server.slack("x" * 300_000).body == b"heard 300000"


@pytest.mark.parametrize(
    "changes",
    [
        {"X_Slack_Signature": "-"},
        {"X_Slack_Request_Timestamp": "-"},
        {"X_Slack_Request_Timestamp": "abc"},
        {"X_Slack_Request_Timestamp": ""},
        {"X_Slack_Request_Timestamp": "-5"},
        {"X_Slack_Request_Timestamp": "\xb2"},
        {"X_Slack_Request_Timestamp": "1" * 400},
        {"X_Slack_Signature": "v0=" + "0" * 64},
        {"X_Slack_Signature": "v0=\xe9"},
        {"X_Slack_Signature": "v1=" + "0" * 64},
    ],
)
def test_what_is_not_signed_is_refused_with_nothing_to_read(server: Server, changes: dict[str, str]) -> None:
    said = server.says(from_slack(changes=changes))
    assert (said.status, said.body) == (401, b"")


def test_signatures_of_another_secret_another_body_and_another_hour_are_refused(server: Server) -> None:
    assert server.slack(secret="other").status == 401
    assert server.says(from_slack("hello").replace(b"text=hello", b"text=hell0")).status == 401
    assert server.slack(age=301).status == 401
    assert server.slack(age=-400).status == 401
    assert server.slack(age=290).status == 200


def test_a_clock_that_is_off_is_told_once(server: Server) -> None:
    server.slack()
    before = len(server.lines("clock-off"))
    for _ in range(12):
        assert server.slack(age=600).status == 401
    (line,) = server.lines("clock-off")[before:]
    assert "minutes=10" in line
    for _ in range(12):
        server.slack(age=600, secret="other")
    assert len(server.lines("clock-off")) == before + 1


def test_every_answer_has_the_headers_and_none_tells_a_version(server: Server) -> None:
    long = asking("POST", "/slack/events", Content_Length=str(LONGEST_BODY + 1))
    answers = [
        server.asks("GET", "/healthz"),
        server.asks("GET", "/nothing"),
        server.asks("DELETE", "/healthz"),
        server.asks("GET", f"/secret/{TOKEN}"),
        server.slack(secret="other"),
        server.slack(),
        server.says(long),
        server.says(b"NONSENSE\r\n\r\n"),
    ]
    assert [one.status for one in answers] == [200, 404, 405, 500, 401, 200, 413, 400]
    for one in answers:
        assert one.headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert one.headers["X-Content-Type-Options"] == "nosniff"
        assert one.headers["Referrer-Policy"] == "no-referrer"
        assert one.headers["X-Frame-Options"] == "DENY"
        assert one.headers["Cache-Control"] == "no-store"
        assert "Strict-Transport-Security" not in one.headers
        assert re.search(r"\d", one.headers.get("Server", "")) is None
    assert "Strict-Transport-Security" in server.asks("GET", "/healthz", X_Forwarded_Proto="https").headers


@pytest.mark.parametrize(
    "path", ["/", "/healthz/", "/slack//events", "/slack/events/", "/static/x", "/slack/install", "/%00"]
)
def test_nothing_else_answers(server: Server, path: str) -> None:
    said = server.asks("GET", path)
    assert (said.status, said.body) == (404, b"")


def test_a_wrong_method_is_told_the_right_one(server: Server) -> None:
    for method in ("GET", "PUT", "OPTIONS", "TRACE"):
        said = server.asks(method, "/slack/events")
        assert (said.status, said.body, said.headers["Allow"]) == (405, b"", "POST")


def test_a_fault_tells_nothing_and_the_log_has_neither_address_nor_words_of_a_body(server: Server) -> None:
    before = len(server.lines("fault"))
    said = server.asks("GET", f"/secret/{TOKEN}")
    assert (said.status, said.body) == (500, b"")
    said = server.slack("fault")
    assert (said.status, said.body) == (500, b"")
    assert len(server.lines("fault")) > before
    assert TOKEN not in server.log.read_text()


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"GET / HTTP/1.1\r\nHost: x\r\nBad Header\r\n\r\n", 400),
        (b"GET /" + b"a" * 5000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", 414),
        (b"GET / HTTP/1.1\r\nHost: x\r\n" + b"A: " + b"a" * 20_000, 431),
        (b"POST /slack/events HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n0\r\n\r\n", 400),
        (b"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n", 417),
        (b"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n", 400),
    ],
)
def test_what_is_no_request_is_refused(server: Server, request_: bytes, status: int) -> None:
    said = server.says(request_)
    assert (said.status, said.body) == (status, b"")


def test_a_long_body_is_refused_before_it_comes_and_also_if_its_length_is_not_said(server: Server) -> None:
    with server.connects() as one:
        one.sendall(asking("POST", "/slack/events", Content_Length=str(10**9)))
        assert answer_on(one).status == 413
        assert one.recv(1) == b""
    head = b"POST /slack/events HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
    chunk = b"40000\r\n" + b"x" * 0x40000 + b"\r\n"
    with server.connects() as one:
        one.sendall(head)
        try:
            for _ in range(6):
                one.sendall(chunk)
        except OSError:
            pass
        else:
            assert answer_on(one).status == 413
    small = b"6\r\nhello!\r\n0\r\n\r\n"
    assert server.says(head + small).status == 401


def test_a_connection_brings_several_requests_also_before_the_first_is_answered(server: Server) -> None:
    kept = from_slack("a").replace(b"Connection: close\r\n", b"")
    with server.connects() as one:
        one.sendall(kept)
        assert answer_on(one).body == b"heard 1"
        one.sendall(kept[:40])
        time.sleep(0.05)
        one.sendall(kept[40:])
        assert answer_on(one).body == b"heard 1"
    with server.connects() as one:
        # The second one is heard together with the first.
        one.sendall(kept + from_slack("abc"))
        heard = b""
        while data := one.recv(65536):
            heard += data
    assert heard.count(b"HTTP/1.1 200") == 2
    assert heard.endswith(b"heard 3")


def test_ten_thousand_forged_requests_cost_neither_memory_nor_log(server: Server) -> None:
    body = urlencode({"text": WORD, "command": "/mentoring"}).encode()
    signature = "v0=" + "0" * 64
    forged = asking("POST", "/slack/events", body, X_Slack_Request_Timestamp="1", X_Slack_Signature=signature)
    forged = forged.replace(b"Connection: close\r\n", b"")

    def send(times: int) -> None:
        with server.connects() as one:
            for _ in range(times):
                one.sendall(forged)
                assert answer_on(one).status == 401

    send(500)
    before, lines = server.memory(), len(server.log.read_text().splitlines())
    threads = [threading.Thread(target=send, args=(2500,)) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert server.memory() - before < 5_000_000
    assert len(server.log.read_text().splitlines()) - lines <= 2
    assert WORD not in "".join(server.lines("turned-away"))


def test_slack_is_answered_while_five_hundred_drip(server: Server) -> None:
    before = server.memory()
    with ExitStack() as stack:
        slow = [stack.enter_context(server.connects()) for _ in range(500)]
        over = threading.Event()

        def drip() -> None:
            whole = from_slack("x" * 2000)
            for number in range(len(whole)):
                for index, one in enumerate(slow):
                    # Some never say a word, some drip a head, some have sent it and drip a body.
                    if index % 5:
                        try:
                            one.sendall(whole[:600] if index % 5 > 2 and number == 0 else whole[number : number + 1])
                        except OSError:
                            continue
                if over.wait(0.5):
                    return

        thread = threading.Thread(target=drip)
        thread.start()
        took = []
        for _ in range(20):
            start = time.monotonic()
            assert server.slack().status == 200
            took.append(time.monotonic() - start)
            time.sleep(0.05)
        over.set()
        thread.join()
        assert max(took) < 3
        assert server.memory() - before < 20_000_000
    assert server.slack().status == 200


def test_slack_is_answered_while_many_do_not_read_their_answer_or_hang_up(server: Server) -> None:
    with ExitStack() as stack:
        for number in range(60):
            one = stack.enter_context(server.connects())
            one.sendall(asking("GET", "/healthz" if number % 4 else "/nothing"))
        start = time.monotonic()
        assert server.slack().status == 200
        assert time.monotonic() - start < 3


def test_whoever_takes_too_long_is_let_go_however_busily_they_drip(server: Server) -> None:
    whole, kept = from_slack("x" * 2000), from_slack("a").replace(b"Connection: close\r\n", b"")
    with server.connects() as head, server.connects() as body, server.connects() as silent, server.connects() as idle:
        idle.sendall(kept)
        assert answer_on(idle).status == 200
        body.sendall(whole[:600])
        began = time.monotonic()
        left = {head, body, silent}
        for number in range(600, 700):
            for one in left & {head, body}:
                with suppress(OSError):
                    one.sendall(whole[number : number + 1])
            ready, _, _ = select.select(list(left), [], [], 0.1)
            left -= set(ready)  # hung up: nobody has an answer coming
            if not left:
                break
        took = time.monotonic() - began
        idle.sendall(kept)  # as proxies do: quiet for a while, then the next request
        assert answer_on(idle).status == 200
    assert left == set()
    assert WHOLE_REQUEST - 0.5 < took < WHOLE_REQUEST + 6
    assert server.slack().status == 200


def test_of_too_many_who_wait_the_oldest_goes(server: Server) -> None:
    with ExitStack() as stack:
        slow = [stack.enter_context(server.connects()) for _ in range(MOST_WAITING)]
        for one in slow:
            one.sendall(b"P")
        more = [stack.enter_context(server.connects()) for _ in range(20)]
        for one in more:
            one.sendall(b"P")
        assert server.slack().status == 200
        gone, _, _ = select.select(slow, [], [], 1)
        assert set(slow[:20]) <= set(gone)
        assert not set(gone) & set(slow[-100:])


def test_bodies_that_never_end_cannot_fill_the_memory(server: Server) -> None:
    before = server.memory()
    part = from_slack("x" * 1_000_000)[:-50_000]
    with ExitStack() as stack:
        for _ in range(90):
            one = stack.enter_context(server.connects())
            with suppress(OSError):
                one.sendall(part)
        assert server.slack().status == 200
        assert server.memory() - before < MOST_HELD + 20_000_000
    assert server.slack().status == 200
