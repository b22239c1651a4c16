"""Every sentence of this room."""

REFUSALS = {
    "reflections.too-long": "Please keep this under {most} characters.",
    "reflections.no-task": "A few words are enough: one small thing until next time.",
    "reflections.nothing-to-reflect": "There is no meeting to look back on yet. `/mentoring meet` proposes one.",
    "reflections.too-early": "That meeting has not begun yet; I will ask you towards its end.",
}

HELP_REFLECT = "look back on a meeting and say what comes next"

AGENDA = "Tomorrow you meet {partner}: {when}."
AGENDA_PLACE = "Where: {place}"
AGENDA_HEADER = "*On the agenda*"
AGENDA_TASK = "The task since last time: {task}"
AGENDA_OPPORTUNITIES = "The mentor keeps an eye out for: {text}"
AGENDA_STEP = "*Step {number} of {of} of your session plan*: {text}"
AGENDA_NOTE = "Still open: {text}"
AGENDA_LOOKOUT = "{one}, still open: {text}"
AGENDA_LAST = "The last {minutes} minutes: what comes next."
AGENDA_ACTIVITIES = "Not ticked off yet: {labels}"
AGENDA_GOALS = "*What you work towards*"
AGENDA_GOAL_OF = "{owner}: {text}"
AGENDA_GOAL_HORIZON = "*{days} days* (until {day}): {text}"
AGENDA_GOAL_DUE = "{text} (until {day})"
AGENDA_GOAL_STATE = {"set": "", "on_the_way": " · on the way"}
AGENDA_REVIEW = "It is a while since anybody said how these stand; this meeting is a good moment."
REVIEW = "How do they stand?"
AGENDA_FIRST = "*For your first meeting*"
AGENDA_AGREE = "*To agree on*"
AGENDA_CONTACT = "As agreed, you write to each other: {agreed}"
WRITE_DOWN = "Write down what you agreed on"
SOON = "In {minutes} minutes you meet {partner}, at {when}."
CHANGE = "Move"
CANCEL = "Cancel"
PLAN = "Choose a plan"
AWAY = "I can't make it"

ASK = "Your time with {partner} is nearly over. Take the last minutes for the closing questions; what you write stays between you and shapes the next agenda."
ASK_OTHER_DONE = "{partner} has answered the closing questions. Look at what you agreed on, and confirm or amend it."
ASK_DONE = "You have answered the closing questions of your meeting with {partner}. Thank you!"
ANSWER = "Answer"
LOOK = "Look and confirm"

DID_YOU_MEET = "Did you meet {partner} on {when}?"
DID_YOU_MEET_YES = "Yes, we met"
DID_YOU_MEET_NO = "Not this time"
DID_YOU_MEET_THANKS = "You told me that you met {partner} on {when}. Good to hear!"
DID_YOU_MEET_MISSED = "Noted: the meeting on {when} did not happen."
DID_YOU_MEET_FOOT = (
    "The coordinators see only whether meetings happen. No answer is fine too; I won't ask about this one again."
)

FORM_TITLE = "Closing questions"
FORM_SUBMIT = "Save"
FORM_INTRO = "Your meeting with {partner} on {when}."
FORM_CONFIRM = "{partner} has answered already; their answers are filled in below."
FORM_LAST_TASK = "The task since last time:\n{task}"
FORM_DONE = "Was it done?"
DONE_LABELS = {"yes": "Yes", "partly": "Partly", "no": "Not yet"}
FORM_GOAL = "The {one} “{text}” is …"
STANDS = {"done": "Done", "on_the_way": "On the way", "dropped": "Let it go"}
FORM_AT = "At what time?"
FORM_AT_HINT = "On the clock of {zone}. Whoever you meet with is asked to confirm."
FORM_PLACE = "Where?"
FORM_WEEKLY = {
    "week": "Every week at this time?",
    "fortnight": "Every two weeks at this time?",
    "month": "Every four weeks at this time?",
}
FORM_WEEKLY_YES = {"week": "Yes, every week", "fortnight": "Yes, every two weeks", "month": "Yes, every four weeks"}
FORM_PRESENT = "Who was there?"
FORM_PRESENT_HINT = "Each of them sees their own and can correct it; the coordinators see who was there how often."
READ_BY = {
    "coordinators": "Read by the coordinators.",
    "match": "Read by you and those you meet with.",
    "pair": "Read by you and those you meet with, nobody else.",
    "author": "Read by you alone.",
    "everyone": "May be seen by everybody.",
}

RECEIPT = "Saved. Until next time:"
NEWS = "{partner} has answered the closing questions of your meeting. Until next time:"
NEXT_TASK = "{mentee}: {task}"
NEXT_OPPORTUNITY = "{mentor} keeps an eye out for: {text}"
NEXT_NOTE = "To think about: {text}"
NEXT_MEETING = "You meet next on {when}."
NEXT_MEETING_PROPOSED = "The next meeting is proposed for {when}."
NEXT_MEETING_NONE = "No next meeting yet."
PROPOSE = "Propose a time"

HOME_HEADER = "Until next time"
HOME_TASK = "With {partner}: {task}"
HOME_OPPORTUNITY = "With {partner}, to keep an eye out for: {text}"

WHY_REMINDER = "You accepted this meeting."
WHY_ASK = "You accepted this meeting, and the handbook ends it with these questions."
WHY_DID_YOU_MEET = "You had a meeting planned, and nobody told me how it went."
WHY_RECEIPT = "You answered the closing questions."
WHY_NEWS = "Somebody you meet with answered the closing questions, which all of you read."

PREVIEW_WRITTEN = "(what they write)"
PREVIEW_TASK = "try the small thing that we talked about"
PREVIEW_OPPORTUNITY = "somebody to introduce"
