"""Whether the parts of a handbook fit together: what is legal in each part alone and would only fail later."""

import difflib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from app.handbook.page import When
from app.handbook.tables import IGNORED, PERSON

Loc = tuple[int | str, ...]
SECTION = 2900
"""Characters that one paragraph of a Slack message holds, with room for its first line."""
OPTIONS = 100
MODAL_BLOCKS = 100
FIELDS = {"languages": 2, "slots": 2}
"""How many fields of the form a sign-up question takes, if not one."""
MONTH = 30
_KEYS_OF = {"form": "forms.key", "event": "events.key", "sign-up question": "signup.questions.key"}
_NAMED = ("decisions", "forms", "goals", "activities", "lookouts", "stages", "outlines", "events")


@dataclass(frozen=True)
class Misfit:
    """One fault between parts.

    Attributes:
        loc: the key.
        says: how to mend it.
        is_odd: it is legal, and only worth a second look.
        rests_on: the keys that it was found by looking at (`forms.key`); if they have faults of their own,
            this one may only follow from those.
    """

    loc: Loc
    says: str
    is_odd: bool = False
    rests_on: str = "nothing"


def misfits(handbook: Any) -> list[Misfit]:
    """List what does not fit.

    Args:
        handbook: a `Handbook`, or what could be read of one whose parts have faults of their own; a check
            that stumbles over such a part ends there, since that fault is named already.
    """
    found: list[Misfit] = []
    for check in _CHECKS:
        with suppress(AttributeError, TypeError, ValueError, KeyError):
            found += check(handbook)
    return found


def _listed(handbook: Any, name: str) -> list[tuple[int, Any]]:
    return list(enumerate(getattr(handbook, name) or ()))


def _keys(handbook: Any, name: str) -> set[str]:
    return {one.key for one in getattr(handbook, name) or ()}


# -- names ---------------------------------------------------------------------------------------------


def _unknown_forms_and_events(book: Any) -> Iterator[Misfit]:
    forms, events = _keys(book, "forms"), _keys(book, "events")
    for number, stage in _listed(book, "stages"):
        for key in ("opens_with", "closes_with"):
            yield from _missing(("stages", number, key), "form", getattr(stage, key), forms)
    for number, certificate in _listed(book, "certificates"):
        for place, rule in enumerate(certificate.rules):
            loc: Loc = ("certificates", number, "rules", place)
            yield from _missing((*loc, "form"), "form", rule.form, forms)
            yield from _missing((*loc, "event"), "event", rule.event, events)
    if book.closing:
        yield from _missing(("closing", "form"), "form", book.closing.form, forms)
    if book.showcase:
        yield from _missing(("showcase", "event"), "event", book.showcase.event, events)


def _unknown_questions(book: Any) -> Iterator[Misfit]:
    asked = {one.key for one in book.signup.questions}
    named: list[tuple[Loc, str | None]] = [
        (("matching", key), getattr(book.matching, key)) for key in ("required_language", "place", "town")
    ]
    if book.graduation:
        named.append((("graduation", "role_question"), book.graduation.role_question))
    if book.directory:
        named.append((("directory", "listed"), book.directory.listed))
        named += [(("directory", "shows", number), key) for number, key in enumerate(book.directory.shows)]
    for loc, key in named:
        yield from _missing(loc, "sign-up question", key, asked)


def _missing(loc: Loc, what: str, name: str | None, known: set[str]) -> Iterator[Misfit]:
    if name is not None and name not in known:
        there = f"there are {', '.join(sorted(known))}" if known else f"there is no {what} at all"
        yield Misfit(loc, f"there is no {what} `{name}`; {there}", rests_on=_KEYS_OF[what])


def _doubled_keys(book: Any) -> Iterator[Misfit]:
    for name in _NAMED:
        seen: set[str] = set()
        for number, one in _listed(book, name):
            if one.key in seen:
                yield Misfit((name, number, "key"), f"another of the {name} has the key `{one.key}`; give it its own")
            seen.add(one.key)


# -- moments that never come -----------------------------------------------------------------------------


def _moments(book: Any) -> Iterator[tuple[Loc, When]]:
    for name, key in (("forms", "when"), ("events", "when"), ("decisions", "when"), ("goals", "set_when")):
        for number, one in _listed(book, name):
            when = getattr(one, key)
            if when is not None:
                yield (name, number, key), when


