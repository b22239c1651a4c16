"""How a spreadsheet's columns become answers, where people are matched from files instead of from Slack."""

from pydantic import Field

from app.handbook.page import Key, Page

PERSON = ("id", "name", "email", "zone")
"""What a column may hold beside an answer: who somebody is, and the time zone of their hours."""
IGNORED = "ignore"


class Csv(Page):
    """The columns of the files that `trellis match` reads; a column headed with a question needs no line here.

    A column is named as it stands in the file. What it holds is the key of a sign-up question, or `id`, `name`,
    `email`, `zone`, or `ignore`. Of a question about languages, `languages` holds those that somebody speaks
    with ease and `languages__some` the others.
    """

    mentees: dict[str, str] = Field({}, examples=[{"Your time zone": "zone"}])
    """What each column of the mentees' file holds, such as `"Your time zone" = "zone"`."""
    mentors: dict[str, str] = Field({}, examples=[{"Your time zone": "zone"}])
    """What each column of the mentors' file holds."""
    given: dict[Key, str] = Field({}, examples=[{"conduct": "yes"}])
    """Answers of everybody, for questions without a column, such as `conduct = "yes"`."""
    values: dict[Key, dict[str, str]] = Field({}, examples=[{"wants": {"Server side": "backend"}}])
    """What an answer in the files means among a question's options, where it is neither value nor label of one."""
    lists: str = Field(";|", min_length=1, max_length=8)
    """The characters that part several answers in one cell; where one is not known, a comma does so too."""
