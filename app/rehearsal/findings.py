"""What a handbook should say differently: where it nags, asks too much, is out of reach, or asks at night.

Each finding counts what happened, and names the message and the key to change. A few cases are no finding: people
differ, and one person with bad luck says nothing about a handbook.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from app.core.calendar import humane, local
from app.delivery.rules import HELD
from app.handbook.model import Handbook
from app.handbook.recognition import Rule
from app.rehearsal import words
from app.rehearsal.counting import WEEK, Facts
from app.rehearsal.hearing import Sent
from app.rehearsal.report import Finding

NAGS_WITHIN, MOST_NAGS = timedelta(days=28), 2
LONG = timedelta(days=3)
"""So long a message may wait for its reader's week to have room."""
NIGHT = (22, 7)
SHARE = 0.15
"""Of those whom it concerns, so many must be hit."""
FEW = 3
ENOUGH = 2  # people of a role who took part, before a rule is called out of reach
OF_OTHERS = ("offer", "ranking", "choice")
"""What is asked about one person after the other, when others say no: no handbook decides how often."""
FULL = "enough messages this week"
ON_TIME = {
    "reflections.agenda": "rhythm.remind_before_minutes",
    "reflections.soon": "rhythm.remind_before_minutes",
    "events.tomorrow": "",
    "events.soon": "",
}
"""Reminders that come at a time which a handbook decides, and where it does."""
ASKED_BY = {
    "checkins.ask": "check_in.every_days",
    "checkins.chase": "check_in.chases",
    "decisions.ask": "decisions[].when",
    "decisions.chase": "decisions[].chases",
    "decisions.fit": "fit.after_meetings",
    "surveys.ask": "forms[].when",
    "surveys.chase": "forms[].chases",
    "goals.ask": "goals[].set_when",
    "goals.next": "goals[].again",
    "goals.remind": "goals[].set_when",
    "goals.to_review": "goals[].review_every_days",
    "goals.to_refine": "goals[].refine_by",
    "goals.to_refine_again": "goals[].refine_by",
    "goals.came_of": "lookouts[].follow_up_days",
    "events.invite": "events[].invite_days_before",
    "events.again": "events[].invite_days_before",
    "showcases.ask": "showcase.ask_days_before",
    "showcases.again": "showcase.ask_days_before",
    "stages.prepare": "first_meeting.prepare_mentee",
    "stages.begins": "stages[].from_day",
    "agreements.ask": "first_meeting.agree_on",
    "agreements.contact": "contact.every_days",
    "trouble.first_meeting": "trouble.first_meeting_days",
    "trouble.next_meeting": "trouble.next_meeting_days",
    "matching.reminder": "matching.offer_days",
}
"""Which key of a handbook decides that, or how often, a kind of message is sent."""


def findings(facts: Facts) -> list[Finding]:
    """Return what the handbook should say differently, as far as this rehearsal shows."""
    return [*_nags(facts), *_asks_too_much(facts), *_out_of_reach(facts), *_at_night(facts), *_events_at_night(facts)]


def key_of(kind: str, handbook: Handbook) -> str:
    """Return the key that decides on a kind of message; with its number where the handbook has only one of them."""
    key = ASKED_BY.get(kind, kind)
    family, _, rest = key.partition("[]")
    return f"{family}[0]{rest}" if rest and len(getattr(handbook, family)) == 1 else key


def _matters(hit: int, of: int) -> bool:
    return hit >= FEW and hit >= of * SHARE


# -- nagging ------------------------------------------------------------------------------------------


def _nags(facts: Facts) -> Iterator[Finding]:
    """Somebody was reminded of one topic more than twice within four weeks."""
    by_topic: dict[str, dict[str, list[Sent]]] = defaultdict(lambda: defaultdict(list))
    for one in facts.said.outbox:
        if one.kind.nags not in (None, *OF_OTHERS) and one.sent and one.to in facts.users:
            by_topic[one.kind.nags or ""][one.to].append(one)
    for topic, found in sorted(by_topic.items()):
        most = {user: _most_within([one.settled_at for one in sent], NAGS_WITHIN) for user, sent in found.items()}
        hit = [number for number in most.values() if number > MOST_NAGS]
        if _matters(len(hit), len(facts.applied)):
            kind = Counter(one.kind.name for sent in found.values() for one in sent).most_common(1)[0][0]
            key = key_of(kind, facts.plan.handbook)
            says = words.NAGS.format(hit=len(hit), of=len(facts.applied), topic=topic, most=max(hit), key=key)
            yield Finding(kind="nags", message=kind, key=key, says=says)


def _most_within(at: Sequence[datetime], span: timedelta) -> int:
    most = first = 0
    for last, one in enumerate(at):
        while one - at[first] >= span:
            first += 1
        most = max(most, last - first + 1)
    return most


# -- asking too much ----------------------------------------------------------------------------------


