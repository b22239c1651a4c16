"""The page of a certificate: whoever has the paper can see that it is genuine, and nothing else about anybody."""

import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from app.web.server import Watched, make_web
from tests.kit import pdf
from tests.kit.books import on_the_shelf
from tests.kit.town import Town
from tests.scenarios.test_certificates import TEXT, files

ADDRESS = re.compile(r"https://bot\.example\.org(/certificate/[2-9A-Z]{26})")


@pytest.fixture
def town(open_town: Town) -> Iterator[Town]:
    """Ada has a certificate, by an exception that Cora made."""
    rules = [{"meetings": 1}]
    mentee = {"role": "mentee", "title": "Certificate of Participation", "text": TEXT, "rules": rules}
    with on_the_shelf(certificates=(mentee,)):
        open_town.agrees()
        open_town.cora.types("/mentoring certificates")
        open_town.cora.presses("Who has one")
        open_town.cora.presses("Make an exception", where="@Ada Okafor")
        open_town.cora.fills({"why": "Ill for a month"})
        open_town.cora.submits()
        open_town.passes(days=1)
        yield open_town


def web(town: Town) -> FlaskClient:
    return make_web(None, Watched(look=list), pages=town.stage.bot.pages()).test_client()


def path_on_paper(content: bytes) -> str:
    found = ADDRESS.search(pdf.words(content))
    assert found is not None
    return found[1]


def test_the_paper_and_its_message_lead_to_a_page_that_says_what_is_printed_and_no_more(town: Town) -> None:
    (paper,) = files(town)
    path = path_on_paper(paper["content"])
    said = ADDRESS.search(town.ada.sees("Whoever wants to know whether it is genuine finds it at"))
    assert said is not None
    assert said[1] == path
    assert b"https://bot.example.org" + path.encode() in paper["content"]  # pressed, it leads there
    number = re.search(r"No\. (\S+)", pdf.words(paper["content"]))
    assert number is not None
    client = web(town)
    answer = client.get(path)
    assert answer.status_code == 200
    for part in ("This certificate is genuine", "Ada Okafor", "Certificate of Participation", "WeAllJS", "mentee"):
        assert part in answer.text
    for part in ("18 January 2027 to 1 May 2027", number[1], "It was issued on 11 January 2027"):
        assert part in answer.text
    for part in ("Mira", "Cora", "Ill", "exception", town.ada.id, "Winter", "meeting"):
        assert part not in answer.text
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "style-src 'sha256-" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert client.get(path.lower()).status_code == 200  # typed by hand
    for guess in (number[1], "1", path[13:-1], "A" * 26, "é" * 26, "x" * 5000, "%00"):
        answer = client.get(f"/certificate/{guess}")
        assert answer.status_code == 404
        assert "No such certificate" in answer.text
    assert client.post(path).status_code == 405
    with town.stage.database.engine.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE awards SET name = '<script>alert(1)</script> & \"Zoë\"' WHERE token IS NOT NULL"
        )
    shown = client.get(path).text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;Zoë&quot;" in shown
    assert "<script" not in shown


def test_one_of_before_gets_its_page_when_its_owner_asks_for_it_again(town: Town) -> None:
    with town.stage.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE awards SET token = NULL")
    town.ada.types("/mentoring certificate")
    again = town.ada.keeps("Send it again")
    town.mira.presses_kept(again)
    town.mira.sees("That certificate belongs to somebody else.")
    town.ada.presses_kept(again)
    first, second = files(town)
    path, client = path_on_paper(second["content"]), web(town)
    assert client.get(path).status_code == 200
    assert client.get(path_on_paper(first["content"])).status_code == 404
    town.passes(minutes=2)
    town.ada.presses_kept(again)
    assert path_on_paper(files(town)[2]["content"]) == path
    # It stays genuine when its owner leaves the workspace.
    town.ada.leaves_workspace()
    assert client.get(path).status_code == 200
