"""Every sentence of this room."""

REFUSALS = {
    "letters.no-time": "Please choose a time.",
    "letters.backwards": "Please choose a time after the first one. I can't write across midnight; 00:00 here means midnight.",
    "letters.too-short": "Please leave me at least two hours a day.",
    "letters.no-day": "Please choose at least one day. If you want none for a while, `/mentoring away` gives you quiet.",
}

HELP_HOURS = "when I may write to you"

HOURS = "I write to you {days}, {start} to {until} ({zone})."
MIDNIGHT = "midnight"
EVERY_DAY = "every day"
RANGE = "{first} to {last}"
HOURS_BUTTON = "Change"

FORM_TITLE = "When I may write to you"
FORM_SUBMIT = "Save"
FORM_INTRO = "News, questions and reminders of what is still open wait for these hours, on your own clock ({zone})."
FORM_NOT_HELD = "Two things come at any hour: answers to what you just did, and reminders of meetings you agreed on."
FORM_START = "From"
FORM_UNTIL = "Until"
FORM_UNTIL_HINT = "At least two hours later, on the same day. 00:00 means midnight."
FORM_DAYS = "On"
FORM_ZONE = "The time zone comes from your Slack profile; if you change it there, I follow."
FORM_USUAL = "Back to the usual hours"
SAVED_TITLE = "Noted"
SAVED = "From now on I write to you {days}, {start} to {until} ({zone})."
