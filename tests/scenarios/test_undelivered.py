"""What did not arrive becomes something that a coordinator sees and can act on; and a pairing's timeline."""

from datetime import timedelta

from app.core.notice import Wanted
from app.delivery.planning import plan
from app.delivery.records import Notice
from app.sandbox.faults import Fault
from tests.kit.town import Town

DESK = "Messages that did not arrive"


def desk(town: Town) -> str:
    town.cora.opens_home()
    return str(town.cora.home_text)


def opens_list(town: Town) -> str:
    town.cora.opens_home()
    town.cora.presses("Look at them")
    return str(town.cora.modal_text)


def approval_fails(town: Town, code: str = "user_not_visible") -> None:
    """The message that Ada is approved does not reach her."""
    town.opens_cohort()
    town.joins(town.ada, "mentee")
    town.passes(hours=4)  # it is day where she lives
    town.stage.sandbox.faults.next("chat.postMessage", Fault("error", code=code, match="Good news"))
    town.approves(town.ada)
    town.passes(minutes=1)
    town.ada.does_not_see("Good news")


def test_the_desk_has_no_such_entry_while_everything_arrives(town: Town) -> None:
    town.pairs()
    town.passes(hours=1)
    assert DESK not in desk(town)


def test_what_fails_is_on_the_desk_with_its_reason_and_can_be_sent_again(town: Town) -> None:
    approval_fails(town)
    assert f"{DESK} (1)" in desk(town)
    town.cora.presses("Look at them")
    seen = town.cora.modal_text
    assert "to @Ada Okafor" in seen
    assert "“A coordinator answered your application.”" in seen
    assert "I cannot see that person: a guest, or somebody of another organisation." in seen
    assert "Good news" not in seen
    town.cora.presses("Send again")
    assert "It is on its way again." in town.cora.modal_text
    assert "everything of the last 30 days arrived" in town.cora.modal_text
    town.passes(minutes=1)
    town.ada.sees("Good news")
    assert DESK not in desk(town)
    with town.stage.database.engine.connect() as connection:
        deeds = [row[0] for row in connection.exec_driver_sql("SELECT deed FROM audit")]
    assert deeds.count("sent again") == 1


def test_what_fails_once_more_comes_back_to_the_list(town: Town) -> None:
    approval_fails(town)
    opens_list(town)
    town.stage.sandbox.faults.next("chat.postMessage", Fault("error", code="user_disabled", match="Good news"))
    town.cora.presses("Send again")
    town.cora.closes_all()
    town.passes(minutes=1)
    assert "That account is deactivated. Ask an admin, or end the pairing." in opens_list(town)


def test_two_presses_and_two_coordinators_send_one_message(town: Town) -> None:
    approval_fails(town)
    town.cora.types("/mentoring appoint")
    town.cora.fills({"cohort": "Winter", "person": town.sam})
    town.cora.submits()
    town.cora.closes_all()
    opens_list(town)
    again = town.cora.keeps("Send again")
    town.cora.presses_kept(again)
    town.cora.presses_kept(again)
    assert "Somebody has taken care of that one already." in town.cora.modal_text
    town.passes(minutes=1)
    town.cora.presses_kept(again)
    town.passes(minutes=1)
    told = [one for one in town.ada.messages() if "Good news" in town.ada.plain(one)]
    assert len(told) == 1
    town.sam.opens_home()
    assert DESK not in town.sam.home_text


def test_what_is_left_counts_no_more(town: Town) -> None:
    approval_fails(town)
    opens_list(town)
    left = town.cora.keeps("Leave it")
    town.cora.presses_kept(left)
    assert "Noted: it is off the list." in town.cora.modal_text
    town.cora.presses_kept(left)
    assert "Somebody has taken care of that one already." in town.cora.modal_text
    town.cora.closes_all()
    assert DESK not in desk(town)
    town.cora.types("/mentoring digest")
    assert "Not delivered" not in town.cora.sees("the week until")
    town.passes(hours=1)
    town.ada.does_not_see("Good news")


def test_the_digest_leads_to_the_list(town: Town) -> None:
    approval_fails(town)
    town.passes(days=7)
    town.cora.presses("Messages that did not arrive", where="Not delivered")
    assert "I cannot see that person" in town.cora.modal_text


def test_what_may_have_arrived_asks_before_it_is_sent_again(town: Town) -> None:
    town.stage.sandbox.limits.granted -= {"im:history", "mpim:history", "channels:history", "groups:history"}
    town.opens_cohort()
    town.passes(hours=4)
    town.stage.sandbox.faults.next("chat.postMessage", Fault("drop_after", times=9, match="wants to learn"))
    town.joins(town.ada, "mentee")
    town.passes(minutes=5)
    with town.stage.database.transaction() as tx:
        row = tx.query(Notice).filter_by(kind="joining.card").one()
        # However the kind decides in doubt: here it is for a person to say.
        row.outcome, row.settled_at, row.reason = "uncertain", town.stage.clock.now(), "it may have arrived"
    town.passes(minutes=1)
    seen = opens_list(town)
    assert "Perhaps arrived" in seen
    assert "It may have arrived: Slack gave no clear answer" in seen
    button = [one for block in town.cora.modal["blocks"] for one in block.get("elements", []) if "confirm" in one]
    assert [one["text"]["text"] for one in button] == ["Send again"]
    assert button[0]["confirm"]["text"]["text"] == "It may have arrived already. Then they get it twice."


