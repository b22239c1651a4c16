"""Every sentence of this room."""

REFUSALS = {
    "meetings.gone": "That meeting does not exist.",
    "meetings.cancelled": "That meeting was cancelled. `/mentoring meet` proposes a new time.",
    "meetings.not-yet": "Please choose a day between your match and today.",
    "meetings.over": "That meeting is over. `/mentoring meet` proposes the next one.",
    "meetings.moved": "That time has been changed meanwhile; the newest message shows the new one.",
    "meetings.begun": "That meeting's time has come already, so it can no longer be changed. `/mentoring meet` proposes a new one.",
    "meetings.mentor-decides": "In a group the mentor moves or cancels a meeting that stands. If it does not suit you, press *I can't make it*, or propose another time with `/mentoring meet`.",
    "meetings.pair": "You are two, so please move or cancel the meeting; your partner hears of it.",
    "meetings.not-held": "That meeting was not held while you were there.",
    "meetings.no-day": "Please choose a day.",
    "meetings.no-time": "Please choose a time.",
    "meetings.no-zone": "I don't know the zone “{zone}”. Did you mean {example}?",
    "meetings.length": "A meeting takes {shortest} to {longest} minutes.",
    "meetings.past": "That time has passed (it is {now} in {zone}); please choose a later one.",
    "meetings.after-end": "The last day of the cohort is {last}; please choose a day until then.",
    "meetings.overlaps": "One of you has another meeting at that time; please choose another.",
}

HELP_MEET = "propose a time to meet"

CARD_FIRST = "You are both free on {when}. Shall that be your first meeting? It takes {minutes} minutes."
CARD = "{who} proposes to meet on {when}, for {minutes} minutes."
CARD_MOVED = "{who} would like to move your meeting to {when}, for {minutes} minutes."
CARD_FIRST_GROUP = "You are all free on {when}. Shall that be your first meeting? It takes {minutes} minutes."
EVERY = {"week": "every week", "fortnight": "every two weeks", "month": "every four weeks"}
CARD_WEEKLY = "It would repeat {every}."
CARD_PLACE = "Where: {place}"
CARD_AGREED = "{who} said yes; now it is up to {others}."
CARD_NOBODY = "I need a yes from both of you."
CARD_NOBODY_GROUP = (
    "It stands once a mentor and at least one mentee have said yes. If it does not suit you, press *I can't make it*."
)
CARD_AGREED_GROUP = "Yes from {who}."
CARD_DECLINED = "Cannot make it: {who}."
CARD_OPEN = "Not said yet: {who}."
CARD_COMES = "Coming: {who}."
CARD_STANDS = "It's agreed: you meet on {when}, for {minutes} minutes. Each of you has it as a calendar file, and I remind you in time."
CARD_STANDS_WEEKLY = "It's agreed: you meet on {when} and {every} at that time, for {minutes} minutes. Each of you has it as a calendar file, and I remind you in time."
CARD_OLD = "This time was changed; the newer message below counts."
CARD_CANCELLED = "The meeting on {when} was cancelled."
CARD_HELD = "You met on {when}."
CARD_MISSED = "The meeting on {when} did not happen."
ACCEPT = "Works for me"
DECLINE = "I can't make it"
ANOTHER = "Another time"
MOVE = "Move"
CANCEL = "Cancel"
STOP_WEEKLY = "Stop repeating"
PROPOSE = "Propose a time"

NO_SHARED_GROUP = "I found no time at which you are all free. {mentor}, please propose one; it stands once one of you and at least one mentee have said yes."
NO_SHARED = "I found no time at which you are both free. {mentee}, please propose one; your mentor lives in {zone}."
MISSED = "The meeting on {when} did not happen. These things occur. When would you like to meet instead?"

CALENDAR = "It's agreed: you meet {partner} on {when} ({clocks}), for {minutes} minutes.{place}\nThe file puts it into your calendar."
CALENDAR_EVERY = {
    "week": "Your weekly meeting",
    "fortnight": "Your fortnightly meeting",
    "month": "Your meeting every four weeks",
}
CALENDAR_WEEKLY = "{what} with {partner} comes next on {when} ({clocks}), for {minutes} minutes.{place}\nThe file puts it into your calendar."
CALENDAR_PLACE = "\nWhere: {place}"
CALENDAR_SUMMARY = "Mentoring: {mentor} and {mentee}"
CANCELLED = "{who} had to cancel your meeting on {when}."
CANCELLED_WORD = "They say:\n{word}"
CANCELLED_NEXT = "Propose another time whenever it suits you."

FORM_TITLE = "Propose a meeting"
MOVE_TITLE = "Move the meeting"
FORM_SUBMIT = "Propose"
FORM_WITH = "With {partner}, who lives in {zone} and has to agree."
FORM_WITH_GROUP = "With {partner}. Their clocks: {zone}. The meeting stands once a mentor and a mentee have agreed."
FORM_PAIRING = "With whom?"
FORM_DAY = "Day"
FORM_AT = "Time"
FORM_ZONE = "Time zone of this time"
FORM_ZONE_HINT = "The clock that you two go by; it keeps its hour when the clocks change."
FORM_MINUTES = "Minutes"
FORM_PLACE = "Where?"
FORM_PLACE_HINT = "A video link or a place. Read by you and those you meet with."
FORM_WEEKLY = {
    "week": "Every week at this time?",
    "fortnight": "Every two weeks at this time?",
    "month": "Every four weeks at this time?",
}
FORM_WEEKLY_YES = "Yes, {every}"

CANCEL_TITLE = "Cancel the meeting"
CANCEL_SUBMIT = "Cancel it"
CANCEL_CLOSE = "Keep it"
CANCEL_ASK = "Your meeting on {when} will be cancelled, and {partner} will hear so at once."
CANCEL_WORD = "A word to your partner"
CANCEL_WORD_HINT = "Read by you and those you meet with."

HOME_HEADER = "Your meetings"
HOME_PAIR = "With {partner}: {state}"
HOME_NEXT = "next on {when}"
HOME_PROPOSED = "proposed for {when}, not agreed yet"
HOME_LEAST = "You met for {minutes} of the {least} minutes that the programme asks for in thirty days."
HOME_THERE = "On {when} your group met, and you were there."
HOME_MISSED = "On {when} your group met without you."
WAS_THERE = "I was there"
WAS_NOT = "I was not there"
HOME_NONE = "nothing planned"

MISSED_YOU = "Your group met on {when}, and you were missed."
MISSED_YOU_NEXT = "You meet next on {when}."
MISSED_YOU_NONE = "The next meeting is not planned yet."
MISSED_YOU_ASK = "Is everything all right? Nobody minds; one click helps the group to plan."
MISSED_YOU_COMES = "Good to hear that you come next time."
MISSED_YOU_WAS_THERE = "Corrected: you were there on {when}."
WILL_COME = "I'll be there next time"
NOT_MY_TIME = "This time doesn't suit me"
TALK = "Write to the coordinators in private"

WHY_MISSED_YOU = "Your group met and you were not there, and a kind word costs nothing."
WHY_CARD = "One of you proposed a time, or I found one that suits everybody."
WHY_CALENDAR = "This meeting is agreed on, and you take part in it."
WHY_CANCELLED = "Somebody cancelled a meeting that you had accepted."
WHY_MISSED = "One of you told me that the meeting did not happen."
WHY_NO_SHARED = "You were matched, and your free times do not overlap."
