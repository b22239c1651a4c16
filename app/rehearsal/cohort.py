"""A cohort that lives through a programme: who comes when, what they fill in, and what the coordinator does."""

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from app.core.calendar import local
from app.demo.stage import Actor, Stage
from app.handbook.model import Handbook
from app.rehearsal import people
from app.rehearsal.life import REFUSED, SILENT, Life, buttons_in, name_of, offered
from app.rehearsal.minds import Asked, Mind, decide, mentioned, moments
from app.rehearsal.mix import Mix
from app.rehearsal.people import Someone
from app.sandbox import forms
from app.sandbox.people import Kept
from app.sandbox.state import Conversation, Json

SIGNUP_DAYS = 14
MONTH = 30.4
MAKE_UP_WEEKS = 2
ROLLING_WEEKS = 26
MATCHES_FOR = 6
"""For how many weeks after the first day the coordinator looks for matches, once a week."""
NAME = "Rehearsal"
WORKING = range(8, 21)
DESK = (
    "projects.accept",
    "joining.approve",
    "checkins.read",
    "care.take",
    "events.begin_recording",
    "care.end",
    "trouble.write",
)
"""What the coordinator presses on the desk: the first of these that a message offers."""
INSIDE = ("checkins.take", "care.rematch")
"""What is pressed in a small modal that another button opened."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What is rehearsed.

    Attributes:
        handbook: of the programme.
        mix: how people are.
        people: how many of them, mentors and mentees together.
        seed: decides everything that is drawn.
        starts_on: the cohort's first day.
        zone: the cohort's.
        weeks: how many weeks are lived, from the opening of sign-up; as long as it takes if None.
    """

    handbook: Handbook
    mix: Mix
    people: int
    seed: int
    starts_on: date
    zone: str
    weeks: int | None = None

    @property
    def signup_days(self) -> int:
        """For how many days before the first one people can apply."""
        projects = self.handbook.projects
        return projects.signup_days if projects is not None else SIGNUP_DAYS

    @property
    def is_rolling(self) -> bool:
        """Whether people come at any time, and nothing ends."""
        return self.handbook.admission == "rolling"

    @property
    def opens_on(self) -> date:
        """The day on which sign-up opens."""
        return self.starts_on - timedelta(days=self.signup_days)

    @property
    def ends_on(self) -> date:
        """The cohort's last day."""
        return self.starts_on + timedelta(days=round(self.handbook.least_months * MONTH))

    @property
    def lasts(self) -> int:
        """How many weeks are lived."""
        if self.weeks is not None:
            return self.weeks
        if self.is_rolling:
            return ROLLING_WEEKS
        return -(-(self.ends_on - self.opens_on).days // 7) + MAKE_UP_WEEKS


@dataclass(frozen=True, order=True)
class Refused:
    """What the bot did not take: who tried what, and the sentence they read."""

    who: str
    action: str
    sentence: str


class Rehearsal(Life):
    """The people of a rehearsal, and their coordinator.

    Args:
        stage: not started yet, its clock at the morning on which sign-up opens.
        plan: what is rehearsed.
    """

    def __init__(self, stage: Stage, plan: Plan) -> None:
        super().__init__(stage, plan.zone)
        self.plan = plan
        self.minds: dict[str, Mind] = {}
        self.people: list[tuple[Someone, Actor]] = []
        self.refused = Counter[Refused]()
        self.broken = Counter[Refused]()
        self.turned_away: list[Refused] = []
        self.begun: list[tuple[str, str, datetime]] = []
        self.left_over: list[str] = []
        self._announcement: tuple[Conversation, Json] | None = None
        self._arrivals: dict[int, list[tuple[Someone, Actor]]] = {}
        self._deed = 0
        self._at_desk = 0
        self._first = stage.clock.now() + timedelta(days=plan.signup_days)
        self._closed = False

    # -- time -------------------------------------------------------------------------------------

    def plays(self, tell: Callable[[int, str], None]) -> None:
        """Live through all of it.

        Args:
            tell: is told of each week that is over, with what happened in it.
        """
        self._opens()
        for week in range(self.plan.lasts):
            for _ in range(7):
                self._arrive()
                self.passes(days=1)
                self.react()
                self._lives_a_day()
            tell(week + 1, self._so_far())

    def _so_far(self) -> str:
        done = self.tally()
        told = [
            (len(self.did("joining.apply")), "applied"),
            (done["reflections.open"] + done["reflections.met"], "meetings told of"),
            (self.sent, "messages"),
        ]
        return ", ".join(f"{number} {what}" for number, what in told if number)

    # -- the opening ------------------------------------------------------------------------------

    def _opens(self) -> None:
        everybody = people.everybody(self.plan.handbook, self.plan.mix, self.plan.people, self.plan.seed)
        for one in everybody:
            actor = self.lives(one.key, one.name, one.zone, SILENT)
            mind = Mind(one, self.plan.seed)
            temper, dice = one.temperament, mind.draws("life")
            if temper.silent_after is not None:
                mind.silent_at = self._first + timedelta(weeks=dice.randint(*temper.silent_after))
            if temper.leaves_after is not None:
                mind.leaves_at = self._first + timedelta(weeks=dice.randint(*temper.leaves_after))
            if dice.random() < temper.away:
                mind.away_at = self._first + timedelta(days=dice.randint(21, 70))
            self.minds[actor.id] = mind
            self.people.append((one, actor))
            self._arrivals.setdefault(self._arrives_on(mind), []).append((one, actor))
        if self.plan.handbook.projects is not None:
            self._declares()
        else:
            self._opens_cohort()

    def _arrives_on(self, mind: Mind) -> int:
        last = self.plan.signup_days - 2
        if self.plan.is_rolling:
            last = max(last, (self.plan.lasts - 8) * 7)
        drawn = mind.draws("arrives")
        # Mentors come first, since they are asked first; both come more at the beginning.
        share = drawn.random() ** (2 if mind.one.role == "mentor" else 1.4)
        return int(share * max(last, 1))

    def _opens_cohort(self) -> None:
        plan = self.plan
        endless = {"Last day of sign-up": "", "Last day": ""}
        days = {
            "Last day of sign-up": (plan.starts_on - timedelta(days=1)).isoformat(),
            "Last day": plan.ends_on.isoformat(),
        }
        self.opens_cohort(
            NAME,
            programme=plan.handbook.name,
            changes={"First day": plan.starts_on.isoformat(), **(endless if plan.is_rolling else days)},
        )
        self._notes_errors(self.cora, "programmes.open")

    def _declares(self) -> None:
        """The coordinator declares a project, and lets it take part on the next day."""
        self.cora.types("/mentoring declare")
        said = {
            "name": NAME,
            "about": "A project that would like to grow.",
            "how_to_join": "Read the guide for newcomers first.",
            "starts_on": self.plan.starts_on.isoformat(),
        }
        if forms.field(self.cora.modal or {"blocks": []}, "programme") is not None:
            said["programme"] = self.plan.handbook.name
        self.cora.fills(said)
        self.cora.submits()
        self._notes_errors(self.cora, "projects.declare")

    def _hear(self, channel: Conversation, message: Json) -> None:
        super()._hear(channel, message)
        if self._announcement is not None or channel is not self.mentorship:
            return
        if "joining.as_mentee" in offered(message.get("blocks") or []):
            self._announcement = (channel, message)

    # -- people arrive ----------------------------------------------------------------------------

    def _arrive(self) -> None:
        if self._announcement is None:
            return
        for day in sorted(one for one in self._arrivals if one <= self.day):
            for one, actor in self._arrivals.pop(day):
                self._applies(one, actor)

    def _applies(self, one: Someone, actor: Actor) -> None:
        channel, message = self._announcement or (self.mentorship, {})
        action = next(
            (each for each in buttons_in(message.get("blocks") or []) if name_of(each) == f"joining.as_{one.role}"),
            None,
        )
        if action is None:
            self.turned_away.append(Refused(one.key, "joining.apply", "Sign-up was over before they came."))
            return
        actor.presses_kept(Kept({"channel": channel.id, "message": message}, action, "message"))
        if actor.modal is None or "submit" not in actor.modal:
            self.is_refused(actor, "joining.apply")
            actor.closes_all()
            return
        said = people.answers(self.plan.handbook, one, self.minds[actor.id].draws("answers"))
        wrong = None
        if self.minds[actor.id].draws("eligible").random() < self.plan.mix.ineligible:
            wrong = people.one_wrong(self.plan.handbook, said, one.role)
        actor.fills(wrong or said)
        actor.submits()
        if actor.errors:
            sentence = " ".join(actor.errors.values())
            if wrong is not None:
                self.turned_away.append(Refused(one.key, "joining.apply", sentence))
            else:
                self.refused[Refused(one.key, "joining.apply", sentence)] += 1
        elif actor.trouble:
            self.broken[Refused(one.key, "joining.apply", actor.trouble)] += 1
        else:
            self.notes(actor, "joining.apply", str(action["value"]))
        actor.closes_all()

    # -- a day ------------------------------------------------------------------------------------

    def _lives_a_day(self) -> None:
        for one, actor in self.people:
            mind = self.minds[actor.id]
            if mind.leaves_at is not None and self.now >= mind.leaves_at:
                mind.leaves_at, mind.silent_at = None, self.now
                self._says(actor, "/mentoring end", "care.end")
            if mind.away_at is not None and one.temperament.away and self._is_tomorrow(mind.away_at):
                self._goes_away(actor)
        if self.plan.handbook.activities:
            self._ticks_off()
        self._looks_for_matches()
        if not self.plan.is_rolling and not self._closed and local(self.now, self.plan.zone).date() > self.plan.ends_on:
            self._closed = True
            self._from_home("organising.close")

    def _is_tomorrow(self, at: datetime) -> bool:
        return timedelta(0) <= at - self.now < timedelta(days=1)

    def _says(self, actor: Actor, command: str, then: str) -> None:
        """Type a command, and press a button of the answer."""
        answers = self._answers_to(actor, command)
        for message, channel in answers:
            for button in buttons_in(message.get("blocks") or []):
                if name_of(button) == then:
                    self.presses(actor, Kept({"channel": channel.id, "message": message}, button, "message"))
                    return

    def _answers_to(self, actor: Actor, command: str) -> list[tuple[Json, Conversation]]:
        place = self.stage.sandbox.workspace.direct({actor.id})
        before = len(place.messages)
        actor.types(command)
        return [(one, place) for one in place.messages[before:] if one.get("ephemeral_to") == actor.id]

    def _goes_away(self, actor: Actor) -> None:
        actor.types("/mentoring away")
        if actor.modal is not None and "submit" in actor.modal:
            first = local(self.now, actor.user.zone).date() + timedelta(days=1)
            actor.fills({"first": first.isoformat(), "back": (first + timedelta(days=14)).isoformat()})
            actor.submits()
            if not self._notes_errors(actor, "breaks.begin"):
                self.notes(actor, "breaks.begin", "")
        actor.closes_all()

    def _ticks_off(self) -> None:
        """Whoever answers what they are asked ticks off what they have done, one thing every few weeks."""
        apart = max(1, (self.plan.ends_on - self.plan.starts_on).days // (len(self.plan.handbook.activities) + 1))
        if (self.now - self._first).days <= 0 or (self.now - self._first).days % apart:
            return
        for one, actor in self.people:
            mind = self.minds[actor.id]
            if one.role != "mentee" or mind.is_silent(self.now):
                continue
            if mind.draws(f"ticks:{self.day}").random() < one.temperament.answers:
                actor.types("/mentoring goals")
                button = self._inside(actor, "goals.tick")
                if button is not None:
                    actor.presses_kept(button)
                    self.notes(actor, "goals.tick", str(button.action.get("value", "")))
                actor.closes_all()

    # -- the coordinator --------------------------------------------------------------------------

    def _looks_for_matches(self) -> None:
        since = (self.now - self._first).days + 3
        if since < 0 or since % 7:
            return
        if not self.plan.is_rolling and since > MATCHES_FOR * 7:
            return
        self._from_home("matching.run")
        button = self._inside(self.cora, "matching.accept_all")
        if button is None and self.cora.modal is not None:
            self.cora.closes_all()
            self._from_home("matching.read", keep=True)
            button = self._inside(self.cora, "matching.accept_all")
        if self.cora.modal is not None:
            self.left_over = self.cora.modal_text.splitlines()
        if button is not None:
            self.cora.presses_kept(button)
        self.cora.closes_all()

    def _from_home(self, action: str, *, keep: bool = True) -> None:
        """Press a button of the coordinator's Home, the first of its kind."""
        self.cora.opens_home()
        home = self.stage.sandbox.workspace.homes.get(self.cora.id)
        for button in buttons_in(home["blocks"]) if home is not None else []:
            if name_of(button) == action:
                self.cora.presses_kept(Kept({"view": home}, button, "home"))
                if not keep:
                    self.cora.closes_all()
                return

    @staticmethod
    def _inside(actor: Actor, action: str) -> Kept | None:
        modal = actor.modal
        for button in buttons_in(modal["blocks"]) if modal is not None else []:
            if name_of(button) == action:
                return Kept({"view": modal}, button, "modal")
        return None

    # -- how everybody reacts ---------------------------------------------------------------------

    def reads(self, who: str, channel: Conversation) -> bool:
        """Return whether somebody reads what stands in a conversation."""
        return channel.kind in ("im", "mpim") and who in self.minds

    def react(self) -> None:
        """Let everybody do what they are minded to do by now, the coordinator at the desk too."""
        super().react()
        self._works_at_desk(timedelta(days=self.plan.mix.coordinator))

    def _works_at_desk(self, late: timedelta) -> None:
        """Do what has waited long enough; what stands on the desk is looked at once."""
        messages = self.desk.messages
        while self._at_desk < len(messages):
            message = messages[self._at_desk]
            if self.now.timestamp() - float(message["ts"]) < late.total_seconds():
                return
            self._at_desk += 1
            buttons = {name_of(one): one for one in reversed(buttons_in(message.get("blocks") or []))}
            action = next((one for one in DESK if one in buttons), None)
            if action is not None:
                self.presses(self.cora, Kept({"channel": self.desk.id, "message": message}, buttons[action], "message"))

    def days_of(self, who: str, message: Json) -> int:
        """Return after how many days somebody reacts to a message."""
        del message
        self._deed += 1
        return self.minds[who].days(self.minds[who].occasion("message", str(self._deed)))

    def choice(
        self, who: Actor, channel: Conversation, blocks: Sequence[Json], buttons: Mapping[str, Json]
    ) -> Json | None:
        """Return the button that somebody presses in a part of a message, if any."""
        mind = self.minds[who.id]
        if mind.is_silent(self.now) or mind.is_away(self.now):
            return None
        readers = frozenset(channel.members) - {self.stage.sandbox.workspace.bot.id}
        return decide(Asked(mind, who.id, readers, blocks, buttons, self.now, self._comes))

    def _comes(self, who: str, meeting: str) -> bool:
        return who not in self.minds or self.minds[who].comes(meeting, self.now)

    def notes(self, who: Actor, action: str, value: str) -> None:
        """Write a deed into the diary."""
        super().notes(who, action, value)
        if who.id in self.minds:
            self.minds[who.id].done.add((action, value))

    def presses(self, who: Actor, kept: Kept) -> None:
        """Press a button; what goes wrong is noted, and life goes on."""
        super().presses(who, kept)
        if who.trouble:
            self.broken[Refused(who.user.name, name_of(kept.action), who.trouble)] += 1

    def is_shown(self, who: Actor, action: str) -> None:
        """Press on in a small modal that offers the next step."""
        del action
        for one in INSIDE:
            button = self._inside(who, one)
            if button is not None:
                who.presses_kept(button)
                self.notes(who, one, str(button.action.get("value", "")))
                return

    def is_refused(self, who: Actor, action: str) -> None:
        """Take note that the bot said no."""
        sentence = who.modal_text.removeprefix(REFUSED).strip().partition("\n")[0]
        self.refused[Refused(who.user.name, action, sentence)] += 1

    def is_corrected(self, who: Actor, action: str) -> None:
        """Take note that a form was not taken."""
        self.refused[Refused(who.user.name, action, " ".join(who.errors.values()))] += 1

    def _notes_errors(self, who: Actor, action: str) -> bool:
        if who.errors:
            self.is_corrected(who, action)
        elif who.trouble:
            self.broken[Refused(who.user.name, action, who.trouble)] += 1
        return bool(who.errors or who.trouble)

    # -- forms ------------------------------------------------------------------------------------

    def wish(self, who: Actor, action: str) -> Mapping[str, Any]:
        """Return what somebody fills into the form that a button opened, besides what is plausible."""
        view = who.modal or {"blocks": []}
        if who is self.cora:
            return self._coordinators_wish(view, action)
        match action:
            case "reflections.open":
                return self._closing(who, view)
            case "meetings.propose" | "meetings.move":
                return self._a_time(who)
            case "surveys.open":
                return self._answers(who, view)
            case "checkins.help" | "checkins.better" | "checkins.support":
                return {"text": "We do not find the time, and I do not dare to say so."}
            case _:
                return {}

    def _coordinators_wish(self, view: Json, action: str) -> Mapping[str, Any]:
        if action == "projects.accept":
            return {
                "announce_channel": self.mentorship,
                "coordinators_channel": self.desk,
                "mentors_channel": self.mentors,
                "mentees_channel": self.mentees,
            }
        if action == "events.begin_recording":
            event = str(json.loads(view.get("private_metadata") or "{}").get("event", ""))
            return {
                block["block_id"]: [
                    one["value"]
                    for one in block["element"]["options"]
                    if one["value"] in self.minds and self.minds[one["value"]].comes(f"event{event}", self.now)
                ]
                for block in view["blocks"]
                if block["type"] == "input" and block["block_id"].startswith("there")
            }
        if action == "trouble.write":
            return {"text": "Hello you two, how is it going? Tell me if I can help."}
        return {}

    def _closing(self, who: Actor, view: Json) -> dict[str, Any]:
        """The closing questions: a task, who was there, and the next meeting in the programme's rhythm."""
        fields = {one["block_id"]: one["element"] for one in view["blocks"] if one["type"] == "input"}
        said: dict[str, Any] = {
            block: "The first step, in writing"
            for block, element in fields.items()
            if element["type"] == "plain_text_input" and block != "next_place" and not element.get("initial_value")
        }
        if "done" in fields:
            said["done"] = fields["done"]["options"][0]["value"]
        if "present" in fields:
            meeting = str(json.loads(view.get("private_metadata") or "{}").get("meeting", ""))
            options = [one["value"] for one in fields["present"]["options"]]
            said["present"] = [one for one in options if self._comes(one, meeting)]
        if "next_day" in fields and not fields["next_day"].get("initial_date"):
            said |= self._next(who, view, fields)
        return said

    def _next(self, who: Actor, view: Json, fields: Mapping[str, Any]) -> dict[str, Any]:
        named = moments(view["blocks"])
        last = datetime.fromtimestamp(named[0], self.now.tzinfo) if named else self.now
        following = last + timedelta(days=self.plan.handbook.rhythm.every_days)
        while following <= self.now:
            following += timedelta(days=7)
        here = local(following, who.user.zone)
        if not self.plan.is_rolling and here.date() > self.plan.ends_on:
            return {}
        said: dict[str, Any] = {"next_day": here.date().isoformat(), "next_at": f"{here:%H:%M}"}
        if "next_weekly" in fields:
            said["next_weekly"] = ["weekly"]
        return said

    def _a_time(self, who: Actor) -> dict[str, Any]:
        """A time within ten days at which it is day for everybody whom the form names."""
        users = self.stage.sandbox.workspace.users
        zones = [who.user.zone, *(users[one].zone for one in mentioned((who.modal or {"blocks": []})["blocks"]))]
        at = self.minds[who.id].draws(f"time:{self.day}")
        here = local(meeting_time(zones, self.now, at), who.user.zone)
        return {"day": here.date().isoformat(), "at": f"{here:%H:%M}"}

    def _answers(self, who: Actor, view: Json) -> dict[str, Any]:
        at = self.minds[who.id].draws(self.minds[who.id].occasion("form", str(view.get("private_metadata"))))
        said: dict[str, Any] = {}
        for block in view["blocks"]:
            if block["type"] != "input":
                continue
            element = block["element"]
            options = [one["value"] for one in element.get("options", [])]
            match element["type"]:
                case "static_select" | "radio_buttons":
                    said[block["block_id"]] = at.choice(options[len(options) // 2 :])
                case "multi_static_select" | "checkboxes":
                    said[block["block_id"]] = [at.choice(options)]
                case "plain_text_input":
                    said[block["block_id"]] = "Talking to somebody who has been there."
        return said


def meeting_time(zones: Sequence[str], now: datetime, at: Random) -> datetime:
    """Return a full hour within nine days at which it is a working hour for everybody, or for as many as can be."""
    base = now.replace(minute=0, second=0, microsecond=0) + timedelta(days=3)
    best: dict[int, list[datetime]] = {}
    for hours in range(6 * 24):
        one = base + timedelta(hours=hours)
        heres = [local(one, zone) for zone in zones]
        fine = sum(here.hour in WORKING and here.weekday() < 5 for here in heres)  # noqa: PLR2004 - Monday to Friday
        best.setdefault(fine, []).append(one)
    return at.choice(best[max(best)])
