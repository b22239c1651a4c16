"""Every sentence of this room."""

REFUSALS = {
    "editions.nothing-new": "The handbook file says what *{cohort}* runs by already; there is nothing to move to.",
    "editions.not-weighed": "I am still working out what would change. I write to you when it is done.",
    "editions.changed-again": "The handbook file has changed once more meanwhile. Please look again.",
}

HELP = "what a changed handbook file would change in your cohorts"
NONE = "All your cohorts run by what their handbook files say."
DESK = "The handbook file of *{cohort}* has changed since the cohort took it up. It goes on as before until you decide."
DESK_KEPT = "*{cohort}* stays with the handbook as it was; the file says something else now."
DESK_MOVING = "*{cohort}* is moving to the changed handbook: {done} of {of} are there so far."
LOOK = "See what would change"

TITLE = "The changed handbook"
HEAD = "*{cohort}* and what its handbook file says now:"
WEIGHING = "I am working out what would change in the timeline: {done} of {of} looked at so far. I write to you when it is done."
TIMELINE = "*In the timeline*"
TIMELINE_NONE = "*In the timeline* nothing changes: no message comes, goes or moves."
CHANGE = {
    "new": "*{count} new*: {what}",
    "gone": "*{count} no longer sent*: {what}",
    "moved": "*{count} at another time*: {what}",
}
EXAMPLE = {
    "new": "to {to} on {after}",
    "gone": "to {to} on {before}",
    "moved": "to {to} on {after} instead of {before}",
}
KEYS = "*Changed in the file*"
KEYS_MORE = "and {number} more"
FOOT = "Whatever was sent stays sent and is not repeated. Messages to come say what the changed file says."
MOVE = "Move this cohort"
MOVE_ASK = "From now on it runs by the changed file, and its timeline changes as shown. Nobody is told."
KEEP = "Keep it as it is"
MOVED = "*{cohort}* runs by the changed handbook from now on. Everything that is planned follows in the next minutes."
KEPT = "*{cohort}* stays as it is. `/mentoring handbook` shows the change again whenever you like."

READY = "I have worked out what the changed handbook would change in *{cohort}*."
DONE = "*{cohort}* has moved to the changed handbook, and everybody in it with it."
WHY_READY = "You asked what a changed handbook would change."
WHY_DONE = "You moved a cohort to a changed handbook."
