"""Every sentence of this room."""

REFUSALS = {
    "matching.gone": "That proposal does not exist here.",
    "matching.old": "A newer run of matching has replaced this proposal.",
    "matching.decided": "This proposal was decided already.",
    "matching.taken": "One of the two has found somebody else meanwhile; run matching again.",
    "matching.no-swap": "That swap is not possible: {why}.",
    "matching.no-swap-in-groups": "Mentors of groups cannot be swapped. Forbid a member, or find matches again.",
    "matching.nobody-to-swap": "There is no other pair to exchange mentors with.",
    "matching.nobody-full": "No mentor fits them who is full. If one fits and is free, find matches again.",
    "matching.at-cap": "The mentors who would fit are in {most} pairings already, which is the most that the handbook allows one person.",
    "matching.asked-before": "That mentor has been asked since the last run, or is free, or does not fit any more. Please choose another.",
    "matching.not-waiting": "They are not waiting for a match any more.",
    "matching.wave-size": "Please choose a whole number from 1 to 200.",
    "matching.sent": "The people of this pair have been asked already.",
    "matching.too-few": "Too few are left for a group; find matches again.",
    "matching.no-talk": "This programme does not foresee a talk before you decide. Please say yes or not now.",
    "matching.no-room": "There is no room for this person as a further mentor.",
    "matching.not-away": "They have been to a meeting meanwhile, or are not in that group any more.",
    "matching.not-asked": "This question was put to somebody else.",
    "matching.answered": "You have answered this already.",
    "matching.no-channel": "Please choose the channel for it.",
    "matching.no-post": "Please write what it should say.",
    "matching.long-post": "Please say it in at most {most} characters.",
    "matching.no-ranking": "In this programme mentees do not rank mentors.",
    "matching.nobody-to-rank": "Somebody must wait for a match, and a mentor must have a free place, before anybody can rank.",
    "matching.still-looking": "A search for matches is still at work. Wait for it, or cancel it, before mentees rank.",
    "matching.ranking-open": "The mentees of this cohort are ranking mentors. Let that come to its end, or close it, first.",
    "matching.rank-closed": "It is too late to rank; the mentors choose now. `/mentoring status` shows where you stand.",
    "matching.rank-nobody": "Please choose the mentor whom you would like best.",
    "matching.rank-twice": "You chose this mentor above already; please take another one, or nobody.",
    "matching.rank-unknown": "Please choose somebody of the list.",
    "matching.too-many": "You have room for {most}; please choose no more than that.",
    "matching.choose-closed": "The time to choose is over. `/mentoring status` shows where you stand.",
    "matching.lapsed": "This offer has run out and was passed on. `/mentoring status` shows where you stand.",
}

HELP_MATCH = "find matches, read and decide on proposals"

REASONS = {
    "topics": "The mentor offers {number} of {of} wanted: {names}.",
    "no-topic": "The mentor offers none of what is wanted.",
    "goals": "Both write of: {names}.",
    "languages": "Both speak {names}.",
    "time": "Both are free {often} a week, such as {here} ({zone}), which is {there} ({other}).",
    "time-same": "Both are free {often} a week, such as {here} ({zone}).",
    "clocks": "Their clocks are {hours} hours apart.",
    "clocks-same": "They live by the same clock.",
    "no-time": "They share no free time as filled in.",
    "experience": "Years of experience ahead: {years}.",
    "place-town": "Both can meet in person, in {town}.",
    "place-in-person": "Both can meet in person.",
    "place-virtual": "Both meet online.",
    "no-lead": "The mentor has no lead in years.",
    "outcome": "The group would work towards: {name}.",
}
OFTEN = {1: "once", 2: "twice"}
OFTEN_MORE = "{number} times"
LEFT_OVER = {
    "no-mentor": "there is no mentor with a free place yet",
    "no-mentee": "no mentee is waiting",
    "mentor-taken": "the places of every fitting mentor have gone to others",
    "mentee-taken": "every fitting mentee has found a mentor",
    "mentor-language": "no free mentor shares the language that is needed",
    "mentee-language": "no waiting mentee shares the language that is needed",
    "mentor-topic": "no free mentor offers what they are looking for",
    "mentee-topic": "no waiting mentee is looking for what they offer",
    "mentor-time": "no free mentor is free at the same time",
    "mentee-time": "no waiting mentee is free at the same time",
    "mentor-place": "no free mentor can meet where they can",
    "mentee-place": "no waiting mentee can meet where they can",
    "mentor-none": "no free mentor fits them for now",
    "mentee-none": "no waiting mentee fits them for now",
    "no-group": "no group of enough people shares an hour with them",
    "no-members": "too few waiting mentees share an hour with them",
}

