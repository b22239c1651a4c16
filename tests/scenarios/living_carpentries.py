"""The life of a cycle of mentoring groups: fifteen people, two groups, eight weeks, from the opening to who is still there.

Mira's group meets online, across an ocean; Chidi falls silent, so Dana, who comes late, gets the place, and Tomas
helps as a second mentor after Uma had no time. Priya's group meets in person in Sydney; Hugo leaves it half way, and
Iris is away for two weeks. Jun lives where nobody else does. Sam is a stranger, Otto coordinates something else.
"""

from collections.abc import Mapping
from typing import Any

from app.demo.stage import Actor
from app.sandbox import forms
from tests.kit.life import Life, Temper
from tests.kit.witness import Witness

CYCLE = {"Last day of sign-up": "2027-01-29", "First day": "2027-02-01", "Last day": "2027-03-28"}
ONLY_COORDINATORS = "Only a coordinator of this cohort can do that."
HARD = "I never dare to speak first"
NOTE = "Mira will bring the broken notebook"
GOAL = "Each of us teaches half an hour of Python"
CONTACT = "In our own channel, never at weekends"
PRIVATE = (HARD, NOTE, GOAL, CONTACT)

ABSENT = {
    ("mira", 1): {"Chidi Obi"},
    ("mira", 2): {"Chidi Obi"},
    ("mira", 3): {"Ben Silva"},
    ("priya", 3): {"Iris Vale"},
    ("priya", 4): {"Iris Vale"},
}
"""Who truly missed which session, by the mentor's name and the session's number."""


def who_was_there(world: Life, who: Actor) -> Mapping[str, Any]:
    """At the end of a session the mentor ticks who was there."""
    session = (who.user.name, len(world.did("reflections.open", who=who)) + 1)
    block = forms.field(who.modal or {}, "present")
    names = [one["text"]["text"] for one in block["element"]["options"]] if block is not None else []
    there = [one for one in names if one not in ABSENT.get(session, set())]
    if isinstance(world, Cycle):
        world.there[session] = set(there)
    return {"present": there, "until_then": "Teach ten minutes to a friend", "also": NOTE}


def smart(world: Life, who: Actor) -> Mapping[str, Any]:
    """The goal of the whole group; once is enough."""
    world.becomes(who, world.tempers[who.id].but(without=("goals.write",)))
    return {"Goal 1": GOAL, "Specific: what exactly, and for whom?": "A loop and a plot"}


def agreed(world: Life, who: Actor) -> Mapping[str, Any]:
    """What they agreed on in their first session."""
    del world, who
    return {"Between sessions": CONTACT}


def slide(world: Life, who: Actor) -> Mapping[str, Any]:
    """The link of the group; everybody may see it."""
    del world
    shown = ["Yes, with our names, after the event"] if who.user.name == "ben" else []
    return {"Link": f"https://slides.example/{who.user.name}", "may_show": shown}


def survey(world: Life, who: Actor) -> Mapping[str, Any]:
    """The half-way survey has a scale, the final one what the group was good for."""
    del world
    if who.modal is not None and forms.field(who.modal, "support") is not None:
        return {"support": ["Confidence in teaching"], "pros": f"The hour, says {len(who.id)}", "improve": "More time"}
    return {"going": "4", "hard": HARD if who.user.name == "ada" else "Nothing"}


USUAL = Temper(
    does=(
        "meetings.accept",
        "decisions.fits",
        "checkins.well",
        "surveys.open",
        "agreements.confirm",
        "events.yes",
        "events.there",
    ),
    fills={
        "reflections.open": who_was_there,
        "goals.write": smart,
        "agreements.open": agreed,
        "showcases.open": slide,
        "surveys.open": survey,
    },
)
MENTOR = USUAL.but("reflections.open", "plans.open")
FAR = ("events.yes",)  # people in Sydney choose by themselves: the first session is at night there
SCRIBE = USUAL.but("goals.write", "agreements.open")


