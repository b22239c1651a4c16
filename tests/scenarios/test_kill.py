"""The bot is killed in the middle of a story and started again: nothing is lost, nothing repeated."""

import re
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from app.demo.cast import mentees, mentors
from app.demo.community import Community
from app.demo.stage import NOON
from tests.kit import databases
from tests.kit.apart import Apart, kill_at


def live_through(stage: Apart) -> Counter[tuple[str, str]]:
    """Play a cohort from its opening to the first closing questions; return every message at the end."""
    town = Community(stage)
    stage.start_bot()
    town.opens_cohort()
    town.cora.closes_all()
    mentor, mentee = town.welcomes(mentors()[33]), town.welcomes(mentees(1)[0])
    for who, role, one in ((mentor, "mentor", mentors()[33]), (mentee, "mentee", mentees(1)[0])):
        who.presses("Become a mentor" if role == "mentor" else "Find a mentor")
        who.fills({**one.answers, "conduct": ["Yes"], "public": ["Yes"]})
        who.submits()
        who.closes_all()
    town.approves(mentor)
    town.approves(mentee)
    town.cora.opens_home()
    town.cora.presses("Find matches")
    town.cora.presses("Accept")
    town.cora.closes_all()
    mentor.presses("Yes, gladly")
    mentee.presses("Yes, please")
    mentee.presses("Works for me")
    mentor.presses("Works for me")
    stage.pass_time(timedelta(days=4))
    mentee.presses("Answer")
    mentee.fills({"next_week": "Read the code"})
    mentee.submits()
    stage.pass_time(timedelta(days=1))
    return everything_said(stage)


def everything_said(stage: Apart) -> Counter[tuple[str, str]]:
    """Return every message that stands, by place and words; the minute may differ after a standstill."""
    space = stage.sandbox.workspace
    reader = stage.sandbox.people["UCORA"]
    return Counter(
        (
            channel.name or " ".join(sorted(space.users[one].name for one in channel.members)),
            re.sub(r"\d\d:\d\d|In \d+ minutes", "then", reader.plain(message)),
        )
        for channel in space.conversations.values()
        for message in channel.messages
        if message["user"] == space.bot.id and "ephemeral_to" not in message
    )


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Counter[tuple[str, str]]:
    with databases.fresh("sqlite") as url:
        stage = Apart(database_url=url, folder=tmp_path_factory.mktemp("undisturbed"), start=NOON)
        try:
            return live_through(stage)
        finally:
            stage.stop()


@pytest.mark.parametrize(
    ("message", "when"),
    # Every boundary of a single message has its deaths in `tests/delivery/test_crashes.py`; here a whole story goes on.
    [(1, "accepted"), (19, "not accepted")],
)
def test_a_killed_bot_goes_on_where_it_was(
    database_kind: str, message: int, when: str, undisturbed: Counter[tuple[str, str]], tmp_path: Path
) -> None:
    with databases.fresh(database_kind) as url:
        stage = Apart(database_url=url, folder=tmp_path, start=NOON)
        kill_at(stage, message, accepted=when == "accepted")
        try:
            said = live_through(stage)
        finally:
            stage.stop()
        assert stage.lives == 2
    assert said - undisturbed == Counter()
    assert undisturbed - said == Counter()
