"""Every sentence of this room."""

REFUSALS = {
    "events.gone": "That event does not exist here.",
    "events.cancelled": "“{name}” was cancelled.",
    "events.moved": "The time of “{name}” has been changed meanwhile; the newest message shows the new one.",
    "events.begun": "“{name}” has begun already, so this can no longer be changed.",
    "events.too-early": "“{name}” has not begun yet.",
    "events.recorded": "The coordinators have noted already who was at “{name}”. If they got you wrong, `/mentoring support` reaches them.",
    "events.not-invited": "This event is for others. `/mentoring events` shows yours.",
    "events.no-name": "Give the event a name.",
    "events.no-about": "Say in a sentence what it is about.",
    "events.no-roles": "Choose at least one.",
    "events.no-day": "Please choose a day.",
    "events.no-time": "Please choose a time.",
    "events.no-zone": "I don't know the zone “{zone}”. Did you mean {example}?",
    "events.no-link": "This is not a link. It has to begin with https:// and hold no spaces.",
    "events.length": "An event takes {shortest} to {longest} minutes.",
    "events.past": "That time has passed; please choose a later one.",
}

HELP_EVENTS = "see the events ahead, and say whether you come"

EVENT = "*{name}*\n{about}"
WHEN = "*When*: {when}, for {minutes} minutes"
WHEN_ONE_OF = "*When*: {when}, for {minutes} minutes; come to the one that suits you"
LINK = "*Where*: {link}"
INVITE = "You are invited."
INVITE_STANDS_IN = "Your group named nobody for this one, so it falls to you as its mentor. If somebody else of you goes, they say so in your conversation."
SAID_YES = "You said that you come: {when}. The calendar file is below, and I remind you in time."
SAID_NO = "You said that you can't make it. If that changes, tell me here."
READ_BY = "The coordinators see who comes; the others don't."
OVER = "This one is over."
GONE = "This one no longer concerns you."
CANCELLED_LINE = "*{name}* was cancelled."
YES = "I'll come"
YES_AT = "I'll come at {at}"
YES_ON = "I'll come {on} at {at}"
NO = "I can't"

MOVED = "*{name}* has a new time, so I have to ask you again."
AGAIN = "*{name}* is in a few days. Can you come? A no is fine too, and I won't ask again."
CALENDAR = "*{name}*: {when}, for {minutes} minutes.{place}\nThe file puts it into your calendar."
PLACE = "\nWhere: {link}"
TOMORROW = "Tomorrow is *{name}*: {when}."
SOON = "In {minutes} minutes *{name}* begins, at {when}."
CANCELLED = "*{name}* on {when} was cancelled. You need not do anything."

THERE = "Were you at *{name}* on {when}?"
THERE_YES = "Yes, I was there"
THERE_NO = "No"
THERE_THANKS = "Noted: you were at *{name}*. Good to hear."
THERE_MISSED = "Noted: you were not at *{name}*. These things happen."
THERE_FOOT = "Read by the coordinators. Where a certificate asks for this event, your answer counts."

ANNOUNCE = "Everybody is welcome."
ANNOUNCE_INFO = "Come and ask what you like before you decide."
ANNOUNCE_COUNT = "{yes} coming so far"
JOINED = "You are on the list for *{name}* on {when}. I send you the calendar file and a reminder."
LEFT = "Noted: you don't come to *{name}*."

REPRESENT = "Each group sends one of its people. Who of you goes?"
REPRESENT_AGAIN = "Who of you goes to *{name}*? If nobody says so by {until}, it falls to {mentor}."
REPRESENT_NAMED = "{who} goes for you, {when}. If somebody else would rather go, press below."
REPRESENT_NAMED_ONLY = "{who} goes for you."
I_GO = "I go"
I_GO_AT = "I go, {at} {zone}"

