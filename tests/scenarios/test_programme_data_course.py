"""Data Course Mentoring, lived by nine people from the announcement to the last goodbye: six months in four stages."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.demo.stage import Actor
from app.sandbox import forms
from tests.kit.life import EAGER, Life, Temper, life

pytestmark = pytest.mark.timeout(900)  # the first test waits for the whole cohort to live

MET_ON = {"ana": 1, "ben": 2, "chloe": 3, "eve": 4}  # the weekday of each mentee's meetings
PRIVATE = "between us:"


def in_a_rhythm(world: Life, who: Actor) -> Mapping[str, Any]:
    """At the end of each meeting: a task, a private word; after the first one the next in four weeks, and so on."""
    name = who.user.name
    said = {"next_step": f"{PRIVATE} the task of {name}", "also": f"{PRIVATE} a thought of {name}"}
    if forms.field(who.modal or {}, "next_weekly") is None:
        return said
    today = world.stage.clock.now().date()
    day = today + timedelta(days=28 - (today.weekday() - MET_ON[name]) % 7)
    weekly = {} if name == "ben" else {"next_weekly": ["weekly"]}
    return {**said, "next_day": day.isoformat(), "next_at": "10:00", **weekly}


def a_link(world: Life, who: Actor) -> Mapping[str, Any]:
    """Ana's pair shows its page to everybody; the others only to the coordinators."""
    link = {"link": f"https://pages.example/{who.user.name}", "title": f"The page of {who.user.name}"}
    return {**link, "may_show": ["Yes, with our names, after the event"]} if who.user.name == "ana" else link


def a_goal(world: Life, who: Actor) -> Mapping[str, Any]:
    return {"Goal 1": f"{PRIVATE} the goal of {who.user.name}", "By when?": "2027-06-30"}


FILLS = {"reflections.open": in_a_rhythm, "showcases.open": a_link, "goals.write": a_goal}
MENTEE = Temper(does=("Write it down", "goals.on_the_way", *EAGER.does), fills=FILLS)
MENTOR = EAGER.but(without=("reflections.open", "agreements.open", "goals.open", "showcases.open"))
SLOW = MENTOR.but("reflections.missed", days=2, without=("checkins.well",))


class Course(Life):
    """The people of the course, and what happened, told in order."""

    def arrive(self) -> None:
        self.otto = self.arrives("otto", "Otto Brandt", "Europe/Berlin")
        self.sam = self.arrives("sam", "Sam Stranger", "Europe/London")
        self.mentorship.members |= {self.otto.id, self.sam.id}
        self.mara = self.lives("mara", "Mara Costa", "Europe/Madrid", MENTOR)
        self.nils = self.lives("nils", "Nils Berg", "Europe/Berlin", SLOW)
        self.olga = self.lives("olga", "Olga Reyes", "America/New_York", MENTOR.but("care.part"))
        self.pia = self.lives("pia", "Pia Duarte", "Europe/Lisbon", MENTOR.but("checkins.better"))
        self.ana = self.lives("ana", "Ana Young", "Europe/London", MENTEE)
        self.ben = self.lives("ben", "Ben Adler", "Europe/Berlin", Temper(**{**vars(MENTEE), "until": 46}))
        self.chloe = self.lives("chloe", "Chloe Petit", "Europe/Paris", MENTEE)
        self.eve = self.lives("eve", "Eve Matos", "Europe/Lisbon", MENTEE.but("events.no"))
        self.hugo = self.arrives("hugo", "Hugo Lang", "Europe/Berlin")
        self.mentorship.members.add(self.hugo.id)

    def sign_up(self) -> None:
        other = self.stage.sandbox.channel("autumn-desk", members=[self.cora.person, self.otto.person])
        self.opens_cohort("Autumn", programme="data-course", changes={"Coordinators' channel": other})
        self.cora.types("/mentoring appoint")
        self.cora.fills({"cohort": "Autumn", "person": self.otto})
        self.cora.submits()
        changes = {"First day": "2027-01-25", "Last day": "2027-07-30", "Last day of sign-up": "2027-01-24"}
        self.opens_cohort("Spring", programme="data-course", changes=changes)
        self.mentor(
            self.mara, ["Machine learning", "Data engineering"], 2, ["Tuesday 10:00-12:00", "Thursday 16:00-18:00"]
        )
        self.mentor(self.nils, ["Statistics"], 1, ["Wednesday 10:00-12:00"])
        self.mentor(self.olga, ["Data engineering"], 1, ["Thursday 10:00-12:00"])
        self.mentor(self.pia, ["Moving into a data role"], 1, ["Friday 10:00-12:00"])
        self.mentee(self.ana, "Machine learning", ["Tuesday 08:00-10:00", "Tuesday 10:00-12:00"])
        self.mentee(self.ben, "Statistics", ["Wednesday 10:00-12:00"])
        self.mentee(self.chloe, "Data engineering", ["Thursday 16:00-18:00"])
        self.mentee(self.eve, "Moving into a data role", ["Friday 10:00-12:00"])
        self.mentee(self.hugo, "Statistics", ["Monday 10:00-12:00"])
        for one in (*self.actors.values(),):
            self.approves(one)

    def mentor(self, who: Actor, offers: list[str], capacity: int, slots: list[str]) -> None:
        aims = {"goals": f"{who.user.name} likes to help", "experience": 9, "capacity": capacity}
        self.joins(who, "mentor", {"offers": offers, "slots": slots, **aims})

    def mentee(self, who: Actor, wish: str, slots: list[str]) -> None:
        self.joins(who, "mentee", {"wants": [wish], "slots": slots, "goals": f"{who.user.name} grows", "experience": 1})

    def match(self) -> None:
        self.cora.opens_home()
        self.cora.presses("Find matches", where="Spring")
        self.proposals = self.cora.modal_text
        self.cora.presses("Accept all")
        self.cora.closes_all()


def play(course: Course) -> None:
    course.arrive()
    course.sign_up()
    course.days_pass(15)
    course.match()
    course.days_pass(30)
    course.match()
    course.days_pass(155)


@pytest.fixture(scope="module")
def course(kind: str) -> Iterator[Course]:
    with life(kind, of=Course) as made:
        assert isinstance(made, Course)
        play(made)
        yield made


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "kind" in metafunc.fixturenames:
        said = metafunc.config.getoption("--db")
        metafunc.parametrize("kind", ["sqlite", "postgres"] if said == "both" else [said], scope="module")


def test_x(course: Course) -> None:
    course.cora.types("/mentoring digest")
    course.cora.opens_home()
    course.cora.presses("Close the cohort", where="Spring")
    course.days_pass(7)
    for who in course.actors.values():
        print("=" * 30, who.user.real_name)
        for m in who.messages():
            print("---", datetime.fromtimestamp(float(m["ts"]), UTC).strftime("%a %d %b %H:%M"))
            print(who.plain(m))
    print("=" * 30, "desk")
    for m in course.cora.messages(course.desk):
        print("---", datetime.fromtimestamp(float(m["ts"]), UTC).strftime("%a %d %b %H:%M"))
        print(course.cora.plain(m))
    for one in sorted(course.diary, key=lambda d: d.at):
        print(one)
