"""Data Course Mentoring from its announcement to the last goodbye: who the people are, and what they do."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from app.demo.stage import Actor
from app.sandbox import forms
from app.sandbox.people import Kept
from tests.kit.life import EAGER, Life
from tests.kit.witness import Witness

PRIVATE = "between us"
"""Stands in everything that people write for each other's eyes alone."""
TEAM = "for the team"
"""Stands in what people write for the coordinators, who read it without names."""
WORD = "The sea calls"
FIRST_BACK = "Looking back on the first stage"
WEEKDAY = {"ana": 1, "ben": 2, "chloe": 3, "eve": 4}
HOUR = {"ana": "10:00", "ben": "10:00", "chloe": "16:00", "eve": "10:00"}


def closing_questions(world: Life, who: Actor) -> Mapping[str, Any]:
    """A task and a thought; unless they have a rhythm, the next meeting too, in four weeks. Ben never wants a rhythm."""
    name, modal = who.user.name, who.modal or {}
    said: dict[str, Any] = {"next_step": f"Task of {name}, {PRIVATE}", "also": f"Thought of {name}, {PRIVATE}"}
    if forms.field(modal, "done") is not None:
        said["done"] = "Yes"
    today = world.stage.clock.now().date()
    day = today + timedelta(days=28 - (today.weekday() - WEEKDAY[name]) % 7)
    if forms.field(modal, "next_weekly") is None or day.isoformat() > "2027-07-30":
        return said
    rhythm = {} if name == "ben" else {"next_weekly": ["weekly"]}
    return {**said, "next_day": day.isoformat(), "next_at": HOUR[name], **rhythm}


def agreement(world: Life, who: Actor) -> Mapping[str, Any]:
    del world
    return {
        "Where and when": f"Online, mornings, {PRIVATE}",
        "How often": "Once a month",
        "Contact": f"Slack messages of {who.user.name}",
        "Goals": f"A first model, {PRIVATE}",
        "How you work": f"Honestly, {PRIVATE}",
    }


def goal(world: Life, who: Actor) -> Mapping[str, Any]:
    del world
    return {"Goal 1": f"Goal of {who.user.name}, {PRIVATE}", "By when?": "2027-06-30"}


def showing(world: Life, who: Actor) -> Mapping[str, Any]:
    """Ana's pair shows its page to everybody, the others theirs to the coordinators alone."""
    del world
    link = {"link": f"https://pages.example/{who.user.name}", "title": f"Chart of {who.user.name}"}
    return {**link, "may_show": ["Yes, with our names, after the event"]} if who.user.name == "ana" else link


def form(world: Life, who: Actor) -> Mapping[str, Any]:
    """A form of a stage: the last one goes to the coordinators, the others to the partner."""
    del world
    modal = who.modal or {}
    for_team = forms.field(modal, "reached") is not None
    mark = TEAM if for_team else PRIVATE
    return {
        block["block_id"]: "4" if block["element"]["type"] == "static_select" else f"{who.user.name}, {mark}"
        for block in modal.get("blocks", [])
        if block["type"] == "input"
    }


FILLS = {
    "reflections.open": closing_questions,
    "agreements.open": agreement,
    "goals.write": goal,
    "showcases.open": showing,
    "surveys.open": form,
}
MENTEE = EAGER.but(
    "goals.on_the_way", fills=FILLS, once=("goals.write", "surveys.open", "showcases.open", "agreements.open")
)
MENTOR = MENTEE.but(
    without=("reflections.open", "agreements.open", "goals.write", "goals.on_the_way", "showcases.open")
)
NILS = MENTOR.but("reflections.missed", days=2, without=("reflections.met", "checkins.well", "events.yes"))


