"""How well two people fit: the terms of the score, each with its sentence, and the hard limits."""

import re
from collections.abc import Iterable, Sequence
from datetime import timedelta

from app.core.calendar import Slot, Span, local, shared, spans
from app.features.joining.rules import Application
from app.features.matching.rules import Blocked, Fit, Pool, Reason
from app.features.programmes.rules import Cohort
from app.handbook.model import Handbook

WEEK_DAYS = 7
PLENTY = 2  # shared slots a week from which more do not help
FAR_AHEAD = 20  # years after which a lead counts no more than a small share
LEAST_LEAD_SHARE = 0.3
SOME_LANGUAGE = 0.7
EITHER_PLACE = 0.7
NO_LANGUAGE = "none"
BOTH = frozenset({"virtual", "in_person"})
BOTH_KINDS = {"virtual": frozenset({"virtual"}), "in_person": frozenset({"in_person"})}
WORD = re.compile(r"\w{5,}")


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


def fits_in(pool: Pool, cohort: Cohort, handbook: Handbook) -> dict[tuple[int, int], Fit | Blocked]:
    """Judge every pair of a pool."""
    return {
        (mentee.id, mentor.id): judge(mentee, mentor, cohort, handbook, pool.apart)
        for mentee in pool.mentees
        for mentor in pool.mentors
    }
