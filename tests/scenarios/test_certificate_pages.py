"""The page of a certificate: whoever has the paper can see that it is genuine, and nothing else about anybody."""

import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from app.web.server import Watched, make_web
from tests.kit import pdf
from tests.kit.books import on_the_shelf
from tests.kit.town import Town
from tests.scenarios.test_certificates import TEXT, TO_END, files, meets

ADDRESS = re.compile(r"https://bot\.example\.org(/certificate/[2-9A-Z]{26})")


@pytest.fixture
def town(open_town: Town) -> Iterator[Town]:
    mentor = {"role": "mentor", "title": "Certificate of Mentoring", "text": TEXT, "rules": [{"meetings": 1}]}
    with on_the_shelf(certificates=(mentor,)):
        meets(open_town)
        open_town.days_pass(TO_END)
        yield open_town


def web(town: Town) -> FlaskClient:
    return make_web(None, Watched(look=list), pages=town.stage.bot.pages()).test_client()


def path_on_paper(content: bytes) -> str:
    found = ADDRESS.search(pdf.words(content))
    assert found is not None
    return found[1]


def test_the_paper_and_its_message_lead_to_a_page_that_says_what_is_printed(town: Town) -> None:
    (paper,) = files(town)
    path = path_on_paper(paper["content"])
    said = ADDRESS.search(town.mira.sees("Whoever wants to know whether it is genuine finds it at"))
    assert said is not None
    assert said[1] == path
    assert b"https://bot.example.org" + path.encode() in paper["content"]  # pressed, it leads there
    number = re.search(r"No\. (\S+)", pdf.words(paper["content"]))
    assert number is not None
    assert web(town).get(path.lower()).status_code == 200  # typed by hand
    answer = web(town).get(path)
    assert answer.status_code == 200
    shown = answer.text
    for part in ("This certificate is genuine", "Mira Santos", "Certificate of Mentoring", "WeAllJS", "mentor"):
        assert part in shown
    for part in ("18 January 2027 to 1 May 2027", number[1], "It was issued on"):
        assert part in shown
    for part in ("Ada", town.mira.id, "Winter", "meeting"):
        assert part not in shown
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "style-src 'sha256-" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_number_or_a_guess_leads_nowhere(town: Town) -> None:
    client = web(town)
    path = path_on_paper(files(town)[0]["content"])
    number = re.search(r"No\. (\S+)", pdf.words(files(town)[0]["content"]))
    assert number is not None
    for guess in (number[1], "1", path[13:-1], "A" * 26, "é" * 26, "x" * 5000, "%00"):
        answer = client.get(f"/certificate/{guess}")
        assert answer.status_code == 404
        assert "No such certificate" in answer.text
    assert client.post(path).status_code == 405


def test_one_of_before_gets_its_page_when_its_owner_asks_for_it_again(town: Town) -> None:
    with town.stage.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE awards SET token = NULL")
    town.mira.types("/mentoring certificate")
    again = town.mira.keeps("Send it again")
    town.ada.presses_kept(again)
    town.ada.sees("That certificate belongs to somebody else.")
    town.mira.presses_kept(again)
    first, second = files(town)
    path = path_on_paper(second["content"])
    assert web(town).get(path).status_code == 200
    assert web(town).get(path_on_paper(first["content"])).status_code == 404
    town.passes(minutes=2)
    town.mira.presses_kept(again)
    assert path_on_paper(files(town)[2]["content"]) == path
    # It stays genuine when its owner leaves the workspace.
    town.mira.leaves_workspace()
    assert web(town).get(path).status_code == 200


def test_what_a_name_contains_is_shown_and_not_obeyed(town: Town) -> None:
    path = path_on_paper(files(town)[0]["content"])
    with town.stage.database.engine.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE awards SET name = '<script>alert(1)</script> & \"Zoë\"' WHERE role = 'mentor'"
        )
    shown = web(town).get(path).text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;Zoë&quot;" in shown
    assert "<script" not in shown
