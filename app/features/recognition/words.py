"""Every sentence of this room."""

REFUSALS = {
    "recognition.not-mentor": "Only a mentor of that pairing can do this.",
    "recognition.not-ready": "A nomination follows when you have decided that your mentee is ready.",
    "recognition.no-graduation": "This programme has no nominations.",
}

NOMINATION = "You found {mentee} ready for the role. Congratulations to you both! This text is ready to post; change it as you like:"
NOMINATION_READERS = "Only you see it so far. If I post it for you, {mentee} is asked first."
OTHERWISE = {"role": "the role they applied for", "goals": "the goals they set together"}
NOMINATION_CHANGE = "Change the text"
NOMINATION_POST = "Post it for me"
NOMINATION_TITLE = "The nomination"
NOMINATION_LABEL = "The text"
NOMINATION_SEND = "Keep it"
NOMINATION_HINT = (
    "Read by you alone until you post it. If I post it for you, your mentee reads exactly these words first."
)
PREVIEW_MENTOR = "(the mentor)"
PREVIEW_MENTEE = "(the mentee)"

WHY_NOMINATION = "You decided that your mentee is ready for the role; this is the text to put them forward."