DESK_HEADER = "Matching"
DESK_LINE = "*{cohort}* · Waiting for a match: {waiting} · Free mentor places: {places} · Proposals to decide: {proposed} · Offers out: {asked}"
RUN = "Find matches"
READ = "Read proposals"

ADD_MENTOR = "Add a second mentor"
ADD_TITLE = "A second mentor"
ADD_WHERE = "To which pair or group?"
ADD_WHO = "Who shall be asked?"
ADD_HINT = "They join once they have said yes, with one click."
ADD_SUBMIT = "Ask them"
AWAY_LINE = "{user} has missed the last {number} meetings of the group with {mentor}."
GIVE_PLACE = "Give the place to somebody else"
GIVE_TITLE = "Part kindly?"
GIVE_ASK = (
    "They hear a kind goodbye and stay in the cohort; the group goes on. Find matches then proposes somebody who waits."
)
SECOND = "The coordinators would be glad of your help: would you join {mentor} as a second mentor of {mentee}?"
SECOND_NO = "You said not now. That's fine; nobody minds."
SECOND_YES = "You are a mentor of {mentee} too, together with {mentor}."
LIST_TITLE = "Proposals"
LIST_NONE = "No proposals to decide. Press *Find matches* when more applications are approved."
LIST_HEAD = "*{cohort}* · Proposals to decide: {number}"
LIST_PAIR = "*{score}%* · {mentee} with {mentor}"
LIST_PINNED = "*{score}%* · {mentee} with {mentor} · :pushpin: kept in the next runs"
LIST_GROUP = "*A group of {number}* · {mentees} with {mentor}"
LIST_GROUP_PINNED = "*A group of {number}* · {mentees} with {mentor} · :pushpin: kept in the next runs"
LIST_HOUR = "All are free on {clocks}."
LIST_MEMBER = "{mentee} ({score}%):"
LIST_JOIN = "*{score}%* · {mentee} joins the group of {mentor}"
LIST_LEFT = "*Left over*"
LIST_LEFT_LINE = "{person}: {why}"
LIST_LEFT_MORE = "and {number} more"
LIST_LOOKING = "I am looking for matches anew; these are from the last run."
SUMMARY = "Placed: {placed} of {waiting} · Fit: {mean}% on average, {total} in all · Worst pair: {worst}%"
SUMMARY_NOBODY = "Placed: {placed} of {waiting}"
SUMMARY_GAP = "No other whole with as many people can be better by more than {gap}%."
SUMMARY_BEST = "No other whole with as many people fits better."
SUMMARY_STALE = "{number} pairs fell away because something changed while I looked. Find matches again to place them."
PAGE = "Page {number} of {of}"
EARLIER = "Previous page"
LATER = "Next page"
SORT = {"best": "Best first", "weakest": "Weakest first", "name": "By name"}
SEE_CHANGES = "What changed ({number})"
SEE_LEFT = "Left over ({number})"
SEE_FORBIDDEN = "Forbidden pairs ({number})"
SEE_QUEUE = "Waves ({number})"
BACK = "Back to the list"
ACCEPT_ALL_TITLE = "Accept all?"
ACCEPT_ALL_BEGIN = "{number} begin at once, and their people hear so."
ACCEPT_ALL_GROUPS = "{number} mentors will be asked first about their whole group, then the mentees."
ACCEPT_ALL_ASK = "{number} mentors will be asked first, then their mentees."
ACCEPT = "Accept"
LOOK = "Look closer"
PIN = "Pin"
UNPIN = "Unpin"
SWAP = "Swap mentors"
FORBID = "Forbid"
FORBID_TITLE = "Never propose them?"
FORBID_ASK = (
    "I will not propose these two again. You find them under the forbidden pairs, where you can allow them again."
)
ACCEPT_ALL = "Accept all"
ACCEPT_WAVES = "Accept all, in waves"

