"""Every sentence of this room."""

REFUSALS = {
    "stages.none": "Your pairing is in no stage right now. `/mentoring status` shows where you stand.",
}

PREPARE = "Before you meet {partners} for the first time, a few minutes of thought help. This is for you alone:"
PREPARE_FORM = "*{form}*: {intro}"
UNTIL = {
    "fine": "Open until {until}. No answer is fine too.",
    "needed": "Open until {until}. Please answer, even briefly.",
}
QUESTIONS = "*Questions you may bring*"
QUESTIONS_FOOT = "Pick the two or three that are yours; nobody expects you to ask them all."

BEGINS = "Stage {number} of {of} with {partners}: *{stage}*, until {until}."
GUIDANCE = "*For you in this stage*"
OPENING = "A few questions open this stage: *{form}*."
OPENING_DONE = "You answered *{form}*."
ANSWER = "Answer"
CHANGE = "Change my answers"

HOME_LINE = "Stage {number} of {of} with {partners}: *{stage}*, until {until}."
HOME_BUTTON = "What helps now"
READ_TITLE = "This stage"

WHY_PREPARE = "You have a new pairing, and the handbook says how to prepare for its first meeting."
WHY_BEGINS = "Your pairing entered a new stage of the programme."
