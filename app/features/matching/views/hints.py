"""Which mentors are missing, for coordinators, and the post that looks for one."""

from collections.abc import Sequence
from datetime import datetime

from app.core.notice import Block
from app.features.matching import words
from app.features.matching.rules import Proposal
from app.features.matching.rules.hints import FEW, LONGEST_POST, Hint
from app.features.programmes.rules import Cohort
from app.handbook.model import Handbook
from app.slack import blocks
from app.slack.text import Mrkdwn, clip, escape, fill, join, listed, mention


def sentences(hints: Sequence[Hint]) -> list[str]:
    """Return each hint as a sentence, in plain text; later ones count on the earlier ones."""
    return [_sentence(one, words.HINT if at == 0 else words.HINT_MORE) for at, one in enumerate(hints)]


def _sentence(hint: Hint, template: str) -> str:
    topic = words.HINT_TOPIC.format(topic=hint.topic) if hint.topic else ""
    said = template.format(topic=topic, who=_who(hint), number=len(hint.fits), of=hint.of)
    if hint.mentors > 1:
        said += words.HINT_PLACES.format(places=hint.places, mentors=hint.mentors)
    return said


def _who(hint: Hint) -> str:
    clauses = []
    if hint.language:
        clauses.append(words.HINT_SPEAKS.format(language=hint.language))
    if hint.window is not None:
        template = words.HINT_FREE if hint.hours_needed else words.HINT_FREE_BEST
        window = words.HINT_WINDOW.format(days=hint.window.days, part=hint.window.part)
        city = hint.window.zone.rpartition("/")[2].replace("_", " ")
        clauses.append(template.format(window=window, city=city))
    if hint.town:
        clauses.append(words.HINT_TOWN.format(town=hint.town))
    return words.HINT_WHO.format(clauses=listed(clauses)) if clauses else ""


def post(hint: Hint, cohort: Cohort, handbook: Handbook) -> str:
    """Return a post that looks for such a mentor, as a draft in mrkdwn that a coordinator edits.

    It counts nobody; and where so few would be helped that a language, a town and hours could point at one of
    them, it tells only what they would like to learn.
    """
    first = words.POST_TOPIC.format(topic=hint.topic) if hint.topic else words.POST_ANY
    who = _who(hint) if len(hint.fits) >= FEW else ""
    looking = words.POST_LOOKING.format(cohort=cohort.name, who=who)
    return "\n".join((f"*{first}*", looking, words.POST_HOW.format(minutes=handbook.rhythm.minutes)))


def held(number: int, first: Sequence[Proposal]) -> list[Block]:
    """How many accepted proposals wait because their mentor has other questions to answer, and the first of them."""
    if not number:
        return []
    lines = [
        fill(words.HELD_LINE, mentee=mention(one.mentee.user_id), mentor=mention(one.mentor.user_id)) for one in first
    ]
    if number > len(first):
        lines.append(fill(words.HELD_MORE, number=number - len(first)))
    return [blocks.context(join([fill(words.HELD, number=number), *lines]))]


def missing(cohort: Cohort, hints: Sequence[Hint]) -> Block:
    """The modal that says which mentors are missing, each with a post to send."""
    if not hints:
        return blocks.modal(words.MISSING_TITLE, [blocks.section(fill(words.MISSING_NOBODY, cohort=cohort.name))])
    shown: list[Block] = []
    for number, said in enumerate(sentences(hints)):
        button = blocks.button(words.POST_WRITE, "matching.write_post", f"{cohort.id}-{number}")
        shown.append(blocks.section(escape(said), accessory=button))
    shown.append(blocks.context(Mrkdwn(words.MISSING_FOOT)))
    return blocks.modal(words.MISSING_TITLE, shown)


def post_form(text: str, cohort: Cohort) -> Block:
    """The modal in which a coordinator edits a post and says where it goes."""
    shown = [
        blocks.text_input("text", words.POST_TEXT, initial=text, lines=True, most=LONGEST_POST, hint=words.POST_HINT),
        blocks.channel_input(
            "channel", words.POST_CHANNEL, initial=cohort.announce_channel, hint=words.POST_CHANNEL_HINT
        ),
    ]
    about = {"cohort": cohort.id}
    return blocks.modal(words.POST_TITLE, shown, callback="matching.recruit", submit=words.POST_SEND, about=about)


def posted(text: str, by: str, cohort: Cohort, now: datetime) -> tuple[Mrkdwn, list[Block]]:
    """The post in the channel, with who sent it; it has a button as long as one can join."""
    said = clip(escape(text), LONGEST_POST)
    shown = [blocks.section(said)]
    if cohort.takes_applications(now):
        shown.append(blocks.actions(blocks.button(words.POST_JOIN, "joining.as_mentor", cohort.id, style="primary")))
    by_line = fill(words.POST_BY, by=mention(by), cohort=cohort.name)
    return join([said, by_line]), [*shown, blocks.context(by_line)]
