"""The model of a match: terms, hard limits, the best whole, and why somebody is left over."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from app.core.calendar import Slot, Span, local, shared, spans
from app.core.notice import Wanted
from app.features.joining.rules import Application
from app.features.pairings.rules import Pairing
from app.features.programmes.rules import Cohort
from app.handbook.model import Handbook

WEEK_DAYS = 7
PLENTY = 2  # shared slots a week from which more do not help
FAR_AHEAD = 20  # years after which a lead counts no more than a small share
LEAST_LEAD_SHARE = 0.3
SOME_LANGUAGE = 0.7
COST = 1_000_000
EITHER_PLACE = 0.7
NO_LANGUAGE = "none"
BOTH = frozenset({"virtual", "in_person"})
BOTH_KINDS = {"virtual": frozenset({"virtual"}), "in_person": frozenset({"in_person"})}
WORD = re.compile(r"\w{5,}")
REMIND_BEFORE = timedelta(hours=24)


@dataclass(frozen=True)
class Reason:
    """One true sentence about a pair: the code names it in `words`, the facts fill it."""

    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Fit:
    """How well two people fit: a score in [0, 1] and a reason per term."""

    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Blocked:
    """Two people who cannot be matched, whatever their score."""

    code: str


def judge(
    mentee: Application, mentor: Application, cohort: Cohort, handbook: Handbook, apart: frozenset[tuple[int, int]]
) -> Fit | Blocked:
    """Say how well a mentee and a mentor fit, or why they cannot be matched.

    Args:
        mentee: an approved application.
        mentor: another of the same cohort.
        cohort: gives the dates on which slots fall.
        handbook: gives the weights.
        apart: pairs (mentee's and mentor's application) that are not to be matched: forbidden,
            declined, or ended before. Why is confidential, so it has one code.
    """
    if mentee.user_id == mentor.user_id or (mentee.id, mentor.id) in apart:
        return Blocked("apart")
    if mentee.spoken and mentor.spoken and not mentee.spoken & mentor.spoken:
        return Blocked("language")
    if not (_speaks_what_is_needed(mentee, mentor, handbook) and _speaks_what_is_needed(mentor, mentee, handbook)):
        return Blocked("language")
    kinds = meeting_kinds(mentee, mentor, handbook)
    if not kinds:
        return Blocked("place")
    common = common_time(mentee, mentor, cohort, handbook)
    if handbook.matching.shared_slot == "needed" and not common:
        return Blocked("time")
    topics = _topics(mentee, mentor, handbook)
    if handbook.matching.shared_topic == "needed" and topics[1] is not None and topics[1].code == "no-topic":
        return Blocked("topic")
    terms = {
        "topics": topics,
        "goals": _goals(mentee, mentor),
        "languages": _languages(mentee, mentor, handbook),
        "slots": _slots(common, mentee, mentor),
        "experience": _experience(mentee, mentor, handbook.matching.experience_lead),
        "place": _place(kinds, mentee, handbook),
    }
    weights = handbook.matching.weights.model_dump()
    total = sum(weights.values()) or 1.0
    score = sum(weights[name] * value for name, (value, _) in terms.items()) / total
    # What does not count is no reason; a shared hour is worth knowing all the same.
    reasons = [reason for name, (_, reason) in terms.items() if weights[name] or name == "slots"]
    return Fit(round(score, 6), tuple(one for one in reasons if one is not None))


Term = tuple[float, Reason | None]


def _labels(handbook: Handbook, role: str, key: str) -> dict[str, str]:
    return {
        option.value: option.label
        for question in handbook.questions(role)
        if question.key == key
        for option in question.options
    }


def _topics(mentee: Application, mentor: Application, handbook: Handbook) -> Term:
    """Compare each pair of questions; those that the mentee left open do not count."""
    shares: list[float] = []
    names: list[str] = []
    of = 0
    for pair in handbook.matching.topics:
        wants = mentee.chosen(pair.wants)
        if wants:
            both = sorted(wants & mentor.chosen(pair.offers))
            labels = _labels(handbook, "mentee", pair.wants)
            names += [labels.get(one, one) for one in both]
            of += len(wants)
            shares.append(len(both) / len(wants))
    if not shares:
        return 0.0, None
    if not names:
        return 0.0, Reason("no-topic")
    return sum(shares) / len(shares), Reason("topics", {"names": ", ".join(names), "number": len(names), "of": of})


def _speaks_what_is_needed(speaker: Application, other: Application, handbook: Handbook) -> bool:
    """Whether one speaks the language without which the other cannot work."""
    key = handbook.matching.required_language
    needed = other.answers.get(key) if key is not None else None
    return not needed or needed == NO_LANGUAGE or needed in speaker.spoken


def meeting_kinds(one: Application, other: Application, handbook: Handbook) -> frozenset[str]:
    """Return how two people could meet, `virtual` or `in_person`; in person needs the same town."""
    matching = handbook.matching
    if matching.place is None:
        return frozenset({"virtual"})
    ways = [BOTH_KINDS.get(str(who.answers.get(matching.place) or "either"), BOTH) for who in (one, other)]
    found = set(ways[0] & ways[1])
    if matching.town is not None:
        here, there = (str(who.answers.get(matching.town) or "").strip().casefold() for who in (one, other))
        if not here or here != there:
            found.discard("in_person")
    return frozenset(found)


def _place(kinds: frozenset[str], mentee: Application, handbook: Handbook) -> Term:
    """In person counts most, then whoever did not ask for anything else; it is said only where it was asked."""
    matching = handbook.matching
    if matching.place is None:
        return 0.0, None
    if "in_person" in kinds:
        town = str(mentee.answers.get(matching.town) or "") if matching.town is not None else ""
        return 1.0, Reason("place-town", {"town": town}) if town else Reason("place-in-person")
    return (1.0 if mentee.answers.get(matching.place) == "virtual" else EITHER_PLACE), Reason("place-virtual")


def _goals(mentee: Application, mentor: Application) -> Term:
    ours, theirs = (set(WORD.findall(str(one.answers.get("goals", "")).lower())) for one in (mentee, mentor))
    both = sorted(ours & theirs)
    if not both:
        return 0.0, None
    return min(1.0, len(both) / 3), Reason("goals", {"names": ", ".join(both[:5])})


def _languages(mentee: Application, mentor: Application, handbook: Handbook) -> Term:
    with_ease, any_level = mentee.fluent & mentor.fluent, mentee.spoken & mentor.spoken
    if not any_level:
        return 0.0, None
    labels = _labels(handbook, "mentee", "languages")
    chosen = with_ease or any_level
    names = ", ".join(labels.get(one, one) for one in sorted(chosen))
    return (1.0 if with_ease else SOME_LANGUAGE), Reason("languages", {"names": names})


def common_time(mentee: Application, mentor: Application, cohort: Cohort, handbook: Handbook) -> list[Span]:
    """Return when both are free in the cohort's first week, on its actual dates, long enough to meet."""

    def free(slots: Sequence[Slot], zone: str) -> Iterable[Span]:
        return spans(slots, zone, cohort.starts_on, WEEK_DAYS)

    length = timedelta(minutes=handbook.rhythm.minutes)
    return shared(free(mentee.slots, mentee.zone), free(mentor.slots, mentor.zone), length)


