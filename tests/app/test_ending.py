"""The end of the program while a store does not answer: late, but clean."""

from __future__ import annotations

import os
import signal

import psycopg
import pytest

from tests.app.alone import Alone

pytestmark = pytest.mark.timeout(120)


def test_a_store_that_hangs_does_not_turn_the_end_into_a_crash(postgres_url: str) -> None:
    program = Alone()
    program.paths.settings_file.parent.mkdir(parents=True, exist_ok=True)
    program.paths.settings_file.write_text(f"database:\n  url: {postgres_url}\n")
    stopped: list[int] = []
    try:
        with program:  # asserts that it ends with 0
            agent = program.stand_in()
            agent.start()
            program.wait_for("it is on the board", lambda: program.agent(agent.session_id))
            with psycopg.connect(postgres_url) as store:
                others = "WHERE pid <> pg_backend_pid() AND datname = current_database()"
                found = store.execute(f"SELECT pid FROM pg_stat_activity {others}")
                stopped = [pid for (pid,) in found.fetchall()]
            assert stopped
            for pid in stopped:
                os.kill(pid, signal.SIGSTOP)
            agent.prompt("this cannot be kept now")
    finally:
        for pid in stopped:
            os.kill(pid, signal.SIGCONT)
