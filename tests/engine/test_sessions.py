"""What happens around the words of a session: panes, servers, numbers, clocks. One agent stays one agent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from headspace_desktop.domain import effects as f
from headspace_desktop.domain import events as e
from headspace_desktop.domain.model import PaneRef
from headspace_desktop.paths import Paths
from headspace_desktop.store.database import open_store
from headspace_desktop.store.records import Records
from tests.domain.builders import PANE, SESSION, T0, at, registry, said
from tests.engine.recorded import Stage

OTHER = "bbbbbbbb-0000-4000-8000-00000000000b"
FOLDER = "/home/dev/.claude/projects/-home-dev-project"


class Desk(Stage):
    """A stage with a store, and short ways to say things."""

    def tell(self, *messages: Any, seconds: float) -> None:
        self.wait_until(at(seconds))
        self.engine.handle(messages)

    def hook(
        self, what: type[Any], seconds: float, *, pane: PaneRef | None = None, start: str = "5", **fields: Any
    ) -> None:
        evidence = said(what, seconds, **fields)
        clues = replace(evidence.clues, pane=pane, proc_start=start if evidence.clues.pid is not None else None)
        name = evidence.origin.delivery_id
        self.tell(e.MailOpened(name, f"/spool/{name}", 1, (replace(evidence, clues=clues),)), seconds=seconds)

    def panes(self, socket: str, *panes: e.PaneSeen, seconds: float) -> None:
        self.tell(e.PanesSeen(socket, panes, at(seconds)), seconds=seconds)

    def words(self, session: str = SESSION) -> str:
        (card,) = [card for card in self.cards.values() if card.session_id == session]
        verdict = card.verdict
        return f"{verdict.state}/{verdict.sub_state}" if verdict.sub_state else str(verdict.state)


@pytest.fixture
def desk(home: Path) -> Iterator[Desk]:
    paths = Paths.from_environment()
    paths.make_private()
    desk = Desk(lambda: Records(open_store("", paths, host_id="h1", host_name="here")), T0)
    yield desk
    desk.engine.close()


def pane(ref: PaneRef, session_name: str = "work", **fields: Any) -> e.PaneSeen:
    return e.PaneSeen(
        ref, **({"session_name": session_name, "pid": 90, "command": "claude", "cwd": "/", "tty": ""} | fields)
    )


def test_a_pane_that_dies_takes_its_own_agent_alone(desk: Desk) -> None:
    """A14: two agents in one project; nothing but their panes is known."""
    second = PaneRef(PANE.socket, "%2")
    desk.hook(e.PromptSubmitted, 1, pane=PANE, pid=None, text="one", prompt_id="p1")
    desk.hook(e.PromptSubmitted, 1.5, pane=second, pid=None, session=OTHER, text="two", prompt_id="p2")
    desk.panes(PANE.socket, pane(PANE), pane(second), seconds=2)
    desk.panes(PANE.socket, pane(second), seconds=3)
    assert (desk.words(), desk.words(OTHER)) == ("ended/terminal_gone", "working/thinking")
    desk.hook(e.TurnStopped, 5, pane=second, pid=None, session=OTHER, last_text="Done.")
    assert (desk.words(), desk.words(OTHER)) == ("ended/terminal_gone", "done")


def test_a_new_session_in_the_pane_of_one_that_is_not_known_to_have_ended_is_an_agent_of_its_own(desk: Desk) -> None:
    """A14: a pane is a clue to an agent that has said nothing of itself, or that said that it leaves."""
    desk.hook(e.PromptSubmitted, 1, pane=PANE, pid=None, text="one", prompt_id="p1")
    desk.hook(e.SessionStarted, 9, pane=PANE, pid=None, session=OTHER, reason="startup")
    desk.hook(e.PromptSubmitted, 10, pane=PANE, pid=None, session=OTHER, text="two", prompt_id="p2")
    assert sorted((card.session_id, card.instruction) for card in desk.cards.values()) == [
        (SESSION, "one"),
        (OTHER, "two"),
    ]


def test_the_same_pane_name_on_two_servers_is_two_panes(desk: Desk) -> None:
    elsewhere = PaneRef("/run/tmux/other", PANE.pane_id)
    desk.hook(e.PromptSubmitted, 1, pane=PANE, pid=None, text="one", prompt_id="p1")
    desk.hook(e.PromptSubmitted, 1.5, pane=elsewhere, pid=None, session=OTHER, text="two", prompt_id="p2")
    assert {effect.socket for effect in desk.effects if isinstance(effect, f.WatchServer)} == {
        PANE.socket,
        elsewhere.socket,
    }
    desk.panes(elsewhere.socket, seconds=3)
    assert (desk.words(), desk.words(OTHER)) == ("working/thinking", "ended/terminal_gone")


def test_a_server_that_ends_and_comes_again_does_not_give_old_panes_to_new_agents(desk: Desk) -> None:
    """After a restart tmux counts its panes from %0 again."""
    desk.hook(e.PromptSubmitted, 1, pane=PANE, text="one", prompt_id="p1")
    desk.panes(PANE.socket, seconds=2)
    desk.tell(e.ProcessEnded(100, "5", at(2)), seconds=2)
    desk.hook(e.PromptSubmitted, 9, pane=PANE, pid=200, start="9", session=OTHER, text="two", prompt_id="p2")
    desk.panes(PANE.socket, pane(PANE), seconds=10)
    assert len(desk.cards) == 2
    assert (desk.words(), desk.words(OTHER)) == ("ended/killed", "working/thinking")


def test_a_pane_in_another_window_and_session_is_the_same(desk: Desk) -> None:
    desk.hook(e.PromptSubmitted, 1, pane=PANE, text="one", prompt_id="p1")
    desk.panes(PANE.socket, pane(PANE, tty="/dev/pts/3"), seconds=2)
    desk.panes(PANE.socket, pane(PANE, "elsewhere", tty="/dev/pts/3"), seconds=3)
    (agent,) = desk.engine._board.all()
    assert (agent.pane, agent.tmux_session, desk.words()) == (PANE, "elsewhere", "working/thinking")


def test_a_process_number_that_is_given_away_is_another_agent(desk: Desk) -> None:
    desk.hook(e.PromptSubmitted, 1, text="one", prompt_id="p1")
    desk.hook(e.PromptSubmitted, 50, start="77", session=OTHER, text="two", prompt_id="p2")
    assert len(desk.cards) == 2
    desk.tell(e.ProcessEnded(100, "5", at(51)), seconds=51)
    desk.wait_until(at(53))
    assert (desk.words(), desk.words(OTHER)) == ("ended/killed", "working/thinking")


def test_an_orphaned_file_of_a_number_that_is_given_away_revives_nobody(desk: Desk) -> None:
    desk.tell(registry("busy", 1), seconds=1.1)
    desk.tell(e.ProcessEnded(100, "5", at(2)), seconds=2)
    desk.tell(registry("busy", 1, is_alive=False), seconds=60)
    assert desk.words() == "ended/killed"


@pytest.mark.parametrize("hours", [8, -8])
def test_a_clock_that_steps_changes_no_verdict_that_was_true(desk: Desk, hours: int) -> None:
    """Slept for a night, or set back: what was done is done, and what comes after is believed."""
    desk.hook(e.PromptSubmitted, 1, text="one", prompt_id="p1")
    desk.hook(e.TurnStopped, 2, last_text="Done.")
    stepped = hours * 3600.0
    desk.now += timedelta(seconds=stepped)
    desk.engine.tick()
    assert desk.words() == "done"
    later = 100_000.0 if hours > 0 else 10.0
    desk.hook(e.PromptSubmitted, later, text="two", prompt_id="p2")
    assert desk.words() == "working/thinking"


def test_an_agent_at_work_while_the_machine_slept_is_called_silent_and_no_more(desk: Desk) -> None:
    desk.hook(e.PromptSubmitted, 1, text="one", prompt_id="p1")
    desk.now += timedelta(hours=8)
    desk.engine.tick()
    assert desk.words() == "stalled/no_answer"
    desk.hook(e.ToolStarted, 8 * 3600 + 5, tool_use_id="t1", tool="Bash", detail="ls")
    assert desk.words() == "working/tool"


def test_a_session_without_a_process_id_that_clears_stays_one_card(desk: Desk) -> None:
    """2.1.197 names no process in its hooks: the pane does, or the live-session file that comes after."""
    desk.hook(e.PromptSubmitted, 1, pid=None, text="one", prompt_id="p1")
    desk.tell(registry("busy", 1.1), seconds=1.2)
    desk.hook(e.TurnStopped, 2, pid=None, last_text="Done.")
    desk.hook(e.SessionEnded, 5, pid=None, reason="clear")
    desk.hook(e.SessionStarted, 5.05, pid=None, session=OTHER, reason="clear")
    desk.tell(registry("idle", 5.1, session_id=OTHER), seconds=5.2)
    assert len(desk.cards) == 1
    assert desk.words(OTHER) == "idle/fresh"


def test_a_continued_session_is_the_card_that_it_was(desk: Desk) -> None:
    """The new process names a session of its own for a moment, before it goes on with the older one."""
    desk.tell(registry("idle", 1), seconds=1.1)
    desk.hook(e.PromptSubmitted, 2, text="one", prompt_id="p1")
    desk.hook(e.TurnStopped, 3, last_text="Done.")
    desk.tell(e.RegistryGone("claude", "/home/dev/.claude/sessions/100.json", 100, at(4)), seconds=4)
    desk.tell(e.ProcessEnded(100, "5", at(4.1)), seconds=4.1)
    desk.wait_until(at(5))
    assert desk.words() == "ended/clean"
    new = {"path": "/home/dev/.claude/sessions/300.json", "pid": 300, "proc_start": "9"}
    desk.tell(registry("", 9, session_id=OTHER, **new), seconds=9)
    assert len(desk.cards) == 2
    desk.tell(registry("idle", 9.1, **new), seconds=9.2)
    assert [card.session_id for card in desk.cards.values()] == [SESSION]
    assert desk.words() == "idle/fresh"
    desk.restart()
    assert [card.session_id for card in desk.cards.values()] == [SESSION]


def test_a_transcript_that_moved_is_followed_without_hooks(desk: Desk) -> None:
    """Into a worktree and back: the file is where the live-session file's folder says."""
    home, aside = f"{FOLDER}/{SESSION}.jsonl", f"{FOLDER}--claude-worktrees-x/{SESSION}.jsonl"
    for number, path in enumerate((home, aside, home)):
        desk.tell(registry("busy", 1.0 + number, transcript_path=path), seconds=1.1 + number)
    assert [effect.path for effect in desk.effects if isinstance(effect, f.FollowTranscript)] == [home, aside, home]
    assert [effect.path for effect in desk.effects if isinstance(effect, f.LeaveTranscript)] == [home, aside]
