"""Every sentence of matching from files; those about an answer are the form's own."""

EMPTY_FILE = "{file} is empty. It needs a line of headings, and a line for each person."
NO_ROWS = "{file} has headings, but nobody stands below them."
NO_FILE = "{file} cannot be read: {why}"
BROKEN_FILE = "{file} breaks off near line {line} ({why}); a quotation mark may be missing there. Save it again as CSV."
LATIN = "{file} is not UTF-8 and was read as Latin-1; if names look odd, save it as “CSV UTF-8”."
TWICE = "{file} has two columns named “{column}”; rename one."
TOO_MANY_CELLS = (
    "has {cells} cells, and there are {columns} headings; put quotation marks around a cell with a delimiter in it"
)
BAD_COLUMNS = "{file}: {where}: {why}. It is written like the [csv] part of a handbook."
HOLDS_NOTHING = "{file}: the column “{column}” is to hold `{holds}`, but no question for a {role} has that key. `trellis programme check` shows the keys of a handbook."
HELD_TWICE = "{file}: the columns “{one}” and “{other}” both hold `{holds}`; let one of them be `ignore`."
ZONE = "time zone"
SOME_COLUMN = "your column"
MISSING = "{file} has no column for what has to be answered by a {role}:\n{lines}\nSay which column it is in the handbook's [csv.{role}s], or in a file given with --columns. The columns are: {columns}."
MISSING_ONE = '  {ask}: "{column}" = "{key}"'

NO_OPTION = "“{said}” is none of the answers. They are: {labels}."
NO_OPTION_NEAR = "“{said}” is none of the answers. Did you mean “{near}”?"
NO_LEVEL = "“{said}” names a level that I do not know; write “Spanish (fluent)” or “Spanish (some)”."
NO_YES = "“{said}” is neither yes nor no; write one of them."
NO_SLOT = "“{said}” is no time of a week; write it like “Tue 18:00-20:00; Thu 9:00-10:00”."
CONFIDED = "an answer that only matching reads is not as the form takes it; it is not repeated here"
NEWER = "a newer answer of the same person stands in line {line}, and that one counts"
NOBODY = "{file}: {number} of the answers that only matching reads could not be used: a name that is not in {other}, or no answer of the form. They count for nothing; look at their spelling."
UNKNOWN = "{file}: nothing in the handbook asks for {columns}; left out."
NONE_LEFT = "{file} has no row that can be used. {why}"

STEPS = {"read": "Reading", "score": "Comparing", "solve": "Solving", "explain": "Explaining", "write": "Writing"}
CANCELLED = "Stopped. Nothing was written."
EXISTS = "{folder} is there already and not empty; take another --out, or --force to replace what an earlier run wrote."
WROTE = "Written to {folder}: {files}"
ROWS_OUT = "{number} left out; rejected.csv says why: the first is {first}"

PLACED = "{placed} of {of} mentees are placed with {mentors} of {all} mentors."
GAP_NONE = "No other whole is better: this is proved."
GAP = "No other whole is better by more than {gap}: this is proved."
WORST = "Scores: {mean} on average, {worst} at the lowest."
EVERYBODY = "Everybody is placed."

TITLE = "{programme}: matches"
MADE = "{mentees} mentees and {mentors} mentors, by the handbook of {community}, for a start on {start}."
TOTALS = {
    "placed": "mentees placed",
    "left": "mentees left over",
    "groups": "groups",
    "pairs": "pairs",
    "free": "mentors left over",
    "rejected": "rows left out",
    "total": "sum of scores",
    "gap": "possible improvement",
}
PAIRS = "Pairs"
GROUPS = "Groups"
SCORES = "How well they fit"
SCORES_TEXT = "Each bar counts the matches with such a score; 1 is a perfect fit."
LEFT = "Left over"
RECRUIT = "Whom to look for"
RECRUIT_NONE = "No single profile would help those who are left over."
REJECTED = "Rows left out"
HEADINGS = {
    "mentee": "Mentee",
    "mentor": "Mentor",
    "score": "Score",
    "why": "Why",
    "hours": "Shared hours",
    "name": "Name",
    "role": "Role",
    "file": "File",
    "line": "Line",
    "column": "Column",
    "what": "What to mend",
}
HOUR = "{mentee_time} ({mentee_zone}), {mentor_time} ({mentor_zone})"
NO_HOURS = "none"
GROUP_MEETS = "{mentor} and {number} mentees meet on {time} ({zone})"
GROUP_NO_HOUR = "{mentor} and {number} mentees"
SORT = "Press a heading to sort."
POSTS = "A post to begin with:"
ROLES = {"mentee": "mentee", "mentor": "mentor"}
NO_PLACE = "they have no place for somebody new, by their own answers and the handbook's limits"
