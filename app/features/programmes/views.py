"""What people see of a cohort."""

from datetime import datetime, time

from app.core.calendar import localise
from app.core.notice import Block
from app.features.programmes import words
from app.features.programmes.rules import NO_END, Cohort
from app.handbook.model import Handbook
from app.slack import blocks
from app.slack.blocks import Choice
from app.slack.text import Mrkdwn, channel, day, fill, join, markdown, mention, quote


def opening_form(handbooks: list[Handbook], zone: str, today: str) -> Block:
    """The modal in which a coordinator opens a cohort."""
    days = words.OPEN_DAYS_HINT.format(zone=zone)
    rolling = [one.name for one in handbooks if one.admission == "rolling"]
    endless = words.OPEN_ROLLING_HINT.format(programmes=", ".join(rolling)) if rolling else ""
    if rolling:
        days = f"{days} {endless}"
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
            blocks.date_input(
                "signup_until",
                words.OPEN_SIGNUP_UNTIL,
                hint=days,
                initial=None if rolling else today,
                optional=bool(rolling),
            ),
            blocks.date_input("starts_on", words.OPEN_STARTS),
            blocks.date_input("ends_on", words.OPEN_ENDS, hint=endless, optional=bool(rolling)),
            blocks.channel_input("announce_channel", words.OPEN_ANNOUNCE, hint=words.OPEN_CHANNELS_HINT),
            blocks.channel_input("coordinators_channel", words.OPEN_COORDINATORS, hint=words.OPEN_COORDINATORS_HINT),
            blocks.channel_input("mentors_channel", words.OPEN_MENTORS, hint=words.OPEN_INVITED_HINT, optional=True),
            blocks.channel_input("mentees_channel", words.OPEN_MENTEES, hint=words.OPEN_INVITED_HINT, optional=True),
        ],
        callback="programmes.open",
        submit=words.OPEN_SUBMIT,
    )


def announcement(cohort: Cohort, handbook: Handbook, now: datetime) -> tuple[Mrkdwn, list[Block]]:
    """The message in the channel; after sign-up its buttons are gone, or left for those who come late."""
    if not cohort.takes_applications(now):
        closed = fill(words.SIGNUP_CLOSED, cohort=cohort.name)
        return closed, [blocks.section(closed)]
    if cohort.is_late(now):
        late = fill(words.SIGNUP_LATE, cohort=cohort.name)
        return late, [blocks.section(late), _join_buttons(cohort)]
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
        months=_months(cohort, handbook),
        conduct=handbook.code_of_conduct,
    )
    parts = [markdown(handbook.about), text]
    if cohort.about:
        parts.insert(0, fill(words.PROJECT_ABOUT, cohort=cohort.name, about=quote(cohort.about)))
    if cohort.how_to_join:
        parts.append(fill(words.PROJECT_HOW, how=quote(cohort.how_to_join)))
    return join(parts, by="\n\n"), [
        blocks.header(words.ANNOUNCEMENT_HEADER.format(cohort=cohort.name)),
        *(blocks.section(one) for one in parts),
        _join_buttons(cohort),
        blocks.context(foot),
    ]


def _months(cohort: Cohort, handbook: Handbook) -> Mrkdwn:
    """How long pairings last: as the handbook says, unless this cohort is over before."""
    if (lasts := cohort.months) is not None and lasts < handbook.least_months:
        return fill(words.MONTHS if lasts > 1 else words.MONTH, months=lasts)
    template = words.MONTHS_OR_MORE if handbook.least_months > 1 else words.MONTH_OR_MORE
    return fill(template, months=handbook.least_months)


def _join_buttons(cohort: Cohort) -> Block:
    return blocks.actions(
        blocks.button(words.JOIN_AS_MENTEE, "joining.as_mentee", cohort.id, style="primary"),
        blocks.button(words.JOIN_AS_MENTOR, "joining.as_mentor", cohort.id),
    )


def opened(cohort: Cohort) -> Mrkdwn:
    """What the coordinator who opened a cohort reads."""
    return fill(
        words.OPENED if cohort.signup_until < NO_END else words.OPENED_ROLLING,
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
