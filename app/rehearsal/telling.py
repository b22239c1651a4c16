"""The report of a rehearsal, put together from what happened."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

from app.core.calendar import local
from app.features.joining.rules import Application, State
from app.features.matching import words as matching_words
from app.features.pairings.rules import Pairing
from app.rehearsal.cohort import Refused
from app.rehearsal.counting import CHECK_INS, DECIDED, Facts, middle
from app.rehearsal.findings import findings
from app.rehearsal.hearing import Heard, Sent
from app.rehearsal.report import Award, Figure, Message, Odd, Person, Report, Setting, Trouble, Week
from app.rehearsal.words import NOT_REACHED, rule

SOON = 14  # days in which a first meeting is soon
OPEN_FOR = timedelta(days=10)
LADDER = {
    "trouble.first_meeting": "asked why they have not met",
    "trouble.next_meeting": "asked why they do not meet any more",
    "trouble.unreachable": "the coordinators were told",
    "trouble.closing": "a goodbye was proposed",
}
ENDED = {
    "person": "one of them said goodbye",
    "coordinator": "a coordinator ended it kindly",
    "graduated": "graduated",
    "cohort": "ended with the cohort",
}
MET = "they met after that"
WAITS = "was asked or waited for a partner's yes"


def report(facts: Facts) -> Report:
    """Return the report."""
    users = [actor.id for _, actor in facts.of.people]
    alone = left_over(facts)
    return Report(
        setting=_setting(facts),
        figures=tuple(_figures(facts)),
        findings=tuple(findings(facts)),
        notes=(NOT_REACHED,) if facts.plan.handbook.certificates and not facts.plan.reaches_the_end else (),
        weeks=tuple(_weeks(facts)),
        first_meetings=tuple(facts.first_meetings),
        budget=facts.budget,
        hours=tuple(facts.hours()),
        left_over=tuple((facts.name(user), why) for user, why in alone.items()),
        troubles=tuple(_troubles(facts)),
        awards=tuple(_awards(facts)),
        refused=tuple(_odd(facts.of.refused)),
        faults=tuple(_odd(facts.of.broken)),
        people=tuple(_person(facts, user, alone.get(user, "")) for user in users),
        channels=_channels(facts),
    )


def _setting(facts: Facts) -> Setting:
    plan = facts.plan
    mix = Counter((one.temperament.key, one.role) for one, _ in facts.of.people)
    return Setting(
        programme=plan.handbook.programme,
        name=plan.handbook.name,
        community=plan.handbook.community,
        people=plan.people,
        seed=plan.seed,
        weeks=plan.lasts,
        zone=plan.zone,
        opens_on=plan.opens_on.isoformat(),
        first_day=plan.starts_on.isoformat(),
        last_day="" if plan.is_rolling else plan.ends_on.isoformat(),
        mix=tuple((one.key, mix[one.key, "mentee"], mix[one.key, "mentor"]) for one in plan.mix.temperament),
    )


# -- numbers ------------------------------------------------------------------------------------------


def _figures(facts: Facts) -> Iterator[Figure]:
    yield from _about_people(facts)
    yield from _about_meetings(facts)
    yield from _about_answers(facts)
    yield from _about_messages(facts)


def _figure(key: str, label: str, value: float | None, of: float | None = None, unit: str = "") -> Figure:
    return Figure(key=key, group=key.partition(".")[0], label=label, value=value, of=of, unit=unit)


def _about_people(facts: Facts) -> Iterator[Figure]:
    states = Counter(one.state for one in facts.said.applications)
    applied, people = len(facts.said.applications), len(facts.of.people)
    approved = sum(one.approved_at is not None for one in facts.said.applications)
    matched = sum(user in facts.stays for user in facts.applied)
    yield _figure("people.applied", "Applied", applied, people)
    yield _figure("people.turned_away", "Could not apply", len(facts.of.turned_away), people)
    yield _figure("people.approved", "Approved", approved, applied)
    yield _figure("people.declined", "Declined", states[State.DECLINED], applied)
    yield _figure("people.matched", "Were in a pairing", matched, approved)
    yield _figure("people.left_over", "Were left over", approved - matched, approved)
    yield _figure("people.pairings", "Pairings", len(facts.said.pairings))
    ended = [
        one for one in facts.said.pairings if one.ended_at is not None and one.ended_why in ("person", "coordinator")
    ]
    yield _figure("people.ended_early", "Pairings that ended early", len(ended), len(facts.said.pairings))
    if facts.plan.handbook.graduation is not None:
        ready = sum(one.graduated_at is not None for one in facts.said.pairings)
        yield _figure("people.graduated", "Pairings that graduated", ready, len(facts.said.pairings))


def _about_meetings(facts: Facts) -> Iterator[Figure]:
    first, pairs = facts.first_meetings, len(facts.said.pairings)
    yield _figure("meetings.met", "Pairings that met", len(first), pairs)
    yield _figure("meetings.first", "Days to the first meeting (median)", middle(first), unit="days")
    yield _figure("meetings.soon", f"First meeting within {SOON} days", sum(one <= SOON for one in first), pairs)
    troubles = list(_troubles(facts))
    after = sum(one.ended == MET for one in troubles)
    yield _figure("meetings.trouble", "Pairings in trouble", len(troubles), pairs)
    yield _figure("meetings.after_trouble", "of them met after that", after, len(troubles))
    yield _figure("meetings.held", "Meetings held of those expected", len(facts.held), len(list(facts.expected())))
    yield _figure(
        "meetings.missed", "Meetings that were missed", len(facts.missed), len(facts.held) + len(facts.missed)
    )


def _about_answers(facts: Facts) -> Iterator[Figure]:
    asked, answered = facts.asked("checkins.ask"), facts.answered(*CHECK_INS)
    waiting = {one for one, at in asked.items() if one not in answered and facts.of.now - at < OPEN_FOR}
    done = sum(one in answered for one in asked)
    is_needed = facts.plan.handbook.check_in.silence == "needed"
    yield _figure("answers.check_ins", "Check-ins answered", done, len(asked))
    label = "Check-ins overdue" if is_needed else "Check-ins passed over in silence"
    yield _figure("answers.silent", label, len(asked) - done - len(waiting), len(asked))
    yield _figure("answers.open", "Check-ins still open", len(waiting), len(asked))
    called = facts.of.did("checkins.help")
    yield _figure("answers.help", "Check-ins that called for help", len(called), done)
    yield _figure(
        "answers.taken", "Calls for help that a coordinator took", len(facts.of.did("checkins.take")), len(called)
    )
    asked, answered = facts.asked("decisions.ask", "decisions.fit"), facts.answered(*DECIDED)
    yield _figure("answers.decisions", "Decisions made", sum(one in answered for one in asked), len(asked))
    for one in facts.said.forms:
        if one.asked:
            yield _figure(f"answers.form.{one.form.key}", f"“{one.form.name}” answered", one.answered, one.asked)
    for role in ("mentee", "mentor"):
        found = [award for award, _ in facts.said.awards if award.role == role]
        if found:
            earned = sum(award.issued_at is not None for award in found)
            yield _figure(f"answers.certificates.{role}", f"Certificates earned by {role}s", earned, len(found))


def _about_messages(facts: Facts) -> Iterator[Figure]:
    users = [user for user in facts.applied if user in facts.users]
    got = sum(len(facts.by_reader.get(user, ())) for user in users)
    unasked = sum(len(facts.knocks.get(user, ())) for user in users)
    weeks = len(users) * facts.plan.lasts
    most = [facts.most_in_a_week(user) for user in users]
    full = sum(count >= facts.budget for user in users for count in facts.weekly(user))
    yield _figure("messages.all", "Messages to people", got)
    yield _figure("messages.unasked", "of them unasked", unasked, got)
    yield _figure("messages.each", "Unasked messages a person and week", round(unasked / weeks, 2) if weeks else None)
    yield _figure("messages.most", "The most in any seven days", max(most, default=0), facts.budget, "messages")
    yield _figure("messages.over", "People who got more than that", sum(one > facts.budget for one in most), len(users))
    yield _figure("messages.full", "Weeks of a person that were full", full, weeks)


def _weeks(facts: Facts) -> Iterator[Week]:
    expected = Counter(map(facts.week, facts.expected()))
    held = Counter(facts.week(one.starts_at) for one in facts.held)
    questions = facts.asked("checkins.ask", "decisions.ask", "decisions.fit", "surveys.ask")
    replies = facts.answered(*CHECK_INS, *DECIDED, "surveys.open")
    asked = Counter(facts.week(at) for at in questions.values())
    answered = Counter(facts.week(at) for one, at in replies.items() if one in questions)
    for number in range(facts.plan.lasts):
        yield Week(
            number=number + 1,
            begins=(facts.plan.opens_on + timedelta(weeks=number)).isoformat(),
            expected=expected[number],
            held=held[number],
            asked=asked[number],
            answered=answered[number],
        )


# -- people -------------------------------------------------------------------------------------------


def left_over(facts: Facts) -> dict[str, str]:
    """Return who took part and was in no pairing, by Slack id, and why."""
    return {
        user: _why(facts, one)
        for user, one in sorted(facts.applied.items(), key=lambda item: facts.key(item[0]))
        if user not in facts.stays
    }


def _why(facts: Facts, one: Application) -> str:
    if one.state is State.DECLINED:
        return "was declined"
    if one.state is State.WITHDRAWN:
        return "took the application back"
    if one.approved_at is None:
        return "the application was not read yet"
    code = facts.of.at_desk.left_over.get(one.user_id)
    return matching_words.LEFT_OVER[code] if code is not None else WAITS


def _outcome(facts: Facts, user: str, why_alone: str) -> str:
    if user not in facts.applied:
        away = next((one.sentence for one in facts.of.turned_away if one.who == facts.key(user)), "")
        return f"did not apply: {away}" if away else "did not apply"
    stays = facts.stays.get(user)
    if not stays:
        return f"in no pairing: {why_alone}"
    return "; ".join(_stay(facts, one, user) for one in stays)


def _stay(facts: Facts, one: Pairing, user: str) -> str:
    held = sum(each.held_at is not None for each in facts.said.meetings[one.id])
    partners = [each for each in (*one.people, *one.former) if each != user]
    mine = one.mentors if facts.users[user].role == "mentee" else [each for each in partners if each not in one.mentors]
    with_whom = ", ".join(facts.name(each) for each in mine) or "nobody any more"
    end = ENDED.get(one.ended_why or "", "")
    return f"with {with_whom}, {held} meetings{', ' + end if one.ended_at is not None and end else ''}"


def _person(facts: Facts, user: str, why_alone: str) -> Person:
    one = facts.users[user]
    return Person(
        key=one.key,
        name=one.name,
        role=one.role,
        temperament=one.temperament.key,
        zone=one.zone,
        outcome=_outcome(facts, user, why_alone),
        weekly=tuple(facts.weekly(user)),
        messages=tuple(_message(facts, each, user, one.zone) for each in facts.by_reader.get(user, ())),
    )


def _message(facts: Facts, one: Heard, user: str, zone: str) -> Message:
    notice = facts.kinds.get((one.channel, one.ts))
    others = [facts.name(each) for each in one.readers if each != user and not one.place]
    where = f"#{one.place}" if one.place else f"with {', '.join(others)}" if others else "alone"
    return Message(
        at=one.at.isoformat(timespec="minutes"),
        local=_clock(one.at, zone),
        where=where,
        kind=notice.kind.name if notice is not None else "",
        unasked=notice is not None and notice.is_knock,
        text=one.text,
    )


def _clock(at: datetime, zone: str) -> str:
    here = local(at, zone)
    return f"{here:%a} {here.day} {here:%b}, {here:%H:%M}"


def _channels(facts: Facts) -> dict[str, tuple[Message, ...]]:
    found: dict[str, list[Message]] = {}
    for one in facts.heard:
        if one.place:
            found.setdefault(one.place, []).append(_message(facts, one, "", facts.plan.zone))
    return {place: tuple(messages) for place, messages in sorted(found.items())}


# -- what went wrong ----------------------------------------------------------------------------------


def _troubles(facts: Facts) -> Iterator[Trouble]:
    asked: dict[str, list[Sent]] = {}
    for one in facts.said.outbox:
        if one.sent and one.kind.name in LADDER:
            asked.setdefault(str(one.about.get("pairing")), []).append(one)
    for pairing in facts.said.pairings:
        steps = asked.get(str(pairing.id), [])
        if not steps:
            continue
        since = steps[0].settled_at
        met = any(each.held_at is not None and each.starts_at > since for each in facts.said.meetings[pairing.id])
        end = "still open"
        if met:
            end = MET
        elif pairing.ended_at is not None:
            end = ENDED.get(pairing.ended_why or "", "ended")
        yield Trouble(
            pair=facts.pair(pairing),
            since=local(since, facts.plan.zone).date().isoformat(),
            steps=tuple(dict.fromkeys(LADDER[one.kind.name] for one in steps)),
            ended=end,
        )


def _awards(facts: Facts) -> Iterator[Award]:
    for award, standing in sorted(facts.said.awards, key=lambda one: facts.key(one[0].user_id)):
        certificate = next(one for one in facts.plan.handbook.certificates if one.role == award.role)
        lacks = [
            rule(one, facts.plan.handbook)
            for one, point in zip(certificate.rules, standing.points, strict=True)
            if not point.is_met
        ]
        earned = award.issued_at is not None
        yield Award(
            person=facts.name(award.user_id), role=award.role, earned=earned, lacks=() if earned else tuple(lacks)
        )


def _odd(found: Counter[Refused]) -> Iterator[Odd]:
    """One line for each sentence, with one of those who read it."""
    together = Counter[tuple[str, str]]()
    who: dict[tuple[str, str], str] = {}
    for one, times in sorted(found.items()):
        together[one.action, one.sentence] += times
        who.setdefault((one.action, one.sentence), one.who)
    for key, times in sorted(together.items(), key=lambda item: (-item[1], item[0])):
        yield Odd(action=key[0], sentence=key[1], times=times, who=who[key])
