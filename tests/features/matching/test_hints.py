"""Which mentors are missing."""

from dataclasses import replace
from itertools import product
from time import perf_counter
from typing import Any

from app.core.calendar import Slot
from app.features.joining.rules import Application
from app.features.matching.rules import Fit
from app.features.matching.rules.chances import chances
from app.features.matching.rules.hints import Hint, Window, hints, usual_places
from app.features.matching.rules.terms import judge
from app.features.matching.views import hints as views
from tests.kit.make import application, cohort, handbook

EVENING, MORNING = Slot(2, 18 * 60, 20 * 60), Slot(3, 8 * 60, 10 * 60)
NEEDED = handbook(matching={"shared_slot": "needed"})


def mentee(number: int, topic: str, language: str = "en", slot: Slot = EVENING, **changes: Any) -> Application:
    answers = {"wants": [topic], "languages": {"fluent": [language], "some": []}}
    return application(number, "mentee", answers, **{"slots": (slot,), **changes})


def named(hint: Hint) -> tuple[str, str, str]:
    return hint.topic, hint.language, f"{hint.window.days} {hint.window.part}" if hint.window else ""


def test_the_profile_that_fits_most_comes_first_and_nobody_is_counted_twice() -> None:
    left = [
        mentee(1, "frontend", "es"),
        mentee(2, "frontend", "es"),
        mentee(3, "frontend", "es", zone="Europe/Paris"),
        mentee(4, "backend", "en", MORNING),
        mentee(5, "frontend", "en", MORNING),
    ]
    first, second, third = hints(left, cohort(), NEEDED, places=2)
    assert named(first) == ("Frontend", "Spanish", "weekday evenings")
    assert first.fits == (1, 2, 3)
    assert (first.of, first.mentors) == (5, 2)
    assert {second.fits, third.fits} == {(4,), (5,)}


def test_what_a_hint_says_is_what_matching_would_judge() -> None:
    left = [
        mentee(number, topic, language, slot)
        for number, (topic, language, slot) in enumerate(
            product(("frontend", "backend", "data"), ("en", "es"), (EVENING, MORNING)), start=1
        )
    ]
    for hint in hints(left, cohort(), NEEDED):
        language = {"English": "en", "Spanish": "es"}[hint.language]
        assert hint.window is not None
        mentor = application(
            99,
            "mentor",
            {"offers": [hint.topic.lower()], "languages": {"fluent": [language], "some": []}},
            slots=hint.window.slots,
            zone=hint.window.zone,
        )
        for one in left:
            if one.id in hint.fits:
                assert isinstance(judge(one, mentor, cohort(), NEEDED, frozenset()), Fit)


def test_the_same_people_in_another_order_give_the_same_hints() -> None:
    left = [mentee(1, "frontend"), mentee(2, "backend", "es"), mentee(3, "data", slot=MORNING), mentee(4, "data")]
    assert hints(left, cohort(), NEEDED) == hints(left[::-1], cohort(), NEEDED)


def test_a_required_language_is_what_the_mentor_must_speak() -> None:
    needs = handbook(matching={"required_language": "needs"})
    left = [application(1, "mentee", {"needs": "es", "languages": {"fluent": ["en", "es"], "some": []}})]
    assert hints(left, cohort(), needs)[0].language == "Spanish"


def test_whoever_can_only_meet_in_person_needs_somebody_in_their_town() -> None:
    local = handbook(matching={"place": "meets", "town": "town"})
    left = [
        application(1, "mentee", {"meets": "in_person", "town": "Leeds"}),
        application(2, "mentee", {"meets": "in_person", "town": " leeds"}),
        application(3, "mentee", {"meets": "virtual"}),
    ]
    first = hints(left, cohort(), local)[0]
    assert first.town.strip().casefold() == "leeds"
    assert first.fits == (1, 2, 3)


def test_hours_are_told_where_they_only_count_but_shut_nobody_out() -> None:
    wanted = handbook(matching={"shared_slot": "wanted"})
    left = [mentee(1, "frontend"), mentee(2, "frontend"), mentee(3, "frontend", slot=MORNING)]
    (only,) = hints(left, cohort(), wanted)
    assert only.fits == (1, 2, 3)
    assert not only.hours_needed
    assert only.window == Window("weekday", "evenings", "Europe/Madrid")


