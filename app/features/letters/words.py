"""Every sentence of this room."""

REFUSALS = {
    "letters.no-time": "Please choose a time.",
    "letters.backwards": "Please choose a time after the first one. I can't write across midnight; 00:00 here means midnight.",
    "letters.too-short": "Please leave me at least two hours a day.",
    "letters.no-day": "Please choose at least one day. If you want none for a while, `/mentoring away` gives you quiet.",
    "letters.not-yours": "That message was written to somebody else, so I can't say anything about it.",
    "letters.too-late": "By the next day it would be too late for this one, so it is now or never.",
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

WHY = "Why this?"
AGAIN = "Remind me tomorrow"
STOP = "Stop reminders"

AGAIN_NOTED = "I'll bring this again on {day} at {hour}, unless it is settled by then."

STOP_TITLE = "No more reminders"
STOPPED = "I won't remind you of this any more. The question stays open for as long as it is, a new one still comes once, and reminders of other things go on."
RESUME = "Remind me after all"
RESUME_TITLE = "Noted"
RESUMED = "I remind you of this again, at most twice about the same thing."

WHY_TITLE = "Why this came"
WHY_AGAIN = "You asked me to bring it again."
WHY_PLANNED = "It has been planned since {planned}, for {wanted}."
WHY_PLANNED_AT_ONCE = "I planned it on {planned}, to come at once."
WHY_CAME = "It came on {came}."
WHY_LATER = "It came on {came}, because {reason}."
WHY_LATER_REASONS = {
    "not at this hour": "before that it was not one of your hours",
    "enough messages this week": "you had enough messages that week",
    "the person asked for a pause": "you were away before",
    "its question had come only just before": "the question itself had come only just before",
}
WHY_ALONE = "Nobody else got it."
WHY_OTHERS = "{people} got it too."
WHY_COUNTED = "It counts: you get at most {most} messages a week that you did not ask for, and had {number} in the last seven days."
WHY_NOT_COUNTED = "It does not count among the {most} messages a week, at most, that you get without asking."
WHY_MANY = "Others got the same, each in a message of their own."
WHY_COUNTED_UNHELD = "It counts among the few messages a week that you get without asking, but it did not wait for that: a coordinator wrote it."
WHY_STOPPED = "You asked for no more reminders of it."
WHY_FEWER = "*Fewer of these?* Choose your hours, say that you are away (`/mentoring away`), or stop the reminders where there are any."
WHY_HOURS = "Change my hours"
