"""Every sentence of this room."""

REFUSALS = {
    "agreements.nothing": "Please write down at least one thing; the rest can follow any time.",
    "agreements.too-long": "Please keep this under {most} characters.",
    "agreements.changed": "This was written anew meanwhile. Please close this and look at the newest version; what you typed stays here until then.",
}

HELP_AGREEMENT = "write down or read what you agreed on"

ASK = "You have met for the first time. While it is fresh: what did you agree on? A few words per point are enough; one of you writes, the other confirms."
ASK_AGAIN = "You have met, and nothing is written down yet of what you agreed on. Two or three words on contact and time are plenty. I won't ask again; `/mentoring agreement` is there whenever you like."
ASK_FOOT = "Read by nobody but you. You can change it together at any time."
ASK_DONE = "What you agreed on is written down."
PROPOSED = "{who} wrote down what you agreed on at the start. Is that how you see it, too?"
PROPOSED_ALL = (
    "{who} wrote down what you agreed on at the start. Is that how you all see it? Not confirmed yet: {waits}."
)
PROPOSED_DONE_ALL = "{who} wrote down what you agreed on, and all of you have confirmed it. `/mentoring agreement` shows it at any time."
PROPOSED_DONE = "You have confirmed what {who} wrote down. `/mentoring agreement` shows it at any time."
PROPOSED_OLD = "This was written anew; the newer message counts."
AGREED = "You and {partner} now stand by the same agreement. I will keep to it as well. `/mentoring agreement` shows it at any time."
WRITE = "Write it down"
LOOK = "Look at it"
CONFIRM = "Yes, that is right"
AMEND = "Look and amend"

FORM_TITLE = "What you agreed on"
FORM_SUBMIT = "Save"
FORM_INTRO = "What you and {partner} agreed on. Leave empty whatever does not matter to you."
FORM_BY = "Written by {who}."
FORM_WAITS = "Still to be confirmed by {people}."
FORM_STANDS = "All of you have confirmed it."
FORM_ANEW = "If you change something, the others are asked to confirm it anew."
READ_BY = "Read by the two of you, nobody else."
READ_BY_GROUP = "Read by your group, nobody else."

SAVED_TITLE = "Saved"
SAVED_GAP = "Saved, and {partner} is asked to confirm it. You wrote about time away:\n{gaps}\nIf you know the days, tell me now: meetings will skip them, and I will not write to you."
AWAY = "I'll be away"

CONTACT = "As agreed, you write to each other: {agreed}"

STOP = "Don't remind me of this"
STOPPED = "I won't remind you of this again. `/mentoring agreement` shows it at any time."

HOME_HEADER = "What you agreed on"
HOME_PAIR = "With {partner}: {state}"
HOME_NONE = "nothing is written down yet"
HOME_WAITS = "to be confirmed by {people}"
HOME_STANDS = "confirmed"
HOME_SCHEDULE = "Your time: {agreed}"
NO_PAIRING = "You are not in a pairing now, so there is nothing to agree on yet."

FORESEEN = "(what they write)"

WHY_ASK = "You had your first meeting, and nothing is written down yet."
WHY_PROPOSED = "Somebody you meet with wrote down what you agreed on."
WHY_AGREED = "You all confirmed what you agreed on."
WHY_CONTACT = "You agreed on when and how you write to each other."
