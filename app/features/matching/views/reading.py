"""What a coordinator reads of a run: the proposals page by page, who is left over, what changed, what is forbidden."""

from collections.abc import Iterator, Mapping, Sequence

from app.core.notice import Block
from app.features.matching import words
from app.features.matching.rules import Proposal, Proposals
from app.features.matching.rules.groups import by_bundle
from app.features.matching.rules.reading import GROUPS, PAIRS, PEOPLE, SORTS, More, Place, in_order, page_of
from app.features.matching.rules.whole import Change
from app.features.matching.views.common import clocks, of_two, sentences
from app.features.matching.views.desk import sum_up
from app.features.programmes.rules import Cohort
from app.slack import blocks
from app.slack.text import Mrkdwn, bullets, fill, join, mention, mentions

LINES = 15  # of people left over, in one block
NOTHING_MORE = More()
FIRST = Place()


def proposals(found: Proposals, *, consent: bool = True, more: More = NOTHING_MORE, place: Place = FIRST) -> Block:
    """The modal in which a coordinator decides; without `consent`, what they accept begins at once."""
    cohort = found.cohort
    together = in_order(found.undecided, place.sort, more.names)
    size = GROUPS if any(one.bundle for one in found.undecided) else PAIRS
    some, number, of = page_of(together, place.page, size)
    shown = [blocks.section(_head(found, len(together), more)), *_deeds(found, len(together), consent=consent)]
    if len(together) > 1:
        shown.append(_sorts(cohort, place.sort))
    for one in some:
        shown += [blocks.divider(), *(_pair(one[0]) if one[0].bundle is None else _group(one))]
    shown += turns("matching.list", f"{cohort.id}", number, of, f"-{place.sort}")
    shown += _left_over(found.left_over)
    shown += _ways(found, more)
    return blocks.modal(words.LIST_TITLE, shown, about={"page": number, "sort": place.sort})


def _head(found: Proposals, number: int, more: More) -> Mrkdwn:
    template = words.LIST_HEAD if number else words.LIST_NONE
    parts = [fill(template, cohort=found.cohort.name, number=number)]
    if more.summary is not None:
        parts.append(sum_up(more.summary))
    if more.looking:
        parts.append(Mrkdwn(words.LIST_LOOKING))
    return join(parts)


def _deeds(found: Proposals, number: int, *, consent: bool) -> list[Block]:
    run = blocks.button(words.RUN, "matching.run", found.cohort.id)
    if not number:
        return [blocks.actions(run)]
    ask = words.ACCEPT_ALL_GROUPS if any(one.bundle for one in found.undecided) else words.ACCEPT_ALL_ASK
    ask = ask if consent else words.ACCEPT_ALL_BEGIN
    sure = blocks.confirm(words.ACCEPT_ALL_TITLE, ask.format(number=number), words.ACCEPT_ALL)
    this_run = f"{found.cohort.id}-{found.number}"
    return [
        blocks.actions(
            blocks.button(words.ACCEPT_ALL, "matching.accept_all", this_run, confirm=sure),
            blocks.button(words.ACCEPT_WAVES, "matching.waves", this_run),
            run,
        )
    ]


def _sorts(cohort: Cohort, chosen: str) -> Block:
    return blocks.actions(
        *(
            blocks.button(
                words.SORT[one],
                "matching.list",
                f"{cohort.id}-1-{one}",
                tag=one,
                style="primary" if one == chosen else None,
            )
            for one in SORTS
        )
    )


def turns(action: str, what: str, number: int, of: int, rest: str = "") -> list[Block]:
    """The way to the pages before and after; nothing if there is one page only."""
    if of == 1:
        return []
    ways = [(words.EARLIER, number - 1), (words.LATER, number + 1)]
    return [
        blocks.context(fill(words.PAGE, number=number, of=of)),
        blocks.actions(
            *(
                blocks.button(label, action, f"{what}-{page}{rest}", tag=f"page{page}")
                for label, page in ways
                if 1 <= page <= of
            )
        ),
    ]


