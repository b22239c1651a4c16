"""Every sentence of this room."""

HELP = "what will be sent to whom in a cohort, week by week"

TITLE = "What will be sent"
BUTTON = "What will be sent"
WHICH = "Of which cohort?"
WHICH_LINE = "*{cohort}*"
HEAD = "*{cohort}*: every message from {first} to {last}, on {zone} time."
PLAN = "This is the plan for a pair for whom all goes well: it comes from the handbook and the days of this cohort, not from what anybody did. Reminders and questions to those for whom it goes differently come on top."
PLAN_NOW = "This cohort has no end, so this is the plan for a pair that applies today and for whom all goes well. Reminders and questions to those for whom it goes differently come on top."
EVERYBODY = "Everybody"
ROLES = {"mentee": "Mentee", "mentor": "Mentor", "coordinators": "Coordinators"}
SHOWN = "✓ {label}"
TO = {
    "mentee": "mentee",
    "mentor": "mentor",
    "pair": "in their conversation",
    "coordinators": "coordinators' channel",
    "community": "announcement channel",
}
WEEK = "week {number}"
WEEK_BEFORE = "the week before the match"
WEEKS_BEFORE = "{number} weeks before the match"
WEEK_LINE = "*{week}* · {days}{past}"
PAST = " · past"
IN_WEEK = "*{to}*: {said}"
COUNTED = "{count} messages on {days}"
COUNTED_ONE = "1 message on {days}"
ON_DAY = "• {when}: {said}"
MORE_ON_DAYS = "• and {number} more"
READ = "Read"
EARLIER_WEEKS = "Earlier weeks"
LATER_WEEKS = "Later weeks"
NOTHING = "No message at all."
LOAD = "*{role}*: {most} messages in the fullest week; of those that nobody asked for {unasked} a week at most ({allowed} are allowed)"
LOAD_OVER = "*{role}*: {most} messages in the fullest week. In {week} there would be {unasked} that nobody asked for; {allowed} are allowed, so I would put some off."

WEEK_TITLE = "*{week}* · {days}\n{cohort}, {who}"
MESSAGE_HEAD = "*{when}* · {to}{past}"
MESSAGE_WHY = "Why: {why}"
MESSAGE_ANSWERS = "Buttons: {answers}"
QUIET_WEEK = "No message in this week."
MORE_OF_WEEK = "Page {number} of {of} of this week"
ALL_WEEKS = "All weeks"
WEEK_EARLIER = "The week before"
WEEK_LATER = "The week after"
NEXT_PAGE = "Next page"
PREVIOUS_PAGE = "Previous page"

SEND = "To keep, to print, or to discuss, sent to you alone:"
SEND_FILES = {
    "page": "Send me the page",
    "calendar": "Send me the calendar",
    "picture": "Send me a picture of the load",
}
COMING = "It comes in our conversation, in a moment."
COMMENT = {
    "page": "*What will be sent* in *{cohort}*, {who}: a page to open in any browser. It needs nothing from outside, so it can be passed on.",
    "calendar": "*What will be sent* in *{cohort}*, {who}: a file for your calendar, one entry a message. If the days of the cohort change, ask again; the new file replaces the entries of this one.",
    "picture": "*How much will be sent* in *{cohort}*, {who}. {alt}",
}
WHO = {"": "to everybody", "mentee": "to a mentee", "mentor": "to a mentor", "coordinators": "to the coordinators"}
FILENAMES = {"page": "{name}.html", "calendar": "{name}.ics", "picture": "{name}-load.png"}
WHY_FILE = "You asked for what will be sent in a cohort that you coordinate."

LOADS_TITLE = "Messages a week"
LOAD_TITLES = {
    "mentee": "Messages a week to a mentee",
    "mentor": "Messages a week to a mentor",
    "coordinators": "Messages a week in the coordinators' channel",
}
SORTS = {
    "unasked": "not asked for",
    "reminders": "reminders of what was agreed",
    "answers": "answers to what they did",
    "around": "in a channel or their conversation",
}

PAGE_TITLE = "{cohort}: what will be sent"
PAGE_HEAD = "Every message from {first} to {last}, on {zone} time, in week and day order. Open one to read all of it."
PAGE_FILTER = "Show what is read by"
PAGE_OPEN = "Open all"
PAGE_SHUT = "Close all"
PAGE_LOAD = "How much it is"
PAGE_LOAD_HINT = "By week; week 1 begins with the match. The line is what this programme allows of messages that nobody asked for; the pale ones do not count: they remind of something agreed, or answer."
PAGE_WEEKS = "Week by week"
PAGE_WHY = "Why it is sent: {why}"
PAGE_SKIP = "Skip to the weeks"
CALENDAR_TITLE = "{to}: {said}"
CALENDAR_ENTRY = "To: {to}\n\n{text}{answers}\n\nWhy: {why}"