def _slots(common: list[Span], mentee: Application, mentor: Application) -> Term:
    if not common:
        return 0.0, Reason("no-time")
    first = common[0].start
    here, there = local(first, mentee.zone), local(first, mentor.zone)
    facts = {"number": len(common), "here": f"{here:%A %H:%M}", "zone": mentee.zone}
    if here.utcoffset() != there.utcoffset():
        facts |= {"there": f"{there:%A %H:%M}", "other": mentor.zone}
    return min(1.0, len(common) / PLENTY), Reason("time" if "there" in facts else "time-same", facts)


def _experience(mentee: Application, mentor: Application, lead: int) -> Term:
    ahead = mentor.number("experience") - mentee.number("experience")
    if ahead <= 0:
        return 0.0, Reason("no-lead")
    score = ahead / lead if ahead < lead else max(LEAST_LEAD_SHARE, 1 - (ahead - lead) / FAR_AHEAD)
    return min(1.0, score), Reason("experience", {"years": ahead})


@dataclass(frozen=True)
class Match:
    """One pair of the best whole."""

    mentee: int
    mentor: int
    fit: Fit


def solve(fits: Mapping[tuple[int, int], Fit], places: Mapping[int, int]) -> list[Match]:
    """Return the best whole: most people placed, then the best total; the same input, the same result.

    Args:
        fits: by mentee's and mentor's application.
        places: how many mentees each mentor can still take.
    """
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow  # noqa: PLC0415 - heavy, and only matching needs it

    pairs = sorted(pair for pair in fits if places.get(pair[1], 0) > 0)
    mentees, mentors = sorted({one for one, _ in pairs}), sorted({one for _, one in pairs})
    node = {("mentee", one): number for number, one in enumerate(mentees, start=2)}
    node |= {("mentor", one): number for number, one in enumerate(mentors, start=2 + len(mentees))}
    flow, source, sink = SimpleMinCostFlow(), 0, 1
    for one in mentees:
        flow.add_arc_with_capacity_and_unit_cost(source, node["mentee", one], 1, 0)
    for one in mentors:
        flow.add_arc_with_capacity_and_unit_cost(node["mentor", one], sink, places[one], 0)
    arcs = {}
    for mentee, mentor in pairs:
        cost = round((1 - fits[mentee, mentor].score) * COST)
        arc = flow.add_arc_with_capacity_and_unit_cost(node["mentee", mentee], node["mentor", mentor], 1, cost)
        arcs[arc] = (mentee, mentor)
    if not arcs:
        return []
    flow.set_node_supply(source, len(mentees))
    flow.set_node_supply(sink, -len(mentees))
    status = flow.solve_max_flow_with_min_cost()
    if status != flow.OPTIMAL:
        raise ArithmeticError(f"the solver ended with status {status}")
    return [Match(*pair, fits[pair]) for arc, pair in sorted(arcs.items()) if flow.flow(arc) > 0]


