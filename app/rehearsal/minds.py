"""What somebody makes of a message: which button they press, if any.

Every draw begins with the seed and the person's key and names what it is about, so that it does not depend on what
others do: the same seed gives the same people, also in a changed programme.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from app.core.calendar import local
from app.rehearsal.life import buttons_in, name_of
from app.rehearsal.people import Someone
from app.sandbox.state import Json

AWAY = timedelta(days=14)
AWAKE = range(7, 22)
"""At which hours of their own clock people would come to an event."""
_MENTION = re.compile(r"<@(\w+)>")
_MOMENT = re.compile(r"<!date\^(\d+)\^")


def mentioned(blocks: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the people whom some blocks name, in order."""
    return list(dict.fromkeys(_MENTION.findall(text_of(blocks))))


def moments(blocks: Sequence[Mapping[str, Any]]) -> list[int]:
    """Return the instants that some blocks name, in seconds since 1970, in order."""
    return [int(one) for one in _MOMENT.findall(text_of(blocks))]


def text_of(blocks: Sequence[Mapping[str, Any]]) -> str:
    """Return what stands in some blocks, as it is sent."""
    texts = [(one.get("text") or {}).get("text", "") for one in blocks]
    texts += [part.get("text", "") for one in blocks for part in one.get("elements") or [] if part["type"] == "mrkdwn"]
    return "\n".join(texts)


@dataclass
class Mind:
    """One person's mind.

    Attributes:
        one: who.
        seed: of the rehearsal.
        silent_at, leaves_at, away_at: when they fall silent, say goodbye, go away for two weeks, UTC; None for never.
        meets_with: returns whether everybody else needed comes to a meeting, by its id.
    """

    one: Someone
    seed: int
    silent_at: datetime | None = None
    leaves_at: datetime | None = None
    away_at: datetime | None = None
    done: set[tuple[str, str]] = field(default_factory=set)
    _seen: dict[tuple[str, str], int] = field(default_factory=dict)
    _numbers: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))

    # -- draws ------------------------------------------------------------------------------------

    def draws(self, what: str) -> Random:
        """Return this person's dice for something."""
        return Random(f"{self.seed}:{self.one.key}:{what}")  # noqa: S311 - dice, not secrets

    def occasion(self, topic: str, of: str) -> str:
        """Return a name for one of many things of a kind that does not depend on its id: the third meeting, say."""
        numbers = self._numbers[topic]
        return f"{topic}:{numbers.setdefault(of, len(numbers))}"

    def chance(self, topic: str, of: str, likely: float) -> bool:
        """Draw once whether something happens; asked again, it is the same."""
        return self.draws(self.occasion(topic, of)).random() < likely

    def days(self, what: str) -> int:
        """Return after how many days they react to a message."""
        return self.draws(f"days:{what}").choice(self.one.temperament.days)

    def is_silent(self, now: datetime) -> bool:
        """Return whether they do nothing any more."""
        return self.silent_at is not None and now >= self.silent_at

    def is_away(self, now: datetime) -> bool:
        """Return whether they are away."""
        return self.away_at is not None and self.away_at <= now < self.away_at + AWAY

    def comes(self, meeting: str, now: datetime) -> bool:
        """Return whether they come to a meeting."""
        if self.is_silent(now) or self.is_away(now):
            return False
        return self.chance("meets", meeting, self.one.temperament.meets)

    def answers(self, topic: str, button: Json, likely: float | None = None) -> bool:
        """Draw whether they answer: once when they are asked, and once more when they are asked again."""
        thing = str(button.get("value", ""))
        key = (topic, thing)
        self._seen[key] = times = self._seen.get(key, -1) + 1
        temper = self.one.temperament
        first = temper.answers if likely is None else likely
        chance = first if times == 0 else (temper.reminded if first else 0.0)
        return self.draws(f"{self.occasion(topic, thing)}:{times}").random() < chance


