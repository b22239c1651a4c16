"""What coordinators and partners see of answers, word for word."""

from typing import Any

from app.core.notice import Block
from app.features.surveys import views
from app.features.surveys.rules import Asked, Count, Put
from tests.features.surveys.test_rules import OPTIONS, asked, form
from tests.kit.make import cohort, pairing

SURVEY = form(
    questions=[
        {"key": "score", "ask": "How useful is it?", "kind": "scale"},
        {"key": "which", "ask": "Which helps?", "kind": "choices", "options": OPTIONS},
        {"key": "better", "ask": "What should be better?"},
        {"key": "rare", "ask": "Anything else?"},
    ]
)


def answered(number: int, **answers: Any) -> Asked:
    return asked(number, f"UPERSON{number}", answers=answers)


FOUND = [
    answered(
        number, score="4" if number < 5 else "2", which=["a", "b"] if number < 4 else ["a"], better=f"text {number}"
    )
    for number in range(1, 13)
]


def texts_of(view: Block) -> str:
    return "\n".join(block["text"]["text"] for block in view["blocks"] if "text" in block)


def buttons_of(view: Block) -> dict[str, str]:
    found = [one for block in view["blocks"] for one in block.get("elements", [block.get("accessory") or {}])]
    return {one["text"]["text"]: one["value"] for one in found if one.get("type") == "button"}


def test_the_overview_counts_with_denominators_and_names_nobody() -> None:
    found = [*FOUND, answered(13, score="1", rare="only mine")]
    view = views.overview(cohort(), Count(form=SURVEY, asked=20, answered=13, fine=7, overdue=0), found)
    text = texts_of(view)
    assert "*Midway survey*, *Winter*: 13 of 20 answered." in text
    assert "• 2: 8 of 13\n" in text
    assert "• 4: 4 of 13\n" in text
    assert "• 1 (least): fewer than 3, or kept back so that nobody stands out" in text
    assert "*Which helps?*\n12 of 13 answered this.\n• A: 12 of 12\n• B: 3 of 12\n• C: fewer than 3" in text
    assert "*Anything else?*\n1 of 13 answered this.\nFewer than 3 people answered this" in text
    assert "only mine" not in str(view)
    assert "UPERSON" not in str(view)
    assert buttons_of(view) == {"Read the answers": "1:midway:better:0"}


def test_free_answers_come_in_pages_each_once_and_without_names() -> None:
    pages = [views.free_texts(cohort(), SURVEY, SURVEY.questions[2], FOUND, first) for first in (0, 10)]
    shown = [line for page in pages for line in texts_of(page).splitlines() if line.startswith("> ")]
    assert sorted(shown) == sorted(f"> text {number}" for number in range(1, 13))
    assert "12 answers, in no particular order, 1 to 10." in texts_of(pages[0])
    assert buttons_of(pages[0]) == {"More": "1:midway:better:10"}
    assert buttons_of(pages[1]) == {"Back": "1:midway:better:0"}
    assert "UPERSON" not in str(pages)


def test_too_few_free_answers_are_not_shown_even_if_their_page_is_asked_for() -> None:
    view = views.free_texts(cohort(), SURVEY, SURVEY.questions[2], FOUND[:2], 0)
    assert "Fewer than 3 people" in texts_of(view)
    assert "text 1" not in str(view)


def test_a_partner_reads_only_the_questions_that_are_shared() -> None:
    mixed = form(
        questions=[{"key": "private", "ask": "For us?"}, {"key": "open", "ask": "For your partner?", "shared": True}]
    )
    one = asked(answers={"private": "not for the partner", "open": "for the partner"})
    put = Put(asked=one, form=mixed, pairing=pairing(), cohort=cohort())
    view = str(views.together(put, [one]))
    assert "for the partner" in view.replace("not for the partner", "")
    assert "not for the partner" not in view
    hints = {block["block_id"]: block["hint"]["text"] for block in views.form(put)["blocks"] if "hint" in block}
    assert hints == {
        "private": "Read by the coordinators, without your name.",
        "open": "Read by the coordinators, without your name, and by your partner.",
    }
    assert "Where a question says so, your partner reads it too." in views.readers(mixed)