def why_left_over(verdicts: Iterable[Fit | Blocked], *, others: str) -> str:
    """Return the code of the sentence for somebody who was not placed.

    Args:
        verdicts: what was judged with each possible partner.
        others: `mentor` or `mentee`, whom they were looking for.
    """
    found = list(verdicts)
    if not found:
        return f"no-{others}"
    if any(isinstance(one, Fit) for one in found):
        return f"{others}-taken"
    codes = [one.code for one in found if isinstance(one, Blocked)]
    return f"{others}-{max(sorted(set(codes)), key=codes.count)}"


@dataclass(frozen=True)
class Pool:
    """Everybody who can be matched in a cohort now.

    Attributes:
        mentees: applications without a partner and without somebody being asked for them.
        mentors: applications with a free place.
        places: how many more mentees each mentor's application can take.
        apart: pairs (mentee's and mentor's application) that are not to be matched.
    """

    mentees: tuple[Application, ...]
    mentors: tuple[Application, ...]
    places: Mapping[int, int]
    apart: frozenset[tuple[int, int]]

    def with_mentors(self, mentors: tuple[Application, ...]) -> "Pool":
        """Return the same pool with other mentors."""
        return Pool(self.mentees, mentors, self.places, self.apart)


def fits_in(pool: Pool, cohort: Cohort, handbook: Handbook) -> dict[tuple[int, int], Fit | Blocked]:
    """Judge every pair of a pool."""
    return {
        (mentee.id, mentor.id): judge(mentee, mentor, cohort, handbook, pool.apart)
        for mentee in pool.mentees
        for mentor in pool.mentors
    }