@dataclass(frozen=True)
class Asked:
    """A part of a message, as one person sees it.

    Attributes:
        mind: of the reader.
        user: the reader.
        readers: all of them.
        blocks, buttons: what is in it; buttons by action.
        now: the present instant, UTC.
        comes: whether a person comes to a meeting, by Slack id and the meeting's id.
    """

    mind: Mind
    user: str
    readers: frozenset[str]
    blocks: Sequence[Json]
    buttons: Mapping[str, Json]
    now: datetime
    comes: Callable[[str, str], bool]

    @property
    def is_mentor(self) -> bool:
        """Whether the reader is a mentor."""
        return self.mind.one.role == "mentor"

    @property
    def others(self) -> set[str]:
        """Who else is concerned: whoever reads it too, or is named in it."""
        return (set(self.readers) | set(mentioned(self.blocks))) - {self.user}

    @property
    def is_group(self) -> bool:
        """Whether it is about more than two people."""
        return len(self.others) > 1

    def met(self, meeting: str) -> bool:
        """Return whether a meeting took place: both came, or in a group the reader and one more."""
        if not self.comes(self.user, meeting):
            return False
        there = [self.comes(one, meeting) for one in sorted(self.others)]
        return any(there) if self.is_group else all(there)


Verdict = str | None
"""A button's action; `""` to leave the message alone; None if the question is not for this reader."""


def decide(asked: Asked) -> Json | None:
    """Return the button that the reader presses, if any."""
    for action, think in THOUGHTS.items():
        button = asked.buttons.get(action)
        if button is None or (action, str(button.get("value", ""))) in asked.mind.done:
            continue
        said = think(asked, button)
        if said == "":
            return None
        if isinstance(said, dict):
            return said
        if said is not None:
            return asked.buttons.get(said)
    return None


Thought = Callable[[Asked, Json], "Verdict | Json"]


def _offer(yes: str, no: str, topic: str = "offer", likely: float | None = None) -> Thought:
    def think(asked: Asked, button: Json) -> Verdict:
        chance = asked.mind.one.temperament.accepts if likely is None else likely
        return yes if asked.mind.chance(topic, str(button["value"]), chance) else no

    return think


def _answer(action: str, *, only: str = "") -> Thought:
    """Somebody who answers presses it; `only` a mentee, or a mentor."""

    def think(asked: Asked, button: Json) -> Verdict:
        if only and asked.mind.one.role != only:
            return None
        return action if asked.mind.answers(action, button) else ""

    return think


def _closing_questions(asked: Asked, button: Json) -> Verdict:
    writes = asked.is_mentor if asked.is_group else not asked.is_mentor
    if not writes or not asked.met(str(button["value"])):
        return ""
    return "reflections.open" if asked.mind.answers("reflections.open", button) else ""


def _did_you_meet(asked: Asked, button: Json) -> Verdict:
    if not asked.mind.answers("reflections.met", button):
        return ""
    return "reflections.met" if asked.met(str(button["value"])) else "reflections.missed"


def _time(asked: Asked, button: Json) -> Verdict:
    del button
    named = mentioned(asked.blocks)
    proposed_it = bool(named) and named[0] == asked.user and "meetings.decline" not in asked.buttons
    return "" if proposed_it else "meetings.accept"


def _propose(asked: Asked, button: Json) -> Verdict:
    """A mentee looks for a time, in a group the mentor; whoever is asked why they do not meet does it too."""
    is_nag = "trouble.fine" in asked.buttons
    mine = asked.is_mentor if asked.is_group else not asked.is_mentor
    if not (mine or is_nag):
        return ""
    return "meetings.propose" if asked.mind.answers("meetings.propose", button) else ""


def _nag(asked: Asked, button: Json) -> Verdict:
    return "trouble.propose" if asked.mind.answers("trouble.propose", button) else ""


def _check_in(asked: Asked, button: Json) -> Verdict:
    temper = asked.mind.one.temperament
    if not asked.mind.answers("checkins", button, temper.check_ins):
        return ""
    drawn = asked.mind.draws(f"how:{asked.mind.occasion('checkins', str(button['value']))}").random()
    if drawn < temper.help:
        return "checkins.help"
    return "checkins.better" if drawn < temper.help + 0.08 else "checkins.well"


