"""SQLite is for one process at a time."""

import subprocess
import sys
from pathlib import Path

import pytest

from app.database.sole import InUse, hold_alone
from tests.kit import databases

ROOT = Path(__file__).parents[2]
HOLDER = "import sys, time; from app.database.sole import hold_alone; h = hold_alone(sys.argv[1]); print('held', flush=True); time.sleep(60)"


def test_a_second_process_is_told_who_holds_the_file_and_the_first_one_s_end_frees_it(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/trellis.sqlite"
    with subprocess.Popen([sys.executable, "-c", HOLDER, url], cwd=ROOT, stdout=subprocess.PIPE, text=True) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "held\n"
        with pytest.raises(InUse, match=f"process {first.pid}.*trellis.sqlite.*PostgreSQL"):
            hold_alone(url)
        first.kill()  # as a machine does: nobody tidies up
        first.wait()
    held = hold_alone(url)
    assert held is not None
    held.close()


def test_postgres_may_be_shared_and_memory_belongs_to_its_process() -> None:
    assert hold_alone("postgresql+psycopg://u@h/d") is None
    assert hold_alone("sqlite:///:memory:") is None


def test_a_second_bot_says_so_in_one_sentence_and_stops() -> None:
    with databases.fresh("sqlite") as url:
        env = {
            "PATH": "/usr/bin",
            "DATABASE_URL": url,
            "TRELLIS_KEYS": databases.KEY,
            "SLACK_BOT_TOKEN": "xoxb-x",
            "SLACK_APP_TOKEN": "xapp-x",
            "SLACK_API_URL": "http://127.0.0.1:9/api/",
        }
        held = hold_alone(url)
        assert held is not None
        with held:
            for command in ("run", "worker"):
                start = [sys.executable, "-m", "app", command]
                told = subprocess.run(start, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
                assert told.returncode == 1
                assert told.stderr.startswith("Error: DATABASE_URL: another Trellis (process ")
                assert len(told.stderr.splitlines()) == 1