def left_over(
    pool: Pool, verdicts: Mapping[tuple[int, int], Fit | Blocked], placed: Collection[int]
) -> list[tuple[str, str]]:
    """Return (person, code of the reason) for everybody of the pool whose application was not placed."""
    return [
        (one.user_id, why_left_over([v for pair, v in verdicts.items() if one.id in pair], others=others))
        for group, others in ((pool.mentees, "mentor"), (pool.mentors, "mentee"))
        for one in group
        if one.id not in placed
    ]


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """A pair that matching suggests.

    Attributes:
        id, team_id, cohort_id: where it belongs.
        mentee, mentor: their applications.
        score: in [0, 1].
        reasons: one per term.
        accepted_at, forbidden_at, superseded_at: deeds, UTC.
        ended_at: when it came to nothing before there was a pairing, UTC.
        pairing_id: the pairing that it became.
        bundle: the number that the proposals of one group share.
        joins: the running group that its mentee would join.
        shared_at: the hour that the whole group shares, UTC.
    """

    id: int
    team_id: str
    cohort_id: int
    mentee: Application
    mentor: Application
    score: float
    reasons: tuple[Reason, ...]
    accepted_at: datetime | None = None
    forbidden_at: datetime | None = None
    superseded_at: datetime | None = None
    ended_at: datetime | None = None
    pairing_id: int | None = None
    bundle: int | None = None
    joins: int | None = None
    shared_at: datetime | None = None

    @property
    def is_underway(self) -> bool:
        """Whether its people are being asked."""
        return self.accepted_at is not None and not self.is_over and self.pairing_id is None

    @property
    def is_over(self) -> bool:
        """Whether it came to nothing."""
        return self.ended_at is not None or self.superseded_at is not None

    def keeps_apart(self) -> bool:
        """Whether these two are not to be proposed again.

        A "no" counts until one of them applies anew; a coordinator's "never", and a goodbye, stay.
        """
        if self.forbidden_at is not None or self.pairing_id is not None:
            return True
        return self.ended_at is not None and max(self.mentee.submitted_at, self.mentor.submitted_at) <= self.ended_at

    def of(self, role: str) -> Application:
        """Return the application of its mentee or mentor."""
        return self.mentor if role == "mentor" else self.mentee

    def partner_of(self, role: str) -> str:
        """Return whom the one in this role would work with."""
        return self.mentee.user_id if role == "mentor" else self.mentor.user_id

    @property
    def is_undecided(self) -> bool:
        """Whether a coordinator has not decided yet."""
        return self.accepted_at is None and self.forbidden_at is None and self.superseded_at is None


@dataclass(frozen=True)
class Proposals:
    """What a coordinator reads after a run.

    Attributes:
        cohort: whose.
        number: of the run; a decision on all proposals counts for this run only.
        undecided: best first.
        left_over: who was not placed, and the code of the reason.
    """

    cohort: Cohort
    number: int
    undecided: list[Proposal]
    left_over: list[tuple[str, str]]


@dataclass(frozen=True)
class Standing:
    """How matching stands in a cohort, in numbers for the desk."""

    waiting: int
    places: int
    undecided: int
    asked: int


def pool(
    here: Sequence[Application],
    pairings: Sequence[Pairing],
    proposals: Sequence[Proposal],
    resting: Mapping[str, datetime],
    most_pairings: int,
) -> Pool:
    """Say who can be matched now.

    Args:
        here: the applications of those who take part and have not left the workspace.
        pairings: of the cohort, ended ones too. Whoever graduated in one, or stayed away so long that
            their place was given to somebody else, waits for no other until they edit their answers.
        proposals: of the cohort, all that ever were.
        resting: when mentors said that they want no more mentees for now, UTC; a later edit of
            their answers takes it back.
        most_pairings: the handbook's limit for one person, as mentor and as mentee together.
    """
    busy = Counter[tuple[str, str]]()
    for pairing in pairings:
        if pairing.is_live:
            busy.update([("mentor", pairing.mentor), *(("mentee", one) for one in pairing.mentees)])
    for one in proposals:
        if one.is_underway:
            busy.update([("mentor", one.mentor.user_id), ("mentee", one.mentee.user_id)])

    def left(user: str) -> int:
        return most_pairings - busy["mentor", user] - busy["mentee", user]

    done = {user: one.graduated_at for one in pairings if one.graduated_at is not None for user in one.mentees}
    done |= {user: one.left[user] for one in pairings for user in one.stayed_away}

    def rests(one: Application) -> bool:
        since = done.get(one.user_id)
        return since is not None and (one.edited_at or one.submitted_at) <= since

    waiting = [
        one
        for one in here
        if one.role == "mentee" and not busy["mentee", one.user_id] and left(one.user_id) > 0 and not rests(one)
    ]
    learn = {one.user_id for one in waiting}
    places = {
        one.id: min(
            places_of(one, resting.get(one.user_id), most_pairings) - busy["mentor", one.user_id],
            left(one.user_id) - (one.user_id in learn),
        )
        for one in here
        if one.role == "mentor"
    }
    return Pool(
        mentees=tuple(waiting),
        mentors=tuple(one for one in here if places.get(one.id, 0) > 0),
        places={mentor: free for mentor, free in places.items() if free > 0},
        apart=frozenset((one.mentee.id, one.mentor.id) for one in proposals if one.keeps_apart()),
    )


