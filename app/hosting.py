"""Where Trellis runs, and whether what it writes there is still there after a restart."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.engine import make_url

IN_MEMORY = {"tmpfs", "ramfs"}
MOUNTS = Path("/proc/mounts")


@dataclass(frozen=True)
class Host:
    """A platform that gives a process a disk which it wipes again.

    Attributes:
        name: what people call it.
        signs: variables that it sets in every process; one is enough.
        volume: what it calls a disk that stays, with how to get one; empty if it has none.
        volume_at: the variable that says where the volume lies, if the platform tells.
    """

    name: str
    signs: Sequence[str]
    volume: str
    volume_at: str = ""


# Dokku comes first: it sets DYNO as well, so that what was written for Heroku runs there.
HOSTS = (
    Host("Dokku", ("DOKKU_APP_TYPE", "DOKKU_APP_RESTORE", "DOKKU_PROXY_PORT"), "a mount (`dokku storage:mount`)"),
    Host("Heroku", ("DYNO",), ""),
    Host("Render", ("RENDER",), "a disk (paid plans)"),
    Host("Fly.io", ("FLY_APP_NAME",), "a volume (`fly volumes create`)"),
    Host(
        "Railway",
        ("RAILWAY_ENVIRONMENT", "RAILWAY_ENVIRONMENT_NAME"),
        "a volume (add one to the service)",
        "RAILWAY_VOLUME_MOUNT_PATH",
    ),
)


def host_of(environ: Mapping[str, str]) -> Host | None:
    """Return the platform that this process runs on; None for a machine of one's own."""
    return next((one for one in HOSTS if any(environ.get(sign) for sign in one.signs)), None)


def sqlite_file(url: str) -> Path | None:
    """Return the file of a SQLite database; None for PostgreSQL, and for a database in memory."""
    said = make_url(url)
    if said.get_backend_name() != "sqlite" or not said.database or said.database == ":memory:":
        return None
    return Path(said.database)


def why_wiped(path: Path, environ: Mapping[str, str] = os.environ, mounts: Path = MOUNTS) -> str | None:
    """Return why a file would not outlive a restart, with what to do instead; None if it stays.

    Args:
        path: the file, which need not exist.
        environ: the variables of the process.
        mounts: the kernel's list of what is mounted where.
    """
    host = host_of(environ)
    if host is None or (host.volume and _is_on_volume(path.absolute(), host, environ, mounts)):
        return None
    instead = "use a PostgreSQL database"
    if host.volume:
        instead += f", or put the file on {host.volume}"
    return f"{path} lies on a disk that {host.name} wipes at every restart and deploy, with all answers; {instead}"


def _is_on_volume(path: Path, host: Host, environ: Mapping[str, str], mounts: Path) -> bool:
    if host.volume_at:
        volume = environ.get(host.volume_at)
        return bool(volume) and path.is_relative_to(Path(volume or "/"))
    mounted = _mounted(mounts)
    place = next((parent for parent in path.parents if str(parent) in mounted), Path("/"))
    return str(place) != "/" and mounted[str(place)] not in IN_MEMORY


def _mounted(mounts: Path) -> dict[str, str]:
    """Return what kind of file system is mounted where; nothing where the kernel does not tell."""
    try:
        lines = mounts.read_text(encoding="utf-8").splitlines()
    except OSError:
        return {}
    fields = [line.split() for line in lines]
    return {one[1].replace("\\040", " "): one[2] for one in fields if len(one) > 2}  # noqa: PLR2004 - place and kind