class Cycle(Life):
    """The people of this cycle, and what somebody saw while it went on."""

    def peopled(self) -> None:
        """Let everybody in."""
        self.there: dict[tuple[str, int], set[str]] = {}
        self.seen: dict[str, str] = {}
        self.refused: list[tuple[str, str]] = []
        self.witness = Witness(self)
        lives = self.lives
        self.mira = lives("mira", "Mira Santos", "Europe/Madrid", MENTOR)
        self.priya = lives("priya", "Priya Nair", "Australia/Sydney", MENTOR.but(without=FAR))
        self.uma = lives("uma", "Uma Ritter", "Europe/Berlin", USUAL)
        self.tomas = lives("tomas", "Tomas Reis", "Europe/Lisbon", USUAL)
        self.ada = lives("ada", "Ada Okafor", "America/New_York", SCRIBE.but("events.i_go"))
        self.ben = lives("ben", "Ben Silva", "Europe/Lisbon", USUAL.but("showcases.open", days=2))
        self.chidi = lives("chidi", "Chidi Obi", "Africa/Lagos", USUAL.but(until=21))
        self.dana = lives("dana", "Dana Weiss", "Europe/Berlin", USUAL)
        self.gia = lives("gia", "Gia Lowe", "Australia/Sydney", SCRIBE.but("showcases.open", without=FAR))
        self.hugo = lives("hugo", "Hugo Marsh", "Australia/Sydney", USUAL.but(without=FAR))
        self.iris = lives("iris", "Iris Vale", "Australia/Sydney", USUAL.but(without=FAR, until=70))
        self.jun = lives("jun", "Jun Rojas", "America/Lima", USUAL)
        self.otto = lives("otto", "Otto Brandt", "Europe/Berlin", Temper(does=()))
        self.sam = lives("sam", "Sam Stranger", "Europe/London", Temper(does=()))

    def tries(self, what: str, who: Actor, kept: Any) -> None:
        """Somebody presses what is not theirs."""
        who.presses_kept(kept)
        self.refused.append((what, who.modal_text or who.screen()))
        who.closes_all()


TEACHES: dict[str, Any] = {
    "taught": 5,
    "certified": ["Yes"],
    "guides": ["Teaching workshops"],
    "tools_offered": ["Python", "Git"],
    "goals": "A group that dares to teach",
    "slots": ["Tuesday 16:00-18:00"],
    "meets": "Online",
    "capacity": 3,
}
LEARNS: dict[str, Any] = {
    "taught": 0,
    "certified": ["Yes"],
    "outcome": ["Teaching workshops"],
    "tools_wanted": ["Python"],
    "goals": "Teach a first hour",
    "slots": ["Tuesday 16:00-18:00"],
    "meets": "Online",
}
SYDNEY: dict[str, Any] = {"slots": ["Wednesday 18:00-20:00"], "meets": "In person", "town": "Sydney"}
ORGANISES: dict[str, Any] = {**LEARNS, **SYDNEY, "outcome": ["Organising workshops"], "tools_wanted": []}


def everybody_signs_up(world: Cycle) -> None:
    """Two days of January: the announcement, the forms, the approvals."""
    world.opens_cohort(name="Elsewhere", programme="wealljs")
    world.cora.types("/mentoring appoint")
    world.cora.fills({"cohort": "Elsewhere", "person": world.otto})
    world.cora.submits()
    world.cora.closes_all()
    world.opens_cohort(name="Spring", programme="carpentries", changes=CYCLE)
    _is_told_at_the_field(world)
    for who, changes in (
        (world.mira, {"public": ["Yes"]}),
        (world.priya, {**SYDNEY, "guides": ["Organising workshops"], "tools_offered": [], "capacity": 5}),
        (world.uma, {"slots": ["Friday 08:00-10:00"]}),
    ):
        world.joins(who, "mentor", {**TEACHES, **changes})
    for who, answers in (
        (world.ada, {**LEARNS, "slots": ["Tuesday 10:00-12:00"]}),
        (world.ben, LEARNS),
        (world.chidi, LEARNS),
        (world.gia, ORGANISES),
        (world.hugo, ORGANISES),
        (world.iris, ORGANISES),
        (world.jun, {**LEARNS, "slots": ["Tuesday 10:00-12:00"], "meets": "In person", "town": "Lima"}),
    ):
        world.joins(who, "mentee", answers)
    approve = world.cora.keeps("Approve", where="@Ada Okafor ")
    for who in (world.sam, world.otto, world.ada):
        world.tries("approve", who, approve)
    for who in (world.mira, world.priya, world.uma, world.ada, world.ben, world.chidi, world.gia):
        world.approves(who)
    for who in (world.hugo, world.iris, world.jun):
        world.approves(who)