def _fit(asked: Asked, button: Json) -> Verdict:
    if not asked.mind.answers("fit", button):
        return ""
    drawn = asked.mind.draws(f"how:{asked.mind.occasion('fit', str(button['value']))}").random()
    if drawn < asked.mind.one.temperament.misfit:
        return "care.not_fit"
    return "decisions.unsure" if drawn < asked.mind.one.temperament.misfit + 0.04 else "decisions.fits"


def _decision(asked: Asked, button: Json) -> Verdict:
    """Go on, mostly; after a while a mentor finds a mentee ready."""
    if not asked.mind.answers("decision", button):
        return ""
    drawn = asked.mind.draws(f"how:{asked.mind.occasion('decision', str(button['value']))}").random()
    if "care.part" in asked.buttons and drawn < asked.mind.one.temperament.misfit:
        return "care.part"
    if "care.graduate" in asked.buttons and drawn > 0.4:  # noqa: PLR2004 - six in ten are ready when it is asked
        return "care.graduate"
    return next((one for one in ("decisions.go_on", "care.graduate") if one in asked.buttons), "")


def _event(asked: Asked, button: Json) -> "Verdict | Json":
    """Come to the session that is not at night."""
    if not asked.mind.answers("events.yes", button):
        return ""
    choices = [one for one in buttons_in(asked.blocks) if name_of(one) == name_of(button)]
    zone = asked.mind.one.zone
    for one, at in zip(choices, moments(asked.blocks), strict=False):
        if local(datetime.fromtimestamp(at, asked.now.tzinfo), zone).hour in AWAKE:
            return one
    return "events.no" if "events.no" in asked.buttons else ""


def _was_there(asked: Asked, button: Json) -> Verdict:
    if not asked.mind.answers("events.there", button):
        return ""
    return "events.there" if asked.mind.comes(f"event{button['value']}", asked.now) else "events.not_there"


def _goals(asked: Asked, button: Json) -> Verdict:
    if asked.is_mentor:
        return None
    return "goals.write" if asked.mind.answers("goals.write", button) else ""


def _review(asked: Asked, button: Json) -> Verdict:
    return "goals.on_the_way" if asked.mind.answers("goals.review", button) else ""


THOUGHTS: Mapping[str, Thought] = {
    "matching.yes": _offer("matching.yes", "matching.not_now"),
    "matching.second_yes": _offer("matching.second_yes", "matching.second_no", "second", 0.6),
    "matching.place_yes": _offer("matching.place_yes", "matching.place_no", "place", 0.4),
    "matching.begin_ranking": _answer("matching.begin_ranking"),
    "matching.begin_choosing": _answer("matching.begin_choosing"),
    "trouble.join": _offer("trouble.join", "trouble.not_join", "second", 0.6),
    "reflections.open": _closing_questions,
    "reflections.met": _did_you_meet,
    "checkins.well": _check_in,
    "decisions.fits": _fit,
    "decisions.go_on": _decision,
    "care.graduate": _decision,
    "surveys.open": _answer("surveys.open"),
    "agreements.confirm": _answer("agreements.confirm"),
    "agreements.open": _answer("agreements.open", only="mentee"),
    "goals.write": _goals,
    "goals.on_the_way": _review,
    "goals.refine": _answer("goals.refine"),
    "goals.worked_out": _answer("goals.worked_out"),
    "goals.take_on": _answer("goals.take_on"),
    "events.yes": _event,
    "events.i_go": _event,
    "events.there": _was_there,
    "showcases.open": _answer("showcases.open", only="mentee"),
    "publicity.agree": _offer("publicity.agree", "publicity.decline", "publicity", 0.9),
    "recognition.post": _answer("recognition.post"),
    "plans.open": _answer("plans.open", only="mentor"),
    "meetings.will_come": _answer("meetings.will_come"),
    "meetings.accept": _time,
    "trouble.propose": _nag,
    "meetings.propose": _propose,
}
"""What people do, most important first: the first of these that a message offers and that is for them decides."""
