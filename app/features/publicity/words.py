"""Every sentence of this room."""

REFUSALS = {
    "publicity.gone": "That entry does not exist here.",
    "publicity.not-yours": "Only the people of that pairing can do this.",
    "publicity.no-text": "Please write what should be public; a line is enough.",
    "publicity.too-long": "That is more than fits into one entry; please keep it under {most} characters.",
    "publicity.changed": "The text has been changed since. The newest message shows what it says now.",
    "publicity.withdrawn": "That entry was withdrawn, so there is nothing to decide.",
    "publicity.public": "That entry is public already. You can take it back and write a new one.",
    "publicity.no-log": "None of your pairings keeps a public log right now. `/mentoring log list` shows what others have published.",
    "publicity.no-logs": "No programme here keeps a public log right now.",
}
HELP = "write an entry for the public log of your pairing; `log list` reads it"

WRITE_TITLE = "Public log"
WRITE_PAIRING = "About your time with"
WRITE_TEXT = "Your entry"
WRITE_HINT = "{people} will read exactly these words first. Once everybody has said yes, they stand in the channel for all to read; until then nobody else sees them."
WRITE_HINT_MANY = "The others of that pairing read exactly these words first. Once everybody has said yes, they stand in the channel for all to read; until then nobody else sees them."
WRITE_SEND = "Ask them"
CHANGE_TITLE = "Change the text"
CHANGE_SEND = "Ask anew"

WHAT = {"log": "an entry for the public log", "nomination": "a nomination"}
ASK = "{author} would like to publish {what} in {channel}:"
ASK_FOOT = "It appears only if everybody who is asked says yes to exactly these words. A no needs no reason, and you can change your mind."
ASK_YES = "Yes, publish it"
ASK_NO = "Rather not"
CHANGED = "{author} has changed this text. The newer message shows it."
AGREED = "You said yes. It waits for {people}:"
DECLINED_OWN = "You said that you would rather not, so this is not published. {author} knows and can change it."
DECLINED_OTHER = "This is not published: somebody would rather not. {author} can change it and ask again."
WITHDRAWN = "{author} has withdrawn this text. Nothing was published."
PUBLIC = "This is public in {channel}, with everybody's yes:"
TAKEN_BACK = "This was taken back; it can no longer be read in {channel}."

DRAFT_WAITING = "I ask {people}, which may take some days. This appears in {channel} only if everybody says yes:"
DRAFT_DECLINED = (
    "{person} would rather not have this published, so it is not. You can change it and ask again, or leave it:"
)
DRAFT_WITHDRAWN = "You have withdrawn this text. Nothing was published."
DRAFT_PUBLIC = "This is public in {channel} now, with everybody's yes:"
CHANGE = "Change it"
WITHDRAW = "Withdraw it"
TAKE_BACK = "Take it back"
TAKE_BACK_CONFIRM = "It disappears from the channel and from the list. Who has read it has read it."
TAKE_BACK_YES = "Take it back"

YOURS = {"log": "your entry for the public log", "nomination": "your nomination"}
ANSWERED_PUBLIC = "Everybody has said yes: {what} stands in {channel} now."
ANSWERED_DECLINED = "{person} would rather not have your text published, so it stays between you. It can be changed: the button is under my first message about it and in Home."

ENTRY = {
    "log": "From the public log of *{cohort}*, by {people}:",
    "nomination": "{author} has a nomination, and {others} agreed to it:",
}
ENTRY_GONE = "An entry of the public log of *{cohort}* was taken back."

LIST_TITLE = "Public log"
LIST_EMPTY = "Nothing has been published yet."
LIST_LINE = "{day} · {people} in *{cohort}*"

HOME_HEADER = "Public log"
HOME = "What you and {people} would like everybody to know about your work. Nothing appears without everybody's yes."
HOME_WRITE = "Write an entry"
HOME_LIST = "Read the log"

PREVIEW_TEXT = "(whatever the two agree to publish)"

WHY_DRAFT = "You wrote something that is to be public, and I show you where it stands."
WHY_ASK = "Somebody in your pairing would like to publish something, and nothing appears without your yes."
WHY_ANSWERED = "You wrote something that was to be public, and I tell you how it ended."
WHY_ENTRY = "Two people, or a group, agreed to make this public."