LOOKING_TITLE = "Looking for matches"
RUNNING = "I am looking for matches among {people} people in *{cohort}*."
LOOKING_SHARE = "I am looking for matches among {people} people in *{cohort}*: {share}% · {step}"
LOOKING_STEP = {
    "score": "comparing everybody with everybody",
    "solve": "finding the best whole",
    "explain": "writing down why",
}
LOOKING_WAIT = "You can close this. I write to you when I am done, and the desk shows how far I am."
LOOKING_HOW_FAR = "How far is it?"
LOOKING_CANCEL = "Stop looking"
LOOKING_STOPPED = "I have stopped looking. Everything is as it was before."
DONE = "I have found matches in *{cohort}*. {summary}"
DONE_OTHERWISE = {
    "cancelled": "Another coordinator has stopped the search for matches in *{cohort}*. Everything is as it was before.",
    "overtaken": "Matches in *{cohort}* were found anew while I was looking, so I kept those and left mine aside.",
    "failed": "I tried three times to find matches in *{cohort}* and did not come to an end. Nothing has changed; please tell whoever runs me.",
}

CLOSER_TITLE = "A proposal"
CLOSER_HEAD = "*{score}%* · {mentee} with {mentor}"
CLOSER_PINNED = ":pushpin: The next runs keep these two together."
CLOSER_WHY = "*Why these two*"
CLOSER_SIDE = "*{ask}*\n{said}"
CLOSER_MENTEE = "*Mentee* · {person}"
CLOSER_MENTOR = "*Mentor* · {person}"
CLOSER_NOTHING = "-"
CLOSER_TIMES = "*When both are free*, in the first week"
CLOSER_NO_TIME = "*When both are free*: never, as they filled it in."
CLOSER_MORE_TIMES = "and {number} more"
CLOSER_EARLIER = "Previous proposal"
CLOSER_LATER = "Next proposal"
SWAP_TITLE = "Swap mentors"
SWAP_INTRO = "{mentee} is proposed to {mentor} ({score}%). With whom shall they exchange mentors?"
SWAP_WHOM = "Exchange with"
SWAP_CHOICE = "{mentee} and {mentor} ({change})"
SWAP_NOT = "not possible"
SWAP_HINT = "What serves both best comes first. Nothing is decided yet: I show you both scores first."
SWAP_SHOW = "Show me"
SWAP_DO = "Swap and pin"
SWAP_AFTER = "{mentee} with {mentor}: *{after}%* (now {before}%)"
SWAP_PINNED = "Both pairs are pinned, so that the next runs keep them."

LEFT_TITLE = "Left over"
LEFT_HEAD = "*{cohort}* · Left over: {number}"
LEFT_NONE = "Nobody is left over."
ASK_PLACE = "Ask a mentor for a place"
PLACE_TITLE = "One more place"
PLACE_INTRO = "Who shall be asked whether they can take one more mentee? These fit {mentee}, and have no free place."
PLACE_WHO = "Mentor"
PLACE_CHOICE = "{mentor} ({score}%)"
PLACE_HINT = "They hear no name, answer with one click, and are asked once in this run. With a yes, find matches again."
PLACE_ASK = "Could you take one more mentee in *{cohort}*? Somebody who is waiting fits you well, and every fitting mentor is full. A no is fine, and nobody but the coordinators hears of it. Please answer by {until}."
PLACE_YES = "Yes, one more"
PLACE_NO = "Not now"
PLACE_SAID_YES = (
    "Thank you. You have a place for one more mentee in *{cohort}* now, and hear from me before anything is decided."
)
PLACE_SAID_NO = "You said that one more is too many for now. That's fine."
PLACE_GIVEN = "{mentor} can take one more mentee in *{cohort}*. Find matches again to use the place."
PLACE_KEPT = "{mentor} cannot take one more mentee in *{cohort}* for now."
PLACE_ASKED = "{mentor} has been asked for one more place; I tell your channel what they say."

FORBIDDEN_TITLE = "Forbidden pairs"
FORBIDDEN_NONE = "No pair is forbidden."
FORBIDDEN_LINE = "{mentee} with {mentor}"
ALLOW = "Allow again"

CHANGES_TITLE = "What changed"
CHANGES_HEAD = "*{cohort}* · Since the run before: {kept} kept, {new} new, {gone} gone"
CHANGES_NONE = "Nothing has changed since the run before."
CHANGES_GONE = "*Gone*"
CHANGES_NEW = "*New*"
CHANGE_LINE = "{mentee} with {mentor}: {why}"
CHANGE_INSTEAD = "{mentee} with {mentor}: {why}; now with {instead}"
CHANGES = {
    "mentee-gone": "the mentee is not waiting any more",
    "mentor-full": "the mentor has no free place any more",
    "apart": "these two are not to be proposed again",
    "limit": "a limit of the handbook keeps them apart by what they say now",
    "better": "the whole is better without this pair",
    "came": "the mentee was not in the last run",
    "moved": "the mentee was proposed to somebody else before",
}

