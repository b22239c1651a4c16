"""`trellis timeline` and `trellis outbox`, as somebody reads them who looks after a bot."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from app.__main__ import main
from app.delivery.records import Notice
from tests.kit import databases
from tests.kit.town import Town

PRIVATE = "Mira never comes"


@pytest.fixture
def trellis(town: Town, tmp_path: Path) -> Any:
    """Run the command beside the living bot, on its database and by its clock."""

    def run(*words: str) -> Result:
        clock = tmp_path / "clock"
        clock.write_text(json.dumps({"frozen_at": town.stage.clock.now().isoformat()}))
        settings = {
            "DATABASE_URL": town.stage.database.url,
            "TRELLIS_KEYS": databases.KEY,
            "SLACK_BOT_TOKEN": "xoxb-1",
            "SLACK_APP_TOKEN": "xapp-1",
            "CLOCK_FILE": str(clock),
        }
        return CliRunner().invoke(main, words, env=settings)

    return run


def test_a_pairings_timeline_tells_what_went_out_and_what_is_planned(town: Town, trellis: Any) -> None:
    town.agrees()
    town.passes(hours=20)
    done = trellis("timeline", "--pairing", "1")
    assert done.exit_code == 0, done.output
    lines = done.output.splitlines()
    assert lines[0] == "Times are in UTC."
    sent = [line for line in lines if "matching.introduction" in line]
    assert "  sent  " in sent[0]
    assert f"to {'+'.join(sorted((town.ada.id, town.mira.id)))}" in sent[0]
    planned = [line for line in lines if "reflections.ask" in line]
    assert "2027-01-13" in planned[0]
    assert "planned" in planned[0]
    assert "stale from 2027-01-" in planned[0]
    # Its meetings' notices are among them, in one order of time.
    assert any("meeting:1" in line for line in lines)
    times = [line[:16] for line in lines[1:]]
    assert times == sorted(times)


def test_times_are_given_on_a_clock_of_ones_own_and_kinds_explained(town: Town, trellis: Any) -> None:
    town.agrees()
    utc = trellis("timeline", "--meeting", "1").output
    there = trellis("timeline", "--meeting", "1", "--zone", "Asia/Tokyo", "-v").output
    assert "2027-01-13 21:00  planned  reflections.did_you_meet" in utc
    assert "2027-01-14 06:00  planned  reflections.did_you_meet" in there
    assert "meetings.card: " in there
    assert trellis("timeline", "--meeting", "1", "--zone", "Mars/Base").exit_code == 2


def test_a_timeline_for_a_program(town: Town, trellis: Any) -> None:
    town.agrees()
    found = json.loads(trellis("timeline", "--application", "1", "--json").output)
    assert found[0]["kind"] == "joining.received"
    assert found[0]["state"] == "sent"
    assert found[0]["to"] == town.ada.id
    assert found[0]["settled_at"].startswith("2027-01-11T")


def test_a_persons_timeline_has_what_went_to_their_group_too_and_never_a_text(town: Town, trellis: Any) -> None:
    town.agrees()
    town.ada.types("/mentoring support")
    town.ada.fills({"text": PRIVATE})
    town.ada.submits()
    town.passes(hours=1)
    done = trellis("timeline", "--person", town.ada.id)
    assert "checkins.received" in done.output
    assert "matching.introduction" in done.output
    assert "to UMIRA " not in done.output
    assert PRIVATE not in done.output + trellis("timeline", "--cohort", "1").output + trellis("outbox", "-v").output
    assert trellis("timeline", "--person", "UNOBODY").output == "Nothing has been planned.\n"


def test_a_cohorts_timeline_is_what_it_wants_as_a_whole(town: Town, trellis: Any) -> None:
    town.agrees()
    said = trellis("timeline", "--cohort", "1").output
    assert "programmes.announcement" in said
    assert "organising.digest" in said
    assert "meetings.card" not in said


def test_what_is_not_there_is_a_sentence(town: Town, trellis: Any) -> None:
    town.opens_cohort()
    for family in ("pairing", "meeting", "application", "cohort"):
        done = trellis("timeline", f"--{family}", "99")
        assert (done.exit_code, done.output) == (1, f"Error: there is no {family} 99.\n")
    assert trellis("timeline").exit_code == 2
    assert trellis("timeline", "--pairing", "1", "--meeting", "1").exit_code == 2


def _spoil(town: Town, outcome: str, reason: str) -> None:
    with town.stage.database.transaction() as tx:
        row = tx.query(Notice).filter(Notice.outcome == "sent").order_by(Notice.id.desc()).first()
        assert row is not None
        row.outcome, row.reason = outcome, reason


def test_the_outbox_counts_every_state_and_names_what_did_not_arrive(town: Town, trellis: Any) -> None:
    town.agrees()
    _spoil(town, "failed", "is_archived")
    _spoil(town, "uncertain", "it may have arrived")
    done = trellis("outbox")
    lines = {line.split("  ")[0]: line.split()[-1] for line in done.output.splitlines() if line}
    assert lines["failed"] == lines["uncertain"] == "1"
    assert int(lines["sent"]) > 5
    assert "Nothing is overdue." in done.output
    assert "Slack holds nothing back." in done.output
    assert "failed: is_archived" in done.output
    found = json.loads(trellis("outbox", "--json").output)
    assert found["counts"]["failed"] == len(found["failed"]) == 1
    assert found["uncertain"][0]["reason"] == "it may have arrived"
    assert found["overdue"] == {"count": 0, "oldest_since": None, "oldest_seconds": 0}


def test_a_check_fails_once_something_is_overdue_for_too_long(town: Town, trellis: Any) -> None:
    town.agrees()
    assert trellis("outbox", "--check").exit_code == 0
    with town.stage.database.transaction() as tx:
        row = tx.query(Notice).filter(Notice.settled_at.is_(None)).first()
        assert row is not None
        row.due_at = town.stage.clock.now() - timedelta(minutes=11)
    late = trellis("outbox", "--check")
    assert (late.exit_code, late.output) == (1, "Overdue: 1, the oldest for 11 min.\n")
    assert trellis("outbox", "--check", "--minutes", "11").exit_code == 0
    assert trellis("outbox", "--check", "--minutes", "0").exit_code == 1
