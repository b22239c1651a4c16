"""How a process ends: told to, it finishes what it has in hand, and is gone within seconds, whatever hangs.

Platforms send SIGTERM or SIGINT (Fly.io) to a process, to its shell, or to all of its group, and kill it after 30 s
(Heroku, Render), 5 s (Fly.io), or at once (Railway). What is lost then is found again: every message on its way is
written down before it leaves. Ending in order only saves others the wait until a lease has run out.
"""

import atexit
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import NoReturn

import structlog

log = structlog.get_logger()

WITHIN = 4.0  # seconds: Fly.io kills after 5
SIGNALS = (signal.SIGTERM, signal.SIGINT)


class Ear:
    """Hears when somebody asks the process to stop. To be made in the main thread.

    A signal may reach any thread (it does when a frozen process is woken and stopped at once), and Python runs its
    handlers in the main one, which a lock would keep asleep. A byte through a pair of sockets wakes it in any case.
    """

    def __init__(self) -> None:
        self._hears, self._says = socket.socketpair()
        self._says.setblocking(False)
        self._before = signal.set_wakeup_fd(self._says.fileno())

    def wait(self) -> None:
        """Return when it has heard something."""
        while not set(self._hears.recv(64)) & {*SIGNALS, 0}:
            pass

    def ask(self) -> None:
        """Let it hear something."""
        with suppress(OSError):
            self._says.send(b"\0")

    def close(self) -> None:
        """Hear nothing more."""
        signal.set_wakeup_fd(self._before)
        self._hears.close()
        self._says.close()


def wait_for_signal() -> None:
    """Return when somebody asks the process to stop."""
    ear = Ear()
    for number in SIGNALS:
        signal.signal(number, lambda _number, _frame: None)
    ear.wait()
    ear.close()


def hurry() -> None:
    """End this process in `WITHIN` seconds if it is still there then."""

    def gives_up() -> None:
        # A call to Slack without an answer, a database that is silent, long work in the middle of a step.
        log.warning("stopped-in-the-middle", after_seconds=WITHIN)
        os._exit(0)  # what hangs would keep the interpreter from ending, too

    timer = threading.Timer(WITHIN, gives_up)
    timer.daemon = True
    timer.start()


def vanish(code: int = 0) -> NoReturn:
    """End this process now: the interpreter would spend a second on taking apart what it has imported."""
    atexit._run_exitfuncs()  # noqa: SLF001 - what has something to say at the end says it
    for one in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            one.flush()
    os._exit(code)


class Leaving:
    """Does what there is to do before the end, beside what the main thread still serves.

    Args:
        do: what there is to do.
    """

    def __init__(self, do: Callable[[], None]) -> None:
        self._do = do
        self._ear = Ear()
        self._thread = threading.Thread(target=self._when_asked, name="leaving", daemon=True)
        self._thread.start()

    def leave(self) -> None:
        """Begin now, if nobody has asked yet, and return when all is done."""
        self._ear.ask()
        self._thread.join()

    def _when_asked(self) -> None:
        self._ear.wait()
        hurry()
        log.info("stopping")
        self._do()