def _is_told_at_the_field(world: Cycle) -> None:
    """Sam has taught one workshop and asks to be a mentor; Dana has taught three and asks to be a mentee."""
    for who, button, answers in (
        (world.sam, "Become a mentor", {**TEACHES, "taught": 1}),
        (world.dana, "Find a mentor", {**LEARNS, "taught": 3}),
    ):
        who.presses(button, where="Spring")
        who.fills(answers)
        who.submits()
        world.seen[f"{who.user.name} without agreeing"] = f"{who.errors} {who.modal_text}"
        who.fills({"conduct": ["Yes"]})
        who.submits()
        world.seen[f"{who.user.name} at the field"] = str(who.errors)
        who.closes_all()


def groups_are_formed(world: Cycle) -> None:
    """Monday, 1 February: what is proposed, who is left over, and the beginning."""
    world.cora.opens_home()
    find = world.cora.keeps("Find matches", where="Spring")
    for who in (world.sam, world.otto):
        world.tries("find matches", who, find)
    world.cora.presses_kept(find)
    world.seen["proposals"] = world.cora.modal_text
    world.cora.presses("Accept all")
    world.cora.closes_all()
    world.jun.types("/mentoring status")
    world.seen["Jun's status"] = world.jun.screen()


def somebody_is_asked_to_help(world: Cycle, who: Actor) -> None:
    """Cora asks for a second mentor of Mira's group."""
    world.cora.opens_home()
    world.cora.presses("Add a second mentor", where="Spring")
    group = next(
        one["text"]["text"]
        for one in forms.field(world.cora.modal or {}, "pairing")["element"]["options"]  # type: ignore[index]
        if one["text"]["text"].startswith("Mira")
    )
    world.cora.fills({"pairing": group, "mentor": who.user.real_name})
    world.cora.submits()
    world.cora.closes_all()


def a_place_changes_hands(world: Cycle) -> None:
    """Chidi has missed two sessions; Dana and Tomas join late."""
    world.cora.opens_home()
    world.seen["who stays away"] = world.cora.home_text
    give = world.cora.keeps("Give the place to somebody else")
    for who in (world.sam, world.otto, world.ada):
        world.tries("give a place", who, give)
    world.joins(world.dana, "mentee", {**LEARNS, "taught": 1})
    world.joins(world.tomas, "mentor", {**TEACHES, "capacity": 2})
    world.approves(world.dana)
    world.approves(world.tomas)
    world.cora.presses_kept(give)
    world.cora.presses_kept(give)
    world.cora.closes_all()
    world.cora.opens_home()
    world.cora.presses("Find matches", where="Spring")
    world.seen["late proposals"] = world.cora.modal_text
    world.cora.presses("Accept", where="@Dana Weiss")
    world.cora.closes_all()
    somebody_is_asked_to_help(world, world.tomas)


def _iris_is_away(world: Cycle) -> None:
    """For two weeks: her group meets without her, and nobody misses her."""
    world.iris.types("/mentoring away")
    world.iris.fills({"first": "2027-02-23", "back": "2027-03-08"})
    world.iris.submits()
    world.iris.closes_all()


def _hugo_leaves(world: Cycle) -> None:
    """Half way, with a kind word to everybody."""
    world.cora.opens_home()
    world.seen["the desk half way"] = world.cora.home_text
    world.hugo.types("/mentoring end")
    world.hugo.presses("Say goodbye")
    world.hugo.closes_all()