def _never(book: Any) -> Iterator[Misfit]:
    for loc, when in _moments(book):
        with suppress(AttributeError, TypeError):
            yield from _impossible(book, loc, when)
    for place, number in enumerate(book.fit.after_meetings):
        if number < 1:
            yield Misfit(("fit", "after_meetings", place), "meetings are counted from 1")


def _impossible(book: Any, loc: Loc, when: When) -> Iterator[Misfit]:
    if when.at == "meetings" and not when.numbers:
        yield Misfit((*loc, "numbers"), "never comes: say after which meetings, such as `numbers = [1, 3]`")
    if when.at != "meetings" and when.numbers:
        yield Misfit((*loc, "numbers"), '`numbers` counts meetings and needs `at = "meetings"`')
    if any(one < 1 for one in when.numbers):
        yield Misfit((*loc, "numbers"), "never comes: meetings are counted from 1")
    if when.days < 0 and not when.is_of_cohort:
        yield Misfit(
            (*loc, "days"), f"never comes: nobody knows days before `{when.at}` that it is near; use 0 or more"
        )
    if book.admission == "rolling" and when.at in ("middle", "end", "signup_closes"):
        yield Misfit((*loc, "at"), f"never comes: with rolling admission there is no `{when.at}`; count from `match`")
    most = book.least_months * MONTH
    if not when.is_of_cohort and book.admission != "rolling" and when.days > most:
        says = f"{when.days} days is longer than the {book.least_months} months a pairing lasts at least"
        yield Misfit((*loc, "days"), says, is_odd=True)


def _unasked_forms(book: Any) -> Iterator[Misfit]:
    asked = {key for one in book.stages for key in (one.opens_with, one.closes_with)}
    asked |= {book.closing.form} if book.closing else set()
    for number, form in _listed(book, "forms"):
        if form.when is None and form.key not in asked:
            says = "never comes: no stage and no closing asks for it; say `when`, or name it there"
            yield Misfit(("forms", number, "when"), says)


def _stages_in_order(book: Any) -> Iterator[Misfit]:
    for number, one in _listed(book, "stages"):
        if one.to_day <= one.from_day:
            yield Misfit(("stages", number, "to_day"), f"must be later than from_day ({one.from_day})")


def _closed_answers(book: Any) -> Iterator[Misfit]:
    """Yield what the directory would show although its writers were told that others read it."""
    listed = book.directory.listed
    shows = {key: number for number, key in enumerate(book.directory.shows)}
    for one in book.signup.questions:
        if one.key == listed and one.kind != "switch":
            yield Misfit(("directory", "listed"), f"the question `{one.key}` must be of kind switch")
        if one.key in shows and one.read_by != "everyone":
            says = f'shows the question `{one.key}`; that question needs read_by = "everyone"'
            yield Misfit(("directory", "shows", shows.pop(one.key)), says)


# -- matching ----------------------------------------------------------------------------------------------


def _matching_questions(book: Any) -> Iterator[Misfit]:
    matching, weights = book.matching, book.matching.weights
    terms: list[tuple[float, str, str, tuple[str, ...], tuple[str, ...]]] = [
        (weights.goals, "goals", "goals", ("lines", "text"), ("mentee", "mentor")),
        (weights.languages, "languages", "languages", ("languages",), ("mentee", "mentor")),
        (weights.experience, "experience", "experience", ("number",), ("mentee", "mentor")),
    ]
    for topic in matching.topics:
        terms.append((weights.topics, "topics", topic.wants, ("choices", "choice"), ("mentee",)))
        terms.append((weights.topics, "topics", topic.offers, ("choices", "choice"), ("mentor",)))
    for weight, term, key, kinds, roles in terms:
        lacking = [role for role in roles if weight > 0 and not _asks(book, role, kinds, key)]
        if lacking:
            says = (
                f"counts {term}, but no sign-up question `{key}` of kind {' or '.join(kinds)} asks "
                f"{' and '.join(f'{role}s' for role in lacking)} for it; add it, or set `{term} = 0`"
            )
            yield Misfit(("matching", "weights", term), says, rests_on="signup.questions")
    no_slots = [role for role in ("mentee", "mentor") if not _asks(book, role, ("slots",))]
    # Where nobody is asked, near clocks count instead of shared hours.
    if no_slots and (matching.shared_slot == "needed" or (weights.slots > 0 and len(no_slots) == 1)):
        loc = ("matching", "shared_slot") if matching.shared_slot == "needed" else ("matching", "weights", "slots")
        says = f"needs a sign-up question of kind slots for {' and '.join(f'{role}s' for role in no_slots)}"
        yield Misfit(loc, f'{says}; add it, or set `slots = 0` in [matching.weights] and `shared_slot = "wanted"`')
    if weights.place > 0 and matching.place is None:
        yield Misfit(("matching", "weights", "place"), "counts the place, but `place` names no sign-up question")
    if matching.most_pairings > 1 and matching.group is None and not _asks(book, "mentor", ("number",), "capacity"):
        says = "no sign-up question `capacity` (a number) asks mentors how many mentees they take, so each takes one"
        yield Misfit(("matching", "most_pairings"), says, is_odd=True)
    group = matching.group
    if group is not None and group.least_mentees > group.most_mentees:
        yield Misfit(("matching", "group", "least_mentees"), f"is more than most_mentees ({group.most_mentees})")
    outcome = group.outcome if group is not None else None
    for key, role in ((outcome.wants, "mentee"), (outcome.offers, "mentor")) if outcome is not None else ():
        if not _asks(book, role, ("choices", "choice"), key):
            says = (
                f"needs a sign-up question `{key}` of kind choices or choice that asks {role}s; add it, or leave it out"
            )
            yield Misfit(("matching", "group", "outcome"), says, rests_on="signup.questions")


