"""Every sentence of this room."""

REFUSALS = {
    "goals.gone": "That does not exist here any more. `/mentoring goals` shows what does.",
    "goals.not-yours-to-write": "These goals are written by somebody else in your pairing. `/mentoring goals` shows what you can change.",
    "goals.not-yours-to-note": "In this programme the other side notes these.",
    "goals.not-yours-to-champion": "In this programme the other side takes these on.",
    "goals.not-set": "There is nothing written here yet.",
    "goals.none": "Your programme keeps no goals here, or you are in no pairing yet. `/mentoring status` shows where you stand.",
    "goals.too-few": "Please write at least {least}. It may be rough; you can change it at any time.",
    "goals.too-many": "There can be {most} open at a time. Tick one off or let it go, then there is room.",
    "goals.no-text": "A few words are enough: what would you like to reach?",
    "goals.needed": "Please answer this one too.",
    "goals.too-long": "Please keep this under {most} characters.",
    "goals.no-link": "A link begins with https:// and has no spaces.",
    "goals.meanwhile": "Somebody else wrote this one while you were typing. Copy your text, open the form again, and you will see both.",
}

HELP_GOALS = "what you work towards, and how it stands"

# -- asking ----------------------------------------------------------------------------------------

ASK = "*{name}*: a good moment to write this down.\n{intro}"
NEXT = "*{name}*: the last day of your present ones has come. What is next?\n{intro}"
NEXT_BEFORE = "How the last ones ended:"
NEXT_OPEN = "Of those that are still open the form asks what became."
REMIND = "*{name}*: nothing is written down yet. A rough line is enough to begin with, and I will not ask again."
ASK_SET = "*{name}*: written down. Your agendas show it, and so does `/mentoring goals`."
WRITE = "Set goals"
READ_BY_PAIR = "Read by the two of you, nobody else."
READ_BY_OWN = "Read by you and your mentors, nobody else."
READ_BY_GROUP = "Read by your group, nobody else."

SAVED = "Saved. Your agendas show this from now on.\n*{name}*"
NEWS = "{by} has written down what to work towards.\n*{name}*"
REFINED = "{by} has gone through your goals with you in mind. This is how they read now:\n*{name}*"
REFINE = "Would you help to sharpen them until {until}? Ask what success looks like, make big things smaller, or say that they are good as they are."
REFINE_REMIND = (
    "{owner} would like to know what you think of these goals. One click says that they are good as they are."
)
REFINE_DONE = "{by} has gone through them. Thank you!"
SHARPEN = "Sharpen them"
GOOD = "Good as they are"

REVIEW = "How do these stand by now?\n*{name}*"
REVIEW_FOOT = "Missing one is no drama; letting it go is an answer too."
DONE = "Done"
ON_THE_WAY = "On the way"
LET_GO = "Let it go"
REVIEW_ALL = "How do they stand?"
NEXT_SET = "Write the next ones"
CHANGE = "Change"

# -- one goal --------------------------------------------------------------------------------------

GOAL = "{text}"
GOAL_HORIZON = "*{days} days* (until {day}): {text}"
GOAL_DUE = "{text} (until {day})"
STATE = {"set": "", "on_the_way": " · on the way", "done": " · done", "dropped": " · let go"}
FIELD = "_{label}_ {said}"
NOTHING_SET = "Nothing written yet."
OF = "*{name}* of {owner}"
OF_ALL = "*{name}*"

# -- forms -----------------------------------------------------------------------------------------

FORM_TITLE = "What to work towards"
REFINE_TITLE = "Sharpen the goals"
FORM_SUBMIT = "Save"
FORM_GOAL = "{one} {number}"
FORM_HORIZON = "In {days} days"
FORM_PAST = "Of the last ones:"
FORM_PAST_STATE = "What became of it?"
PAST = {"done": "Reached", "carried": "We carry it over", "dropped": "We let it go"}
FORM_EMPTIED = "Empty it to let it go."
FORM_REVIEW_TITLE = "How do they stand?"
FORM_STATE = "This one is …"
STANDS = {"done": "Done", "on_the_way": "On the way", "dropped": "Let it go"}

# -- activities ------------------------------------------------------------------------------------

ACTIVITIES = "*Along the way*"
ACTIVITY_OPEN = "☐ *{label}*: {about}"
ACTIVITY_DONE = "☑ *{label}*, {day}"
TICK = "Tick off"
UNTICK = "Take back"

# -- lookouts --------------------------------------------------------------------------------------

NOTED = "{by} noted something for you to know.\n*{one}*: {text}"
NOTED_NEEDS = "{by} would like your help with this one.\n*{one}*: {text}"
TAKE_ON = "I take it on"
TAKEN_ON = "{by} has taken it on."
CAME_OF = "*{one}*: {text}"
CAME_OF_AGAIN = (
    "I asked you about this one before. If you don't answer, I won't ask again; `/mentoring goals` keeps it."
)
CAME_OF_QUESTION = "What came of it?"
CAME_OF_DONE = {
    "done": "It worked out. Lovely!",
    "dropped": "Let go; there will be others.",
    "looking": "Still looking; I will ask again in a while.",
}
WORKED_OUT = "It worked out"
STILL_LOOKING = "Still looking"
LINK = "<{link}|{text}>"
LOOKOUT = "{text}{state}"
LOOKOUT_STATE = {"noted": "", "championed": " · {by} is on it", "done": " · worked out", "dropped": " · let go"}
NOTHING_NOTED = "Nothing noted yet."
NOTE = "Note one"
NOTE_TITLE = "Note it"
NOTE_TEXT = "What is it?"
NOTE_LINK = "Link"

# -- overview --------------------------------------------------------------------------------------

HOME_HEADER = "What you work towards"
WITH = "With {partner}"
OVERVIEW_TITLE = "What you work towards"

WHY_ASK = "The handbook has you write down what to work towards, and nobody had yet."
WHY_NEXT = "The last of your horizons has passed, and the handbook has you set the next ones."
WHY_SAVED = "You wrote down what to work towards."
WHY_NEWS = "Somebody in your pairing wrote down what to work towards."
WHY_REFINE = "The handbook asks you to help sharpen these goals."
WHY_REVIEW = "The handbook has you look at your goals from time to time, and nobody had for a while."
WHY_NOTED = "Somebody in your pairing noted something that concerns you."
WHY_CAME_OF = "Something was noted a while ago, and nobody has said what came of it."

FORESEEN = "(what they write)"
