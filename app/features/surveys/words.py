"""Every sentence of this room."""

REFUSALS = {
    "surveys.not-yours": "That form was put to somebody else.",
    "surveys.gone": "That form is no longer needed, so there is nothing to fill in. `/mentoring forms` shows what is open.",
    "surveys.closed": "*{form}* closed on {day}, so I could not save this. Nothing is wrong, and what you typed is still here if you want to copy it.",
    "surveys.needed": "Please answer this one.",
    "surveys.empty": "Please answer at least one question, or just close this.",
    "surveys.too-long": "Please keep this under {most} characters.",
    "surveys.link": "Please paste a whole address that begins with https://, without spaces.",
    "surveys.option": "Please choose one of the options.",
    "surveys.number": "Please write a whole number, such as 3.",
    "surveys.date": "Please choose a day.",
    "surveys.not-for-you": "Only those named at the top of that form read its answers.",
    "surveys.nothing-yet": "Nobody has answered that yet.",
}

HELP_FORMS = "your open forms and surveys"

FORM_SUBMIT = "Save"
READ_BY = {
    "coordinators": "*Who reads this:* the coordinators, without your name, and an answer only once at least three people gave one. Nobody whom you meet with does.",
    "coordinators+pair": "*Who reads this:* the coordinators, without your name, and an answer only once at least three people gave one. Where a question says so, your partner reads it too.",
    "pair": "*Who reads this:* the people of your pairing, with your name. The coordinators do not.",
    "author": "*Who reads this:* only you. Neither your partner nor the coordinators do.",
    "author+pair": "*Who reads this:* only you. Where a question says so, your partner reads it too.",
    "everyone": "*Who reads this:* everybody in the programme may. The people of your pairing see your name; the coordinators read it without.",
}
HINTS = {
    "coordinators": "Read by the coordinators, without your name.",
    "coordinators+pair": "Read by the coordinators, without your name, and by your partner.",
    "pair": "Read by the people of your pairing, not by the coordinators.",
    "author": "Read by you alone.",
    "author+pair": "Read by you and your partner.",
    "everyone": "May be read by everybody in the programme.",
}
LINK_HINT = "An address that begins with https://."
YES = "Yes"
NO = "No"
SCALE_ENDS = {"1": "1 (least)", "5": "5 (most)"}

ABOUT = "*{form}* · with {partners}"
ABOUT_ALL = "*{form}*"
ANSWER = "Answer"
CHANGE = "Change my answers"
READ_TOGETHER = "Read what you both wrote"
READ_ONE = "Read it"
READ_GROUP = "Read what you all wrote"
OPEN_UNTIL = {
    "fine": "Open until {until}. No answer is fine too.",
    "needed": "Open until {until}. Please answer, even briefly; the programme counts on it.",
}
CHASE = "*{form}* is still open, until {until}. A few words are enough, and this is one of {chases} reminders at most."
CHASE_ONCE = "*{form}* is still open, until {until}. A few words are enough, and I will not ask again."
THANKS = "You answered *{form}*, thank you. You can change your answers until {until}."
NEWS = "{who} answered *{form}*."

TOGETHER_HEAD = "What you wrote for *{form}*. Only the people of your pairing see this with names."
NO_ANSWER = "_no answer_"
LINE = "{who}: {said}"
MORE_THAN_FITS = "There is more than fits here."

LIST_HEADER = "Your open forms"
LIST_NONE = "No form is waiting for you."
LIST_LINE = "*{form}* · {state} · open until {until}"
STATE = {True: "answered", False: "not answered yet"}

DESK_HEADER = "Forms"
DESK_LINE = "*{form}* · {cohort} · {counts}"
COUNTS = "{answered} of {asked} answered"
COUNTS_FINE = "{fine} silent, which is fine"
COUNTS_OVERDUE = "{overdue} silent though an answer is needed"
READ = "Read the answers"
OVERVIEW_HEAD = (
    "*{form}*, *{cohort}*: {answered} of {asked} answered. Names are kept out, and your reading is recorded."
)
OVERVIEW_QUESTION = "*{ask}*\n{said} of {answered} answered this."
CELL = "{label}: {number} of {said}"
CELL_HIDDEN = "{label}: fewer than {fewest}, or kept back so that nobody stands out"
TOO_FEW = "Fewer than {fewest} people answered this, so I show nothing of it."
TEXTS_HEAD = "*{ask}*\n{said} answers, in no particular order, {first} to {last}."
PAGE_NEXT = "More"
PAGE_BACK = "Back"

WHY_ASK = "The handbook has a few questions for you at this point."
WHY_CHASE = "A form for you is still open, and you have not answered it."
WHY_NEWS = "Somebody you meet with answered a form that all of you may read."
