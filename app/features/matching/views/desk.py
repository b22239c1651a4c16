"""Matching on the coordinators' desk: where it stands, proposals to decide on, a second mentor."""

from collections.abc import Iterator, Sequence

from app.core.notice import Block
from app.features.matching import words
from app.features.matching.rules import Proposal, Proposals, Standing
from app.features.matching.rules.groups import by_bundle
from app.features.matching.rules.seconds import Second
from app.features.matching.views.common import clocks, of_two, sentences
from app.features.pairings.rules import Pairing
from app.features.programmes.rules import Cohort
from app.slack import blocks
from app.slack.blocks import Choice
from app.slack.text import Mrkdwn, bullets, fill, join, mention, mentions

MOST_PAIRS = 20
LINES = 15  # of people left over, in one block


def desk_line(cohort: Cohort, standing: Standing) -> list[Block]:
    """How matching stands in a cohort, with what can be done."""
    text = fill(
        words.DESK_LINE,
        cohort=cohort.name,
        waiting=standing.waiting,
        places=standing.places,
        proposed=standing.undecided,
        asked=standing.asked,
    )
    buttons = [blocks.button(words.RUN, "matching.run", cohort.id)]
    if standing.undecided:
        buttons.append(blocks.button(words.READ, "matching.read", cohort.id, style="primary"))
    buttons.append(blocks.button(words.ADD_MENTOR, "matching.add_mentor", cohort.id))
    return [blocks.section(text), blocks.actions(*buttons)]


def away_line(pairing: Pairing, user: str, missed: int) -> list[Block]:
    """A mentee who stays away from a group, with what a coordinator can do."""
    text = fill(words.AWAY_LINE, user=mention(user), number=missed, mentor=mentions(pairing.mentors))
    sure = blocks.confirm(words.GIVE_TITLE, words.GIVE_ASK, words.GIVE_PLACE)
    button = blocks.button(words.GIVE_PLACE, "matching.give_place", f"{pairing.id}-{user}", confirm=sure)
    return [blocks.section(text, accessory=button)]


def second_form(pairs: Sequence[tuple[int, str]], mentors: Sequence[tuple[str, str]]) -> Block:
    """The modal in which a coordinator asks for a second mentor: pairings and mentors, by name."""
    where = [Choice(name, str(number)) for number, name in pairs]
    who = [Choice(name, user) for user, name in mentors]
    shown = [
        blocks.select("pairing", words.ADD_WHERE, where),
        blocks.select("mentor", words.ADD_WHO, who, hint=words.ADD_HINT),
    ]
    return blocks.modal(words.ADD_TITLE, shown, callback="matching.add_mentor", submit=words.ADD_SUBMIT)


def second(second: Second, pairing: Pairing) -> tuple[Mrkdwn, list[Block]]:
    """The question to a second mentor; it follows the answer."""
    mentors = mentions([one for one in pairing.mentors if one != second.user_id])
    template = words.SECOND if second.is_open else words.SECOND_YES if second.accepted_at else words.SECOND_NO
    text = fill(template, mentor=mentors, mentee=mentions(pairing.mentees))
    if not second.is_open:
        return text, [blocks.section(text)]
    return text, [
        blocks.section(text),
        blocks.actions(
            blocks.button(words.YES_MENTOR, "matching.second_yes", second.id, style="primary"),
            blocks.button(words.NOT_NOW, "matching.second_no", second.id),
        ),
    ]


def proposals(found: Proposals, *, consent: bool = True) -> Block:
    """The modal in which a coordinator decides; without `consent`, what they accept begins at once."""
    cohort = found.cohort
    shown: list[Block] = []
    together = by_bundle(found.undecided)
    if together:
        number = len(together)
        ask = words.ACCEPT_ALL_GROUPS if any(one[0].bundle for one in together) else words.ACCEPT_ALL_ASK
        ask = ask if consent else words.ACCEPT_ALL_BEGIN
        sure = blocks.confirm(words.ACCEPT_ALL_TITLE, ask.format(number=number), words.ACCEPT_ALL)
        shown.append(blocks.section(fill(words.LIST_HEAD, cohort=cohort.name, number=number)))
        shown.append(
            blocks.actions(
                blocks.button(words.ACCEPT_ALL, "matching.accept_all", f"{cohort.id}-{found.number}", confirm=sure),
                blocks.button(words.RUN, "matching.run", cohort.id),
            )
        )
    else:
        shown.append(blocks.section(fill(words.LIST_NONE, cohort=cohort.name)))
        shown.append(blocks.actions(blocks.button(words.RUN, "matching.run", cohort.id)))
    for one in together[:MOST_PAIRS]:
        shown += [blocks.divider(), *(_pair(one[0]) if one[0].bundle is None else _group(one))]
    if len(together) > MOST_PAIRS:
        shown.append(blocks.context(fill(words.LIST_MORE, number=len(together) - MOST_PAIRS)))
    shown += _left_over(found.left_over)
    return blocks.modal(words.LIST_TITLE, shown)


def _pair(one: Proposal) -> Iterator[Block]:
    head = fill(
        words.LIST_PAIR if one.joins is None else words.LIST_JOIN,
        score=round(one.score * 100),
        mentee=mention(one.mentee.user_id),
        mentor=mention(one.mentor.user_id),
    )
    yield blocks.section(join([head, bullets(sentences(one.reasons))]))
    yield blocks.actions(
        blocks.button(words.ACCEPT, "matching.accept", one.id, style="primary"),
        blocks.button(words.FORBID, "matching.forbid", one.id),
    )


def _group(members: Sequence[Proposal]) -> Iterator[Block]:
    first = members[0]
    parts = [
        fill(
            words.LIST_GROUP,
            number=len(members),
            mentees=mentions([one.mentee.user_id for one in members]),
            mentor=mention(first.mentor.user_id),
        )
    ]
    if first.shared_at is not None:
        parts.append(fill(words.LIST_HOUR, clocks=clocks(members)))
    yield blocks.section(join(parts))
    for one in members:
        head = fill(words.LIST_MEMBER, mentee=mention(one.mentee.user_id), score=round(one.score * 100))
        without = blocks.button(words.FORBID, "matching.forbid", one.id)
        yield blocks.section(join([head, bullets(sentences(of_two(one)))]), accessory=without)
    yield blocks.actions(blocks.button(words.ACCEPT, "matching.accept", first.id, style="primary"))


def _left_over(people: Sequence[tuple[str, str]]) -> list[Block]:
    if not people:
        return []
    lines = [fill(words.LIST_LEFT_LINE, person=mention(user), why=words.LEFT_OVER[code]) for user, code in people]
    parts = [lines[at : at + LINES] for at in range(0, len(lines), LINES)]
    return [blocks.divider(), blocks.section(Mrkdwn(words.LIST_LEFT)), *(blocks.section(bullets(p)) for p in parts)]
