"""The life of an Astropy cohort: twelve people, four pairs, some four months, from the opening to who is still there.

Tess and Iris do everything as the handbook has it, up to the role. Hugo never answers the decision about Noor,
who is slow. Pavel and Lena end half way. Ines and Jo join later, Jo is away for two weeks, and they go on.
Omar declines, Kai waits for a mentor that nobody is, Sam says no to a suggestion, Otto coordinates something else.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from app.demo.stage import Actor
from tests.kit.life import EAGER, SILENT, Life, Temper
from tests.kit.witness import Witness

DAYS = 121
GAP = "I have never reviewed a pull request to the docs"
STEPS = "Review two a week, with Tess reading along"
LOG = "Iris reviews the documentation's pull requests now."
PING = "In our conversation, on weekdays"
WORRY = "We only ever talk about build logs"
WHY_IRIS = "You answer every question about the tutorials"


def closing(world: Life, who: Actor) -> Mapping[str, Any]:
    """The end of a meeting: after the first the next is in two weeks, and so on; later, how the plan goes."""
    if not world.did("reflections.open", who=who):
        day = (world.stage.clock.now() + timedelta(days=13)).date()
        return {
            "until_then": "Review one small pull request",
            "mentor_does": "A sprint that would suit",
            "next_day": day.isoformat(),
            "next_at": "18:00" if who.user.name == "jo" else "15:00",
            "next_weekly": ["weekly"],
        }
    asked = [block["block_id"] for block in (who.modal or {})["blocks"]]
    stands = "Done" if len(world.did("reflections.open", who=who)) > 4 else "On the way"
    plan = {one: stands for one in asked if one.startswith("goal")}
    return {"until_then": "Read on, and bring one question", **plan, **({"done": "Yes"} if "done" in asked else {})}


def a_plan(world: Life, who: Actor) -> Mapping[str, Any]:
    """The first gap of the action plan."""
    del who
    return {
        "new0": GAP,
        "new0_kind": "A habit or behaviour",
        "new0_mentee_steps": STEPS,
        "new0_mentor_steps": "Pass on small ones",
        "new0_support": "The docs team's channel",
        "new0_barriers": "Exams in February",
        "new0_success": "Eight reviews that were merged",
        "new0_by": (world.stage.clock.now() + timedelta(days=60)).date().isoformat(),
    }


def a_time(world: Life, who: Actor) -> Mapping[str, Any]:
    """A first meeting where none was found by itself."""
    del who
    return {"day": (world.stage.clock.now() + timedelta(days=3)).date().isoformat(), "at": "17:00"}


def a_worry(world: Life, who: Actor) -> Mapping[str, Any]:
    """What could be better."""
    del world, who
    return {"text": WORRY}


def an_agreement(world: Life, who: Actor) -> Mapping[str, Any]:
    """What they agreed on in their first conversation."""
    del world, who
    return {"contact": PING, "schedule": "Every two weeks"}


FILLS = {
    "agreements.open": an_agreement,
    "reflections.open": closing,
    "goals.write": a_plan,
    "meetings.propose": a_time,
    "checkins.better": a_worry,
}
MENTEE = EAGER.but(
    "publicity.agree", "meetings.propose", "goals.write", fills=FILLS, once=("goals.write", "meetings.propose")
)
MENTOR = EAGER.but("publicity.agree", without=("reflections.open", "agreements.open", "goals.write"))
SURE = MENTOR.but("care.graduate", "recognition.post", without=("decisions.go_on",))
PATIENT = MENTOR.but(without=("decisions.go_on", "checkins.well"))


class Astropy:
    """Plays the cohort; afterwards `life` has the diary, and `witness` everything that was said."""

    def __init__(self, life: Life) -> None:
        self.life, self.witness = life, Witness(life)
        self.refusals: list[tuple[str, str]] = []
        """Who pressed what is not theirs, and what they read."""
        self.seen: dict[str, str] = {}
        """What somebody looked at on the way, by a name for it."""
        come = life.lives
        self.tess = come("tess", "Tess Novak", "Europe/Prague", SURE)
        self.hugo = come("hugo", "Hugo Brandt", "America/Chicago", PATIENT)
        self.lena = come(
            "lena", "Lena Fischer", "Europe/Berlin", MENTOR.but("matching.talk", without=("matching.yes",))
        )
        self.omar = come("omar", "Omar Haddad", "Africa/Cairo", Temper(does=("matching.not_now",)))
        self.ines = come("ines", "Ines Rocha", "Europe/Lisbon", MENTOR)
        self.iris = come("iris", "Iris Vale", "Europe/Madrid", MENTEE)
        self.noor = come("noor", "Noor Aziz", "Africa/Lagos", MENTEE.but(days=2))
        self.pavel = come("pavel", "Pavel Simek", "Europe/Prague", MENTEE)
        self.jo = come("jo", "Jo Park", "Asia/Seoul", MENTEE.but("checkins.better"))
        self.kai = come("kai", "Kai Moss", "Europe/London", SILENT)
        self.sam = come("sam", "Sam Stranger", "Europe/London", Temper(does=("nominations.decline",)))
        self.otto = come("otto", "Otto Brandt", "Europe/Berlin", SILENT)

    @property
    def cora(self) -> Actor:
        return self.life.cora

    def play(self) -> None:
        """From the opening to four months later."""
        self.opens()
        self.first_people_join()
        self.matches()
        self.until(5)
        self.lena.presses("Yes, gladly")
        self.until(11)
        self.more_people_join()
        self.until(24)
        self.writes_to_the_log()
        self.until(36)
        self.jo_goes_away()
        self.until(47)
        self.says_goodbye(self.pavel)
        self.until(51)
        self.noor_and_hugo_miss_one()
        self.until(100)
        self.kai_gives_up()
        self.until(DAYS)
        self.cora.opens_home()
        self.cora.presses("Read", where="@Jo Park")
        self.seen["worry"] = self.cora.modal_text
        self.cora.closes_all()
        self.cora.types("/mentoring digest")
        self.seen["digest"] = self.cora.plain(self.cora.messages()[-1])

    def until(self, day: int) -> None:
        self.life.days_pass(day - self.life.day)

    def tries(self, who: Actor, owner: Actor, label: str, where: str = "") -> None:
        """Press a button that somebody else was shown."""
        who.presses_kept(owner.keeps(label, where=where))
        self.refusals.append((label, who.modal_text or who.plain(who.messages()[-1])))
        who.closes_all()

    def opens(self) -> None:
        """Cora opens the rolling cohort, and another one that Otto coordinates."""
        other = self.life.stage.sandbox.channel("other-desk", members=[self.cora.person, self.otto.person])
        self.life.opens_cohort(name="Elsewhere", changes={"Coordinators' channel": other})
        self.cora.opens_home()
        self.cora.presses("Appoint a coordinator")
        self.cora.fills({"Who should coordinate with you?": self.otto})
        self.cora.submits()
        self.cora.closes_all()
        open_days = {"Last day of sign-up": "", "Last day": ""}
        self.life.opens_cohort(name="Astropy", programme="astropy", changes=open_days)

    def first_people_join(self) -> None:
        """Mentors first; Tess suggests Iris, Hugo suggests Sam, who would rather not."""
        self.joins_as_mentor(self.tess, "Documentation maintainer", "Tuesday 16:00-18:00")
        self.joins_as_mentor(self.hugo, "Infrastructure maintainer", "Tuesday 08:00-10:00")
        self.joins_as_mentor(self.lena, "Release manager", "Monday 08:00-10:00")
        self.joins_as_mentor(self.omar, "Release manager", "Wednesday 16:00-18:00")
        self.suggests(self.tess, self.iris, WHY_IRIS)
        self.suggests(self.hugo, self.sam, "You keep our servers up")
        self.life.days_pass(1)
        self.iris.presses("Look at the form")
        self.fills_in(self.iris, "Documentation maintainer", "Tuesday 16:00-18:00")
        self.joins_as_mentee(self.noor, "Infrastructure maintainer", "Tuesday 14:00-16:00")
        self.joins_as_mentee(self.pavel, "Release manager", "Wednesday 16:00-18:00")
        self.tries(self.otto, self.cora, "Approve", where="@Iris Vale ")
        self.cora.presses("Read", where="@Iris Vale ")
        self.seen["application"] = self.cora.modal_text
        self.cora.closes_all()
        for who in (self.tess, self.hugo, self.lena, self.omar, self.iris, self.noor, self.pavel):
            self.life.approves(who)
        self.life.days_pass(1)

    def joins_as_mentor(self, who: Actor, role: str, slot: str) -> None:
        answers = {"offers": [role], "goals": "I like to read code together", "capacity": 1, "slots": [slot]}
        self.life.joins(who, "mentor", answers)

    def joins_as_mentee(self, who: Actor, role: str, slot: str) -> None:
        who.presses("Find a mentor", where="Astropy")
        self.fills_in(who, role, slot)

    def fills_in(self, who: Actor, role: str, slot: str) -> None:
        who.fills(
            {
                "wants": [role],
                "goals": f"I would like to look after it, says {who.user.name}",
                "contributions": "https://pulls.example/1",
                "slots": [slot],
                "conduct": ["Yes"],
            }
        )
        who.submits()
        if who.errors:
            raise AssertionError(f"{who.errors}\n{who.modal_text}")

    def suggests(self, who: Actor, whom: Actor, why: str) -> None:
        who.types("/mentoring nominate")
        who.fills({"person": whom, "why": why})
        who.submits()

    def matches(self) -> None:
        self.cora.opens_home()
        self.cora.presses("Find matches", where="Astropy")
        self.seen["left over"] = self.cora.modal_text
        self.cora.presses("Accept all")
        self.cora.closes_all()

    def more_people_join(self) -> None:
        """At any time: Ines and Jo become a pair, Kai waits."""
        self.joins_as_mentor(self.ines, "Sub-package maintainer", "Thursday 10:00-12:00")
        self.joins_as_mentee(self.jo, "Sub-package maintainer", "Thursday 18:00-20:00")
        self.joins_as_mentee(self.kai, "Community engagement", "Friday 10:00-12:00")
        for who in (self.ines, self.jo, self.kai):
            self.life.approves(who)
        self.matches()

    def writes_to_the_log(self) -> None:
        self.iris.types("/mentoring log")
        self.iris.fills({"text": LOG})
        self.iris.submits()
        self.tries(self.sam, self.tess, "Yes, publish it")
        self.tries(self.otto, self.tess, "Yes, publish it")

    def jo_goes_away(self) -> None:
        today = self.life.stage.clock.now().date()
        self.jo.types("/mentoring away")
        first, back = today + timedelta(days=3), today + timedelta(days=17)
        self.jo.fills({"first": first.isoformat(), "back": back.isoformat(), "planned": "Cancel them"})
        self.jo.submits()
        self.jo.closes_all()

    def says_goodbye(self, who: Actor) -> None:
        who.types("/mentoring end")
        self.tries(self.sam, who, "Say goodbye")
        who.presses("Say goodbye")

    def noor_and_hugo_miss_one(self) -> None:
        """The meeting of 4 March does not happen; Hugo says so, Noor nothing."""
        life = self.life
        life.becomes(self.hugo, PATIENT.but("reflections.missed", without=("reflections.met",)))
        life.becomes(self.noor, MENTEE.but(without=("reflections.open", "reflections.met")))
        self.until(55)
        life.becomes(self.hugo, PATIENT)
        life.becomes(self.noor, MENTEE.but(days=2))

    def kai_gives_up(self) -> None:
        self.kai.types("/mentoring status")
        self.seen["waiting"] = self.kai.plain(self.kai.messages()[-1])
        self.tries(self.sam, self.hugo, "Ready to graduate")
        self.tries(self.otto, self.hugo, "Go on together")
        self.tries(self.noor, self.hugo, "Ready to graduate")
