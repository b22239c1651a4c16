"""The whole story, from the announcement to the third weekly meeting: on both databases, over both transports."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from difflib import unified_diff
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from app.core.clock import MovableClock
from app.demo import tour as demo
from app.demo.community import COORDINATOR
from app.demo.stage import NOON, Stage
from app.demo.tour import Tour
from app.sandbox.blockkit import problems
from tests.kit import databases

STORY = Path(__file__).with_name("story.txt")
PRIVATE = (
    "Draw a map of the three services",
    "An architecture review that Ada may listen in on",
    "We never find time",
    "My train is late",
    "found a loop nobody knew of",
    "Explain our queues",
)


class Told:
    """The story when it is over: every message of the bot, and the workspace as it stands."""

    def __init__(self, tour: Tour, lines: list[str]) -> None:
        self.tour = tour
        self.printed = "\n".join(lines) + "\n"
        self.kept = tour.narrator.kept

    def to(self, recipient: str, words: str) -> list[dict[str, Any]]:
        return [one for one in self.kept if one["recipient"] == recipient and words in one["text"]]

    def one(self, recipient: str, words: str) -> dict[str, Any]:
        found = self.to(recipient, words)
        assert len(found) == 1, f"{len(found)} times to {recipient}: {words}"
        return found[0]


@pytest.fixture(scope="module", params=["socket", "http"])
def transport(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "kind" in metafunc.fixturenames:
        said = metafunc.config.getoption("--db")
        metafunc.parametrize("kind", ["sqlite", "postgres"] if said == "both" else [said], scope="module")


@pytest.fixture(scope="module")
def told(kind: str, transport: Any) -> Iterator[Told]:
    with databases.fresh(kind) as url:
        stage = Stage(
            database_url=url,
            key=databases.KEY,
            clock=MovableClock(NOON),
            transport=transport,
            coordinators=COORDINATOR,
        )
        try:
            lines: list[str] = []
            tour = Tour(stage, lines.append)
            stage.start_bot()
            tour.play()
            yield Told(tour, lines)
        finally:
            stage.stop()


def at(year: int, month: int, day: int, hour: int, minute: int = 0) -> str:
    return datetime(year, month, day, hour, minute, tzinfo=UTC).isoformat()


def test_all_nine_steps_are_played(told: Told) -> None:
    steps = list(dict.fromkeys(one["step"] for one in told.kept))
    assert [one.split(".")[0] for one in steps] == [str(number) for number in range(1, 10)]


def test_the_story_reads_as_it_did_when_somebody_last_read_it(told: Told) -> None:
    """`story.txt` is everything that people see, to be read like prose; `make story` writes it anew."""
    written = STORY.read_text(encoding="utf-8")
    changed = "\n".join(unified_diff(written.splitlines(), told.printed.splitlines(), "story.txt", "now", lineterm=""))
    assert not changed, f"read what changed, and if it is as it should be, run `make story`:\n{changed}"


def test_nobody_reads_anything_twice(told: Told) -> None:
    said = Counter((one["recipient"], one["text"], one["time"]) for one in told.kept if not one["only_seen_by"])
    assert [one for one, number in said.items() if number > 1] == []


def test_no_private_word_is_in_a_channel_or_before_other_eyes(told: Told) -> None:
    for private in PRIVATE:
        readers = {one["recipient"] for one in told.kept if private in one["text"]}
        assert not any(reader.startswith("#") for reader in readers)
        assert "Cora Lind" not in readers, private


def test_a_mentor_is_asked_before_the_mentee(told: Told) -> None:
    asked = told.one("Helmi Petrov", "@Ada Dvorak in *Winter* would like to learn from you")
    offered = told.one("Ada Dvorak", "I found a mentor for you")
    assert told.kept.index(asked) < told.kept.index(offered)


def test_an_offer_passes_to_the_next_after_a_no_and_after_silence(told: Told) -> None:
    words = "@Jun Santos in *Winter* would like to learn from you"
    asked = [one["recipient"] for one in told.kept if words in one["text"] and "reminder" not in one["text"]]
    assert asked == ["Bela Halvorsen", "Helmi Petrov", "Gwen Iversen"]


def test_reminders_come_to_the_minute_in_each_readers_own_time(told: Told) -> None:
    day_before = told.to("Helmi Petrov", "Tomorrow you meet @Ada Dvorak")
    assert [one["time"] for one in day_before] == [
        at(2027, 1, 20, 18), at(2027, 1, 27, 18), at(2027, 2, 3, 18), at(2027, 2, 10, 18), at(2027, 2, 17, 18),
    ]  # fmt: skip
    assert "Jan 21, 2027 at 18:00" in day_before[0]["text"]
    assert "Jan 21, 2027 at 19:00" in told.to("Ada Dvorak", "Tomorrow you meet @Helmi Petrov")[0]["text"]
    soon = told.to("Ada Dvorak", "In 15 minutes you meet")
    assert [one["time"] for one in soon][:3] == [
        at(2027, 1, 21, 17, 45), at(2027, 1, 28, 17, 45), at(2027, 2, 4, 17, 45),
    ]  # fmt: skip


def test_the_closing_questions_come_ten_minutes_before_the_end(told: Told) -> None:
    asked = told.to("Ada Dvorak", "Take the last minutes for the closing questions")
    assert [one["time"] for one in asked][:3] == [
        at(2027, 1, 21, 18, 50), at(2027, 1, 28, 18, 50), at(2027, 2, 4, 18, 50),
    ]  # fmt: skip


def test_each_agenda_carries_the_last_task_on(told: Told) -> None:
    agendas = [one["text"] for one in told.to("Ada Dvorak", "On the agenda")]
    assert "Draw a map of the three services and who calls whom" in agendas[0]
    assert "Write down the loop as a proposal of one page" in agendas[1]
    assert "Show the page to two colleagues" in agendas[2]


def test_a_meeting_that_was_not_reflected_on_is_asked_about_once(told: Told) -> None:
    assert len(told.to("Jun Santos", "Did you meet @Gwen Iversen on Jan 22")) == 1
    assert len(told.to("Ada Dvorak", "Did you meet @Helmi Petrov on Jan 21")) == 0


def test_the_check_in_reaches_both_after_a_month_and_the_digest_every_monday(told: Told) -> None:
    began = datetime.fromisoformat(told.one("Helmi Petrov and Ada Dvorak", "For your first meeting")["time"])
    for name in ("Ada Dvorak", "Helmi Petrov"):
        assert datetime.fromisoformat(told.to(name, "have been a pair since")[0]["time"]) == began + timedelta(days=30)
    mondays = [one["time"] for one in told.to("#mentoring-desk", "the week until")]
    assert mondays == [at(2027, *day, 8) for day in ((1, 18), (1, 25), (2, 1), (2, 8), (2, 15), (2, 22))]


def test_the_public_news_needs_both(told: Told) -> None:
    assert told.to("#mentorship", "found each other") == []  # only Ada had agreed to be mentioned


def test_calendar_files_are_right(told: Told) -> None:
    files = told.tour.stage.sandbox.workspace.files.values()
    texts = [one["content"].decode() for one in files]
    events: list[Any] = [Calendar.from_ical(one).walk("VEVENT")[0] for one in texts]
    first = next(one for one in events if one.get("location") and one["sequence"] == 2)
    assert first["dtstart"].dt == datetime(2027, 1, 21, 18, tzinfo=UTC)
    assert first["dtend"].dt - first["dtstart"].dt == timedelta(hours=1)
    assert str(first["summary"]) == "Mentoring: Helmi Petrov and Ada Dvorak"


def test_every_message_and_home_keeps_slacks_limits_and_says_everything_in_its_text(told: Told) -> None:
    for one in told.kept:
        if one["blocks"]:
            assert problems("message", {"text": one["text"], "blocks": one["blocks"]}) == []
    for channel in told.tour.stage.sandbox.workspace.conversations.values():
        for message in channel.messages:
            assert message["text"] or message.get("files")


def test_private_words_are_sealed_in_the_database(told: Told) -> None:
    with told.tour.stage.database.engine.connect() as connection:
        for question in ("SELECT task FROM reflections", "SELECT text FROM calls", "SELECT text FROM goals"):
            rows = [str(row[0]) for row in connection.exec_driver_sql(question)]
            assert rows
            assert not any(private in row for private in PRIVATE for row in rows)


def test_the_command_prints_the_tour_and_writes_every_message(tmp_path: Path) -> None:
    lines: list[str] = []
    demo.play(json_file=tmp_path / "tour.json", say=lines.append)
    kept = json.loads((tmp_path / "tour.json").read_text())
    assert {"time", "recipient", "text", "blocks"} <= set(kept[0])
    assert f"{len(kept)} messages, nine steps" in lines[-1]
    assert sum(line.startswith("\n━━") for line in lines) == 9
