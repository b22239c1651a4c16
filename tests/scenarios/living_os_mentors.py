"""Two projects in Open Source Mentorship at once, from their declaration to the goodbyes: who does what."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from app.demo.stage import Actor
from app.sandbox.people import Kept
from tests.kit.life import EAGER, SILENT, Life, Temper
from tests.kit.witness import Witness

ENGLISH = {"languages": ["English"], "english": "Fluently", "needs_language": "No, English is fine"}
SPANISH = {"languages": ["Spanish"], "preferred": "Spanish", "english": "A little", "needs_language": "Spanish"}
JAPANESE = {"languages": ["Japanese"], "preferred": "Japanese", "english": "In writing", "needs_language": "Japanese"}
CODE = {"wants": ["Code and architecture", "Reviewing"]}
DOCS = {"wants": ["Documentation"]}
LISTED = {"listed": ["Yes"], "public": ["Yes"]}
PARSER = "https://code.example/rocketry/pull/12"
NOZZLE = "https://code.example/rocketry/pull/31"
PRIVATE = (
    "I am shy in reviews",
    "Become a maintainer of the parser",
    "Review every second change to the parser",
    "Make the parser faster",
    "Nothing about my employer",
    "I have too little time for this",
)


def closing(world: Life, who: Actor) -> Mapping[str, Any]:
    """The closing questions: after the first meeting they agree on the same hour every four weeks."""
    said = {"next_step": "Read the parser's tests", "opens": "The people who know the lexer", "also": PRIVATE[0]}
    if world.did("reflections.open", who=who):
        return {**said, "done": "Yes"}
    day, hour = world.stage.clock.now() + timedelta(days=27), "12:00" if who.user.name == "luis" else "18:00"
    return {**said, "next_day": day.date().isoformat(), "next_at": hour, "next_weekly": ["weekly"]}


def two_goals(world: Life, who: Actor) -> Mapping[str, Any]:
    del world, who
    return {"Goal 1": PRIVATE[1], "Goal 2": "Speak about rockets at a meetup"}


def sharper(world: Life, who: Actor) -> Mapping[str, Any]:
    del world, who
    return {"Goal 1": f"{PRIVATE[2]} by June"}


def agreed(world: Life, who: Actor) -> Mapping[str, Any]:
    del world, who
    return {
        "Schedule": "Once a month, on the day we meet first",
        "Expectations": "Patience on both sides",
        "Goals": "Reviewing alone by summer",
        "Contact": "Slack on working days",
        "Between you": PRIVATE[4],
        "May be shared": "That we work together",
    }


def word(world: Life, who: Actor) -> Mapping[str, Any]:
    del world, who
    return {"text": PRIVATE[5]}


MENTEE = EAGER.but(
    "goals.on_the_way",
    fills={"reflections.open": closing, "goals.write": two_goals, "agreements.open": agreed, "checkins.help": word},
)
MENTOR = EAGER.but(
    "goals.refine",
    "goals.take_on",
    "goals.worked_out",
    without=("reflections.open", "reflections.met", "agreements.open", "goals.write"),
    fills={"goals.refine": sharper},
)
MISSES = MENTEE.but("reflections.missed", without=("reflections.open", "reflections.met"))
PEOPLE: tuple[tuple[str, str, str, Temper, str, str, str, Mapping[str, Any]], ...] = (
    ("bruno", "Bruno Costa", "America/Sao_Paulo", MENTOR.but(days=2), "Rocketry", "mentor", "Friday 14:00-16:00",
     {"languages": ["English", "Portuguese"], "offers": ["Documentation"], "capacity": 2}),
    ("vera", "Vera Ilic", "Europe/Belgrade", SILENT, "Rocketry", "mentor", "Friday 18:00-20:00",
     {"offers": ["Reviewing"], "capacity": 1}),
    ("ada", "Ada Novak", "Europe/Berlin", MENTEE, "Rocketry", "mentee", "Tuesday 18:00-20:00", {**CODE, **LISTED}),
    ("luis", "Luis Rojas", "America/Bogota", MENTEE.but(days=1), "Rocketry", "mentee", "Thursday 12:00-14:00",
     {**CODE, **SPANISH}),
    ("nils", "Nils Holm", "Europe/Oslo", MENTEE, "Rocketry", "mentee", "Friday 18:00-20:00", DOCS),
    ("jo", "Jo Reed", "Europe/London", SILENT, "Rocketry", "mentee", "Friday 16:00-18:00", DOCS),
    ("kenji", "Kenji Mori", "Asia/Tokyo", SILENT, "Rocketry", "mentee", "Tuesday 20:00-22:00", {**CODE, **JAPANESE}),
    ("gwen", "Gwen Price", "Europe/London", MENTOR, "Telescopes", "mentor", "Friday 16:00-18:00",
     {"offers": ["Reviewing"], "capacity": 1}),
    ("tomo", "Tomo Babic", "Europe/Zagreb", MENTEE, "Telescopes", "mentee", "Friday 18:00-20:00",
     {"wants": ["Reviewing"]}),
)  # fmt: skip


@dataclass
class Story:
    """What happened, with what was seen on the way."""

    world: Life
    witness: Witness
    cast: dict[str, Actor] = field(default_factory=dict)
    seen: dict[str, str] = field(default_factory=dict)
    kept: dict[str, Kept] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Actor:
        return self.cast[name]

    def shows(self, who: Actor, command: str, as_: str) -> None:
        """Keep what a command shows."""
        who.types(f"/mentoring {command}")
        self.seen[as_] = who.modal_text or who.reads()[-1]
        who.closes_all()

    def tries(self, who: Actor, button: str) -> None:
        """Keep what somebody is told who presses what is not theirs."""
        who.presses_kept(self.kept[button])
        self.refused[f"{who.user.name}: {button}"] = who.modal_text
        who.closes_all()


def tell(world: Life) -> Story:
    """Play all of it."""
    story = Story(world, Witness(world))
    for part in (projects, people, matching, winter, spring, summer):
        part(story)
    return story


# -- 11 January: two projects declare that they join ------------------------------------------------------------


def projects(story: Story) -> None:
    world, cast = story.world, story.cast
    cast["cora"] = world.cora
    for name, real_name, zone in (
        ("otto", "Otto Brandt", "Europe/Berlin"),
        ("mira", "Mira Santos", "Europe/Madrid"),
        ("sam", "Sam Stranger", "Europe/London"),
    ):
        cast[name] = world.lives(name, real_name, zone, SILENT)
    declares(story.otto, "Rocketry")
    declares(story.mira, "Telescopes", months=3)
    story.kept["Let it take part"] = world.cora.keeps("Let it take part", where="Rocketry")
    story.tries(story.sam, "Let it take part")
    for who, name in ((story.otto, "Rocketry"), (story.mira, "Telescopes")):
        desk = world.stage.sandbox.channel(f"{name.lower()}-desk", members=[world.cora.person, who.person])
        world.cora.presses("Let it take part", where=name)
        world.cora.fills({"announce_channel": world.mentorship, "coordinators_channel": desk})
        world.cora.fills({"mentors_channel": world.mentors, "mentees_channel": world.mentees})
        world.cora.submits()


def declares(who: Actor, name: str, **more: Any) -> None:
    who.types("/mentoring declare")
    about = f"{name}: a library for curious people"
    who.fills({"name": name, "about": about, "how_to_join": f"Read the {name} guide first", "starts_on": "2027-02-01"})
    who.fills(more)
    who.submits()


# -- three weeks of sign-up -------------------------------------------------------------------------------------


def people(story: Story) -> None:
    world, cast = story.world, story.cast
    cast["helena"] = world.lives("helena", "Helena Okafor", "Europe/Lisbon", MENTOR)
    cast["quentin"] = world.lives("quentin", "Quentin Weiss", "Europe/Paris", SILENT)
    for one in (story.helena, story.quentin):
        story.otto.types("/mentoring nominate")
        story.otto.fills({"person": one, "why": "They review with patience"})
        story.otto.submits()
    world.passes(hours=1)
    story.quentin.presses("No, thank you")
    story.helena.presses("Look at the form")
    helena = {"languages": ["English", "Spanish"], "offers": ["Code and architecture", "Reviewing"], "capacity": 2}
    signs_up(story.helena, "Tuesday 16:00-18:00", "Thursday 16:00-18:00", **helena, **LISTED)
    for name, real_name, zone, temper, project, role, slot, more in PEOPLE:
        cast[name] = world.lives(name, real_name, zone, temper)
        cast[name].presses("Find a mentor" if role == "mentee" else "Become a mentor", where=project)
        signs_up(cast[name], slot, **more)
    story.kept["Approve"] = story.otto.keeps("Approve", where="@Ada Novak")
    story.tries(story.sam, "Approve")
    story.tries(story.mira, "Approve")
    world.days_pass(7)
    for coordinator, names in (
        (story.otto, "helena bruno ada luis nils jo kenji"),
        (story.mira, "gwen tomo"),
    ):
        for name in names.split():
            coordinator.presses("Approve", where=f"@{cast[name].user.real_name} ")
    story.otto.presses("Decline", where="@Vera Ilic ")
    story.otto.fills({"why": "We have as many reviewers as mentees this time"})
    story.otto.submits()
    story.otto.closes_all()
    world.days_pass(14)
    story.shows(story.sam, "directory", "directory")


def signs_up(who: Actor, *slots: str, **more: Any) -> None:
    """Fill in the form that is open."""
    who.fills({"goals": "Somebody to learn with", "slots": list(slots), "conduct": ["Yes"], **ENGLISH, **more})
    who.submits()
    if who.errors:
        raise AssertionError(who.errors)


# -- 1 February: the coordinators match -------------------------------------------------------------------------


def matching(story: Story) -> None:
    for who in (story.otto, story.mira):
        who.opens_home()
        who.presses("Find matches")
        story.seen[f"proposals of {who.user.name}"] = who.modal_text
        who.presses("Accept all")
        who.closes_all()
    story.shows(story.kenji, "status", "status of kenji")
    story.kept["Works for me"] = story.ada.keeps("Works for me")
    story.kept["Set goals"] = story.ada.keeps("Set goals")
    for button in ("Works for me", "Set goals"):
        story.tries(story.sam, button)
        story.tries(story.nils, button)


# -- February to April ------------------------------------------------------------------------------------------


def winter(story: Story) -> None:
    """A kick-off, first meetings, goals, a pull request."""
    world = story.world
    world.days_pass(4)
    records(story.otto, "Kick-off", but="Nils Holm")
    records(story.mira, "Kick-off")
    world.days_pass(7)
    notes_pull_request(story.ada, "Make the parser faster", PARSER)
    world.passes(days=5)  # she has had three messages this week, so this one waits
    story.kept["I take it on"] = story.helena.keeps("I take it on")
    story.tries(story.sam, "I take it on")
    story.tries(story.luis, "I take it on")
    world.react()
    world.days_pass(12)
    story.shows(story.ada, "agreement", "agreement of ada")
    world.becomes(story.nils, MENTEE.but("checkins.help"))
    story.kenji.types("/mentoring status")
    story.kenji.presses("Withdraw")
    world.days_pass(23)
    story.shows(story.helena, "goals", "goals of helena")


def records(who: Actor, event: str, but: str = "") -> None:
    """A coordinator records who was there: whoever had said yes, but one."""
    who.presses("Record who was there", where=event)
    box = next(one for one in who.modal["blocks"] if one["block_id"].startswith("there"))
    options = box["element"]["options"]
    who.fills({box["block_id"]: [one["value"] for one in options if one["text"]["text"] != but]})
    who.submits()
    who.closes_all()


def notes_pull_request(who: Actor, text: str, link: str) -> None:
    who.types("/mentoring goals")
    who.presses("Note one")
    who.fills({"text": text, "link": link})
    who.submits()
    who.closes_all()


def spring(story: Story) -> None:
    """Somebody asks for help and leaves, somebody is never reached, somebody misses; three months end."""
    world = story.world
    story.otto.presses("Read")
    story.otto.presses("I take care of it")
    story.otto.closes_all()
    world.becomes(story.luis, MISSES.but(days=1))
    adds_an_event(story)
    world.days_pass(14)
    story.nils.types("/mentoring end")
    story.kept["Say goodbye"] = story.nils.keeps("Say goodbye")
    story.tries(story.sam, "Say goodbye")
    story.nils.presses("Say goodbye")
    world.days_pass(16)
    story.otto.presses("End it kindly", where="Jo Reed")
    world.days_pass(7)
    story.shows(story.otto, "digest", "digest in April")
    story.luis.opens_home()
    story.seen["home of luis"] = story.luis.home_text
    story.mira.opens_home()
    story.mira.presses("Close the cohort")
    world.becomes(story.luis, MENTEE.but(days=1))
    world.days_pass(8)


def adds_an_event(story: Story) -> None:
    story.otto.types("/mentoring events")
    story.otto.presses("Add an event")
    story.otto.fills({"name": "Review clinic", "about": "Bring a change, leave with an answer", "day": "2027-04-14"})
    story.otto.fills({"at_0": "17:00", "zone_0": "Europe/Berlin"})
    story.otto.submits()
    story.otto.closes_all()


# -- May to August ----------------------------------------------------------------------------------------------


def summer(story: Story) -> None:
    """A break, another pull request, the last survey, the goodbyes."""
    world = story.world
    world.days_pass(27)
    story.helena.types("/mentoring away")
    story.helena.fills({"first": "2027-06-08", "back": "2027-06-24", "word": "Mountains"})
    story.helena.submits()
    notes_pull_request(story.ada, "A new nozzle", NOZZLE)
    world.becomes(story.helena, MENTOR.but("goals.looking", without=("goals.worked_out",)))
    world.days_pass(42)
    story.ada.types("/mentoring goals")
    story.ada.presses("Done")
    story.seen["goals of ada"] = story.ada.modal_text
    story.ada.closes_all()
    world.days_pass(14)
    story.shows(story.otto, "digest", "last digest")
    story.otto.opens_home()
    story.seen["desk of otto"] = story.otto.home_text
    world.days_pass(3)
    story.otto.presses("Close the cohort", where="The last day was")
    world.days_pass(9)
    story.shows(story.ada, "status", "status of ada")
    story.shows(story.ada, "summary", "summary of ada")
