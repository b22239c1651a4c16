"""A cohort that lives through a programme: who comes when, and how each reacts."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from app.core.calendar import local
from app.demo.stage import Actor, Stage
from app.rehearsal import people, wishes
from app.rehearsal.desk import Desk, inside
from app.rehearsal.life import REFUSED, SILENT, Life, buttons_in, name_of, offered
from app.rehearsal.minds import AWAY, Asked, Mind, decide, mentioned
from app.rehearsal.people import Someone
from app.rehearsal.plan import Plan
from app.sandbox.people import Kept
from app.sandbox.state import Conversation, Json

APPLIES = "joining.apply"
INSIDE = ("checkins.take", "care.rematch")
"""What is pressed in a small modal that another button opened."""
AT_ONCE = "reflections.open"
SOONER = (AT_ONCE, "matching.yes", "meetings.accept")
"""What people have waited for, or sit together over: they answer in half the days."""
LATEST = 8  # weeks before the end after which nobody comes any more, where people come at any time
AWAY_BETWEEN = (21, 70)  # days after the first one


@dataclass(frozen=True, order=True)
class Refused:
    """What the bot did not take: who tried what, and the sentence they read."""

    who: str
    action: str
    sentence: str


class Rehearsal(Life):
    """The people of a rehearsal, and their coordinator.

    Attributes:
        plan: what is rehearsed.
        people: everybody, with what they do on the stage.
        minds: by Slack id, how each is.
        first: noon of the cohort's first day, about, UTC.
        refused: what people tried and the bot did not take, with how often.
        broken: where the bot failed.
        turned_away: who could not apply, and what they read.

    Args:
        stage: not started yet, its clock at the hour at which sign-up opens.
        plan: what is rehearsed.
    """

    def __init__(self, stage: Stage, plan: Plan) -> None:
        super().__init__(stage, plan.zone)
        self.plan = plan
        self.people: list[tuple[Someone, Actor]] = []
        self.minds: dict[str, Mind] = {}
        self.first = stage.clock.now() + timedelta(days=plan.signup_days)
        self.refused = Counter[Refused]()
        self.broken = Counter[Refused]()
        self.turned_away: list[Refused] = []
        self.at_desk = Desk(self)
        self._announcement: tuple[Conversation, Json] | None = None
        self._arrivals: dict[int, list[tuple[Someone, Actor]]] = {}
        stage.after_step = self._answers_at_once
        self._acted_in: set[str] = set()

    def plays(self, tell: Callable[[int, str], None]) -> None:
        """Live through all of it.

        Args:
            tell: is told of each week that is over (from 1), with what has happened so far.
        """
        for one in people.everybody(self.plan.handbook, self.plan.mix, self.plan.people, self.plan.seed):
            self._lets_in(one)
        self.at_desk.opens()
        for week in range(1, self.plan.lasts + 1):
            for _ in range(7):
                self._arrive()
                self.passes(days=1)
                self.react()
                self.at_desk.works()
                self._day_passes()
                self.at_desk.day_passes()
            tell(week, self._so_far())

    def _so_far(self) -> str:
        met = len(self.did("reflections.open")) + len(self.did("reflections.met"))
        told = [(len(self.did(APPLIES)), "applied"), (met, "meetings told of"), (self.sent, "messages")]
        return ", ".join(f"{number} {what}" for number, what in told if number)

    def _hear(self, channel: Conversation, message: Json) -> None:
        super()._hear(channel, message)
        if self._announcement is not None or channel is not self.mentorship:
            return
        if "joining.as_mentee" in offered(message.get("blocks") or []):
            self._announcement = (channel, message)

    # -- people arrive ----------------------------------------------------------------------------

    def _lets_in(self, one: Someone) -> None:
        actor = self.lives(one.key, one.name, one.zone, SILENT)
        mind, temper = Mind(one, self.plan.seed), one.temperament
        dice = mind.draws("life")
        if temper.silent_after is not None:
            mind.silent_at = self.first + timedelta(weeks=dice.randint(*temper.silent_after))
        if temper.leaves_after is not None:
            mind.leaves_at = self.first + timedelta(weeks=dice.randint(*temper.leaves_after))
        if dice.random() < temper.away:
            mind.away_at = self.first + timedelta(days=dice.randint(*AWAY_BETWEEN))
        self.minds[actor.id] = mind
        self.people.append((one, actor))
        self._arrivals.setdefault(self._arrives_on(mind), []).append((one, actor))

    def _arrives_on(self, mind: Mind) -> int:
        """Return a day from the opening on: more come at the beginning, mentors first, since they are asked first."""
        last = self.plan.signup_days - 2
        if self.plan.is_rolling:
            last = max(last, (self.plan.lasts - LATEST) * 7)
        share = mind.draws("arrives").random() ** (2 if mind.one.role == "mentor" else 1.4)
        return int(share * max(last, 1))

    def _arrive(self) -> None:
        if self._announcement is None:
            return
        for day in sorted(one for one in self._arrivals if one <= self.day):
            for one, actor in self._arrivals.pop(day):
                self._applies(one, actor)

    def _applies(self, one: Someone, actor: Actor) -> None:
        channel, message = self._announcement or (self.mentorship, {})
        action = offered(message.get("blocks") or []).get(f"joining.as_{one.role}")
        if action is None:
            self.turned_away.append(Refused(one.key, APPLIES, "Sign-up was over before they came."))
            return
        actor.presses_kept(Kept({"channel": channel.id, "message": message}, action, "message"))
        if actor.modal is None or "submit" not in actor.modal:
            self.is_refused(actor, APPLIES)
        else:
            self._fills_in(one, actor, str(action["value"]))
        actor.closes_all()

    def _fills_in(self, one: Someone, actor: Actor, cohort: str) -> None:
        mind = self.minds[actor.id]
        said = people.answers(self.plan.handbook, one, mind.draws("answers"))
        wrong = None
        if mind.draws("eligible").random() < self.plan.mix.ineligible:
            wrong = people.one_wrong(self.plan.handbook, said, one.role)
        actor.fills(wrong or said)
        actor.submits()
        if actor.errors and wrong is not None:
            self.turned_away.append(Refused(one.key, APPLIES, " ".join(actor.errors.values())))
        elif not self.looks_wrong(actor, APPLIES):
            self.notes(actor, APPLIES, cohort)

    # -- a day ------------------------------------------------------------------------------------

    def _day_passes(self) -> None:
        """Let those act who do something by themselves."""
        for _, actor in self.people:
            mind = self.minds[actor.id]
            if mind.leaves_at is not None and self.now >= mind.leaves_at:
                mind.leaves_at, mind.silent_at = None, self.now
                self._says_goodbye(actor)
            if mind.away_at is not None and timedelta(0) <= mind.away_at - self.now < timedelta(days=1):
                self._goes_away(actor)
        if self.plan.handbook.activities:
            self._ticks_off()

    def _says_goodbye(self, actor: Actor) -> None:
        place = self.stage.sandbox.workspace.direct({actor.id})
        before = len(place.messages)
        actor.types("/mentoring end")
        for message in place.messages[before:]:
            for button in buttons_in(message.get("blocks") or []):
                if name_of(button) == "care.end" and message.get("ephemeral_to") == actor.id:
                    self.presses(actor, Kept({"channel": place.id, "message": message}, button, "message"))
                    return

    def _goes_away(self, actor: Actor) -> None:
        actor.types("/mentoring away")
        if actor.modal is not None and "submit" in actor.modal:
            first = local(self.now, actor.user.zone).date() + timedelta(days=1)
            actor.fills({"first": first.isoformat(), "back": (first + AWAY).isoformat()})
            actor.submits()
            if not self.looks_wrong(actor, "breaks.begin"):
                self.notes(actor, "breaks.begin", "")
        actor.closes_all()

    def _ticks_off(self) -> None:
        """Whoever answers what they are asked ticks off what they have done, one thing every few weeks."""
        since = (self.now - self.first).days
        apart = (self.plan.ends_on - self.plan.starts_on).days // (len(self.plan.handbook.activities) + 1)
        if since <= 0 or since % max(apart, 1):
            return
        for one, actor in self.people:
            mind = self.minds[actor.id]
            may = one.role == "mentee" and not mind.is_silent(self.now)
            if may and mind.draws(f"ticks:{self.day}").random() < one.temperament.answers:
                actor.types("/mentoring goals")
                button = inside(actor, "goals.tick")
                if button is not None:
                    actor.presses_kept(button)
                    self.notes(actor, "goals.tick", str(button.action.get("value", "")))
                actor.closes_all()

    # -- how everybody reacts ---------------------------------------------------------------------

    def reads(self, who: str, channel: Conversation) -> bool:
        """Return whether somebody reads what stands in a conversation."""
        return channel.kind in ("im", "mpim") and who in self.minds

    def takes_in(self, heard: Sequence[tuple[Conversation, Json]]) -> None:
        """Let everybody read some messages, and do all that they are minded to do by now, in one go."""
        with self.stage.in_one_go():
            super().takes_in(heard)
        self._acted_in.clear()

    def answers(self, who: Actor, channel: Conversation, message: Json) -> None:
        """Let somebody press what they are minded to press, after they have seen what others pressed before them."""
        if channel.id in self._acted_in and channel.kind != "im":
            self.stage.settle()
            self._acted_in.clear()
        self._acted_in.add(channel.id)
        super().answers(who, channel, message)

    def days_of(self, who: str, message: Json) -> int:
        """Return after how many days somebody reacts to a message; what they have waited for they answer sooner."""
        days = self.minds[who].days(message["ts"])
        return days // 2 if _offers(message, *SOONER) else days

    def _answers_at_once(self) -> None:
        """At the end of a meeting, people who are in it answer the closing questions there and then."""
        first = [one for one in self._heard if _offers(one[1], AT_ONCE)]
        if first:
            self._heard = [one for one in self._heard if not _offers(one[1], AT_ONCE)]
            self.takes_in(first)

    def choice(
        self, who: Actor, channel: Conversation, blocks: Sequence[Json], buttons: Mapping[str, Json]
    ) -> Json | None:
        """Return the button that somebody presses in a part of a message, if any."""
        mind = self.minds[who.id]
        if mind.is_silent(self.now) or mind.is_away(self.now):
            return None
        readers = frozenset(channel.members) - {self.stage.sandbox.workspace.bot.id}
        return decide(Asked(mind, who.id, readers, blocks, buttons, self.now, self.comes))

    def comes(self, who: str, to: str) -> bool:
        """Return whether somebody comes to a meeting or an event."""
        return who not in self.minds or self.minds[who].comes(to, self.now)

    def wish(self, who: Actor, action: str) -> Mapping[str, Any]:
        """Return what somebody fills into the form that a button opened, besides what is plausible."""
        view = who.modal or {"blocks": []}
        if who is self.cora:
            return self.at_desk.wish(view, action)
        mind = self.minds[who.id]
        match action:
            case "reflections.open":
                return wishes.closing(view, self.plan, who.user.zone, self.now, self.comes)
            case "meetings.propose" | "meetings.move":
                users = self.stage.sandbox.workspace.users
                zones = [who.user.zone, *(users[one].zone for one in mentioned(view["blocks"]))]
                last = None if self.plan.is_rolling else self.plan.ends_on - timedelta(days=1)  # wherever one lives
                at = wishes.meeting_time(zones, self.now, last, mind.draws(f"time:{self.day}"))
                here = local(at, who.user.zone)
                return {"day": here.date().isoformat(), "at": f"{here:%H:%M}"}
            case "surveys.open":
                return wishes.a_form(view, mind.draws(mind.occasion("form", str(view.get("private_metadata")))))
            case "showcases.open":
                return {"link": f"https://pages.example/{who.user.name}"}
            case "checkins.help" | "checkins.better" | "checkins.support":
                return {"text": wishes.TROUBLED}
            case _:
                return {}

    def notes(self, who: Actor, action: str, value: str) -> None:
        """Write a deed into the diary."""
        super().notes(who, action, value)
        if who.id in self.minds:
            self.minds[who.id].done.add((action, value))

    # -- what goes wrong --------------------------------------------------------------------------

    def presses(self, who: Actor, kept: Kept) -> None:
        """Press a button; what goes wrong is noted, and life goes on."""
        super().presses(who, kept)
        if who.trouble:
            self.broken[Refused(who.user.name, name_of(kept.action), who.trouble)] += 1

    def is_shown(self, who: Actor, action: str) -> None:
        """Press on in a small modal that offers the next step."""
        del action
        for one in INSIDE:
            button = inside(who, one)
            if button is not None:
                who.presses_kept(button)
                self.notes(who, one, str(button.action.get("value", "")))
                return

    def is_refused(self, who: Actor, action: str) -> None:
        """Take note that the bot said no."""
        lines = [one for one in who.modal_text.splitlines() if REFUSED not in one]
        self.refused[Refused(who.user.name, action, lines[0] if lines else "")] += 1

    def is_corrected(self, who: Actor, action: str) -> None:
        """Take note that a form was not taken."""
        self.refused[Refused(who.user.name, action, " ".join(who.errors.values()))] += 1

    def looks_wrong(self, who: Actor, action: str) -> bool:
        """Take note of errors and faults after something was sent; return whether there were any."""
        if who.errors:
            self.is_corrected(who, action)
        elif who.trouble:
            self.broken[Refused(who.user.name, action, who.trouble)] += 1
        return bool(who.errors or who.trouble)


def _offers(message: Json, *actions: str) -> bool:
    return any(name_of(one) in actions for one in buttons_in(message.get("blocks") or []))