def back(cohort: Cohort, place: Place) -> Block:
    """The button that leads back to the list."""
    return blocks.button(words.BACK, "matching.list", f"{cohort.id}-{place.page}-{place.sort}", tag="back")


def _ways(found: Proposals, more: More) -> list[Block]:
    cohort = found.cohort.id
    ways = [
        (words.SEE_CHANGES, "matching.changes", more.changed),
        (words.SEE_LEFT, "matching.left", len(found.left_over)),
        (words.SEE_FORBIDDEN, "matching.forbidden", more.forbidden),
        (words.SEE_QUEUE, "matching.queue", more.queued),
    ]
    shown = [blocks.button(label.format(number=n), action, cohort) for label, action, n in ways if n]
    return [blocks.divider(), blocks.actions(*shown)] if shown else []


def _pair(one: Proposal) -> Iterator[Block]:
    template = words.LIST_PINNED if one.pinned_at is not None else words.LIST_PAIR
    head = fill(
        template if one.joins is None else words.LIST_JOIN,
        score=round(one.score * 100),
        mentee=mention(one.mentee.user_id),
        mentor=mention(one.mentor.user_id),
    )
    yield blocks.section(join([head, bullets(sentences(one.reasons))]))
    yield blocks.actions(
        blocks.button(words.ACCEPT, "matching.accept", one.id, style="primary"),
        blocks.button(words.LOOK, "matching.look", one.id),
        forbid(one),
    )


def forbid(one: Proposal) -> Block:
    """The button of a proposal's never."""
    sure = blocks.confirm(words.FORBID_TITLE, words.FORBID_ASK, words.FORBID)
    return blocks.button(words.FORBID, "matching.forbid", one.id, confirm=sure)


def pin(one: Proposal) -> Block:
    """The button that lets the next runs keep a proposal, or no longer."""
    if one.pinned_at is not None:
        return blocks.button(words.UNPIN, "matching.unpin", one.id)
    return blocks.button(words.PIN, "matching.pin", one.id)


