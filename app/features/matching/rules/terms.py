"""How well two people fit: the terms of the score, each with its sentence, and the hard limits.

This page is the truth about one pair; `table` computes the same for all pairs of a pool at once. Each
term is worth a whole number of millionths, so that both agree to the last one.

Some things that people confide count and are never told: whom they would like to work with, whom they
would rather not meet, and a background that two people share. They have no reason, and what keeps two
people apart has one code, whatever it is.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping

from app.core.calendar import local
from app.features.joining.rules import Application
from app.features.matching.rules import Blocked, Fit, Pool, Reason
from app.features.matching.rules.hours import FAR_APART, apart, common_slots, common_time, weeks
from app.features.programmes.rules import Cohort
from app.handbook.model import Handbook

WHOLE = 1_000_000
"""The score of two people who share everything, in the millionths in which terms are worth something."""
PLENTY = 2  # shared stretches a week from which more do not help
FAR_AHEAD = 20  # years after which a lead counts no more than a small share
LEAST_LEAD_SHARE = 0.3
ENOUGH_WORDS = 3  # shared words of two texts from which more do not help
FLUENT_BOTH, FLUENT_ONE, FLUENT_NONE = 1.0, 0.7, 0.4
EITHER_PLACE = 0.7
WISHES = 5
NO_LANGUAGE = "none"
BOTH = frozenset({"virtual", "in_person"})
WAYS = {"virtual": frozenset({"virtual"}), "in_person": frozenset({"in_person"})}
WORD = re.compile(r"\w{5,}")
SAYS_NOTHING = frozenset(
    WORD.findall(
        "about above after again another around because become before being below between could doing during every "
        "first further going having might myself never other others please quite rather really should since still "
        "thank thanks their theirs there these thing things think those through together towards under until using "
        "where whether which while whose within without would yourself"
    )
)
"""Words in which everybody writes of everything."""
LIMITS = ("language", "place", "time", "topic")
"""The codes of the limits that may be told, in the order in which they are looked at."""

Term = tuple[float, Reason | None]
"""What a term is worth, in [0, 1], and its sentence."""


def judge(
    mentee: Application, mentor: Application, cohort: Cohort, handbook: Handbook, apart: Collection[tuple[int, int]]
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
    return Judge(cohort, handbook).says(mentee, mentor, apart)


class Judge:
    """Says how well people fit in a cohort; made once for many pairs.

    Attributes:
        cohort, handbook: by whose dates and weights.
        shares: what each term counts of the whole, by its name.
        asks_slots: whether the form asks when people are free; otherwise their clocks are compared.
    """

    def __init__(self, cohort: Cohort, handbook: Handbook) -> None:
        self.cohort, self.handbook = cohort, handbook
        weights: dict[str, float] = handbook.matching.weights.model_dump()
        total = sum(weights.values()) or 1.0
        self.shares = {name: weight / total for name, weight in weights.items()}
        self.asks_slots = any(one.kind == "slots" for one in handbook.signup.questions)
        self._weeks = weeks(cohort)
        self._labels: dict[str, Mapping[str, str]] = {
            one.key: {option.value: option.label for option in one.options} for one in handbook.questions("mentee")
        }
        self._terms: dict[str, Callable[[Application, Application], Term]] = {
            "topics": self.topics,
            "goals": self.goals,
            "languages": self.languages,
            "slots": self.hours,
            "experience": self.experience,
            "place": self.place,
            "wishes": self.wishes,
            "background": self.background,
        }

    def says(self, mentee: Application, mentor: Application, apart: Collection[tuple[int, int]]) -> Fit | Blocked:
        """Say how well two people fit, or why they cannot be matched."""
        if keeps_apart(mentee, mentor, apart):
            return Blocked("apart")
        for limit in LIMITS:
            if self.stops(limit, mentee, mentor):
                return Blocked(limit)
        return self.explains(mentee, mentor)

    def explains(self, mentee: Application, mentor: Application) -> Fit:
        """Say how well two people fit between whom no limit stands."""
        found = {name: term(mentee, mentor) for name, term in self._terms.items()}
        score = sum(worth(self.shares[name], value) for name, (value, _) in found.items())
        # What does not count is no reason; a shared hour is worth knowing all the same.
        told = [reason for name, (_, reason) in found.items() if self.shares[name] or name == "slots"]
        return Fit(score / WHOLE, tuple(one for one in told if one is not None))

    # -- limits ------------------------------------------------------------------------------------

    def stops(self, limit: str, mentee: Application, mentor: Application) -> bool:
        """Whether one of `LIMITS` stands between two people."""
        matching = self.handbook.matching
        match limit:
            case "language":
                return not self._can_talk(mentee, mentor)
            case "place":
                return not meeting_kinds(mentee, mentor, self.handbook)
            case "time":
                return matching.shared_slot == "needed" and self.asks_slots and not self._common(mentee, mentor)
            case _:
                wanted = any(mentee.chosen(pair.wants) for pair in matching.topics)
                return matching.shared_topic == "needed" and wanted and not self.topics(mentee, mentor)[0]

    def _can_talk(self, mentee: Application, mentor: Application) -> bool:
        if mentee.spoken and mentor.spoken and not mentee.spoken & mentor.spoken:
            return False
        needs = ((self.needed_language(mentee), mentor), (self.needed_language(mentor), mentee))
        return all(one is None or one in who.spoken for one, who in needs)

    def needed_language(self, one: Application) -> str | None:
        """Return the language without which somebody cannot work, if there is one."""
        key = self.handbook.matching.required_language
        said = one.answers.get(key) if key is not None else None
        return str(said) if said and said != NO_LANGUAGE else None

    def _common(self, mentee: Application, mentor: Application) -> int:
        return len(common_slots(mentee, mentor, self.cohort, self.handbook))

    # -- terms -------------------------------------------------------------------------------------

    def topics(self, mentee: Application, mentor: Application) -> Term:
        """Compare each pair of questions; those that the mentee left open do not count."""
        shares: list[float] = []
        names: list[str] = []
        of = 0
        for pair in self.handbook.matching.topics:
            wants = mentee.chosen(pair.wants)
            if wants:
                both = sorted(wants & mentor.chosen(pair.offers))
                names += self._called(pair.wants, both)
                of += len(wants)
                shares.append(len(both) / len(wants))
        if not shares:
            return 0.0, None
        if not names:
            return 0.0, Reason("no-topic")
        return sum(shares) / len(shares), Reason("topics", {"names": ", ".join(names), "number": len(names), "of": of})

    def _called(self, key: str, values: Iterable[str]) -> list[str]:
        labels = self._labels.get(key, {})
        return [labels.get(one, one) for one in values]

    def goals(self, mentee: Application, mentor: Application) -> Term:
        """Compare the words in which both write of their goals."""
        both = sorted(words_of(mentee) & words_of(mentor))
        if not both:
            return 0.0, None
        return min(1.0, len(both) / ENOUGH_WORDS), Reason("goals", {"names": ", ".join(both[:5])})

    def languages(self, mentee: Application, mentor: Application) -> Term:
        """Prefer a language that both speak with ease to one that one does, and that to one that none does."""
        value = ease(mentee, mentor)
        if not value:
            return 0.0, None
        chosen = (mentee.fluent & mentor.fluent) or (mentee.spoken & mentor.spoken)
        return value, Reason("languages", {"names": ", ".join(self._called("languages", sorted(chosen)))})

    def hours(self, mentee: Application, mentor: Application) -> Term:
        """Count the stretches that both are free in most weeks, or compare their clocks where nobody was asked."""
        if not self.asks_slots:
            return self._clocks(mentee, mentor)
        common = common_time(mentee, mentor, self.cohort, self.handbook)
        if not common:
            return 0.0, Reason("no-time")
        here, there = local(common[0].start, mentee.zone), local(common[0].start, mentor.zone)
        facts = {"number": len(common), "here": f"{here:%A %H:%M}", "zone": mentee.zone}
        if here.utcoffset() != there.utcoffset():
            facts |= {"there": f"{there:%A %H:%M}", "other": mentor.zone}
        return min(1.0, len(common) / PLENTY), Reason("time" if "there" in facts else "time-same", facts)

    def _clocks(self, mentee: Application, mentor: Application) -> Term:
        minutes = apart(mentee, mentor, self.cohort)
        hours = round(minutes / self._weeks / 30) / 2
        said = Reason("clocks", {"hours": f"{hours:g}"}) if hours else Reason("clocks-same")
        return nearness(minutes, self._weeks), said

    def experience(self, mentee: Application, mentor: Application) -> Term:
        """Prefer a mentor who is ahead by what the handbook calls ideal: close, but noticeable."""
        ahead = mentor.number("experience") - mentee.number("experience")
        if ahead <= 0:
            return 0.0, Reason("no-lead")
        return lead_worth(ahead, self.handbook.matching.experience_lead), Reason("experience", {"years": ahead})

    def place(self, mentee: Application, mentor: Application) -> Term:
        """In person counts most, then whoever did not ask for anything else; it is said only where it was asked."""
        matching = self.handbook.matching
        if matching.place is None:
            return 0.0, None
        if "in_person" in meeting_kinds(mentee, mentor, self.handbook):
            town = str(mentee.answers.get(matching.town) or "") if matching.town is not None else ""
            return 1.0, Reason("place-town", {"town": town}) if town else Reason("place-in-person")
        return (1.0 if mentee.answers.get(matching.place) == "virtual" else EITHER_PLACE), Reason("place-virtual")

    def wishes(self, mentee: Application, mentor: Application) -> Term:
        """Count whom people named, the first most, and most of all if both did; it is never told."""
        return (wish(mentee, mentor.user_id) + wish(mentor, mentee.user_id)) / 2, None

    def background(self, mentee: Application, mentor: Application) -> Term:
        """Count a background that both asked to share; it is never told."""
        return (1.0 if backgrounds(mentee) & backgrounds(mentor) else 0.0), None


def worth(share: float, value: float) -> int:
    """Return what a term adds to the score, in millionths."""
    return round(WHOLE * share * value)


def keeps_apart(mentee: Application, mentor: Application, apart: Collection[tuple[int, int]]) -> bool:
    """Whether these two are not to meet, for whatever reason: nobody is told."""
    return (
        mentee.user_id == mentor.user_id
        or (mentee.id, mentor.id) in apart
        or mentor.user_id in avoided(mentee)
        or mentee.user_id in avoided(mentor)
    )


def avoided(one: Application) -> tuple[str, ...]:
    """Return whom somebody would rather not be matched with; nobody else ever hears of it."""
    return tuple(one.confided.get("avoid", ()))


def backgrounds(one: Application) -> frozenset[str]:
    """Return which backgrounds somebody asked to share with a partner."""
    return frozenset(one.confided.get("background", ()))


def wished(one: Application) -> tuple[str, ...]:
    """Return whom somebody would like to work with, best first."""
    return tuple(one.confided.get("wishes", ()))[:WISHES]


def wish(one: Application, user: str) -> float:
    """Return how high somebody is on another's list: 1 for the first, 0 for whoever is not on it."""
    names = wished(one)
    return (WISHES - names.index(user)) / WISHES if user in names else 0.0


