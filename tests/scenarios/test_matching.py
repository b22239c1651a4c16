"""Proposals, offers, pairs and goodbyes, as people live them."""

from app.demo.cast import mentors
from tests.kit.town import Town

ONLY_COORDINATORS = "Only a coordinator of this cohort can do that."


def test_a_no_is_told_to_nobody_but_the_coordinators_hear_that_somebody_waits(town: Town) -> None:
    town.offers()
    town.mira.presses("Not now")
    town.mira.sees("You said not now to @Ada Okafor. That's fine; nobody is told why.")
    town.cora.sees("@Ada Okafor in *Winter* is waiting again: nobody is next in line.")
    town.passes(days=1)
    town.ada.does_not_see("not now")
    town.ada.does_not_see("Mira")


def test_no_more_mentees_rests_a_mentor_until_they_edit_their_answers(town: Town) -> None:
    town.offers()
    town.mira.presses("No more mentees for now")
    town.asks_for_matches()
    assert "there is no mentor with a free place yet" in town.cora.modal_text
    town.cora.closes_all()
    town.passes(minutes=5)
    town.mira.types("/mentoring edit")
    town.mira.submits()
    town.asks_for_matches()
    assert "no free mentor fits them for now" in town.cora.modal_text


def test_an_offer_reminds_once_then_runs_out_and_says_so(town: Town) -> None:
    town.offers()
    yes = town.mira.keeps("Yes, gladly")
    town.passes(days=2, hours=1)
    town.mira.sees("A friendly reminder: I asked you about @Ada Okafor")
    town.passes(days=1)
    town.mira.sees("This offer has passed on.")
    town.mira.presses_kept(yes)
    town.mira.sees("This offer has run out and was passed on.")
    assert len([one for one in town.mira.messages() if "friendly reminder" in town.mira.plain(one)]) == 0


def test_a_mentee_may_wait_for_somebody_else(town: Town) -> None:
    town.offers()
    town.mira.presses("Yes, gladly")
    town.mira.sees("Now I ask them")
    town.passes(hours=4)
    town.ada.presses("Not this one")
    town.ada.sees("you keep your place")
    town.passes(hours=20)
    town.mira.sees("did not work out this time")
    town.mira.sees("It did not come about this time")
    town.cora.sees("@Ada Okafor in *Winter* did not take up a match")


def test_forbidden_and_replaced_proposals_stay_so(town: Town) -> None:
    town.signs_up()
    town.asks_for_matches()
    old_accept, forbid = town.cora.keeps("Accept"), town.cora.keeps("Forbid")
    town.cora.presses("Find matches")
    town.cora.presses_kept(old_accept)
    town.cora.sees("A newer run of matching has replaced this proposal.")
    town.cora.closes()
    town.cora.presses_kept(forbid)
    town.cora.sees("A newer run")
    town.cora.closes()
    town.cora.presses("Forbid")
    town.cora.presses("Find matches")
    assert "no free mentor fits them for now" in town.cora.modal_text


def test_accepting_twice_asks_once(town: Town) -> None:
    town.signs_up()
    town.asks_for_matches()
    accept, everything = town.cora.keeps("Accept"), town.cora.keeps("Accept all")
    town.cora.presses_kept(everything)
    town.cora.presses_kept(accept)
    offers = [one for one in town.mira.messages() if "would like to learn from you" in town.mira.plain(one)]
    assert len(offers) == 1


def test_strangers_and_the_people_themselves_cannot_decide(town: Town) -> None:
    town.signs_up()
    town.asks_for_matches()
    decisions = [town.cora.keeps(label) for label in ("Accept", "Forbid", "Accept all")]
    town.cora.closes_all()
    find = town.cora.keeps("Find matches")
    for who in (town.sam, town.ada, town.otto):
        for one in decisions:
            who.presses_kept(one)
        who.presses_kept(find)
        who.sees(ONLY_COORDINATORS)
        who.closes_all()
    town.mira.does_not_see("would like to learn from you")
    town.cora.presses("Read proposals")
    town.cora.presses("Accept")
    yes = town.mira.keeps("Yes, gladly")
    for who in (town.sam, town.ada, town.cora):
        who.closes_all()
        who.presses_kept(yes)
        who.sees("This question was put to somebody else.")
        who.closes_all()
    town.sam.types("/mentoring match")
    town.sam.sees("There is no running cohort that you coordinate.")


