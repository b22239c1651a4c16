"""What people see of when Trellis writes, and what stands below a message that nobody asked for."""

from app.features.letters.views.asking import comes_again, resumed, stopped, why
from app.features.letters.views.foot import foot, together
from app.features.letters.views.hours import days_said, hours_card, hours_form, hours_saved

__all__ = [
    "comes_again",
    "days_said",
    "foot",
    "hours_card",
    "hours_form",
    "hours_saved",
    "resumed",
    "stopped",
    "together",
    "why",
]