def ease(mentee: Application, mentor: Application) -> float:
    """Return how easily two people can talk, by the language that suits them best; 0 without a common one."""
    if mentee.fluent & mentor.fluent:
        return FLUENT_BOTH
    if mentee.fluent & mentor.spoken or mentee.spoken & mentor.fluent:
        return FLUENT_ONE
    return FLUENT_NONE if mentee.spoken & mentor.spoken else 0.0


def lead_worth(ahead: int, lead: int) -> float:
    """Return what a lead in years is worth where another is ideal."""
    if ahead <= 0:
        return 0.0
    return min(1.0, ahead / lead if ahead < lead else max(LEAST_LEAD_SHARE, 1 - (ahead - lead) / FAR_AHEAD))


def nearness(minutes: int, over: int) -> float:
    """Return how near two clocks are, from the minutes between them summed over so many weeks."""
    return max(0.0, 1 - minutes / over / FAR_APART)


def words_of(one: Application) -> frozenset[str]:
    """Return the words in which somebody writes of their goals, without those that say nothing."""
    return frozenset(WORD.findall(str(one.answers.get("goals", "")).lower())) - SAYS_NOTHING


def ways_of(one: Application, handbook: Handbook) -> frozenset[str]:
    """Return how somebody would meet."""
    place = handbook.matching.place
    return WAYS["virtual"] if place is None else WAYS.get(str(one.answers.get(place) or "either"), BOTH)


