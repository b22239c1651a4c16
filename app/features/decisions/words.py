"""Every sentence of this room."""

REFUSALS = {
    "decisions.not-yours": "This question was put to somebody else.",
    "decisions.answered": "You have answered this already. `/mentoring support` reaches the coordinators, and `/mentoring end` says goodbye.",
    "decisions.early": "This question comes later; I will ask you when its time has come.",
    "decisions.changed": "The programme asks this differently now. `/mentoring status` shows where you stand.",
    "decisions.gone": "That answer is not there any more.",
    "decisions.own": "This concerns a pairing of your own, so another coordinator takes care of it.",
}

DECISION_HEAD = "*{name}*"
DECISION_FOOT = {
    "needed": "Only you and the coordinators know what you answer. The programme needs an answer either way.",
    "fine": "Only you and the coordinators know what you answer. No answer is fine too.",
}
CHASE = "*{name}*: I have not heard from you about {partner} yet. One click is enough, and every answer is fine."
OVER = "Not asked any more: your time with {partner} has come to an end."
GRADUATE_TITLE = "Ready for the role?"
GRADUATE_ASK = "I send you a text for the nomination, congratulate your mentee, and close your pairing kindly. This cannot be undone."
PART_TITLE = "Say goodbye?"
PART_ASK = "Your pairing ends, and everybody hears so kindly. Nobody is told who decided. This cannot be undone."
SURE = "Yes"
TOGETHER = "You have both said that you would like to go on together. Good to hear! `/mentoring meet` proposes a time whenever you need one."
TOGETHER_GROUP = "You have all said that you would like to go on together. Good to hear! `/mentoring meet` proposes a time whenever you need one."

FIT = "You and {partner} have got to know each other a little. Does it fit, for what you want to do together?"
FIT_LATER = "You and {partner} have met {number} times by now. Does it fit, for what you want to do together?"
FIT_AGAIN = "Some time ago you were not sure yet whether it fits with {partner}. How is it now?"
FIT_FOOT = "Your partner never hears what you say here. Coordinators see numbers, and your name only if it does not fit. No answer is fine too."
FIT_WELL = "It fits well"
FIT_UNSURE = "Not sure yet"
FIT_NOT = "It does not fit"
FIT_THANKS = {
    "well": "You said that it fits well with {partner}. Good to hear!",
    "unsure": "You are not sure yet about {partner}. That is fine after so short a time; I ask you once more later.",
    "unsure-again": "You are still not sure about {partner}. `/mentoring support` reaches the coordinators if a word with them would help.",
    "not": "You said that it does not fit with {partner}. They never hear this. The coordinators see your name, so that somebody can help.",
}
FIT_HELP = "What can help"

WHY_DECISION = "This programme needs a decision from you at this point."
WHY_CHASE = "A decision waits for your answer."
WHY_TOGETHER = "Everybody in your pairing said that you go on together."
WHY_FIT = "After some meetings everybody is asked, in private, whether it fits."