WAVES_TITLE = "Offers in waves"
WAVES_INTRO = "{number} proposals are accepted, and their people are asked some at a time. The first go out now, the next on each working day."
WAVES_SIZE = "How many a day"
WAVES_HOUR = "At which hour"
WAVES_HINT = "On the clock of {zone}. Nobody is written to at night on their own clock."
WAVES_SUBMIT = "Accept all"
WAVES_HEAD = "*{cohort}* · Offers out: {asked} · Waiting for their wave: {queued} · Next: up to {size} on {next}"
WAVES_NONE = "No offer waits for a wave."
WAVES_LINE = "*{score}%* · {mentees} with {mentor}"
WAVES_TAKE_BACK = "Take back"
WAVES_STOP = "Stop the waves"
WAVES_STOP_TITLE = "Stop the waves?"
WAVES_STOP_ASK = "What is out stays out. What still waits is yours to decide on again."
DESK_QUEUED = "Accepted, waiting for their wave: {queued} · The next go out on {next}"

BLOCKED = {
    "apart": "these two are not to be proposed to each other",
    "language": "they lack a common language that the handbook asks for",
    "place": "they cannot meet in a way that suits both",
    "time": "they share no free time, and the handbook asks for it",
    "topic": "they share no topic, and the handbook asks for it",
}
BLOCKED_OTHERWISE = "a limit of the handbook keeps them apart"

OFFER_MENTOR = "{mentee} in *{cohort}* would like to learn from you. Would you like to be their mentor?"
OFFER_FIRST = "I found somebody in *{cohort}* who could be the right mentor for you: {mentor}. Would you like that? Then I ask them."
OFFER_MENTEE = "I found a mentor for you in *{cohort}*: {mentor}, who would be glad to. Would you like that?"
OFFER_GROUP_MENTOR = "{mentees} in *{cohort}* would make a good group for you. Would you like to be their mentor?"
OFFER_GROUP_MENTEE = (
    "I found a group for you in *{cohort}*, with {mentor} as its mentor and with {others}. Would you like that?"
)
OFFER_JOIN_MENTOR = "{mentee} in *{cohort}* would like to join your group. Is that fine with you?"
OFFER_JOIN_MENTEE = "There is a place for you in a group of *{cohort}* with {mentor}. Would you like it?"
OFFER_HOUR = "All of you are free on {clocks}."
OFFER_WANTS = "They write:\n{goals}"
OFFER_MORE = "*{ask}*\n{said}"
OFFER_REASONS = "Why you two:"
OFFER_UNTIL = "Please answer by {until}; after that I ask somebody else."
YES_MENTOR = "Yes, gladly"
YES_MENTEE = "Yes, please"
TALK_FIRST = "Talk first"
TALKING = "You two have a conversation now. Take your time; I keep this open until {until}."
TALK = "{mentor} and {mentee}, you might become a pair in *{cohort}*, and would first like to get to know each other. Half an hour is plenty: what would you like to do together, and how do you like to work? Nothing is decided yet."
NOT_NOW = "Not now"
NO_MORE = "No more mentees for now"
NOT_THIS = "Not this one"
ANSWERED_YES_WAIT = "You said yes to {partner}. Now I ask them, and you will hear from me."
ANSWERED_YES = "You said yes to {partner}. You are a pair; see our group conversation."
ANSWERED_YES_NOT = "You said yes to {partner}. It did not come about this time; you keep your place."
ANSWERED_NO = "You said not now to {partner}. That's fine; nobody is told why."
ANSWERED_NO_MORE = (
    "You said no more mentees for now. I will not ask you again until you edit your answers in `/mentoring status`."
)
ANSWERED_NOT_THIS = (
    "You would rather wait for somebody else than {partner}. That's fine; nobody is told why, and you keep your place."
)
LAPSED = "This offer has passed on. You keep your place, and `/mentoring status` shows where you stand."
REMINDER = "A friendly reminder: I asked you about {partner}, and keep the offer open until {until}."

