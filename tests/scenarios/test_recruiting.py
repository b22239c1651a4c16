"""Which mentors are missing, the post that looks for them, and mentors who are not asked too much at once."""

from tests.kit.books import on_the_shelf
from tests.kit.town import Town


def _left_over(town: Town) -> None:
    """Three people of Madrid look for a mobile mentor who speaks Spanish; there is none."""
    town.opens_cohort()
    answers = town.mentee_answers(wants=["Mobile"], languages=["Spanish"], slots=["Tuesday 18:00-20:00"])
    for key, name in (("iris", "Iris Ivory"), ("jon", "Jon Jonquil"), ("kai", "Kai Kestrel")):
        who = town.arrives(key, name, "Europe/Madrid")
        town.mentorship.members.add(who.id)
        town.joins(who, "mentee", answers)
        town.approves(who)


def test_the_desk_says_who_is_missing_and_a_post_looks_for_them(town: Town) -> None:
    _left_over(town)
    town.cora.opens_home()
    town.cora.presses("Who is missing?")
    said = town.cora.modal_text
    assert "A mentor for Mobile who speaks Spanish and is, at best, free on weekday evenings in Madrid" in said
    assert "would fit 3 of the 3 who are left over. With the usual places (1 each), it takes 3 such mentors." in said
    town.cora.presses("Write a post")
    assert "*Could you be a mentor for Mobile?*" in town.cora.modal_text
    town.cora.fills({"The post": "*Mobile people*, we need you & <you>."})
    town.cora.submits()
    assert town.cora.modal is None, town.cora.errors
    post = town.sam.sees("*Mobile people*, we need you & <you>.")
    assert "@Cora Lind looks for mentors for *Winter*." in post
    assert not any(name in post for name in ("Iris", "Jon", "Kai"))
    nora = town.arrives("nora", "Nora Nestor", "Europe/Madrid")
    town.mentorship.members.add(nora.id)
    nora.presses("Become a mentor", where="Mobile people")
    nora.fills({**town.mentor_answers(offers=["Mobile"]), "conduct": ["Yes"]})
    nora.submits()
    nora.sees("You applied to *Winter* as a mentor.")


def test_a_post_needs_words_and_goes_out_once(town: Town) -> None:
    _left_over(town)
    town.cora.opens_home()
    town.cora.presses("Who is missing?")
    town.cora.presses("Write a post")
    town.cora.fills({"The post": "  "})
    town.cora.submits()
    assert town.cora.errors == {"text": "Please write what it should say."}
    town.cora.fills({"The post": "Mobile mentors, please", "Where it goes": town.mentors})
    town.cora.submits()
    town.cora.presses("Who is missing?")
    town.cora.presses("Write a post")
    town.cora.fills({"The post": "Mobile mentors, please", "Where it goes": town.mentors})
    town.cora.submits()
    said = [town.cora.plain(one) for one in town.cora.messages(town.mentors)]
    assert len([one for one in said if "Mobile mentors, please" in one]) == 1


def test_only_their_coordinator_learns_who_is_missing_or_posts(town: Town) -> None:
    _left_over(town)
    town.cora.opens_home()
    missing = town.cora.keeps("Who is missing?")
    town.cora.presses("Who is missing?")
    write = town.cora.keeps("Write a post")
    for who in (town.sam, town.otto, town.ada):
        who.presses_kept(missing)
        who.sees("Only a coordinator of this cohort can do that.")
        who.closes_all()
        who.presses_kept(write)
        assert "Could you be a mentor" not in who.modal_text
        who.closes_all()


def test_without_anybody_left_over_nothing_is_missing(town: Town) -> None:
    town.signs_up()
    town.cora.opens_home()
    missing = town.cora.keeps("Who is missing?")
    town.asks_for_matches()
    town.cora.closes_all()
    town.cora.presses_kept(missing)
    assert "No kind of mentor stands out in *Winter* right now" in town.cora.modal_text


def test_a_mentor_with_enough_open_questions_is_asked_more_once_they_answer(town: Town) -> None:
    with on_the_shelf(matching={"open_offers": 1}):
        town.opens_cohort()
        town.joins(town.mira, "mentor", town.mentor_answers(capacity=2))
        town.approves(town.mira)
        for who in (town.ada, town.otto):
            town.joins(who, "mentee")
            town.approves(who)
        town.asks_for_matches()
        town.cora.presses("Accept all")
        town.cora.closes_all()
        asked = [one for one in town.mira.reads() if "would like to learn from you" in one]
        assert len(asked) == 1
        first, second = (town.ada, town.otto) if "@Ada Okafor" in asked[0] else (town.otto, town.ada)
        town.cora.opens_home()
        town.cora.sees("Waiting until their mentor has answered other questions: 1")
        town.cora.sees(f"@{second.user.real_name} with @Mira Santos")
        second.types("/mentoring status")
        second.sees("Somebody is found whom I ask about you soon; a few others are asked first.")
        yes = town.mira.keeps("Yes, gladly")
        town.mira.presses_kept(yes)
        town.mira.presses_kept(yes)
        town.mira.sees(f"@{second.user.real_name} in *Winter* would like to learn from you.")
        town.cora.opens_home()
        assert "Waiting until their mentor" not in town.cora.home_text
        second.types("/mentoring status")
        second.sees("Somebody has been asked whether they would like to work with you.")
        assert first is not second


def test_who_waited_for_a_mentor_who_wants_nobody_now_goes_to_the_next(town: Town) -> None:
    with on_the_shelf(matching={"open_offers": 1}):
        town.opens_cohort()
        town.joins(town.mira, "mentor", town.mentor_answers(capacity=2))
        town.approves(town.mira)
        for who in (town.ada, town.otto):
            town.joins(who, "mentee")
            town.approves(who)
        town.asks_for_matches()
        town.cora.presses("Accept all")
        town.cora.closes_all()
        nora = town.arrives("nora", "Nora Nestor", "Europe/Madrid")
        town.mentorship.members.add(nora.id)
        town.joins(nora, "mentor", town.mentor_answers(capacity=2))
        town.approves(nora)
        town.mira.presses("No more mentees for now")
        assert len([one for one in town.mira.reads() if "would like to learn from you" in one]) <= 1
        nora.sees("would like to learn from you")
        nora.presses("Yes, gladly")
        assert len([one for one in nora.messages() if "would like to learn from you" in nora.plain(one)]) >= 1
        town.cora.opens_home()
        assert "Waiting until their mentor" not in town.cora.home_text
