"""The modal: all weeks, and one of them in full."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from app.core.calendar import local
from app.core.notice import Block
from app.features.foreseeing import words
from app.features.foreseeing.rules import FILES, NAMES, TO_ONE, UNASKED, Almanac, Message, Week
from app.features.programmes.rules import Cohort
from app.slack import blocks
from app.slack.reading import Reader
from app.slack.text import Mrkdwn, fill, join, listed

WEEKS_A_PAGE = 26
MESSAGES_A_PAGE = 20
ORDER = ("community", "pair", "mentee", "mentor", "coordinators")
MOST_LINES, LINE = 15, 70


def choosing(cohorts: Sequence[Cohort]) -> tuple[Mrkdwn, list[Block]]:
    """What `/mentoring preview` answers to whoever coordinates several cohorts."""
    shown = [
        blocks.section(
            fill(words.WHICH_LINE, cohort=one.name),
            accessory=blocks.button(words.BUTTON, "foreseeing.open", one.id, tag=one.id),
        )
        for one in cohorts
    ]
    return Mrkdwn(words.WHICH), [blocks.section(Mrkdwn(words.WHICH)), *shown]


def overview(found: Almanac, role: str, number: int | None, now: datetime, *, has_end: bool = True) -> Block:
    """All weeks: on which day who reads how much.

    Args:
        found: of the cohort, for everybody.
        role: whose messages to show; empty for everybody's.
        number: which page, from 0; None for the one with the present week.
        now: the present instant, UTC.
        has_end: whether the cohort itself has one.
    """
    zone, shown = found.imagined.cohort.zone, found.for_role(role).messages
    weeks = [one for one in found.weeks_of(shown) if one.messages] if found.messages else []
    pages = max(1, -(-len(weeks) // WEEKS_A_PAGE))
    today = local(now, zone).date()
    coming = next((at for at, one in enumerate(weeks) if one.last >= today), max(0, len(weeks) - 1))
    page = min(max(coming // WEEKS_A_PAGE if number is None else number, 0), pages - 1)
    made = [
        blocks.section(_head(found)),
        blocks.context(Mrkdwn(words.PLAN if has_end else words.PLAN_NOW)),
        _filter(found, role),
        *(blocks.section(line) for line in _loads(found, role)),
        blocks.divider(),
    ]
    made += [_week_line(found, one, role, today) for one in weeks[page * WEEKS_A_PAGE : (page + 1) * WEEKS_A_PAGE]]
    made += [blocks.section(Mrkdwn(words.NOTHING))] if not weeks else []
    turns = [(words.EARLIER_WEEKS, page - 1), (words.LATER_WEEKS, page + 1)]
    made += _row(
        [
            blocks.button(label, "foreseeing.all", _value(found, role, to), tag=to)
            for label, to in turns
            if 0 <= to < pages
        ]
    )
    return blocks.modal(words.TITLE, [*made, blocks.divider(), *_sending(found, role)])


def week(found: Almanac, role: str, number: int, page: int, now: datetime) -> Block:
    """One week in full.

    Args:
        found: of the cohort, for everybody.
        role: whose messages to show; empty for everybody's.
        number: of the week, as `Week.number`; the nearest one if it has none.
        page: of a week with very many messages, from 0.
        now: the present instant, UTC.
    """
    weeks = found.weeks_of(found.for_role(role).messages) if found.messages else []
    if not weeks:
        return overview(found, role, None, now)
    one = min(weeks, key=lambda each: abs(each.number - number))
    pages = max(1, -(-len(one.messages) // MESSAGES_A_PAGE))
    page = min(max(page, 0), pages - 1)
    facts = {"week": title(one.number), "days": span(one.first, one.last), "cohort": found.imagined.cohort.name}
    made = [blocks.section(fill(words.WEEK_TITLE, who=words.WHO[role], **facts)), _turns(found, role, weeks, one)]
    reader = reader_of(found, in_slack=True)
    for each in one.messages[page * MESSAGES_A_PAGE : (page + 1) * MESSAGES_A_PAGE]:
        made += [blocks.divider(), *_message(each, reader, now)]
    if not one.messages:
        made.append(blocks.section(Mrkdwn(words.QUIET_WEEK)))
    if pages > 1:
        made.append(blocks.context(fill(words.MORE_OF_WEEK, number=page + 1, of=pages)))
        turns = [(words.PREVIOUS_PAGE, page - 1), (words.NEXT_PAGE, page + 1)]
        made += _row(
            [
                blocks.button(label, "foreseeing.week", _value(found, role, one.number, to), tag=f"page{to}")
                for label, to in turns
                if 0 <= to < pages
            ]
        )
    return blocks.modal(words.TITLE, made)


def week_name(number: int) -> str:
    """Return a week's name: `week 1` begins with the match."""
    if number >= 1:
        return words.WEEK.format(number=number)
    return words.WEEK_BEFORE if number == 0 else words.WEEKS_BEFORE.format(number=1 - number)


def title(number: int) -> str:
    """Return a week's name as a heading."""
    name = week_name(number)
    return name[0].upper() + name[1:]


def span(first: date, last: date) -> str:
    """Return days as a reader would write them: `3 to 9 February`."""
    begin = f"{first.day}" if first.month == last.month else f"{first.day} {first:%B}"
    return f"{begin} to {last.day} {last:%B}"