SORRY = "The match I had in mind for you did not work out this time. You keep your place, and I go on looking."
MENTOR_DECLINED = (
    "{mentor} in *{cohort}* did not take up a group. Its mentees wait again; another run of matching would help."
)
NOBODY_LEFT = "{mentee} in *{cohort}* is waiting again: nobody is next in line. A new mentor, or another run of matching, would help."
MENTEE_DECLINED = "{mentee} in *{cohort}* did not take up a match and is waiting again."

INTRO_HEADER = "{mentor}, meet {mentee}!"
INTRO_GOALS = "*{person}* writes:\n{goals}"
INTRO_GUIDE = "*For your first meeting* ({minutes} minutes)"
INTRO_AGREE = "*Agree on these*"
INTRO_PLAN = "Choose a session plan"
INTRO_NEXT = "*Next*: I look for a time at which you are both free, and propose it right here. `/mentoring meet` proposes any other. What you say to each other stays between you; the coordinators only see whether you meet. `/mentoring support` reaches them in private."
INTRO_NEXT_GROUP = "*Next*: I look for an hour at which you are all free, and propose it right here as your regular time. `/mentoring meet` proposes any other. What you say to each other stays between you; the coordinators see whether you meet and who was there. `/mentoring support` reaches them in private."
WELCOME = "Welcome, {user}! This is the new conversation of the group with {mentor}; the others here are {others}. Say hello, and tell {user} where you are."
WELCOME_MENTOR = "Welcome, {user}, who joins {mentor} as a mentor of {mentee}. This is your new conversation."
JOINED = "{user} has joined {mentor} and {mentee} in *{cohort}*."
FORMED = "{mentor} and {mentee} work together in *{cohort}* now. I introduce them at an hour that suits both sides."
BEGUN = "{mentor} and {mentee} have both said yes: they are a pair in *{cohort}*."
PUBLIC = "{mentor} and {mentee} found each other in *{cohort}*. Enjoy!"

STANDING_OFFER = "You have been asked about {partner}; please answer by {until}, in our conversation."
STANDING_ASKED = "{partner} has been asked whether they would like to work with you. You hear from me by {until}."
STANDING_WAITING = "Somebody has been asked whether they would like to work with you. You hear from me by {until}."

WHY_OFFER = "You are approved in this cohort, and somebody fits you well."
WHY_REMINDER = "You have not answered an offer yet."
WHY_NEWS = "You are waiting for a match."
WHY_NOT_THIS_TIME = "A cohort ended in which you waited for a match."
WHY_COORDINATORS = "Something happened in matching that the coordinators should know."
WHY_INTRODUCTION = "You both said yes."
WHY_INTRODUCED = "The coordinators brought you together."
WHY_DONE = "You asked me to find matches, and it took a while."
WHY_PLACE = "You are a mentor in this cohort, and somebody who waits fits you."
WHY_SECOND = "You are a mentor in this cohort, and somebody would be glad of a second one."
WHY_WELCOME = "Somebody joined you."
WHY_TALK = "One of you would like to talk before deciding."
WHY_PUBLIC = "Both agreed that their match may be mentioned."
WHY_INVITE = "They were matched, and this is where their fellows meet."

PREVIEW_MENTOR = "Mentor"
PREVIEW_MENTEE = "Mentee"
PREVIEW_GOALS = "I would like to contribute something that others use."
PREVIEW_HELP = "Somebody curious, whom I can introduce to people."

HINT = "A mentor{topic}{who} would fit {number} of the {of} who are left over."
HINT_MORE = "A mentor{topic}{who} would fit {number} more."
HINT_PLACES = " With the usual places ({places} each), it takes {mentors} such mentors."
HINT_TOPIC = " for {topic}"
HINT_WHO = " who {clauses}"
HINT_SPEAKS = "speaks {language}"
HINT_FREE = "is free on {window} in {city}"
HINT_FREE_BEST = "is, at best, free on {window} in {city}"
HINT_TOWN = "can meet in {town}"
HINT_WINDOW = "{days} {part}"

POST_TOPIC = "Could you be a mentor for {topic}?"
POST_ANY = "Could you be a mentor?"
POST_LOOKING = "In *{cohort}* somebody would love to learn from a mentor{who}."
POST_HOW = "A meeting takes {minutes} minutes, and you say yourself how many people you have time for. `/mentoring join` is where you begin; there is no need to be an expert."

