"""Which mentors are missing: the profiles that would fit the most of those who are left over."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import time, timedelta
from itertools import product
from statistics import median_low

from app.core.calendar import Slot, localise, spans
from app.core.refusal import Refusal
from app.features.joining.rules import Application
from app.features.matching.rules import Fit
from app.features.matching.rules.terms import NO_LANGUAGE, Judge
from app.features.programmes.rules import Cohort
from app.handbook.model import Handbook

MOST = 3
FEW = 3  # of whom a post tells no more than what they would like to learn
BLOCK = timedelta(minutes=15)
WEEK_DAYS = 7
LONGEST_POST = 2500
DAYS = {"weekday": range(5), "weekend": range(5, 7)}
PARTS = {"mornings": (7, 12), "afternoons": (12, 17), "evenings": (17, 22)}
NOBODY: frozenset[tuple[int, int]] = frozenset()


@dataclass(frozen=True, order=True)
class Window:
    """A part of the day on all weekdays or on the weekend, in an IANA zone."""

    days: str
    part: str
    zone: str

    @property
    def slots(self) -> tuple[Slot, ...]:
        """The same as weekly slots."""
        start, end = PARTS[self.part]
        return tuple(Slot(day, start * 60, end * 60) for day in DAYS[self.days])


@dataclass(frozen=True)
class Hint:
    """A mentor who is missing.

    Attributes:
        topic, language: the labels of the handbook's options; empty where it asks for none.
        window: when most of those whom they would fit are free; None where nobody said.
        hours_needed: whether the handbook matches nobody without a shared hour.
        town: where they would meet somebody in person; empty if that is not needed.
        fits: the applications of the left-over mentees with whom such a mentor could be matched and who
            were counted for no hint before.
        of: how many mentees are left over in all.
        places: how many of them one mentor usually takes.
    """

    topic: str
    language: str
    window: Window | None
    hours_needed: bool
    town: str
    fits: tuple[int, ...]
    of: int
    places: int

    @property
    def mentors(self) -> int:
        """How many such mentors would take all of them."""
        return -(-len(self.fits) // self.places)


def usual_places(mentors: Sequence[Application], handbook: Handbook) -> int:
    """Return how many mentees one mentor usually takes: what most of those in the cohort said, within its limits."""
    matching = handbook.matching
    if matching.group is not None:
        return matching.group.most_mentees
    said = [min(max(one.number("capacity", 1), 1), matching.most_pairings) for one in mentors]
    return median_low(said) if said else 1


def check_post(channel: str, text: str) -> None:
    """Let a post through that somebody can read.

    Raises:
        Refusal: `matching.no-channel`, `matching.no-post`, `matching.long-post`, each at its field.
    """
    if not channel:
        raise Refusal("matching.no-channel", field="channel")
    if not text.strip():
        raise Refusal("matching.no-post", field="text")
    if len(text) > LONGEST_POST:
        raise Refusal("matching.long-post", field="text", most=LONGEST_POST)


def hints(
    left: Sequence[Application], cohort: Cohort, handbook: Handbook, *, places: int = 1, most: int = MOST
) -> list[Hint]:
    """Name the mentors who would fit most of those left over, one after the other.

    What a profile asks for comes from what those left over want, speak and are free at. Whom they avoid, what
    binds them to others and who they are does not enter it.

    Args:
        left: the mentees who are left over; mentors among them are not looked at.
        cohort: gives the dates on which slots fall.
        handbook: gives the limits.
        places: how many mentees one mentor usually takes, at least 1.
        most: how many hints are wanted at the most.
    """
    mentees = sorted((one for one in left if one.role == "mentee"), key=lambda one: one.id)
    matching = handbook.matching
    least = matching.group.least_mentees if matching.group is not None else 1
    own, windows = _windows(mentees, cohort, handbook)
    profiles = {one for who, free in zip(mentees, own, strict=True) for one in _asked_for(who, free, handbook)}
    table, judge = _Table(mentees, windows, handbook), Judge(cohort, handbook)
    rest, found = (1 << len(mentees)) - 1, list[Hint]()
    while len(found) < most:
        enough = (one for one in profiles if table.fit(one, rest).bit_count() >= least)
        best = min(enough, key=lambda one: table.rank(one, rest), default=None)
        if best is None:
            break
        mentor = _mentor(best, mentees[0], handbook)
        fits = [at for at in _bits(table.fit(best, rest)) if isinstance(judge.says(mentees[at], mentor, NOBODY), Fit)]
        profiles.discard(best)
        if len(fits) < least:
            continue
        rest &= ~sum(1 << at for at in fits)
        found.append(
            Hint(
                topic=_label(handbook, matching.topics[best.pair].wants, best.topic) if best.topic else "",
                language=_label(handbook, "languages", best.language) if best.language else "",
                window=best.window,
                hours_needed=matching.shared_slot == "needed",
                town=best.town,
                fits=tuple(mentees[at].id for at in fits),
                of=len(mentees),
                places=max(places, 1),
            )
        )
    return found


@dataclass(frozen=True)
class _Profile:
    """A mentor who might be missing; the empty answer asks for nothing."""

    pair: int  # which of the handbook's topics
    topic: str
    language: str
    window: Window | None
    town: str


def _asked_for(one: Application, windows: frozenset[Window], handbook: Handbook) -> Iterator[_Profile]:
    """Yield the mentors whom somebody would need, by their own answers."""
    topics = [
        (at, topic) for at, pair in enumerate(handbook.matching.topics) for topic in sorted(one.chosen(pair.wants))
    ]
    needed = _needed_language(one, handbook)
    town = _town(one, handbook) if _way(one, handbook) == "in_person" else ""
    mine: list[Window | None] = [*sorted(windows)] or [None]
    for (pair, topic), language, window in product(
        topics or [(0, "")], [needed] if needed else sorted(one.spoken) or [""], mine
    ):
        yield _Profile(pair, topic, language, window, town)


class _Table:
    """Who fits which part of a profile, as sets of bits: thousands of profiles then cost milliseconds."""

    def __init__(
        self, mentees: Sequence[Application], windows: Sequence[frozenset[Window]], handbook: Handbook
    ) -> None:
        self._mentees, self._windows, self._handbook = mentees, windows, handbook
        self._needs_hours = handbook.matching.shared_slot == "needed"
        self._known: dict[tuple[object, ...], int] = {}

    def fit(self, one: _Profile, rest: int) -> int:
        """Return whom of the rest such a mentor would fit."""
        fits = rest & self._set(_wants, one.pair, one.topic) & self._set(_speaks, one.language)
        fits &= self._set(_meets, one.town)
        return fits & self._free(one.window) if self._needs_hours else fits

    def rank(self, one: _Profile, rest: int) -> tuple[object, ...]:
        """Most people first, then most shared hours, then whoever is asked for less; the same order each time."""
        fits = self.fit(one, rest)
        asks = sum(map(bool, (one.topic, one.language, one.window, one.town)))
        free = (fits & self._free(one.window)).bit_count() if one.window else 0
        return (-fits.bit_count(), -free, asks, one.pair, one.topic, one.language, one.town, str(one.window))

    def _set(self, test: Callable[..., bool], *facts: object) -> int:
        key = (test, *facts)
        if key not in self._known:
            bits = (1 << at for at, one in enumerate(self._mentees) if test(one, self._handbook, *facts))
            self._known[key] = sum(bits)
        return self._known[key]

    def _free(self, window: Window | None) -> int:
        if window is None:
            return 0
        if (window,) not in self._known:
            self._known[window,] = sum(1 << at for at, own in enumerate(self._windows) if window in own)
        return self._known[window,]


def _wants(one: Application, handbook: Handbook, pair: int, topic: str) -> bool:
    """Whether somebody wants this topic; whoever left the questions open can work on any."""
    return not topic or topic in one.chosen(handbook.matching.topics[pair].wants) or _is_open(one, handbook)


def _is_open(one: Application, handbook: Handbook) -> bool:
    return not any(one.chosen(pair.wants) for pair in handbook.matching.topics)


def _speaks(one: Application, handbook: Handbook, language: str) -> bool:
    needed = _needed_language(one, handbook)
    return needed in ("", language) and (not language or not one.spoken or language in one.spoken)


def _needed_language(one: Application, handbook: Handbook) -> str:
    key = handbook.matching.required_language
    said = str(one.answers.get(key) or "") if key is not None else ""
    return "" if said == NO_LANGUAGE else said


def _way(one: Application, handbook: Handbook) -> str:
    key = handbook.matching.place
    return str(one.answers.get(key) or "") if key is not None else ""


def _town(one: Application, handbook: Handbook) -> str:
    key = handbook.matching.town
    return str(one.answers.get(key) or "").strip() if key is not None else ""


def _meets(one: Application, handbook: Handbook, town: str) -> bool:
    if _way(one, handbook) != "in_person" or handbook.matching.town is None:
        return True
    return bool(town) and _town(one, handbook).casefold() == town.casefold()


def _mentor(profile: _Profile, like: Application, handbook: Handbook) -> Application:
    """Return the application that a mentor of this profile would send; nobody has it yet."""
    matching = handbook.matching
    answers: dict[str, object] = {"languages": {"fluent": [profile.language] if profile.language else [], "some": []}}
    if profile.topic:
        answers[matching.topics[profile.pair].offers] = [profile.topic]
    if matching.place is not None:
        answers[matching.place] = "either"
    if matching.town is not None:
        answers[matching.town] = profile.town
    return Application(
        id=0,
        team_id=like.team_id,
        cohort_id=like.cohort_id,
        user_id="",
        role="mentor",
        round=1,
        zone=profile.window.zone if profile.window else like.zone,
        answers=answers,
        slots=profile.window.slots if profile.window else (),
        submitted_at=like.submitted_at,
    )


def _windows(
    mentees: Sequence[Application], cohort: Cohort, handbook: Handbook
) -> tuple[list[frozenset[Window]], list[frozenset[Window]]]:
    """Return in which parts of the week each has time for a meeting: on their own clock, and on anybody's.

    Zones with the same clock share their windows.
    """
    base = localise(cohort.starts_on - timedelta(days=1), time(), "UTC")
    run = -(-handbook.rhythm.minutes // (BLOCK // timedelta(minutes=1)))

    def blocks(slots: Sequence[Slot], zone: str) -> int:
        free = 0
        for span in spans(slots, zone, cohort.starts_on, WEEK_DAYS):
            first, end = -((base - span.start) // BLOCK), (span.end - base) // BLOCK
            free |= (1 << max(end, first)) - (1 << first)
        return free

    zones = Counter(one.zone for one in mentees)
    by_blocks: dict[int, Window] = {}
    known: dict[tuple[str, str, str], int] = {}
    for zone in sorted(zones, key=lambda one: (-zones[one], one)):  # of zones with one clock, the best known
        for days, part in product(DAYS, PARTS):
            window = Window(days, part, zone)
            known[days, part, zone] = blocks(window.slots, zone)
            by_blocks.setdefault(known[days, part, zone], window)
    free = [blocks(one.slots, one.zone) for one in mentees]
    anybodys = [frozenset(window for mask, window in by_blocks.items() if _runs(mine & mask, run)) for mine in free]
    own = [
        everywhere & {by_blocks[known[days, part, one.zone]] for days, part in product(DAYS, PARTS)}
        for one, everywhere in zip(mentees, anybodys, strict=True)
    ]
    return own, anybodys


def _runs(free: int, length: int) -> bool:
    """Whether so many blocks are free in a row."""
    for _ in range(length - 1):
        free &= free >> 1
    return free != 0


def _bits(bits: int) -> Iterator[int]:
    at = 0
    while bits:
        if bits & 1:
            yield at
        bits >>= 1
        at += 1


def _label(handbook: Handbook, key: str, value: str) -> str:
    """Return an answer as the handbook's form calls it."""
    asked = (one for one in handbook.questions("mentee") if one.key == key)
    return next((option.label for one in asked for option in one.options if option.value == value), value)