def places_of(mentor: Application, said_no_more: datetime | None, most: int, *, otherwise: int = 1) -> int:
    """Return how many mentees a mentor takes in all, `otherwise` where the form does not ask."""
    if said_no_more is not None and said_no_more >= (mentor.edited_at or mentor.submitted_at):
        return 0
    return min(mentor.number("capacity", otherwise), most)


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A proposal put to one person, until it expires; `talked_at`: they asked to talk first."""

    id: int
    team_id: str
    proposal_id: int
    user_id: str
    role: str
    offered_at: datetime
    expires_at: datetime
    accepted_at: datetime | None = None
    declined_at: datetime | None = None
    declined_how: str | None = None
    lapsed_at: datetime | None = None
    talked_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer."""
        return self.accepted_at is None and self.declined_at is None and self.lapsed_at is None


def offer_messages(offer: Offer) -> list[Wanted]:
    """List the messages of an offer: itself, and one reminder while it is open."""
    about = {"offer": offer.id}
    base = f"offer:{offer.id}"
    messages = [
        Wanted(
            key=base,
            kind="matching.offer",
            to=offer.user_id,
            due=offer.offered_at,
            expires=offer.expires_at,
            about=about,
        )
    ]
    if offer.is_open:
        due = offer.expires_at - REMIND_BEFORE
        messages.append(
            Wanted(
                key=f"{base}:reminder",
                kind="matching.reminder",
                to=offer.user_id,
                due=due,
                expires=offer.expires_at,
                about=about,
            )
        )
    return messages


def joined_messages(pairing: Pairing, cohort: Cohort, user: str) -> list[Wanted]:
    """List what somebody new in a running pairing calls for: a welcome in its new conversation, and the rooms."""
    at = pairing.joined_at(user)
    about: dict[str, int | str] = {"pairing": pairing.id, "user": user}
    base = f"pairing:{pairing.id}:joined:{user}:{at:%Y%m%d%H%M%S}"
    room = cohort.mentors_channel if pairing.role_of(user) == "mentor" else cohort.mentees_channel
    messages = [
        Wanted(key=f"{base}:welcome", kind="matching.welcome", to=pairing.address, due=at, about=about),
        Wanted(key=f"{base}:told", kind="matching.joined", to=cohort.coordinators_channel, due=at, about=about),
    ]
    if room is not None:
        messages.append(Wanted(key=f"{base}:invite", kind="matching.invite", to=room, due=at, about=about))
    return messages


def talk(offer: Offer, proposal: Proposal) -> list[Wanted]:
    """List what talking first calls for: a kind word in a conversation of the two."""
    if offer.talked_at is None:
        return []
    people = "+".join(sorted((proposal.mentor.user_id, proposal.mentee.user_id)))
    about = {"offer": offer.id}
    key = f"offer:{offer.id}:talk"
    due, until = offer.talked_at, offer.expires_at
    return [Wanted(key=key, kind="matching.talk", to=people, due=due, expires=until, about=about)]


def pairing_messages(pairing: Pairing, cohort: Cohort, *, public: bool, asked: bool = True) -> list[Wanted]:
    """List what a new pairing calls for: introduction, invitations, a line for the coordinators, the news.

    `asked` says whether its people said yes themselves; otherwise the coordinators decided.
    """
    base, about = f"pairing:{pairing.id}", {"pairing": pairing.id}
    at = pairing.began_at
    introduction, begun = (
        ("matching.introduction", "matching.begun") if asked else ("matching.introduced", "matching.formed")
    )
    messages = [
        Wanted(key=f"{base}:introduction", kind=introduction, to=pairing.address, due=at, about=about),
        Wanted(key=f"{base}:begun", kind=begun, to=cohort.coordinators_channel, due=at, about=about),
    ]
    rooms = [(cohort.mentors_channel, pairing.mentors), (cohort.mentees_channel, pairing.mentees)]
    messages += [
        Wanted(key=f"{base}:invite:{user}", kind="matching.invite", to=channel, due=at, about={**about, "user": user})
        for channel, users in rooms
        if channel is not None
        for user in users
    ]
    if public:
        messages.append(
            Wanted(key=f"{base}:public", kind="matching.public", to=cohort.announce_channel, due=at, about=about)
        )
    return messages