def _group(members: Sequence[Proposal]) -> Iterator[Block]:
    first = members[0]
    parts = [
        fill(
            words.LIST_GROUP_PINNED if first.pinned_at is not None else words.LIST_GROUP,
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
        yield blocks.section(
            join([head, bullets(sentences(of_two(one)))]), accessory=blocks.button(words.LOOK, "matching.look", one.id)
        )
    yield blocks.actions(blocks.button(words.ACCEPT, "matching.accept", first.id, style="primary"), pin(first))


def _left_over(people: Sequence[tuple[str, str]]) -> list[Block]:
    if not people:
        return []
    lines = [_left_line(user, code) for user, code in people[:LINES]]
    if len(people) > LINES:
        lines.append(fill(words.LIST_LEFT_MORE, number=len(people) - LINES))
    return [blocks.divider(), blocks.section(Mrkdwn(words.LIST_LEFT)), blocks.section(bullets(lines))]


def _left_line(user: str, code: str) -> Mrkdwn:
    return fill(words.LIST_LEFT_LINE, person=mention(user), why=words.LEFT_OVER[code])


def left_over(found: Proposals, page: int, place: Place, asked: str = "") -> Block:
    """Everybody who is left over, with the reason and with what can be done; `asked`: a mentor, just now."""
    cohort = found.cohort
    some, number, of = page_of(found.left_over, page, PEOPLE)
    template = words.LEFT_HEAD if found.left_over else words.LEFT_NONE
    shown = [
        blocks.section(fill(template, cohort=cohort.name, number=len(found.left_over))),
        *([blocks.section(fill(words.PLACE_ASKED, mentor=mention(asked)))] if asked else []),
        blocks.actions(back(cohort, place)),
    ]
    for user, code in some:
        ask = blocks.button(words.ASK_PLACE, "matching.ask_place", f"{cohort.id}-{found.number}-{user}")
        shown.append(blocks.section(_left_line(user, code), accessory=ask if user in found.waiting else None))
    shown += turns("matching.left", f"{cohort.id}", number, of)
    return blocks.modal(words.LEFT_TITLE, shown, about=_where(place))


def _where(place: Place) -> Mapping[str, object]:
    return {"page": place.page, "sort": place.sort}


def forbidden(cohort: Cohort, pairs: Sequence[Proposal], page: int, place: Place) -> Block:
    """The pairs that are never proposed, each with the way back."""
    some, number, of = page_of(pairs, page, PEOPLE)
    shown: list[Block] = [] if pairs else [blocks.section(Mrkdwn(words.FORBIDDEN_NONE))]
    shown.append(blocks.actions(back(cohort, place)))
    for one in some:
        text = fill(words.FORBIDDEN_LINE, mentee=mention(one.mentee.user_id), mentor=mention(one.mentor.user_id))
        shown.append(blocks.section(text, accessory=blocks.button(words.ALLOW, "matching.allow", one.id)))
    shown += turns("matching.forbidden", f"{cohort.id}", number, of)
    return blocks.modal(words.FORBIDDEN_TITLE, shown, about=_where(place))


def changes(cohort: Cohort, found: Sequence[Change], page: int, place: Place) -> Block:
    """What became of the proposals of the run before, and why."""
    told = [one for one in found if one.kind != "kept"]
    some, number, of = page_of(told, page, PEOPLE)
    count = {kind: sum(one.kind == kind for one in found) for kind in ("kept", "new", "gone")}
    head = fill(words.CHANGES_HEAD, cohort=cohort.name, **count) if told else Mrkdwn(words.CHANGES_NONE)
    shown = [blocks.section(head), blocks.actions(back(cohort, place))]
    for kind, title in (("gone", words.CHANGES_GONE), ("new", words.CHANGES_NEW)):
        lines = [_change(one) for one in some if one.kind == kind]
        if lines:
            shown.append(blocks.section(Mrkdwn(title)))
            shown += [blocks.section(bullets(lines[at : at + LINES])) for at in range(0, len(lines), LINES)]
    shown += turns("matching.changes", f"{cohort.id}", number, of)
    return blocks.modal(words.CHANGES_TITLE, shown, about=_where(place))


def _change(one: Change) -> Mrkdwn:
    return fill(
        words.CHANGE_INSTEAD if one.instead else words.CHANGE_LINE,
        mentee=mention(one.mentee),
        mentor=mention(one.mentor),
        why=words.CHANGES[one.code],
        instead=mention(one.instead) if one.instead else "",
    )


def queue(cohort: Cohort, waiting: Sequence[Proposal], asked: int, size: int, next_at: Mrkdwn, page: int) -> Block:
    """The accepted proposals that wait for their wave, each of which can still be taken back."""
    together = by_bundle(waiting)
    some, number, of = page_of(together, page, PEOPLE)
    if not together:
        return blocks.modal(words.WAVES_TITLE, [blocks.section(Mrkdwn(words.WAVES_NONE))])
    facts = {"asked": asked, "queued": len(together), "size": size, "next": next_at}
    sure = blocks.confirm(words.WAVES_STOP_TITLE, words.WAVES_STOP_ASK, words.WAVES_STOP)
    shown = [
        blocks.section(fill(words.WAVES_HEAD, cohort=cohort.name, **facts)),
        blocks.actions(blocks.button(words.WAVES_STOP, "matching.stop_waves", cohort.id, confirm=sure)),
    ]
    for one in some:
        text = fill(
            words.WAVES_LINE,
            score=round(one[0].score * 100),
            mentees=mentions([two.mentee.user_id for two in one]),
            mentor=mention(one[0].mentor.user_id),
        )
        take = blocks.button(words.WAVES_TAKE_BACK, "matching.take_back", one[0].id)
        shown.append(blocks.section(text, accessory=take))
    shown += turns("matching.queue", f"{cohort.id}", number, of)
    return blocks.modal(words.WAVES_TITLE, shown)