def test_what_is_stale_or_no_longer_needed_is_refused_kindly(town: Town) -> None:
    town.agrees()
    with town.stage.database.transaction() as tx:
        rows = tx.query(Notice).filter_by(kind="reflections.agenda", to=town.ada.id).all()
        for row in rows:
            row.outcome, row.settled_at, row.reason = "failed", town.stage.clock.now(), "user_not_visible"
    town.passes(minutes=1)
    opens_list(town)
    again = town.cora.keeps("Send again")
    town.ada.types("/mentoring end")
    town.ada.presses("Say goodbye")
    town.cora.presses_kept(again)
    town.cora.sees("That message is not needed any more: what it was about has changed since.")
    town.cora.closes()
    town.passes(days=4)
    town.cora.presses_kept(again)
    town.cora.sees("It is too late for that message to be of use, so I don't send it again.")


def test_strangers_and_coordinators_of_other_cohorts_are_refused(town: Town) -> None:
    approval_fails(town)
    town.cora.opens_home()
    look = town.cora.keeps("Look at them")
    town.cora.presses_kept(look)
    decide = [town.cora.keeps(label) for label in ("Send again", "Leave it")]
    for who in (town.sam, town.ada, town.otto):
        who.presses_kept(look)
        who.sees("Only a coordinator of this cohort can do that.")
        who.closes_all()
        for one in decide:
            who.presses_kept(one)
    town.cora.closes_all()
    town.passes(minutes=1)
    town.ada.does_not_see("Good news")
    assert f"{DESK} (1)" in desk(town)


def test_an_archived_desk_channel_is_told_to_each_coordinator_once_in_private(town: Town) -> None:
    town.opens_cohort()
    town.passes(hours=1)
    channel = town.desk
    channel.archived = True
    town.joins(town.ada, "mentee")
    town.passes(hours=1)
    said = "where the coordinators of *Winter* read. That channel is archived. Unarchive it, or choose another one."
    town.cora.sees(said)
    town.joins(town.mira, "mentor")
    town.passes(days=2)
    assert len([one for one in town.cora.messages() if said in town.cora.plain(one)]) == 1
    town.cora.presses("Look at them", where=said)
    assert "That channel is archived." in town.cora.modal_text
    channel.archived = False
    town.cora.presses("Send again")
    town.passes(minutes=1)
    assert "@Mira Santos" in town.cora.plain(channel.messages[-1])


# -- the timeline ----------------------------------------------------------------------------------


def test_a_coordinator_reads_a_pairings_timeline_without_a_private_word(town: Town) -> None:
    town.agrees()
    town.passes(days=1)
    town.cora.opens_home()
    town.cora.presses("Who was there")
    town.cora.presses("Timeline")
    seen = town.cora.modal_text
    assert "What went out to @Mira Santos and @Ada Okafor, and what is planned" in seen
    assert "sent · to @Ada Okafor" in seen
    assert "planned · to" in seen
    assert "“You accepted this meeting.”" in seen
    for label in ("Later", "Earlier"):
        town.cora.presses(label)
    assert "Page 1 of" in town.cora.modal_text
    assert "“You both said yes.”" in town.cora.modal_text


def test_a_timeline_is_for_other_coordinators_of_its_cohort_only(town: Town) -> None:
    town.pairs()
    town.cora.types("/mentoring appoint")
    town.cora.fills({"cohort": "Winter", "person": town.mira})
    town.cora.submits()
    town.cora.closes_all()
    town.cora.opens_home()
    town.cora.presses("Who was there")
    line = town.cora.keeps("Timeline")
    for who in (town.sam, town.otto, town.ada):
        who.presses_kept(line)
        assert "What went out" not in who.modal_text
    town.mira.opens_home()
    town.mira.presses("Who was there")
    town.mira.presses("Timeline")
    town.mira.sees("This concerns a pairing that you are or were in, so another coordinator looks at it.")


def test_silence_about_a_private_question_is_not_in_a_timeline(town: Town) -> None:
    town.pairs()
    town.passes(days=31)
    with town.stage.database.transaction() as tx:
        asked = tx.query(Notice).filter_by(kind="checkins.ask", outcome="sent").first()
        assert asked is not None
        want = Wanted(key="x", kind="checkins.chase", to=asked.to, due=town.stage.clock.now())
        plan(tx, team_id=asked.team_id, subject=asked.subject, wanted=want, now=town.stage.clock.now())
        tx.query(Notice).filter_by(key="x").one().due_at += timedelta(days=1)
    town.cora.opens_home()
    town.cora.presses("Who was there")
    town.cora.presses("Timeline")
    pages = [town.cora.modal_text]
    for label in ("Earlier", "Later"):
        while f"[{label}]" in pages[-1]:
            town.cora.presses(label)
            pages.append(town.cora.modal_text)
            assert len(pages) < 30
    assert any("The handbook asks everybody in a pairing from time to time, in private." in one for one in pages)
    assert all("You have not answered how it is going" not in one for one in pages)
