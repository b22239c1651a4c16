"""An expected "no": a rule says why, a room's `words` say it kindly, the error door shows it."""


class Refusal(Exception):  # noqa: N818 - it is a decision, not an error
    """What a person asked for cannot be done, for a reason they can understand.

    Args:
        code: names the sentence, `room.reason`; it stands in that room's `words.REFUSALS`.
        field: the modal field (block id) it belongs to, or None for the whole request.
        facts: what the sentence mentions; the views escape them.
    """

    def __init__(self, code: str, *, field: str | None = None, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.field = field
        self.facts = facts


class Refusals(Exception):  # noqa: N818 - see Refusal
    """Several fields of one form are refused at once, so that a person mends them in one go."""

    def __init__(self, refusals: list[Refusal]) -> None:
        super().__init__(", ".join(one.code for one in refusals))
        self.refusals = refusals


def refuse_all(refusals: list[Refusal]) -> None:
    """Raise what a form's rules found, if they found anything.

    Raises:
        Refusals: if the list is not empty.
    """
    if refusals:
        raise Refusals(refusals)