def _asks_too_much(facts: Facts) -> Iterator[Finding]:
    """Messages waited for days, or were dropped, because their readers' weeks were full."""
    kinds: dict[str, list[Sent]] = defaultdict(list)
    for one in facts.said.outbox:
        is_asked = one.kind.manner in HELD and one.kind.name in ASKED_BY
        if is_asked and one.to in facts.users and (one.sent or one.reason.startswith(FULL)):
            kinds[one.kind.name].append(one)
    for kind, found in sorted(kinds.items()):
        late = [wait for one in found if one.sent and (wait := _waited(facts, one)) >= LONG]
        lost = sum(not one.sent for one in found)
        if not _matters(len(late) + lost, len(found)):
            continue
        key = key_of(kind, facts.plan.handbook)
        longest = max((one.days for one in late), default=0)
        says = words.ASKS_TOO_MUCH.format(
            late=len(late), lost=lost, of=len(found), longest=longest, kind=kind, budget=facts.budget, key=key
        )
        yield Finding(kind="asks too much", message=kind, key=key, says=says)


def _waited(facts: Facts, one: Sent) -> timedelta:
    """Return how long a message waited because its reader's week was full; nothing if it had another reason."""
    due = humane(one.wanted_at, facts.users[one.to].zone)
    before = [at for other in facts.knocks.get(one.to, ()) if due - WEEK < (at := other.settled_at) <= due]
    return one.settled_at - due if len(before) >= facts.budget else timedelta(0)


# -- certificates -------------------------------------------------------------------------------------


def _out_of_reach(facts: Facts) -> Iterator[Finding]:
    """A rule that nobody fulfils, though people did all they were asked to."""
    if not facts.plan.reaches_the_end:
        return
    for number, certificate in enumerate(facts.plan.handbook.certificates):
        of_role = [of for award, of in facts.said.awards if award.role == certificate.role]
        if len(of_role) < ENOUGH:
            continue
        for place, rule in enumerate(certificate.rules):
            if not any(of.points[place].is_met for of in of_role):
                most = max(of.points[place].have for of in of_role)
                key = f"certificates[{number}].rules[{place}].{_name(rule)}"
                says = words.OUT_OF_REACH.format(
                    of=len(of_role),
                    role=certificate.role,
                    rule=words.rule(rule, facts.plan.handbook),
                    most=words.MOST_MET.format(most=most) if rule.meetings is not None else "",
                    key=key,
                )
                yield Finding(kind="out of reach", message="certificates.missing", key=key, says=says)


def _name(rule: Rule) -> str:
    return next(name for name, value in rule if value is not None)


# -- at night -----------------------------------------------------------------------------------------


def is_night(at: datetime, zone: str) -> bool:
    """Return whether people sleep, on the clocks of their zone."""
    hour = local(at, zone).hour
    return hour >= NIGHT[0] or hour < NIGHT[1]


def _at_night(facts: Facts) -> Iterator[Finding]:
    """Reminders of meetings that wake people."""
    by_key: dict[str, list[Sent]] = defaultdict(list)
    for one in facts.said.outbox:
        if one.sent and (key := ON_TIME.get(one.kind.name)):
            by_key[key].append(one)
    for key, found in sorted(by_key.items()):
        hit = sum(is_night(one.settled_at, facts.users[to].zone) for one in found for to in _people(facts, one))
        of = sum(len(_people(facts, one)) for one in found)
        if _matters(hit, of):
            says = words.AT_NIGHT.format(hit=hit, of=of, key=key)
            yield Finding(kind="at night", message=found[0].kind.name, key=key, says=says)


def _people(facts: Facts, one: Sent) -> list[str]:
    return [to for to in one.to.split("+") if to in facts.users]


@dataclass(frozen=True)
class _Invited:
    """How an event falls for those who were invited to it."""

    hit: int
    of: int


def _events_at_night(facts: Facts) -> Iterator[Finding]:
    """Events of which no session is by day for many of those who are invited."""
    for number, event in enumerate(facts.plan.handbook.events):
        found = _invited(facts, event.name)
        if not _matters(found.hit, found.of):
            continue
        key = f"events[{number}].sessions"
        sessions = " and ".join(event.sessions)
        says = words.EVENT_AT_NIGHT.format(name=event.name, sessions=sessions, hit=found.hit, of=found.of, key=key)
        yield Finding(kind="at night", message="events.invite", key=key, says=says)


def _invited(facts: Facts, name: str) -> _Invited:
    by_day: dict[str, bool] = {}
    for one in facts.heard:
        notice = facts.kinds.get((one.channel, one.ts))
        if notice is None or notice.kind.name != "events.invite" or name not in one.text or not one.moments:
            continue
        for reader in one.readers:
            if reader in facts.users:
                zone = facts.users[reader].zone
                awake = any(not is_night(datetime.fromtimestamp(at, UTC), zone) for at in one.moments)
                by_day[reader] = by_day.get(reader, False) or awake
    return _Invited(hit=sum(not one for one in by_day.values()), of=len(by_day))
