"""What people see of a cohort."""

from datetime import time

from app.core.calendar import localise
from app.core.notice import Block
from app.features.programmes import words
from app.features.programmes.rules import Cohort
from app.handbook.model import Handbook
from app.slack import blocks
from app.slack.blocks import Choice
from app.slack.text import Mrkdwn, channel, day, fill, markdown, mention


def opening_form(handbooks: list[Handbook], zone: str, today: str) -> Block:
    """The modal in which a coordinator opens a cohort."""
    days = words.OPEN_DAYS_HINT.format(zone=zone)
    return blocks.modal(
        words.OPEN_TITLE,
        [
            blocks.select(
                "programme",
                words.OPEN_PROGRAMME,
                [Choice(one.name, one.programme) for one in handbooks],
                initial=handbooks[0].programme,
            ),
            blocks.text_input("name", words.OPEN_NAME, most=60, placeholder=words.OPEN_NAME_EXAMPLE),
            blocks.date_input("signup_until", words.OPEN_SIGNUP_UNTIL, hint=days, initial=today),
            blocks.date_input("starts_on", words.OPEN_STARTS),
            blocks.date_input("ends_on", words.OPEN_ENDS),
            blocks.channel_input("announce_channel", words.OPEN_ANNOUNCE, hint=words.OPEN_CHANNELS_HINT),
            blocks.channel_input("coordinators_channel", words.OPEN_COORDINATORS, hint=words.OPEN_COORDINATORS_HINT),
            blocks.channel_input("mentors_channel", words.OPEN_MENTORS, hint=words.OPEN_INVITED_HINT, optional=True),
            blocks.channel_input("mentees_channel", words.OPEN_MENTEES, hint=words.OPEN_INVITED_HINT, optional=True),
        ],
        callback="programmes.open",
        submit=words.OPEN_SUBMIT,
    )


def announcement(cohort: Cohort, handbook: Handbook, *, is_open: bool) -> tuple[Mrkdwn, list[Block]]:
    """The message in the channel; after sign-up its buttons are gone."""
    if not is_open:
        closed = fill(words.SIGNUP_CLOSED, cohort=cohort.name)
        return closed, [blocks.section(closed)]
    text = fill(
        markdown(handbook.signup.announcement),
        cohort=cohort.name,
        until=day(localise(cohort.signup_until, time(12), cohort.zone), cohort.zone),
        start=day(localise(cohort.starts_on, time(12), cohort.zone), cohort.zone),
    )
    foot = fill(
        words.ANNOUNCEMENT_FOOT,
        minutes=handbook.rhythm.minutes,
        rhythm=handbook.rhythm.every,
        months=handbook.least_months,
        conduct=handbook.code_of_conduct,
    )
    return text, [
        blocks.header(words.ANNOUNCEMENT_HEADER.format(cohort=cohort.name)),
        blocks.section(markdown(handbook.about)),
        blocks.section(text),
        blocks.actions(
            blocks.button(words.JOIN_AS_MENTEE, "joining.as_mentee", cohort.id, style="primary"),
            blocks.button(words.JOIN_AS_MENTOR, "joining.as_mentor", cohort.id),
        ),
        blocks.context(foot),
    ]


def opened(cohort: Cohort) -> Mrkdwn:
    """What the coordinator who opened a cohort reads."""
    return fill(
        words.OPENED,
        cohort=cohort.name,
        channel=channel(cohort.announce_channel),
        coordinators=channel(cohort.coordinators_channel),
        until=day(localise(cohort.signup_until, time(12), cohort.zone), cohort.zone),
    )


def appointing_form(cohorts: list[Cohort]) -> Block:
    """The modal in which a coordinator appoints another."""
    choices = [Choice(one.name, str(one.id)) for one in cohorts]
    return blocks.modal(
        words.APPOINT_TITLE,
        [
            blocks.select("cohort", words.APPOINT_COHORT, choices, initial=choices[0].value),
            blocks.person_input("person", words.APPOINT_WHO, hint=words.APPOINT_HINT),
        ],
        callback="programmes.appoint",
        submit=words.APPOINT_SUBMIT,
    )


def appointed(user_id: str, cohort: Cohort) -> Mrkdwn:
    """What the appointing coordinator reads."""
    return fill(words.APPOINTED, person=mention(user_id), cohort=cohort.name)
