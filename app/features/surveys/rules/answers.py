"""What an answer to each kind of question must be."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.core.calendar import read_day
from app.core.links import is_link
from app.core.refusal import Refusal, refuse_all
from app.handbook.asking import Form
from app.handbook.page import Ask

Value = str | list[str] | None
LONGEST = {"lines": 3000, "text": 300, "link": 500}
SCALE = ("1", "2", "3", "4", "5")


def check_answers(form: Form, values: Mapping[str, Value]) -> dict[str, Any]:
    """Return the answers as they are kept: text, a list of options, or nothing for what was left open.

    Raises:
        Refusals: everything that is wrong, each at its field.
    """
    wrong: list[Refusal] = []
    kept: dict[str, Any] = {}
    for ask in form.questions:
        raw = values.get(ask.key)
        said = [one for one in raw if one in values_of(ask)] if isinstance(raw, list) else (raw or "").strip()
        if not said:
            if ask.required:
                wrong.append(Refusal("surveys.needed", field=ask.key))
            continue
        try:
            kept[ask.key] = said if isinstance(said, list) else _checked(ask, said)
        except Refusal as no:
            wrong.append(no)
    if not kept and not wrong:
        wrong.append(Refusal("surveys.empty", field=form.questions[0].key))
    refuse_all(wrong)
    return kept


def values_of(ask: Ask) -> Sequence[str]:
    """Return the ids of what can be chosen."""
    fixed = {"scale": SCALE, "yes": ("yes", "no")}
    return fixed.get(ask.kind) or [one.value for one in ask.options]


def _checked(ask: Ask, said: str) -> str:
    most = LONGEST.get(ask.kind)
    if most is not None and len(said) > most:
        raise Refusal("surveys.too-long", field=ask.key, most=most)
    match ask.kind:
        case "link" if not is_link(said):
            raise Refusal("surveys.link", field=ask.key)
        case "choice" | "scale" | "yes" if said not in values_of(ask):
            raise Refusal("surveys.option", field=ask.key)
        case "number" if not (said.isdecimal() and len(said) < 10):  # noqa: PLR2004 - nobody counts that far
            raise Refusal("surveys.number", field=ask.key)
        case "date":
            day = read_day(said)
            if day is None:
                raise Refusal("surveys.date", field=ask.key)
            return day.isoformat()
    return said


def has_options(ask: Ask) -> bool:
    """Whether its answers are counted rather than read."""
    return ask.kind in ("choice", "choices", "scale", "yes")