def _confided(book: Any) -> Iterator[Misfit]:
    for term in ("wishes", "background"):
        if getattr(book.matching.weights, term) > 0 and not any(
            _asks(book, role, (term,)) for role in ("mentee", "mentor")
        ):
            says = f"counts, but there is no sign-up question of kind {term}; add it, or set `{term} = 0`"
            yield Misfit(("matching", "weights", term), says, rests_on="signup.questions")


# -- files -------------------------------------------------------------------------------------------------


def _columns(book: Any) -> Iterator[Misfit]:
    for role in ("mentee", "mentor"):
        keys = {one.key for one in book.signup.questions if role in one.roles}
        some = {f"{one.key}__some" for one in book.signup.questions if one.kind == "languages" and role in one.roles}
        for column, holds in getattr(book.csv, f"{role}s").items():
            if holds not in {*keys, *some, *PERSON, IGNORED}:
                near = difflib.get_close_matches(holds, sorted(keys | set(PERSON)), n=1)
                hint = (
                    f"did you mean `{near[0]}`?" if near else f"it may be {', '.join((*PERSON, IGNORED))} or a question"
                )
                yield Misfit(("csv", f"{role}s", column), f"no question for a {role} has the key `{holds}`; {hint}")
    for part in ("given", "values"):
        for key in getattr(book.csv, part):
            if key not in {one.key for one in book.signup.questions}:
                yield Misfit(("csv", part, key), f"no sign-up question has the key `{key}`")
    for key, meanings in book.csv.values.items():
        options = {o.value for one in book.signup.questions if one.key == key for o in one.options}
        for said, value in meanings.items():
            if options and value not in options:
                says = f"`{value}` is none of the options of `{key}`: {', '.join(sorted(options))}"
                yield Misfit(("csv", "values", key, said), says)


def _asks(book: Any, role: str, kinds: Iterable[str], key: str | None = None) -> bool:
    return any(one.kind in kinds and role in one.roles and key in (None, one.key) for one in book.signup.questions)


# -- certificates --------------------------------------------------------------------------------------------


def _certificates(book: Any) -> Iterator[Misfit]:
    forms, events = ({one.key: one for one in getattr(book, name)} for name in ("forms", "events"))
    graduates = any(answer.leads_to == "graduate" for one in book.decisions for answer in one.answers)
    for number, certificate in _listed(book, "certificates"):
        role = certificate.role
        for place, rule in enumerate(certificate.rules):
            loc: Loc = ("certificates", number, "rules", place)
            event, form = events.get(rule.event), forms.get(rule.form)
            if event is not None and (role not in event.roles or event.who == "applicants"):
                yield Misfit((*loc, "event"), f"no {role} is invited to `{event.key}`; see its `roles` and `who`")
            if form is not None and role not in form.roles:
                yield Misfit((*loc, "form"), f"no {role} is asked `{form.key}`; add the role to its `roles`")
            if rule.graduated and not graduates:
                yield Misfit(
                    (*loc, "graduated"), 'nobody can graduate: no decision has an answer that `leads_to = "graduate"`'
                )
            if rule.activities and not book.activities:
                yield Misfit((*loc, "activities"), "there are no activities to tick off")
            meetings = book.least_months * MONTH // book.rhythm.every_days + 1
            if rule.meetings is not None and rule.meetings > meetings:
                says = f"a pairing of {book.least_months} months has about {meetings} meetings"
                yield Misfit((*loc, "meetings"), says, is_odd=book.admission == "rolling")