@dataclass
class Course:
    """The people of the course, and what a test wants to look at later, as it was at that time.

    Attributes:
        world: the community.
        witness: remembers what the bot said.
        kept: buttons that were offered to somebody, by what they are for.
        refused: what those read who pressed a button that is not theirs, by what it is for.
        texts: screens as they were at a time of the story, by what they show.
        ended: that the cohort has been closed.
    """

    world: Life
    witness: Witness = field(init=False)
    kept: dict[str, Kept] = field(default_factory=dict)
    refused: dict[str, list[str]] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Let everybody into the workspace."""
        world = self.world
        self.witness = Witness(world)
        self.cora = world.cora
        self.otto = world.arrives("otto", "Otto Brandt", "Europe/Berlin")
        self.sam = world.arrives("sam", "Sam Stranger", "Europe/London")
        self.hugo = world.arrives("hugo", "Hugo Lang", "Europe/Berlin")
        world.mentorship.members |= {one.id for one in (self.otto, self.sam, self.hugo)}
        self.mara = world.lives("mara", "Mara Costa", "Europe/Madrid", MENTOR)
        self.nils = world.lives("nils", "Nils Berg", "Europe/Berlin", NILS)
        self.olga = world.lives("olga", "Olga Reyes", "America/New_York", MENTOR.but("care.part"))
        self.pia = world.lives("pia", "Pia Duarte", "Europe/Lisbon", MENTOR.but("checkins.better"))
        self.ana = world.lives("ana", "Ana Young", "Europe/London", MENTEE)
        self.ben = world.lives("ben", "Ben Adler", "Europe/Berlin", MENTEE.but(until=46))
        self.chloe = world.lives("chloe", "Chloe Petit", "Europe/Paris", MENTEE)
        self.eve = world.lives("eve", "Eve Matos", "Europe/Lisbon", MENTEE.but("events.no"))

    @property
    def people(self) -> list[Actor]:
        """Return everybody who takes part."""
        return list(self.world.actors.values())

    def live(self, until: int) -> None:
        """Let everybody live until a day of the story."""
        self.world.days_pass(until - self.world.day)

    def press_what_is_not_theirs(self, what: str, *strangers: Actor) -> None:
        """Let strangers press a button that was offered to somebody else, and note what they read."""
        for one in strangers:
            one.presses_kept(self.kept[what])
            self.refused.setdefault(what, []).append(one.modal_text)
            one.closes_all()


def tell(world: Life) -> Course:
    """Tell the whole story."""
    course = Course(world)
    for chapter in CHAPTERS:
        chapter(course)
    return course


def sign_up(course: Course) -> None:
    """Cora opens the cohort, and Otto gets another one; nine people apply, one of them is declined."""
    world, cora = course.world, course.cora
    elsewhere = world.stage.sandbox.channel("autumn-desk", members=[cora.person, course.otto.person])
    world.opens_cohort("Autumn", changes={"Coordinators' channel": elsewhere})
    cora.types("/mentoring appoint")
    cora.fills({"cohort": "Autumn", "person": course.otto})
    cora.submits()
    days = {"Last day of sign-up": "2027-01-24", "First day": "2027-01-25", "Last day": "2027-07-30"}
    world.opens_cohort("Spring", programme="data-course", changes=days)
    _mentors(
        course.mara, world, ["Machine learning", "Data engineering"], "Tuesday 10:00-12:00", "Thursday 16:00-18:00"
    )
    _mentors(course.nils, world, ["Statistics"], "Wednesday 10:00-12:00")
    _mentors(course.olga, world, ["Data engineering"], "Thursday 10:00-12:00", experience=4)  # the nearest to Chloe
    _mentors(course.pia, world, ["Moving into a data role"], "Friday 10:00-12:00")
    _learns(course.ana, world, "Machine learning", "Tuesday 08:00-10:00", "Tuesday 10:00-12:00")
    _learns(course.ben, world, "Statistics", "Wednesday 10:00-12:00")
    _learns(course.chloe, world, "Data engineering", "Thursday 16:00-18:00")
    _learns(course.eve, world, "Moving into a data role", "Friday 10:00-12:00")
    _learns(course.hugo, world, "Statistics", "Monday 10:00-12:00")
    course.ana.types("/mentoring status")
    course.texts["status, received"] = course.ana.sees("received on")
    course.live(until=1)
    for one in course.people:
        world.approves(one)
    cora.presses("Decline", where="@Hugo Lang ")
    cora.fills({"Why?": "Mentoring is for people in the course; the next one begins in autumn."})
    cora.submits()


def _mentors(who: Actor, world: Life, offers: list[str], *slots: str, experience: int = 9) -> None:
    said = {"goals": f"{who.user.name} likes to help", "experience": experience, "capacity": len(offers)}
    world.joins(who, "mentor", {"offers": offers, "slots": list(slots), **said})


def _learns(who: Actor, world: Life, wish: str, *slots: str) -> None:
    said = {"goals": f"{who.user.name} wants to grow", "experience": 1}
    world.joins(who, "mentee", {"wants": [wish], "slots": list(slots), **said})


def match(course: Course) -> None:
    """Two weeks later the coordinators assign mentors."""
    course.live(until=15)
    _assign(course, "proposals")


def _assign(course: Course, what: str) -> None:
    course.cora.opens_home()
    course.cora.presses("Find matches", where="Spring")
    course.texts[what] = course.cora.modal_text
    course.cora.presses("Accept all")
    course.cora.closes_all()


def decide(course: Course) -> None:
    """After their first meeting each decides; Olga says no, and Chloe gets another mentor."""
    world = course.world
    course.kept["stage form"] = _offer(course, course.ana, "Answer", where="Stage 1 of 4")
    course.kept["decision"] = _offer(course, course.ana, "Yes, let us go on", where="You have met")
    course.ana.presses_kept(course.kept["stage form"])
    course.texts["stage form"] = course.ana.modal_text
    course.ana.closes_all()
    course.press_what_is_not_theirs("decision", course.sam, course.otto, course.mara, course.cora)
    course.press_what_is_not_theirs("stage form", course.sam, course.otto, course.mara, course.cora)
    world.react()
    course.ana.types("/mentoring status")
    course.texts["status, matched"] = course.ana.sees("matched on")
    course.live(until=30)
    _assign(course, "second proposals")


def _offer(course: Course, who: Actor, label: str, *, where: str) -> Kept:
    """Let days pass until somebody is offered a button, and keep it before anybody reacts."""
    for _ in range(14):
        course.world.passes(days=1)
        if any(where in one.text and label in one.text for one in course.witness.told(who)):
            kept: Kept = who.keeps(label, where=where)
            return kept
        course.world.react()
    raise AssertionError(f"{who.user.real_name} was never offered {label!r}")


def work(course: Course) -> None:
    """Goals are written and ticked off; Ben has fallen silent."""
    course.live(until=44)
    _reads_together(course)
    course.ana.types("/mentoring agreement")
    course.texts["agreement"] = course.ana.modal_text
    course.ana.closes_all()
    _ticks(course, course.ana, "Goals set")
    course.kept["tick"] = _of_activity(course.mara, "Documents reviewed")
    course.press_what_is_not_theirs("tick", course.sam, course.otto, course.nils, course.cora)
    course.mara.types("/mentoring goals")
    course.texts["after strangers"] = course.mara.modal_text
    course.mara.closes_all()
    course.live(until=86)
    _ticks(course, course.mara, "Documents reviewed")
    course.live(until=94)
    course.cora.presses("End it kindly", where="Nils Berg")


def _reads_together(course: Course) -> None:
    """Ana reads what the two wrote at the end of the first stage; others try."""
    read = course.kept["together"] = course.ana.keeps("Read what you both wrote", where=FIRST_BACK)
    course.ana.presses_kept(read)
    course.texts["together"] = course.ana.modal_text
    course.ana.closes_all()
    course.press_what_is_not_theirs("together", course.sam, course.otto, course.chloe, course.cora)


def _of_activity(who: Actor, label: str) -> Kept:
    who.types("/mentoring goals")
    kept: Kept = who.keeps("Tick off", where=label)
    who.closes_all()
    return kept


def _ticks(course: Course, who: Actor, label: str) -> None:
    who.types("/mentoring goals")
    who.presses("Tick off", where=label)
    course.texts[f"ticked {label}"] = who.modal_text
    who.closes_all()


def celebrate(course: Course) -> None:
    """The first of two celebrations; the next day Cora notes who was there. Ana goes on a journey, Eve leaves."""
    cora = course.cora
    course.live(until=108)
    record = cora.keeps("Record who was there", where="Half-way celebration")
    course.kept["record"] = record
    course.press_what_is_not_theirs("record", course.sam, course.otto, course.mara)
    cora.presses_kept(record)
    cora.fills({"Said that they come": ["Mara Costa", "Ana Young"]})
    cora.submits()
    course.live(until=111)
    course.ana.types("/mentoring away")
    course.ana.fills({"first": "2027-05-03", "back": "2027-05-17", "word": f"{WORD}, {PRIVATE}"})
    course.ana.submits()
    course.live(until=120)
    course.eve.types("/mentoring end")
    course.eve.presses("Say goodbye")
    course.eve.closes_all()
    course.live(until=135)
    _ticks(course, course.ana, "Feedback both ways")


def close(course: Course) -> None:
    """The last celebration, to which a friend comes; what the coordinators know; the goodbyes."""
    cora = course.cora
    course.live(until=182)
    course.sam.presses("I'll come", where="Closing celebration")
    course.live(until=194)
    cora.presses("Record who was there", where="Closing celebration")
    cora.fills({"Said that they come": ["Ana Young", "Chloe Petit", "Mara Costa", "Sam Stranger"]})
    cora.submits()
    course.live(until=198)
    course.ana.types("/mentoring goals")
    course.ana.presses("Done")
    course.ana.closes_all()
    _ticks(course, course.mara, "Closing talk")
    course.live(until=200)
    cora.opens_home()
    course.kept["close"] = cora.keeps("Close the cohort", where="Spring")
    course.press_what_is_not_theirs("close", course.sam, course.otto, course.mara)
    cora.types("/mentoring digest")
    told = cora.sees("Spring: the week until Friday, July 30th, 2027")
    course.texts["digest"] = told[told.index("Spring: the week until") :]
    cora.opens_home()
    course.texts["desk"] = cora.home_text
    cora.presses_kept(course.kept["close"])
    course.live(until=207)


CHAPTERS: tuple[Callable[[Course], None], ...] = (sign_up, match, decide, work, celebrate, close)