def _coordinators_note_who_was_there(world: Cycle) -> None:
    """At the showcase, where Dana was not; then they read what people answered."""
    record = world.cora.keeps("Record who was there", where="Virtual showcase")
    for who in (world.sam, world.otto, world.mira):
        world.tries("record", who, record)
    world.cora.presses_kept(record)
    there = {"Mira Santos", "Priya Nair", "Tomas Reis", "Ada Okafor", "Ben Silva", "Gia Lowe", "Iris Vale"}
    ticked = {}
    for block in (world.cora.modal or {})["blocks"]:
        if block["type"] == "input":
            names = [one["text"]["text"] for one in block["element"]["options"]]
            ticked[block["block_id"]] = [one for one in names if one in there]
    world.cora.fills(ticked)
    world.cora.submits()


def _who_was_there(world: Cycle) -> None:
    """Cora reads the attendance of every group."""
    world.cora.opens_home()
    see = world.cora.keeps("Who was there", where="Spring")
    for who in (world.sam, world.otto, world.mira):
        world.tries("attendance", who, see)
    world.cora.presses_kept(see)
    world.seen["attendance"] = world.cora.modal_text
    world.cora.closes_all()


def _what_the_desk_says(world: Cycle, name: str) -> None:
    """Keep what Cora's Home, her digest and her lists say."""
    world.cora.opens_home()
    world.seen[f"{name}: desk"] = world.cora.home_text
    world.cora.types("/mentoring digest")
    world.seen[f"{name}: digest"] = world.cora.sees("Spring: the week until")
    world.cora.types("/mentoring certificates")
    world.cora.presses("Who has one")
    world.seen[f"{name}: certificates"] = world.cora.modal_text
    world.cora.closes_all()
    world.cora.presses("Read the answers", where="Final survey")
    world.seen[f"{name}: final survey"] = world.cora.modal_text
    world.cora.closes_all()


def play(world: Cycle) -> None:
    """Live from 11 January to 5 April."""
    world.peopled()
    everybody_signs_up(world)
    world.days_pass(21)
    groups_are_formed(world)
    world.days_pass(2)
    somebody_is_asked_to_help(world, world.uma)
    world.days_pass(1)
    world.uma.presses("Not now")
    world.priya.presses("I'll come at 09:00", where="Mentor onboarding")
    world.days_pass(14)
    a_place_changes_hands(world)
    world.days_pass(1)
    world.tomas.presses("Yes, gladly")
    world.days_pass(3)
    _iris_is_away(world)
    world.days_pass(1)
    world.ben.presses("I can't make it", where="Tomorrow you meet")
    world.days_pass(7)
    world.priya.presses("I'll come at 09:00", where="Power check-in")  # it fell to her
    world.ada.types("/mentoring plan")
    world.seen["Ada's plan"] = world.ada.modal_text
    world.ada.closes_all()
    world.jun.types("/mentoring status")
    world.jun.presses("Withdraw")
    world.days_pass(7)
    _hugo_leaves(world)
    world.days_pass(8)
    for who in (world.priya, world.gia, world.iris):
        who.presses("I'll come at 10:00", where="Virtual showcase")
    world.sam.presses("I'll come at 14:00 UTC", where="Virtual showcase")
    world.sam.closes_all()
    world.days_pass(9)
    _coordinators_note_who_was_there(world)
    world.days_pass(4)
    _who_was_there(world)
    _what_the_desk_says(world, "at the end")
    world.cora.opens_home()
    world.cora.presses("Close the cohort", where="Spring")
    world.days_pass(4)
    world.iris.types("/mentoring certificate")
    world.seen["what Iris lacks"] = world.iris.sees("Still missing")
    world.iris.types("/mentoring forms")
    world.iris.presses("Answer")
    world.iris.fills({"support": ["Confidence in teaching"], "cons": "I was away too long"})
    world.iris.submits()
    world.days_pass(2)
