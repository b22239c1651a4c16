"""The form in which somebody is suggested, and what follows."""

from collections.abc import Sequence

from app.core.notice import Block
from app.features.nominations import words
from app.features.nominations.rules import Nomination
from app.features.programmes.rules import Cohort
from app.handbook.page import Role
from app.handbook.signup import Nomination as Offer
from app.slack import blocks
from app.slack.blocks import Choice
from app.slack.text import Mrkdwn, fill, markdown, mention, quote


def form(open_to: Sequence[tuple[Cohort, Sequence[Role]]]) -> Block:
    """The modal in which somebody is suggested."""
    cohorts = [Choice(cohort.name, str(cohort.id)) for cohort, _ in open_to]
    roles = list(dict.fromkeys(role for _, found in open_to for role in found))
    return blocks.modal(
        words.TITLE,
        [
            blocks.context(Mrkdwn(words.INTRO)),
            blocks.select("cohort", words.COHORT, cohorts, initial=cohorts[0].value),
            blocks.radio("role", words.ROLE, [Choice(words.ROLES[one], one) for one in roles], initial=roles[0]),
            blocks.person_input("person", words.PERSON),
            blocks.text_input("why", words.WHY, lines=True, most=1000, hint=words.WHY_HINT),
        ],
        callback="nominations.nominate",
        submit=words.SUBMIT,
    )


def invitation(nomination: Nomination, cohort: Cohort, offer: Offer, *, is_open: bool) -> tuple[Mrkdwn, list[Block]]:
    """What the one who is suggested reads; it follows their answer."""
    if nomination.declined_at is not None or not is_open:
        rest = fill(words.CLOSED if nomination.declined_at is None else words.DECLINED, cohort=cohort.name)
        return rest, [blocks.section(rest)]
    why = Mrkdwn("\n" + quote(nomination.why) + "\n")
    said = fill(markdown(offer.invitation), by=mention(nomination.by), cohort=cohort.name, why=why)
    text = Mrkdwn(said.replace(" \n", "\n").replace("\n ", "\n"))  # the quotation stands on lines of its own
    return text, [
        blocks.section(text),
        blocks.actions(
            blocks.button(words.APPLY, f"joining.as_{nomination.role}", cohort.id, style="primary"),
            blocks.button(words.DECLINE, "nominations.decline", nomination.id),
        ),
    ]


def receipt(nomination: Nomination, cohort: Cohort) -> Mrkdwn:
    """What the one who suggested reads."""
    return _about(words.RECEIPT, nomination, cohort)


def line(nomination: Nomination, cohort: Cohort) -> Mrkdwn:
    """What the coordinators' channel reads; never why."""
    return _about(words.LINE, nomination, cohort)


def _about(template: str, nomination: Nomination, cohort: Cohort) -> Mrkdwn:
    return fill(
        template,
        by=mention(nomination.by),
        person=mention(nomination.user_id),
        role=words.AS_ROLE[nomination.role],
        cohort=cohort.name,
    )