RECORD = "*{name}* is over. Who was there? {yes} had said that they would come."
RECORD_DONE = (
    "*{name}*: {attended} were there ({yes} had said yes, {invited} were invited). Recorded; the list can be changed."
)
RECORD_BUTTON = "Record who was there"
RECORD_AGAIN = "Change the list"
RECORD_TITLE = "Who was there?"
RECORD_SUBMIT = "Save"
RECORD_INTRO = "Tick whoever was at *{name}*. Certificates go by this list."
RECORD_NOBODY = "Nobody said that they would come."
RECORD_LABEL = "Said that they come"
RECORD_MORE = "Said that they come (continued)"
RECORD_OTHERS = "Others who were there"
RECORD_OTHERS_HINT = "Invited people who had not said yes."

FORM_TITLE = "Change the event"
FORM_ADD_TITLE = "Add an event"
FORM_SUBMIT = "Save"
FORM_ADD_SUBMIT = "Add it"
FORM_NAME = "Name"
FORM_ABOUT = "What is it about?"
FORM_WHO = "Who is invited?"
FORM_ROLES = "Of which roles?"
FORM_ROLE = {"mentee": "Mentees", "mentor": "Mentors"}
WHO = {
    "everyone": "Everybody who is matched",
    "one_per_group": "One of each pair or group",
    "applicants": "Everybody who applied, and the channel",
    "community": "Everybody, and the channel",
}
FORM_DAY = "Day"
FORM_AT = "Time"
FORM_AT_MORE = "Time of session {number}"
FORM_ZONE = "Time zone of this time"
FORM_ZONE_MORE = "Time zone of session {number}"
FORM_MORE_HINT = "A further session for people of far zones; empty for none."
FORM_MINUTES = "Minutes"
FORM_LINK = "Link"
FORM_LINK_HINT = "Where it takes place. Whoever comes gets it with the reminders."
FORM_CHANGES = (
    "If the time changes, everybody invited hears of it and is asked again. A new link alone is simply shown."
)

LIST_TITLE = "Events"
LIST_COHORT = "*{cohort}*: events"
LIST_EMPTY = "No events yet."
LIST_LINE = "*{name}* · {when}\n{counts}"
LIST_AHEAD = "Invitations go out {on}"
LIST_COUNTS = "Invited {invited} · coming {yes} · can't {no} · silent {silent}"
LIST_ATTENDED = "{attended} were there (coming had said {yes} of {invited})"
LIST_UNRECORDED = "Over; who was there is not recorded yet. {yes} had said that they come."
LIST_CANCELLED = "Cancelled"
LIST_NO_LINK = "no link yet"
CHANGE = "Change"
CANCEL = "Cancel"
CANCEL_TITLE = "Cancel this event?"
CANCEL_ASK = "Everybody who was invited hears of it. This cannot be undone."
CANCEL_CLOSE = "Keep it"
ADD = "Add an event"
NONE = "No events ahead."

HOME_HEADER = "Events ahead"
HOME_YES = "*{name}*: you come, {when}"
HOME_NO = "*{name}*: you can't ({when})"
HOME_OPEN = "*{name}*: {when}. Do you come?"
DESK_HEADER = "Events"
DESK_NEXT = "*{cohort}*: next is *{name}*, {when} ({counts})"
DESK_NONE = "*{cohort}*: no events ahead"
DESK_BUTTON = "All events"

WHY_INVITE = "An event of your programme is near, and you are meant to come."
WHY_AGAIN = "You were invited to an event and have not said whether you come."
WHY_MOVED = "An event to which you were invited has a new time."
WHY_CALENDAR = "You said that you come to this event."
WHY_CANCELLED = "An event to which you were invited was cancelled."
WHY_THERE = "You had said that you come, and nobody has recorded who was there."
WHY_ANNOUNCE = "An event is open to everybody in this channel."
WHY_RECORD = "An event of your cohort is over."
WHY_REPRESENT = "Each group sends one person to this event."
