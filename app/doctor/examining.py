"""The whole examination, in the order in which an admin would look."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial

from cryptography.fernet import Fernet

from app.core.clock import FileClock, SystemClock
from app.database.session import Database, Transaction
from app.database.types import Keyring
from app.delivery.looking import Standing, last_standing
from app.doctor import database as tables
from app.doctor import operation, surroundings
from app.doctor import slack as workspace
from app.doctor.findings import Finding, State, looked_at, note
from app.features.installing import usecases as installing
from app.features.programmes import usecases as programmes
from app.features.programmes.rules import Cohort
from app.mending import Fault
from app.settings import Settings

MOST = 20  # workspaces, cohorts


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass
class Known:
    """What the database tells about workspaces; empty if it cannot be asked."""

    teams: list[str] = field(default_factory=list)
    tokens: dict[str, str] = field(default_factory=dict)
    cohorts: dict[str, list[Cohort]] = field(default_factory=dict)
    last: Mapping[str, Standing | None] = field(default_factory=dict)


def examine(
    settings: Settings,
    wrong: Sequence[Fault] = (),
    oddities: Sequence[str] = (),
    now: Callable[[], datetime] = _now,
) -> list[Finding]:
    """Look at everything; what cannot be looked at is told as well.

    Args:
        settings: as far as they can be read.
        wrong: what is wrong with them.
        oddities: what is odd about them.
        now: this machine's clock.
    """
    found = [*looked_at("settings", lambda: surroundings.look_at_settings(settings, wrong, oddities))]
    found += looked_at("handbooks", lambda: surroundings.look_at_handbooks(settings.programmes_dir))
    known = Known()
    # Without a key nothing sealed can be read, and everything else can.
    ring = Keyring(settings.keys or [Fernet.generate_key().decode()])
    database = Database(tables.patient(settings.database_url), ring)
    try:
        found += _look_at_database(settings, database, known)
    finally:
        database.close()
    found += _look_at_slack(settings, known, now)
    found += looked_at("port", lambda: surroundings.look_at_port(settings.port))
    found += looked_at("public address", lambda: surroundings.look_at_address(settings))
    return found


def _look_at_database(settings: Settings, database: Database, known: Known) -> Iterator[Finding]:
    reach = [*looked_at("database", lambda: tables.look_at_reach(database))]
    yield from reach
    if any(one.state is State.FAULT for one in reach):
        return
    shape = [*looked_at("migrations", lambda: tables.look_at_shape(database))]
    yield from shape
    yield from looked_at("durability", lambda: tables.look_at_durability(database))
    if any(one.state is State.FAULT for one in shape):
        return
    clock = FileClock(settings.clock_file) if settings.clock_file else SystemClock()
    yield from looked_at("writing", lambda: tables.look_at_writing(database))
    for check, look in (
        ("clocks", tables.look_at_database_clock),
        ("keys", lambda tx: tables.look_at_keys(tx, settings.keys)),
        ("clock", operation.look_at_ticks),
        ("messages", lambda tx: operation.look_at_messages(tx, clock.now())),
        ("coordinators", operation.look_at_coordinators),
    ):
        yield from looked_at(check, partial(_in_transaction, database, look))
    _learn(database, known)


def _in_transaction(database: Database, look: Callable[[Transaction], Iterator[Finding]]) -> list[Finding]:
    """Return what a check finds in a transaction of its own: one that fails must not spoil it for the others."""
    with database.transaction() as tx:
        return [*look(tx)]


def _learn(database: Database, known: Known) -> None:
    with database.transaction() as tx:
        known.teams = installing.teams(tx)
        known.last = {team: last_standing(tx, team_id=team) for team in known.teams[:MOST]}
        for one in programmes.running_everywhere(tx):
            known.cohorts.setdefault(one.team_id, []).append(one)
        for team in known.teams[:MOST]:
            try:
                installation = installing.installation_of(tx, team_id=team)
            except ValueError:
                continue  # its token is sealed with another key, which was told already
            if installation is not None:
                known.tokens[team] = installation.bot_token


def _look_at_slack(settings: Settings, known: Known, now: Callable[[], datetime]) -> Iterator[Finding]:
    token = settings.slack_bot_token.get_secret_value()
    met = None
    if token:
        met, found = workspace.meet(workspace.client_of(token, settings.slack_api_url), "SLACK_BOT_TOKEN", now)
        yield from found
        if met is None and any(one.check == "Slack" for one in found):
            return  # it cannot be reached at all
    if met is not None:
        teams = known.teams if not settings.slack_client_id else []
        yield from looked_at("workspace", lambda: workspace.look_at_workspace(met, teams))
        yield from _look_inside(met, settings, known, sorted(settings.first_coordinators))
    for team, other in known.tokens.items():
        if other == token or (met is not None and team == met.team_id):
            continue
        guest, found = workspace.meet(workspace.client_of(other, settings.slack_api_url), f"token of {team}", now)
        yield from found
        if guest is not None:
            yield from _look_inside(guest, settings, known, [])
    if len(known.teams) > MOST:
        yield note("workspaces", f"only the first {MOST} of {len(known.teams)} were looked at")
    app_token = settings.slack_app_token.get_secret_value()
    if settings.slack_transport == "socket" and app_token:
        yield from looked_at("SLACK_APP_TOKEN", lambda: workspace.look_at_app_token(app_token, settings.slack_api_url))


def _look_inside(met: workspace.Met, settings: Settings, known: Known, users: Sequence[str]) -> Iterator[Finding]:
    if not settings.clock_file:
        yield from workspace.look_at_clock(met)
    cohorts = known.cohorts.get(met.team_id, [])[:MOST]
    yield from workspace.look_inside(met, users, cohorts, known.last.get(met.team_id))
