"""Offers in waves, and one more place of a mentor, as Cora and those who are asked live them."""

from app.demo.stage import Actor
from tests.kit.books import on_the_shelf
from tests.kit.town import Town

ASKED = "would like to learn from you"


def three_pairs(town: Town) -> tuple[list[Actor], list[Actor]]:
    """Three mentees and three mentors, each with a place."""
    mentees, mentors = [town.ada], [town.mira]
    town.signs_up()
    for number, name in enumerate(("Bo", "Cy"), start=2):
        mentee = town.arrives(f"mentee{number}", f"{name} Learner", "Europe/Madrid")
        mentor = town.arrives(f"mentor{number}", f"{name} Teacher", "Europe/Madrid")
        town.mentorship.members |= {mentee.id, mentor.id}
        town.joins(mentee, "mentee", town.mentee_answers(slots=["Tuesday 16:00-18:00"]))
        town.joins(mentor, "mentor")
        town.approves(mentee)
        town.approves(mentor)
        mentees.append(mentee)
        mentors.append(mentor)
    return mentees, mentors


def asked(people: list[Actor]) -> int:
    return sum(ASKED in one.plain(said) for one in people for said in one.messages())


def starts_waves(town: Town, size: int) -> None:
    town.asks_for_matches()
    town.cora.presses("Accept all, in waves")
    town.cora.fills({"How many a day": str(size)})
    town.cora.submits()


def test_offers_go_out_in_waves_on_working_days(town: Town) -> None:
    _, mentors = three_pairs(town)
    starts_waves(town, 1)
    assert "Offers out: 1 · Waiting for their wave: 2" in town.cora.modal_text
    town.cora.closes_all()
    assert asked(mentors) == 1
    assert "Accepted, waiting for their wave: 2" in town.cora.home_text
    town.passes(hours=20)
    assert asked(mentors) == 1
    town.passes(hours=4)
    assert asked(mentors) == 2
    town.passes(days=1)
    assert asked(mentors) == 3
    town.cora.opens_home()
    assert "waiting for their wave" not in town.cora.home_text


def test_a_number_that_is_none_is_said_at_its_field(town: Town) -> None:
    three_pairs(town)
    starts_waves(town, 0)
    assert list(town.cora.errors.values()) == ["Please choose a whole number from 1 to 200."]


def test_what_waits_for_its_wave_is_underway_and_can_be_taken_back(town: Town) -> None:
    _, mentors = three_pairs(town)
    starts_waves(town, 1)
    town.cora.presses("Take back")
    assert "Waiting for their wave: 1" in town.cora.modal_text
    town.cora.closes_all()
    town.cora.presses("Read proposals")
    assert "Proposals to decide: 1" in town.cora.modal_text
    town.cora.presses("Find matches")
    assert "Placed: 1 of 1" in town.cora.modal_text  # the others have somebody
    town.cora.closes_all()
    town.passes(days=1)
    assert asked(mentors) == 2


def test_waves_are_stopped_with_one_press_and_what_is_out_stays_out(town: Town) -> None:
    _, mentors = three_pairs(town)
    starts_waves(town, 1)
    town.cora.closes_all()
    town.cora.presses("Waves (2)")
    stop, take = town.cora.keeps("Stop the waves"), town.cora.keeps("Take back")
    for who in (town.sam, town.otto, town.mira):
        who.presses_kept(stop)
        who.presses_kept(take)
    town.cora.presses("Stop the waves")
    assert "Proposals to decide: 2" in town.cora.modal_text
    town.cora.closes_all()
    town.passes(days=1, hours=12)
    assert asked(mentors) == 1


def too_many(town: Town) -> None:
    """Ada and Lea want to learn; Mira teaches one."""
    lea = town.arrives("lea", "Lea Ruiz", "Europe/Madrid")
    town.mentorship.members.add(lea.id)
    town.signs_up()
    town.joins(lea, "mentee", town.mentee_answers(slots=["Tuesday 16:00-18:00"]))
    town.approves(lea)


def asks_mira(town: Town) -> None:
    town.asks_for_matches()
    town.cora.presses("Left over (1)")
    town.cora.presses("Ask a mentor for a place")
    choice = next(
        str(one["text"]["text"])
        for block in town.cora.modal["blocks"]
        for one in block.get("element", {}).get("options", ())
    )
    assert choice.startswith("Mira Santos (")
    town.cora.fills({"Mentor": choice})
    town.cora.submits()
    assert "@Mira Santos has been asked for one more place" in town.cora.modal_text


def test_a_full_mentor_gives_one_more_place_with_one_click_and_the_next_run_uses_it(town: Town) -> None:
    with on_the_shelf(matching={"most_pairings": 2}):
        too_many(town)
        asks_mira(town)
        town.cora.presses("Ask a mentor for a place")
        assert "No mentor fits them who is full." in town.cora.modal_text  # nobody is asked twice in a run
        town.cora.closes_all()
        town.mira.sees("Could you take one more mentee in *Winter*?")
        yes = town.mira.keeps("Yes, one more")
        town.sam.presses_kept(yes)
        town.sam.sees("This question was put to somebody else.")
        town.mira.presses_kept(yes)
        town.mira.presses_kept(yes)
        town.mira.sees("You have a place for one more mentee in *Winter* now")
        town.cora.sees("@Mira Santos can take one more mentee in *Winter*. Find matches again to use the place.")
        town.asks_for_matches()
        assert "Placed: 2 of 2" in town.cora.modal_text
        town.cora.presses("What changed (1)")
        assert "1 kept, 1 new, 0 gone" in town.cora.modal_text


def test_a_mentor_who_has_no_more_place_is_asked_no_more_in_this_run(town: Town) -> None:
    with on_the_shelf(matching={"most_pairings": 2}):
        too_many(town)
        asks_mira(town)
        town.cora.closes_all()
        no, yes = town.mira.keeps("Not now"), town.mira.keeps("Yes, one more")
        town.mira.presses_kept(no)
        town.mira.sees("one more is too many for now")
        town.cora.sees("@Mira Santos cannot take one more mentee in *Winter* for now.")
        town.mira.presses_kept(yes)
        town.mira.sees("You have answered this already.")


def test_the_handbook_s_limit_is_said_instead_of_asking(town: Town) -> None:
    with on_the_shelf(matching={"most_pairings": 1}):
        too_many(town)
        town.asks_for_matches()
        town.cora.presses("Left over (1)")
        town.cora.presses("Ask a mentor for a place")
        assert "the most that the handbook allows one person" in town.cora.modal_text


def test_a_question_for_a_place_runs_out(town: Town) -> None:
    with on_the_shelf(matching={"most_pairings": 2}):
        too_many(town)
        asks_mira(town)
        town.cora.closes_all()
        yes = town.mira.keeps("Yes, one more")
        town.passes(days=4)
        town.mira.presses_kept(yes)
        town.mira.sees("This offer has run out")
