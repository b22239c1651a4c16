"""How much it is, as a picture."""

from app import plots
from app.features.foreseeing import words
from app.features.foreseeing.rules import TO_ONE, UNASKED, Almanac


def load(found: Almanac, role: str) -> plots.Picture:
    """How many messages somebody of a role reads in each week, and how many nobody may have asked for."""
    counted = {words.SORTS[sort]: counts for sort, counts in found.load(role).items()}
    weeks = [str(one.number if one.number >= 1 else one.number - 1) for one in found.weeks]
    if role not in TO_ONE:
        return plots.weekly_bars(words.LOAD_TITLES[role], weeks, counted)
    allowed = found.imagined.handbook.unasked_a_week
    return plots.weekly_bars(words.LOAD_TITLES[role], weeks, counted, allowed, limited=words.SORTS[UNASKED])


def loads(found: Almanac, role: str) -> plots.Picture:
    """The same for one role, or one below the other for a mentee and a mentor."""
    if role:
        return load(found, role)
    return plots.together(words.LOADS_TITLE, {words.ROLES[one]: load(found, one) for one in TO_ONE})