# -- what Slack can show -----------------------------------------------------------------------------------------


def _too_long_for_slack(book: Any) -> Iterator[Misfit]:
    first, rhythm = book.first_meeting, book.rhythm
    together: list[tuple[Loc, Iterable[str]]] = [
        (("first_meeting", "guide"), first.guide),
        (("first_meeting", "agree_on"), [one.ask for one in first.agree_on]),
        (("rhythm", "agenda"), [*rhythm.agenda, *rhythm.monthly]),
    ]
    prepared = ("prepare_mentor", "prepare_mentee", "questions_mentor", "questions_mentee")
    together += [(("first_meeting", name), getattr(first, name)) for name in prepared]
    for number, stage in _listed(book, "stages"):
        guidance = ("guidance_mentee", "guidance_mentor")
        together += [(("stages", number, name), getattr(stage, name)) for name in guidance]
    for loc, texts in together:
        length = sum(len(one) + 5 * sum(one.count(mark) for mark in "&<>") + 3 for one in texts)
        if length > SECTION:
            yield Misfit(
                loc, f"its lines are {length} characters together; one message shows {SECTION}, so please shorten"
            )


def _too_much_for_a_modal(book: Any) -> Iterator[Misfit]:
    for number, question in enumerate(book.signup.questions):
        yield from _too_many_options(("signup", "questions", number), question)
    for role in ("mentee", "mentor"):
        fields = sum(FIELDS.get(one.kind, 1) for one in book.signup.questions if role in one.roles)
        if fields > MODAL_BLOCKS - 5:
            yield Misfit(
                ("signup", "questions"), f"the {role} form has {fields} fields; Slack shows {MODAL_BLOCKS - 5}"
            )
    for number, form in _listed(book, "forms"):
        for place, question in enumerate(form.questions):
            yield from _too_many_options(("forms", number, "questions", place), question)
    for number, kind in _listed(book, "goals"):
        fields = kind.most * (len(kind.fields) + 2)
        if fields > MODAL_BLOCKS - 5:
            says = f"with {len(kind.fields)} more fields for each, that makes {fields}; Slack shows {MODAL_BLOCKS - 5}"
            yield Misfit(("goals", number, "most"), says)
        for place, question in enumerate(kind.fields):
            yield from _too_many_options(("goals", number, "fields", place), question)


def _too_many_options(loc: Loc, question: Any) -> Iterator[Misfit]:
    if len(question.options) > OPTIONS:
        yield Misfit((*loc, "options"), f"there are {len(question.options)} options; Slack shows {OPTIONS}")
    seen: set[str] = set()
    for number, option in enumerate(question.options):
        if option.value in seen:
            yield Misfit((*loc, "options", number, "value"), f"another option has the value `{option.value}`")
        seen.add(option.value)
    if question.kind in ("choice", "choices") and not question.options:
        yield Misfit((*loc, "options"), f"a question of kind {question.kind} needs options")


# -- what is only odd --------------------------------------------------------------------------------------------


def _odd(book: Any) -> Iterator[Misfit]:
    if book.check_in.silence == "needed" and book.check_in.every_days < 14:  # noqa: PLR2004 - two weeks
        says = "needs an answer from everybody every week or so, and is chased; people may feel watched"
        yield Misfit(("check_in", "every_days"), says, is_odd=True)
    conduct = any(one.kind == "agree" for one in book.signup.questions)
    if not conduct:
        says = "no question of kind agree asks people to follow the code of conduct"
        yield Misfit(("signup", "questions"), says, is_odd=True)
    if book.rhythm.least_minutes_a_month is not None:
        offered = book.rhythm.minutes * (MONTH / book.rhythm.every_days)
        if offered + book.rhythm.minutes / 2 < book.rhythm.least_minutes_a_month:
            says = f"the rhythm brings about {round(offered)} minutes a month only"
            yield Misfit(("rhythm", "least_minutes_a_month"), says, is_odd=True)


_CHECKS: tuple[Callable[[Any], Iterator[Misfit]], ...] = (
    _unknown_forms_and_events,
    _unknown_questions,
    _doubled_keys,
    _never,
    _unasked_forms,
    _stages_in_order,
    _closed_answers,
    _matching_questions,
    _confided,
    _columns,
    _certificates,
    _too_long_for_slack,
    _too_much_for_a_modal,
    _odd,
)