def test_those_who_left_the_topics_open_fit_any_and_mentors_are_not_asked_for() -> None:
    left = [mentee(1, "frontend"), application(2, "mentee", {"wants": []}), application(3, "mentor")]
    (only,) = hints(left, cohort(), handbook())
    assert (only.fits, only.of) == ((1, 2), 2)


def test_a_group_needs_enough_people_for_a_hint() -> None:
    groups = handbook(matching={"shared_slot": "needed", "group": {"least_mentees": 2, "most_mentees": 4}})
    assert hints([mentee(1, "frontend"), mentee(2, "backend", "es")], cohort(), groups) == []
    assert hints([mentee(1, "frontend"), mentee(2, "frontend")], cohort(), groups)[0].fits == (1, 2)
    assert usual_places([], groups) == 4


def test_nobody_left_over_needs_nobody() -> None:
    assert hints([], cohort(), NEEDED) == []


def test_the_usual_places_are_what_most_mentors_offer() -> None:
    mentors = [application(number, "mentor", {"capacity": places}) for number, places in enumerate((1, 2, 2, 9))]
    assert usual_places(mentors, handbook()) == 2
    assert usual_places([], handbook()) == 1


def test_two_thousand_left_over_are_answered_while_somebody_waits() -> None:
    topics, languages = ("frontend", "backend", "data", "testing", "career"), ("en", "es", "fr", "pt", "de")
    zones = ("Europe/Madrid", "America/Lima", "Asia/Tokyo", "Africa/Lagos", "Australia/Sydney", "Asia/Kolkata")
    left = [
        mentee(
            number,
            topics[number % 5],
            languages[number % 4],
            Slot(number % 7, (8 + number % 12) * 60, (10 + number % 12) * 60),
            zone=zones[number % 6],
        )
        for number in range(2000)
    ]
    began = perf_counter()
    assert len(hints(left, cohort(), NEEDED)) == 3
    assert perf_counter() - began < 5


def test_a_hint_is_a_sentence_and_a_post_counts_nobody() -> None:
    left = [mentee(number, "frontend", "es") for number in (1, 2, 3, 4)] + [mentee(5, "backend")]
    found = hints(left, cohort(), NEEDED, places=2)
    assert views.sentences(found) == [
        (
            "A mentor for Frontend who speaks Spanish and is free on weekday evenings in Madrid would fit 4 of the 5 who"
            " are left over. With the usual places (2 each), it takes 2 such mentors."
        ),
        "A mentor for Backend who speaks English and is free on weekday evenings in Madrid would fit 1 more.",
    ]
    text = views.post(found[0], cohort(), NEEDED)
    assert "Could you be a mentor for Frontend?" in text
    assert "who speaks Spanish and is free on weekday evenings in Madrid" in text
    assert not any(digit in text.replace("60 minutes", "") for digit in "0123456789")


def test_a_post_about_a_few_people_says_only_what_they_would_like_to_learn() -> None:
    (only,) = hints([mentee(1, "frontend", "es"), mentee(2, "frontend", "es")], cohort(), NEEDED)
    text = views.post(only, cohort(), NEEDED)
    assert "Frontend" in text
    assert "Spanish" not in text
    assert "Madrid" not in text


def test_what_somebody_confided_changes_neither_a_hint_nor_what_an_applicant_is_told() -> None:
    plain = [mentee(1, "frontend", "es"), mentee(2, "frontend", "es"), mentee(3, "data")]
    said = {"avoid": ("U9",), "background": ("parent",), "wishes": ("U8",)}
    confiding = [replace(one, confided=said) for one in plain]
    assert hints(plain, cohort(), NEEDED) == hints(confiding, cohort(), NEEDED)
    mentors = [application(9, "mentor", {"offers": ["frontend"]})]
    assert chances(plain[0], mentors, cohort(), NEEDED) == chances(confiding[0], mentors, cohort(), NEEDED)
