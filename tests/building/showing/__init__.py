"""Every room's views, page by page, with a text wherever people write."""

from app.core.notice import Block
from app.slack.text import Mrkdwn
from tests.kit.make import pairing

GROUP = pairing(mentees=("UMENTEE", "UB", "UC"))
ZONES = ("Europe/Madrid", "Pacific/Auckland")
Shown = Block | tuple[Mrkdwn, list[Block]] | list[Block] | Mrkdwn