def test_both_agree_and_everything_begins(any_town: Town) -> None:
    town = any_town
    public = {"public": ["Yes"]}
    town.pairs(mentee=town.mentee_answers(**public), mentor=town.mentor_answers(**public))
    for who in (town.ada, town.mira):
        who.sees("# Mira Santos, meet Ada Okafor!")
        who.sees("*Off limits*: what you would rather not talk about, a technology or anything else.")
        who.sees("Shall that be your first meeting?")
    town.ada.sees("You said yes to @Mira Santos. You are a pair")
    town.cora.sees("@Mira Santos and @Ada Okafor have both said yes")
    town.sam.sees("@Mira Santos and @Ada Okafor found each other in *Winter*. Enjoy!")
    assert town.ada.id in town.mentees.members
    assert town.mira.id in town.mentors.members
    town.ada.types("/mentoring status")
    town.ada.sees("matched on Monday, January 11th, 2027")
    town.ada.does_not_see("[Withdraw]")


def test_a_goodbye_is_kind_and_leaves_no_button_that_works(town: Town) -> None:
    town.agrees()
    town.passes(days=2, hours=3, minutes=21)
    kept = [town.ada.keeps(label) for label in ("Answer",)]
    kept += [town.mira.keeps(label) for label in ("Move", "Cancel")]
    town.ada.opens_home()
    propose = town.ada.keeps("Propose a time")
    town.ada.types("/mentoring end")
    end = town.ada.keeps("Say goodbye")
    town.sam.presses_kept(end)
    town.sam.sees(ONLY_COORDINATORS)
    town.ada.presses_kept(end)
    town.ada.presses_kept(end)
    for who, other in ((town.ada, "Mira Santos"), (town.mira, "Ada Okafor")):
        who.sees(f"Your time as a pair with @{other} has come to an end.")
    town.cora.sees("@Mira Santos and @Ada Okafor in *Winter* have said goodbye.")
    for one in (*kept, propose):
        for who in (town.ada, town.mira):
            who.presses_kept(one)
            who.sees("You two have said goodbye")
            who.closes_all()
    town.passes(days=1)  # the summary
    town.mira.reads()
    town.passes(days=20)
    assert not any("Ada" in text for text in town.mira.reads())


def test_a_coordinator_ends_a_pairing_through_the_cohort(town: Town) -> None:
    town.pairs()
    town.cora.opens_home()
    close = town.cora.keeps("Close the cohort")
    town.otto.presses_kept(close)
    town.otto.sees(ONLY_COORDINATORS)
    town.cora.presses_kept(close)
    town.ada.sees("*Winter* has come to its end, and your time with @Mira Santos")
    town.ada.types("/mentoring status")
    town.ada.sees("*Winter* has ended; you were in it as a mentee.")


def test_somebody_who_leaves_the_workspace_makes_room(town: Town) -> None:
    town.signs_up()
    other = town.brings(mentors()[1], "mentor")
    town.approves(other)
    town.asks_for_matches()
    town.cora.presses("Accept")
    town.cora.closes_all()
    asked = [one for one in (town.mira, other) if "would like to learn" in " ".join(map(one.plain, one.messages()))]
    assert len(asked) == 1
    asked[0].leaves_workspace()
    town.passes(hours=1)
    following = other if asked[0] is town.mira else town.mira
    following.sees("@Ada Okafor in *Winter* would like to learn from you")
    following.presses("Yes, gladly")
    town.passes(hours=4)
    town.ada.presses("Yes, please")
    town.ada.sees("# ")
    following.leaves_workspace()
    town.passes(hours=1)
    town.ada.sees(f"Your time as a pair with @{following.user.real_name} has come to an end.")


def test_a_missing_permission_is_told_to_the_coordinators_in_words(town: Town) -> None:
    town.stage.sandbox.limits.granted.discard("mpim:write")
    town.pairs()
    town.cora.types("/mentoring digest")
    seen = town.cora.sees("*Not delivered*")
    assert "I lack a permission; an admin can grant it by installing me again." in seen
