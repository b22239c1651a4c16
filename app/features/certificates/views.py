"""How far somebody is, the desk, and the certificate itself as a page to print."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from app.core.calendar import local
from app.core.notice import Block
from app.features.certificates import words
from app.features.certificates.rules import Award, Facts, Genuine, Point, Standing, days_of, made_up_until
from app.features.programmes.rules import Cohort
from app.handbook.model import Handbook
from app.handbook.recognition import Certificate
from app.papers.certificate import Sheet, drawable, page
from app.slack import blocks
from app.slack.text import Mrkdwn, bullets, day, escape, fill, join, mention

Full = tuple[Award, Cohort, Handbook, Certificate, Standing]


def done(facts: Facts, book: Handbook) -> list[str]:
    """Return what somebody did, as short pieces of plain text."""
    said = []
    if facts.attended:
        template = words.DONE_MEETINGS_ONLY if facts.attended > 1 else words.DONE_MEETING_ONLY
        template = words.DONE_MEETINGS if facts.held > facts.attended else template
        said.append(template.format(attended=facts.attended, held=facts.held, time=_time(facts.minutes)))
    events = [one.name for one in book.events if one.key in facts.events]
    if events:
        said.append(words.DONE_EVENTS.format(names=", ".join(events)))
    activities = [one for one in book.activities if one.key in facts.activities]
    if activities:
        said.append(words.DONE_ACTIVITIES.format(count=len(activities)))
    if facts.graduated:
        said.append(words.DONE_GRADUATED)
    return said


def _time(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    parts = [words.HOUR if hours == 1 else words.HOURS.format(hours=hours)] if hours else []
    return " ".join([*parts, words.MINUTES.format(minutes=rest)] if rest else parts)


def _point(point: Point, book: Handbook) -> Mrkdwn:
    named = book.form(point.key) if point.kind == "form" else book.event(point.key)
    template = words.POINT[point.kind]
    return fill(template, name=named.name if named else point.key, have=point.have, need=point.need)


def standing(full: Full, answerable: Mapping[str, int], now: datetime) -> tuple[Mrkdwn, list[Block]]:
    """One certificate in `/mentoring certificate`.

    Args:
        full: the award, and how far it is.
        answerable: the forms that this person can answer now, with the ids of the questions put to them.
        now: the present instant, UTC.
    """
    award, cohort, book, certificate, found = full
    head = fill(words.STANDING, title=certificate.title, cohort=cohort.name)
    if award.issued_at is not None:
        template = words.ISSUED if award.excused_by is None else words.ISSUED_EXCUSED
        text = join([head, fill(template, day=day(award.issued_at, cohort.zone), number=award.number)])
        again = blocks.button(words.SEND_AGAIN, "certificates.again", award.id, tag=award.id)
        return text, [blocks.section(text), blocks.actions(again)]
    if found.is_earned:
        end = day(award.ends_at, cohort.zone)
        over = now >= award.ends_at
        text = Mrkdwn(words.ALL_THERE_NOW) if over else fill(words.ALL_THERE, cohort=cohort.name, end=end)
        return join([head, text]), [blocks.section(join([head, text]))]
    said = ", ".join(done(found.facts, book))
    parts = [head, fill(words.MISSING, done=said) if said else Mrkdwn(words.MISSING_ALL)]
    parts.append(bullets([_point(one, book) for one in found.missing]))
    until = made_up_until(award, certificate)
    is_late = now >= until or (now >= award.ends_at and not found.can_be_made_up)
    parts.append(Mrkdwn(words.OVER) if is_late else fill(words.UNTIL, until=day(until, cohort.zone)))
    text = join(parts)
    return text, [blocks.section(text), *_answers(found, answerable)]


def _answers(found: Standing, answerable: Mapping[str, int]) -> list[Block]:
    ids = [answerable[one.key] for one in found.missing if one.kind == "form" and one.key in answerable]
    return [blocks.actions(*(blocks.button(words.ANSWER, "surveys.open", one, tag=one) for one in ids))] if ids else []


def missing(full: Full, answerable: Mapping[str, int]) -> tuple[Mrkdwn, list[Block]]:
    """What somebody hears once who has not earned it."""
    award, cohort, book, certificate, found = full
    points = bullets([_point(one, book) for one in found.missing])
    if found.can_be_made_up:
        until = fill(words.TOLD_UNTIL, until=day(made_up_until(award, certificate), cohort.zone))
        parts = [fill(words.TOLD_MISSING, cohort=cohort.name), points, until, Mrkdwn(words.TOLD_EXCEPTION)]
    else:
        parts = [fill(words.TOLD_LACKS, cohort=cohort.name), points, Mrkdwn(words.TOLD_LACKS_EXCEPTION)]
    text = join(parts)
    return text, [blocks.section(text), *_answers(found, answerable)]


def home_line(full: Full) -> Block:
    """One certificate in Home."""
    award, cohort, _, _, found = full
    met = len(found.points) - len(found.missing)
    if award.issued_at is not None:
        state = words.HOME_ISSUED
    else:
        state = words.HOME_EARNED if found.is_earned else words.HOME_MISSING.format(met=met, all=len(found.points))
    see = blocks.button(words.HOME_BUTTON, "certificates.own", tag=award.id)
    return blocks.section(fill(words.HOME, cohort=cohort.name, state=state), accessory=see)


# -- the coordinators' desk ------------------------------------------------------------------------


def desk_line(cohort: Cohort, issued: int, every: int) -> Block:
    """One cohort on the desk."""
    see = blocks.button(words.DESK_BUTTON, "certificates.desk", f"{cohort.id}-1", tag=cohort.id)
    return blocks.section(fill(words.DESK_LINE, cohort=cohort.name, issued=issued, all=every), accessory=see)


def desk(
    cohort: Cohort, book: Handbook, found: Sequence[tuple[Award, Standing]], number: int, pages: int, reader: str
) -> Block:
    """The modal: who has earned a certificate, and what others lack."""
    shown: list[Block] = [blocks.section(fill("*{name}*", name=cohort.name))]
    for award, of in found:
        text = _desk_text(award, of, cohort, book)
        grant = None
        if award.issued_at is None and not of.is_earned and award.user_id != reader:
            grant = blocks.button(words.GRANT, "certificates.grant", award.id, tag=award.id)
        shown.append(blocks.section(text, accessory=grant))
    if not found:
        shown.append(blocks.section(Mrkdwn(words.DESK_EMPTY)))
    if pages > 1:
        turns = [(words.EARLIER, number - 1), (words.MORE, number + 1)]
        shown.append(blocks.context(fill(words.PAGE, number=number, of=pages)))
        shown.append(
            blocks.actions(
                *(
                    blocks.button(label, "certificates.turn", f"{cohort.id}-{to}", tag=label)
                    for label, to in turns
                    if 1 <= to <= pages
                )
            )
        )
    return blocks.modal(words.DESK_TITLE, [*shown, blocks.context(Mrkdwn(words.DESK_FOOT))])


def _desk_text(award: Award, of: Standing, cohort: Cohort, book: Handbook) -> Mrkdwn:
    who = {"person": mention(award.user_id), "role": words.ROLE[award.role]}
    if award.issued_at is not None:
        issued = {**who, "day": day(award.issued_at, cohort.zone), "number": award.number}
        if award.excused_by is None:
            return fill(words.DESK_ISSUED, **issued)
        return fill(words.DESK_EXCUSED, **issued, by=mention(award.excused_by), why=award.excused_why)
    return fill(words.DESK_LACKS, **who, missing=_lacks(of, book)) if of.missing else fill(words.DESK_EARNED, **who)


def _lacks(of: Standing, book: Handbook) -> Mrkdwn:
    return join([_point(one, book) for one in of.missing], by="; ")


def granting_form(award: Award, book: Handbook, of: Standing) -> Block:
    """The modal in which a coordinator gives the reason for an exception."""
    missing = _lacks(of, book) if of.missing else escape(words.NOTHING_YET)
    return blocks.modal(
        words.GRANT_TITLE,
        [
            blocks.section(fill(words.GRANT_INTRO, person=mention(award.user_id), missing=missing)),
            blocks.text_input("why", words.GRANT_WHY, lines=True, hint=words.GRANT_HINT),
        ],
        callback="certificates.grant",
        submit=words.GRANT_SEND,
        about={"award": award.id},
    )


# -- the certificate -------------------------------------------------------------------------------


def address_of(award: Award, public_url: str) -> str:
    """Return where the page of a certificate is; empty if it has none, or Trellis no address."""
    return f"{public_url}/certificate/{award.token}" if public_url and award.token else ""


def certificate_comment(full: Full, public_url: str = "") -> Mrkdwn:
    """What the message with the file says."""
    award, cohort, book, _, _ = full
    said = ", ".join(done(award.facts, book)) or words.ROLE[award.role]
    text = fill(words.CERTIFICATE, name=award.name, cohort=cohort.name, done=said, number=award.number)
    whole = drawable(award.name) == award.name.strip()
    parts = [text] if whole else [text, Mrkdwn(words.CERTIFICATE_LINE)]
    address = address_of(award, public_url)
    if address:
        parts.append(fill(words.CERTIFICATE_PAGE, address=address))
    return join(parts, by=" ")


def certificate_file(full: Full, public_url: str = "") -> bytes:
    """The certificate as a PDF of one page."""
    award, cohort, book, certificate, _ = full
    issued = award.issued_at or award.ends_at
    start, end = days_of(award, cohort, book)
    address = address_of(award, public_url)
    text = certificate.text.format(
        name=drawable(award.name) or words.PDF_BEARER,
        programme=book.name,
        cohort=cohort.name,
        start=_written(start),
        end=_written(end),
    )
    return page(
        Sheet(
            title=certificate.title,
            name=award.name,
            text=text.replace("*", "").replace("_", ""),
            lines=tuple(done(award.facts, book)),
            presents=words.PDF_PRESENTS.format(community=book.community, programme=book.name),
            issued=words.PDF_ISSUED.format(day=_written(local(issued, cohort.zone).date())),
            number=words.PDF_NUMBER.format(number=award.number),
            address=words.PDF_ADDRESS.format(address=address) if address else "",
            link=address,
            at=issued,
        )
    )


def _written(on: date) -> str:
    return f"{on.day} {on:%B %Y}"


def proof(found: Genuine) -> tuple[str, str, list[tuple[str, str]]]:
    """What a certificate's page says, as plain text: a heading, a sentence, and lines of two columns."""
    issued = _written(found.issued)
    lines = [
        (words.PAGE_NAME, found.name),
        (words.PAGE_CERTIFICATE, found.title),
        (words.PAGE_ROLE, words.ROLE[found.role]),
        (words.PAGE_PROGRAMME, found.programme),
        (words.PAGE_COMMUNITY, found.community),
        (words.PAGE_DATES, words.PAGE_SPAN.format(start=_written(found.starts), end=_written(found.ends))),
        (words.PAGE_ISSUED, issued),
        (words.PAGE_NUMBER, found.number),
    ]
    said = words.PAGE_SAYS.format(day=issued, community=found.community)
    return words.PAGE_TITLE, said, [(name, text) for name, text in lines if text]


def no_proof() -> tuple[str, str]:
    """What the page says where there is no certificate, as plain text."""
    return words.PAGE_NONE_TITLE, words.PAGE_NONE
