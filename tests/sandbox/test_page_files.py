"""Files on the page: previews, and who may open them."""

import re
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient
from slack_sdk import WebClient

from app.sandbox.people import Person
from app.sandbox.server import Sandbox
from tests.sandbox.browsing import Browser

PNG = b"\x89PNG\r\n\x1a\n rest"
PDF = b"%PDF-1.7 rest"
MEETING = b"""BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//x//y//EN
BEGIN:VEVENT
UID:1
DTSTAMP:20270111T100000Z
DTSTART:20270114T160000Z
DTEND:20270114T170000Z
SUMMARY:Ada <and> Bo
LOCATION:https://meet.example
RRULE:FREQ=WEEKLY
END:VEVENT
BEGIN:VEVENT
UID:2
DTSTAMP:20270111T100000Z
DTSTART;VALUE=DATE:20270120
SUMMARY:A day
STATUS:CANCELLED
END:VEVENT
END:VCALENDAR
""".replace(b"\n", b"\r\n")


@pytest.fixture
def shares(sandbox: Sandbox, ada: Person) -> Any:
    api = WebClient(token=sandbox.bot_token, base_url=sandbox.api_url)

    def share(name: str, content: bytes) -> str:
        place = sandbox.workspace.direct({ada.id}).id
        answer = api.files_upload_v2(channel=place, content=content, filename=name)
        return str(answer["files"][0]["id"])

    return share


def address(browser: Browser) -> str:
    return unescape(re.findall(r'href="(/people/\w+/files/[^"]+)"', browser.html())[-1])


def test_an_invitation_says_what_when_in_ones_own_zone_and_where(browser: Browser, shares: Any) -> None:
    shares("meeting.ics", MEETING)
    text = browser.text()
    assert "Ada <and> Bo Thursday 14 January 2027, 17:00 to 18:00, repeats weekly https://meet.example" in text
    assert "A day cancelled Wednesday 20 January 2027" in text


def test_a_picture_and_a_paper_are_shown_from_here(browser: Browser, shares: Any) -> None:
    picture, paper = shares("chart.png", PNG), shares("certificate.pdf", PDF)
    html = browser.html()
    assert re.search(rf'<img src="/people/\w+/files/{picture}/chart.png" alt="chart.png">', html)
    assert re.search(rf'<iframe src="/people/\w+/files/{paper}/certificate.pdf#', html)


@pytest.mark.parametrize(
    ("name", "content", "mime", "how"),
    [
        ("chart.png", PNG, "image/png", "inline"),
        ("paper.pdf", PDF, "application/pdf", "inline"),
        ("meeting.ics", MEETING, "text/calendar; charset=utf-8", "attachment"),
        ("page.html", b"<script>alert(1)</script>", "application/octet-stream", "attachment"),
        ("chart.png", b"<script>alert(1)</script>", "application/octet-stream", "attachment"),
        ("broken.ics", b"BEGIN:VCALENDAR\r\nnothing", "text/calendar; charset=utf-8", "attachment"),
        ("a b%.txt", b"x", "application/octet-stream", "attachment"),
    ],
)
def test_only_what_is_what_it_says_opens_in_the_browser(
    client: FlaskClient, browser: Browser, shares: Any, name: str, content: bytes, mime: str, how: str
) -> None:
    shares(name, content)
    answer = client.get(address(browser))
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == mime
    assert answer.headers["Content-Disposition"].startswith(how)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.get_data() == content


def test_a_file_is_for_those_in_its_conversation_only(client: FlaskClient, sandbox: Sandbox, shares: Any) -> None:
    file_id = shares("chart.png", PNG)
    bo = sandbox.person("bo", real_name="Bo Lindqvist")
    assert client.get(f"/people/{bo.id}/files/{file_id}/chart.png").status_code == 404
    assert client.get(f"/people/{bo.id}/files/F404/chart.png").status_code == 404
