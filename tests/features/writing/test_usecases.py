"""Writing to many: who is reached, who may, and what becomes of it meanwhile. On both databases."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from app import lobby
from app.core.carrier import Later
from app.core.notice import Due, NotNeeded, Post
from app.core.refusal import Refusal, Refusals
from app.delivery import batches
from app.delivery.deciding import Manners
from app.delivery.sending import Sender
from app.features.joining import records as joining
from app.features.people import usecases as people
from app.features.people.records import Deed
from app.features.programmes.rules import Cohort
from app.features.writing import notices, records, usecases, views
from app.features.writing.rules import (
    AUDIENCES,
    Circular,
    Work,
    calls_of,
    check,
    people_of,
    roughly,
    seconds_left,
)
from app.main import recipient
from app.slack.limits import rest
from tests.kit.make import application, cohort
from tests.kit.office import Postman
from tests.kit.rooms import BOSS, TEAM, Rooms

ZONES = {"UMADRID": "Europe/Madrid", "UNEW": "America/New_York", "UKOLKATA": "Asia/Kolkata"}
DAY = timedelta(days=1)


@pytest.fixture
def group(rooms: Rooms) -> Cohort:
    """Three mentors take part, at 11:00 in Madrid, 05:00 in New York and 15:30 in Kolkata; a mentee, too."""
    found = rooms.cohort()
    for user, zone in ZONES.items():
        rooms.meets(user, zone)
        takes_part(rooms, found, user, "mentor")
    takes_part(rooms, found, rooms.meets("UMENTEE"), "mentee")
    return found


def takes_part(rooms: Rooms, group: Cohort, user: str, role: str) -> None:
    with rooms.tx() as tx:
        tx.add(
            joining.ApplicationRow(
                team_id=TEAM,
                cohort_id=group.id,
                user_id=user,
                role=role,
                round=1,
                zone="UTC",
                slots=[],
                answers={},
                submitted_at=rooms.now,
                approved_at=rooms.now,
                approved_by=BOSS,
            )
        )


def drafts(
    rooms: Rooms, group: Cohort, *, audience: str = "mentors", text: str = "Hello", by: str = BOSS
) -> usecases.Draft:
    with rooms.tx() as tx:
        return usecases.draft(
            tx, team_id=TEAM, by=by, cohort_id=group.id, circular_id=None, audience=audience, text=text, now=rooms.now
        )


def sends(rooms: Rooms, circular_id: int, by: str = BOSS) -> Circular:
    with rooms.tx() as tx:
        return usecases.send(tx, team_id=TEAM, by=by, circular_id=circular_id, now=rooms.now)


def sender(rooms: Rooms, postman: Postman) -> Sender:
    return Sender(
        database=rooms.database,
        carrier=postman,
        manners=Manners(
            kinds={one.name: one for one in lobby.board().notices},
            recipient_of=lambda tx, team, user: recipient(tx, team, user, rooms.now),
        ),
        clock=rooms.clock,
    )


def carried(postman: Postman, words: str = "writes to") -> list[str]:
    return [one.partition(":")[0] for one in postman.carried if words in one]


def outcomes(rooms: Rooms) -> dict[str, tuple[str | None, str | None]]:
    return {one.to: (one.outcome, one.reason) for one in rooms.notices("writing.circular")}


# -- rules -----------------------------------------------------------------------------------------


def test_each_audience_has_those_it_names_once_and_never_its_writer() -> None:
    mentor, mentee = application(1, "mentor"), application(2, "mentee")
    matched = application(3, "mentee", matched_at=mentor.submitted_at)
    applied = application(4, "mentee", approved_at=None)
    gone = application(5, "mentor", withdrawn_at=mentor.submitted_at)
    both = application(1, "mentee")
    found = (mentor, mentee, matched, applied, gone, both)
    reached = {one: people_of(one, found, but="U2") for one in AUDIENCES}
    assert reached == {
        "everybody": ["U1", "U3"],
        "mentors": ["U1"],
        "mentees": ["U3", "U1"],
        "matched": ["U3"],
        "waiting": ["U1"],
        "applied": ["U4"],
    }


def test_what_cannot_be_sent_is_told_all_at_once() -> None:
    with pytest.raises(Refusals) as found:
        check("strangers", " \n ")
    assert [(one.field, one.code) for one in found.value.refusals] == [
        ("audience", "writing.no-audience"),
        ("text", "writing.no-text"),
    ]
    with pytest.raises(Refusals):
        check("mentors", "x" * 2001)
    check("mentors", "x" * 2000)


def test_the_time_that_is_left_comes_from_what_slack_allows() -> None:
    assert seconds_left(calls_of({"writing.circular": 500}), rest) == 100
    assert seconds_left(calls_of({"matching.invite": 100, "matching.offer": 100}), rest) == 120
    assert seconds_left({}, rest) == 0


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0, (10, "second")), (11, (20, "second")), (90, (90, "second")), (91, (2, "minute")), (600, (10, "minute"))],
)
def test_a_time_is_rounded_up_as_people_say_it(seconds: int, said: tuple[int, str]) -> None:
    assert roughly(seconds) == said


def test_a_long_text_is_shown_whole() -> None:
    text = "\n".join(["<" * 400] * 5)
    circular = Circular(id=1, team_id=TEAM, cohort_id=1, by=BOSS, audience="mentors", text=text)
    _, shown = views.written(circular, cohort())
    assert sum(one["text"]["text"].count("&lt;") for one in shown if one["type"] == "section") == 2000
    _, shown = views.written(Circular(**{**vars(circular), "text": "a\n\nb"}), cohort())
    assert shown[1]["text"]["text"] == "a\n\nb"


def test_progress_is_said_in_one_sentence() -> None:
    work = Work(
        id=1,
        what="writing.circular",
        cohort=cohort(),
        sent=312,
        failed=3,
        to_go=185,
        calls={"chat.postMessage": 185},
        unreached=(("U1", "user_disabled"), ("U2", "uncertain"), ("U3", "odd_code")),
    )
    text, shown = views.progress(work, "Europe/Madrid")
    assert text == (
        "Sending to 500 people of *Winter*: 312 sent, 3 could not be reached, 185 to go, about 40 seconds left."
    )
    assert [one["text"]["text"] for one in shown[1]["elements"]] == ["Stop"]
    done, shown = views.progress(Work(**{**vars(work), "sent": 497, "to_go": 0, "calls": {}}), "Europe/Madrid")
    assert done.splitlines() == [
        "Done: 497 sent.",
        "3 could not be reached:",
        "• <@U1>: the account is deactivated",
        "• <@U2>: it may have arrived; Slack gave no clear answer",
        "• <@U3>: Slack said “odd_code”",
    ]
    assert [one["type"] for one in shown] == ["section"]


# -- sending ---------------------------------------------------------------------------------------


def test_the_last_look_says_who_gets_it_now_and_who_later(rooms: Rooms, group: Cohort) -> None:
    with rooms.tx() as tx:
        people.announce_break(
            tx,
            team_id=TEAM,
            user_id="UMADRID",
            starts_at=rooms.now - DAY,
            back_at=rooms.now + 9 * DAY,
            word="",
            now=rooms.now,
        )
    reach = drafts(rooms, group).reach
    nine = datetime(2027, 1, 11, 14, tzinfo=UTC)  # 09:00 in New York
    assert (reach.now, reach.later, reach.last_at, reach.away) == (1, 1, nine, 1)


def test_sent_by_two_presses_in_two_transactions_it_goes_out_once(rooms: Rooms, group: Cohort) -> None:
    draft = drafts(rooms, group)
    first, second = sends(rooms, draft.circular.id), sends(rooms, draft.circular.id)
    assert first == second
    assert len(rooms.notices("writing.circular")) == 3
    assert len(rooms.notices("writing.progress")) == 1
    assert all("Hello" not in str(one.about) for one in rooms.notices())
    with rooms.tx() as tx:
        deed = tx.scalars(select(Deed).where(Deed.deed == "wrote to many")).one()
        assert (deed.by, deed.subject, deed.facts["people"]) == (BOSS, f"cohort:{group.id}", 3)
        with pytest.raises(Refusal, match=r"writing\.sent"):
            usecases.to_change(tx, team_id=TEAM, by=BOSS, circular_id=draft.circular.id)


def test_another_coordinators_draft_is_nobody_elses(rooms: Rooms, group: Cohort) -> None:
    draft = drafts(rooms, group)
    with rooms.tx() as tx:
        people.appoint(tx, team_id=TEAM, by=BOSS, user_id="UCORA", cohort_id=group.id, now=rooms.now)
    for by in ("UCORA", "USTRANGER"):
        with pytest.raises(Refusal, match=r"writing\.gone"):
            sends(rooms, draft.circular.id, by)
    with pytest.raises(Refusal, match=r"people\.not-a-coordinator"):
        drafts(rooms, group, by="USTRANGER")
    drafts(rooms, group, by="UCORA")


def test_a_draft_that_nobody_sent_is_forgotten_after_a_day(rooms: Rooms, group: Cohort) -> None:
    first = drafts(rooms, group)
    rooms.clock.advance(2 * DAY)
    drafts(rooms, group, text="Again")
    with pytest.raises(Refusal, match=r"writing\.gone"):
        sends(rooms, first.circular.id)


def test_whoever_is_not_one_of_them_any_more_or_away_is_left_out(rooms: Rooms, group: Cohort) -> None:
    sends(rooms, drafts(rooms, group).circular.id)
    with rooms.tx() as tx:
        row = tx.scalars(select(joining.ApplicationRow).where(joining.ApplicationRow.user_id == "UMADRID")).one()
        row.withdrawn_at = rooms.now
        people.announce_break(
            tx, team_id=TEAM, user_id="UKOLKATA", starts_at=rooms.now, back_at=rooms.now + DAY, word="", now=rooms.now
        )
    postman = Postman()
    sender(rooms, postman).tick()
    assert carried(postman) == []
    assert outcomes(rooms) == {
        "UMADRID": ("skipped", "they are not one of those it is for any more"),
        "UKOLKATA": ("skipped", "they are away"),
        "UNEW": (None, "not at this hour"),
    }


def test_what_slack_put_off_is_left_out_once_it_was_stopped(rooms: Rooms, group: Cohort) -> None:
    sent = sends(rooms, drafts(rooms, group).circular.id)
    assert sent.batch_id is not None
    postman = Postman()

    def stops() -> None:
        postman.before = lambda: None
        with rooms.tx() as tx:
            usecases.stop(tx, team_id=TEAM, by=BOSS, batch_id=sent.batch_id or 0, now=rooms.now)

    work = sender(rooms, postman)
    work.tick()  # the message in which it is followed, and those who are up
    assert carried(postman) == ["UMADRID", "UKOLKATA"]
    second = sends(rooms, drafts(rooms, group, text="More").circular.id)
    sent, postman.outcomes = second, [Later(5, "ratelimited")] * 2
    postman.before = stops
    work.tick()
    rooms.clock.advance(timedelta(minutes=1))
    work.tick()
    with rooms.tx() as tx:
        found = usecases.work(tx, team_id=TEAM, batch_id=second.batch_id or 0, now=rooms.now)
    assert (found.to_go, found.sent + found.cancelled + found.left_out, found.stopped_by) == (0, 3, BOSS)
    assert {one.reason for one in rooms.notices("writing.circular") if one.batch_id == second.batch_id} <= {
        "stopped",
        None,
    }


def test_only_coordinators_of_its_cohort_stop_it(rooms: Rooms, group: Cohort) -> None:
    sent = sends(rooms, drafts(rooms, group).circular.id)
    other = rooms.cohort("Other")
    with rooms.tx() as tx:
        people.appoint(tx, team_id=TEAM, by=BOSS, user_id="UOTTO", cohort_id=other.id, now=rooms.now)
        people.appoint(tx, team_id=TEAM, by=BOSS, user_id="UCORA", cohort_id=group.id, now=rooms.now)
    for by, team, code in (
        ("UOTTO", TEAM, "people.not-a-coordinator"),
        ("UMADRID", TEAM, "people.not-a-coordinator"),
        (BOSS, "T2", "writing.gone"),
    ):
        with rooms.tx() as tx, pytest.raises(Refusal, match=code):
            usecases.stop(tx, team_id=team, by=by, batch_id=sent.batch_id or 0, now=rooms.now)
    for _ in range(2):
        with rooms.tx() as tx:
            usecases.stop(tx, team_id=TEAM, by="UCORA", batch_id=sent.batch_id or 0, now=rooms.now)
    with rooms.tx() as tx:
        assert len(tx.scalars(select(Deed).where(Deed.deed == "stopped")).all()) == 1
        found = batches.bulk(tx, team_id=TEAM, batch_id=sent.batch_id or 0)
        assert found is not None
        assert found.stopped_by == "UCORA"


def test_in_another_workspace_there_is_no_such_message(rooms: Rooms, group: Cohort) -> None:
    sent = sends(rooms, drafts(rooms, group).circular.id)
    with rooms.tx() as tx:
        assert records.circular(tx, "T2", sent.id) is None
        due = Due(team_id=TEAM, key="x", to="UMADRID", about={"circular": sent.id})
        assert isinstance(notices.KINDS[0].render(tx, due, rooms.now), Post)
        stranger = Due(team_id=TEAM, key="x", to="USTRANGER", about={"circular": sent.id})
        assert isinstance(notices.KINDS[0].render(tx, stranger, rooms.now), NotNeeded)


def test_it_waits_for_no_budget_but_what_nobody_asked_for_waits_for_it(rooms: Rooms, group: Cohort) -> None:
    postman = Postman()
    work = sender(rooms, postman)
    for number in range(4):
        sends(rooms, drafts(rooms, group, text=f"Letter {number}", audience="mentees").circular.id)
        work.tick()
    assert carried(postman) == ["UMENTEE"] * 4
    assert drafts(rooms, group).before == 4
    manners = Manners(kinds={one.name: one for one in lobby.board().notices}, recipient_of=lambda *_: None)  # type: ignore[arg-type]
    assert "writing.circular" in manners.unasked
