"""The questions, each answered with one click; every message follows its answer."""

from app.core.notice import Block
from app.features.decisions import words
from app.features.decisions.rules import AGAIN, NOT, UNSURE, Question, answer_of
from app.features.pairings.rules import Pairing
from app.handbook.asking import Decision, DecisionAnswer
from app.slack import blocks
from app.slack.text import Mrkdwn, fill, join, markdown, mentions

# What ends a pairing, or writes to the coordinators, is seen to by rooms above this one.
BUTTONS = {
    "go_on": "decisions.go_on",
    "graduate": "care.graduate",
    "part": "care.part",
    "help": "checkins.talk",
}
Shown = tuple[Mrkdwn, list[Block]]


def _partner(question: Question, pairing: Pairing) -> Mrkdwn:
    here = question.user_id in pairing.people
    return mentions(pairing.partners_of(question.user_id) if here else pairing.mentors)


def ask(question: Question, pairing: Pairing, decision: Decision) -> Shown:
    """A decision; it follows the answer."""
    partner = _partner(question, pairing)
    settled = _settled(question, pairing, decision, partner)
    if settled is not None:
        return settled, [blocks.section(settled)]
    head = fill(words.DECISION_HEAD, name=decision.name)
    text = join([head, fill(markdown(decision.ask), partner=partner)])
    return text, [blocks.section(text), _answers(question, decision), _foot(decision)]


def chase(question: Question, pairing: Pairing, decision: Decision) -> Shown:
    """The same question again, shorter; it follows the answer too."""
    partner = _partner(question, pairing)
    settled = _settled(question, pairing, decision, partner)
    if settled is not None:
        return settled, [blocks.section(settled)]
    text = fill(words.CHASE, name=decision.name, partner=partner)
    return text, [blocks.section(text), _answers(question, decision), _foot(decision)]


def _settled(question: Question, pairing: Pairing, decision: Decision, partner: Mrkdwn) -> Mrkdwn | None:
    answer = answer_of(decision, question.said)
    if answer is not None:
        return fill(markdown(answer.thanks), partner=partner)
    return over(question, pairing)


def over(question: Question, pairing: Pairing) -> Mrkdwn | None:
    """What stands where a question was that nobody answers any more; None while it can be answered."""
    if pairing.is_live and question.user_id in pairing.people:
        return None
    return fill(words.OVER, partner=_partner(question, pairing))


def _answers(question: Question, decision: Decision) -> Block:
    return blocks.actions(*(_answer(question, one, number) for number, one in enumerate(decision.answers)))


def _answer(question: Question, answer: DecisionAnswer, number: int) -> Block:
    sure = {
        "graduate": blocks.confirm(words.GRADUATE_TITLE, words.GRADUATE_ASK, words.SURE),
        "part": blocks.confirm(words.PART_TITLE, words.PART_ASK, words.SURE),
    }
    value = f"{question.id}-{answer.value}"
    return blocks.button(answer.label, BUTTONS[answer.leads_to], value, confirm=sure.get(answer.leads_to), tag=number)


def _foot(decision: Decision) -> Block:
    return blocks.context(Mrkdwn(words.DECISION_FOOT[decision.silence]))


def together(*, is_group: bool = False) -> Mrkdwn:
    """What a pairing reads in which everybody goes on."""
    return Mrkdwn(words.TOGETHER_GROUP if is_group else words.TOGETHER)


def fit(question: Question, pairing: Pairing) -> Shown:
    """The good-fit check; it follows the answer."""
    partner = _partner(question, pairing)
    is_again = question.key == AGAIN
    if question.said is not None:
        last = is_again and question.said == UNSURE
        thanks = fill(words.FIT_THANKS["unsure-again" if last else question.said], partner=partner)
        shown = [blocks.section(thanks)]
        if question.said == NOT and over(question, pairing) is None:
            shown.append(blocks.actions(blocks.button(words.FIT_HELP, "care.not_fit", question.id)))
        return thanks, shown
    ended = over(question, pairing)
    if ended is not None:
        return ended, [blocks.section(ended)]
    first = words.FIT if question.number == 1 else words.FIT_LATER
    text = fill(words.FIT_AGAIN if is_again else first, partner=partner, number=question.number)
    buttons = blocks.actions(
        blocks.button(words.FIT_WELL, "decisions.fits", question.id),
        blocks.button(words.FIT_UNSURE, "decisions.unsure", question.id),
        blocks.button(words.FIT_NOT, "care.not_fit", question.id),
    )
    return text, [blocks.section(text), buttons, blocks.context(Mrkdwn(words.FIT_FOOT))]
