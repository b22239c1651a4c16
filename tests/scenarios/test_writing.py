"""A coordinator writes to many: in everybody's hours, followed as it goes out, and stopped."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from app.demo.stage import Actor
from app.features.matching.usecases import waves
from app.sandbox.faults import Fault
from tests.kit.books import on_the_shelf
from tests.kit.town import Town
from tests.kit.witness import Said, Witness

EVIL = "<!channel> *Dear all*,\n\nsee <https://evil.example|this> & reply. 🌱"
HEAD = "@Cora Lind, who coordinates *Winter*, writes to"


def three_zones(town: Town) -> list[Actor]:
    """On Monday at noon in Madrid, three mentors take part: in Madrid, New York and Kolkata."""
    town.opens_cohort()
    return [enters(town, one) for one in (town.mira, town.ada, newcomer(town, "Leena Rao"))]


def newcomer(town: Town, name: str) -> Actor:
    """Somebody in Kolkata who is in the channel where cohorts are announced."""
    who = town.arrives(name.split(maxsplit=1)[0].lower(), name, "Asia/Kolkata")
    town.mentorship.members.add(who.id)
    return who


def enters(town: Town, who: Actor, role: str = "mentor") -> Actor:
    town.joins(who, role)
    town.approves(who)
    return who


def writes(town: Town, text: str = "Hello", audience: str = "Mentors (3)") -> None:
    town.cora.types("/mentoring write")
    town.cora.fills({"audience": audience, "text": text})
    town.cora.submits()


def letters(witness: Witness, who: Actor) -> list[Said]:
    return witness.alone(who, HEAD)


def test_mentors_in_three_zones_get_it_in_their_own_hours(town: Town) -> None:
    people = three_zones(town)
    enters(town, town.sam, "mentee")
    town.passes(hours=5)  # 17:00 in Madrid, 11:00 in New York, 21:30 in Kolkata
    witness = Witness(town)
    writes(town, EVIL)
    look = town.cora.modal_text
    assert "This goes to *3 people*, in their own hours: 2 get it now, 1 once their hours begin" in look
    assert "@Cora Lind, who coordinates *Winter*, writes to the mentors:" in look
    town.cora.submits()
    assert "about 10 seconds left" in town.cora.sees("Sending to 3 people of *Winter*: 0 sent, 2 to go")
    town.passes(seconds=10)
    town.cora.sees("Sending to 3 people of *Winter*: 2 sent, 1 in their own hours, the last on")
    town.passes(days=1)
    assert [len(letters(witness, one)) for one in people] == [1, 1, 1]
    came = letters(witness, people[2])[0].at.astimezone(ZoneInfo("Asia/Kolkata"))
    assert came == datetime(2027, 1, 12, 9, tzinfo=ZoneInfo("Asia/Kolkata"))
    said = letters(witness, people[0])[0].text
    assert "<!channel> *Dear all*,\n\nsee <https://evil.example|this> & reply. 🌱" in said
    assert "To answer, write to @Cora Lind" in said
    people[2].presses("Why this?", where=HEAD)
    why = people[2].sees("A coordinator of a cohort that you belong to wrote to many of its people.")
    assert "because before that it was not one of your hours." in why
    assert "Others got the same, each in a message of their own." in why
    assert "it did not wait for that: a coordinator wrote it" in why
    town.cora.sees("Done: 3 sent.")
    town.cora.does_not_see("[Stop]")
    for one in (town.sam, town.cora):
        assert letters(witness, one) == []
    assert not any("<!channel>" in one or "<https://evil" in one for one in town.everything_slack_interprets())


def test_before_it_goes_out_it_can_be_changed_and_sent_twice_it_goes_once(town: Town) -> None:
    people = three_zones(town)
    witness = Witness(town)
    writes(town, "Helo")
    town.cora.presses("Change it")
    assert "Helo" in town.cora.modal_text
    town.cora.fills({"text": "Hello"})
    town.cora.submits()
    assert "Hello" in town.cora.modal_text
    town.stage.sandbox.faults.repeat_next_delivery()
    town.cora.submits()
    town.passes(days=1)
    assert [len(letters(witness, one)) for one in people] == [1, 1, 1]
    assert "Hello" in letters(witness, people[0])[0].text
    with town.stage.database.engine.connect() as connection:
        deeds = [row[0] for row in connection.exec_driver_sql("SELECT deed FROM audit")]
        texts = [row[0] for row in connection.exec_driver_sql("SELECT text FROM circulars")]
    assert deeds.count("wrote to many") == 1
    assert len(texts) == 1
    assert "Hello" not in texts[0]


def test_what_has_not_begun_is_stopped_once_and_whoever_has_it_keeps_it(town: Town) -> None:
    people = three_zones(town)
    town.passes(hours=5)
    witness = Witness(town)
    writes(town)
    town.cora.submits()
    stop = town.cora.keeps("Stop")
    for who in (town.sam, town.otto, people[0]):
        who.presses_kept(stop)
        who.sees("Only a coordinator of this cohort can do that.")
        who.closes()
    town.cora.presses("Stop")
    town.cora.presses_kept(stop)
    town.cora.sees("Stopped by @Cora Lind: 2 went out, 1 did not.")
    town.passes(days=2)
    assert [len(letters(witness, one)) for one in people] == [1, 1, 0]
    town.cora.sees("Stopped by @Cora Lind: 2 went out, 1 did not.")
    with town.stage.database.engine.connect() as connection:
        deeds = [row[0] for row in connection.exec_driver_sql("SELECT deed FROM audit")]
    assert deeds.count("stopped") == 1


def test_whoever_leaves_goes_away_or_was_deactivated_meanwhile_does_not_get_it(town: Town) -> None:
    people = three_zones(town)
    late = [enters(town, newcomer(town, name)) for name in ("Arun Das", "Uma Nair")]
    town.passes(hours=5)
    writes(town, audience="Everybody who takes part (5)")
    town.cora.submits()
    witness = Witness(town)
    late[0].types("/mentoring withdraw")
    late[0].presses("Withdraw")
    gone = Fault("error", code="user_disabled", match=late[1].id)
    town.stage.sandbox.faults.next("chat.postMessage", gone)
    town.passes(days=1)
    assert [len(letters(witness, one)) for one in (*late, people[2])] == [0, 0, 1]
    done = town.cora.sees("Done: 3 sent.")
    assert "One could not be reached:" in done
    assert "@Uma Nair: the account is deactivated" in done
    assert "One was left out: away, or not among them any more." in done


def test_only_coordinators_of_the_cohort_write_to_its_people(town: Town) -> None:
    three_zones(town)
    town.cora.opens_home()
    begin = town.cora.keeps("Write to them")
    for who in (town.sam, town.otto, town.mira):
        who.presses_kept(begin)
        who.sees("Only a coordinator of this cohort can do that.")
        who.closes()
    town.sam.types("/mentoring write")
    town.sam.sees("There is no running cohort that you coordinate.")
    town.cora.presses_kept(begin)
    assert "To people of *Winter*" in town.cora.modal_text


def test_what_cannot_be_sent_is_said_at_its_field(town: Town) -> None:
    town.opens_cohort()
    town.cora.types("/mentoring write")
    town.cora.sees("There is nobody like that in this cohort right now")
    town.cora.closes_all()
    enters(town, town.mira)
    writes(town, "   ", "Mentors (1)")
    assert town.cora.errors == {"text": "Please write something; it goes out as you write it."}
    town.cora.closes_all()
    town.cora.opens_home()
    close = town.cora.keeps("Close the cohort")
    writes(town, "Hello", "Mentors (1)")
    town.cora.presses_kept(close)
    town.cora.submits()
    town.cora.sees("*Winter* has ended, so nothing more happens in it.")


def test_a_letter_that_waits_for_its_match_is_for_those_who_still_wait(town: Town) -> None:
    town.signs_up()
    town.passes(hours=9)  # 20:00 in Madrid: Mira's day is over, Ada's is not
    witness = Witness(town)
    writes(town, "Patience", "Those who wait for a match (2)")
    town.cora.submits()
    assert len(letters(witness, town.ada)) == 1
    assert letters(witness, town.mira) == []
    town.mira.types("/mentoring withdraw")
    town.mira.presses("Withdraw")
    town.passes(days=1)
    assert letters(witness, town.mira) == []
    town.cora.sees("Done: 1 sent.")


def test_whoever_coordinates_several_cohorts_chooses_one(town: Town) -> None:
    three_zones(town)
    town.opens_cohort("Spring", by=town.cora)
    town.cora.types("/mentoring write")
    town.cora.fills({"cohort": "Winter"})
    town.cora.submits()
    assert "To people of *Winter*" in town.cora.modal_text


# -- what follows when many are accepted at once ---------------------------------------------------


def accepts_all(town: Town, monkeypatch: pytest.MonkeyPatch) -> list[Actor]:
    """Three pairs are accepted at once; one goes ahead at once, as thirty would, and the others follow."""
    monkeypatch.setattr(waves, "AT_ONCE", 1)
    people = [enters(town, newcomer(town, name)) for name in ("Bo Teacher", "Cy Teacher")]
    people += [enters(town, newcomer(town, name), "mentee") for name in ("Bee Learner", "Cee Learner")]
    town.asks_for_matches()
    town.cora.presses("Accept all")
    town.cora.closes_all()
    return [*people, town.mira, town.ada]


def test_whoever_accepts_many_at_once_follows_it_to_the_last_invitation(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    with on_the_shelf(matching={"consent": []}):
        town.signs_up()
        people = accepts_all(town, monkeypatch)
        said = town.cora.sees("Asking and telling those whom you accepted in *Winter*")
        assert "2 pairs or groups are still to be asked." in said
        assert "[Stop]" in said
        town.passes(days=2)
        assert town.cora.sees("Done: ").startswith("Done: 12 sent.")
        invited = town.mentors.members | town.mentees.members
        assert {one.id for one in people} <= invited


def test_stopped_nobody_more_is_asked_or_invited_but_what_stands_is_told(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    with on_the_shelf(matching={"consent": []}):
        town.signs_up()
        accepts_all(town, monkeypatch)
        stop = town.cora.keeps("Stop")
        for who in (town.sam, town.otto):
            who.presses_kept(stop)
            who.sees("Only a coordinator of this cohort can do that.")
            who.closes()
        for _ in range(2):
            town.cora.presses_kept(stop)
        town.cora.sees("Stopped by @Cora Lind:")
        town.cora.opens_home()
        assert "Proposals to decide: 2" in town.cora.home_text
        town.passes(days=2)
        assert "Pairs: 1" in town.cora.home_text