LOOKING_SHARED = "I am looking for a match: {shared}."
SHARED_SO_FAR = "So far, {shared}."
SHARED = {
    "mentee": {
        "topic": (
            "no mentor shares a topic with you yet",
            "1 mentor shares a topic with you",
            "{number} mentors share a topic with you",
        ),
        "any": ("no mentor has come yet", "1 mentor takes part", "{number} mentors take part"),
    },
    "mentor": {
        "topic": (
            "nobody looks for your topics yet",
            "1 mentee is looking for what you offer",
            "{number} mentees are looking for what you offer",
        ),
        "any": ("no mentee has come yet", "1 mentee takes part", "{number} mentees take part"),
    },
}
SHARED_HOUR = {True: "{hour} of them in a time zone near yours", False: "{hour} of them with a free hour in common"}
COMES_FIRST = "You come first in the next round, because an earlier one went out without you."
LEFT_OVER_ROUND = "The last round went out without you: {why}. You come first in the next one. {help}"
LEFT_OVER_COHORT = "I am sorry that it was not to be this time: {why}. You come first the next time. {help}"
NOT_THIS_TIME = "*{cohort}* has ended, and I am sorry that it was not to be this time: {why}. When you apply to the next cohort of this programme, you come first. {help}"
WHY_LEFT = {
    "no-mentor": "there was no mentor with a free place",
    "no-group": "no group of enough people shared an hour with you",
    "mentor-taken": "every mentor who fits you was full or had a match that fits even better",
    "mentor-language": "no free mentor shared a language with you that is needed",
    "mentor-topic": "no free mentor offered what you are looking for",
    "mentor-time": "no free mentor was free when you are",
    "mentor-place": "no free mentor could meet where you can",
    "mentor-none": "there was nobody whom I could propose to you",
    "mentor-not-looked": "nobody was found for you before it ended",
}
HELP_LEFT = {
    "no-mentor": "If you know somebody who would make a good mentor, point them to `/mentoring join`.",
    "no-group": "More free hours in your answers would help.",
    "mentor-taken": "More free hours or another topic in your answers would help.",
    "mentor-language": "Another language that you could talk in would help; add it to your answers.",
    "mentor-topic": "Another topic in your answers would help.",
    "mentor-time": "More free hours in your answers would help.",
    "mentor-place": "If you could meet online too, say so in your answers.",
    "mentor-none": "New mentors join all the time.",
    "mentor-not-looked": "More free hours or another topic in your answers would help.",
}
RESTS = {
    "graduated": "You have graduated, so I look for no other mentor. If you would like one again, press *Edit my answers* and send the form.",
    "place-given": "Your place went to somebody who waited, so I look for no other match at the moment. Once you have time again, press *Edit my answers* and send the form; then I do.",
    "no-more": "You said no more mentees for now, so I ask you about nobody. *Edit my answers* takes it back.",
    "full": "You are in as many pairs as one can be in here at a time, so I look for no other.",
}

