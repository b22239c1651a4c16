"""Deciding on proposals with a database: who may, twice, two at once, and what is too late."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from app.core.refusal import Refusal
from app.features.joining import usecases as joining
from app.features.matching import records, usecases
from app.features.matching.rules import Proposal
from app.features.matching.usecases import places, swapping, waves
from app.features.people import usecases as people
from app.features.programmes.rules import Cohort
from tests.features.matching.test_usecases import approved, run, together
from tests.kit.rooms import BOSS, TEAM, Rooms


def crowd(rooms: Rooms, number: int = 2) -> tuple[Cohort, list[Proposal]]:
    """A cohort of as many mentees as mentors, with a proposal for each."""
    cohort = rooms.cohort()
    for one in range(number):
        approved(rooms, cohort, f"UA{one}", "mentee")
        approved(rooms, cohort, f"UM{one}", "mentor")
    return cohort, run(rooms, cohort).undecided


def in_waves(rooms: Rooms, cohort: Cohort, size: int = 1) -> None:
    with rooms.tx() as tx:
        number = usecases.to_read(tx, team_id=TEAM, by=BOSS, cohort_id=cohort.id).number
        waves.accept_in_waves(
            tx, team_id=TEAM, by=BOSS, cohort_id=cohort.id, number=number, size=size, hour=9, now=rooms.now
        )


def offers(rooms: Rooms) -> int:
    return len(rooms.notices("matching.offer"))


def test_only_a_coordinator_of_the_cohort_decides(rooms: Rooms) -> None:
    cohort, found = crowd(rooms)
    one, two = (proposal.id for proposal in found)
    other = rooms.cohort("Other")
    rooms.meets("UOTTO")
    with rooms.tx() as tx:
        people.appoint(tx, team_id=TEAM, by=BOSS, user_id="UOTTO", cohort_id=other.id, now=rooms.now)
    here: dict[str, Any] = {"team_id": TEAM}
    at: dict[str, Any] = {**here, "now": rooms.now}
    of: dict[str, Any] = {"cohort_id": cohort.id}
    deeds: list[Callable[[Any, str], object]] = [
        lambda tx, by: usecases.to_look_at(tx, **here, by=by, proposal_id=one),
        lambda tx, by: usecases.pin(tx, **at, by=by, proposal_id=one, kept=True),
        lambda tx, by: usecases.allow(tx, **at, by=by, proposal_id=one),
        lambda tx, by: usecases.forbidden(tx, **here, **of, by=by),
        lambda tx, by: swapping.partners_of(tx, **here, by=by, proposal_id=one),
        lambda tx, by: swapping.foreseen(tx, **here, by=by, proposal_id=one, other_id=two),
        lambda tx, by: swapping.exchange(tx, **at, by=by, proposal_id=one, other_id=two),
        lambda tx, by: places.could_give(tx, **here, **of, by=by, number=1, mentee="UA0"),
        lambda tx, by: waves.accept_in_waves(tx, **at, **of, by=by, number=1, size=1, hour=9),
        lambda tx, by: waves.queued(tx, **here, **of, by=by),
        lambda tx, by: waves.take_back(tx, **at, by=by, proposal_id=one),
        lambda tx, by: waves.stop(tx, **at, **of, by=by),
    ]
    for who in ("UOTTO", "USTRANGER", "UA0"):
        for deed in deeds:
            with pytest.raises(Refusal, match=r"people\.not-a-coordinator"), rooms.tx() as tx:
                deed(tx, who)


def test_another_workspace_has_no_such_proposal(rooms: Rooms) -> None:
    _, found = crowd(rooms)
    with pytest.raises(Refusal, match=r"matching\.gone"), rooms.tx() as tx:
        usecases.pin(tx, team_id="TOTHER", by=BOSS, proposal_id=found[0].id, kept=True, now=rooms.now)


def test_two_coordinators_swap_at_once_and_it_happens_once(rooms: Rooms) -> None:
    cohort, found = crowd(rooms)

    def swap() -> None:
        with rooms.tx() as tx:
            swapping.exchange(tx, team_id=TEAM, by=BOSS, proposal_id=found[0].id, other_id=found[1].id, now=rooms.now)

    assert sorted(map(str, together(swap, swap, swap))) == ["None", "matching.old", "matching.old"]
    with rooms.tx() as tx:
        now = usecases.to_read(tx, team_id=TEAM, by=BOSS, cohort_id=cohort.id).undecided
    assert {(one.mentee.user_id, one.mentor.user_id) for one in now} == {
        (found[0].mentee.user_id, found[1].mentor.user_id),
        (found[1].mentee.user_id, found[0].mentor.user_id),
    }
    assert all(one.pinned_at is not None for one in now)


def test_a_pin_says_nothing_any_more_when_one_of_the_two_has_withdrawn(rooms: Rooms) -> None:
    cohort, found = crowd(rooms)
    with rooms.tx() as tx:
        usecases.pin(tx, team_id=TEAM, by=BOSS, proposal_id=found[0].id, kept=True, now=rooms.now)
        joining.withdraw(tx, team_id=TEAM, by=found[0].mentor.user_id, application_id=found[0].mentor.id, now=rooms.now)
    again = run(rooms, cohort)
    assert len(again.undecided) == 1
    assert found[0].mentor.id not in {one.mentor.id for one in again.undecided}


def test_a_pinned_proposal_keeps_its_button_over_the_next_run(rooms: Rooms) -> None:
    cohort, found = crowd(rooms)
    with rooms.tx() as tx:
        usecases.pin(tx, team_id=TEAM, by=BOSS, proposal_id=found[0].id, kept=True, now=rooms.now)
    assert found[0].id in {one.id for one in run(rooms, cohort).undecided}
    with rooms.tx() as tx:
        usecases.accept(tx, team_id=TEAM, by=BOSS, proposal_id=found[0].id, now=rooms.now)
    with pytest.raises(Refusal, match=r"matching\.old"), rooms.tx() as tx:
        usecases.accept(tx, team_id=TEAM, by=BOSS, proposal_id=found[1].id, now=rooms.now)


def test_waves_of_an_older_run_are_refused(rooms: Rooms) -> None:
    cohort, _ = crowd(rooms)
    run(rooms, cohort)
    with pytest.raises(Refusal, match=r"matching\.old"), rooms.tx() as tx:
        waves.accept_in_waves(tx, team_id=TEAM, by=BOSS, cohort_id=cohort.id, number=1, size=1, hour=9, now=rooms.now)


def test_two_who_start_waves_at_once_send_one_wave(rooms: Rooms) -> None:
    cohort, _ = crowd(rooms, 3)
    together(*(lambda: in_waves(rooms, cohort) for _ in range(3)))
    assert offers(rooms) == 1


def test_a_wave_goes_out_once_though_several_clocks_tick(rooms: Rooms) -> None:
    cohort, _ = crowd(rooms, 3)
    in_waves(rooms, cohort)
    rooms.clock.advance(timedelta(days=1))

    def tick() -> None:
        with rooms.tx() as tx:
            waves.send_waves(tx, rooms.now)

    together(tick, tick, tick)
    assert offers(rooms) == 2


def test_whoever_left_meanwhile_is_passed_over_in_their_wave(rooms: Rooms) -> None:
    cohort, found = crowd(rooms, 3)
    in_waves(rooms, cohort)
    with rooms.tx() as tx:
        rows = [records.proposal(tx, TEAM, one.id) for one in found]
        first = next(one for one, row in zip(found, rows, strict=True) if row.wave_id is not None)
        joining.withdraw(tx, team_id=TEAM, by=first.mentee.user_id, application_id=first.mentee.id, now=rooms.now)
        rooms.clock.advance(timedelta(days=1))
        waves.send_waves(tx, rooms.now)
    assert offers(rooms) == 2
    with rooms.tx() as tx:
        assert records.open_wave(tx, TEAM, cohort.id) is None
        waves.send_waves(tx, rooms.now + timedelta(days=9))
    assert offers(rooms) == 2


def test_an_offer_that_is_out_cannot_be_taken_back(rooms: Rooms) -> None:
    cohort, found = crowd(rooms, 2)
    in_waves(rooms, cohort)
    with rooms.tx() as tx:
        out = next(one.id for one in found if records.proposal(tx, TEAM, one.id).wave_id is None)
    with pytest.raises(Refusal, match=r"matching\.sent"), rooms.tx() as tx:
        waves.take_back(tx, team_id=TEAM, by=BOSS, proposal_id=out, now=rooms.now)


def test_the_waves_of_a_closed_cohort_do_not_go_on(rooms: Rooms) -> None:
    from app.features.organising import usecases as organising  # noqa: PLC0415 - a room above; only this test closes

    cohort, _ = crowd(rooms, 3)
    in_waves(rooms, cohort)
    with rooms.tx() as tx:
        organising.close_cohort(tx, team_id=TEAM, by=BOSS, cohort_id=cohort.id, now=rooms.now)
    with rooms.tx() as tx:
        waves.send_waves(tx, rooms.now + timedelta(days=1))
        assert records.open_wave(tx, TEAM, cohort.id) is None


def test_an_extra_place_is_given_once_though_pressed_twice_at_once(rooms: Rooms) -> None:
    cohort = rooms.cohort()
    for user in ("UA", "UB"):
        approved(rooms, cohort, user, "mentee")
    mentor = approved(rooms, cohort, "UM", "mentor")
    left = next(iter(run(rooms, cohort).waiting))
    with rooms.tx() as tx:
        asked = places.ask(
            tx,
            team_id=TEAM,
            by=BOSS,
            cohort_id=cohort.id,
            number=1,
            mentee=left,
            mentor_application_id=mentor.id,
            now=rooms.now,
        )

    def yes() -> None:
        with rooms.tx() as tx:
            places.answer(tx, team_id=TEAM, by="UM", place_id=asked.id, yes=True, now=rooms.now)

    assert together(yes, yes, yes) == [None, None, None]
    with rooms.tx() as tx:
        assert joining.application(tx, team_id=TEAM, application_id=mentor.id).number("capacity") == 2
    assert len(run(rooms, cohort).undecided) == 2


def test_many_accepted_at_once_are_asked_in_quick_succession(rooms: Rooms, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waves, "AT_ONCE", 2)
    cohort, _ = crowd(rooms, 5)
    with rooms.tx() as tx:
        left = usecases.accept_all(tx, team_id=TEAM, by=BOSS, cohort_id=cohort.id, number=1, now=rooms.now)
    assert left.undecided == []
    asked = [offers(rooms)]
    for _ in range(2):
        with rooms.tx() as tx:
            waves.send_waves(tx, rooms.now)
        asked.append(offers(rooms))
    assert asked == [2, 4, 5]


def test_what_follows_is_followed_in_one_message_and_stopped_where_nobody_was_asked_yet(
    rooms: Rooms, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waves, "AT_ONCE", 2)
    cohort, _ = crowd(rooms, 5)
    with rooms.tx() as tx:
        usecases.accept_all(tx, team_id=TEAM, by=BOSS, cohort_id=cohort.id, number=1, now=rooms.now)
    told = rooms.notices("writing.progress")
    assert [one.to for one in told] == [BOSS]
    batch = told[0].about["batch"]
    of_batch = [one for one in rooms.notices() if one.batch_id == batch]
    assert {one.kind for one in of_batch} == {"matching.offer"}  # not its reminder, which is due in days
    assert len(of_batch) == 2
    stops: dict[str, Any] = {"team_id": TEAM, "by": BOSS, "cohort_id": cohort.id, "batch_id": batch, "now": rooms.now}
    with rooms.tx() as tx:
        assert waves.left_in_bulk(tx, cohort=cohort, batch_id=batch) == 3
        with pytest.raises(Refusal, match=r"people\.not-a-coordinator"):
            waves.stop_bulk(tx, **{**stops, "by": "USTRANGER"})
    for stopped in (True, False):
        with rooms.tx() as tx:
            assert waves.stop_bulk(tx, **stops) is stopped
            assert waves.left_in_bulk(tx, cohort=cohort, batch_id=batch) == 0
            waves.send_waves(tx, rooms.now)
    assert offers(rooms) == 2
    # Whoever has an offer hears of it: none of them was cancelled.
    assert {one.outcome for one in rooms.notices() if one.batch_id == batch} == {None}


def test_all_is_accepted_or_nothing_if_somebody_has_found_another_match(rooms: Rooms) -> None:
    cohort, found = crowd(rooms, 2)
    with rooms.tx() as tx:
        one = found[0].mentee
        joining.withdraw(tx, team_id=TEAM, by=one.user_id, application_id=one.id, now=rooms.now)
    with pytest.raises(Refusal, match=r"matching\.taken"), rooms.tx() as tx:
        usecases.accept_all(tx, team_id=TEAM, by=BOSS, cohort_id=cohort.id, number=1, now=rooms.now)
    assert offers(rooms) == 0


def test_nothing_of_a_closed_cohort_is_decided_any_more_from_an_old_page(rooms: Rooms) -> None:
    from app.features.organising import usecases as organising  # noqa: PLC0415 - a room above; only this page closes

    cohort, found = crowd(rooms)
    late: dict[str, Any] = {"team_id": TEAM, "by": BOSS, "now": rooms.now}
    with rooms.tx() as tx:
        organising.close_cohort(tx, **late, cohort_id=cohort.id)
    deeds: list[Callable[[Any], object]] = [
        lambda tx: usecases.accept_all(tx, **late, cohort_id=cohort.id, number=1),
        lambda tx: waves.accept_in_waves(tx, **late, cohort_id=cohort.id, number=1, size=1, hour=9),
        lambda tx: usecases.accept(tx, **late, proposal_id=found[0].id),
        lambda tx: usecases.pin(tx, **late, proposal_id=found[0].id, kept=True),
        lambda tx: swapping.exchange(tx, **late, proposal_id=found[0].id, other_id=found[1].id),
        lambda tx: places.ask(tx, **late, cohort_id=cohort.id, number=1, mentee="UA0", mentor_application_id=1),
    ]
    for deed in deeds:
        with pytest.raises(Refusal, match=r"programmes\.closed"), rooms.tx() as tx:
            deed(tx)
    assert offers(rooms) == 0
