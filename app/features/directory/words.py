"""Every sentence of this room."""

REFUSALS = {
    "directory.none": "No programme here keeps a directory right now.",
}
HELP = "see who is here as a mentor or a mentee and wants to be found"

TITLE = "Directory"
INTRO = "People who asked to be listed, with what they want everybody to know."
EMPTY = "Nobody is listed here yet."
FOOT = "Whether you are listed is your choice: `/mentoring edit` changes it at once."
ENTRY = "{person} · {role} in *{cohort}*"
ANSWER = "_{ask}_: {answer}"
ROLE = {"mentor": "mentor", "mentee": "mentee"}
SIDE = {"all": "Everybody", "mentor": "Mentors", "mentee": "Mentees"}
EARLIER = "Earlier"
MORE = "More"
PAGE = "Page {number} of {of}"

HOME = "*Directory*: see who is here and wants to be found."
HOME_BUTTON = "Open the directory"