RANK_OPEN = "Let mentees rank"
RANK_OPEN_TITLE = "Let the mentees rank?"
RANK_OPEN_ASK = "Everybody who waits gets the mentors who fit them best and says whom they would like. Proposals that nobody decided on are taken back."
RANK_CLOSE = "Close the ranking"
RANK_CLOSE_TITLE = "Close the ranking?"
RANK_CLOSE_ASK = "Nobody can rank any more, and the mentors choose now."
RANK_DESK = "*{cohort}* · Mentees rank until {until} · asked: {mentees} · have ranked: {ranked}"
RANK_DESK_CHOOSING = (
    "*{cohort}* · Mentors choose · asked: {mentors} · still choosing: {choosing} · pairs so far: {matched} of {mentees}"
)
RANK_ASK = "In *{cohort}* you have a say: these mentors fit you best. Choose up to {most}, the dearest first, until {until}; then the mentors choose among those who ranked them."
RANK_MENTOR = "*{mentor}*"
RANK_MENTOR_SAYS = "{mentor} writes:\n{goals}"
RANK_BUTTON = "Rank them"
RANK_CHANGE = "Change it"
RANKED = "You ranked {mentors}. You may change it until {until}; then the mentors choose."
RANKED_CLOSED = "You ranked {mentors}. The mentors choose now; you hear from me as soon as it is settled."
RANKED_MATCHED = "You ranked {mentors}, and {mentor} chose you. You are a pair; see our group conversation."
RANKED_OVER = "You ranked {mentors}. None of them could take you this time; you keep your place."
RANK_MISSED = "The time to rank is over. You keep your place, and hear from me when somebody is found for you."
RANK_REMINDER = "A friendly reminder: until {until} you can say whom of your mentors you would like best."
RANK_TITLE = "Your mentors"
RANK_INTRO = (
    "The dearest first. Only the mentors whom you choose learn that you did, and none of them which place they have."
)
RANK_LABELS = ("Whom would you like best?", "And second?", "And third?")
RANK_SUBMIT = "Send"
RANK_OVER = "I am sorry: none of the mentors whom you ranked in *{cohort}* has a place for you this time. You keep your place, and the search goes on."
CHOOSE = "In *{cohort}* these people would like to learn from you, those who ranked you higher first. Places for them: {places}. Please choose until {until}."
CHOOSE_AGAIN = "{lost} of your choice in *{cohort}* found a mentor whom they ranked higher, or looks for nobody any more. Thank you for having wanted them. These would like to learn from you too, and you may choose again until {until}. Places: {places}."
CHOOSE_MENTEE = "*{mentee}*"
CHOOSE_MORE = "{number} more stand in the list behind *Choose*."
CHOOSE_BUTTON = "Choose"
CHOOSE_NONE = "None of these"
CHOOSE_NONE_TITLE = "None of these?"
CHOOSE_NONE_ASK = "They hear nothing of it, and go on to other mentors."
CHOOSE_TITLE = "Your mentees"
CHOOSE_LABEL = "With whom would you like to work?"
CHOOSE_HINT = "Up to {places}. Nobody hears whom you did not choose."
CHOOSE_SUBMIT = "Send"
CHOSE = "You chose {mentees}."
CHOSE_NONE = "You chose none of them. That's fine; nobody is told."
CHOSE_LAPSED = "The time to choose is over. That's fine; those who ranked you go on to others."
CHOSE_PAIR = "You are a pair: {mentees}."
CHOSE_WAITING = "{mentees} may still go to a mentor whom they ranked higher; you hear from me."
CHOSE_ELSEWHERE = "With a mentor whom they ranked higher, or not looking any more: {mentees}."
CHOOSE_REMINDER = "A friendly reminder: until {until} you can choose among those who would like to learn from you."
ELSEWHERE = "{mentee} goes to a mentor whom they ranked higher, or looks for nobody any more. Thank you for having wanted them; your place stays free for somebody else."
RANKING_OVER = (
    "The ranking in *{cohort}* is over. Pairs: {matched} of {mentees}. Whoever is left takes part in the next search."
)
STANDING_RANK = "You can rank your mentors until {until}, in our conversation."
STANDING_RANKED = "You ranked {mentors}; you may change it until {until}, then the mentors choose."
STANDING_CHOOSING = "You ranked {mentors}; the mentors choose now."
STANDING_CHOOSE = "Mentees who ranked you wait for your choice until {until}, in our conversation."
WHY_RANK = "You wait for a match, and in this programme you say whom you would like."
WHY_RANK_REMINDER = "You have not ranked anybody yet."
WHY_CHOOSE = "You are a mentor with a free place, and somebody ranked you."
WHY_CHOOSE_REMINDER = "You have not chosen yet."
WHY_RANK_OVER = "You ranked mentors."

STANDING_SOON = "Somebody is found whom I ask about you soon; a few others are asked first."
HELD = "Waiting until their mentor has answered other questions: {number}"
HELD_LINE = "{mentee} with {mentor}"
HELD_MORE = "and {number} more"
MISSING = "Who is missing?"
MISSING_TITLE = "Mentors who are missing"
MISSING_NOBODY = (
    "No kind of mentor stands out in *{cohort}* right now: nobody is left over, or too few of them want the same."
)
MISSING_FOOT = "Counted from what those left over want, speak and are free at. A post names nobody and counts nobody."
POST_WRITE = "Write a post"
POST_TITLE = "Look for mentors"
POST_TEXT = "The post"
POST_HINT = "Change it as you like. *Stars* make bold."
POST_CHANNEL = "Where it goes"
POST_CHANNEL_HINT = "Only where I am a member; elsewhere, invite me first."
POST_SEND = "Send"
POST_JOIN = "Become a mentor"
POST_BY = "{by} looks for mentors for *{cohort}*."
WHY_POST = "The coordinators look for mentors."
