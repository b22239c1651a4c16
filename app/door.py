"""The one door through which every visit comes in, and every error goes out.

An expected "no" (a `Refusal`) becomes a sentence where the person is looking; an unexpected fault
gives them a short reference that stands in the log too. Listeners need no `try`.
"""

import difflib
from collections.abc import Callable
from datetime import datetime
from typing import Any

import structlog
from slack_sdk.errors import SlackApiError
from sqlalchemy.exc import OperationalError

from app.core.clock import Clock, steady
from app.core.notice import Block
from app.core.refusal import Refusal, Refusals
from app.database.session import Database, Transaction, is_deadlock
from app.database.trouble import trouble_of
from app.delivery.inbox import first_time
from app.features.people import usecases as people
from app.logs.visits import visit
from app.slack import blocks
from app.slack.gateway import Gateway
from app.slack.payloads import Payload
from app.slack.text import Mrkdwn, fill
from app.tools import Answer, Board, Done, Listener, Open, Replace, Reply, Visit

log = structlog.get_logger()

Noted = Callable[[str, str, float], None]

UNKNOWN_COMMAND = "I don't know `{word}`. Did you mean `/mentoring {nearest}`? `/mentoring help` lists everything."
NO_NEAR_COMMAND = "I don't know `{word}`. `/mentoring help` lists everything I can do."
FAULT = (
    "Something went wrong on my side, and I saved nothing of this last step. Please try once more; "
    "if it happens again, tell your coordinator the reference *{reference}*."
)
NOT_SAVED = (
    "I can't save anything at the moment, so nothing of this last step was kept. Please try again in a few minutes; "
    "if it stays like this, tell your coordinator the reference *{reference}*."
)
MOST_STRANGERS = 2  # of one visit: whoever visits, and somebody whom they name
TOO_LATE = "That took a moment too long for Slack. Please do it once more."


