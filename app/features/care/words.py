"""Every sentence of this room."""

HELP_END = "say goodbye to your partner"
END_NOBODY = "You have no partner to say goodbye to. `/mentoring status` shows where you stand."

STANDING_HEADER = "Your match"
STANDING_PAIR = "You work with {partner} since {since}."
GOODBYE_BUTTON = "Say goodbye"
GOODBYE_CONFIRM_TITLE = "Say goodbye?"
GOODBYE_CONFIRM = (
    "Your pairing ends, planned meetings are cancelled, and both of you hear so kindly. This cannot be undone."
)
LEAVE_CONFIRM = "You leave the group, and it goes on without you. Its mentor hears so kindly. This cannot be undone."
END_GROUP_CONFIRM = (
    "The group ends for everybody, planned meetings are cancelled, and all hear so kindly. This cannot be undone."
)
GOODBYE_YES = "Say goodbye"

GOODBYE = "Your time as a pair with {partner} has come to an end. Thank you for the hours you gave each other. What you planned together is off the calendar."
GOODBYE_GROUP = "Your group with {partner} has come to its end. Thank you for the hours you gave each other. What you planned together is off the calendar."
GOODBYE_COHORT = "*{cohort}* has come to its end, and your time with {partner} as a pair with it. Thank you for the hours you gave each other. Nothing keeps you from staying in touch."
GOODBYE_COHORT_GROUP = "*{cohort}* has come to its end, and your group with {partner} with it. Thank you for the hours you gave each other. Nothing keeps you from staying in touch."
GOODBYE_MENTEE = "If you would like to go on with somebody else, you are on the list for the next match already."
GOODBYE_MENTOR = "If you have room for somebody else, the coordinators can propose you again."
LEFT = "You have left the group of {mentors}. Thank you for the hours you gave it; the group goes on, and nothing of it will reach you any more."
LEFT_YOU = "{person} has said goodbye to your group. That happens, and nobody did anything wrong. The group goes on with the rest of you."
PARTED = "{mentor} and {mentee} in *{cohort}* have said goodbye."
LEFT_GROUP = "{person} in *{cohort}* has said goodbye to the group of {mentors}; the group goes on."

WHY_GOODBYE = "Your pairing ended."
WHY_LEFT = "You said goodbye to your group."
WHY_LEFT_YOU = "Somebody said goodbye to a group that you mentor."
WHY_COORDINATORS = "A pairing changed in a way that the coordinators should know."
