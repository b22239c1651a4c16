"""A cohort of the WeAllJS programme, from the announcement to the goodbyes: who lives in it and what they do.

Gwen has two mentees: Ada, who is quick, and Ben, who is slow and misses a meeting. Jonas says yes and falls
silent, so Chi and he never meet. Kofi helps Eli, who leaves the workspace half way, and Dee, whom he does not
suit; she goes on with Lina, who signs up late. Hana says not now, and Iris lets an offer run out.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from app.demo.stage import Actor, Stage
from app.sandbox.people import Kept
from app.sandbox.plain import plain
from app.sandbox.state import Conversation
from tests.kit.life import EAGER, SILENT, Fill, Life, Temper, life_of, offered
from tests.kit.witness import Witness

TUESDAY, WEDNESDAY, THURSDAY = 1, 2, 3
SLOTS = ["Tuesday 16:00-18:00", "Wednesday 16:00-18:00", "Thursday 16:00-18:00"]
LAST_DAY = date(2027, 4, 23)
AWAY, BACK = date(2027, 3, 1), date(2027, 3, 15)

AGREED = {
    "goals": "Ada leads a small project by summer; we will know when others ask her first.",
    "time": "Tuesdays at five, Thursday at five in reserve.",
    "extra": "Half an hour more a week, for reviewing code only.",
    "gaps": "Ada is away in the first half of March.",
    "boundaries": "Not about salaries of colleagues, and not about tabs or spaces.",
    "medium": "By Slack message, on weekdays from nine to six.",
    "confidential": "All of it, except what we publish.",
}
TARGETS = {
    "In 30 days": "Explain our queues to somebody else",
    "In 60 days": "Own one service",
    "In 90 days": "Lead a small project",
}
NEXT_TARGETS = {
    "In 30 days": "Write the plan of the next project",
    "In 60 days": "Mentor a newcomer",
    "In 90 days": "Speak at a meetup",
}
OPPORTUNITY = "An architecture review that Ada may listen in on"
PRIVATE = (
    *AGREED.values(),
    *TARGETS.values(),
    *NEXT_TARGETS.values(),
    "Map the queues",
    OPPORTUNITY,
    "We talk past each other",
    "I do not dare to write first",
    "A little less homework",
)


@dataclass(frozen=True)
class Heard:
    """One message of the bot as it came: when, to whom, how it read, and the values of its buttons by action."""

    at: datetime
    to: frozenset[str]
    place: str
    text: str
    offers: Mapping[str, str]


def next_on(world: Life, weekday: int) -> date:
    """Return the next such weekday after today."""
    today = world.stage.clock.now().date()
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def weekly(weekday: int, *tasks: str, opportunity: str = "") -> Fill:
    """The closing questions: after the first meeting an hour for every week, then a task each time."""

    def fill(world: Life, who: Actor) -> Mapping[str, Any]:
        number = len(world.did("reflections.open", who=who))
        fields = {block["block_id"] for block in (who.modal or {}).get("blocks", [])}
        said: dict[str, Any] = {"next_week": tasks[number] if number < len(tasks) else f"Task {number + 1}"}
        if "done" in fields:
            said |= {"done": "Yes", "went_well": f"Well {number + 1}"}
        if "next_weekly" in fields and (day := next_on(world, weekday)) <= LAST_DAY:
            said |= {"next_day": day.isoformat(), "next_at": "17:00", "next_weekly": ["weekly"]}
        if number == 0 and opportunity:
            said["opportunities"] = opportunity
        return said

    return fill


def keeping(**said: Any) -> Fill:
    """Fill in always the same."""
    return lambda world, who: said  # noqa: ARG005 - what a person fills in has this shape


MENTEE = EAGER.but(without=("agreements.open", "goals.write"))
MENTOR = EAGER.but(without=("reflections.open", "reflections.met", "agreements.open", "goals.write", "checkins.well"))


class Winter(Life):
    """The community of this cohort.

    Attributes:
        heard: every message of the bot, oldest first.
        shown: what people looked at, by a name: modals, Home.
    """

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self.heard: list[Heard] = []
        self.shown: dict[str, str] = {}
        self.refused: list[tuple[str, str, str]] = []
        self.witness = Witness(self)
        stage.sandbox.workspace.on_message.append(self._listen)
        self.otto = self.arrives("otto", "Otto Brandt", "Europe/Berlin")
        self.sam = self.arrives("sam", "Sam Stranger", "Europe/London")
        self.mentorship.members |= {self.otto.id, self.sam.id}

    def _listen(self, channel: Conversation, message: dict[str, Any]) -> None:
        space = self.stage.sandbox.workspace
        if message.get("user") != space.bot.id:
            return
        only = message.get("ephemeral_to")
        private = channel.kind in ("im", "mpim")
        to = frozenset({only}) if only else frozenset(channel.members - {space.bot.id})
        zone = space.users[min(to)].zone if private or only else "Europe/Madrid"
        place = channel.kind if private or only else f"#{channel.name}"
        text = plain(message, space.name_of, zone)
        offers = {
            action: str(button.get("value", "")) for action, button in offered(message.get("blocks") or []).items()
        }
        self.heard.append(Heard(self.stage.clock.now(), to, place, text, offers))

    def to(self, who: Actor, words: str, *, place: str = "im") -> list[Heard]:
        """Return what somebody was told in private that has these words."""
        return [one for one in self.heard if one.place == place and who.id in one.to and words in one.text]

    def one(self, who: Actor, words: str, *, place: str = "im") -> Heard:
        """Return the one message to somebody that has these words."""
        found = self.to(who, words, place=place)
        assert len(found) == 1, f"{len(found)} times: {words}\n" + "\n---\n".join(one.text for one in found)
        return found[0]

    def posted(self, channel: str, words: str) -> list[Heard]:
        """Return what was posted in a channel that has these words."""
        return [one for one in self.heard if one.place == f"#{channel}" and words in one.text]

    def tries(self, who: Actor, kept: Kept) -> None:
        """Let somebody press what is not theirs, and keep what they read."""
        who.presses_kept(kept)
        self.refused.append((who.user.name, str(kept.action["action_id"]).partition(":")[0], who.modal_text))
        who.closes_all()

    def until(self, day: date) -> None:
        """Let days pass until noon of a day."""
        self.days_pass((day - self.stage.clock.now().date()).days)

    # -- the cohort -------------------------------------------------------------------------------

    def mentee(self, name: str, real_name: str, zone: str, wants: list[str], temper: Temper) -> Actor:
        """Somebody signs up to learn, and is approved."""
        who = self.lives(name, real_name, zone, temper)
        self.joins(who, "mentee", {
            "wants": wants, "goals": f"{real_name} would like to build something real", "experience": 1,
            "languages": ["English"], "hours": 2, "slots": SLOTS, "public": ["Yes"],
        })  # fmt: skip
        self.approves(who)
        return who

    def mentor(self, name: str, real_name: str, offers: list[str], temper: Temper, capacity: int = 1) -> Actor:
        """Somebody signs up to help, and is approved."""
        who = self.lives(name, real_name, "Europe/Madrid", temper)
        self.joins(who, "mentor", {
            "offers": offers, "goals": f"{real_name} opens doors", "experience": 8,
            "languages": ["English"], "hours": 3, "slots": SLOTS, "capacity": capacity, "public": ["Yes"],
        })  # fmt: skip
        self.approves(who)
        return who

    def plays(self) -> None:
        """Live through all of it."""
        self.signs_up()
        self.is_matched()
        self.meets_first()
        self.does_not_fit()
        self.falls_quiet()
        self.looks_back_on_a_month()
        self.is_away()
        self.goes_on()
        self.ends()

    def signs_up(self) -> None:
        """Monday 11 January: the announcement, the applications, and two who are told why not."""
        self.opens_cohort(changes={"Last day": LAST_DAY.isoformat()})
        frontend, backend, devops, mobile, data = (
            "Frontend",
            "Backend",
            "DevOps and infrastructure",
            "Mobile",
            "Data and machine learning",
        )
        self.gwen = self.mentor(
            "gwen", "Gwen Iversen", [backend, "Testing and quality"], MENTOR.but("goals.worked_out"), 2
        )
        self.hana = self.mentor("hana", "Hana Kowal", [frontend], MENTOR.but("matching.not_now"))
        self.iris = self.mentor("iris", "Iris Moreau", [mobile], SILENT)
        self.jonas = self.mentor("jonas", "Jonas Weiss", [devops], Temper(does=("matching.yes",)))
        self.kofi = self.mentor("kofi", "Kofi Mensah", [data, "Open source"], MENTOR, 2)
        self.quick = MENTEE.but(fills={"reflections.open": weekly(THURSDAY)})
        self.slow = self.quick.but(days=2, without=("checkins.well",), fills={"reflections.open": weekly(WEDNESDAY)})
        queues = weekly(TUESDAY, "Map the queues", "Draw the queues for a colleague", opportunity=OPPORTUNITY)
        word = keeping(text="A little less homework")
        frank = MENTEE.but("checkins.better", fills={"reflections.open": queues, "checkins.better": word})
        self.ada = self.mentee("ada", "Ada Okafor", "Europe/London", [backend], frank)
        self.ben = self.mentee("ben", "Ben Rahimi", "Europe/Lisbon", [frontend], self.slow)
        self.chi = self.mentee("chi", "Chi Adebayo", "Europe/London", [devops], Temper(does=("matching.yes",)))
        self.dee = self.mentee(
            "dee", "Dee Santos", "Europe/London", [mobile], self.quick.but(without=("decisions.fits",))
        )
        self.eli = self.mentee("eli", "Eli Vasko", "Europe/Berlin", [data], self.quick)
        self.asks_too_much()

    def asks_too_much(self) -> None:
        """A mentor of three, a mentor of two years, and an hour that is not there."""
        sam = self.sam
        sam.presses("Become a mentor")
        sam.fills({
            "offers": ["Backend"], "goals": "Everybody", "experience": 2, "languages": ["English"], "hours": 0,
            "slots": SLOTS, "capacity": 3, "conduct": ["Yes"],
        })  # fmt: skip
        sam.submits()
        self.shown["not eligible"] = "\n".join(sam.errors.values())
        sam.fills({"conduct": []})
        sam.submits()
        self.shown["no conduct"] = "\n".join(sam.errors.values())
        sam.closes_all()

    def is_matched(self) -> None:
        """The same day: mentors are asked first. Hana says not now, Iris says nothing for three days."""
        self.cora.opens_home()
        self.cora.presses("Find matches")
        self.shown["proposals"] = self.cora.modal_text
        self.cora.presses("Accept all")
        self.cora.closes_all()
        yes = self.gwen.keeps("Yes, gladly", where="@Ada Okafor")
        for who in (self.sam, self.otto, self.ada, self.cora):
            self.tries(who, yes)
        for _ in range(3):
            self.react()
        self.opens_cohort("Autumn", changes={"Last day of sign-up": "2027-01-12", "Last day": "2027-02-01"})
        self.cora.types("/mentoring appoint")
        self.cora.fills({"cohort": "Autumn", "person": self.otto})
        self.cora.submits()
        self.cora.closes_all()
        self.iris.types("/mentoring status")

    def meets_first(self) -> None:
        """The first meetings: Ada writes down targets, and what she and Gwen agreed on; Gwen confirms it."""
        self.until(date(2027, 1, 15))
        self.ada.presses("Set goals", where="30, 60 and 90 days")
        self.ada.fills(TARGETS)
        self.ada.submits()
        self.ada.presses("Write it down", where="what did you agree on")
        self.shown["agreement"] = self.ada.modal_text
        self.ada.fills(AGREED)
        self.ada.submits()
        self.shown["gaps"] = self.ada.modal_text
        self.ada.presses("I'll be away")
        self.ada.fills({"first": AWAY.isoformat(), "back": BACK.isoformat(), "word": "The baby is due!"})
        self.ada.submits()
        self.passes(hours=1)
        for who in (self.sam, self.otto, self.cora, self.ben):
            self.tries(who, self.gwen.keeps("Yes, that is right"))
        self.react()
        self.gwen_wants_a_mentor_too()

    def gwen_wants_a_mentor_too(self) -> None:
        """Gwen has her two pairings; a third has to wait."""
        self.joins(self.gwen, "mentee", {
            "wants": ["Mobile"], "goals": "Learn what I know nothing of", "experience": 8,
            "languages": ["English"], "hours": 1, "slots": SLOTS, "public": [],
        })  # fmt: skip
        self.approves(self.gwen)

    def does_not_fit(self) -> None:
        """Friday 22 January: it does not fit for Dee; Lina signs up on the last day but one."""
        self.until(date(2027, 1, 22))
        well = self.dee.keeps("It fits well")
        for who in (self.sam, self.kofi, self.otto):
            self.tries(who, well)
        self.dee.presses("It does not fit")
        self.shown["what can help"] = self.dee.modal_text
        self.dee.presses("Somebody else")
        self.dee.closes_all()
        self.lina = self.mentor("lina", "Lina Petrov", ["Mobile"], MENTOR)
        self.passes(hours=1)
        self.cora.opens_home()
        self.cora.presses("Find matches")
        self.shown["proposals for Dee"] = self.cora.modal_text
        self.cora.presses("Accept", where="Dee Santos")
        self.cora.closes_all()
        self.react()

    def falls_quiet(self) -> None:
        """Jonas and Chi never meet: asked after ten days, on the desk after three weeks, ended kindly two weeks later."""
        self.until(date(2027, 1, 28))
        self.gwen.presses("Look and confirm", where="Ada Okafor")
        self.shown["closing questions"] = self.gwen.modal_text
        self.gwen.fills({"also": "A book on queues"})
        self.gwen.submits()
        self.until(date(2027, 2, 2))
        write = self.cora.keeps("Write to them", where="have not had a first meeting")
        for who in (self.sam, self.chi, self.otto):
            self.tries(who, write)
        self.cora.presses_kept(write)
        self.cora.fills({"text": "Hello you two, can I help you to a first hour?"})
        self.cora.submits()
        self.until(date(2027, 2, 5))
        self.chi.types("/mentoring support")
        self.chi.fills({"text": "I do not dare to write first"})
        self.chi.submits()
        self.until(date(2027, 2, 9))
        self.tries(self.otto, self.cora.keeps("Read", where="Chi Adebayo in *Winter* asks for help"))
        self.cora.presses("Read", where="Chi Adebayo in *Winter* asks for help")
        self.shown["in private"] = self.cora.modal_text
        self.cora.presses("I take care of it")
        self.cora.closes_all()
        self.becomes(self.ben, Temper(does=("reflections.missed",), days=1))
        self.until(date(2027, 2, 12))
        self.becomes(self.ben, self.slow)
        self.until(date(2027, 2, 16))
        end = self.cora.keeps("End it kindly")
        self.tries(self.otto, end)
        self.cora.presses_kept(end)
        self.shown["goodbye"] = self.chi.sees("Your time as a pair with @Jonas Weiss")

    def looks_back_on_a_month(self) -> None:
        """The first targets are looked at; Eli leaves the workspace; Chi finds another mentor."""
        self.ada.presses("Done", where="Explain our queues")
        self.ada.presses("On the way", where="Own one service")
        self.until(date(2027, 2, 18))
        self.eli.leaves_workspace()
        self.becomes(self.chi, self.quick)
        self.passes(hours=1)
        self.cora.opens_home()
        self.cora.presses("Find matches")
        self.cora.presses("Accept", where="Chi Adebayo")
        self.cora.closes_all()
        self.react()
        self.gwen.opens_home()
        self.gwen.presses("Note one")
        self.gwen.fills({"text": "A meetup that looks for speakers", "link": "https://meetup.example/speakers"})
        self.gwen.submits()
        self.gwen.closes_all()

    def is_away(self) -> None:
        """Ada is away for two weeks in March, as announced in January."""
        self.until(date(2027, 3, 2))
        self.gwen.opens_home()
        self.shown["Gwen's home"] = self.gwen.home_text
        self.until(BACK + timedelta(days=1))

    def goes_on(self) -> None:
        """The third month; after ninety days the next targets are set."""
        self.until(date(2027, 4, 16))
        self.ada.presses("Set goals", where="What is next?")
        self.shown["next targets"] = self.ada.modal_text
        self.ada.fills({"past2": "We carry it over", "past3": "We let it go", **NEXT_TARGETS})
        self.ada.submits()
        self.ada.types("/mentoring goals")
        self.shown["goals"] = self.ada.modal_text
        self.ada.closes_all()

    def ends(self) -> None:
        """The last day comes; each gets what they did in it."""
        self.until(LAST_DAY + timedelta(days=3))
        self.cora.opens_home()
        close = self.cora.keeps("Close the cohort")
        for who in (self.otto, self.gwen):
            self.tries(who, close)
        self.cora.presses_kept(close)
        self.days_pass(2)


@contextmanager
def winter(kind: str) -> Iterator[Winter]:
    """Let the whole cohort live on a kind of database."""
    with life_of(Winter, kind) as made:
        made.plays()
        yield made
