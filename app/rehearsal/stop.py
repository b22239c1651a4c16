"""What ends a rehearsal before it begins, or when it is to be written down."""


class Stop(Exception):  # noqa: N818 - a sentence for whoever started it
    """Something that whoever started it can mend, as one sentence."""
