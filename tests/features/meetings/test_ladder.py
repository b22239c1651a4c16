"""The ladder of a pairing that does not meet, as facts in and messages out."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from pydantic import ValidationError

from app.core.calendar import Span
from app.features.meetings.rules import Meeting
from app.features.meetings.rules.ladder import Said, standing, wanted
from app.features.meetings.rules.times import rests
from app.features.pairings.rules import Pairing
from app.features.people.rules import Break
from app.handbook.care import Trouble
from tests.kit.make import NOW, cohort, handbook, meeting, pairing

BOOK = handbook()
PAIR = pairing()


def day(number: float) -> datetime:
    return NOW + timedelta(days=number)


def met(number: float) -> Meeting:
    """A meeting that was held so many days after the match; it ends an hour after it began."""
    return meeting(id=int(number), starts_at=day(number), held_at=day(number), proposed_at=NOW)


def said(what: str, at: float, user: str = "UMENTEE", topic: str = "first_meeting") -> Said:
    return Said(user_id=user, said=what, topic=topic, at=day(at))


def rungs(
    meetings: Sequence[Meeting] = (),
    off: Sequence[Span] = (),
    answers: Sequence[Said] = (),
    pair: Pairing = PAIR,
) -> list[tuple[str, str, float]]:
    """What is wanted: the rung, for whom, and how many days after the match."""
    found = wanted(pair, cohort(), BOOK, meetings, off, answers)
    return [(one.kind.removeprefix("trouble."), one.to, (one.due - NOW) / timedelta(days=1)) for one in found]


def test_without_a_first_meeting_both_are_asked_then_the_coordinators_hear_then_a_goodbye_is_proposed() -> None:
    assert rungs() == [
        ("first_meeting", "UMENTOR", 10),
        ("first_meeting", "UMENTEE", 10),
        ("unreachable", "CDESK", 21),
        ("closing", "CDESK", 35),
    ]


def test_a_held_meeting_starts_the_clock_of_the_next_one() -> None:
    assert rungs([met(4 - 1 / 24)]) == [
        ("next_meeting", "UMENTOR", 18),
        ("next_meeting", "UMENTEE", 18),
        ("unreachable", "CDESK", 25),
        ("closing", "CDESK", 39),
    ]


def test_a_planned_meeting_stops_the_clock_until_it_is_over() -> None:
    planned = meeting(starts_at=day(30 - 1 / 24))
    assert [one[2] for one in rungs([planned])] == [40, 40, 51, 65]


def test_a_time_that_nobody_agreed_to_is_no_plan() -> None:
    assert rungs([meeting(accepted_at=None, agreed=(), proposed_by="trellis")])[0][2] == 10


def test_after_a_setback_they_have_three_days_before_they_are_asked() -> None:
    missed = meeting(starts_at=day(9), missed_at=day(11))
    cancelled = meeting(starts_at=day(20), cancelled_at=day(12), cancelled_by="UMENTEE")
    assert rungs([missed])[0][2] == 14
    assert rungs([missed, cancelled])[0][2] == 15
    early = meeting(starts_at=day(3), missed_at=day(3))
    assert rungs([early])[0][2] == 10


def test_days_away_do_not_count_and_nothing_falls_into_them() -> None:
    off = [Span(day(5), day(12)), Span(day(17), day(18))]
    # 5 days before the first break, 5 between the two: the tenth ends where the second begins.
    assert rungs(off=off)[0][2] == 18
    assert [one[2] for one in rungs(off=off)][2:] == [29, 43]


def test_fine_starts_anew_and_a_third_question_never_comes() -> None:
    once = [said("fine", 11)]
    twice = [*once, said("fine", 22)]
    assert [one for one in rungs(answers=once) if one[0] == "first_meeting"] == [
        ("first_meeting", "UMENTOR", 21),
        ("first_meeting", "UMENTEE", 21),
    ]
    assert [one[0] for one in rungs(answers=twice)] == ["unreachable", "closing"]


def test_answers_of_both_to_one_question_count_once() -> None:
    answers = [said("fine", 11), said("fine", 12, user="UMENTOR")]
    assert standing(PAIR, BOOK, [], [], answers).number == 2
    assert len([one for one in rungs(answers=answers) if one[0] == "first_meeting"]) == 2


def test_a_held_meeting_makes_both_answers_old() -> None:
    answers = [said("fine", 11), said("fine", 12)]
    assert rungs([met(13)], answers=answers)[0][0] == "next_meeting"


def test_whoever_asked_not_to_be_asked_is_not_but_the_partner_is() -> None:
    asked = [one[1] for one in rungs(answers=[said("stop", 10)]) if one[0] == "first_meeting"]
    assert asked == ["UMENTOR"]
    other_topic = [said("stop", 10, topic="next_meeting")]
    assert len([one for one in rungs(answers=other_topic) if one[0] == "first_meeting"]) == 2


def test_a_slower_pace_gives_more_time() -> None:
    slower = [met(0)]
    for pace, days in (("week", 14), ("fortnight", 21), ("month", 35)):
        found = rungs(slower, answers=[said(pace, 1, topic="next_meeting")])
        assert found[0][2] == 1 + days
        assert found[2][2] == 1 + days + 7
    newest = [said("month", 1), said("week", 2)]
    assert standing(PAIR, BOOK, slower, [], newest).every_days == 7


def test_one_who_proposes_and_one_who_never_answers() -> None:
    proposed = meeting(accepted_at=None, proposed_at=day(15), agreed=("UMENTEE",), starts_at=day(20))
    here = standing(PAIR, BOOK, [proposed], [], [])
    assert here.silent == ("UMENTOR",)
    assert here.unreachable_at == day(21)
    both = standing(PAIR, BOOK, [proposed], [], [said("stop", 14, user="UMENTOR")])
    assert both.silent == ("UMENTOR", "UMENTEE")  # each gave a sign, and still they have not met
    assert both.unreachable_at == day(35)


def test_whoever_cancels_is_there() -> None:
    cancelled = meeting(starts_at=day(20), cancelled_at=day(12), cancelled_by="UMENTOR")
    assert standing(PAIR, BOOK, [cancelled], [], []).silent == ("UMENTEE",)


def test_a_coordinators_deeds_are_no_sign_of_the_pair_and_time_given_moves_the_desk_only() -> None:
    answers = [said(one, 22, user="UCORA") for one in ("wait", "wrote")]
    found = rungs(answers=answers)
    assert found[0][2] == 10
    assert [one[2] for one in found][2:] == [43, 57]
    part = [one for one in rungs(answers=[said("goodbye", 30, user="UCORA")]) if one[0] == "goodbye"]
    assert part == [("goodbye", "UMENTOR", 30), ("goodbye", "UMENTEE", 30)]


def test_a_group_is_quiet_only_as_a_whole() -> None:
    group = pairing(mentees=("UMENTEE", "UTWO", "UTHREE"))
    here = standing(group, BOOK, [], [], [said("stop", 15, user="UTWO"), said("stop", 16, user="UMENTOR")])
    assert here.unreachable_at == day(36)
    assert here.silent == ("UMENTEE", "UTHREE")
    assert len([one for one in rungs(pair=group) if one[0] == "first_meeting"]) == 4


def test_a_group_rests_when_a_whole_side_is_away() -> None:
    def away(user: str, first: float, back: float) -> Break:
        return Break(
            id=1, team_id="T1", user_id=user, starts_at=day(first), back_at=day(back), word="", announced_at=NOW
        )

    group = pairing(mentees=("UMENTEE", "UTWO"))
    assert rests(group, [away("UMENTEE", 1, 5)]) == []
    assert rests(group, [away("UMENTEE", 1, 5), away("UTWO", 3, 9)]) == [Span(day(3), day(5))]
    assert rests(group, [away("UMENTOR", 1, 5), away("UMENTOR", 5, 6)]) == [Span(day(1), day(6))]
    assert rests(PAIR, [away("UMENTEE", 1, 3), away("UMENTOR", 2, 5)]) == [Span(day(1), day(5))]


def test_an_ended_pairing_a_closed_cohort_and_what_comes_after_its_end_are_left_alone() -> None:
    assert rungs(pair=pairing(ended_at=NOW, ended_by="UMENTEE")) == []
    assert wanted(PAIR, cohort(closed_at=NOW), BOOK, [], [], []) == []
    assert rungs([met(100)]) == []  # the cohort ends on its 111th day


def test_each_rung_and_each_round_has_its_own_key() -> None:
    first = {one.key for one in wanted(PAIR, cohort(), BOOK, [], [], [])}
    again = {one.key for one in wanted(PAIR, cohort(), BOOK, [], [], [said("fine", 11)])}
    assert first & again == set()


def test_the_rungs_of_a_handbook_follow_each_other() -> None:
    with pytest.raises(ValidationError, match=r"unreachable_days \(10\) must be more than first_meeting_days \(10\)"):
        Trouble(unreachable_days=10)
    with pytest.raises(ValidationError, match=r"must be more than next_meeting_days \(30\)"):
        Trouble(next_meeting_days=30)
