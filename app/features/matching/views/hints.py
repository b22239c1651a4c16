"""Which mentors are missing, for coordinators, and the post that looks for one."""

from collections.abc import Sequence

from app.features.matching import words
from app.features.matching.rules.hints import FEW, Hint
from app.features.programmes.rules import Cohort
from app.handbook.model import Handbook
from app.slack.text import listed


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
