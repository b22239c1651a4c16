"""Those who wait: where they stand at each moment, and who comes first the next time."""

from tests.kit.town import Town


def status(town: Town, who: str = "ada") -> str:
    actor = getattr(town, who)
    actor.reads()
    actor.types("/mentoring status")
    return "\n".join(actor.reads())


def test_status_tells_how_many_mentors_share_something_from_the_first_day(town: Town) -> None:
    town.opens_cohort()
    town.joins(town.ada, "mentee")
    assert "no mentor shares a topic with you yet" in status(town)
    town.joins(town.mira, "mentor")
    town.approves(town.mira)
    assert "So far, 1 mentor shares a topic with you, 1 of them with a free hour in common." in status(town)
    town.approves(town.ada)
    assert "I am looking for a match: 1 mentor shares a topic with you" in status(town)
    assert "1 mentee is looking for what you offer" in status(town, "mira")
    town.ada.opens_home()
    town.ada.sees("I am looking for a match: 1 mentor shares a topic with you")


def test_status_and_home_follow_an_offer_on_both_sides(town: Town) -> None:
    town.offers()
    assert "Somebody has been asked whether they would like to work with you. You hear from me by" in status(town)
    assert "You have been asked about @Ada Okafor; please answer by" in status(town, "mira")
    town.mira.presses("Yes, gladly")
    assert "@Ada Okafor has been asked whether they would like to work with you." in status(town, "mira")
    assert "You have been asked about @Mira Santos" in status(town)
    town.ada.opens_home()
    town.ada.sees("You have been asked about @Mira Santos")
    town.passes(hours=4)
    town.ada.presses("Yes, please")
    assert "matched on" in status(town)
    assert "looking for" not in status(town)


def test_a_draft_leaves_nobody_over_but_a_round_that_went_out_does(town: Town) -> None:
    _two_for_one_place(town)
    town.asks_for_matches()
    town.cora.closes_all()
    assert "round" not in status(town) + status(town, "otto")
    town.cora.opens_home()
    town.cora.presses("Read proposals")
    town.cora.presses("Accept")
    town.cora.closes_all()
    said = status(town, "otto")
    assert "The last round went out without you: every mentor who fits you was full" in said
    assert "You come first in the next one." in said
    assert "More free hours or another topic" in said


def test_when_a_cohort_ends_those_left_hear_why_once_and_come_first_in_the_next(town: Town) -> None:
    _two_for_one_place(town)
    town.asks_for_matches()
    town.cora.presses("Accept")
    town.cora.closes_all()
    left = town.otto
    town.passes(hours=1)
    town.cora.opens_home()
    close = town.cora.keeps("Close the cohort")
    town.cora.presses_kept(close)
    town.cora.presses_kept(close)
    town.passes(days=1)
    heard = [one for one in left.reads() if "not to be this time" in one]
    assert len(heard) == 1
    assert "*Winter* has ended, and I am sorry that it was not to be this time: every mentor who fits you" in heard[0]
    assert "When you apply to the next cohort of this programme, you come first." in heard[0]
    assert "not to be this time" in status(town, left.user.name)
    town.opens_cohort(name="Spring")
    town.joins(left, "mentee")
    town.approves(left)
    assert "You come first in the next round, because an earlier one went out without you." in status(
        town, left.user.name
    )


def test_a_mentor_who_wants_nobody_now_reads_so_and_how_to_take_it_back(town: Town) -> None:
    town.offers()
    town.mira.presses("No more mentees for now")
    said = status(town, "mira")
    assert "You said no more mentees for now" in said
    assert "I am looking" not in said
    town.passes(minutes=5)
    town.mira.types("/mentoring edit")
    town.mira.submits()
    assert "I am looking" in status(town, "mira")


def _two_for_one_place(town: Town) -> None:
    town.signs_up()
    town.joins(town.otto, "mentee")
    town.approves(town.otto)


def test_whoever_was_left_over_comes_first_in_the_next_round(town: Town) -> None:
    _two_for_one_place(town)
    town.asks_for_matches()
    town.cora.presses("Accept")
    town.cora.closes_all()
    left = town.otto
    late = town.arrives("lena", "Lena Late", "Europe/Madrid")
    town.mentorship.members.add(late.id)
    town.joins(late, "mentee", town.mentee_answers(slots=["Tuesday 16:00-18:00", "Wednesday 18:00-20:00"]))
    town.approves(late)
    nora = town.arrives("nora", "Nora New", "Europe/Madrid")
    town.mentorship.members.add(nora.id)
    town.joins(nora, "mentor")
    town.approves(nora)
    town.asks_for_matches()
    assert f"@{left.user.real_name} with @Nora New" in town.cora.modal_text
    assert "@Lena Late with" not in town.cora.modal_text