class Door:
    """Lets visits in one at a time, each in its own transaction.

    Args:
        database: where everything is.
        gateway: what opens modals.
        board: every listener and every refusal's sentence.
        clock: the time.
        wake: called after a visit, so that its messages go out at once.
        noted: hears of each visit its kind, what became of it, and how many seconds that took.
        forget: called after news of a workspace, so that nothing old is believed of it.
    """

    def __init__(
        self,
        *,
        database: Database,
        gateway: Gateway,
        board: Board,
        clock: Clock,
        wake: Callable[[], None],
        noted: Noted,
        forget: Callable[[str], object],
    ) -> None:
        self._database = database
        self._gateway = gateway
        self._board = board
        self._clock = clock
        self._wake = wake
        self._noted = noted
        self._forget = forget

    def receive(self, payload: Payload) -> dict[str, Any]:
        """Work on a payload and return the body of the acknowledgement."""
        with visit(team=payload.team_id, user=payload.user_id, kind=payload.kind, visit=self._name(payload)) as number:
            begun, outcome = steady(), "fault"
            try:
                outcome, body = self._receive(payload, number)
            finally:
                took = steady() - begun
                self._noted(payload.kind, outcome, took)
                log.debug("visit", outcome=outcome, took_ms=round(took * 1000))
            return body

    def _receive(self, payload: Payload, reference: str) -> tuple[str, dict[str, Any]]:
        try:
            answer = self._answer(payload)
        except Refusal as no:
            return "refused", self._refuse(payload, [no])
        except Refusals as many:
            return "refused", self._refuse(payload, many.refusals)
        except Exception as error:
            trouble = trouble_of(error)
            if trouble is None:
                log.exception("fault")
            else:
                log.error("not-saved", because=trouble)  # noqa: TRY400 - where in the code says nothing
            if payload.kind == "event":
                raise  # Slack delivers an event again when we say that it failed
            said = FAULT if trouble is None else NOT_SAVED
            return "fault", self._show(payload, Reply(fill(said, reference=reference), title="Something went wrong"))
        self._wake()
        return ("again", {}) if answer is None else ("answered", self._show(payload, answer))

    def _name(self, payload: Payload) -> str:
        """Return what the log may call a visit: a word of ours, never one that somebody typed."""
        if payload.kind == "command":
            return payload.name if payload.name in self._board.commands else "home" if not payload.name else "unknown"
        ours = {"button": self._board.buttons, "form": self._board.forms, "event": self._board.events}
        return payload.name if payload.name in ours.get(payload.kind, {}) else "unknown"

    def _answer(self, payload: Payload) -> Answer | None:
        """Do the work and commit it. None for a delivery that was worked on before."""
        if payload.kind == "event" and payload.name in self._board.tidings:
            return self._hear(payload)
        listener = self._listener(payload)
        profiles: list[dict[str, Any]] = []
        while True:
            try:
                return self._work_again(payload, listener, profiles)
            except people.NotMet as stranger:
                if payload.name == "user_change":
                    return Done()  # a profile changed that is none of our business: that person never came to us
                if len(profiles) == MOST_STRANGERS:
                    raise
                profiles.append(self._gateway.user(payload.team_id, stranger.user_id))

    def _hear(self, payload: Payload) -> Answer | None:
        """Take note of what Slack tells of a workspace."""
        now = self._clock.now()
        with self._database.transaction() as tx:
            if not first_time(tx, team_id=payload.team_id, delivery_id=payload.delivery_id, now=now):
                return None
            self._board.tidings[payload.name](tx, payload, now)
        self._forget(payload.team_id)
        return Done()

    def _work_again(self, payload: Payload, listener: Listener, profiles: list[dict[str, Any]]) -> Answer | None:
        """Do the work, once more if two people were in each other's way: nothing of the first time stays."""
        try:
            return self._work(payload, listener, profiles)
        except OperationalError as error:
            if not is_deadlock(error):
                raise
        log.warning("deadlock")
        return self._work(payload, listener, profiles)

    def _work(self, payload: Payload, listener: Listener, profiles: list[dict[str, Any]]) -> Answer | None:
        now = self._clock.now()
        if not profiles and self._only_reads(payload):
            with self._database.glance() as tx:
                return listener(self._visit(tx, payload, now))
        with self._database.transaction() as tx:
            if not first_time(tx, team_id=payload.team_id, delivery_id=payload.delivery_id, now=now):
                return None
            for profile in profiles:
                people.meet(tx, team_id=payload.team_id, profile=profile, now=now)
            return listener(self._visit(tx, payload, now))

    @staticmethod
    def _visit(tx: Transaction, payload: Payload, now: datetime) -> Visit:
        team_id, user_id = payload.team_id, payload.user_id
        zone = people.visitor(tx, team_id=team_id, user_id=user_id).zone
        return Visit(tx=tx, now=now, team_id=team_id, user_id=user_id, zone=zone, payload=payload)

    def _only_reads(self, payload: Payload) -> bool:
        command = self._board.commands.get(payload.name or "home") if payload.kind == "command" else None
        return command is not None and command.only_reads

    def _listener(self, payload: Payload) -> Listener:
        if payload.kind == "command":
            return self._command(payload)
        found = {"button": self._board.buttons, "form": self._board.forms, "event": self._board.events}
        listener = found[payload.kind].get(payload.name)
        if listener is None:
            if payload.kind == "event":
                return lambda _visit: Done()
            raise Refusal("core.stale-button")
        return listener

    def _command(self, payload: Payload) -> Listener:
        name = payload.name or "home"
        command = self._board.commands.get(name)
        if command is not None:
            return command.listener
        near = difflib.get_close_matches(name, self._board.commands, n=1, cutoff=0.5)
        text = fill(UNKNOWN_COMMAND, word=name, nearest=near[0]) if near else fill(NO_NEAR_COMMAND, word=name)
        return lambda _visit: Reply(text)

    # -- answers --------------------------------------------------------------------------------

    def _refuse(self, payload: Payload, refusals: list[Refusal]) -> dict[str, Any]:
        fields = {no.field: self._sentence(no) for no in refusals if no.field is not None}
        if payload.kind == "form" and fields:
            # A modal's errors are plain text, so nothing in them is interpreted.
            return {"response_action": "errors", "errors": fields}
        template = self._board.refusals[refusals[0].code]
        return self._show(payload, Reply(fill(template, **refusals[0].facts), title="Not possible"))

    def _sentence(self, no: Refusal) -> str:
        return self._board.refusals[no.code].format(**no.facts)

    def _show(self, payload: Payload, answer: Answer) -> dict[str, Any]:
        try:
            if payload.kind == "form":
                return self._show_after_form(answer)
            if payload.kind == "command" and isinstance(answer, Reply):
                body: dict[str, Any] = {"text": str(answer.text), "response_type": "ephemeral"}
                return {**body, "blocks": list(answer.blocks)} if answer.blocks else body
            self._show_modal(payload, answer)
        except SlackApiError as error:
            log.warning("not-shown", error=str(error.response.get("error")))
            return {"text": TOO_LATE} if payload.kind == "command" else {}
        return {}

    def _show_modal(self, payload: Payload, answer: Answer) -> None:
        if payload.kind == "event":
            return
        match answer:
            case Replace(view) if payload.in_modal:
                self._gateway.update_view(payload.team_id, payload.view_id, payload.view_hash, view)
            case Open(view) | Replace(view):
                show = self._gateway.push_view if payload.in_modal else self._gateway.open_view
                show(payload.team_id, payload.trigger_id, view)
            case Reply():
                show = self._gateway.push_view if payload.in_modal else self._gateway.open_view
                show(payload.team_id, payload.trigger_id, _small_modal(answer))
            case Done():
                return

    def _show_after_form(self, answer: Answer) -> dict[str, Any]:
        match answer:
            case Open(view):
                return {"response_action": "push", "view": view}
            case Replace(view):
                return {"response_action": "update", "view": view}
            case Reply():
                # Put on top, so that nothing typed underneath is lost.
                return {"response_action": "push", "view": _small_modal(answer)}
            case Done(close_all):
                return {"response_action": "clear"} if close_all else {}


def _small_modal(reply: Reply) -> Block:
    shown = list(reply.blocks) or [blocks.section(Mrkdwn(reply.text))]
    return blocks.modal(reply.title, shown, close="OK")
