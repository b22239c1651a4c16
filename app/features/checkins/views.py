"""The monthly question, the forms for help, and what coordinators read."""

from collections.abc import Mapping, Sequence

from app.core.notice import Block
from app.features.checkins import words
from app.features.checkins.rules import Call, CheckIn
from app.features.programmes.rules import Cohort
from app.handbook.asking import CheckIn as Rhythm
from app.slack import blocks
from app.slack.blocks import Choice
from app.slack.text import Mrkdwn, day, fill, join, markdown, mention, mentions, moment, quote


def ask(checkin: CheckIn, partners: Sequence[str], since: Mrkdwn, rhythm: Rhythm) -> tuple[Mrkdwn, list[Block]]:
    """The question; it follows the answer.

    Args:
        checkin: which.
        partners: the other side.
        since: the day since when they have worked together.
        rhythm: the handbook's words.
    """
    if checkin.said is not None:
        thanks = fill(words.THANKS[checkin.said], partner=mentions(partners))
        return thanks, [blocks.section(thanks)]
    text = fill(markdown(rhythm.ask), partner=mentions(partners), since=since)
    return text, [blocks.section(text), _answers(checkin), _foot(rhythm)]


def chase(checkin: CheckIn, partners: Sequence[str], rhythm: Rhythm) -> tuple[Mrkdwn, list[Block]]:
    """The second question where silence is not fine."""
    text = fill(words.CHASE, partner=mentions(partners))
    return text, [blocks.section(text), _answers(checkin), _foot(rhythm)]


def _answers(checkin: CheckIn) -> Block:
    return blocks.actions(
        blocks.button(words.WELL, "checkins.well", checkin.id),
        blocks.button(words.BETTER, "checkins.better", checkin.id),
        blocks.button(words.HELP, "checkins.help", checkin.id),
    )


def _foot(rhythm: Rhythm) -> Block:
    return blocks.context(fill(words.ASK_FOOT, silence=words.SILENCE[rhythm.silence]))


def better_form(checkin: CheckIn, cohort: Cohort) -> Block:
    """The modal in which one may say what could be better."""
    return blocks.modal(
        words.BETTER_TITLE,
        [
            blocks.section(Mrkdwn(words.BETTER_INTRO)),
            blocks.text_input("text", words.BETTER_LABEL, lines=True, hint=words.HELP_HINT),
        ],
        callback="checkins.better",
        submit=words.SEND,
        about={"checkin": checkin.id, "cohort": cohort.id},
    )


def help_form(cohorts: Sequence[Cohort], checkin: CheckIn | None, more: Mapping[str, int | str] | None = None) -> Block:
    """The modal in which one asks for help.

    Args:
        cohorts: in which the person takes part.
        checkin: the check-in that it answers, if any.
        more: the decision that it answers, if any: `question` and `said`.
    """
    shown: list[Block] = []
    if len(cohorts) == 1:
        shown.append(blocks.section(fill(words.HELP_INTRO, cohort=cohorts[0].name)))
    else:
        choices = [Choice(one.name, str(one.id)) for one in cohorts]
        shown.append(blocks.select("cohort", words.HELP_COHORT, choices, initial=choices[0].value))
    shown.append(blocks.text_input("text", words.HELP_LABEL, lines=True, hint=words.HELP_HINT))
    about: dict[str, int | str] = {"cohort": cohorts[0].id} if len(cohorts) == 1 else {}
    about.update(more or {})
    if checkin is not None:
        about["checkin"] = checkin.id
    return blocks.modal(words.HELP_TITLE, shown, callback="checkins.help", submit=words.SEND, about=about)


def call(call: Call, cohort: Cohort) -> tuple[Mrkdwn, list[Block]]:
    """What a coordinator gets at once: who, never what."""
    person = mention(call.user_id)
    if call.handled_by is not None:
        done = fill(words.CALL_HANDLED, person=person, cohort=cohort.name, by=mention(call.handled_by))
        return done, [blocks.section(done), blocks.actions(_read(call))]
    text = fill(words.CALL, person=person, cohort=cohort.name)
    return text, [blocks.section(text), blocks.actions(_read(call))]


def _read(call: Call) -> Block:
    return blocks.button(words.READ, "checkins.read", call.id)


def reading(call: Call, cohort: Cohort) -> Block:
    """The modal in which a coordinator reads what somebody wrote."""
    person = mention(call.user_id)
    when = moment(call.called_at, cohort.zone)
    shown = [
        blocks.section(fill(words.READ_HEAD[call.kind], person=person, cohort=cohort.name, when=when)),
        blocks.section(quote(call.text)),
    ]
    if call.handled_by is None:
        shown.append(blocks.actions(blocks.button(words.TAKE, "checkins.take", call.id, style="primary")))
    else:
        shown.append(blocks.section(fill(words.TAKEN_BY, by=mention(call.handled_by))))
    shown.append(blocks.context(fill(words.READ_FOOT, person=person)))
    return blocks.modal(words.READ_TITLE, shown)


def received(call: Call) -> Mrkdwn:
    """What whoever wrote reads at once."""
    return Mrkdwn(words.RECEIVED[call.kind])


def taken(call: Call) -> Mrkdwn:
    """What whoever wrote reads when a coordinator takes care."""
    return fill(words.TAKEN, by=mention(call.handled_by or ""))


def waiting(call: Call, cohort: Cohort) -> Block:
    """One line of the desk."""
    when = day(call.called_at, cohort.zone)
    text = fill(words.DESK_LINE[call.kind], person=mention(call.user_id), cohort=cohort.name, when=when)
    return blocks.section(text, accessory=_read(call))


def home_card() -> list[Block]:
    """The way to help, in Home."""
    text = join([Mrkdwn(f"*{words.HOME_HEADER}*"), Mrkdwn(words.HOME_TEXT)], by=" ")
    return [blocks.section(text, accessory=blocks.button(words.HOME_BUTTON, "checkins.support"))]
