"""What people see of a showcase."""

from collections.abc import Sequence
from datetime import datetime

from app.core.notice import Block
from app.features.events.rules import Event
from app.features.showcases import words
from app.features.showcases.rules import LONGEST_TITLE, Shown, Slide
from app.handbook.calendar import Showcase
from app.slack import blocks
from app.slack.blocks import Choice
from app.slack.text import Mrkdwn, bullets, fill, join, markdown, mention, mentions, moment

MOST = 40  # groups in one message; more would not fit into Slack's 3,000 characters


def when(event: Event) -> Mrkdwn:
    """When it begins."""
    return moment(event.begins, event.sessions[0][1])


def ask(slide: Slide, event: Event, showcase: Showcase, now: datetime) -> tuple[Mrkdwn, list[Block]]:
    """The question in the pairing's conversation; it follows the answer."""
    return _asking(slide, event, fill(markdown(showcase.ask), event=event.name, when=when(event)), now)


def again(slide: Slide, event: Event, now: datetime) -> tuple[Mrkdwn, list[Block]]:
    """The one reminder; it follows the answer."""
    return _asking(slide, event, fill(words.AGAIN, event=event.name, when=when(event)), now)


def _asking(slide: Slide, event: Event, question: Mrkdwn, now: datetime) -> tuple[Mrkdwn, list[Block]]:
    text = _given(slide, event) if slide.link is not None else question
    if event.ends <= now:
        text = join([text, fill(words.OVER, event=event.name)])
        return text, [blocks.section(text)]
    return text, [blocks.section(text), blocks.actions(_button(slide)), blocks.context(Mrkdwn(words.ASK_FOOT))]


def _given(slide: Slide, event: Event) -> Mrkdwn:
    said = fill(
        words.GIVEN,
        event=event.name,
        link=slide.link,
        title=slide.title or words.UNTITLED,
        who=mention(slide.given_by or ""),
    )
    return join([said, Mrkdwn(words.GIVEN_SHOWN if slide.may_show else words.GIVEN_HIDDEN)])


def _button(slide: Slide) -> Block:
    return blocks.button(words.CHANGE if slide.link else words.GIVE, "showcases.open", slide.id, tag=slide.id)


def form(slide: Slide, event: Event) -> Block:
    """The modal that takes the link."""
    yes = [Choice(words.FORM_SHOW_YES, "yes")]
    return blocks.modal(
        words.FORM_TITLE,
        [
            blocks.section(fill(words.FORM_INTRO, event=event.name, when=when(event))),
            blocks.text_input("link", words.FORM_LINK, initial=slide.link, most=500, hint=words.FORM_LINK_HINT),
            blocks.text_input(
                "title",
                words.FORM_ABOUT,
                initial=slide.title,
                most=LONGEST_TITLE,
                hint=words.FORM_ABOUT_HINT,
                optional=True,
            ),
            blocks.checkboxes(
                "may_show",
                words.FORM_SHOW,
                yes,
                initial=["yes"] if slide.may_show else [],
                hint=words.FORM_SHOW_HINT,
                optional=True,
            ),
        ],
        callback="showcases.give",
        submit=words.FORM_SUBMIT,
        about={"slide": slide.id},
    )


def missing(event: Event, slides: Sequence[Shown]) -> tuple[Mrkdwn, list[Block]]:
    """What the coordinators read: who has given a link, and who has not."""
    given = [one for one in slides if one.slide.link is not None]
    open_ = [one for one in slides if one.slide.link is None]
    parts = [fill(words.MISSING, event=event.name, when=when(event), given=len(given), of=len(slides))]
    if open_:
        parts.append(join([Mrkdwn(words.MISSING_LIST), _list(open_)]))
    else:
        parts.append(Mrkdwn(words.MISSING_NONE))
    if given:
        parts.append(join([Mrkdwn(words.GIVEN_LIST), _list(given)]))
    return join(parts), [blocks.section(one) for one in parts]


def shown(event: Event, slides: Sequence[Shown]) -> tuple[Mrkdwn, list[Block]]:
    """What the channel reads afterwards; only slides whose people agreed are handed in."""
    parts = [fill(words.SHOWN, event=event.name), _list(slides)]
    return join(parts), [blocks.section(one) for one in parts]


def _list(slides: Sequence[Shown]) -> Mrkdwn:
    lines = [_line(one) for one in slides[:MOST]]
    if len(slides) > MOST:
        lines.append(fill(words.MISSING_MORE, number=len(slides) - MOST))
    return bullets(lines)


def _line(one: Shown) -> Mrkdwn:
    people = mentions(one.pairing.people)
    if one.slide.link is None:
        return fill(words.GROUP, people=people)
    return fill(words.GROUP_LINK, people=people, link=one.slide.link, title=one.slide.title or words.GROUP_UNTITLED)


def own(slide: Slide, event: Event) -> Block:
    """One line for whoever asks where they stand."""
    text = _given(slide, event) if slide.link else fill(words.FORM_INTRO, event=event.name, when=when(event))
    return blocks.section(text, accessory=_button(slide))