def town_of(one: Application, handbook: Handbook) -> str:
    """Return the town where somebody would meet, in small letters; empty if they did not say."""
    town = handbook.matching.town
    return str(one.answers.get(town) or "").strip().casefold() if town is not None else ""


def meeting_kinds(one: Application, other: Application, handbook: Handbook) -> frozenset[str]:
    """Return how two people could meet, `virtual` or `in_person`; in person needs the same town."""
    found = ways_of(one, handbook) & ways_of(other, handbook)
    if handbook.matching.town is not None:
        here, there = town_of(one, handbook), town_of(other, handbook)
        if not here or here != there:
            return found - {"in_person"}
    return found


def fits_in(pool: Pool, cohort: Cohort, handbook: Handbook) -> dict[tuple[int, int], Fit | Blocked]:
    """Judge every pair of a pool, one by one: for a few people, or where every sentence is wanted."""
    judge = Judge(cohort, handbook)
    return {
        (mentee.id, mentor.id): judge.says(mentee, mentor, pool.apart)
        for mentee in pool.mentees
        for mentor in pool.mentors
    }


def why_nobody(stops: Counter[str], of: int, *, others: str) -> str:
    """Return the code of the sentence for somebody who can be matched with nobody.

    A limit is named only if it stands between them and every single one of the others, so that the
    sentence is true; what people confided is never told.

    Args:
        stops: how many of the others each of `LIMITS` stands in front of.
        of: how many others there are.
        others: `mentor` or `mentee`, whom they were looking for.
    """
    if not of:
        return f"no-{others}"
    return next((f"{others}-{limit}" for limit in LIMITS if stops[limit] == of), f"{others}-none")
