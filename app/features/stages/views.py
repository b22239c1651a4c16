"""How to prepare, what a stage is about, and where a pairing stands."""

from collections.abc import Iterable, Sequence

from app.core.notice import Block
from app.features.pairings.rules import Pairing
from app.features.stages import words
from app.features.stages.rules import Place, guidance, preparation
from app.features.surveys.rules import Put
from app.handbook.meetings import FirstMeeting
from app.slack import blocks
from app.slack.text import Mrkdwn, bullets, day, fill, join, markdown, mentions


def prepare(
    first: FirstMeeting, pairing: Pairing, reader: str, zone: str, opening: Put | None = None
) -> tuple[Mrkdwn, list[Block]]:
    """What somebody alone gets before the first meeting.

    Args:
        first: what the handbook says of it.
        pairing: who meets.
        reader: who reads this.
        zone: for the fallback of the form's last day.
        opening: the form that goes with it, as it was put to the reader.
    """
    steps, questions = preparation(first, pairing.role_of(reader))
    head = fill(words.PREPARE, partners=mentions(pairing.partners_of(reader)))
    parts = [head, *_listed(steps)]
    if questions:
        parts += [Mrkdwn(words.QUESTIONS), *_listed(questions)]
    shown = [blocks.section(one) for one in parts]
    if questions:
        foot = Mrkdwn(words.QUESTIONS_FOOT)
        parts.append(foot)
        shown.append(blocks.context(foot))
    if opening is not None:
        texts, more = _form(opening, zone, words.PREPARE_FORM)
        return join([join(parts), texts], by="\n\n"), [*shown, *more]
    return join(parts), shown


def _form(opening: Put, zone: str, template: str) -> tuple[Mrkdwn, list[Block]]:
    """The form that a message carries, with its button; it follows the answer."""
    done, form = opening.asked.answered_at is not None, opening.form
    text = fill(words.OPENING_DONE if done else template, form=form.name, intro=markdown(form.intro))
    label, style = (words.CHANGE, None) if done else (words.ANSWER, "primary")
    shown = [blocks.section(text), blocks.actions(blocks.button(label, "surveys.open", opening.asked.id, style=style))]
    if template != words.OPENING and not done:
        until = fill(words.UNTIL[form.silence], until=day(opening.asked.closes_at, zone))
        return join([text, until]), [*shown, blocks.context(until)]
    return text, shown


def begins(present: Place, pairing: Pairing, reader: str, zone: str, opening: Put | None) -> tuple[Mrkdwn, list[Block]]:
    """What each gets at the start of a stage, with the button of its first questions.

    Args:
        present: the stage.
        pairing: who is in it.
        reader: who reads this.
        zone: for the fallback of its last day.
        opening: the form that opens it, as it was put to the reader.
    """
    parts = [_head(words.BEGINS, present, pairing, reader, zone), *_guide(present, pairing, reader)]
    shown = [blocks.section(one) for one in parts]
    if opening is not None:
        text, more = _form(opening, zone, words.OPENING)
        parts, shown = [*parts, text], [*shown, *more]
    return join(parts), shown


def reading(present: Place, pairing: Pairing, reader: str, zone: str) -> Block:
    """The modal in which one reads the guidance of the present stage again."""
    parts = [_head(words.BEGINS, present, pairing, reader, zone), *_guide(present, pairing, reader)]
    return blocks.modal(words.READ_TITLE, [blocks.section(one) for one in parts])


def home_line(present: Place, pairing: Pairing, reader: str, zone: str) -> Block:
    """Where a pairing stands, in Home."""
    text = _head(words.HOME_LINE, present, pairing, reader, zone)
    return blocks.section(text, accessory=blocks.button(words.HOME_BUTTON, "stages.read", pairing.id))


def _head(template: str, present: Place, pairing: Pairing, reader: str, zone: str) -> Mrkdwn:
    return fill(
        template,
        number=present.number,
        of=present.of,
        stage=present.stage.name,
        partners=mentions(pairing.partners_of(reader)),
        until=day(present.ends, zone),
    )


def _guide(present: Place, pairing: Pairing, reader: str) -> list[Mrkdwn]:
    steps = guidance(present.stage, pairing.role_of(reader))
    return [markdown(present.stage.about), *([Mrkdwn(words.GUIDANCE), *_listed(steps)] if steps else [])]


def _listed(lines: Iterable[str]) -> list[Mrkdwn]:
    """Return lines as lists, each short enough for one paragraph of Slack's."""
    lists: list[Sequence[Mrkdwn]] = []
    for line in (markdown(one) for one in lines):
        if lists and len(bullets([*lists[-1], line])) <= blocks.SECTION:
            lists[-1] = [*lists[-1], line]
        else:
            lists.append([line])
    return [bullets(one) for one in lists]