def when(at: datetime, zone: str) -> str:
    """Return the day and hour of a message on the cohort's clock."""
    here = local(at, zone)
    return f"{here:%a} {here.day} {here:%b}, {here:%H:%M}"


def reader_of(found: Almanac, names: Mapping[str, str] = NAMES, *, in_slack: bool = False) -> Reader:
    """Return who reads: people by what they are, times on the cohort's clock; in Slack its channels are links."""
    known = {one: name for one, name in names.items() if not in_slack or one.startswith("U")}
    return Reader(names=known.get, zone=found.imagined.cohort.zone)


def _head(found: Almanac) -> Mrkdwn:
    of = found.imagined.cohort
    first, last = (_long(found.messages[at].at, of.zone) if found.messages else "" for at in (0, -1))
    return fill(words.HEAD, cohort=of.name, first=first, last=last, zone=of.zone)


def _long(at: datetime, zone: str) -> str:
    here = local(at, zone)
    return f"{here.day} {here:%B %Y}"


def _loads(found: Almanac, role: str) -> list[Mrkdwn]:
    said, allowed = [], found.imagined.handbook.unasked_a_week
    for one in TO_ONE if not role else (role,) if role in TO_ONE else ():
        load = found.load(one)
        if not load[UNASKED]:
            continue
        unasked, most = max(load[UNASKED]), max(map(sum, zip(*load.values(), strict=True)))
        at = found.weeks[load[UNASKED].index(unasked)].number
        template = words.LOAD if unasked <= allowed else words.LOAD_OVER
        said.append(
            fill(template, role=words.ROLES[one], most=most, unasked=unasked, allowed=allowed, week=week_name(at))
        )
    return [join(said)] if said else []


def _filter(found: Almanac, role: str) -> Block:
    return blocks.actions(
        *(
            blocks.button(
                words.SHOWN.format(label=label) if one == role else label,
                "foreseeing.all",
                _value(found, one, ""),
                tag=one or "all",
                style="primary" if one == role else None,
            )
            for one, label in {"": words.EVERYBODY, **words.ROLES}.items()
        )
    )


def _week_line(found: Almanac, one: Week, role: str, today: date) -> Block:
    lines = [
        fill(
            words.WEEK_LINE,
            week=title(one.number),
            days=span(one.first, one.last),
            past=words.PAST if one.last < today else "",
        )
    ]
    lines += _one_by_one(one, reader_of(found)) if role else []
    for to in () if role else ORDER:
        inside = [each for each in one.messages if each.foreseen.to == to]
        if inside:
            lines.append(fill(words.IN_WEEK, to=words.TO[to], said=_counted(inside, found.imagined.cohort.zone)))
    read = blocks.button(words.READ, "foreseeing.week", _value(found, role, one.number), tag=one.number)
    return blocks.section(join(lines), accessory=read)


def _one_by_one(one: Week, reader: Reader) -> list[Mrkdwn]:
    said = []
    for each in one.messages[:MOST_LINES]:
        here = local(each.at, reader.zone)
        said.append(
            fill(
                words.ON_DAY,
                when=f"{here:%a} {here.day}, {here:%H:%M}",
                said=reader.title(each.foreseen.text, LINE),
            )
        )
    if len(one.messages) > MOST_LINES:
        said.append(fill(words.MORE_ON_DAYS, number=len(one.messages) - MOST_LINES))
    return said


def _counted(inside: Sequence[Message], zone: str) -> str:
    days = list(dict.fromkeys(f"{(at := local(one.at, zone)):%a} {at.day}" for one in inside))
    template = words.COUNTED_ONE if len(inside) == 1 else words.COUNTED
    return template.format(count=len(inside), days=listed(days))


def _turns(found: Almanac, role: str, weeks: Sequence[Week], one: Week) -> Block:
    others = [each.number for each in weeks if each.messages]
    before, after = [at for at in others if at < one.number], [at for at in others if at > one.number]
    turns = [(words.WEEK_EARLIER, before[-1:]), (words.WEEK_LATER, after[:1])]
    buttons = [
        blocks.button(label, "foreseeing.week", _value(found, role, to[0]), tag=to[0]) for label, to in turns if to
    ]
    return blocks.actions(blocks.button(words.ALL_WEEKS, "foreseeing.all", _value(found, role, "")), *buttons)


def _message(one: Message, reader: Reader, now: datetime) -> list[Block]:
    head = fill(
        words.MESSAGE_HEAD,
        when=when(one.at, reader.zone),
        to=words.TO[one.foreseen.to],
        past=words.PAST if one.at < now else "",
    )
    foot = [fill(words.MESSAGE_WHY, why=one.kind.why)]
    if one.foreseen.answers:
        foot.insert(0, fill(words.MESSAGE_ANSWERS, answers=" · ".join(one.foreseen.answers)))
    text = reader.shown(one.foreseen.text, blocks.SECTION)
    return [blocks.context(head), blocks.section(text), blocks.context(join(foot))]


def _sending(found: Almanac, role: str) -> list[Block]:
    buttons = [
        blocks.button(words.SEND_FILES[one], "foreseeing.send", _value(found, role, one), tag=one) for one in FILES
    ]
    return [blocks.context(Mrkdwn(words.SEND)), blocks.actions(*buttons)]


def _row(buttons: list[Block]) -> list[Block]:
    return [blocks.actions(*buttons)] if buttons else []


def _value(found: Almanac, role: str, *more: object) -> str:
    return ":".join(str(one) for one in (found.imagined.cohort.id, role, *more))
