"""Every sentence of this room."""

REFUSALS = {
    "certificates.none": "There is no certificate in the programmes you take part in.",
    "certificates.not-yours": "That certificate belongs to somebody else.",
    "certificates.not-issued": "That certificate has not been earned yet. `/mentoring certificate` shows what is missing.",
    "certificates.gone": "That certificate does not exist here.",
    "certificates.own": "This is your own certificate, so another coordinator decides.",
    "certificates.no-reason": "Please give the reason in a few words; it is kept with the exception.",
    "certificates.long-reason": "Please keep the reason under {most} characters.",
}
HELP = "see how far your certificate is, or get it again"
HELP_DESK = "who has earned a certificate, and what others lack"

TITLE = "Your certificate"
STANDING = "*{title}* · {cohort}"
ISSUED = "Issued on {day}, number `{number}`. Well earned!"
ISSUED_EXCUSED = "Issued on {day}, number `{number}`."
ALL_THERE = "You have everything it asks for. It comes to you when {cohort} ends, on {end}."
ALL_THERE_NOW = "You have everything it asks for. It is on its way to you."
MISSING = "Done so far: {done}. Still missing:"
MISSING_ALL = "It asks for:"
UNTIL = "You have until {until}."
OVER = "The time to make it up is over. If there was a good reason, `/mentoring support` reaches the coordinators, who can make an exception."
SEND_AGAIN = "Send it again"
ANSWER = "Answer it"
NOTHING_YET = "nothing yet"

POINT = {
    "event": "{name}: taking part",
    "form": "{name}: your answers",
    "meetings": "meetings: {have} of at least {need}",
    "share": "regular meetings: {have} of at least {need}",
    "graduated": "being found ready for the role",
    "activities": "activities: {have} of {need}",
}

CERTIFICATE = "Congratulations, {name}! This is your certificate for *{cohort}*: {done}. Its number is `{number}`; `/mentoring certificate` sends it again."
CERTIFICATE_PAGE = "Whoever wants to know whether it is genuine finds it at {address}"
CERTIFICATE_LINE = "Some letters of your name are not in my font, so the file has a line for you to write it on."
FILENAME = "certificate-{number}.pdf"
TOLD_MISSING = "*{cohort}* is over, and your certificate is close. Still missing:"
TOLD_LACKS = "*{cohort}* is over. For the certificate, this is missing:"
TOLD_LACKS_EXCEPTION = "What is over cannot be made up. If you had a good reason, or it is noted wrongly, `/mentoring support` reaches the coordinators, who can make an exception."
TOLD_UNTIL = "You can make up for it until {until}; as soon as it is there, the certificate comes by itself."
TOLD_EXCEPTION = (
    "If something got in the way, `/mentoring support` reaches the coordinators, who can make an exception."
)

HOME = "Certificate of *{cohort}*: {state}"
HOME_MISSING = "{met} of {all} done"
HOME_EARNED = "everything done"
HOME_ISSUED = "issued"
HOME_BUTTON = "See what it asks for"

DESK_HEADER = "Certificates"
DESK_LINE = "*{cohort}* · {issued} of {all} issued"
DESK_BUTTON = "Who has one"
DESK_TITLE = "Certificates"
DESK_NONE = "No cohort that you coordinate has certificates."
DESK_EMPTY = "Nobody is in a pairing yet."
DESK_ISSUED = "{person} · {role} · issued on {day}, `{number}`"
DESK_EXCUSED = "{person} · {role} · issued on {day}, `{number}`, as an exception by {by}: {why}"
DESK_EARNED = "{person} · {role} · has everything"
DESK_LACKS = "{person} · {role} · lacks {missing}"
DESK_FOOT = "Facts only: what people wrote in a survey is not part of this."
ROLE = {"mentor": "mentor", "mentee": "mentee"}
PAGE = "Page {number} of {of}"
EARLIER = "Earlier"
MORE = "More"
GRANT = "Make an exception"
GRANT_TITLE = "Make an exception"
GRANT_INTRO = "{person} lacks {missing}. With an exception the certificate goes out at once."
GRANT_WHY = "The reason"
GRANT_HINT = "Read by the coordinators; it is kept in the record and not printed."
GRANT_SEND = "Issue it"

DONE_MEETINGS = "{attended} of {held} meetings, {time}"
DONE_MEETINGS_ONLY = "{attended} meetings, {time}"
DONE_MEETING_ONLY = "1 meeting, {time}"
DONE_EVENTS = "took part in {names}"
DONE_GRADUATED = "ready for the role"
DONE_ACTIVITIES = "{count} activities"
HOURS = "{hours} hours"
HOUR = "1 hour"
MINUTES = "{minutes} minutes"

PDF_PRESENTS = "{community} · {programme}"
PDF_BEARER = "The bearer"
PDF_ISSUED = "Issued on {day}"
PDF_NUMBER = "No. {number}"
PDF_ADDRESS = "To check this certificate: {address}"

PAGE_TITLE = "This certificate is genuine"
PAGE_SAYS = "It was issued on {day} by {community}."
PAGE_NAME = "Name"
PAGE_CERTIFICATE = "Certificate"
PAGE_PROGRAMME = "Programme"
PAGE_COMMUNITY = "Community"
PAGE_ROLE = "As a"
PAGE_DATES = "From, to"
PAGE_SPAN = "{start} to {end}"
PAGE_NUMBER = "Number"
PAGE_ISSUED = "Issued"
PAGE_NONE_TITLE = "No such certificate"
PAGE_NONE = "There is no certificate at this address. Please check that it was typed as it is printed."

PREVIEW_NUMBER = "7KM2-Q4XD"
PREVIEW_NAME = "(their name)"

WHY_CERTIFICATE = "You earned a certificate, and it comes to you once."
WHY_AGAIN = "You asked for your certificate again."
WHY_MISSING = (
    "Your cohort is over and something is missing for your certificate; I say so once, while it can still be made up."
)
