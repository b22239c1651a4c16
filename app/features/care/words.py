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

GOODBYE = "Your time as a pair with {partner} has come to an end. What you planned together is off the calendar."
GOODBYE_GROUP = "Your group with {partner} has come to its end. What you planned together is off the calendar."
GOODBYE_COHORT = "*{cohort}* has come to its end, and your time with {partner} as a pair with it."
GOODBYE_COHORT_GROUP = "*{cohort}* has come to its end, and your group with {partner} with it."
GRADUATED = {
    "mentee": "Congratulations: {partner} finds you ready for the role, and nominates you. With this your time together in *{cohort}* has reached what it was for.",
    "mentor": "You found {partner} ready for the role. With this your time together in *{cohort}* has reached what it was for.",
}
GRADUATED_BESIDE = "{by} finds {partner} ready for the role, and has the text of the nomination. With this your time together in *{cohort}* has reached what it was for."
GRADUATED_NEXT = "If you would like to learn for another role one day, change your answers with `/mentoring edit`, and you are on the list again."
THANKS = "Thank you for the hours you gave each other."
NEVER_MET = "It did not come to a first hour together; that happens, and says nothing about either of you."
GOODBYE_TOUCH = "Nothing keeps you from staying in touch."
GOODBYE_MENTEE = "If you would like to go on with somebody else, you are on the list for the next match already."
GOODBYE_MENTOR = "If you have room for somebody else, the coordinators can propose you again."
LEFT = "You have left the group of {mentors}. Thank you for the hours you gave it; the group goes on, and nothing of it will reach you any more."
LET_GO = "Your group with {mentors} has met several times without you, so the coordinators give your place to somebody who waits for one. Nobody holds it against you: life is full. When you have more room, change your answers with `/mentoring edit`, and you are on the list for another group; `/mentoring support` reaches the coordinators."
PLACE_FREE = "{person} could not come for a while, so the coordinators have parted from them kindly. Their place in your group is free, and somebody else may join it."
WHY_LET_GO = "Your group met several times without you."
WHY_PLACE_FREE = "A place in a group that you mentor is free again."
LEFT_YOU = "{person} has said goodbye to your group. That happens, and nobody did anything wrong. The group goes on with the rest of you."
PARTED = "{mentor} and {mentee} in *{cohort}* have said goodbye."
PARTED_GRADUATED = (
    "{mentor} finds {mentee} in *{cohort}* ready for the role. With this their time as a pair has come to a good end."
)
LEFT_GROUP = "{person} in *{cohort}* has said goodbye to the group of {mentors}; the group goes on."

REPAIR_TITLE = "What can help"
REPAIR_INTRO = "Thank you for saying so; that happens more often than people think. {partner} does not hear of it. Often one of these is enough:"
WORD_TEXT = "*A word with the coordinators.* In private; they have seen it before and can help."
WORD = "Write to them"
TIME_TEXT = "*Another time or rhythm.* Half of what grates is a time that does not suit, or a pace."
TIME = "Propose a time"
CO_MENTOR_TEXT = "*A second mentor* who joins you two, with other experience. The coordinators look for one."
CO_MENTOR = "I'd like that"
CO_MENTOR_WISHED = "*A second mentor.* Noted: the coordinators look for somebody, and come back to you."
REMATCH_TEXT = "*Somebody else.* I say a kind goodbye to everybody, without telling who wished for it, and you are on the list for the next match."
REMATCH = "Somebody else"
REMATCH_TITLE = "Part kindly?"
REMATCH_ASK = (
    "Your pairing ends, and planned meetings are off. Nobody is told who wished for it. This cannot be undone."
)
REMATCHED = "Thank you for trying. Everybody hears a kind goodbye, and nobody is told who wished for it."
REPAIR_FOOT = (
    "You can also close this and think about it: the coordinators see your name and that it does not fit, nothing else."
)
DESK_HEADER = "Where it does not fit"
DESK_NOT_FIT = "{person} · *{cohort}* · says that it does not fit, {when}"
DESK_CO_MENTOR = "{person} · *{cohort}* · says that it does not fit, and wishes for a second mentor, {when}"
TAKE = "I take care of it"

WHY_GOODBYE = "Your pairing ended."
WHY_LEFT = "You said goodbye to your group."
WHY_LEFT_YOU = "Somebody said goodbye to a group that you mentor."
WHY_COORDINATORS = "A pairing changed in a way that the coordinators should know."
