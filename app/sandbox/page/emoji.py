"""The pictures behind emoji names: those that bots and communities write most; any other stays as it is typed."""

import re

PICTURES = {
    "+1": "👍", "-1": "👎", "alarm_clock": "⏰", "arrow_right": "➡️", "bell": "🔔", "blossom": "🌼", "book": "📖",
    "books": "📚", "bookmark": "🔖", "bulb": "💡", "calendar": "📅", "chart_with_upwards_trend": "📈", "clap": "👏",
    "clock": "🕒", "coffee": "☕", "compass": "🧭", "confetti_ball": "🎊", "construction": "🚧", "cry": "😢",
    "dart": "🎯", "deciduous_tree": "🌳", "ear_of_rice": "🌾", "envelope": "✉️", "evergreen_tree": "🌲", "eyes": "👀",
    "fire": "🔥", "four_leaf_clover": "🍀", "gift": "🎁", "globe_with_meridians": "🌐", "grinning": "😀",
    "handshake": "🤝", "heart": "❤️", "heavy_check_mark": "✔️", "herb": "🌿", "hourglass": "⌛", "hugging_face": "🤗",
    "key": "🔑", "leaves": "🍃", "link": "🔗", "lock": "🔒", "mailbox": "📫",
    "medal": "🏅", "memo": "📝", "muscle": "💪", "ok_hand": "👌", "palm_tree": "🌴", "paperclip": "📎", "party": "🥳",
    "partying_face": "🥳", "pencil": "✏️", "pencil2": "✏️", "point_right": "👉", "pray": "🙏", "pushpin": "📌",
    "question": "❓", "raised_hands": "🙌", "rocket": "🚀", "rotating_light": "🚨", "scroll": "📜", "seedling": "🌱",
    "slightly_smiling_face": "🙂", "smile": "😄", "sparkles": "✨", "speech_balloon": "💬", "star": "⭐",
    "sunflower": "🌻", "sunny": "☀️", "tada": "🎉", "thinking_face": "🤔", "thumbsdown": "👎", "thumbsup": "👍",
    "trophy": "🏆", "tulip": "🌷", "warning": "⚠️", "wave": "👋", "white_check_mark": "✅", "x": "❌", "zap": "⚡",
}  # fmt: skip
_NAMED = re.compile(r":([a-z0-9_+-]+):")


def picture(name: str) -> str:
    """Return the emoji of a name; the name between colons if it is not among the pictures."""
    return PICTURES.get(name.partition("::")[0], f":{name}:")


def pictured(text: str) -> str:
    """Return a text with the names of emoji as pictures."""
    return _NAMED.sub(lambda found: PICTURES.get(found[1], found[0]), text)
